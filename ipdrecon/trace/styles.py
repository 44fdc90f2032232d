"""Curves of one colour told apart by how they are drawn: where two of their paths met, who goes on as whom?

Between two meetings each path has a share of lit pixels (1 for a solid line, less for dashes, least for dots). A path
that took the wrong turn changes its share there, and its partner changes the other way; then the two swap what follows.
"""

from __future__ import annotations

import itertools

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.walk import OWN, Walk

#: Rows two paths may lie apart and still touch, beyond one stroke width.
TOUCH_PX = 2.0
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
    return paths


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
    edges = np.flatnonzero(np.diff(np.concatenate([[False], touch, [False]]).astype(np.int8)))
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
    for i, (x, y) in enumerate(shares):
        keep = np.nansum([abs(x - style[0]), abs(y - style[1])])
        turn = np.nansum([abs(x - style[1]), abs(y - style[0])])
        swap[i] = keep - turn > UNLIKE / 2 * (1 + int(not (np.isnan(x) or np.isnan(y))))
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
