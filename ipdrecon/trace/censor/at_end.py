"""Marks too few for their shape to recur: the upright in which a curve ends tells it.

The last patient is censored more often than not, and where hardly any other is, that mark is the only one which nothing
hides: the line ends in its middle, or in its arm.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace.censor.as_marks import UPRIGHT_UNIT, all_marks
from ipdrecon.trace.censor.few import SHARE
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import Marks, reach_px
from ipdrecon.trace.censor.upright import Placed, Upright, place_uprights
from ipdrecon.trace.censor.uprights import plain_ones
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.runs import inked_around
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.walk import OWN

#: How far an upright stands out of its line at least, on either side, and how far the two may differ, in pixels.
OUT_PX, UNEVEN_PX = 2.0, 1.5
#: Pixels before the end, beyond the stroke's width, in which a step may be a part of it.
STEP_PX = 3.0
#: Its width against its height, at most.
SLENDER = 0.35
#: Pixels by which a line may go on beyond the arm that is as long as its upright is high.
BEYOND_PX = 1.5
#: Share of what a whole upright's ink speaks for it that one speaks at least.
WHOLE = 0.8
#: Pixels by which two uprights of one shape may differ, and share of it.
SAME_PX, SAME = 1.0, 0.1


@attrs.frozen
class Last:
    """An upright at the end of a curve: its shape, and the column and row of its middle."""

    shape: Upright
    x: float
    y: float


def find_like_last(
    curves: Sequence[Marked], beside: Sequence[Ground], half: Sequence[float], hidden: Mask
) -> list[Marks] | None:
    """Marks of each curve that are like those in which some of them end; None where none ends in one.

    Those before the end are kept where most of them are seen whole and alone. ``beside`` is what they are looked for
    on, ``half`` half of each curve's stroke width, ``hidden`` (h, w) text, legend and rules.
    """
    lasts = [last_of(curve.alpha, curve.stair, hidden) for curve in curves]
    tall = [last.shape.up for last in lasts if last is not None]
    if not tall:
        return None
    middle = float(np.median(tall))
    lasts = [q if q is None or abs(q.shape.up - middle) <= SAME_PX + SAME * middle else None for q in lasts]
    shape = next((last.shape for last in lasts if last is not None), None)
    if shape is None:
        return None
    placed = [place_uprights(ground, shape) for ground in beside]
    whole = [p & _are_whole(q) for p, q in zip(plain_ones(beside, placed, shape, half), placed, strict=True)]
    most = sum(int(w.sum()) for w in whole) >= SHARE * sum(p.x.size for p in placed)
    kept = [_with_last(p, w & most, last) for p, w, last in zip(placed, whole, lasts, strict=True)]
    return [attrs.evolve(m, merged=True, sought=None) for m in all_marks(beside, shape, kept)]


def last_of(alpha: Layer, stair: Staircase, hidden: Mask) -> Last | None:
    """The upright that stands alone where a curve ends; None where none does.

    It reaches as far above the line as below, and that ends in it, or behind it by an arm of the same length.
    ``alpha`` (h, w) is the coverage by the curve's own colour, ``hidden`` (h, w) is where nothing tells.
    """
    reach = int(reach_px((alpha.shape[0], alpha.shape[1])))
    # The lower half of a mark may look like a last step.
    k = max(0, int(np.searchsorted(stair.x, stair.end - stair.width - STEP_PX)) - 1)
    row, first = round(float(stair.y[k])), max(0, round(stair.end) - reach, int(np.ceil(stair.x[k])))
    columns = np.arange(first, min(alpha.shape[1], round(stair.end) + reach + 3))
    top = max(0, row - 2 * reach)
    if not 0 <= row < len(alpha) or columns.size == 0:
        return None
    near = np.where(hidden[top : row + 2 * reach + 1], np.float32(0.0), alpha[top : row + 2 * reach + 1])
    above, below = inked_around(near >= OWN, np.full(columns.size, row - top), columns)
    on = near[row - top, columns] >= OWN
    tall = np.flatnonzero(np.minimum(above, below) + 0.5 >= stair.width / 2 + OUT_PX)
    if not tall.size:
        return None
    begin = int(tall[np.flatnonzero(np.diff(tall, prepend=-2) > 1)[-1]])
    run = slice(begin, int(tall[-1]) + 1)
    up, down = float(above[run].max()), float(below[run].max())
    high = (up + down + 1) / 2
    if abs(up - down) > UNEVEN_PX or high > reach or run.stop - run.start > max(2.0, SLENDER * 2 * high):
        return None
    # Rows of the upright outside of the line tell its middle and width.
    rows = np.arange(len(near)) - (row - top)
    outside = (np.abs(rows) > stair.width / 2 + 1.0) & (rows > -up) & (rows < down)
    left, right = max(0, int(columns[begin]) - 1), int(columns[run.stop - 1]) + 2
    cover = np.median(near[outside, left:right], axis=0) if outside.any() else np.zeros(0)
    if cover.sum() < OWN:
        return None
    x, width = left + float(cover @ np.arange(cover.size)) / float(cover.sum()), float(cover.sum())
    behind = int(np.flatnonzero(on)[-1]) if on.any() else 0
    over = float(columns[behind]) + 0.5 - x
    gap = not on[run.start : behind + 1].all()
    if gap or over > high + BEYOND_PX or stair.end > x + high + BEYOND_PX:
        return None
    lit = slice(max(0, row - top - int(up) - 1), row - top + int(down) + 2)
    exact = float(np.clip(near[lit, left:right].sum(axis=1) / width, 0.0, 1.0).sum()) / 2
    arm = exact if over >= exact - BEYOND_PX and over > width else 0.0
    return Last(Upright(exact, exact, width, arm), x, float(stair.y[k]))


def _are_whole(placed: Placed) -> Bools:
    """Which marks (m,) are ink in nearly all of what is seen of them, and no part of more ink."""
    share = placed.evidence / np.maximum(placed.visible, 1e-9)
    return np.asarray((share >= WHOLE * UPRIGHT_UNIT) & (share <= 1.0))


def _with_last(placed: Placed, kept: Bools, last: Last | None) -> Placed:
    """The places that are kept, the one at the end of the curve among them."""
    if last is not None:
        kept = kept & (placed.x < last.x - last.shape.width - BEYOND_PX)
    at = [] if last is None else [(last.x, last.y, UPRIGHT_UNIT * last.shape.ink, last.shape.ink)]
    known = np.stack([placed.x, placed.y, placed.evidence, placed.visible], axis=1)[kept]
    return Placed(*np.vstack([known, np.reshape(at, (-1, 4))]).T)
