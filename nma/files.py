"""Reading trial tables in the forms the field exchanges; the columns say which one it is.

=====================  ==============================================================================================
contrasts              studlab,treat1,treat2,TE,seTE (treat1 minus treat2; logarithms of ratios), as netmeta has them;
                       multi-arm trials by all pairs, or by rows against one reference and ``covariance``
estimates              trial,treat1,treat2,hr,ci_low,ci_high[,ci_level] (also or, rr, rd, md; treat1 against treat2)
counts                 study,treatment,responders,sampleSize, one row an arm, as gemtc has them
relative effects       study,treatment,diff,std.err; the reference arm has an empty diff and its own standard error
patients               time,event,treatment,trial
=====================  ==============================================================================================

Columns population, endpoint, source travel along; patients1, patients2, median1, median2 are used in checks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import attrs
import numpy as np

from ipdrecon.errors import InputError, IpdreconError
from ipdrecon.files import read_ipd, read_table
from ipdrecon.files.tables import number
from ipdrecon.ipd import IPD
from nma.arms import ArmCounts
from nma.checks import Interval, interval_warnings
from nma.contrasts import Contrasts
from nma.evidence import Evidence, evidence_of_patients
from nma.measures import measure_of

#: Names the columns go by, without case and punctuation.
ALIASES = {
    "trial": ("trial", "study", "studlab", "studyid", "id", "author"),
    "treat1": ("treat1", "treatment1", "t1", "experimental"),
    "treat2": ("treat2", "treatment2", "t2", "comparator", "control"),
    "effect": ("te", "effect", "yi", "loghr", "logor", "lnhr"),
    "se": ("sete", "se", "sei", "selogest", "stderr"),
    "low": ("cilow", "lower", "low", "lo", "lcl", "cilower", "ll"),
    "high": ("cihigh", "upper", "high", "hi", "ucl", "ciupper", "ul"),
    "level": ("cilevel", "level", "confidence"),
    "treatment": ("treatment", "treat", "arm", "trt"),
    "events": ("responders", "events", "event", "r"),
    "patients": ("samplesize", "patients", "n", "total"),
    "diff": ("diff",),
    "stderr": ("stderr", "se"),
    "covariance": ("covariance", "cov"),
    "patients1": ("patients1", "n1"),
    "patients2": ("patients2", "n2"),
    "median1": ("median1",),
    "median2": ("median2",),
    "population": ("population",),
    "endpoint": ("endpoint", "outcome"),
    "source": ("source", "reference", "provenance"),
}
ESTIMATES = {
    "HR": ("hr", "hazardratio"),
    "OR": ("or", "oddsratio"),
    "RR": ("rr", "riskratio"),
    "RD": ("rd", "riskdifference"),
    "MD": ("md", "meandifference"),
}
TEXT_COLUMNS = ("population", "endpoint", "source")


class Table:
    """A delimited file with its columns found by name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.header, self.rows = read_table(path)
        keys = ["".join(ch for ch in name.lower() if ch.isalnum()) for name in self.header]
        self.at: dict[str, int] = {}
        for name, aliases in (*ALIASES.items(), *ESTIMATES.items()):
            hits = [keys.index(alias) for alias in aliases if alias in keys]
            if hits:
                self.at[name] = hits[0]
        if not self.rows:
            raise InputError(f"{path} has a header but no row; give at least one trial")

    def has(self, *names: str) -> bool:
        """Whether all these columns are there."""
        return all(name in self.at for name in names)

    def text(self, row: int, name: str) -> str:
        """A cell, "" where there is no such column."""
        return self.rows[row][self.at[name]].strip() if name in self.at else ""

    def number(self, row: int, name: str, *, empty: float | None = None) -> float:
        """A cell as a number; ``empty`` where there is none, or where there is no such column."""
        if name not in self.at and empty is not None:
            return empty
        column = self.at[name]
        return number(self.path, row + 2, self.header[column], self.rows[row][column], empty=empty)

    def name(self, row: int, column: str) -> str:
        """A cell that must not be empty."""
        if not (cell := self.text(row, column)):
            raise InputError(
                f"{self.path}, row {row + 2}, column '{self.header[self.at[column]]}' is empty; give a name"
            )
        return cell

    def trials(self) -> dict[str, list[int]]:
        """Rows of each trial, in order of appearance."""
        found: dict[str, list[int]] = {}
        for row in range(len(self.rows)):
            found.setdefault(self.name(row, "trial"), []).append(row)
        return found

    def texts(self, rows: Sequence[int]) -> dict[str, str]:
        """Population, endpoint and source of a trial; several values are joined."""
        return {
            name: " / ".join(dict.fromkeys(cell for row in rows if (cell := self.text(row, name))))
            for name in TEXT_COLUMNS
        }


