"""Where the cells of a table must stand, and whether anything is printed there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.table.line import Cell, Line, spacing_of

#: Contrast of ink, and the share of a cell's area that is inked where something is printed.
INK_CONTRAST, INKED = 60.0, 0.012
#: Share of the counts that are no wider than a table's wide ones: some of the rest were read along with others.
WIDE = 0.75
#: Share of a place that a line of a grid or frame covers.
GRID_COVERS = 0.97


def spot_of(figure: Figure, place: Floats, row: Line, column: int, rows: Sequence[Line]) -> Box | None:
    """Where a cell must stand, without the print of its neighbours; None where that is outside the picture."""
    boxes = [cell.box for r in rows for cell in r.cells.values() if cell.score > 0]
    spacing = spacing_of(place)
    # Of rows that were missed but for their labels, no count says how wide one is; their labels are as tall.
    half = min(0.46 * spacing, 0.75 * max((box.width for box in boxes), default=spacing) + 2)
    alone = [cell.box.width for r in rows for cell in r.cells.values() if _stands_alone(cell)]
    wide = float(np.quantile(alone, WIDE)) if alone else 0.0
    touching = wide > spacing  # counts that lie over each other's edges: in the room of a column they lose figures
    half = 0.5 * wide if touching else half
    boxes = boxes or [r.label_box for r in rows if r.label_box is not None]
    tall = 0.62 * (float(np.median([box.height for box in boxes])) if boxes else row.height)
    # Rows may stand so close that boxes around their print reach into each other.
    tall = min([tall, *(0.5 * abs(r.y - row.y) for r in rows if abs(r.y - row.y) > 0.5 * tall)])
    left, right = max(0.0, float(place[column]) - half), min(figure.width - 1.0, float(place[column]) + half)
    top, bottom = max(0.0, row.y - tall), min(figure.height - 1.0, row.y + tall)
    before, after = row.cells.get(column - 1), row.cells.get(column + 1)
    if row.label_box is not None and row.label_box.right < place[column]:
        left = max(left, row.label_box.right + 1)  # the last letter of a label ("l") reads as a figure
    if before is not None and not touching and _stands_alone(before) and before.box.right < place[column]:
        left = max(left, before.box.right + 1)
    if after is not None and not touching and _stands_alone(after) and after.box.left > place[column]:
        right = min(right, after.box.left - 1)
    return Box(left, top, right, bottom) if right - left > 2 and bottom - top > 2 else None


def _stands_alone(cell: Cell) -> bool:
    """Whether a cell's own box is known."""
    return cell.score > 0 and not cell.joined


def inked_columns(figure: Figure, place: Floats, frame: Frame, rows: Sequence[Line], used: Sequence[int]) -> list[int]:
    """Columns that no row was read at where something is printed: lone figures, or counts that were read in one.

    Right of the last column that was read only rows below the plot are looked at: curves may run through the others.
    """
    found = []
    for column in [c for c in range(used[0] + 1, place.size) if c not in used]:
        shown = [row for row in rows if row.y > frame.box.bottom or column < used[-1]]
        boxes = [spot_of(figure, place, row, column, rows) for row in shown]
        if place[column] <= frame.box.right + 2 and any(box is not None and is_inked(figure, box) for box in boxes):
            found.append(column)
    return found


def is_inked(figure: Figure, box: Box) -> bool:
    """Whether anything is printed at a place; lines of a grid run through it and are left out."""
    area = figure.pixels[int(box.top) : int(box.bottom) + 1, int(box.left) : int(box.right) + 1].astype(np.float32)
    if area.size == 0:
        return False
    paper = median_color(area)
    ink = from_color(area, paper) > INK_CONTRAST
    ink[:, ink.mean(axis=0) > GRID_COVERS] = False
    ink[ink.mean(axis=1) > GRID_COVERS] = False
    return bool(ink.mean() > INKED)
