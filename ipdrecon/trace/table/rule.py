"""The line of a table's own y axis, where it runs through the cells of the first column."""

from __future__ import annotations

import numpy as np

from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace.table.line import Line, spacing_of

#: Contrast with the paper, and the share of the table's height the line covers.
RULE_CONTRAST, RULE_COVERS = 90.0, 0.97
#: Room between a line and the counts right of it, in line heights, that shows that it does not run through them.
BESIDE = 0.4


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
    firsts = [row.cells[column].box for row in rows if column in row.cells and not row.cells[column].joined]
    if firsts and all(box.left > left + at[-1] + BESIDE * height for box in firsts):
        return None  # it stands left of all the counts
    return Box(float(left + at[0]), float(top), float(left + at[-1]), float(bottom))


def beside_rule(figure: Figure, box: Box, rule: Box, height: float) -> Box:
    """The place of a cell that a rule runs through, without the rule's tick marks and what is beyond them."""
    left = max(0, int(rule.left - 0.4 * height))
    beside = figure.pixels[int(box.top) : int(box.bottom) + 1, left : int(rule.left) - 1].astype(np.float32)
    paper = np.median(figure.pixels[int(box.top) : int(box.bottom) + 1, left : int(box.right)], axis=(0, 1))
    lit = (np.abs(beside - paper).max(axis=2) > RULE_CONTRAST).any(axis=1)
    hangs = lit.sum() > 0.35 * height  # a digit, and no tick mark, stands left of the rule
    return Box(rule.left - 0.7 * height if hangs else rule.left, box.top, max(rule.left, box.right), box.bottom)
