"""CSV of curves and numbers at risk, in the forms the field exchanges, and what all tables have in common.

    curve coordinates   time,survival[,survival_se][,curve]   (other programs' forms: ``coordinates``)
    numbers at risk     time,at_risk[,curve]

Column names are matched without regard to case, blanks, dots and underscores.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from ipdrecon.errors import InputError, IpdreconError
from ipdrecon.files.atomic import write_text
from ipdrecon.files.envelope import read_text
from ipdrecon.frozen import Floats
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

#: Names a column goes by elsewhere (WebPlotDigitizer, DigitizeIt, IPDfromKM, survival, kmdata).
ALIASES: dict[str, tuple[str, ...]] = {
    "time": ("time", "t", "x", "times", "ostime", "pfstime", "months", "month", "days", "weeks", "years", "trisk"),
    "survival": ("survival", "surv", "s", "y", "sur", "survivalprobability", "probability"),
    "survival_se": ("survivalse", "se", "stderr"),
    "at_risk": ("atrisk", "nrisk", "nar", "n", "numberatrisk", "nbrisk"),
    "events": ("events", "nevent", "cumevents"),
    "censored": ("censored", "ncensor", "cumcensored"),
    "curve": ("curve", "arm", "treatment", "group", "treat", "label", "strata"),
    "event": ("event", "status", "censor01", "evt", "dead", "death"),
    "treatment": ("treatment", "arm", "treat", "group", "trt", "regimen", "curve"),
    "trial": ("trial", "study", "studlab", "trialid"),
    "time_unit": ("timeunit", "unit", "timescale"),
}


def key_of(name: str) -> str:
    return "".join(ch for ch in name.lower() if ch.isalnum())


def read_table(path: str | Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a delimited file: comma, semicolon or tab, with or without a byte-order mark.

    Raises
    ------
    InputError  where the file is missing, empty, or its rows have different lengths.
    """
    text = read_text(path)
    if not text.strip():
        raise InputError(f"{path} is empty; it needs a header line and at least one row")
    first = next(line for line in text.splitlines() if line.strip())
    delimiter = max(",;\t", key=first.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    rows = [row for row in rows if any(row)]
    header, body = rows[0], rows[1:]
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise InputError(f"{path}, row {number} has {len(row)} cells, but the header names {len(header)} columns")
    return header, body


def find_columns(
    path: str | Path, header: Sequence[str], required: Iterable[str], optional: Iterable[str] = ()
) -> dict[str, int]:
    """Where each wanted column stands, by its name or an alias.

    Raises
    ------
    InputError  where a required column is missing.
    """
    keys = [key_of(name) for name in header]
    found: dict[str, int] = {}
    for wanted in (*required, *optional):
        for alias in (key_of(wanted), *ALIASES.get(wanted, ())):
            if alias in keys and keys.index(alias) not in found.values():
                found[wanted] = keys.index(alias)
                break
    if missing := [name for name in required if name not in found]:
        raise InputError(
            f"{path} has columns {', '.join(repr(name) for name in header)}; it lacks {' and '.join(missing)}"
        )
    return found


def number(path: str | Path, row: int, column: str, cell: str, *, empty: float | None = None) -> float:
    """A cell as a number; decimal commas are understood where the cell holds no point.

    Raises
    ------
    InputError  naming row and column, where the cell is no number (or is empty and ``empty`` was not given).
    """
    if not cell or cell.upper() in ("NA", "NAN", "."):
        if empty is not None:
            return empty
        raise InputError(f"{path}, row {row}, column '{column}' is empty; give a number")
    try:
        return float(cell.replace(",", ".") if cell.count(",") == 1 and "." not in cell else cell)
    except ValueError as error:
        raise InputError(f"{path}, row {row}, column '{column}' holds '{cell}', which is no number") from error


def column_of_numbers(
    path: str | Path, rows: Sequence[Sequence[str]], at: int, name: str, *, empty: float | None = None
) -> Floats:
    """A whole column as numbers; see :func:`number`."""
    return np.array(
        [number(path, line, name, row[at], empty=empty) for line, row in enumerate(rows, start=2)], dtype=np.float64
    )


def _groups(rows: Sequence[Sequence[str]], at: int | None) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        groups.setdefault(row[at] if at is not None else "", []).append(index)
    return groups


def read_curves(path: str | Path) -> dict[str, StepCurve]:
    """Curves of a coordinates file, by label ("" where the file has one curve without a label).

    Raises
    ------
    InputError  with file, row and column, where a curve cannot be had from it.
    """
    header, rows = read_table(path)
    at = find_columns(path, header, ("time", "survival"), ("curve", "survival_se"))
    time = column_of_numbers(path, rows, at["time"], "time")
    survival = column_of_numbers(path, rows, at["survival"], "survival")
    errors = column_of_numbers(path, rows, at["survival_se"], "survival_se") if "survival_se" in at else None
    curves = {}
    for label, members in _groups(rows, at.get("curve")).items():
        try:
            se = errors[members] if errors is not None else None
            curves[label] = StepCurve.from_points(time[members], survival[members], survival_se=se)
        except IpdreconError as error:
            raise InputError(f"{path}{f', curve {label!r}' if label else ''}: {error}") from error
    return curves


def as_cell(value: float) -> str:
    if np.isnan(value):
        return ""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def write_rows(path: str | Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """A CSV with a header, whole or not at all."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return write_text(path, out.getvalue())


def write_curves(path: str | Path, curves: Mapping[str, StepCurve]) -> Path:
    """Corners of each curve as ``time,survival[,survival_se],curve``, closed by its last follow-up."""
    errors = any(curve.survival_se.any() for curve in curves.values())
    rows = []
    for label, curve in curves.items():
        points = list(zip(curve.time, curve.survival, curve.survival_se, strict=True))
        if curve.end > curve.time[-1]:
            points.append((curve.end, curve.survival[-1], curve.survival_se[-1]))
        rows += [(as_cell(t), as_cell(s), *([as_cell(se)] if errors else []), label) for t, s, se in points]
    return write_rows(path, ("time", "survival", *(["survival_se"] if errors else []), "curve"), rows)


def write_marks(path: str | Path, curves: Mapping[str, StepCurve]) -> Path:
    """Censor marks of each curve as ``time,curve``; a time that stands for several patients is repeated."""
    rows = [(as_cell(time), label) for label, curve in curves.items() for time in curve.marks]
    return write_rows(path, ("time", "curve"), rows)


def read_risk_tables(path: str | Path) -> dict[str, RiskTable]:
    """Numbers at risk by curve label ("" where the file has one row without a label)."""
    header, rows = read_table(path)
    at = find_columns(path, header, ("time", "at_risk"), ("curve", "events", "censored"))
    columns = {
        name: column_of_numbers(path, rows, at[name], name, empty=np.nan if name != "time" else None)
        for name in ("time", "at_risk", "events", "censored")
        if name in at
    }
    tables = {}
    for label, members in _groups(rows, at.get("curve")).items():
        order = np.array(members)[np.argsort(columns["time"][members], kind="stable")]
        extra = {name: columns[name][order] for name in ("events", "censored") if name in columns}
        extra = {name: values for name, values in extra.items() if not np.isnan(values).all()}
        try:
            tables[label] = RiskTable(
                time=columns["time"][order], at_risk=columns["at_risk"][order], label=label, **extra
            )
        except IpdreconError as error:
            raise InputError(f"{path}{f', curve {label!r}' if label else ''}: {error}") from error
    return tables


def write_risk_tables(path: str | Path, tables: Mapping[str, RiskTable]) -> Path:
    """``time,at_risk[,events][,censored],curve``; an unread cell stays empty."""
    extra = [name for name in ("events", "censored") if any(getattr(table, name).size for table in tables.values())]
    rows = []
    for label, table in tables.items():
        for i, time in enumerate(table.time):
            cells = [as_cell(getattr(table, name)[i]) if getattr(table, name).size else "" for name in extra]
            rows.append((as_cell(time), as_cell(table.at_risk[i]), *cells, label))
    return write_rows(path, ("time", "at_risk", *extra, "curve"), rows)
