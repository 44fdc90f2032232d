"""The ground marks are looked for on: the ink beside a curve, and how much of each pixel its stroke leaves free."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace import cv
from ipdrecon.trace.censor.flat import flat_cover
from ipdrecon.trace.censor.kernels import stroke_cover, stroke_halo
from ipdrecon.trace.censor.steep.cover import steep_cover
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.beside import even_fill, without_level, without_stroke
from ipdrecon.trace.lines.level import Staircase

#: No place at all.
NOWHERE = np.zeros((0, 0), np.bool_)
#: Pixels a stroke may reach beyond where it was measured: levels are known better than times.
SLACK_ROWS_PX, SLACK_COLUMNS_PX = 0.25, 0.9
#: Bins of a quarter of a pixel from a stroke's edge in which its blur is measured (3 px), samples a bin needs, and
#: the quantile of their ink that is the blur's: columns of marks are among them.
HALO_BINS, MIN_HALO, HALO_SHARE = 14, 12, 0.3
#: Bins of pixels outside of a stroke, and of those farther out, of which blur never covers half; and the quantile of
#: the ink in the first where marks crowd on most of a line: below a coverage it is bare between them, or within them.
OUTSIDE, FARTHER, HALF, BETWEEN, BARE = slice(3, 7), slice(5, 7), 0.5, 0.05, 0.2
#: Bins beyond the blur in which noise is measured, coverage from which ink there is something drawn, and the quantile
#: of the rest that is its strength: the soft edges of marks are fewer.
NOISE_FROM, NOT_NOISE, NOISE_SHARE = 7, 0.5, 0.6
#: Coverage below which ink beside a stroke is noise (JPEG, paper), and below which it is nothing on clean paper.
LEAST_INK, FAINT_INK = 0.15, 0.04
#: Width from which the middle of a stroke is wholly covered, coverage from which it is drawn there, and coverage of the
#: middle below which its colour is not quite the one it was taken for.
WHOLE_PX, DRAWN, PALE = 1.8, 0.5, 0.92
#: Side of what marks cut off from an even area, in pixels; range of its coverage, and coverage from which it is no
#: band's but drawn.
AROUND_PX, EVEN, NO_FILL = 5, 0.008, 0.4
#: Noise below which paper is clean.
CLEAN = 0.01
#: Coverage that shows that something stands above a curve's first level.
SEEN_INK = 0.3
#: Coverage from which ink on another curve's stroke lies above it.
ON_TOP = 0.6


@attrs.frozen(eq=False)
class Ground:
    """Ink near a curve that its stroke does not explain.

    Attributes
    ----------
    ink : (h, w) float32     Coverage by the ink marks are drawn in, within their reach, 0 elsewhere.
    free : (h, w) float32    Share of each pixel that tells: 0 on strokes, text and rules, 1 on bare paper.
    levels : (w,) float      Row of the curve, -1 outside it.
    noise : float            Root mean square of what ink is left where nothing is drawn (JPEG, scans).
    beside_falls : callable  Ink of marks that were found (h, w) → the ground for those that falls partly hide.
    faint : callable         The ground with the palest ink, of hairlines.
    """

    ink: Layer
    free: Layer
    levels: Floats
    noise: float = 0.0
    beside_falls: Callable[[Mask], Ground] | None = None
    faint: Callable[[], Ground] | None = None

    @property
    def rest(self) -> Layer:
        """Ink that is neither the stroke nor anything else known."""
        return np.asarray(self.ink * self.free)


def ground_of(alpha: Layer, stair: Staircase, zone: Mask, hidden: Mask, crossing: Mask | None = None) -> Ground:
    """What lies beside a curve.

    Parameters
    ----------
    alpha : (h, w)       Coverage by the ink the marks are drawn in.
    zone : (h, w)        Where its marks may lie.
    hidden : (h, w)      Text, rules, strokes in the same ink: nothing there tells.
    crossing : (h, w)    Other inks: a mark beneath them is not seen, one on top of them is.
    """
    height, width = alpha.shape
    alpha = without_fill(_in_full(alpha, stair))
    halo, noise = blur_of(alpha, stair, hidden if crossing is None else hidden | crossing)
    bare = ~(hidden if crossing is None else hidden | crossing)
    beneath = None if crossing is None else crossing & (alpha < ON_TOP)

    def seen(least: float = LEAST_INK) -> tuple[Layer, Layer]:
        """Ink within reach, and the cover by the curve's own stroke: made anew for each look, for they are large."""
        lit = np.where(zone & (alpha >= least), alpha, np.float32(0.0))
        slack = SLACK_ROWS_PX, SLACK_COLUMNS_PX
        own = stroke_cover(stair.x, stair.y, stair.end, stair.width, *slack, halo, height, width)
        return lit, flat_cover(alpha, bare, own, stair) if noise < CLEAN else own

    def beside_falls(found: Mask) -> Ground:
        known = ~(hidden | found if crossing is None else hidden | found | crossing)
        lit, own = seen()
        return _left_of(lit, steep_cover(lit, known, own, stair), hidden | found, beneath, stair, noise)

    def faint() -> Ground:
        return _left_of(*seen(FAINT_INK), hidden, beneath, stair, noise)

    return attrs.evolve(_left_of(*seen(), hidden, beneath, stair, noise), beside_falls=beside_falls, faint=faint)


