"""Labels of rows, parted from what was read along with them: counts of the first columns, numbers of strata, dashes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace.table.centred import figures_at, print_of
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import SAMPLE, Line

#: How far left of its column, beyond what the others are, a count's middle stands with a number before it, in heights.
OFF_COLUMN = 0.3
#: Counts from which thousands may be parted.
THOUSAND = 1000.0
#: Room between a label and a count that touch, in line heights.
TOUCHING = 0.35


def hidden_columns(rows: Sequence[Line], place: Floats) -> set[int]:
    """Columns before the first one read, whose counts were read together with a label that reaches over them."""
    reach = max((row.label_box.right for row in rows if row.label_box is not None), default=-np.inf)
    return {c for c in range(place.size) if place[c] < reach and c < min(min(row.cells) for row in rows if row.cells)}


def without_counts(row: Line, used: Sequence[int]) -> str:
    """The label without the counts of the first columns, where they were read with it."""
    label = row.label
    if row.label_box is None or not used or used[0] not in row.cells:
        return label
    under = [
        c for c in used if c in row.cells and row.label_box.left < row.cells[c].box.center[0] < row.label_box.right
    ]
    if len(under) > 1:  # where the first two stand in turn the label has ended, however the others were read
        one, two = (rf"{row.cells[c].count:g}(?:\s*\([^)]*\)?)?" for c in under[:2])
        label = re.sub(rf"[\s|]*(?<!\d){one}\s+{two}(?!\d).*$", "", label)
    for column in reversed(under):
        label = re.sub(rf"\s*{row.cells[column].count:g}(\s*\(\d+%?\))?$", "", label)
    # Of several counts some may have been torn, or read as one.
    return re.sub(r"\s*\d[\d ]*$", "", label) if len(under) > 2 else label


def without_numbers(rows: Sequence[Line]) -> None:
    """Take off the numbers of strata that were read as part of the first count: "1 326", "2 326", "3 267" (SAS).

    Only where every row's first count begins with the row's number and is far above the second without need, or where
    other rows are called "Group 2", "Group 3" and this one "Group".
    """
    if len(rows) < 2 or any(not row.cells for row in rows):
        return
    stems = [re.sub(r"[\W_]+", "", re.sub(r"\d+\s*$", "", row.label)).lower() for row in rows]
    tails = [re.search(r"(\d+)\s*$", row.label) for row in rows]
    numbered = [tail is not None and int(tail.group(1)) == n for n, tail in enumerate(tails, start=1)]
    bare = [row.label == "" for row in rows] if not any(numbered) else [tail is None for tail in tails]
    if any(numbered):
        if len(set(stems)) != 1 or not all(a or b for a, b in zip(numbered, bare, strict=True)):
            return
    elif not all(bare):
        return
    parts = [_after(row, n) for n, row in enumerate(rows, start=1)]
    wanted = [part for part, is_bare in zip(parts, bare, strict=True) if is_bare]
    if any(part is None for part in wanted):
        return
    for n, (row, part, is_bare) in enumerate(zip(rows, parts, bare, strict=True), start=1):
        if is_bare and part is not None:
            first = min(row.cells)
            cell = row.cells[first]
            kept = attrs.evolve(cell.box, left=cell.box.left + 0.3 * cell.box.width)
            row.cells[first] = attrs.evolve(cell, count=part, box=kept)
            named = next((r.label for r, has in zip(rows, numbered, strict=True) if has), "")
            row.label = re.sub(r"\d+\s*$", str(n), named) if named else str(n)


def without_odd_numbers(rows: Sequence[Line], place: Floats) -> None:
    """Take off the number of one row's stratum where only that row's was read as part of its count, and doubt the cell.

    The print then reaches further left of its column than other counts do, and what is left suits the next count.
    """
    if len(rows) < 2 or any(row.label for row in rows):
        return
    shifts = [cell.box.center[0] - place[c] for row in rows for c, cell in row.cells.items() if cell.score > 0]
    usual = float(np.median(shifts)) if shifts else 0.0
    for number, row in enumerate(rows, start=1):
        first = min(row.cells)
        cell, rest = row.cells[first], _after(row, number)
        off = cell.box.center[0] - place[first] - usual
        if rest is not None and off < -OFF_COLUMN * row.height:
            row.cells[first] = attrs.evolve(cell, count=rest, score=min(cell.score, 0.5 * SURE))


def without_last_letters(figure: Figure, rows: Sequence[Line], place: Floats, *, ticks: Floats) -> None:
    """Take off the last letter of a label that was read as a first figure: "FOLFIRI" and "262" as "1262".

    Counts stand at their columns all alike: with a letter before it, one reaches further left. Its right edge, which
    no label reaches, says how many figures it has where counts stand about their columns. Where neither tells, the
    cell is doubtful.
    """
    shifts = [cell.box.center[0] - place[c] for row in rows for c, cell in row.cells.items() if cell.score > 0]
    usual = float(np.median(shifts)) if shifts else 0.0
    for row in rows:
        if row.label_box is None or not row.cells or not re.search(r"[A-Za-z]", row.label):
            continue
        first = min(row.cells)
        cell, rest = row.cells[first], _after(row, 1)
        touches = row.label_box.right > cell.box.left - TOUCHING * row.height
        if rest is None or not touches:
            continue
        digit = cell.box.width / len(f"{cell.count:g}")
        off = cell.box.center[0] - place[first] - usual
        how = print_of(figure, place, rows, first, ticks=ticks)
        number = None if how is None else figures_at(figure, row, first, float(place[first]) + how.shift, how)
        if number == len(f"{cell.count:g}") or _is_like_others(cell.count, rest, row, rows, first):
            continue
        if abs(off + digit / 2) < abs(off):
            kept = attrs.evolve(cell.box, left=cell.box.left + digit)
            row.cells[first] = attrs.evolve(cell, count=rest, box=kept, score=max(cell.score, SURE))
        elif re.search(r"[Il|1]$", row.label):
            row.cells[first] = attrs.evolve(cell, score=min(cell.score, 0.5 * SURE))


def _is_like_others(count: float, rest: float, row: Line, rows: Sequence[Line], first: int) -> bool:
    """Whether thousands are more like every other row's first count than what is left of them without their first
    figure: arms are of like sizes, and the sign that parts thousands makes them wider than their figures."""
    if count < THOUSAND:
        return False
    cells = [other.cells[first].count for other in rows if other is not row and first in other.cells]
    sizes = np.log(np.maximum([size for size in cells if np.isfinite(size)], 1.0))
    return bool(sizes.size) and bool((np.abs(np.log(count) - sizes) < np.abs(np.log(rest) - sizes)).all())


def _after(row: Line, number: int) -> float | None:
    """The first count without the row's number before it; None where it does not begin with it, or needs it."""
    first = min(row.cells)
    if not np.isfinite(row.cells[first].count):
        return None
    text, rest = f"{row.cells[first].count:g}", ""
    if text.startswith(str(number)):
        rest = text.removeprefix(str(number))
    seconds = [row.cells[c].count for c in sorted(row.cells)[1:2]]
    if not rest or rest.startswith("0") or (seconds and float(rest) < seconds[0]):
        return None
    return float(rest)


def without_samples(rows: Sequence[Line]) -> None:
    """Take off labels that are dashes or squares read as letters: several of them alike, or beside rows without one."""
    drawn = [row for row in rows if row.label and SAMPLE.match(row.label)]
    labels = [row.label for row in drawn]
    if len(set(labels)) < len(labels) or (drawn and any(not row.label for row in rows)):
        for row in drawn:
            row.label = ""
