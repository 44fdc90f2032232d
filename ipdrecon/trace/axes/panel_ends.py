"""Where lines, grids and tinted panels lie and end."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.axes.tickmarks import LINE_CONTRAST
from ipdrecon.trace.lines.dashes import is_dashed

#: Grey levels by which a panel or its grid differs from the page.
PANEL_CONTRAST = 5.0
#: Grey levels by which the page beside a line is at most from its colour.
BARE_CONTRAST = 10.0
#: Share of the height (width) of the plot that a line of its frame covers.
FRAME_COVERAGE = 0.9
#: Share of a column's rows that differ from the page where it crosses a tinted panel, and of the columns between the
#: first and the last label that do: white lines of a grid lie between them.
GROUND, TINTED = 0.5, 0.7
#: How far a line is blurred to its side, in pixels, and how far from its last tick a panel may end.
BLUR_PX, NEAR_PX = 3, 2
#: Pixels before the last tick in which a line of the grid is seen to be dotted.
DOTTED_PX = 100
#: Share of a grid's lines that go on beyond the last one across them where that is not the frame.
GRID_SHARE = 0.5
#: Share of a grid line's contrast, or of their own before it, from which the lines across it are drawn.
AS_PALE = 0.5


def frame_line(contrast: Floats, start: int, stop: int, first: int, last: int) -> float | None:
    """Position of the first line from ``start`` to ``stop`` that runs along most of [first, last]; None if none."""
    first, last = max(0, first), min(contrast.shape[1] - 1, last)
    for at in range(max(0, start), min(contrast.shape[0] - 1, stop) + 1):
        along = contrast[at, first : last + 1] > LINE_CONTRAST
        if along.size and along.mean() > FRAME_COVERAGE:
            return float(at)
        if 0 < at < contrast.shape[0] - 2 and _is_parted(contrast[at - 1 : at + 3, first : last + 1]):
            return at + 0.5
    return None


def lid_of(contrast: Floats, low: float, high: float, columns: tuple[float, float]) -> float | None:
    """Row of the frame that closes a plot between two rows, ``high`` above ``low``; None if none does.

    Nothing is drawn right above it: curves that come from above cross a line of a grid.
    """
    first, last = max(0, int(columns[0])), int(columns[1])
    turned = contrast[::-1]
    at, stop = len(contrast) - 1 - int(low) + BLUR_PX, len(contrast) - 1 - int(np.ceil(high)) - BLUR_PX
    while (line := frame_line(turned, at, stop, first, last)) is not None:
        at = int(np.ceil(line)) + 1
        while at <= stop and (turned[at, first : last + 1] > LINE_CONTRAST).mean() > FRAME_COVERAGE:
            at += 1
        above = turned[at + 1 : at + 1 + NEAR_PX, first : last + 1]
        if above.size and not (above > LINE_CONTRAST).any():
            return float(len(contrast) - 1 - line)
    return None


def _is_parted(rows: Floats) -> bool:
    """A thin line between the middle two of four rows, each too faint by itself; the outer two are bare along it."""
    before, upper, lower, after = rows
    bare = (before < BARE_CONTRAST) & (after < BARE_CONTRAST)
    return bool((bare & (upper + lower > LINE_CONTRAST)).mean() > FRAME_COVERAGE)


def line_end(contrast: Floats, line: float, last: float, limit: float) -> float | None:
    """Where the x axis line ends on the right; None where no line is drawn."""
    if not np.isfinite(line):
        return None
    row = round(line)
    lit = contrast[max(0, row - 1) : row + 2, int(last) : int(limit) + 1].max(axis=0) > LINE_CONTRAST
    if lit.size == 0 or not lit[:3].any():
        return None
    dark = np.flatnonzero(~lit[2:])
    return float(int(last) + (dark[0] + 1 if dark.size else lit.size - 1))


def panel_end(contrast: Floats, rows: Floats, last: float, limit: float) -> float | None:
    """Where a tinted panel or its grid lines end on the right, by most of the grid's rows; None where there is none."""
    ends = []
    for row in rows:
        r = round(float(row))
        if not 1 <= r < len(contrast) - 1:
            continue
        around = contrast[r - 1 : r + 2, max(0, int(last) - NEAR_PX) : int(limit) + 1].max(axis=0) > PANEL_CONTRAST
        lit = around[min(NEAR_PX, int(last)) :]
        if lit.size < 4 or not around[: 2 * NEAR_PX + 1].any():
            continue
        before = contrast[r - 1 : r + 2, max(0, int(last) - DOTTED_PX) : int(last)].max(axis=0) > PANEL_CONTRAST
        gap = _widest_gap(before) if is_dashed(before) else 1
        bare = sliding_window_view(np.append(~lit[NEAR_PX:], np.ones(gap, np.bool_)), gap + 1)
        dark = np.flatnonzero(bare.all(axis=1))
        ends.append(int(last) + (int(dark[0]) + 1 if dark.size else lit.size - 1))
    if len(ends) < 0.5 * len(rows) or len(ends) < 2:
        return None
    middle = float(np.median(ends))
    return middle if np.mean(np.abs(np.array(ends) - middle) < 4) >= 0.5 else None