def _left_of(ink: Layer, own: Layer, hidden: Mask, beneath: Mask | None, stair: Staircase, noise: float) -> Ground:
    """What is left of ink without the cover by the curve's own stroke, where nothing hides it or lies over it."""
    ink, free = without_stroke(ink, own, hidden, NOWHERE if beneath is None else beneath)
    lower = np.flatnonzero(stair.y > stair.y[0] + stair.width)
    last = float(stair.x[lower[0]]) if lower.size else stair.end + 1.0
    if not _shows_above(ink, free, stair, last):
        free[: max(0, int(np.ceil(stair.y[0]))), max(0, round(stair.x[0])) : round(last)] = 0.0
    return Ground(ink, free, level_rows(stair, ink.shape[1]), noise)


def _in_full(alpha: Layer, stair: Staircase) -> Layer:
    """Coverage against that of the stroke itself, which is less than whole where its colour was taken for another's."""
    levels = level_rows(stair, alpha.shape[1])
    at = np.flatnonzero(levels >= 0)
    middle = alpha[np.clip(np.round(levels[at]).astype(np.int64), 0, alpha.shape[0] - 1), at]
    drawn = middle[middle >= DRAWN]
    if stair.width < WHOLE_PX or drawn.size < MIN_HALO:
        return alpha
    most = float(np.median(drawn))
    return alpha if most > PALE else np.minimum(alpha / np.float32(most), np.float32(1.0)).astype(np.float32)


def without_fill(alpha: Layer) -> Layer:
    """Coverage beyond that of a confidence band, in which a pale tick would pass for seen anywhere.

    Where a curve is steep its band is too narrow to count as paper, but even where nothing is drawn on it.
    """
    even, any_even = even_fill(alpha, FAINT_INK, NO_FILL, EVEN)
    return without_level(alpha, cv.raised(even, AROUND_PX, AROUND_PX)) if any_even else alpha


def blur_of(alpha: Layer, stair: Staircase, hidden: Mask) -> tuple[Floats, float]:
    """Coverage by a stroke's blur (JPEG, scans) by the distance from its edge, in steps of a quarter of a pixel; and
    the root mean square of the weak ink beyond it.

    What most columns of the level stretches show is the stroke's own; a mark stands in few of them. Where marks crowd
    on most of them, what covers pixels outside of the stroke is theirs.
    """
    at, value = stroke_halo(alpha, hidden, stair.x, stair.y, stair.end, stair.width, HALO_BINS)
    halo = np.zeros(HALO_BINS)
    for i in range(HALO_BINS):
        seen = value[at == i]
        halo[i] = np.quantile(seen, HALO_SHARE) if seen.size >= MIN_HALO else 0.0
    if halo[FARTHER].max() >= HALF:
        outside = value[(at >= OUTSIDE.start) & (at < OUTSIDE.stop)]
        if np.quantile(outside, BETWEEN) < BARE:
            halo[OUTSIDE.start :][halo[OUTSIDE.start :] >= HALF] = 0.0
    weak = value[(at >= NOISE_FROM) & (value < NOT_NOISE)]
    noise = float(np.quantile(weak, NOISE_SHARE)) if weak.size >= MIN_HALO else 0.0
    return np.asarray(np.minimum.accumulate(halo)), noise


def _shows_above(ink: Layer, free: Layer, stair: Staircase, end: float) -> bool:
    """Whether any ink stands above a curve's first level, up to the column ``end`` to which that goes on but for steps
    within a stroke; where none does, the edge of the axes may cut it off."""
    last = round(end) - 1
    above = slice(0, max(0, int(np.ceil(stair.y[0] - stair.width / 2))))
    along = slice(max(0, round(stair.x[0]) + 2), max(0, last))
    return bool((ink[above, along] * free[above, along] >= SEEN_INK).any())


def level_rows(stair: Staircase, width: int) -> Floats:
    """Level in each column, -1 outside the curve."""
    columns = np.arange(width, dtype=np.float64)
    index = np.searchsorted(stair.x, columns, side="right") - 1
    inside = (columns >= stair.x[0] - 0.5) & (columns <= stair.end + 0.5)
    return np.where(inside, stair.y[np.clip(index, 0, None)], -1.0)
