"""Curves that run on behind an opaque legend: found again beyond it, or their end called unknown."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.digitization import TracedCurve
from ipdrecon.figure import Box
from ipdrecon.trace.censor import marks_on, reach_px
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Ink, Layer
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.lines.level import staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import stroke_mask
from ipdrecon.trace.lines.walk import OTHER_INK, OWN, Walk, cut_at_gap, follows, gains, walk

#: What a pixel of the ground costs that says nothing: just enough that no path runs there without need.
GROUND_COST = 0.002
#: How near to the ground of a legend a curve ends that runs into it, in pixels.
NEAR_PX = 3
#: Ink that a curve shows beyond the legend at least, in pixels.
SHOWN_PX = 6.0
#: Confidence of a curve whose end is not known.
END_UNKNOWN = 0.6
WARNING = "it runs into the legend and is not seen again: where it ends is not known; look at the overlay"


def behind_legend(ink: Ink, layers: Layers, strokes: list[Stroke], begin: Layer, drawn: Mask) -> list[Stroke]:
    """Curves of one colour, those that end at the ground of the legend followed to where they are seen again.

    ``drawn`` are curves of other colours, ``begin`` the costs to begin at each pixel.
    """
    if not ink.ground.any():
        return strokes
    found = list(strokes)
    for k, stroke in enumerate(strokes):
        others = [stroke_mask(ink.shape, s.stair, 1.5) for s in found if s is not stroke]
        taken = np.logical_or.reduce([*others, drawn])
        if _ends_at(ink.ground, stroke):
            stroke = _beyond(ink, layers, stroke, begin, taken)
        found[k] = measured_along(ink, layers, stroke, _fallen_midway(stroke, ink.ground), taken)
    return found


def _ends_at(ground: Mask, stroke: Stroke) -> bool:
    """Whether the ground begins where a stroke ends, or the stroke ends on it."""
    row, column = round(float(stroke.stair.y[-1])), round(stroke.stair.end)
    rows = slice(max(0, row - NEAR_PX), row + NEAR_PX + 1)
    return bool(ground[rows, max(0, column - NEAR_PX) : column + NEAR_PX + 1].any())


def _beyond(ink: Ink, layers: Layers, stroke: Stroke, begin: Layer, taken: Mask) -> Stroke:
    """The stroke with what is seen of it beyond the legend; itself where nothing is."""
    alpha, every = layers.alpha[stroke.layer], layers.any_ink
    other = np.maximum(every - alpha, 0.0)
    clean = np.where(stroke.marks.mask, 0.0, alpha).astype(np.float32)
    gain = gains(clean, other, ink.hidden | stroke.marks.mask, taken, rules=ink.rules)
    bare = ink.ground & (alpha < OWN)
    path = walk(np.where(bare, np.float32(-GROUND_COST), gain).astype(np.float32), begin)
    if path is None or not follows(path, stroke.path):
        return stroke
    lit = (clean >= OWN) | (other >= OTHER_INK) | ink.hidden | taken | stroke.marks.mask
    path = cut_at_gap(path, lit, stroke.stair.width)
    first = _leaves(ink.ground, path)
    columns = np.arange(max(first, round(stroke.stair.end) + 1), path.last + 1)
    shown = sum(float(alpha[path.top[c] : path.bottom[c] + 1, c].max()) for c in columns if path.top[c] >= 0)
    if first > path.last or shown < SHOWN_PX:
        return stroke
    longer = measured_along(ink, layers, stroke, path, taken)
    return longer if longer.stair.end > stroke.stair.end + NEAR_PX else stroke


def measured_along(ink: Ink, layers: Layers, stroke: Stroke, path: Walk, taken: Mask) -> Stroke:
    """The stroke along another path; itself where the path is its own or shows too little."""
    if path is stroke.path:
        return stroke
    alpha = layers.alpha[stroke.layer]
    clean = np.where(stroke.marks.mask, 0.0, alpha).astype(np.float32)
    stair = staircase(clean, layers.any_ink, path, stroke.stair.width)
    if stair is None:
        return stroke
    return attrs.evolve(stroke, path=path, stair=stair, marks=marks_on(alpha, stair, ink.hidden | ink.rules | taken))


def _leaves(ground: Mask, path: Walk) -> int:
    """First column right of the ground that a path crosses; beyond its end where it does not leave it."""
    on = np.flatnonzero(path.top >= 0)
    within = on[ground[path.bottom[on], on]]
    return int(within[-1]) + 1 if within.size else path.last + 1


def _fallen_midway(stroke: Stroke, ground: Mask) -> Walk:
    """The path of a stroke with what it falls unseen on the ground in one step, midway: nothing says where it falls."""
    path = stroke.path
    on = np.flatnonzero(path.top >= 0)
    within = on[ground[path.bottom[on], on] & ~stroke.stair.seen[on]]
    if within.size < 2:
        return path
    a, b = max(path.first, int(within[0]) - 1), min(path.last, int(within[-1]) + 1)
    high, low = int(path.top[a]), int(path.bottom[b])
    if stroke.stair.seen[a + 1 : b].any() or low - high < 2:
        return path
    middle = (a + b) // 2
    top, bottom = path.top.copy(), path.bottom.copy()
    top[a : middle + 1], bottom[a:middle] = high, high
    top[middle + 1 : b + 1], bottom[middle : b + 1] = low, low
    return attrs.evolve(path, top=top, bottom=bottom)


def with_unknown_ends(axes: Axes, curves: Sequence[TracedCurve], grounds: Sequence[Box]) -> tuple[TracedCurve, ...]:
    """The curves, with a warning and less confidence where they end at the ground of the legend or at an inset.

    One that is read to its last mark may go on for as much as the mark is wide.
    """
    wide = reach_px(tuple(round(abs(axis.px_per_unit) * axis.span) for axis in (axes.x, axes.y)))

    def hidden(curve: TracedCurve) -> bool:
        steps = curve.steps
        x, y = float(axes.x.pixel(steps.end)), float(axes.survival_pixel(steps.survival[-1]))
        marked = steps.marks.size and x - float(axes.x.pixel(steps.marks[-1])) < NEAR_PX
        last = x + (wide if marked else 0.0)
        return any(ground.contains(x, y, NEAR_PX) or ground.contains(last, y, NEAR_PX) for ground in grounds)

    return tuple(
        attrs.evolve(c, confidence=min(c.confidence, END_UNKNOWN), warnings=(*c.warnings, WARNING)) if hidden(c) else c
        for c in curves
    )
