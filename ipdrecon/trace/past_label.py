"""Curves that lead past their name in their own colour: a path may have left one for its letters."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.ink import Ink, Layer
from ipdrecon.trace.layers import Layers, lit_where
from ipdrecon.trace.level import staircase
from ipdrecon.trace.own_label import before_own_label
from ipdrecon.trace.stroke import Stroke
from ipdrecon.trace.walk import OWN, follows, gains
from ipdrecon.trace.whole import line_along

#: Columns of its own ink outside of text on which a curve must go on past its name: pixels, and stroke widths.
LEAST_PX, LEAST_WIDTHS = 6, 2.0


def without_own_label(stroke: Stroke, layers: Layers, ink: Ink, begin: Layer) -> Stroke:
    """A curve without the letters of its name at its end; where it leads past them, with what it shows there.

    ``begin`` (h, w) are the start costs of its path.
    """
    alpha, every = layers.alpha[stroke.layer], layers.any_ink
    cut = before_own_label(stroke, alpha, every, ink.hidden)
    if cut is stroke:
        return stroke
    # Letters are as bare as the paper between them: what is left of the colour is the curve.
    clean = np.where(ink.hidden, 0.0, alpha).astype(np.float32)
    clean[:, : cut.path.last] = alpha[:, : cut.path.last]
    other = np.maximum(every - alpha, 0.0)
    path = line_along(gains(clean, other, ink.hidden, rules=ink.rules), begin, lit_where(clean, other, ink), clean)
    if path is None or not follows(path, cut.path):
        return cut
    on = np.arange(cut.path.last + 1, path.last + 1)
    own = (clean[path.top[on], on] >= OWN) | (clean[path.bottom[on], on] >= OWN)
    if own.sum() < max(LEAST_PX, LEAST_WIDTHS * stroke.stair.width):
        return cut
    stair = staircase(clean, every, path)
    return cut if stair is None or stair.end <= cut.stair.end else attrs.evolve(stroke, path=path, stair=stair)
