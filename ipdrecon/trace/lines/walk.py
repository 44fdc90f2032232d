"""A curve as a path on the pixel grid that only goes right and down.

Own ink is gained, everything else costs: little where other ink lies (the curve may run on beneath it), more on bare
paper. Such a path has the same length however it is walked, so the best one is the staircase the ink draws, and the
place where its score is highest is where the curve ends. Dashes and solid-to-dashed tails need no rule of their own.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Ints
from ipdrecon.trace import cv
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.path import bare_runs, pixel_gains, staircase_scores, walk_back

#: Coverage from which a pixel is the curve's own (bands tinted in the curve's colour stay below it).
OWN = 0.35
#: Ink of other colours from which a pixel is not bare paper.
OTHER_INK = 0.3
#: Costs a pixel, against 1 gained on fully covered own ink.
PAPER_COST, OTHER_COST, HIDDEN_COST, USED_COST, BRIDGE_COST = 0.6, 0.15, 0.25, 0.12, 0.08
#: The same beneath curves already found, for one that the legend names.
BENEATH_COST = 0.02
#: Widest bare stretch a path may cross, as a share of the smaller side of the plot area, and what a pixel costs that
#: lies in the middle of a wider one; what each pixel of distance from all ink costs beyond half a dash's gap.
MAX_BARE, VOID_COST, FAR_COST = 0.07, 50.0, 0.3
#: Widest gap between two dashes of one row or column: share of the smaller side of the plot area, and its bounds.
DASH_GAP, MIN_DASH_GAP_PX, MAX_DASH_GAP_PX = 0.022, 5, 60

#: Longest stretch of bare paper a solid line may show (a white-filled mark, a JPEG block), in pixels ...
MAX_GAP_PX = 7.0
#: ... and in stroke widths (dashes grow with the stroke), and a dashed one, in units of its usual gap (the wider ones
#: of a pattern of dashes and dots), known from so many gaps.
WIDE_GAP = 2.5
LONG_GAP, USUAL_GAP, MIN_DASHES = 2.5, 0.7, 5
#: Only in this last share of a path is a gap a jump; further left it is where two curves of a colour part.
TAIL = 0.4
#: Share of a path's columns in which another one that goes on from it must follow it.
SAME_WAY = 0.9


@attrs.frozen(eq=False)
class Walk:
    """A path through a layer.

    Attributes
    ----------
    top, bottom : (w,) int    First and last row in each column, -1 outside the path.
    score : float             Own ink gained less the costs.
    own : float               Share of the path's columns on own ink.
    """

    top: Ints
    bottom: Ints
    score: float
    own: float

    @property
    def first(self) -> int:
        return int(np.argmax(self.top >= 0))

    @property
    def last(self) -> int:
        return int(self.top.size - 1 - np.argmax(self.top[::-1] >= 0))


def gains(
    alpha: Layer, other: Layer, hidden: Mask, used: Mask | None = None, *, rules: Mask | None = None, seen: bool = True
) -> Layer:
    """What each pixel adds to a path, (h, w) float32.

    ``rules`` are grid and frame lines: a curve may run on beneath one, but no path may take one as its way.
    ``seen`` says that the curve must be seen: not so where a legend names it, and it may run beneath others for long.
    """
    own = alpha >= OWN
    nowhere = np.zeros(alpha.shape, np.bool_)
    used, rules = (nowhere if mask is None else mask for mask in (used, rules))
    drawn = own | used | ((hidden | (other >= OTHER_INK)) & ~rules)
    # The middle of a wide bare stretch is dear: a drawn line does not jump, whatever ink lies beyond.
    reach, limit = dash_gap(own.shape) / 2, MAX_BARE / 2 * min(own.shape)
    again = USED_COST if seen else BENEATH_COST
    costs = (PAPER_COST, OTHER_COST, HIDDEN_COST, BRIDGE_COST, again, FAR_COST, VOID_COST)
    away = cv.distance_to(drawn)
    gain: Layer = pixel_gains(
        alpha, other, bridges(own), hidden, rules, used, away, costs, np.float32(OWN), reach, limit
    )
    return gain


def bridges(own: Mask) -> Mask:
    """Pixels between two dashes in line: a dotted line is more gap than ink, and no paper to be crossed."""
    gap = dash_gap(own.shape)
    return cv.close(own, gap + 1, 1) | cv.close(own, 1, gap + 1)


def dash_gap(shape: tuple[int, ...]) -> int:
    """Widest gap between two dashes of one line, in pixels."""
    return int(np.clip(round(DASH_GAP * min(shape)), MIN_DASH_GAP_PX, MAX_DASH_GAP_PX))


def walk(gain: Layer, begin: Layer) -> Walk | None:
    """The best path; None where no path gains anything."""
    score, step = staircase_scores(gain, begin)
    row, column = np.unravel_index(int(np.argmax(score)), score.shape)
    best = float(score[row, column])
    if not np.isfinite(best) or best <= 0:
        return None
    top, bottom = walk_back(step, int(row), int(column))
    on = np.flatnonzero(top >= 0)
    held = (gain[top[on], on] > 0) | (gain[bottom[on], on] > 0)
    return Walk(top, bottom, best, float(held.mean()))


def cut_at_gap(path: Walk, ink: Mask, width: float) -> Walk:
    """The path up to the first stretch of bare paper that is longer than the gaps between its dashes.

    A drawn line does not jump; a path does, when more ink lies beyond the gap (the tail of another curve). ``width`` is
    the stroke's.
    """
    begins, lengths = bare_runs(ink, path.top, path.bottom)
    usual = float(np.quantile(lengths, USUAL_GAP)) if lengths.size >= MIN_DASHES else 0.0
    far = begins > path.first + (1 - TAIL) * (path.last - path.first)
    long = np.flatnonzero((lengths > max(MAX_GAP_PX, WIDE_GAP * width, LONG_GAP * (usual + 2))) & far)
    if long.size == 0:
        return path
    column = int(begins[long[0]])
    top, bottom = path.top.copy(), path.bottom.copy()
    top[column:], bottom[column:] = -1, -1
    if (top >= 0).sum() < 2:
        return path
    # The vertical part of the jump is not the curve's.
    last = int(np.flatnonzero(top >= 0)[-1])
    lit = np.flatnonzero(ink[top[last] : bottom[last] + 1, last])
    bottom[last] = top[last] + (int(lit[-1]) if lit.size else 0)
    return attrs.evolve(path, top=top, bottom=bottom)


def follows(path: Walk, other: Walk) -> bool:
    """Whether a path follows another one over nearly all of its columns."""
    on = other.top >= 0
    touching = (path.top <= other.bottom + 1) & (path.bottom >= other.top - 1) & (path.top >= 0)
    return float(touching[on].mean()) >= SAME_WAY


def begin_near(shape: tuple[int, int], row: float, column: float, reach: int) -> Layer:
    """Start costs: free at (row, column), rising with distance, forbidden beyond ``reach`` pixels."""
    begin = np.full(shape, np.inf, np.float32)
    rows, columns = np.arange(shape[0]), np.arange(shape[1])
    dr, dc = np.abs(rows - row)[:, None], np.abs(columns - column)[None, :]
    near = (dr <= reach) & (dc <= reach)
    begin[near] = (0.3 * (dr + dc))[near]
    return begin


def begin_along(shape: tuple[int, int], row: float, column: float, reach: int) -> Layer:
    """Start costs for a cut axis: anywhere along the row from ``column`` on, later starts dearer."""
    begin = np.full(shape, np.inf, np.float32)
    r0, r1 = max(0, int(row) - 1), min(shape[0], int(row) + reach + 1)
    c0 = max(0, int(column) - reach)
    begin[r0:r1, c0:] = 0.05 * np.arange(shape[1] - c0)[None, :]
    return begin
