"""First counts that a label or a line runs into, read again where they must stand.

Counts are printed about their columns, in figures of one width: so the right edge of a count, which no label reaches,
says how many figures it has and where it begins.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.table.again import AGREED, keep_print
from ipdrecon.trace.table.counts import counts_of
from ipdrecon.trace.table.laws import SURE, suspects
from ipdrecon.trace.table.line import Cell, Line
from ipdrecon.trace.table.spots import GRID_COVERS, INK_CONTRAST
from ipdrecon.trace.text.places import Place, ink_box, read_places

#: Bare room on both sides of a count together, in widths of a figure.
BEARING = 0.17
#: Fewest counts of two figures and more that say how wide one is.
FEWEST = 3
#: How far the middles of counts may lie from each other about their columns, in widths of a figure.
CENTRED = 0.35
#: How near a label stands to a count that it may run into, and how far it may reach into a count it is apart from, in
#: widths of a figure.
TOUCHES = 0.5
#: Bare room inside a count, and the most by which its right edge is off where so many figures end, in their widths.
INSIDE, OFF_EDGE = 0.9, 0.3
#: Room between a label and a count from which the label is not part of it, in line heights: about a figure's width.
CLEAR = 0.5
#: RGB distance to the colour of the counts from which ink is the label's, as a share of their contrast.
OTHER_INK = 0.25
#: Share of its score that a count keeps that was read with a letter before it.
TRIMMED = 0.7
#: How far inside a count a line runs that may hide what tells its figures, in widths of one.
HIDDEN = 0.25


@attrs.frozen
class Print:
    """How counts are printed: the width of a figure, and how far right of its column a count's middle lies."""

    digit: float
    shift: float


def read_first(
    figure: Figure, place: Floats, rows: Sequence[Line], column: int, rule: Box | None, *, ticks: Floats
) -> None:
    """Read the counts of the first column again where a label, or the line of an axis, touches them.

    ``place`` is where the columns are printed, ``ticks`` where their times are; they differ where counts do not stand
    about their ticks.
    """
    how = print_of(figure, place, rows, column, ticks=ticks)
    if how is None:
        return
    middle = float(place[column]) + how.shift
    clean = figure.pixels.copy()
    wanted: list[tuple[Line, int, bool]] = []
    places: list[Place] = []
    for row in rows:
        count = figures_at(figure, row, column, middle, how) if row.cells else None
        if count is None or not _is_touched(row, column, middle - count * how.digit / 2, how, rule, count):
            continue
        if _is_whole(figure, row, column, middle, how, rule):
            continue
        half = count * how.digit / 2
        box = Box(max(0.0, middle - half), row.y - 0.5 * row.height, middle + half, row.y + 0.5 * row.height)
        apart = keep_print(clean, figure, row, box, OTHER_INK)
        wanted.append((row, count, not apart and _has_lost(row, column, count)))
        places.append(Place(box, 0.0, rule))
    bare = [attrs.evolve(place, rule=None) for place in places]
    printed = Figure(clean, figure.source)
    readings = [read_places(figure, places), read_places(printed, places)]
    readings += [read_places(printed, bare)] if rule is not None else []
    for (row, count, merged), *words in zip(wanted, *readings, strict=True):
        _choose(row, column, count, [word for word in words if word is not None])
        cell = row.cells.get(column)
        ruled = rule is not None and abs(rule.center[0] - middle) < (count / 2 - HIDDEN) * how.digit
        if cell is not None and (merged or ruled):
            row.cells[column] = attrs.evolve(cell, score=0.5 * SURE)


def print_of(figure: Figure, place: Floats, rows: Sequence[Line], first: int, *, ticks: Floats) -> Print | None:
    """How the counts right of the first column are printed; None where they do not stand about their columns, or end
    at their ``ticks``."""
    if _end_in_line(figure, ticks, rows, first):
        return None
    widths: list[float] = []
    narrow: list[float] = []
    middles: list[float] = []
    for row in rows:
        for column, cell in row.cells.items():
            if column == first or cell.score < AGREED or cell.joined or not np.isnan(cell.bracket):
                continue
            box = ink_box(figure, cell.box)
            if box is None:
                continue
            text = f"{cell.count:.0f}"
            middles.append(box.center[0] - place[column])
            (narrow if "1" in (text[0], text[-1]) else widths).append(box.width / (len(text) - BEARING))
    if len(widths) + len(narrow) < FEWEST:
        return None
    # A one leaves more room beside it than other figures.
    digit = float(np.median(widths) if len(widths) > 1 else np.quantile(widths + narrow, 0.75))
    shift = float(np.median(middles))
    if abs(shift) > CENTRED * digit or np.mean(np.abs(np.array(middles) - shift) < CENTRED * digit) < 0.8:
        return None
    return Print(digit, shift)


