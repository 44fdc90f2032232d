"""Files of patients and of curves with numbers at risk, in any number and mixture.

    patients       time,event[,treatment][,trial][,replicate]      (aliases such as status, arm, study)
    curves         study,time,survival,at_risk[,regimen]           numbers at risk at each time, with a row at time 0
    metaSurvival   Study,Time,Survival,NbRisk                      numbers at risk at the start of each interval
    medians        study,regimen,median,ci_low,ci_high[,ci_level][,n][,events]     NR where not reached

A study's rows with one at time 0 hold numbers at risk at those times, as a figure prints them; without it they are
those at the start of the interval that ends at each time, as metaSurvival and RISCA want them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs
import numpy as np

from ipdrecon.axes import MONTHS_PER_UNIT
from ipdrecon.errors import InputError, IpdreconError
from ipdrecon.files import read_ipd, read_table
from ipdrecon.files.tables import column_of_numbers, find_columns, number
from ipdrecon.ipd import IPD
from pooling.medians import MedianReport
from pooling.studies import StudyCurve, of_ipd

AT_RISK = ("auto", "times", "intervals")


@attrs.frozen
class Data:
    """Studies of all regimens; several ``replicates`` where patients were reconstructed several times.

    ``medians`` are published medians without curves.
    """

    replicates: tuple[tuple[StudyCurve, ...], ...]
    medians: tuple[MedianReport, ...] = ()

    @property
    def studies(self) -> tuple[StudyCurve, ...]:
        """Those of the first replicate."""
        return self.replicates[0]


def read_all(paths: Sequence[str | Path], *, time_unit: str = "", at_risk: str = "auto", by: str | None = None) -> Data:
    """All studies of several files.

    Parameters
    ----------
    at_risk : "times", "intervals", or "auto" (by whether a study has a row at time 0).
    by : str, optional   Column that names the regimen of a row instead of treatment, arm or regimen.

    Raises
    ------
    InputError  where a file is neither patients nor curves, an arm is in two files, or replicates differ in number.
    """
    if at_risk not in AT_RISK:
        raise InputError(f"at-risk '{at_risk}' is unknown; use one of {', '.join(AT_RISK)}")
    reports: list[MedianReport] = []
    read = []
    for path in map(Path, paths):
        header, rows = read_table(path)
        if not rows:
            raise InputError(f"{path} has a header but no row; give one row a patient, a point or a median")
        if "median" in (name.strip().lower() for name in header):
            reports += _medians(path, header, rows, time_unit)
        else:
            read.append((path, _read(path, header, rows, time_unit, at_risk, by)))
    seen: dict[tuple[str, str], Path] = {}
    for path, found in read:
        for s in found[0]:
            key = (s.study, s.regimen)
            if key in seen:
                raise InputError(
                    f"'{s.regimen}' of study '{s.study}' is in {seen[key]} and in {path}; give each trial once"
                )
            seen[key] = path
    units = {s.time_unit for _, found in read for s in found[0]} - {""}
    if len(units) > 1:
        raise InputError(f"studies in {' and '.join(sorted(units))} cannot be pooled; bring them to one time unit")
    unit = units.pop() if units else ""
    counts = {len(found) for _, found in read} - {1}
    if len(counts) > 1:
        raise InputError(
            f"files hold {' and '.join(str(n) for n in sorted(counts))} replicates; give equally many in each, or one"
        )
    many = counts.pop() if counts else 1
    return Data(
        tuple(
            tuple(attrs.evolve(s, time_unit=unit) for _, found in read for s in found[i if len(found) > 1 else 0])
            for i in range(many)
        ),
        tuple(reports),
    )


def _medians(path: Path, header: list[str], rows: list[list[str]], time_unit: str) -> list[MedianReport]:
    names = [name.strip().lower() for name in header]
    at = find_columns(path, header, ("trial", "treatment"), ("time_unit",))

    def cell(line: int, row: list[str], *wanted: str, empty: float) -> float:
        place = next((names.index(name) for name in wanted if name in names), None)
        if place is None:
            return empty
        text = row[place]
        return np.inf if text.upper() in ("NR", "NE", "INF") else number(path, line, names[place], text, empty=empty)

    made = []
    for line, row in enumerate(rows, start=2):
        level = cell(line, row, "ci_level", "level", empty=0.95)
        try:
            made.append(
                MedianReport(
                    row[at["trial"]],
                    row[at["treatment"]],
                    cell(line, row, "median", empty=np.nan),
                    cell(line, row, "ci_low", "median_low", "low", empty=np.nan),
                    cell(line, row, "ci_high", "median_high", "high", empty=np.nan),
                    # 95 and 0.95 are both what people write.
                    level / 100 if level > 1 else level,
                    round(cell(line, row, "n", "patients", empty=0.0)),
                    round(cell(line, row, "events", empty=0.0)),
                    (row[at["time_unit"]] if "time_unit" in at else "") or time_unit,
                )
            )
        except IpdreconError as error:
            raise InputError(f"{path}, row {line}: {error}") from error
    return made


def _read(
    path: Path, header: list[str], rows: list[list[str]], time_unit: str, at_risk: str, by: str | None
) -> list[list[StudyCurve]]:
    names = ["".join(ch for ch in name.lower() if ch.isalnum()) for name in header]
    chosen = None
    if by is not None:
        if by not in header:
            raise InputError(f"{path} has columns {', '.join(repr(n) for n in header)}; it lacks '{by}'")
        chosen = [row[header.index(by)] for row in rows]
    if "survival" in find_columns(path, header, (), ("survival",)) and "event" not in find_columns(
        path, header, (), ("event",)
    ):
        return [_curves(path, header, rows, time_unit, at_risk, chosen)]
    ipd = read_ipd(path, time_unit=time_unit)
    if chosen is not None:
        ipd = attrs.evolve(ipd, treatment=np.array(chosen))
    if "replicate" not in names:
        return [of_ipd(ipd)]
    labels = np.array([row[names.index("replicate")] for row in rows])
    return _replicates(path, ipd, labels)


def _replicates(path: Path, ipd: IPD, labels: np.ndarray) -> list[list[StudyCurve]]:
    distinct = list(dict.fromkeys(labels.tolist()))
    found = [of_ipd(ipd.select(labels == label)) for label in distinct]
    arms = {(s.study, s.regimen) for s in found[0]}
    for label, studies in zip(distinct, found, strict=True):
        if {(s.study, s.regimen) for s in studies} != arms:
            raise InputError(
                f"{path}, replicate {label} has other arms than replicate {distinct[0]}; give all arms in each"
            )
    return found


def _curves(
    path: Path, header: Sequence[str], rows: Sequence[Sequence[str]], time_unit: str, at_risk: str, by: list[str] | None
) -> list[StudyCurve]:
    at = find_columns(path, header, ("trial", "time", "survival", "at_risk"), ("treatment", "time_unit"))
    said = {row[at["time_unit"]] for row in rows if row[at["time_unit"]]} if "time_unit" in at else set()
    if len(said) > 1:
        raise InputError(f"{path} holds times in {' and '.join(sorted(said))}; bring them to one unit")
    time_unit = time_unit or (said.pop() if said else "")
    if time_unit and time_unit not in MONTHS_PER_UNIT:
        raise InputError(f"time unit '{time_unit}' is unknown; use one of {', '.join(MONTHS_PER_UNIT)}")
    time = column_of_numbers(path, rows, at["time"], "time")
    survival = column_of_numbers(path, rows, at["survival"], "survival", empty=np.nan)
    counts = column_of_numbers(path, rows, at["at_risk"], "at_risk", empty=np.nan)
    arms = by if by is not None else [row[at["treatment"]] if "treatment" in at else "" for row in rows]
    groups: dict[tuple[str, str], list[int]] = {}
    for index, row in enumerate(rows):
        if not np.isnan(survival[index]):
            groups.setdefault((row[at["trial"]], arms[index]), []).append(index)
    made = []
    for (study, regimen), members in groups.items():
        times = at_risk == "times" or (at_risk == "auto" and bool((time[members] == 0).any()))
        try:
            made.append(
                StudyCurve.of_points(
                    study,
                    regimen,
                    time[members],
                    survival[members],
                    counts[members],
                    at_times=times,
                    time_unit=time_unit,
                )
            )
        except IpdreconError as error:
            raise InputError(f"{path}: {error}") from error
    return made


def read_regimens(path: str | Path) -> dict[str, str]:
    """A table ``treatment,regimen`` as a mapping.

    Raises
    ------
    InputError  where a treatment is given to two regimens.
    """
    header, rows = read_table(path)
    at = find_columns(path, header, ("regimen",), ())
    arms = find_columns(path, [n if i != at["regimen"] else "" for i, n in enumerate(header)], ("treatment",), ())
    found: dict[str, str] = {}
    for line, row in enumerate(rows, start=2):
        arm, regimen = row[arms["treatment"]], row[at["regimen"]]
        if found.setdefault(arm, regimen) != regimen:
            raise InputError(f"{path}, row {line} gives '{arm}' to '{regimen}', but before to '{found[arm]}'")
    return found


def parse_map(values: Sequence[str]) -> Mapping[str, str]:
    """``ARM=REGIMEN`` options as a mapping.

    Raises
    ------
    InputError  where one of them has no "=".
    """
    found = {}
    for value in values:
        arm, equals, regimen = value.partition("=")
        if not equals or not arm.strip() or not regimen.strip():
            raise InputError(f"--map '{value}' is not understood; give ARM=REGIMEN")
        found[arm.strip()] = regimen.strip()
    return found
