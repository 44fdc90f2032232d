"""Curves of one colour together: each on its own ink, and told apart where they met."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor import marks_on
from ipdrecon.trace.curves.styles import swap_by_style
from ipdrecon.trace.curves.whole import line_along
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Ink, Layer
from ipdrecon.trace.inks.layers import Layers, lit_where
from ipdrecon.trace.kernels.path import path_gain
from ipdrecon.trace.lines.level import staircase, stroke_width
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import stroke_mask
from ipdrecon.trace.lines.walk import cut_at_gap, gains

#: Times that curves of one colour are walked anew, and the gain in pixels from which a path changes.
MAX_ROUNDS, MIN_CHANGE = 3, 4.0


def settled(ink: Ink, layers: Layers, strokes: list[Stroke], begin: Layer, drawn: Mask, told: int) -> list[Stroke]:
    """Curves of one colour, each walked anew with all the others known, until none changes.

    The first ones were found before the others: one may have taken a stretch that another one explains.
    """
    if len(strokes) < 2:
        return strokes
    strokes = list(strokes)
    alpha, every = layers.alpha[strokes[0].layer], layers.any_ink
    other = np.maximum(every - alpha, 0.0)
    masks = [stroke_mask(ink.shape, s.stair, 1.5) | s.marks.mask for s in strokes]
    for _ in range(MAX_ROUNDS):
        changed = False
        for k, stroke in enumerate(strokes):
            taken = np.logical_or.reduce([m for j, m in enumerate(masks) if j != k]) | drawn
            clean = np.where(stroke.marks.mask, 0.0, alpha).astype(np.float32)
            hidden = ink.hidden | stroke.marks.mask
            gain = gains(clean, other, hidden, taken, rules=ink.rules, seen=k >= told)
            path = line_along(gain, begin, lit_where(clean, other, ink) | taken | stroke.marks.mask, clean)
            now = path_gain(gain, stroke.path.top, stroke.path.bottom)
            if path is None or path.score < now + max(MIN_CHANGE, 0.01 * stroke.path.score):
                continue
            stair = staircase(clean, every, path, stroke.stair.width)
            if stair is None or path_gain(gain, path.top, path.bottom) <= now + MIN_CHANGE:
                continue
            marks = marks_on(alpha, stair, ink.hidden | ink.rules | taken)
            strokes[k] = attrs.evolve(stroke, path=path, stair=stair, marks=marks)
            masks[k] = stroke_mask(ink.shape, stair, 1.5) | marks.mask
            changed = True
        if not changed:
            break
    return strokes


def told_apart(ink: Ink, layers: Layers, strokes: list[Stroke]) -> list[Stroke]:
    """Curves of one colour, their tails exchanged where their dashes say so, measured again."""
    if len(strokes) < 2:
        return strokes
    alpha, every = layers.alpha[strokes[0].layer], layers.any_ink
    marks = np.logical_or.reduce([s.marks.mask for s in strokes])
    clean = np.where(marks, 0.0, alpha).astype(np.float32)
    paths = swap_by_style(clean, [s.path for s in strokes], strokes[0].stair.width)
    final = []
    for stroke, path in zip(strokes, paths, strict=True):
        if path is stroke.path:
            final.append(stroke)
            continue
        path = cut_at_gap(path, lit_where(alpha, every, ink), stroke_width(clean, path))
        stair = staircase(clean, every, path, stroke.stair.width)
        if stair is not None:
            blocked = ink.hidden | ink.rules
            final.append(attrs.evolve(stroke, path=path, stair=stair, marks=marks_on(alpha, stair, blocked)))
    return final
