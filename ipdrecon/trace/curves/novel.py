"""Whether a path shows a curve that is not known yet."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace import cv
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.path import bare_runs
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.walk import MAX_BARE, OWN, Walk

#: A curve shows its own ink, where no curve already found runs, in at least this share of the plot's columns ...
MIN_NOVEL_COLUMNS = 0.04
#: ... and of its own columns. Less is a mark, a stub of text or the rim of another curve.
MIN_NOVEL_SHARE = 0.18
#: Least columns of a curve that the legend names, and least gain of one that it does not, as shares of the columns.
MIN_NAMED_COLUMNS, MIN_NOVEL_SCORE = 0.03, 0.06
#: Ink this close to a curve already found may be its censor marks: share of the smaller side of the plot area.
MARK_REACH = 0.024
#: Widest gap between two dashes, in columns.
DASH_PX = 8
#: A further curve of a colour is at least this strong, in stroke width and in coverage, against the first one.
MIN_STRENGTH = 0.35, 0.6


def is_broken(path: Walk, lit: Mask) -> bool:
    """Whether a path crosses so much bare paper that it joins two things: a reference line, a stub of text."""
    _, lengths = bare_runs(lit, path.top, path.bottom)
    return bool(lengths.size) and float(lengths.max()) > MAX_BARE * min(lit.shape)


def is_new(alpha: Layer, path: Walk, taken: Mask, others: list[Walk], *, named: bool) -> bool:
    """Whether a path shows enough ink of its own that is neither a curve already found nor that curve's marks.

    A curve that the legend names may lie beneath others for most of its length.
    """
    on = np.flatnonzero(path.top >= 0)
    fresh = np.where(taken, 0.0, alpha)
    own = np.zeros(alpha.shape[1], np.bool_)
    for c in on:
        own[c] = fresh[path.top[c] : path.bottom[c] + 1, c].max() >= OWN
    reach = max(5.0, MARK_REACH * min(alpha.shape))
    near = np.zeros(alpha.shape[1], np.bool_)
    for other in others:
        apart = np.maximum(other.top - path.bottom, path.top - other.bottom)
        # Beside the end of the other curve its last mark still is near.
        near |= (apart <= reach) & (other.top >= 0)
        near[other.last : other.last + int(reach) + 1] = True
    # A dashed line beside the other one shows its ink again and again, as a few marks do not.
    runs = _long_runs(own & near, 3 * reach) | (own & _long_runs(_closed(own & near, DASH_PX), 6 * reach))
    novel = (own & ~near) | runs
    count = int(novel.sum())
    if named:
        return bool(count >= MIN_NAMED_COLUMNS * alpha.shape[1])
    weak = path.score < MIN_NOVEL_SCORE * alpha.shape[1]
    return not weak and bool(count >= MIN_NOVEL_COLUMNS * alpha.shape[1] and count >= MIN_NOVEL_SHARE * on.size)


def _closed(flags: Bools, gap: int) -> Bools:
    """The flags with gaps of up to ``gap`` columns filled."""
    return np.asarray(cv.close(flags[None, :], gap + 1, 1)[0])


def _long_runs(flags: Bools, length: float) -> Bools:
    """The flags that stand in runs of at least ``length``."""
    edges = edges_of(flags)
    keep = np.zeros(flags.size, np.bool_)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if end - begin >= length:
            keep[begin:end] = True
    return keep


def as_strong(alpha: Layer, stroke: Stroke, first: Stroke) -> bool:
    thin, pale = MIN_STRENGTH
    return stroke.stair.width >= thin * first.stair.width and _coverage(alpha, stroke) >= pale * _coverage(alpha, first)


def _coverage(alpha: Layer, stroke: Stroke) -> float:
    """Typical coverage at the core of the stroke, over the columns that show it."""
    at = np.flatnonzero(stroke.stair.seen & (stroke.path.top >= 0))
    if at.size == 0:
        return 0.0
    rows = stroke.path.bottom[at]
    around = [alpha[np.clip(rows + d, 0, alpha.shape[0] - 1), at] for d in (-1, 0, 1)]
    return float(np.median(np.maximum.reduce(around)))
