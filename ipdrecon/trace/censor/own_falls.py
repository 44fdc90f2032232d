"""Marks that are falls of their own dashed curve: the dash of one stands out beneath a level where it was read a little
off. It is as wide as the line, and a mark thinner than that is seen to be thinner somewhere."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.inks.ink import Layer

#: Width of a mark against the line's up to which the two are told apart.
THINNER = 0.6
#: Coverage from which a pixel is ink, and rows beside a line that are its blur.
LIT, BLUR_PX = 0.5, 1.0
#: Share of the line's width, and pixels at least, by which ink may be wider or narrower than a fall; share of the rows
#: with ink that are as wide, and fewest of them.
ALIKE, ALIKE_PX, ALL, FEWEST = 0.2, 0.8, 0.8, 2


def without_own_falls(marks: Marks, alpha: Layer, line: float) -> Marks:
    """The marks without those whose ink is nowhere thinner or wider than the line; ``alpha`` (h, w) is ink of the
    curve's colour, ``line`` its width in pixels."""
    shape = marks.shape
    if not isinstance(shape, Upright) or shape.width > THINNER * line or marks.rows.size != marks.x.size:
        return marks
    if min(shape.up, shape.down) <= line / 2 + BLUR_PX:  # such a mark reaches to one side only, as a fall does
        return marks
    kept = np.array(
        [not _is_fall(alpha, shape, float(x), int(y), line) for x, y in zip(marks.x, marks.rows, strict=True)]
    )
    if kept.all():
        return marks
    evidence = marks.evidence[kept] if marks.evidence.size == marks.x.size else marks.evidence
    return attrs.evolve(marks, x=marks.x[kept], rows=marks.rows[kept], evidence=evidence)


def _is_fall(alpha: Layer, shape: Upright, x: float, y: int, line: float) -> bool:
    height, width = alpha.shape
    beyond = line / 2 + BLUR_PX
    rows = np.arange(max(0, int(np.ceil(y - shape.up))), min(height, int(y + shape.down) + 1))
    rows = rows[np.abs(rows - y) > beyond]
    column = min(width - 1, max(0, round(x)))
    rows = rows[alpha[rows, column] >= LIT]
    if (rows < y).any() and (rows > y).any():
        return False
    wide = np.array([_ink_across(alpha[row], column) for row in rows])
    alike = np.abs(wide - line) <= max(ALIKE_PX, ALIKE * line)
    return bool(wide.size >= FEWEST and alike.mean() >= ALL)


def _ink_across(row: Layer, column: int) -> float:
    """Ink (w,) around a column, from side to side where it is lit."""
    first = last = column
    while first > 0 and row[first - 1] >= LIT:
        first -= 1
    while last < row.size - 1 and row[last + 1] >= LIT:
        last += 1
    return float(row[max(0, first - 1) : last + 2].sum())
