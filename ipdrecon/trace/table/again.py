"""Second readings of cells that are weak or break a law of their row."""

from __future__ import annotations

from collections.abc import Container, Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Bytes, Floats
from ipdrecon.trace.inks.contrast import median_color
from ipdrecon.trace.table.counts import counts_of
from ipdrecon.trace.table.laws import SURE, suspects
from ipdrecon.trace.table.line import Cell, Line
from ipdrecon.trace.table.spots import INK_CONTRAST, spot_of
from ipdrecon.trace.text.places import Place, read_places

#: RGB distance to the colour of a row's print within which a pixel belongs to it, as a share of its contrast.
PRINT_SHARE = 0.45
#: Score of a cell that most readings agree on.
AGREED = 0.75
#: Height of the picture of a second reading, in pixels: other than that of the first.
OTHER_HEIGHT = 64.0


def read_again(figure: Figure, place: Floats, rows: Sequence[Line], skip: Container[int]) -> None:
    """Further readings of suspicious cells: of their own box, of their place, and of ink in the row's colour alone.

    A reading that keeps the laws of the row is taken before one that breaks them, one that was made twice before one
    that was made once. ``skip`` are columns that a line runs through.
    """
    doubts = [(row, column) for row in rows if row.cells for column in suspects(row) if column not in skip]
    if not doubts:
        return
    spots = [spot_of(figure, place, row, column, rows) or row.cells[column].box for row, column in doubts]
    clean = figure.pixels.copy()
    wiped = [keep_print(clean, figure, row, spot) for (row, _), spot in zip(doubts, spots, strict=True)]
    places: list[list[Place]] = []
    for (row, column), spot in zip(doubts, spots, strict=True):
        cell = row.cells[column]
        own = [cell.box] if cell.score > 0 and not cell.joined else []
        places.append([Place(box, 2.0, None, height) for box in (*own, spot) for height in (40.0, OTHER_HEIGHT)])
    plain = iter(read_places(figure, [p for own in places for p in own]))
    read = [[next(plain) for _ in own] for own in places]
    if any(wiped):
        picture = Figure(clean, figure.source)
        printed = iter(read_places(picture, [p for own, w in zip(places, wiped, strict=True) if w for p in own[::2]]))
        for wanted, found, w in zip(places, read, wiped, strict=True):
            found += [next(printed) for _ in wanted[::2]] if w else []
    for (row, column), words in zip(doubts, read, strict=True):
        first = row.cells[column]
        before = [first] if first.score > 0 and np.isfinite(first.count) else []
        readings: list[Cell] = []
        for word in words:
            if word is not None:
                readings += [Cell(*count, word.box, word.score) for count in counts_of(word.text)]
        # Where one piece was taken apart by estimate, what stands at the place itself goes first.
        readings = [*readings, *before] if first.joined else [*before, *readings]
        if readings:
            row.cells[column] = _chosen(row, column, readings)


def _chosen(row: Line, column: int, readings: Sequence[Cell]) -> Cell:
    """The best of several readings of a cell, with how surely it is right."""
    own, kept = row.cells[column], dict(row.cells)

    def rank(cell: Cell) -> tuple[bool, int, bool, float]:
        row.cells = {**kept, column: cell}
        lawful = column not in suspects(row, weak=False)
        return lawful, sum(other.count == cell.count for other in readings), not cell.joined, cell.score

    best = max(readings, key=rank)
    row.cells = kept
    votes = [cell for cell in readings if cell.count == best.count]
    score = max(cell.score for cell in votes)
    if len(votes) == 1 and len(readings) > 1:
        score = min(score, 0.5 * SURE)  # every other reading says something else
    elif len(votes) > 1 and len(votes) > 0.5 * len(readings):
        score = max(score, AGREED)
    return attrs.evolve(best, score=score, box=own.box if own.score > 0 and not own.joined else best.box)


def keep_print(clean: Bytes, figure: Figure, row: Line, place: Box, most: float = PRINT_SHARE) -> bool:
    """Wipe out of a picture all ink around a place that has not the colour of the row's other counts.

    False where that colour is not known, or nothing has another one; ``most`` is the distance at which ink has it.
    """
    colors = [_ink_color(figure.pixels, cell.box) for cell in row.cells.values() if cell.score >= AGREED]
    known = np.array([color for color in colors if color is not None])
    if len(known) < 2:
        return False
    ink = np.median(known, axis=0)
    top, left = max(0, int(place.top) - 3), max(0, int(place.left) - 3)
    pixels = figure.pixels[top : int(place.bottom) + 4, left : int(place.right) + 4].astype(np.float32)
    paper = median_color(pixels)
    line = ink - paper
    length = float(np.linalg.norm(line))
    if length < INK_CONTRAST:
        return False
    share = np.clip(((pixels - paper) @ line) / length**2, 0.0, 1.0)
    other = np.linalg.norm(pixels - paper - share[..., None] * line, axis=2) > most * length
    clean[top : top + len(pixels), left : left + pixels.shape[1]] = np.where(other[..., None], paper, pixels)
    return bool(other.any())


def _ink_color(pixels: Bytes, box: Box) -> Floats | None:
    """Colour of the print in a box: the tenth of its pixels that differ most from the paper."""
    area = pixels[max(0, int(box.top)) : int(box.bottom) + 2, max(0, int(box.left)) : int(box.right) + 2]
    flat = area.reshape(-1, 3).astype(np.float64)
    if len(flat) < 8:
        return None
    away = np.linalg.norm(flat - np.median(flat, axis=0), axis=1)
    return np.asarray(np.median(flat[away >= np.quantile(away, 0.93)], axis=0))
