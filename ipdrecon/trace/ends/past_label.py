"""Curves that lead past their name in their own colour: a path may have left one for its letters."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.curves.whole import line_along
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ends.foot import down_to_foot
from ipdrecon.trace.ends.own_label import before_own_label
from ipdrecon.trace.inks.ink import Ink, Layer
from ipdrecon.trace.inks.layers import Layers, lit_where
from ipdrecon.trace.lines.level import staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import stroke_mask
from ipdrecon.trace.lines.walk import OWN, follows, gains

#: Columns of its own ink outside of text on which a curve must go on past its name: pixels, and stroke widths.
LEAST_PX, LEAST_WIDTHS = 6, 2.0
#: Pixels beside a curve in which ink before its name is its own, beneath other texts too.
SWATH = 1.5


def without_own_label(stroke: Stroke, layers: Layers, ink: Ink, begin: Layer) -> Stroke:
    """A curve without the letters of its name at its end; where it leads past them, with what it shows there.

    ``begin`` (h, w) are the start costs of its path.
    """
    alpha, every = layers.alpha[stroke.layer], layers.any_ink
    known = before_own_label(stroke, alpha, every, ink.hidden, ink.rules)
    if known is not stroke:
        known = attrs.evolve(known, stair=down_to_foot(known.stair, alpha))
    cut = _before_letter(stroke, ink.hidden) if known is stroke else known
    if cut is None:
        return stroke
    # Letters are as bare as the paper between them: what is left of the colour is the curve.
    before = stroke_mask(ink.shape, stroke.stair, SWATH)
    before[:, cut.path.last :] = False
    clean = np.where(ink.hidden & ~before, 0.0, alpha).astype(np.float32)
    other = np.maximum(every - alpha, 0.0)
    path = line_along(gains(clean, other, ink.hidden, rules=ink.rules), begin, lit_where(clean, other, ink), clean)
    if path is None or not follows(path, cut.path):
        return known
    on = np.arange(cut.path.last + 1, path.last + 1)
    own = (clean[path.top[on], on] >= OWN) | (clean[path.bottom[on], on] >= OWN)
    if own.sum() < max(LEAST_PX, LEAST_WIDTHS * stroke.stair.width):
        return known
    stair = staircase(clean, every, path)
    return known if stair is None or stair.end <= known.stair.end else attrs.evolve(stroke, path=path, stair=stair)


def _before_letter(stroke: Stroke, hidden: Mask) -> Stroke | None:
    """The stroke up to where its last fall leads into text; None where it does not.

    An upright stroke of a letter close below a curve looks like a fall, and ends it where the letter is taller than
    what is left of the curve is long.
    """
    path = stroke.path
    on = np.flatnonzero(path.top >= 0)
    outside = np.flatnonzero(~hidden[path.bottom[on], on])
    if not outside.size or outside[-1] == on.size - 1:
        return None
    last = int(on[outside[-1]])
    if path.bottom[on[-1]] - path.bottom[last] < LEAST_WIDTHS * stroke.stair.width:
        return None
    top, bottom = path.top.copy(), path.bottom.copy()
    top[last + 1 :], bottom[last + 1 :] = -1, -1
    return attrs.evolve(stroke, path=attrs.evolve(path, top=top, bottom=bottom))
