"""Cells that the edge of a table cuts: digits may be missing."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.inks.contrast import from_color
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import Cell, Line
from ipdrecon.trace.table.spots import GRID_COVERS, INK_CONTRAST
from ipdrecon.trace.text.places import ink_box

#: How far the middle of a cut cell is off its column, beyond what the others are, in line heights.
OFF_CENTRE = 0.1


def doubt_clipped(figure: Figure, frame: Frame, place: Floats, rows: Sequence[Line]) -> None:
    """Make doubtful the cells whose print ends at the edge of the plot as if cut there: digits may be missing.

    Tables that are panels of their own (survminer) are as wide as the plot, and cut what does not fit.
    """
    cut = [
        (row, column, edge)
        for row in rows
        for column, cell in row.cells.items()
        for edge in (frame.box.left, frame.box.right)
        if _is_cut(figure, cell.box, edge, row.height)
    ]
    if not cut:
        return
    read = [(c, cell) for row in rows for c, cell in row.cells.items() if cell.score > 0]
    usual = float(np.median([_shift(figure, cell, place[c]) for c, cell in read])) if read else 0.0
    for row, column, edge in cut:
        cell = row.cells[column]
        off = _shift(figure, cell, place[column]) - usual
        if (off if edge == frame.box.left else -off) > OFF_CENTRE * row.height:
            row.cells[column] = attrs.evolve(cell, score=min(cell.score, 0.5 * SURE))


def _shift(figure: Figure, cell: Cell, place: float) -> float:
    """How far right of its column the print of a cell has its middle: the reader's boxes are a pixel or two off it."""
    return (ink_box(figure, cell.box) or cell.box).center[0] - place


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
    ink = from_color(area, paper) > INK_CONTRAST
    lit = ink.sum(axis=0)
    place = round(edge) - left
    inner = place + 2 if box.center[0] > edge else place - 2
    if not 0 <= inner < lit.size:
        return False
    outside = lit[: max(0, place - 1)] if box.center[0] > edge else lit[place + 2 :]
    ruled = ink.mean(axis=0) > GRID_COVERS
    near = ink[:, min(inner, place) : max(inner, place) + 1][:, ~ruled[min(inner, place) : max(inner, place) + 1]]
    return bool(near.any() and not outside.any())
