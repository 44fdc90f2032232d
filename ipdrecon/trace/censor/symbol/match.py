"""Where on a curve symbols stand."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.symbol.fit.kernels import drawn_with, left_over_shares, lone_stamps
from ipdrecon.trace.censor.symbol.kernels import match_stamps
from ipdrecon.trace.censor.symbol.shape import Kind, Symbol, stamps_of
from ipdrecon.trace.censor.upright import Placed

#: Evidence a mark needs: pixels of ink, share of its whole, and share of what could be seen.
LEAST_PX, LEAST_SHARE, SEEN_SHARE = 1.2, 0.15, 0.3
#: Pixels of ink it needs against the mean square of the noise, and at most, as a share of its whole ink.
NOISE_PRICE, NOISE_MOST = 35.0, 0.1
#: What missing ink counts against ink.
MISSING = 1.25
#: Columns to either side whose levels a mark may stand on: times are read so far off.
NEAR_COLUMNS = 2
#: Widths of a stroke, and pixels, within which two symbols cannot be told from one.
APART, APART_PX = 0.8, 1.0
#: Share of its ink that must be seen of a mark that stands alone, and share of the squared ink in and around it that it
#: may leave unexplained: where its size is known, and where it is not yet.
LONE_VISIBLE, LEFT_OVER, LEFT_OVER_ROUGHLY = 0.45, 0.3, 0.6
#: The same for marks that may touch or lie over each other, and share of its ink on either side of the line.
WELL_VISIBLE, LEFT_OVER_WELL, SIDE_VISIBLE = 0.15, 0.7, 0.08


def place_symbols(
    ground: Ground, symbol: Symbol, *, roughly: bool = False, least_px: float = 0.0, ease: float = 1.0
) -> Placed:
    """Symbols on one curve, from left to right, those with at least so much evidence; ``ease`` is the share of the
    usual evidence asked of each."""
    stamps = stamps_of(symbol)
    noise = min(NOISE_MOST * float(stamps[1, 1].sum()), NOISE_PRICE * ground.noise**2)
    least = max(least_px, ease * max(LEAST_PX, LEAST_SHARE * float((stamps[1, 1] ** 2).sum()), noise))
    apart = max(APART * symbol.width, APART_PX)
    x, y, evidence, visible = match_stamps(
        ground.ink, ground.free, ground.levels, stamps, least, SEEN_SHARE, MISSING, NEAR_COLUMNS, apart, roughly
    )
    order = np.argsort(x)
    return Placed(x[order], y[order], evidence[order], visible[order])


def explained_well(ground: Ground, symbol: Symbol, placed: Placed) -> Bools:
    """Which symbols are seen to a good part, above and below the line, and leave little of the ink in and around them
    over, all being drawn: the rim of a line that was read a little off lies on one side of it."""
    stamps = stamps_of(symbol)
    energy = float((stamps[1, 1] ** 2).sum())
    drawn = drawn_with(ground.ink.shape, stamps, placed.x, placed.y)
    reach = stamps.shape[2] // 2 + 1
    left = left_over_shares(ground.ink, ground.free, drawn, placed.x, placed.y, reach, SIDE_VISIBLE * energy)
    sides = left[:, :1] if symbol.kind is Kind.ABOVE else left
    return np.asarray((placed.visible >= WELL_VISIBLE * energy) & (sides <= LEFT_OVER_WELL).all(axis=1))


def lone_symbols(ground: Ground, symbol: Symbol, *, roughly: bool = False) -> tuple[int, float]:
    """How many symbols are seen whole and stand alone, and the squared ink they explain.

    ``roughly`` is for those whose size is not yet known well.
    """
    stamps = stamps_of(symbol)
    visible = LONE_VISIBLE * float((stamps[1, 1] ** 2).sum())
    count, explained = lone_stamps(
        ground.ink,
        ground.free,
        ground.levels,
        stamps,
        visible,
        LEFT_OVER_ROUGHLY if roughly else LEFT_OVER,
        MISSING,
        NEAR_COLUMNS,
    )
    return int(count), float(explained)
