"""Dashed curves walked once more through the ticks in their gaps.

Between two dashes nothing tells where a line falls, and a path goes down the ink of a tick as if that were a fall. But
a tick that is seen whole says where its line runs: its middle is a piece of it, and its ends are none.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace.censor import Marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.censor.whole import WholeTicks, whole_ticks
from ipdrecon.trace.curves.survival import MIN_DASH_SHARE
from ipdrecon.trace.curves.whole import line_along
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.kernels.path import bare_runs
from ipdrecon.trace.lines.level import Staircase, staircase
from ipdrecon.trace.lines.stroke import Stroke, own_share
from ipdrecon.trace.lines.swath import levels_at, stroke_mask
from ipdrecon.trace.lines.walk import OTHER_INK, OWN, VOID_COST, begin_near, gains

#: Rows by which the middle of a tick lies beside its curve from which that went astray there.
ASIDE_PX = 1.0
#: Widths of the line beyond its own reach within which a tick may be the curve's.
ASTRAY_WIDTHS = 2.0
#: Reaches of a tick to either side within which a curve is walked anew, and pixels beside its stroke in which it stays
#: elsewhere; pixels from where it began within which it begins.
AROUND, WAY_PX, BEGIN_PX = 3.0, 1.5, 4
#: Width of a tick against its height from which it is none: a filled symbol, whose pieces are no ticks.
BROAD = 0.5
#: Share of the bare stretches on a dashed curve up to which they may be parts of gaps.
WHOLE_GAP = 0.9
#: Pixels around the stroke of a curve of the same colour that are its blur.
BLUR_PX = 1.5


def through_marks(strokes: Sequence[Stroke], marks: Sequence[Marks], layers: Layers, hidden: Mask) -> list[Stroke]:
    """The curves through the middles of all ticks near them that are seen whole; each as it was where it runs there.

    ``marks`` are those found on them, and tell the shape; ``hidden`` (h, w) is text, legend and rules.
    """
    shape = next((m.shape for m in marks if isinstance(m.shape, Upright)), None)
    if shape is None or shape.width > BROAD * (shape.up + shape.down):
        return list(strokes)
    led, size = [], (hidden.shape[0], hidden.shape[1])
    for stroke in strokes:
        if own_share(stroke) > 1 - MIN_DASH_SHARE:  # another curve may hide it as well
            led.append(stroke)
            continue
        taken = np.zeros(size, np.bool_)
        for other, found in zip(strokes, marks, strict=True):
            if other is not stroke and other.layer == stroke.layer:
                taken |= stroke_mask(size, other.stair, BLUR_PX) | found.mask
        led.append(_led(stroke, shape, layers, hidden, taken))
    return led


def is_dashed(stroke: Stroke, ink: Layer) -> bool:
    """Whether so much of a curve is bare that it may be dashed; where others' ``ink`` (h, w) hides it, it is not."""
    _, lengths = bare_runs(ink >= OTHER_INK, stroke.path.top, stroke.path.bottom)
    return float(lengths.sum()) >= MIN_DASH_SHARE * float((stroke.path.top >= 0).sum())


def longest_gap(stroke: Stroke, ink: Layer) -> float:
    """Length of a whole bare stretch between the dashes of a curve, in pixels: marks part or shorten some."""
    _, lengths = bare_runs(ink >= OTHER_INK, stroke.path.top, stroke.path.bottom)
    return float(np.quantile(lengths, WHOLE_GAP)) if lengths.size else 0.0


def _led(stroke: Stroke, shape: Upright, layers: Layers, hidden: Mask, taken: Mask) -> Stroke:
    """One curve through the middles of ticks; ``taken`` (h, w) are other curves of its colour and their marks."""
    alpha, size = layers.alpha[stroke.layer], (hidden.shape[0], hidden.shape[1])
    line, reach = stroke.stair.width, max(shape.up, shape.down)
    near = stroke_mask(size, stroke.stair, reach + ASTRAY_WIDTHS * line)
    ticks = whole_ticks(np.where(taken, np.float32(0.0), alpha), near, shape, line)
    astray = ticks.x[np.abs(levels_at(stroke.stair, ticks.x) - ticks.y) > ASIDE_PX]
    if not astray.size:
        return stroke
    around = (np.abs(np.arange(size[1])[:, None] - astray) <= AROUND * reach).any(axis=1)
    clean, ends = _without_ends(alpha, ticks, shape, line)
    other = np.maximum(layers.any_ink - alpha, 0.0)
    gain = gains(clean, other, hidden | ends, taken)
    gain[~((near & around) | stroke_mask(size, stroke.stair, WAY_PX))] = -VOID_COST
    first = stroke.path.first
    begin = begin_near(size, float(stroke.path.top[first]), float(first), BEGIN_PX)
    lit = (clean >= OWN) | (other >= OTHER_INK) | hidden | ends | taken
    path = line_along(gain, begin, lit, clean)
    if path is None or path.last < stroke.path.last - shape.width:
        return stroke
    stair = staircase(clean, layers.any_ink, path, line)
    return stroke if stair is None else attrs.evolve(stroke, path=path, stair=_bent(stair, ticks, shape))


def _without_ends(alpha: Layer, ticks: WholeTicks, shape: Upright, line: float) -> tuple[Layer, Mask]:
    """Ink (h, w) in which each tick is a piece of the line as wide as it is, and where the rest of it was (h, w)."""
    height, width = alpha.shape
    clean, ends = alpha.copy(), np.zeros(alpha.shape, np.bool_)
    for x, y in zip(ticks.x, ticks.y, strict=True):
        left, right = round(x - shape.width / 2), round(x + shape.width / 2)
        rows = slice(max(0, round(y - shape.up) - 1), min(height, round(y + shape.down) + 2))
        blurred = slice(max(0, left - 1), min(width, right + 2))
        at = np.arange(rows.start, rows.stop)
        cover = np.minimum(y + line / 2, at + 0.5) - np.maximum(y - line / 2, at - 0.5)
        clean[rows, blurred], ends[rows, blurred] = 0.0, True
        clean[rows, max(0, left) : min(width, right + 1)] = np.clip(cover, 0.0, 1.0)[:, None]
    return clean, ends & (clean < OWN)


def _bent(stair: Staircase, ticks: WholeTicks, shape: Upright) -> Staircase:
    """The staircase through the middle of each tick: no level before one lies below it, and none after it above.

    What is as narrow as a tick is no level where a line is measured.
    """
    for x, y in zip(ticks.x, ticks.y, strict=True):
        level = float(levels_at(stair, np.array([x]))[0])
        if not stair.x[0] < x < stair.end or abs(level - y) <= ASIDE_PX:
            continue
        falls_before = level < y
        edge = x - shape.width / 2 if falls_before else min(x + shape.width / 2, stair.end)
        if edge <= stair.x[0]:
            continue
        if falls_before:
            kept, begin, rows = stair.x < edge, [edge], [y]
            after = ~kept & (stair.y > y)
        else:
            kept, after = (stair.x < edge) & (stair.y < y), stair.x > edge
            begin = [float(stair.x[(stair.x < edge) & ~kept][0]), edge]
            rows = [y, float(levels_at(stair, np.array([edge]))[0])]
        error = np.full(len(rows), float(np.median(stair.y_se)))
        stair = attrs.evolve(
            stair,
            x=np.concatenate([stair.x[kept], begin, stair.x[after]]),
            y=np.concatenate([stair.y[kept], rows, stair.y[after]]),
            y_se=np.concatenate([stair.y_se[kept], error, stair.y_se[after]]),
        )
    return stair
