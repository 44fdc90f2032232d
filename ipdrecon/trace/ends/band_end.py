"""Curves end where their confidence bands do: told where marks, text or a gap hide a line's own end."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.trace.censor import Marks, reach_px
from ipdrecon.trace.ends.last_plus import ended_at
from ipdrecon.trace.inks.ink import Ink
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke

#: RGB distance of a band from the paper behind it; most that band and page are apart, and that a flat ground varies.
TINT, PALE, FLAT = 6.0, 160.0, 8.0
#: Columns before and behind an edge from which band and paper are known (lines of a grid are narrower than a band); and
#: those of the edge itself.
WIDE_PX, BESIDE_PX, EDGE_PX = 9, 3, 2
#: Rows in which the edge of a band is seen at least; flat rows next to its line, above and below, of which one at least
#: shows it: the band lies about its curve.
LEAST_ROWS, NEXT = 6, 4
#: Difference from the line's own end that is worth a change, in pixels.
LEAST_PX = 1.0
#: Share of the way to the edge of its band on which a line, or what hides one, is seen.
LED = 0.9
#: Share of the step from band to paper within which ground is the band's.
SAME = 0.3
#: How much better (cosine) the colour of a band must be another curve's to be that one's.
MORE_ALIKE = 0.03
#: RGB distance within which two curves are drawn in one colour.
SAME_COLOR = 40.0
#: RGB distance from its paper from which a pixel is ink.
INKED = 28.0


def ended_with_bands(strokes: Sequence[Stroke], ink: Ink) -> list[Stroke]:
    """The curves, each ended where its band does if its own end was read near there."""
    return [_ended(s, band_edge(s, [o for o in strokes if o is not s], ink), ink) for s in strokes]


def _ended(stroke: Stroke, edge: float | None, ink: Ink) -> Stroke:
    end = stroke.stair.end
    if edge is None or abs(edge - end) < LEAST_PX:
        return stroke
    if edge > end:
        return attrs.evolve(stroke, stair=attrs.evolve(stroke.stair, end=edge))
    stair, most = ended_at(stroke.stair, edge), reach_px(ink.shape)
    if end - edge > most or stroke.stair.y[-1] - stair.y[-1] > most:
        return stroke  # more than a mark or a letter: bands end before a last fall to 0, where no limit is known
    return attrs.evolve(stroke, stair=stair, marks=_before(stroke.marks, edge))


def band_edge(stroke: Stroke, others: Sequence[Stroke], ink: Ink) -> float | None:
    """Column in which the band about a curve's end turns into paper, within a mark's reach of that; None where none."""
    height, width = ink.shape
    reach = round(2 * reach_px(ink.shape))
    wing = WIDE_PX + EDGE_PX
    end, level = stroke.stair.end, min(height - 1, round(float(stroke.stair.y[-1])))
    left, right = max(0, round(end) - reach - wing), min(width, round(end) + reach + wing + 1)
    top, bottom = max(0, level - 2 * reach), min(height, level + 2 * reach + 1)
    if right - left <= 2 * wing:
        return None
    rgb, page = np.asarray(ink.rgb[top:bottom, left:right], np.float64), np.asarray(ink.page, np.float64)
    at, flat, step = _edges(rgb, ink.rules[top:bottom, left:right], page)
    count = np.isfinite(at).sum(axis=0)
    nearest = np.abs(np.arange(count.size) + left + WIDE_PX - end)
    order = np.lexsort((-count, nearest > EDGE_PX))  # where a band ends with its line there is nothing to mend
    for column in order[count[order] >= LEAST_ROWS]:
        agree = np.isfinite(at[:, column])
        next_to = _rows_about(agree, flat[:, column], level - top)
        edge = left + float(np.median(at[agree, column]))
        own = any(not _is_anothers(step[row, column], edge, stroke, others, page) for row in next_to)
        if own and (edge < end + LEAST_PX or _leads_to(stroke.stair, ink, edge)):
            return edge
    return None


def _edges(rgb: Floats, rules: Bools, page: Floats) -> tuple[Floats, Bools, Floats]:
    """Where rows (h, w, 3) turn from a tinted ground into one less so, for each column that is looked at from (NaN: not
    there), whether the ground beside is flat, and what the tint is."""
    wing = WIDE_PX + EDGE_PX
    columns = rgb.shape[1] - wing - BESIDE_PX + 1
    before, even_before = _grounds(rgb, rules, page, WIDE_PX)
    behind, even_behind = _grounds(rgb, rules, page, BESIDE_PX)
    before, behind = before[:, :columns], behind[:, wing : wing + columns]
    flat = even_before[:, :columns] & even_behind[:, wing : wing + columns]
    step = before - behind
    size = np.linalg.norm(step, axis=2)
    edge = np.stack([rgb[:, WIDE_PX + k : WIDE_PX + k + columns] for k in range(EDGE_PX)], axis=3)
    share = np.einsum("hwck,hwc->hwk", edge - behind[..., None], step) / np.maximum(size, 1.0)[..., None] ** 2
    at = np.arange(columns) + WIDE_PX - 0.5 + np.clip(share, 0.0, 1.0).sum(axis=2)
    paler = np.linalg.norm(before - page, axis=2) - np.linalg.norm(behind - page, axis=2) > TINT / 2
    # A bright line of a grid beneath the band is followed by the band.
    further = np.arange(columns) + wing + BESIDE_PX
    reached = [np.minimum(further + k, rgb.shape[1] - 1) for k in range(WIDE_PX)]
    near = (SAME * size) ** 2
    again = np.any([((rgb[:, on] - before) ** 2).sum(axis=2) < near for on in reached], axis=0)
    return np.where(flat & (size > TINT) & paler & ~again, at, np.nan), flat, step


def _grounds(rgb: Floats, rules: Bools, page: Floats, width: int) -> tuple[Floats, Bools]:
    """Mean colour of so many columns from each one on, and whether these are flat and pale, and no line of a grid."""
    runs = np.lib.stride_tricks.sliding_window_view(rgb, width, axis=1)
    ruled = np.lib.stride_tricks.sliding_window_view(rules, width, axis=1).any(axis=2)
    mean = runs.mean(axis=3)
    even = (np.ptp(runs, axis=3).max(axis=2) < FLAT) & (np.linalg.norm(mean - page, axis=2) < PALE) & ~ruled
    return mean, np.asarray(even)


def _rows_about(agree: Bools, flat: Bools, row: int) -> Ints:
    """The flat rows next to a line that show an edge; none where it is not seen on both sides of the line."""
    above = np.flatnonzero(flat[:row])[-NEXT:]
    below = np.flatnonzero(flat[row:])[:NEXT] + row
    if not (agree[above].any() and agree[below].any()):
        return above[:0]
    rows = np.concatenate([above, below])
    return np.asarray(rows[agree[rows]])


def _is_anothers(tint: Floats, edge: float, stroke: Stroke, others: Sequence[Stroke], page: Floats) -> bool:
    """Whether a band is in the colour of another curve rather than in this one's, or in that of both and ends there."""

    def alike(color: Floats) -> float:
        own = color - page
        return float(own @ tint) / max(1.0, float(np.linalg.norm(own) * np.linalg.norm(tint)))

    color = np.asarray(stroke.color, np.float64)
    for other in others:
        its = np.asarray(other.color, np.float64)
        nearer = abs(other.stair.end - edge) < abs(stroke.stair.end - edge) - LEAST_PX
        if alike(its) > alike(color) + MORE_ALIKE or (nearer and float(np.linalg.norm(its - color)) < SAME_COLOR):
            return True
    return False


def _leads_to(stair: Staircase, ink: Ink, edge: float) -> bool:
    """Whether a line goes on to a column on its last level: its ink is seen there, or what may hide it."""
    level, first = round(float(stair.y[-1])), round(stair.end)
    beside = slice(max(0, level - 1), level + 2)
    seen = (ink.contrast[beside] >= INKED) | ink.hidden[beside] | ink.rules[beside]
    own = stair.seen[max(0, int(stair.x[0])) : first]
    return bool(seen[:, first : round(edge) + 1].any(axis=0).mean() >= LED * own.mean())


def _before(marks: Marks, end: float) -> Marks:
    """The marks up to a column."""
    kept = marks.x <= end + LEAST_PX
    per_mark = {
        name: value[kept] for name in ("x", "rows", "evidence") if (value := getattr(marks, name)).size == kept.size
    }
    return attrs.evolve(marks, **per_mark)
