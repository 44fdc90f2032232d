"""Marks upon their own line where a band tints it: the line hides nothing of them there."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np

from ipdrecon.trace import cv
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import stroke_mask

#: Narrowest stroke on which thinner marks are told from it, in pixels.
NARROWEST_PX = 3.0
#: Share of its own colour from which a pixel of a stroke is bare of the band's, and side of a square of such pixels
#: that no mark fills, as a share of the stroke's width.
BARE, THICK = 0.75, 0.7
#: Share of its own colour up to which a pixel is the bare tinted line, and side of the square around such pixels in
#: which a share tells: marks are thinner, and where the band ends the line has its own colour without any.
TINTED, NEAR_PX = 0.25, 7


def with_marks_upon(ground: Ground, stair: Staircase, share: Layer | None, hidden: Mask) -> Ground:
    """The ground with what lies upon the stroke; ``share`` (h, w) is that of its own colour, -1 where unknown."""
    side = 2 * int(THICK * stair.width / 2) + 1
    if share is None or stair.width < NARROWEST_PX:
        return ground
    shape = ground.ink.shape[0], ground.ink.shape[1]
    # Where the stroke shows its own colour in more of its width than marks are thick no band lies over it; along the
    # edge of a band it does in less of it, which looks like the cross-bars of marks: these tell little of where.
    own = share >= BARE
    whole = cv.open_(own, side, side)
    untinted = cv.dilate(whole, 2 * side + 1, 2 * side + 1) | cv.open_(own, side, 1)
    near = cv.dilate((share >= 0.0) & (share <= TINTED), NEAR_PX, NEAR_PX)
    tells = stroke_mask(shape, stair, 0.0) & (share >= 0.0) & near & ~(own & untinted) & ~hidden
    return _upon(ground, np.where(tells, share, np.float32(-1.0)))


def _upon(ground: Ground, share: Layer) -> Ground:
    tells = share >= 0.0
    ink = np.where(tells, share, ground.ink).astype(np.float32)
    free = np.where(tells, np.float32(1.0), ground.free).astype(np.float32)
    beside, faint = ground.beside_falls, ground.faint
    return attrs.evolve(
        ground,
        ink=ink,
        free=free,
        beside_falls=None if beside is None else _beside_falls(beside, share),
        faint=None if faint is None else lambda: _upon(faint(), share),
    )


def _beside_falls(beside: Callable[[Mask], Ground], share: Layer) -> Callable[[Mask], Ground]:
    return lambda found: _upon(beside(found), np.where(found, np.float32(-1.0), share))
