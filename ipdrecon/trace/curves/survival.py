"""Strokes in pixels → survival curves in time."""

from __future__ import annotations

import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.digitization import LineStyle
from ipdrecon.frozen import Bools, Floats
from ipdrecon.steps import StepCurve
from ipdrecon.trace.axes.snap import line_shift, shift_of
from ipdrecon.trace.inks.ink import Ink
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.lines.stroke import Stroke

#: A first level this close to 1 (or a last one this close to 0) is 1 (or 0): S starts at 1 by definition.
SNAP_PX = 1.6
#: Least fall to 0 that is the last patient's, in pixels.
LAST_FALL_PX = 2.0
#: Shortest stretch without own ink that is called inferred and not a gap between dashes.
MIN_INFERRED_PX = 4
#: A line is dashed where this share of its level columns is bare.
MIN_DASH_SHARE = 0.12
#: Share of its columns between a line's own marks from which these alone tell whether it is dashed.
MIN_UNMARKED = 0.3


def to_survival(
    stroke: Stroke, ink: Ink, axes: Axes, *, flipped: bool = False, snapped: float | None = None
) -> StepCurve:
    """The curve of a stroke, in the time unit of the axes.

    ``flipped`` says that the crop stands upside down, as it is turned for rising curves (cumulative incidence);
    ``snapped`` that the program moved lines to whole pixels, of which each has that many of the picture's, and the axes
    say where they belong; None that it did not.
    """
    rows, columns = figure_xy(stroke, ink, flipped)
    moved = apart = 0.0
    if snapped is not None:
        length = np.diff(np.append(stroke.stair.x, stroke.stair.end)) / snapped
        moved = snapped * line_shift(_drawn_at(rows, snapped), length)
        apart = snapped * (shift_of(_drawn_at(stroke.marks.x + ink.left, snapped)) or 0.0)
    rows, columns = rows - moved, columns - moved
    time = np.maximum(axes.x.value(columns), 0.0)
    survival = np.asarray(axes.survival(rows))
    per_px = 1.0 / abs(axes.y.px_per_unit)
    survival = np.clip(survival, 0.0, 1.0)
    near_one = survival >= 1 - SNAP_PX * per_px
    lead = int(np.argmin(near_one)) if not near_one.all() else near_one.size
    survival[: min(lead, 1)] = 1.0
    survival[survival < 0.6 * per_px] = 0.0
    error = np.hypot(stroke.stair.y_se * per_px, axes.y.se)
    end = float(axes.x.value(stroke.stair.end + ink.left - moved))
    marks = np.asarray(axes.x.value(np.sort(stroke.marks.x) + ink.left - apart))
    end = max(end, float(time.max()))
    if _ends_at_none(survival, per_px):
        end = float(time[int(np.argmin(survival))])
        kept = time <= end
        time, survival, error, marks = time[kept], survival[kept], error[kept], marks[marks <= end]
    return StepCurve.from_points(
        time,
        survival,
        end=end,
        survival_se=error,
        time_se=float(np.hypot(0.35 / abs(axes.x.px_per_unit), axes.x.se)),
        marks=np.clip(marks, 0.0, end),
        marks_complete=bool(stroke.marks.x.size) and not stroke.marks.merged,
    )


def _drawn_at(place: Floats, zoom: float) -> Floats:
    """Rows or columns in pixels of the figure as it was drawn; pixels are named by their centres."""
    return (place + 0.5) / zoom - 0.5


def _ends_at_none(survival: Floats, per_px: float) -> bool:
    """Whether a curve falls to 0 plainly: nobody is left to follow, and what goes on there is an axis or a grid line.

    Of very many patients a few may be left where none can be seen, but the last fall of these is small too.
    """
    last = int(np.argmin(survival))
    return last > 0 and survival[last] == 0.0 and float(survival[last - 1]) >= LAST_FALL_PX * per_px


