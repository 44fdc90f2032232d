"""Black marks on coloured curves, and the ends of curves that such marks cover."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor import dark_marks, reach_px
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.layers import Layers
from ipdrecon.trace.level import staircase, stroke_width
from ipdrecon.trace.look import as_marked
from ipdrecon.trace.stroke import Stroke
from ipdrecon.trace.walk import OTHER_INK, OWN, Walk, cut_at_gap, follows, gains, walk

#: What a pixel of black marks is worth to the path of a curve they cover, against 1 for its own ink.
MARK_GAIN = 0.15
#: Height of black ink over a curve, in strokes of the curve and in pixels beyond one, from which it is no line.
TALL, TALLER_PX = 2.0, 2.0
#: Share of the dark columns of a hidden end in which the ink is that tall.
MOSTLY_TALL = 0.5


def with_dark_marks(strokes: list[Stroke], dark: Layer, layers: Layers, begin: Layer, hidden: Mask) -> list[Stroke]:
    """Coloured curves with the black marks upon them, each followed to where these end.

    Marks may begin where the colour is last seen: then they are looked for on what the curve would be beneath them.
    Where they have merged, black ink that is taller than any line has hidden the curve's end as well.
    """
    found = _marked(strokes, layers, dark, hidden)
    if any(stroke.dark for stroke in found):
        return [_further(s, dark, layers, begin, hidden) if s.dark else s for s in found]
    further = [_further(s, dark, layers, begin, hidden) for s in strokes]
    if all(after is before for after, before in zip(further, strokes, strict=True)):
        return strokes
    found = _marked(further, layers, dark, hidden)
    return [
        after if after.marks.x.size > before.marks.x.size or _is_no_line(after, before, dark) else before
        for after, before in zip(found, strokes, strict=True)
    ]


def _marked(strokes: list[Stroke], layers: Layers, dark: Layer, hidden: Mask) -> list[Stroke]:
    marks = dark_marks(as_marked(strokes, layers), dark, hidden)
    if marks is None:
        return strokes
    return [attrs.evolve(s, marks=m, dark=True) for s, m in zip(strokes, marks, strict=True)]


def _further(stroke: Stroke, dark: Layer, layers: Layers, begin: Layer, hidden: Mask) -> Stroke:
    """A curve whose end black ink covers, followed beneath it; itself where none does."""
    alpha, every = layers.alpha[stroke.layer], layers.any_ink
    other = np.maximum(every - alpha, 0.0)
    gain = gains(alpha, other, hidden)
    last = round(stroke.stair.end)
    beyond = np.zeros(alpha.shape, np.bool_)
    beyond[:, max(0, last - 2) :] = True
    covered = (dark >= OWN) & beyond & ~hidden
    path = walk(np.where(covered, np.maximum(gain, np.float32(MARK_GAIN)), gain).astype(np.float32), begin)
    if path is None or path.last < last + reach_px(alpha.shape) or not follows(path, stroke.path):
        return stroke
    path = cut_at_gap(path, (alpha >= OWN) | (other >= OTHER_INK) | hidden, stroke_width(alpha, path))
    stair = staircase(np.where(covered, np.maximum(alpha, dark), alpha).astype(np.float32), every, path)
    return stroke if stair is None or stair.end <= stroke.stair.end else attrs.evolve(stroke, path=path, stair=stair)


def _is_no_line(further: Stroke, stroke: Stroke, dark: Layer) -> bool:
    """Whether the black ink on what would be the hidden end of a curve is taller than a line: merged marks."""
    path: Walk = further.path
    heights: list[int] = []
    for column in range(round(stroke.stair.end) + 1, round(further.stair.end) + 1):
        ink = dark[:, column] >= OWN
        row = int(path.top[column])
        if ink[row]:
            above, below = np.flatnonzero(~ink[:row]), np.flatnonzero(~ink[row:])
            low = int(below[0]) + row if below.size else ink.size
            heights.append(low - (int(above[-1]) + 1 if above.size else 0))
    tall = max(TALL * stroke.stair.width, stroke.stair.width + TALLER_PX)
    return sum(height > tall for height in heights) > MOSTLY_TALL * len(heights)
