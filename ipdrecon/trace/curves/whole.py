"""The way of a whole line, which its path may leave for the dashes of a limit where both fall at once, and for bare
paper where it runs beneath another."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.curves.novel import is_broken
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.path import bare_runs, path_gain
from ipdrecon.trace.lines.level import stroke_width
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.lines.walk import OWN, Walk, cut_at_gap, dash_gap, walk

#: Share of a path, from its start, without a gap where its line is whole.
WHOLE = 0.3
#: Gaps of dashes beyond it, at least, and pixels of bare paper that are one.
LEAST_GAPS, GAP_PX = 3, 2
#: Columns of its own ink on which the line must go on without them: pixels, and stroke widths; and by how many of these
#: it must go on further than they do where it is shorter.
LEAST_PX, LEAST_WIDTHS, FURTHER = 8, 4.0, 1.5
#: Share of the columns before the first gap that show its own ink from which it is whole there.
SOLID = 0.85
#: What a pixel of bare paper costs a whole line.
BARE_COST = 50.0
#: What a way beneath other ink may cost more than the gap it goes round, per pixel of that.
ROUND_COST = 1.0
#: Pixels of bare paper on a whole line that are a leap; share of its columns from which they are gaps of dashes; and
#: what a way round may cost more, per pixel: as much as the part of a mark that led there.
LEAP_PX, DASHED, LEAP_COST = 3, 0.06, 2.0


def line_along(gain: Layer, begin: Layer, lit: Mask, alpha: Layer) -> Walk | None:
    """The best path, up to where it would jump, without the dashes of another line; None where nothing gains.

    Parameters
    ----------
    gain, begin : (h, w)    As of :func:`walk`.
    lit : (h, w) bool       Where the line is drawn or may run on beneath something.
    alpha : (h, w)          Coverage by the line's colour.
    """
    path = walk(gain, begin)
    if path is None:
        return None
    width = stroke_width(alpha, path)
    path = _up_to_a_jump(path, gain, begin, lit, width)
    begins, lengths = bare_runs(lit, path.top, path.bottom)
    gaps = begins[lengths >= GAP_PX]
    if gaps.size < LEAST_GAPS or gaps[0] < path.first + WHOLE * (path.last - path.first):
        return path
    turn = int(gaps[0])
    if (begins < turn).sum() >= LEAST_GAPS or _own_share(path, alpha, turn) < SOLID:
        return path  # its own dashes stand closer to each other, or other ink fills their gaps
    fall = max(0, turn - round(width))  # where the dashes fall at once, their gaps show in each column of their stroke
    dear = gain.copy()
    dear[:, fall:][~lit[:, fall:]] = -BARE_COST
    whole = walk(dear, begin)
    if whole is None or not _is_same(whole, path, fall - 1):
        return path
    on = np.flatnonzero(whole.top >= 0)
    on = on[on > turn]
    own = (alpha[whole.top[on], on] >= OWN) | (alpha[whole.bottom[on], on] >= OWN)
    enough = min(LEAST_WIDTHS * width, path.last - turn + FURTHER * width)
    return cut_at_gap(whole, lit, width) if own.sum() >= max(LEAST_PX, enough) else path


def _own_share(path: Walk, alpha: Layer, end: int) -> float:
    """Share of the columns of a path before ``end`` that show the line's own ink."""
    on = np.flatnonzero(path.top[:end] >= 0)
    own = (alpha[path.top[on], on] >= OWN) | (alpha[path.bottom[on], on] >= OWN)
    return float(own.mean()) if on.size else 0.0


def _up_to_a_jump(path: Walk, gain: Layer, begin: Layer, lit: Mask, width: float) -> Walk:
    """A path up to its first long gap; one that a way beneath other ink goes round is none.

    Bare paper between two pieces of a line costs less than another curve's ink, as between dashes.
    """
    cut = cut_at_gap(path, lit, width)
    if cut.last == path.last:
        return _round_leaps(_round_a_break(cut, gain, begin, lit), gain, begin, lit)
    begins, lengths = bare_runs(lit, path.top, path.bottom)
    length = int(lengths[begins == cut.last + 1].max())
    beyond = slice(cut.last + 1, cut.last + 1 + length)
    dear = gain.copy()
    dear[:, beyond][~lit[:, beyond]] = -BARE_COST
    way = walk(dear, begin)
    # One that ends before the gap may still fall there, in the column in which the other jumped.
    if way is None or way.last < cut.last or way.score < path.score - ROUND_COST * length:
        return cut
    return cut_at_gap(way, lit, width)


def _round_a_break(path: Walk, gain: Layer, begin: Layer, lit: Mask) -> Walk:
    """A path, or the best one without the bare paper it crosses where it joins two lines, if there is one."""
    if not is_broken(path, lit):
        return path
    begins, lengths = bare_runs(lit, path.top, path.bottom)
    widest = int(np.argmax(lengths))
    bare = slice(int(begins[widest]), int(begins[widest] + lengths[widest]))
    dear = gain.copy()
    dear[:, bare][~lit[:, bare]] = -BARE_COST
    way = walk(dear, begin)
    return path if way is None or is_broken(way, lit) else way


def _round_leaps(path: Walk, gain: Layer, begin: Layer, lit: Mask) -> Walk:
    """A whole line's path without leaps over bare paper, from the foot of a tick to the next fall, where a way round
    that comes back to it costs little.

    What bridges the gaps of dashes makes such a leap as cheap as a line. The way round runs above it: what falls at
    once where a path goes straight on may be a dashed limit.
    """
    begins, lengths = bare_runs(lit, path.top, path.bottom)
    leaps = lengths >= LEAP_PX
    if not leaps.any() or lengths.sum() >= DASHED * (path.top >= 0).sum():
        return path
    begins, lengths = begins[leaps], lengths[leaps]
    dear = gain.copy()
    for first, length in zip(begins, lengths, strict=True):
        bare = slice(int(first), int(first + length))
        dear[:, bare][~lit[:, bare]] = -BARE_COST
    way = walk(dear, begin)
    if way is None:
        return path
    top, bottom = path.top.copy(), path.bottom.copy()
    edges = edges_of((top != way.top) | (bottom != way.bottom))
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        leapt = int(lengths[(begins >= first) & (begins < end)].sum())
        on = slice(int(first), int(end))
        above = bool((way.top[on] <= path.top[on]).all() and (way.bottom[on] <= path.bottom[on]).all())
        within = above and path.first < first and end <= min(path.last, way.last)
        if leapt == 0 or not within or end - first > leapt + 2 * dash_gap(gain.shape):
            continue
        there = (np.arange(top.size) >= first) & (np.arange(top.size) < end)
        was, now = (path_gain(gain, np.where(there, p.top, -1), p.bottom) for p in (path, way))
        if now >= was - LEAP_COST * leapt:
            top[on], bottom[on] = way.top[on], way.bottom[on]
            path = attrs.evolve(path, score=path.score + now - was)
    return attrs.evolve(path, top=top, bottom=bottom)


def _is_same(path: Walk, other: Walk, end: int) -> bool:
    """Whether two paths are one up to a column."""
    both = slice(other.first, end)
    return bool(
        np.array_equal(path.top[both], other.top[both]) and np.array_equal(path.bottom[both], other.bottom[both])
    )
