"""Lines of a table's own axis or frame, where they run through the cells of its first or last column."""

from __future__ import annotations

import numpy as np

from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.table.line import Line, spacing_of

#: Contrast with the paper, and the share of the table's height the line covers.
RULE_CONTRAST, RULE_COVERS = 90.0, 0.97
#: Room between a line and the counts right of it, in line heights, that shows that it does not run through them.
BESIDE = 0.4
#: How far from its column a line is looked for, in spacings of columns, and beyond the column in pixels.
REACH, SLACK_PX = 0.6, 2.0


def rules_through(figure: Figure, place: Floats, used: list[int], rows: list[Line]) -> dict[int, Box]:
    """Lines of a table's own axis or frame that run through the cells of its first or last column, by column."""
    found = {}
    spacing, height = spacing_of(place), max(row.height for row in rows)
    first, last = used[0], used[-1]
    rule = _line(figure, rows, max(0.0, place[first] - REACH * spacing), place[first] + SLACK_PX, height)
    boxes = [row.cells[first].box for row in rows if first in row.cells and not row.cells[first].joined]
    # It may stand left of all the counts.
    if rule is not None and not (boxes and all(box.left > rule.right + BESIDE * height for box in boxes)):
        found[first] = rule
    rule = _line(figure, rows, place[last] - SLACK_PX, place[last] + REACH * spacing, height)
    boxes = [row.cells[last].box for row in rows if last in row.cells and not row.cells[last].joined]
    right = max([box.right for box in boxes], default=place[last] + height)
    if last != first and rule is not None and rule.left < right + BESIDE * height:
        found[last] = rule
    return found


def _line(figure: Figure, rows: list[Line], first: float, last: float, height: float) -> Box | None:
    """The line that runs down beside or through all rows between two columns of the picture; None where none does."""
    top, bottom = int(rows[0].y - 0.5 * height), int(rows[-1].y + 0.5 * height)
    left = int(first)
    patch = figure.pixels[max(0, top) : bottom + 1, left : int(last) + 1].astype(np.float32)
    if patch.size == 0 or len(patch) < 8:
        return None
    paper = median_color(patch)
    # Each block of a table may have a frame of its own.
    y = np.arange(len(patch)) + max(0, top)
    patch = patch[np.any([np.abs(y - row.y) <= 0.5 * height for row in rows], axis=0)]
    dark = (from_color(patch, paper) > RULE_CONTRAST).mean(axis=0) > RULE_COVERS
    at = np.flatnonzero(dark)
    if at.size == 0 or at[-1] - at[0] > 0.4 * height:
        return None
    return Box(float(left + at[0]), float(top), float(left + at[-1]), float(bottom))


def beside_rule(figure: Figure, box: Box, rule: Box, height: float) -> Box:
    """The place of a cell that a rule runs through, without the rule's tick marks and what is beyond them."""
    left = max(0, int(rule.left - 0.4 * height))
    beside = figure.pixels[int(box.top) : int(box.bottom) + 1, left : int(rule.left) - 1].astype(np.float32)
    paper = np.median(figure.pixels[int(box.top) : int(box.bottom) + 1, left : int(box.right)], axis=(0, 1))
    lit = (from_color(beside, paper) > RULE_CONTRAST).any(axis=1)
    hangs = lit.sum() > 0.35 * height  # a digit, and no tick mark, stands left of the rule
    return Box(rule.left - 0.7 * height if hangs else rule.left, box.top, max(rule.left, box.right), box.bottom)
