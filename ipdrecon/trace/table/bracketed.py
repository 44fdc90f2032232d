"""First counts with a second one in brackets that a label runs into, read again where they must stand.

"500 (0)" is printed about its column as a whole: its right edge, which no label reaches, says where it begins.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.table.again import AGREED
from ipdrecon.trace.table.counts import count_of
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import Cell, Line
from ipdrecon.trace.table.spots import INK_CONTRAST
from ipdrecon.trace.text.places import Place, ink_box, read_places

#: Fewest cells that say how they are printed, and share of them about their columns.
FEWEST, MOSTLY = 3, 0.8
#: How far from its column the middle of a cell lies, and how far from where it must a cell begins, in figure widths.
CENTRED, OFF = 0.5, 0.45
#: How near a label comes to a cell that it may run into, and room before a cell that is read, in figure widths.
TOUCHES, ROOM = 0.5, 0.15
#: Widest gap within a cell, in figure widths: the blank before the bracket.
GAP = 1.1
#: Letters of a bracket and the blank before it, in figure widths.
AROUND_SECOND = 1.6


@attrs.frozen
class _Print:
    """How cells are printed: width of a figure, and how far right of its column a cell's middle lies, in pixels."""

    digit: float
    shift: float


def read_bracketed(figure: Figure, place: Floats, rows: Sequence[Line], column: int, rule: Box | None) -> None:
    """Read the cells of the first column again that reach further left than right of it, or that a label touches."""
    how = _print_of(figure, place, rows, column)
    if how is None:
        return
    middle = float(place[column]) + how.shift
    wanted: list[Line] = []
    places: list[Place] = []
    for row in rows:
        right = _right_edge(figure, row, middle, how) if _has_brackets(row, column) else None
        if right is None or _is_whole(figure, row, column, 2 * middle - right, how):
            continue
        left = max(0.0, 2 * middle - right - ROOM * how.digit)
        wanted.append(row)
        places.append(Place(Box(left, row.y - 0.5 * row.height, right + 1.0, row.y + 0.5 * row.height), 0.0, rule))
    for row, word in zip(wanted, read_places(figure, places), strict=True):
        _set(row, column, word)


def _print_of(figure: Figure, place: Floats, rows: Sequence[Line], first: int) -> _Print | None:
    """How the cells right of the first column are printed; None where they do not stand about their columns."""
    digits: list[float] = []
    middles: list[float] = []
    for row in rows:
        for column, cell in row.cells.items():
            if column == first or cell.score < AGREED or cell.joined or np.isnan(cell.bracket):
                continue
            box = ink_box(figure, cell.box)
            if box is not None:
                digits.append(box.width / (len(f"{cell.count:.0f}{cell.bracket:.0f}") + AROUND_SECOND))
                middles.append(box.center[0] - place[column])
    if len(digits) < FEWEST:
        return None
    digit, shift = float(np.median(digits)), float(np.median(middles))
    about = np.abs(np.array(middles) - shift) < CENTRED * digit
    return _Print(digit, shift) if about.mean() >= MOSTLY else None


def _has_brackets(row: Line, first: int) -> bool:
    """Whether most cells behind the first have a second count."""
    others = [cell for column, cell in row.cells.items() if column != first]
    return bool(others) and np.mean([np.isfinite(cell.bracket) for cell in others]) > MOSTLY / 2


def _right_edge(figure: Figure, row: Line, middle: float, how: _Print) -> float | None:
    """Where the first cell's ink ends; None where nothing stands about its column."""
    top, bottom = max(0, int(row.y - 0.4 * row.height)), int(row.y + 0.4 * row.height) + 1
    left = int(middle)
    area = figure.pixels[top:bottom, left : int(middle + 8 * how.digit)].astype(np.float32)
    if min(area.shape[:2], default=0) < 3:
        return None
    lit = np.flatnonzero((from_color(area, median_color(area)) > INK_CONTRAST).any(axis=0))
    if lit.size == 0 or lit[0] > GAP * how.digit:
        return None
    gaps = np.flatnonzero(np.diff(lit) > max(2.0, GAP * how.digit))
    return left + float(lit[gaps[0]] if gaps.size else lit[-1]) + 0.5


def _is_whole(figure: Figure, row: Line, column: int, left: float, how: _Print) -> bool:
    """Whether the cell as it was read begins where it must, with no label near."""
    cell = row.cells.get(column)
    box = None if cell is None or cell.joined or np.isnan(cell.bracket) else ink_box(figure, cell.box)
    label = row.label_box
    touched = label is not None and label.left < left and label.right > left - TOUCHES * how.digit
    return box is not None and not touched and abs(box.left - left) < OFF * how.digit


def _set(row: Line, column: int, word: Word | None) -> None:
    """The first cell as it was read again: sure where both readings agree but for what stood before it."""
    before, count = row.cells.get(column), None if word is None else count_of(word.text)
    if word is None or count is None or np.isnan(count[1]):
        if before is not None:
            row.cells[column] = attrs.evolve(before, score=min(before.score, 0.5 * SURE))
        return
    found = Cell(*count, word.box, word.score)
    seconds = [row.cells[c].count for c in sorted(row.cells) if c != column][:1]
    lawful = not seconds or not found.count < seconds[0]
    known = before is not None and np.isfinite(before.count)
    same = (
        before is not None
        and (np.isnan(before.bracket) or before.bracket == found.bracket)
        and known
        and f"{before.count:.0f}".endswith(f"{found.count:.0f}")
    )
    if lawful and (same or not known):
        row.cells[column] = found
    elif before is not None:
        row.cells[column] = attrs.evolve(before if not lawful else found, score=min(before.score, 0.5 * SURE))
