"""Curves of one colour told apart by how they are drawn: where two of their paths met, who goes on as whom?

Between two meetings each path has a share of lit pixels (1 for a solid line, less for dashes, least for dots). A path
that took the wrong turn changes its share there, and its partner changes the other way; then the two swap what follows.
"""

from __future__ import annotations

import itertools

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.lines.walk import OWN, Walk, dash_gap

#: Rows two paths may lie apart and still touch, beyond one stroke width.
TOUCH_PX = 2.0
#: Columns, beyond half a stroke, between the end of a path and a fall of another one onto its row, which stopped it: a
#: path takes no ground of another's, which is known a little wider than it is.
STOPPED_PX = 4.0
#: Shortest stretch whose share of lit pixels says anything, in pixels along the path.
MIN_STRETCH_PX = 12
#: Difference in lit share from which two lines are drawn differently.
UNLIKE = 0.13


def swap_by_style(alpha: Layer, paths: list[Walk], width: float) -> list[Walk]:
    """Paths with their tails exchanged wherever that makes each of them more alike along its length."""
    paths = list(paths)
    for _ in range(2):
        for a in range(len(paths)):
            for b in range(a + 1, len(paths)):
                paths[a], paths[b] = _swapped(alpha, paths[a], paths[b], width)
                paths[a], paths[b] = _with_own_ends(alpha, paths[a], paths[b], width)
    return paths


def _with_own_ends(alpha: Layer, one: Walk, two: Walk, width: float) -> tuple[Walk, Walk]:
    """The two paths, the longer one without its end where that is drawn as the shorter one is, which it falls onto.

    The path that was found first goes as far as there is ink, and takes the end of another that goes on below its own.
    """
    if one.last < two.last:
        two, one = _with_own_ends(alpha, two, one, width)
        return one, two
    cut = _falls_onto_end(one, two, width, dash_gap(alpha.shape))
    if cut is None:
        return one, two
    on = int(two.bottom[two.last])
    longer = attrs.evolve(two, top=two.top.copy(), bottom=two.bottom.copy())
    longer.top[two.last + 1 : cut], longer.bottom[two.last + 1 : cut] = on, on
    lit = [_lit(alpha, path) for path in (one, longer)]
    before = [_share(known, 0, cut) for known in lit]
    after = _share(lit[0], cut, alpha.shape[1])
    if np.isnan([*before, after]).any() or abs(before[0] - before[1]) < UNLIKE:
        return one, two
    if abs(after - before[0]) - abs(after - before[1]) <= UNLIKE / 2:
        return one, two
    top, bottom = longer.top.copy(), longer.bottom.copy()
    top[cut:], bottom[cut:] = one.top[cut:], one.bottom[cut:]
    ended = attrs.evolve(one, top=one.top.copy(), bottom=one.bottom.copy())
    ended.top[cut:], ended.bottom[cut:] = -1, -1
    level = int(one.top[cut])
    further = cut + _goes_on(alpha, level, cut, dash_gap(alpha.shape) if before[0] < 1 - UNLIKE else TOUCH_PX)
    ended.top[cut:further], ended.bottom[cut:further] = level, level
    return ended, _mended(longer, top, bottom)


def _goes_on(alpha: Layer, row: int, column: int, gap: float) -> int:
    """How many columns a level goes on from a column, over gaps no wider than those between its dashes."""
    lit = np.flatnonzero((alpha[max(0, row - 1) : row + 2, column:] >= OWN).any(axis=0))
    if lit.size == 0 or lit[0] > gap:
        return 0
    wide = np.flatnonzero(np.diff(lit) > gap + 1)
    return int(lit[wide[0] if wide.size else -1]) + 1


def _falls_onto_end(one: Walk, two: Walk, width: float, gap: float) -> int | None:
    """Column where a path falls onto the row on which a shorter one ends, or past it, right there or a ``gap`` between
    dashes further on; None where it does not."""
    stop, row = two.last, int(two.bottom[two.last])
    if one.first >= stop or one.bottom[stop] > row - width:
        return None
    reach = width / 2 + STOPPED_PX + gap
    columns = np.arange(stop + 1, min(one.last, int(stop + reach)) + 1)
    reaching = columns[(one.top[columns] - width <= row) & (row <= one.bottom[columns] + width)]
    return int(reaching[0]) if reaching.size else None


