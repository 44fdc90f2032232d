"""Black marks on coloured curves, and the ends of curves that such marks cover."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace import cv
from ipdrecon.trace.censor import dark_marks, reach_px
from ipdrecon.trace.curves.look import as_marked
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.lines.level import Staircase, staircase, stroke_width
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.walk import OTHER_INK, OWN, cut_at_gap, follows, gains, walk

#: What the middle of black marks is worth to the path of a curve they cover, against 1 for its own ink.
MARK_GAIN = 0.15
#: Black ink in a column beside a curve, in strokes of the curve and in pixels beyond one, from which it is no line.
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
    further = [_further(s, dark, layers, begin, hidden) if _ends_in(s, dark, hidden) else s for s in strokes]
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


def _ends_in(stroke: Stroke, dark: Layer, hidden: Mask) -> bool:
    """Whether black ink lies right behind a curve's end."""
    reach = round(reach_px((dark.shape[0], dark.shape[1])))
    row, column = round(float(stroke.stair.y[-1])), round(stroke.stair.end)
    behind = np.s_[max(0, row - reach) : row + reach + 1, column + 1 : column + reach + 1]
    return bool(((dark[behind] >= OWN) & ~hidden[behind]).any())


def _further(stroke: Stroke, dark: Layer, layers: Layers, begin: Layer, hidden: Mask) -> Stroke:
    """A curve whose end black ink covers, followed beneath it; itself where none does."""
    alpha, every = layers.alpha[stroke.layer], layers.any_ink
    other = np.maximum(every - alpha, 0.0)
    gain = gains(alpha, other, hidden)
    last = round(stroke.stair.end)
    beyond = np.zeros(alpha.shape, np.bool_)
    beyond[:, max(0, last - 2) :] = True
    covered = (dark >= OWN) & beyond & ~hidden
    # Marks reach as far above their curve as below it: it lies in the middle of their ink.
    depth = cv.distance_to(~covered)
    deepest = np.maximum(cv.raised(depth, 1, 2 * round(reach_px(alpha.shape)) + 1), 1.0)
    middle = MARK_GAIN * depth / deepest
    path = walk(np.where(covered, np.maximum(gain, middle), gain).astype(np.float32), begin)
    if path is None or path.last < last + _reach(stroke) or not follows(path, stroke.path):
        return stroke
    path = cut_at_gap(path, (alpha >= OWN) | (other >= OTHER_INK) | hidden, stroke_width(alpha, path))
    core = covered & (depth > deepest - (stroke.stair.width + 1.0) / 2)
    stair = staircase(np.where(core, np.maximum(alpha, dark), alpha).astype(np.float32), every, path)
    if stair is None or stair.end <= stroke.stair.end:
        return stroke
    return attrs.evolve(stroke, path=path, stair=_before_last_rim(stair, deepest * covered, last))


def _reach(stroke: Stroke) -> float:
    """How far the marks of a curve reach, in pixels; as far as any may where none are known."""
    shape, template = stroke.marks.mask.shape, stroke.marks.template
    return reach_px((shape[0], shape[1])) if template is None else (template.ink.shape[0] - 1) / 2


def _before_last_rim(stair: Staircase, deepest: Layer, last: int) -> Staircase:
    """A curve that ends beneath marks ends in the middle of the last one: not where its rim leads the path down.

    ``deepest`` (h, w) is the distance in pixels from the middle of the marks' ink to its rim, 0 beside the ink;
    ``last`` is the curve's last seen column.
    """
    at = min(round(stair.end), deepest.shape[1] - 1)
    end = max(float(last), stair.end - float(np.median(deepest.max(axis=0)[last : at + 1])))
    keep = stair.x < end
    return attrs.evolve(stair, x=stair.x[keep], y=stair.y[keep], y_se=stair.y_se[keep], end=end)


def _is_no_line(further: Stroke, stroke: Stroke, dark: Layer) -> bool:
    """Whether the black ink on what would be the hidden end of a curve is taller than a line: merged marks."""
    reach = int(reach_px(dark.shape))
    columns = range(round(stroke.stair.end) + 1, round(further.stair.end) + 1)
    rows = [int(further.path.top[column]) for column in columns]
    heights = [
        int((dark[max(0, row - reach) : row + reach + 1, column] >= OWN).sum())
        for row, column in zip(rows, columns, strict=True)
        if dark[row, column] >= OWN
    ]
    tall = max(TALL * stroke.stair.width, stroke.stair.width + TALLER_PX)
    return sum(height > tall for height in heights) > MOSTLY_TALL * len(heights)
