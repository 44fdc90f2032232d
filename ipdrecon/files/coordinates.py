"""Curve coordinates as digitising programs export them, repaired and said so.

WebPlotDigitizer    two columns without a header, or pairs of columns under the data sets' names
DigitizeIt          two columns; semicolons or tabs with decimal commas; comments behind #
IPDfromKM           two columns under any names, often with row numbers before them; percent or proportions
this project        time,survival[,survival_se],curve
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import attrs
import numpy as np

from ipdrecon.errors import InputError, IpdreconError
from ipdrecon.files.envelope import read_text
from ipdrecon.files.tables import ALIASES, find_columns, key_of, number
from ipdrecon.frozen import Floats
from ipdrecon.steps import StepCurve

#: Above this S is in percent.
PERCENT = 1.5
#: Least error of a click, of S and as a share of the time axis (a careful hand).
CLICK_SE, CLICK_TIME_SE = 0.002, 0.002
#: Rise between two clicks at nearly one time that means they were clicked in the wrong order, in errors.
SWAPPED = 3.0
#: Rise of S that no click error explains.
IMPOSSIBLE = 0.1


@attrs.frozen
class Coordinates:
    """A curve from coordinates, and what had to be repaired.

    Attributes
    ----------
    curve : StepCurve
    notes : tuple of str
    """

    curve: StepCurve
    notes: tuple[str, ...] = ()


def read_coordinates(path: str | Path, *, points: str = "auto") -> dict[str, Coordinates]:
    """Curves of a coordinates file, by label ("" where the file has one curve without a label).

    Parameters
    ----------
    points : str
        "steps": the points are all corners of the curve; "clicks": some points on it; "auto": clicks, unless the file
        gives both corners of its steps or their standard errors.

    Raises
    ------
    InputError  with file and row, where a curve cannot be had from it.
    """
    if points not in ("auto", "steps", "clicks"):
        raise InputError(f"points '{points}' is unknown; use auto, steps or clicks")
    found = {}
    for label, columns in _series(path).items():
        name = f"{path}{f', curve {label!r}' if label else ''}"
        try:
            found[label] = _repaired(columns, points)
        except IpdreconError as error:
            raise InputError(f"{name}: {error}") from error
    return found


def _series(path: str | Path) -> dict[str, list[Floats]]:
    """Columns time, survival and (where there) survival_se of each curve."""
    rows = _rows(path)
    lead = 0
    while lead < len(rows) and not _numeric(rows[lead]):
        lead += 1
    header, body = rows[:lead], rows[lead:]
    if not body:
        raise InputError(f"{path} holds no coordinates; it needs rows of time and survival")
    width = max(len(row) for row in body)
    names = header[-1] if header else []
    if names and len(names) == width - 1:
        # write.table names no column for the row numbers.
        names = ["", *names]
    if names and _named(names):
        return _long(path, names, body, lead)
    body = [row + [""] * (width - len(row)) for row in body]
    cells = np.array([[_value(path, lead + i, cell) for cell in row] for i, row in enumerate(body, start=1)])
    if width % 2 and width > 1 and np.array_equal(cells[:, 0], np.arange(1, len(body) + 1)):
        cells, names = cells[:, 1:], names[1:]
        header = [row[1:] if len(row) == width else row for row in header]
        width -= 1
    if width < 2 or width % 2:
        raise InputError(f"{path} has {width} columns of numbers; give time and survival, or a pair for each curve")
    if width == 2:
        return {"": _pair(cells)}
    labels = header[0] if header else []
    return {
        (labels[i].strip() if i < len(labels) and labels[i].strip() else f"curve {i // 2 + 1}"): _pair(
            cells[:, i : i + 2]
        )
        for i in range(0, width, 2)
    }


def _rows(path: str | Path) -> list[list[str]]:
    text = read_text(path)
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        raise InputError(f"{path} is empty; it needs rows of time and survival")
    middle = lines[len(lines) // 2]
    delimiter = next((mark for mark in (";", "\t", ",") if mark in middle), " ")
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter, skipinitialspace=True)
    return [[cell.strip() for cell in row] for row in reader]


def _numeric(row: Sequence[str]) -> bool:
    """Whether a row holds a point (a label or a row name may stand beside it)."""
    return sum(map(_is_number, row)) >= 2


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", "."))
    except ValueError:
        return False
    return True


def _value(path: str | Path, row: int, cell: str) -> float:
    return number(path, row, "coordinates", cell, empty=np.nan) if _is_number(cell) or not cell else np.nan


def _named(names: Sequence[str]) -> bool:
    keys = [key_of(name) for name in names]
    return all(any(key in ALIASES[wanted] for key in keys) for wanted in ("time", "survival")) and len(
        [key for key in keys if key in ("x", "y")]
    ) in (0, 2)


def _long(path: str | Path, names: list[str], body: list[list[str]], lead: int) -> dict[str, list[Floats]]:
    at = find_columns(path, names, ("time", "survival"), ("survival_se", "curve"))
    series: dict[str, list[list[float]]] = {}
    for line, row in enumerate(body, start=lead + 1):
        if len(row) != len(names):
            raise InputError(f"{path}, row {line} has {len(row)} cells, but the header names {len(names)} columns")
        label = row[at["curve"]] if "curve" in at else ""
        wanted = [name for name in ("time", "survival", "survival_se") if name in at]
        series.setdefault(label, []).append([number(path, line, name, row[at[name]]) for name in wanted])
    return {label: list(np.array(rows).T) for label, rows in series.items()}


def _pair(cells: Floats) -> list[Floats]:
    whole = ~np.isnan(cells).any(axis=1)
    return [cells[whole, 0], cells[whole, 1]]


def _repaired(columns: list[Floats], points: str) -> Coordinates:
    """Percent made proportions, order and rises mended, clicks told from steps."""
    notes: list[str] = []
    time, survival = columns[0].copy(), columns[1].copy()
    if time.size == 0:
        raise InputError("the curve has no points; give rows of time and survival")
    errors = columns[2].copy() if len(columns) > 2 else None
    if survival.max() > PERCENT:
        if survival.max() > 110:
            raise InputError(f"survival goes up to {survival.max():g}; give proportions (0 to 1) or percent (0 to 100)")
        survival /= 100
        errors = None if errors is None else errors / 100
        notes.append("survival was given in percent")
    if time.min() < -0.02 * np.ptp(time):
        raise InputError(f"a point has time {time.min():g}; times must be 0 or later: correct the axis calibration")
    time = np.maximum(time, 0.0)
    back = int(np.count_nonzero(np.diff(time) < 0))
    if back:
        notes.append(f"{back} of {time.size} points were out of order and were sorted")
    order = np.lexsort((-survival, time))
    time, survival = time[order], survival[order]
    both_corners = bool((np.diff(time) == 0).any())
    steps = points == "steps" or (points == "auto" and (both_corners or errors is not None))
    rises = np.diff(survival)
    if (rises > 1e-12).any():
        if not steps:
            survival = _swapped(time, survival)
        highest = float(np.diff(survival).max(initial=0.0))
        if highest > IMPOSSIBLE:
            at = int(np.argmax(np.diff(survival)))
            raise InputError(
                f"survival rises by {highest:.3f} at t={time[at + 1]:g}; a survival curve cannot rise: remove the "
                "points that belong to another curve"
            )
        notes.append(f"{int((rises > 1e-12).sum())} rises of up to {rises.max():.3f} were flattened")
    level_se = max(CLICK_SE, float(np.sqrt(np.mean(rises[rises > 1e-12] ** 2) / 2))) if (rises > 1e-12).any() else 0.0
    if not steps and level_se:
        survival = _falling(survival)
    se = errors[order] if errors is not None else np.full(time.size, level_se)
    curve = StepCurve.from_points(
        time,
        survival,
        survival_se=se,
        time_se=CLICK_TIME_SE * float(time.max()) if level_se and not steps else 0.0,
        clicked=not steps,
    )
    return Coordinates(curve, tuple(notes))


def _swapped(time: Floats, survival: Floats) -> Floats:
    """Upper and lower corner of a step, clicked at nearly one time, in their order."""
    survival = survival.copy()
    near = SWAPPED * CLICK_TIME_SE * float(time.max())
    high = SWAPPED * np.sqrt(2) * 1.5 * CLICK_SE
    for _ in range(3):
        for i in np.flatnonzero((np.diff(survival) > high) & (np.diff(time) < near)):
            survival[i], survival[i + 1] = survival[i + 1], survival[i]
    return survival


def _falling(survival: Floats) -> Floats:
    """The falling levels nearest to the points (pool adjacent violators, Ayer et al. 1955)."""
    levels: list[float] = []
    sizes: list[int] = []
    for value in survival.tolist():
        levels.append(value)
        sizes.append(1)
        while len(levels) > 1 and levels[-2] < levels[-1]:
            size = sizes[-2] + sizes[-1]
            levels[-2] = (levels[-2] * sizes[-2] + levels[-1] * sizes[-1]) / size
            sizes[-2] = size
            levels.pop()
            sizes.pop()
    return np.repeat(levels, sizes)
