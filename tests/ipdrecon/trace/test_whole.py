"""A whole line stays whole: no dashes take its place where it goes on itself."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.ink import Layer
from ipdrecon.trace.walk import begin_near, gains
from ipdrecon.trace.whole import line_along

SHAPE = (120, 300)


def _path_end(alpha: Layer) -> tuple[int, int]:
    nothing = np.zeros(SHAPE, np.float32)
    gain = gains(alpha, nothing, np.zeros(SHAPE, np.bool_))
    path = line_along(gain, begin_near(SHAPE, 10, 0, 8), alpha >= 0.35, alpha)
    assert path is not None
    return path.last, int(path.bottom[path.last])


def _drawn(tail: int) -> Layer:
    """A line that falls at column 200 and goes on for ``tail`` columns, with a dashed limit that falls further."""
    alpha = np.zeros(SHAPE, np.float32)
    alpha[10:12, :202] = alpha[10:41, 200:202] = alpha[40:42, 200 : 200 + tail] = 1.0
    for row in range(40, 110, 10):
        alpha[row : row + 6, 200:202] = 1.0
    for column in range(200, 290, 10):
        alpha[108:110, column : column + 6] = 1.0
    return alpha


def test_a_line_goes_on_whole_where_a_dashed_limit_falls_from_it() -> None:
    assert _path_end(_drawn(tail=40)) == (239, 41)


def test_a_line_that_has_no_whole_end_turns_dashed() -> None:
    column, row = _path_end(_drawn(tail=2))
    assert column > 280 and row >= 108