def figures_at(figure: Figure, row: Line, column: int, middle: float, how: Print) -> int | None:
    """How many figures a count has whose middle is known, by its right edge; None where that fits no number."""
    top, bottom = max(0, int(row.y - 0.4 * row.height)), int(row.y + 0.4 * row.height) + 1
    left = int(middle)
    area = figure.pixels[top:bottom, left : int(middle + 4 * how.digit)].astype(np.float32)
    if min(area.shape[:2], default=0) < 3:
        return None
    paper = median_color(area)
    ink = from_color(area, paper) > INK_CONTRAST
    lit = np.flatnonzero(ink.any(axis=0) & (ink.mean(axis=0) < GRID_COVERS))
    if lit.size == 0 or lit[0] > how.digit:
        return None
    gaps = np.flatnonzero(np.diff(lit) > max(2.0, INSIDE * how.digit))
    right = left + float(lit[gaps[0]] if gaps.size else lit[-1]) + 0.5
    exact = 2 * (right - middle) / how.digit + BEARING
    cell = row.cells.get(column)
    if cell is not None and cell.score >= AGREED and not cell.joined and f"{cell.count:.0f}".endswith("1"):
        count = int(np.ceil(exact - OFF_EDGE))  # a last one leaves room behind it
        return count if count >= 1 else None
    count = round(exact)
    return count if count >= 1 and abs(exact - count) < OFF_EDGE else None


def _end_in_line(figure: Figure, ticks: Floats, rows: Sequence[Line], first: int) -> bool:
    """Whether the counts end at their ticks, not about places beside these: with more figures, their middles move more
    than their ends. Those of the first column, which have most figures, say so too where no label is near them."""
    cells = [
        (column, cell)
        for row in rows
        for column, cell in row.cells.items()
        if column != first or (row.label_box is not None and row.label_box.right < cell.box.left - CLEAR * row.height)
    ]
    sure = [(column, cell) for column, cell in cells if cell.score >= AGREED and not cell.joined]
    boxes = [(f"{cell.count:.0f}", ink_box(figure, cell.box), ticks[column]) for column, cell in sure]
    found = [(len(text), box.right - tick, box.center[0] - tick) for text, box, tick in boxes if box is not None]
    if len({figures for figures, _, _ in found}) < 2:
        return False
    figures, ends, middles = np.array(found).T
    moves_end, moves_middle = (abs(float(np.polyfit(figures, place, 1)[0])) for place in (ends, middles))
    return moves_end < moves_middle


def _is_touched(row: Line, column: int, left: float, how: Print, rule: Box | None, count: int) -> bool:
    """Whether a label or a line runs into a count of so many figures from ``left`` on, or was read with it."""
    cell = row.cells.get(column)
    if cell is not None and not np.isnan(cell.bracket):
        return False
    if rule is not None and rule.right > left - TOUCHES * how.digit:
        return True
    label = row.label_box
    if label is not None and label.left < left and label.right > left - TOUCHES * how.digit:
        return True
    return cell is not None and len(f"{cell.count:.0f}") > count


def _has_lost(row: Line, column: int, count: int) -> bool:
    """Whether a count was read without its first figures: they were taken for letters of the label, which touches them
    ("l372" as "B72"), so that what a second reading makes of them may be a part of its last letter ("872")."""
    cell = row.cells.get(column)
    return cell is not None and np.isfinite(cell.count) and len(f"{cell.count:.0f}") < count


def _is_whole(figure: Figure, row: Line, column: int, middle: float, how: Print, rule: Box | None) -> bool:
    """Whether a first count as it was read stands about its column, clear of label and line.

    Its right edge says less then: a one leaves room there, and few narrow counts say how wide a figure is.
    """
    cell = row.cells.get(column)
    box = None if cell is None or cell.joined or cell.score < AGREED else ink_box(figure, cell.box)
    if box is None or abs(box.center[0] - middle) > CENTRED * how.digit:
        return False
    before = [other.right for other in (row.label_box, rule) if other is not None and other.left < box.left]
    return box.left - max(before, default=-np.inf) > TOUCHES * how.digit


def _choose(row: Line, column: int, count: int, words: Sequence[Word]) -> None:
    """Set the first count to the reading with the right number of figures, the one that keeps the row's laws first."""
    before = row.cells.get(column)
    found: list[Cell] = []
    for word in words:
        for value in counts_of(word.text):
            if np.isnan(value[1]):
                found += _last(Cell(*value, word.box, word.score), count)
    if before is not None and not before.joined:
        found += _last(before, count)
    if not found:
        if before is not None:
            row.cells[column] = attrs.evolve(before, score=min(before.score, 0.5 * SURE))
        return

    def rank(cell: Cell) -> tuple[bool, int, float]:
        row.cells[column] = cell
        lawful = column not in suspects(row, weak=False)
        return lawful, sum(other.count == cell.count for other in found), cell.score

    best = max(found, key=rank)
    alike = all(cell.count == best.count for cell in found)  # a label's last letter may hide the first figure
    row.cells[column] = best if alike else attrs.evolve(best, score=min(best.score, 0.5 * SURE))


def _last(cell: Cell, count: int) -> list[Cell]:
    """The cell as it is where it has so many figures, its last ones where it has more, for a letter stands before."""
    text = f"{cell.count:.0f}" if np.isfinite(cell.count) else ""
    if len(text) < count or (len(text) > count and text[-count] == "0"):
        return []
    if len(text) == count:
        return [cell]
    return [attrs.evolve(cell, count=float(text[-count:]), score=TRIMMED * cell.score)]
