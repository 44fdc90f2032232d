"""What goes on behind the last mark of a curve as thick as its line is that line, and no arm of the mark."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor import Marks
from ipdrecon.trace.censor.upright import Upright, ink_across
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import levels_at

#: How much thinner than the line an arm is at least to be told from it: pixels, and share of the line's width; and by
#: how much less the thickness of one line is in some columns, in pixels.
THINNER_PX, THINNER, EVEN_PX = 0.8, 0.12, 0.5
#: Columns as thick as the line that tell, and pixels beyond where it would end had it a square end.
LEAST_COLUMNS, BEYOND_PX = 2, 0.5
#: Pixels beside half a line's width in which its blurred rims lie.
RIM_PX = 1.5


def is_line_behind(stair: Staircase, marks: Marks, alpha: Layer) -> bool:
    """Whether a curve goes on behind its last tick or plus, whose own arm would be thinner than its line.

    ``alpha`` (h, w) is the coverage by the curve's own colour.
    """
    shape, width = marks.shape, stair.width
    if not isinstance(shape, Upright) or not marks.x.size or not stair.x[0] <= marks.x[-1] <= stair.end:
        return False
    last, less = float(marks.x[-1]), max(THINNER_PX, THINNER * width)
    begin = int(np.ceil(last + max(width, shape.width) / 2 + BEYOND_PX))
    if begin + LEAST_COLUMNS > stair.end + BEYOND_PX:
        return False
    level = float(levels_at(stair, np.array([last]))[0])
    across = thickness(alpha, level, width, begin, begin + LEAST_COLUMNS)
    as_thick = across.min(initial=np.inf) >= width - max(EVEN_PX, THINNER * width)
    return bool(as_thick) and ink_across(alpha, stair, marks.x, shape) <= width - less


def thickness(alpha: Layer, level: float, width: float, begin: int, end: int) -> Floats:
    """Ink across a line of some width at a level, in columns, in pixels."""
    reach = width / 2 + RIM_PX
    rows = slice(max(0, round(level - reach)), max(0, round(level + reach) + 1))
    return np.asarray(alpha[rows, max(0, begin) : max(0, end)].sum(axis=0), np.float64)
