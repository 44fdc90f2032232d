"""Curves and counts from files to patients: what the command ``ipdrecon reconstruct`` does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import numpy as np

from ipdrecon.agree import PairFit, assess, assess_pair
from ipdrecon.errors import InfeasibleError, InputError
from ipdrecon.files import read_coordinates, read_risk_tables, write_ipd, write_replicates
from ipdrecon.files.atomic import write_bytes
from ipdrecon.files.tables import column_of_numbers, find_columns, read_table, write_rows
from ipdrecon.ipd import IPD
from ipdrecon.outcome import Outcome, fit_rows, row_of
from ipdrecon.plot.fit import FittedArm, fit_png
from ipdrecon.reconstruction import Reconstruction, reconstruct
from ipdrecon.reconstruction.ensemble import Ensemble, ensemble
from ipdrecon.reconstruction.pair import calibrate, pair_range
from ipdrecon.steps import StepCurve

#: Replicates that are drawn where a calibration needs some and their number was not given.
FOR_CALIBRATION = 200


def reconstruct_files(path: Path, out: Path | None, told: Mapping[str, Any]) -> Outcome:
    """Read curves and counts, reconstruct every arm and write ``STEM_ipd.csv``, ``STEM_fit.csv``, ``STEM_fit.png`` and,
    for an ensemble, ``STEM_ensemble.csv``.

    Parameters
    ----------
    told : mapping
        Options of the command by name.

    Raises
    ------
    InputError, InfeasibleError  naming the arm; nothing is written then.
    """
    notes: list[str] = []
    curves = _curves(path, told, notes)
    counts = _Counts.of(curves, told)
    count = int(told.get("replicates") or 0)
    calibrating = bool(told.get("calibrate"))
    if count == 1 or count < 0:
        raise InputError(f"--ensemble {count} says nothing about uncertainty; ask for 2 or more")
    wants_ensemble = count or (FOR_CALIBRATION if calibrating else 0)
    if wants_ensemble and (told.get("method") or "constrained") != "constrained":
        raise InputError(f"--ensemble and --calibrate need --method constrained, not {told['method']}")
    results: dict[str, Reconstruction] = {}
    ensembles: dict[str, Ensemble] = {}
    for label, curve in curves.items():
        arguments = counts.arguments(label, told) | {
            "treatment": label,
            "trial": told.get("trial") or path.stem,
            "time_unit": told.get("time_unit") or "",
        }
        try:
            if wants_ensemble:
                ensembles[label] = ensemble(
                    curve, replicates=wants_ensemble, seed=int(told.get("seed") or 0), **arguments
                )
                results[label] = ensembles[label].best
            else:
                results[label] = reconstruct(curve, method=told.get("method") or "constrained", **arguments)
        except InfeasibleError as error:
            raise InfeasibleError(f"{label}: {error}" if label else str(error), error.items) from error
    if calibrating:
        results = _calibrated(ensembles, told, counts)
    pair = _pair(results, told)
    spread = pair_range(*ensembles.values()) if len(ensembles) == 2 else None
    arms = [
        FittedArm(
            label,
            curves[label],
            result.ipd,
            assess(
                result.ipd,
                curves[label],
                risk_table=counts.tables.get(label),
                convention=result.convention,
                events=counts.events.get(label),
                median=counts.medians.get(label),
            ),
        )
        for label, result in results.items()
    ]
    for label, result in results.items():
        notes += [f"{label}: {text}" if label else text for text in result.notes]
    said = [pair.verdict] if pair is not None else []
    if calibrating:
        said = [f"{text} (calibrated, so no check)" for text in said]
    said += [spread.verdict] if spread is not None else []
    if spread is not None and told.get("hr") and not spread.hr_least <= told["hr"][0] <= spread.hr_most:
        notes.append(
            f"no compatible reconstruction gives the published hazard ratio {told['hr'][0]:g}: it may be adjusted or "
            "stratified, or belong to other patients"
        )
    folder = out if out is not None else path.parent
    written = _write(folder, path.stem, arms, results, ensembles if count else {}, told, said)
    rows = tuple(row_of(arm, results[arm.label], ensembles.get(arm.label)) for arm in arms)
    return Outcome(rows, "\n".join(said), tuple(dict.fromkeys(notes)), tuple(str(p) for p in written))


def _curves(path: Path, told: Mapping[str, Any], notes: list[str]) -> dict[str, StepCurve]:
    """Curves of the coordinates file with their censor marks."""
    curves = {}
    for label, read in read_coordinates(path, points=told.get("points") or "auto").items():
        notes += [f"{label}: {text}" if label else text for text in read.notes]
        curves[label] = read.curve
    if told.get("marks"):
        header, rows = read_table(told["marks"])
        at = find_columns(told["marks"], header, ("time",), ("curve",))
        times = column_of_numbers(told["marks"], rows, at["time"], "time")
        labels = [row[at["curve"]] if "curve" in at else "" for row in rows]
        labels = _matched(labels, curves, "--marks")
        for label in dict.fromkeys(labels):
            marks = np.sort(times[[name == label for name in labels]])
            if marks.size and marks[0] < 0:
                raise InputError(f"{told['marks']} has a mark at {marks[0]:g}; times must be 0 or later")
            curve = curves[label]
            curves[label] = attrs.evolve(curve, marks=marks, end=max(curve.end, float(marks[-1])), marks_complete=True)
    return curves


def _matched(names: list[str], curves: Mapping[str, Any], option: str) -> list[str]:
    """Labels of the curves for names in a file or option; a single curve needs none."""
    if len(curves) == 1:
        only = next(iter(curves))
        names = [only if name == "" or only == "" else name for name in names]
    for name in names:
        if name not in curves:
            raise InputError(
                f"{option} names '{name}', but the curves are {', '.join(repr(label) for label in curves)}"
            )
    return names


@attrs.frozen(eq=False)
class _Counts:
    """What was published of each arm."""

    tables: dict[str, Any]
    patients: dict[str, int]
    events: dict[str, int]
    medians: dict[str, float]

    @classmethod
    def of(cls, curves: Mapping[str, StepCurve], told: Mapping[str, Any]) -> _Counts:
        tables = read_risk_tables(told["risk_table"]) if told.get("risk_table") else {}

        def keyed(values: Mapping[str, Any], option: str) -> dict[str, Any]:
            return dict(zip(_matched(list(values), curves, option), values.values(), strict=True))

        return cls(
            keyed(tables, "--risk-table"),
            keyed(told.get("patients") or {}, "--patients"),
            keyed(told.get("events") or {}, "--events"),
            keyed(told.get("median") or {}, "--median"),
        )

    def arguments(self, label: str, told: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "risk_table": self.tables.get(label),
            "patients": self.patients.get(label),
            "events": self.events.get(label),
            "assumption": told.get("assumption") or "smooth",
            "convention": told.get("convention") or "auto",
            "marks": told.get("marks_use") or "auto",
            "nearest": bool(told.get("nearest")),
        }


def _calibrated(
    ensembles: Mapping[str, Ensemble], told: Mapping[str, Any], counts: _Counts
) -> dict[str, Reconstruction]:
    """The results that meet the printed statistics named by --calibrate."""
    what = [part.strip() for part in str(told["calibrate"]).split(",")]
    if unknown := [part for part in what if part not in ("hr", "p", "median")]:
        raise InputError(
            f"--calibrate '{unknown[0]}' is unknown; use hr, p, median or several with commas between them"
        )
    ratio = told.get("hr")
    for name, value in (("hr", ratio), ("p", told.get("p_value")), ("median", counts.medians)):
        if name in what and not value:
            raise InputError(f"--calibrate {name} needs the printed value; give it with {_OPTION[name]}")
    found = calibrate(
        tuple(ensembles.values()),
        hazard_ratio=ratio[0] if "hr" in what and ratio else None,
        p_value=told.get("p_value") if "p" in what else None,
        medians=[counts.medians.get(label) for label in ensembles] if "median" in what else (),
    )
    return dict(zip(ensembles, found, strict=True))


_OPTION = {"hr": "--hr", "p": "--p-value", "median": "--median ARM=VALUE"}


def _pair(results: Mapping[str, Reconstruction], told: Mapping[str, Any]) -> PairFit | None:
    """The second arm against the first, beside the printed hazard ratio."""
    if len(results) != 2:
        if told.get("hr"):
            raise InputError(f"--hr compares two arms, and the file has {len(results)}")
        return None
    first, second = (result.ipd for result in results.values())
    if not (first.event.any() or second.event.any()):
        return None
    return assess_pair(first, second, **dict(zip(("hazard_ratio", "low", "high"), told.get("hr") or (), strict=False)))


def _write(
    folder: Path,
    stem: str,
    arms: list[FittedArm],
    results: Mapping[str, Reconstruction],
    ensembles: Mapping[str, Ensemble],
    told: Mapping[str, Any],
    said: list[str],
) -> list[Path]:
    everybody = IPD.concat([result.ipd for result in results.values()])
    picture = fit_png(
        arms, time_unit=told.get("time_unit") or "", title=told.get("trial") or stem, verdict=said[0] if said else ""
    )
    written = [
        write_ipd(folder / f"{stem}_ipd.csv", everybody),
        write_rows(
            folder / f"{stem}_fit.csv", ("curve", "measure", "time", "published", "reconstructed"), fit_rows(arms)
        ),
        write_bytes(folder / f"{stem}_fit.png", picture),
    ]
    if ensembles:
        joined = [IPD.concat(parts) for parts in zip(*(e.replicates for e in ensembles.values()), strict=True)]
        written.append(write_replicates(folder / f"{stem}_ensemble.csv", joined))
    return written
