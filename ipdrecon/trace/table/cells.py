"""Cells the detector overlooked or may have misread, read again by recognition alone where they must stand."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Bytes, Floats
from ipdrecon.trace.frame import Frame
from ipdrecon.trace.places import read_place
from ipdrecon.trace.table.counts import count_of
from ipdrecon.trace.table.laws import SURE, suspects
from ipdrecon.trace.table.line import Cell, Line, spacing_of

#: A line through the first column: contrast with the paper, and the share of the table's height it covers.
RULE_CONTRAST, RULE_COVERS = 90.0, 0.97
#: Contrast of ink, and the share of a cell's area that is inked where something is printed.
INK_CONTRAST, INKED = 60.0, 0.012
#: RGB distance to the colour of a row's print within which a pixel belongs to it, as a share of its contrast.
PRINT_SHARE = 0.45
#: Least agreement of two readings, as a score, that makes a cell sure which one reading alone left weak.
AGREED = 0.75


def rule_through(figure: Figure, place: Floats, used: list[int], rows: list[Line]) -> Box | None:
    """The line of a table's own y axis, where it runs through the cells of the first column; None where none does."""
    column = used[0]
    spacing = spacing_of(place)
    height = max(row.height for row in rows)
    top, bottom = int(rows[0].y - 0.5 * height), int(rows[-1].y + 0.5 * height)
    left, right = int(max(0.0, place[column] - 0.6 * spacing)), int(place[column])
    patch = figure.pixels[max(0, top) : bottom + 1, left : right + 1].astype(np.float32)
    if patch.size == 0 or len(patch) < 8:
        return None
    paper = np.median(patch.reshape(-1, 3), axis=0)
    dark = (np.abs(patch - paper).max(axis=2) > RULE_CONTRAST).mean(axis=0) > RULE_COVERS
    at = np.flatnonzero(dark)
    if at.size == 0 or at[-1] - at[0] > 0.4 * height:
        return None
    return Box(float(left + at[0]), float(top), float(left + at[-1]), float(bottom))


def fill(figure: Figure, place: Floats, used: list[int], rows: Sequence[Line], rule: Box | None = None) -> None:
    """Read the cells the detector overlooked, and those that are weak or break a law of their row.

    A place with ink that cannot be read becomes a cell without a count; a bare one is left out.
    """
    for row in rows:
        for column in used:
            crossed = rule is not None and column == used[0]
            if column in row.cells and not crossed:
                continue
            box = _place_of(figure, place, row, column, rows)
            if box is None:
                continue
            found, count = _read_count(figure, box, rule if crossed else None, row.height)
            if found is not None and count is not None and (column not in row.cells or found.score >= SURE):
                row.cells[column] = Cell(*count, found.box, found.score)
            elif column not in row.cells and _is_inked(figure, box):
                row.cells[column] = Cell(np.nan, np.nan, box, 0.0)
        for column in suspects(row) if row.cells else ():
            if rule is None or column != used[0]:
                _read_again(figure, row, column, _place_of(figure, place, row, column, rows))


def inked_columns(figure: Figure, place: Floats, frame: Frame, rows: Sequence[Line], used: Sequence[int]) -> list[int]:
    """Columns behind the last one read where something is printed: lone figures the detector overlooked in all rows."""
    below = [row for row in rows if row.y > frame.box.bottom]
    found = []
    for column in range(used[-1] + 1, place.size):
        boxes = [_place_of(figure, place, row, column, rows) for row in below]
        if place[column] <= frame.box.right + 2 and any(box is not None and _is_inked(figure, box) for box in boxes):
            found.append(column)
    return found


def _place_of(figure: Figure, place: Floats, row: Line, column: int, rows: Sequence[Line]) -> Box | None:
    """Where a cell must stand; None where that is outside the picture."""
    boxes = [cell.box for r in rows for cell in r.cells.values() if cell.score > 0]
    half = min(0.46 * spacing_of(place), 0.75 * max(box.width for box in boxes) + 2)
    tall = 0.62 * float(np.median([box.height for box in boxes]))
    left, right = max(0.0, place[column] - half), min(figure.width - 1.0, place[column] + half)
    top, bottom = max(0.0, row.y - tall), min(figure.height - 1.0, row.y + tall)
    return Box(float(left), float(top), float(right), float(bottom)) if right - left > 2 and bottom - top > 2 else None


def _is_inked(figure: Figure, box: Box) -> bool:
    """Whether anything is printed at a place; lines of a grid run through it and are left out."""
    area = figure.pixels[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1].astype(np.float32)
    if area.size == 0:
        return False
    paper = np.median(area.reshape(-1, 3), axis=0)
    ink = np.abs(area - paper).max(axis=2) > INK_CONTRAST
    ink[:, ink.mean(axis=0) > RULE_COVERS] = False
    ink[ink.mean(axis=1) > RULE_COVERS] = False
    return bool(ink.mean() > INKED)


def _read_count(
    figure: Figure, box: Box, rule: Box | None, height: float
) -> tuple[Word | None, tuple[float, float] | None]:
    """The count at a place; a rule that runs through it is wiped out, its tick marks and what is beyond left out."""
    if rule is not None:
        left = max(0, int(rule.left - 0.4 * height))
        beside = figure.pixels[int(box.top) : int(box.bottom) + 1, left : int(rule.left) - 1].astype(np.float32)
        paper = np.median(figure.pixels[int(box.top) : int(box.bottom) + 1, left : int(box.right)], axis=(0, 1))
        lit = (np.abs(beside - paper).max(axis=2) > RULE_CONTRAST).any(axis=1)
        hangs = lit.sum() > 0.35 * height  # a digit, and no tick mark, stands left of the rule
        box = Box(rule.left - 0.7 * height if hangs else rule.left, box.top, max(rule.left, box.right), box.bottom)
    found = read_place(figure, box, margin=0, upright_line=rule)
    return found, count_of(found.text) if found is not None else None


