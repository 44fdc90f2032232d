"""Lines beneath ticks that all stand above them: where these crowd, a line is the lower edge of a field of its ink.

Such a field is as tall as a tick, and passes for a stroke of that width with the curve in its middle.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.runs import inked_around, nearest_lit
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.lines.walk import OWN, Walk

#: Fewest columns of one thickness that show the bare line, and share of all that are seen; pixels by which these
#: differ.
MIN_BARE, BARE_SHARE, SAME_PX = 12, 0.03, 1.0
#: Width that was measured against the bare line's, and pixels beyond that, from which it is that of a field: blurred
#: rims and lines that others cover in part look thinner than they are.
FAR_THICKER, THICKER_PX = 2.0, 4.0
#: Pixels by which a tick is taller than its line at least, and columns within which one stands beside bare line.
TICK_PX, BESIDE = 2.5, 4
#: Columns in a row that are all as tall as a tick, from which they are a field: a fall is as wide as its line. Columns
#: in all such fields from which a line that was measured as thin as it is has its levels in the middle of them.
FIELD_PX, IN_FIELDS = 6, 20
#: How far the lower edges of a tick and of the line beside it differ at most, in pixels and as a share of what one is
#: taller than the other.
EDGE_PX, EDGE = 1.0, 0.35
#: Fewest pairs of columns that show a tick above its line, and share of those that show a tick at all.
LEAST_PAIRS, SHARE = 12, 0.7
#: Share of the bare line above which the stroke itself lies, within its width as measured, up to which it is that line.
BESIDE_STROKE = 0.5
#: Rows from a path within which its stroke is sought.
NEAR_PX = 3


@attrs.frozen(eq=False)
class _Runs:
    """Upright runs of a curve's ink along its path: columns (m,), first and last row of each, and the lower edge."""

    columns: Ints
    top: Floats
    bottom: Floats
    edge: Floats

    @property
    def height(self) -> Floats:
        return np.asarray(self.bottom - self.top + 1)


def without_ticks_above(alpha: Layer, path: Walk, width: float) -> Layer | None:
    """Coverage by a curve's colour (h, w) without the ticks that stand on its line; None where no such field is seen.

    ``width`` is that of the stroke as it was measured along the path, in pixels. Where marks reach to both sides of
    their line, or only now and then stand on it, that is the line's own or that of all marks, and nothing is to do.
    """
    runs = _runs_along(alpha, path)
    line = _bare_line(runs.height)
    if line is None:
        return None
    tall = runs.height >= line + TICK_PX
    if width < max(FAR_THICKER * line, line + THICKER_PX):
        tall = _as_ticks(runs, line)  # falls are of any height
        if abs(width - line) > SAME_PX or not _are_fields(runs, tall):
            return None
    if not _stand_above(runs, line, tall):
        return None
    bare = np.abs(runs.height - line) <= SAME_PX
    ink = alpha[:, runs.columns[bare]]
    rows = np.arange(alpha.shape[0])[:, None]
    # An arm of a plus beside a fall ends in the row in which the fall does as well, but has the stroke above it.
    over = (ink >= OWN) & (rows < runs.top[bare] - 1) & (rows >= runs.top[bare] - width)
    if over.any(axis=0).mean() > BESIDE_STROKE:
        return None
    own = (rows >= runs.top[bare] - 1) & (rows <= runs.bottom[bare] + 1)
    return _cut(alpha, runs, float(np.median((ink * own).sum(axis=0))))


def _runs_along(alpha: Layer, path: Walk) -> _Runs:
    lit = np.asarray(alpha >= OWN)
    columns = np.flatnonzero(path.top >= 0)
    rows = nearest_lit(lit, path.bottom[columns].astype(np.int64), columns, NEAR_PX)
    seen = lit[rows, columns]
    rows, columns = rows[seen], columns[seen]
    above, below = inked_around(lit, rows, columns)
    bottom = (rows + below).astype(np.int64)
    under = np.where(bottom + 1 < len(alpha), alpha[np.minimum(bottom + 1, len(alpha) - 1), columns], 0.0)
    return _Runs(columns, rows - above, rows + below, bottom - 0.5 + alpha[bottom, columns] + under)


def _bare_line(height: Floats) -> float | None:
    """The thinnest height that recurs, in whole pixels: marks and falls only add ink."""
    rising = np.sort(height)
    alike = np.searchsorted(rising, rising + SAME_PX, side="right") - np.arange(rising.size)
    enough = np.flatnonzero(alike >= max(MIN_BARE, BARE_SHARE * rising.size))
    return float(np.median(rising[enough[0] : enough[0] + alike[enough[0]]])) if enough.size else None


def _as_ticks(runs: _Runs, line: float) -> Bools:
    """Columns (m,) that are as tall as most of those that are far taller than the ``line``, as ticks are."""
    far = runs.height >= line + THICKER_PX
    if not far.any():
        return np.zeros_like(far)
    rising = np.sort(runs.height[far])
    alike = np.searchsorted(rising, rising + SAME_PX, side="right") - np.arange(rising.size)
    least = rising[int(np.argmax(alike))]
    return np.asarray((runs.height >= least) & (runs.height <= least + SAME_PX))


def _are_fields(runs: _Runs, tall: Bools) -> bool:
    """Whether many columns that are as ``tall`` (m,) as a tick stand side by side, more than a fall is wide."""
    edges = edges_of(tall)
    wide = runs.columns[edges[1::2] - 1] - runs.columns[edges[::2]] + 1
    return int(wide[wide >= FIELD_PX].sum()) >= IN_FIELDS


def _stand_above(runs: _Runs, line: float, tall: Bools) -> bool:
    """Whether ticks (``tall`` columns, (m,)) and the bare line beside them end in one row below, and not above."""
    bare = np.abs(runs.height - line) <= SAME_PX
    shown, above = 0, 0
    for k in range(1, BESIDE + 1):
        near = runs.columns[k:] - runs.columns[:-k] <= BESIDE
        for ticks, lines in ((slice(k, None), slice(None, -k)), (slice(None, -k), slice(k, None))):
            pair = near & tall[ticks] & bare[lines]
            over = (runs.top[lines] - runs.top[ticks])[pair]
            under = np.abs(runs.bottom[ticks] - runs.bottom[lines])[pair]
            stands = (over >= TICK_PX) & (under <= np.maximum(EDGE_PX, EDGE * over))
            shown, above = shown + int(pair.sum()), above + int(stands.sum())
    return above >= max(LEAST_PAIRS, SHARE * shown)


def _cut(alpha: Layer, runs: _Runs, line: float) -> Layer:
    """Of each run what lies below the top of the line, as high as that is right before: a fall is the curve's own."""
    back = int(np.ceil(line)) + 1
    edge = np.full(alpha.shape[1], np.inf)
    edge[runs.columns] = runs.edge
    before = np.lib.stride_tricks.sliding_window_view(np.concatenate([np.full(back, np.inf), edge]), back + 1)
    top = before.min(axis=1)[runs.columns] - line
    rows = np.arange(alpha.shape[0])[:, None]
    kept = np.clip(rows + 0.5 - top[None, :], 0.0, 1.0)
    run: Bools = (rows >= runs.top[None, :] - 1) & (rows <= runs.bottom[None, :])
    clean = alpha.copy()
    clean[:, runs.columns] *= np.where(run, kept, 1.0).astype(np.float32)
    return clean