def _widest_gap(lit: Bools) -> int:
    """Pixels of the widest gap of a dotted line."""
    return int(np.diff(np.flatnonzero(lit)).max(initial=1)) - 1


def ground_end(contrast: Floats, rows: tuple[float, float], columns: tuple[float, float], limit: float) -> float | None:
    """Where the ground of a tinted panel ends on the right, by most rows from the first to the last; None without one.

    Its grid is as white as the page, in lines of any width: no wider gap than those between the first and the last of
    the ``columns`` that are labelled parts the panel from what lies beyond it.
    """
    first, last = max(0, round(columns[0])), round(columns[1])
    area = contrast[max(0, round(rows[0])) : round(rows[1]) + 1, first : int(limit) + 1]
    if area.shape[0] < 3 or last <= first or last - first >= area.shape[1]:
        return None
    lit = (area > PANEL_CONTRAST).mean(axis=0) > GROUND
    if lit[: last - first + 1].mean() < TINTED:
        return None
    seen = np.flatnonzero(lit)
    before = seen <= last - first
    widest = int(np.diff(seen[before], prepend=-1).max())
    beyond = np.flatnonzero(~before)
    steps = np.diff(seen[beyond], prepend=seen[before][-1])
    apart = np.flatnonzero(steps > widest + BLUR_PX)
    stop = beyond[apart[0]] if apart.size else seen.size
    return float(first + seen[stop - 1])


def behind_the_grid(contrast: Floats, line: float, stop: int, rows: tuple[float, float], across: Floats) -> float:
    """Where lines ``across`` (rows) end that go on beyond a line, the last one of a grid; else the line.

    They end at the frame behind it, or where a grid without one does.
    """
    after = int(np.ceil(line)) + 1
    while after <= stop and frame_line(contrast.T, after, after, int(rows[0]), int(rows[1])) is not None:
        after += 1
    frame = frame_line(contrast.T, after, stop, int(rows[0]), int(rows[1]))
    across = across[np.isfinite(across)]
    if frame is None:
        end = panel_end(contrast, across, after, stop)
        return end if end is not None and end > after + BLUR_PX else line
    known = np.round(across).astype(np.int64)
    known = known[(known >= 1) & (known < contrast.shape[0] - 1)]
    between = slice(after, int(frame) + 1)
    # Lines across a pale line are as pale, or as they are before it.
    drawn = np.median(contrast[int(rows[0]) : int(rows[1]), int(line) : int(np.ceil(line)) + 1].max(axis=1))
    before = slice(max(0, 2 * int(line) - int(frame)), int(line))
    lit = min(LINE_CONTRAST, AS_PALE * float(drawn))
    whole = []
    for r in known:
        own = float(np.median(contrast[r - 1 : r + 2, before].max(axis=0))) if before.stop > before.start else 0.0
        least = min(lit, AS_PALE * own) if own > BARE_CONTRAST else lit
        whole.append(bool((contrast[r - 1 : r + 2, between].max(axis=0) > least).mean() > FRAME_COVERAGE))
    return frame if len(whole) > 1 and np.mean(whole) >= GRID_SHARE else line