def _read_again(figure: Figure, row: Line, column: int, place: Box | None) -> None:
    """Further readings of a suspicious cell: of its own box, of its place, and of ink in the row's colour alone.

    A reading that keeps the laws of the row is taken before one that breaks them, one that was made twice before one
    that was made once.
    """
    own = row.cells[column]
    boxes = [own.box] if own.score > 0 else []
    readings = [own] if own.score > 0 and np.isfinite(own.count) else []
    for picture in (figure, _in_print(figure, row, place or own.box)):
        if picture is None:
            continue
        for box in [*boxes, *([place] if place is not None else [])]:
            found = read_place(picture, box, margin=2)
            count = count_of(found.text) if found is not None else None
            if found is not None and count is not None:
                readings.append(Cell(*count, found.box, found.score))
    if not readings:
        return
    kept = dict(row.cells)

    def rank(cell: Cell) -> tuple[bool, int, float]:
        row.cells = {**kept, column: cell}
        lawful = column not in suspects(row, weak=False)
        return lawful, sum(other.count == cell.count for other in readings), cell.score

    best = max(readings, key=rank)
    row.cells = kept
    votes = [cell for cell in readings if cell.count == best.count]
    score = max(cell.score for cell in votes)
    if len(votes) == 1 and len(readings) > 1:
        score = min(score, 0.5 * SURE)  # every other reading says something else
    elif len(votes) > 1 and len(votes) > 0.5 * len(readings):
        score = max(score, AGREED)
    row.cells[column] = attrs.evolve(best, score=score, box=own.box if own.score > 0 else best.box)


def _in_print(figure: Figure, row: Line, place: Box) -> Figure | None:
    """The figure with all ink wiped out around a place that has not the colour of the row's other counts.

    None where that colour is not known, or nothing has another one.
    """
    colors = [_ink_color(figure.pixels, cell.box) for cell in row.cells.values() if cell.score >= AGREED]
    known = np.array([color for color in colors if color is not None])
    if len(known) < 2:
        return None
    ink = np.median(known, axis=0)
    top, left = max(0, int(place.top) - 3), max(0, int(place.left) - 3)
    pixels = figure.pixels[top : int(place.bottom) + 4, left : int(place.right) + 4].astype(np.float32)
    paper = np.median(pixels.reshape(-1, 3), axis=0)
    line = ink - paper
    length = float(np.linalg.norm(line))
    if length < INK_CONTRAST:
        return None
    share = np.clip(((pixels - paper) @ line) / length**2, 0.0, 1.0)
    off = np.linalg.norm(pixels - paper - share[..., None] * line, axis=2)
    other = off > PRINT_SHARE * length
    if not other.any():
        return None
    clean = np.where(other[..., None], paper, pixels).astype(np.uint8)
    whole = figure.pixels.copy()
    whole[top : top + len(clean), left : left + clean.shape[1]] = clean
    return Figure(whole, figure.source)


def _ink_color(pixels: Bytes, box: Box) -> Floats | None:
    """Colour of the print in a box: the tenth of its pixels that differ most from the paper."""
    area = pixels[max(0, int(box.top)) : int(box.bottom) + 2, max(0, int(box.left)) : int(box.right) + 2]
    flat = area.reshape(-1, 3).astype(np.float64)
    if len(flat) < 8:
        return None
    away = np.linalg.norm(flat - np.median(flat, axis=0), axis=1)
    return np.asarray(np.median(flat[away >= np.quantile(away, 0.93)], axis=0))


def doubt_clipped(figure: Figure, frame: Frame, rows: Sequence[Line]) -> None:
    """Make doubtful the cells whose print ends at the edge of the plot as if cut there: digits may be missing.

    Tables that are panels of their own (survminer) are as wide as the plot, and cut what does not fit.
    """
    for row in rows:
        for column, cell in row.cells.items():
            at = [edge for edge in (frame.box.left, frame.box.right) if _is_cut(figure, cell.box, edge, row.height)]
            if at:
                row.cells[column] = attrs.evolve(cell, score=min(cell.score, 0.5 * SURE))


def _is_cut(figure: Figure, box: Box, edge: float, height: float) -> bool:
    """Whether print reaches an edge and nothing of it goes beyond, but for a line along the edge."""
    if not box.left - 0.5 * height < edge < box.right + 0.5 * height:
        return False
    top, bottom = max(0, int(box.top)), int(box.bottom) + 1
    left = max(0, int(edge - 0.6 * height))
    area = figure.pixels[top:bottom, left : int(edge + 0.6 * height) + 1].astype(np.float32)
    if min(area.shape[:2]) < 3:
        return False
    paper = np.median(figure.pixels[top:bottom, max(0, int(box.left)) : int(box.right) + 1], axis=(0, 1))
    ink = np.abs(area - paper).max(axis=2) > INK_CONTRAST
    lit = ink.sum(axis=0)
    place = round(edge) - left
    inner = place + 2 if box.center[0] > edge else place - 2
    if not 0 <= inner < lit.size:
        return False
    outside = lit[: max(0, place - 1)] if box.center[0] > edge else lit[place + 2 :]
    ruled = ink.mean(axis=0) > RULE_COVERS
    near = ink[:, min(inner, place) : max(inner, place) + 1][:, ~ruled[min(inner, place) : max(inner, place) + 1]]
    return bool(near.any() and not outside.any())