def read(paths: Sequence[str | Path], *, measure: str | None = None, reference: str | None = None) -> Evidence:
    """Evidence of all files together; patients of all files are joined before their trials are fitted.

    ``measure`` says what a file of contrasts (TE, seTE) reports; hazard ratios where it is not given.

    Raises
    ------
    InputError  with file, row and column.
    """
    if not paths:
        raise InputError("no file was given; give at least one with trials")
    parts, patients = list[Evidence](), list[IPD]()
    for path in map(Path, paths):
        found = read_file(path, measure=measure)
        if isinstance(found, IPD):
            _each_arm_once(path, found, patients)
            patients.append(found)
        else:
            parts.append(found)
        parts.append(Evidence(inputs=((str(path), hashlib.sha256(path.read_bytes()).hexdigest()),)))
    if patients:
        parts.append(evidence_of_patients(IPD.concat(patients), reference=reference))
    return Evidence.concat(parts)


def _each_arm_once(path: Path, found: IPD, before: Sequence[IPD]) -> None:
    """Patients of one arm in two files would be counted twice."""
    held = {(trial, treatment) for ipd in before for trial, treatment, _ in ipd.arms()}
    for trial, treatment, _ in found.arms():
        if (trial, treatment) in held:
            raise InputError(
                f"{path} holds patients of trial '{trial}' on '{treatment}' that another file holds as well; give each "
                "arm once"
            )


def read_file(path: Path, *, measure: str | None = None) -> Evidence | IPD:
    """What one file holds, by its columns.

    Raises
    ------
    InputError  where the columns are of no form that is known.
    """
    table = Table(path)
    try:
        if {"time", "times", "months", "days"} & {name.lower() for name in table.header}:
            return read_ipd(path)
        if table.has("trial", "treatment", "diff", "stderr"):
            return _relative(table, measure or "HR")
        if table.has("trial", "treatment", "events", "patients"):
            return _counts(table)
        if table.has("trial", "treat1", "treat2", "effect", "se"):
            return _contrasts(table, measure or "HR")
        if table.has("trial", "treat1", "treat2", "low", "high") and any(name in table.at for name in ESTIMATES):
            return _estimates(table)
    except InputError:
        raise
    except IpdreconError as error:
        raise InputError(f"{path}: {error}") from error
    raise InputError(
        f"{path} has columns {', '.join(repr(name) for name in table.header)}, which are of no form that is known; "
        "give studlab,treat1,treat2,TE,seTE or trial,treat1,treat2,hr,ci_low,ci_high or "
        "study,treatment,responders,sampleSize or time,event,treatment,trial"
    )


def _counts(table: Table) -> Evidence:
    found, notes = [], []
    for trial, rows in table.trials().items():
        arms = tuple(table.name(row, "treatment") for row in rows)
        if len(set(arms)) == 1:
            notes.append(f"{table.path}: trial '{trial}' has one treatment only ('{arms[0]}'); left out.")
            continue
        if len(set(arms)) < len(arms):
            notes.append(f"{table.path}: trial '{trial}' has several arms of one treatment; they were added up.")
        events, patients = (np.array([table.number(row, name) for row in rows]) for name in ("events", "patients"))
        found.append(ArmCounts.merged(trial, arms, events, patients, **table.texts(rows)))
    return Evidence(counts=tuple(found), warnings=tuple(notes))


def _contrasts(table: Table, measure: str) -> Evidence:
    found, notes = [], []
    for trial, rows in table.trials().items():
        pairs, effect, se = [], [], []
        kept = []
        for row in rows:
            y, s = (table.number(row, name, empty=np.nan) for name in ("effect", "se"))
            if np.isnan(y) or np.isnan(s):
                notes.append(f"{table.path}, row {row + 2}: trial '{trial}' has no effect or standard error; left out.")
                continue
            kept.append(row)
            pairs.append((table.name(row, "treat1"), table.name(row, "treat2")))
            effect.append(y)
            se.append(s)
        if kept:
            found.append(_trial(table, trial, kept, pairs, effect, se, measure_of(measure).name))
    return Evidence(contrasts=tuple(found), warnings=tuple(notes))


