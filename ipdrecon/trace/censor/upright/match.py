"""Where on a curve uprights stand, and whether they have arms."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.upright.kernels import match_uprights
from ipdrecon.trace.censor.upright.shape import Upright

#: Evidence a mark needs: share of its whole ink, pixels of ink, and share of what could be seen.
LEAST_SHARE, LEAST_PX, SEEN_SHARE = 0.08, 0.9, 0.3
#: Share and pixels that are asked of a mark on one side of the line: the foot of a fall that was read a little off
#: looks like one.
ONE_SIDED_SHARE, ONE_SIDED_PX = 0.2, 1.2
#: A mark thinner than a pixel holds less ink, and so needs less: down to this share.
THINNEST = 0.4
#: Noise below which none is seen, share of that ink which is enough there, and width in pixels of a hairline.
NOISELESS, CLEAN, HAIRLINE = 0.01, 0.6, 0.5
#: Pixels of ink it needs against the mean square of the noise, and at most, as a share of its whole ink.
NOISE_PRICE, NOISE_MOST = 35.0, 0.1
#: Share of the usual evidence that is enough for the end of a mark on clean paper, and share of what is seen of it.
END_SHARE, END_SEEN = 0.3, 0.65
#: What missing ink counts against ink, and ink right beyond the ends.
MISSING, BEYOND = 1.25, 0.7
#: Columns to either side whose levels a mark may stand on: times are read so far off.
NEAR_COLUMNS = 2
#: Pixels beside an upright that are its blur.
GUARD_PX = 0.35


@attrs.frozen(eq=False)
class Placed:
    """Uprights on one curve: columns, rows, the evidence for each and what of it could be seen (m,), pixels of ink."""

    x: Floats
    y: Floats
    evidence: Floats
    visible: Floats


def place_hidden(ground: Ground, shape: Upright, ease: float = 1.0) -> Placed:
    """Uprights on one curve of which little is seen, from left to right; ``ease`` as for :func:`place_uprights`.

    On clean paper less is enough where nearly all that is seen speaks for the mark: an end of it, as wide as it is and
    no longer. The same upright may be among them twice. A tick may hide the short level between two falls that it
    stands on.
    """
    placed = place_uprights(ground, shape, ease, between=True)
    if ground.noise >= NOISELESS:
        return placed
    ends = place_uprights(ground, shape, ease * END_SHARE, seen=END_SEEN, between=True)
    both = [np.concatenate(pair) for pair in zip(attrs.astuple(placed), attrs.astuple(ends), strict=True)]
    order = np.argsort(both[0], kind="stable")
    return Placed(*(values[order] for values in both))


def place_uprights(
    ground: Ground, shape: Upright, ease: float = 1.0, seen: float = SEEN_SHARE, *, between: bool = False
) -> Placed:
    """Uprights on one curve, from left to right; ``ease`` is the share of the usual evidence asked of each, ``seen``
    what of their ink that can be seen must speak for them, and ``between`` whether they may hide their level."""
    share, pixels = (ONE_SIDED_SHARE, ONE_SIDED_PX) if min(shape.up, shape.down) <= 0 else (LEAST_SHARE, LEAST_PX)
    wide = min(1.0, shape.width)
    thin, ink = max(THINNEST, wide), shape.ink
    if ground.noise < NOISELESS:
        thin *= CLEAN
        if wide < HAIRLINE:
            # Evidence grows with the square of coverage: there is little for a hairline, which is enough here.
            thin, ink = CLEAN * wide**2, wide * shape.ink
    least = ease * max(pixels * thin, share * ink, min(NOISE_MOST * ink, NOISE_PRICE * ground.noise**2))
    x, y, evidence, visible = match_uprights(
        ground.ink,
        ground.free,
        ground.levels,
        shape.up,
        shape.down,
        shape.width,
        shape.arm,
        least,
        seen,
        MISSING,
        BEYOND,
        NEAR_COLUMNS,
        GUARD_PX,
        between,
    )
    order = np.argsort(x)
    return Placed(x[order], y[order], evidence[order], visible[order])