def _swapped(alpha: Layer, one: Walk, two: Walk, width: float) -> tuple[Walk, Walk]:
    cuts = _meetings(one, two, width)
    if not cuts:
        return one, two
    lit = [_lit(alpha, path) for path in (one, two)]
    edges = [0, *cuts, alpha.shape[1]]
    stretches = [(edges[i], edges[i + 1]) for i in range(len(edges) - 1)]
    shares = np.array([[_share(lit[p], lo, hi) for p in (0, 1)] for lo, hi in stretches])
    sizes = np.array([[lit[p][1][lo:hi].sum() for p in (0, 1)] for lo, hi in stretches])
    order = _consistent(shares, sizes)
    if order is None or not order.any():
        return one, two
    top, bottom = np.stack([one.top, two.top]), np.stack([one.bottom, two.bottom])
    for (lo, hi), swap in zip(stretches, order, strict=True):
        if swap:
            top[:, lo:hi], bottom[:, lo:hi] = top[::-1, lo:hi].copy(), bottom[::-1, lo:hi].copy()
    return _mended(one, top[0], bottom[0]), _mended(two, top[1], bottom[1])


def _meetings(one: Walk, two: Walk, width: float) -> list[int]:
    """Columns in the middle of each stretch where the two paths touch, and where the shorter one ends."""
    both = (one.top >= 0) & (two.top >= 0)
    gap = np.maximum(one.top - two.bottom, two.top - one.bottom)
    touch = both & (gap <= width + TOUCH_PX)
    edges = edges_of(touch)
    cuts = [int((a + b) // 2) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [c for c in cuts if c > min(one.first, two.first) + 3]


def _lit(alpha: Layer, path: Walk) -> tuple[Ints, Ints]:
    """Lit pixels and all pixels of the path in each column."""
    height, width = alpha.shape
    own = alpha >= OWN
    lit, every = np.zeros(width, np.int64), np.zeros(width, np.int64)
    for c in np.flatnonzero(path.top >= 0):
        a, b = path.top[c], path.bottom[c]
        near = own[max(0, a - 1) : min(height, b + 2), c]
        every[c] = b - a + 1
        lit[c] = int(near.any()) if a == b else int(own[a : b + 1, c].sum())
    return lit, every


def _share(lit: tuple[Ints, Ints], lo: int, hi: int) -> float:
    total = int(lit[1][lo:hi].sum())
    return float(lit[0][lo:hi].sum()) / total if total >= MIN_STRETCH_PX else float("nan")


def _consistent(shares: Floats, sizes: Floats) -> Bools | None:
    """Which stretches to exchange so that each line keeps its share; None where the two are drawn alike."""
    known = ~np.isnan(shares).any(axis=1)
    if not known.any():
        return None
    # The stretch where the two differ most, weighted by its length, says how each line is drawn.
    weight = np.where(known, np.abs(shares[:, 0] - shares[:, 1]) * np.sqrt(sizes.min(axis=1)), -1.0)
    lead = int(np.argmax(weight))
    style = shares[lead]
    if abs(style[0] - style[1]) < UNLIKE:
        return None
    swap = np.zeros(len(shares), np.bool_)
    for i, (found, size) in enumerate(zip(shares, sizes, strict=True)):
        said = ~np.isnan(found)
        # A share says as much as it is long: where one of the two ends soon, next to nothing.
        telling = np.where(said, size, 0) * said.sum() / max(1, size[said].sum())
        keep = np.nansum(telling * np.abs(found - style))
        turn = np.nansum(telling * np.abs(found - style[::-1]))
        swap[i] = keep - turn > UNLIKE / 2 * said.sum()
    return swap


def _mended(path: Walk, top: Ints, bottom: Ints) -> Walk:
    """The path with its new stretches, never rising where they join."""
    top, bottom = top.copy(), bottom.copy()
    on = np.flatnonzero(top >= 0)
    if on.size < 2:
        return path
    gap = np.flatnonzero(np.diff(on) > 1)
    if gap.size:  # a tail without its beginning: keep the longer part
        parts = np.split(on, gap + 1)
        on = max(parts, key=len)
        outside = np.ones(top.size, np.bool_)
        outside[on] = False
        top[outside], bottom[outside] = -1, -1
    for before, here in itertools.pairwise(on):
        top[here] = max(top[here], min(bottom[before], bottom[here]))
        if bottom[here] < bottom[before]:
            bottom[here] = bottom[before]
        top[here] = min(top[here], bottom[here])
    return attrs.evolve(path, top=top, bottom=bottom)