def _estimates(table: Table) -> Evidence:
    from scipy.special import ndtri

    name = next(name for name in ESTIMATES if name in table.at)
    measure = measure_of(name)
    found, intervals = [], []
    for trial, rows in table.trials().items():
        pairs, effect, se = [], [], []
        for row in rows:
            one, two = table.name(row, "treat1"), table.name(row, "treat2")
            value, low, high = (table.number(row, column) for column in (name, "low", "high"))
            where = f"{table.path}, row {row + 2}"
            if low > high:
                raise InputError(f"{where}: the interval runs from {low:g} to {high:g}; give the lower limit first")
            if measure.ratio and min(value, low) <= 0:
                raise InputError(f"{where}: {name} {value:g} ({low:g} to {high:g}) must be above 0")
            if low == high:
                raise InputError(f"{where}: the interval {low:g} to {high:g} has no width; give it with more decimals")
            if not low <= value <= high:
                raise InputError(
                    f"{where}: {name} {value:g} lies outside its interval {low:g} to {high:g}; one of the three is "
                    "misprinted: correct it from the trial's publication"
                )
            level = _level(table, row)
            intervals.append(
                Interval(
                    where, trial, one, two, value, low, high, level, measure.ratio,
                    decimals=_decimals(table.text(row, "low"), table.text(row, "high")),
                    patients=sum(table.number(row, name, empty=np.nan) for name in ("patients1", "patients2")),
                    medians=(_median(table, row, "median1"), _median(table, row, "median2")),
                )
            )  # fmt: skip
            scale = np.log if measure.ratio else np.asarray
            pairs.append((one, two))
            effect.append(float(scale(value)))
            # The width of the interval, not one half of it: it does not depend on how the estimate was rounded.
            se.append(float((scale(high) - scale(low)) / (2 * ndtri((1 + level) / 2))))
        found.append(_trial(table, trial, rows, pairs, effect, se, name))
    return Evidence(contrasts=tuple(found), warnings=tuple(interval_warnings(intervals)))


def _trial(
    table: Table,
    trial: str,
    rows: list[int],
    pairs: list[tuple[str, str]],
    effect: list[float],
    se: list[float],
    measure: str,
) -> Contrasts:
    """One trial from its rows: all pairs, or rows against one reference with the variance of its arm."""
    patients: dict[str, float] = {}
    for row, (one, two) in zip(rows, pairs, strict=True):
        patients[one] = table.number(row, "patients1", empty=np.nan)
        patients[two] = table.number(row, "patients2", empty=np.nan)
    texts = table.texts(rows)
    shared = table.number(rows[0], "covariance", empty=np.nan)
    references = {two for _, two in pairs}
    if len(pairs) > 1 and len(references) == 1 and np.isfinite(shared):
        arms = (next(iter(references)), *(one for one, _ in pairs))
        covariance = np.full((len(pairs), len(pairs)), shared)
        np.fill_diagonal(covariance, np.square(se))
        counted = np.array([patients[name] for name in arms])
        found = Contrasts(trial, arms[0], arms[1:], np.array(effect), covariance, measure, counted)
        return with_texts(found, texts)
    try:
        return Contrasts.from_pairs(trial, pairs, effect, se, measure=measure, patients=patients, **texts)
    except IpdreconError as error:
        raise InputError(f"{table.path}: {error}") from error


def _relative(table: Table, measure: str) -> Evidence:
    """Rows of gemtc: the reference arm's standard error squared is the covariance of the contrasts."""
    found = []
    for trial, rows in table.trials().items():
        diff = [table.number(row, "diff", empty=np.nan) for row in rows]
        base = [i for i, value in enumerate(diff) if np.isnan(value)]
        if len(base) != 1:
            raise InputError(
                f"{table.path}: trial '{trial}' has {len(base)} rows without diff; its reference arm has one"
            )
        se = [table.number(row, "stderr", empty=np.nan) for row in rows]
        rest = [i for i in range(len(rows)) if i != base[0]]
        if len(rest) > 1 and np.isnan(se[base[0]]):
            raise InputError(
                f"{table.path}: trial '{trial}' has {len(rows)} arms; give the standard error of its reference arm"
            )
        covariance = np.full((len(rest), len(rest)), 0.0 if len(rest) == 1 else se[base[0]] ** 2)
        np.fill_diagonal(covariance, [se[i] ** 2 for i in rest])
        names = [table.name(row, "treatment") for row in rows]
        effect, others = np.array([diff[i] for i in rest]), tuple(names[i] for i in rest)
        block = Contrasts(trial, names[base[0]], others, effect, covariance, measure_of(measure).name)
        found.append(with_texts(block, table.texts(rows)))
    return Evidence(contrasts=tuple(found))


def with_texts(trial: Contrasts, texts: dict[str, str]) -> Contrasts:
    """The trial with its population, endpoint and source."""
    return attrs.evolve(trial, population=texts["population"], endpoint=texts["endpoint"], source=texts["source"])


def _level(table: Table, row: int) -> float:
    cell = table.text(row, "level").rstrip("%").strip()
    if not cell:
        return 0.95
    value = number(table.path, row + 2, "ci_level", cell)
    value = value / 100 if value > 1 else value
    if not 0.5 <= value < 1:
        raise InputError(
            f"{table.path}, row {row + 2}: confidence level '{cell}' must be from 50 to below 100 (or 0.5 to 1)"
        )
    return value


def _median(table: Table, row: int, name: str) -> float:
    """A median; inf where it was not reached, NaN where it is not given."""
    if table.text(row, name).upper().rstrip(".") in ("NR", "NE", "NOT REACHED", "NOT ESTIMABLE"):
        return float("inf")
    return table.number(row, name, empty=np.nan)


def _decimals(*cells: str) -> int:
    return max(len(cell.replace(",", ".").partition(".")[2]) for cell in cells)