def figure_xy(stroke: Stroke, ink: Ink, flipped: bool) -> tuple[Floats, Floats]:
    """Rows of the levels and columns where they begin, in pixels of the figure."""
    height = ink.shape[0]
    rows = (height - 1 - stroke.stair.y) if flipped else stroke.stair.y
    return rows + ink.top, stroke.stair.x + ink.left


def inferred_times(stroke: Stroke, ink: Ink, axes: Axes) -> Floats:
    """Time intervals (k, 2) in which the curve's own ink is not seen, gaps between dashes left out.

    The last one is that in which a curve was lost beneath another one, up to where it is read to end.
    """
    dashes = dash_pattern(stroke)
    least = max(MIN_INFERRED_PX, 1.6 * dashes[1] if dashes else 0.0)
    on, end = stroke.path.top >= 0, stroke.stair.end
    lost = np.inf if stroke.lost is None else stroke.lost
    blind = _runs(on & ~stroke.stair.seen & (np.arange(on.size) <= lost), least)
    edges = np.array(blind, dtype=np.float64).reshape(-1, 2) + np.array([-0.5, 0.5])
    if lost < end:
        edges = np.vstack([edges, [lost, end]])
    edges = edges + ink.left
    return np.clip(np.asarray(axes.x.value(edges)), 0.0, None)


def lost_time(stroke: Stroke, ink: Ink, axes: Axes) -> float | None:
    """Time from which a stroke is read to run on beneath another one to its end; None where it is seen up to that."""
    return None if stroke.lost is None else float(axes.x.value(stroke.lost + ink.left))


def dash_pattern(stroke: Stroke) -> tuple[float, ...]:
    """Median lengths (on, off) of the dashes in pixels; empty where the line is solid.

    Beneath its own marks a line shows neither dash nor gap: only what lies between them tells, where that is enough.
    """
    seen, marked = _between_marks(stroke)
    if seen.size < 10 or seen[~marked].mean() > 1 - MIN_DASH_SHARE:
        return ()
    lit, bare = _lengths(seen & ~marked, marked), _lengths(~seen & ~marked, marked)
    # Hidden stretches are few and long; dashes are many and alike.
    if len(bare) < 5 or len(lit) < 5:
        return ()
    off = float(np.median(bare))
    regular = np.abs(np.array(bare) - off) <= 0.5 * off + 1.5
    return (float(np.median(lit)), off) if regular.mean() > 0.6 else ()


def bare_share(stroke: Stroke) -> float:
    """Share of a line between its marks on which its ink is not seen: of two lines, the dashed one's is greater."""
    seen, marked = _between_marks(stroke)
    return 1.0 - float(seen[~marked].mean()) if seen.size else 0.0


def _between_marks(stroke: Stroke) -> tuple[Bools, Bools]:
    """Columns of a path in which its ink is seen, and those that its marks cover where enough is left without them."""
    on = np.flatnonzero(stroke.path.top >= 0)
    inside = slice(on[0], on[-1] + 1) if on.size else slice(0, 0)
    marked = np.any(stroke.marks.mask[:, inside], axis=0)
    if on.size and (~marked).mean() < MIN_UNMARKED:
        marked = np.zeros_like(marked)
    return np.asarray(stroke.stair.seen[inside]), marked


def line_style(stroke: Stroke) -> LineStyle:
    """Colour, width and dashes as drawn."""
    r, g, b = (int(np.clip(round(float(v)), 0, 255)) for v in stroke.color)
    return LineStyle((r, g, b), round(stroke.stair.width, 2), dash_pattern(stroke))


def _runs(flags: Bools, least: float) -> list[tuple[int, int]]:
    edges = edges_of(flags)
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= least]


def _lengths(flags: Bools, cut: Bools) -> list[int]:
    """Lengths of runs that do not begin or end at columns of ``cut``, where they may go on."""
    beside = np.concatenate([[False], cut, [False]])
    return [b - a + 1 for a, b in _runs(flags, 1) if not (beside[a] or beside[b + 2])]
