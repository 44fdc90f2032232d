"""Times at which the columns of a table stand."""

from __future__ import annotations

import re

import numpy as np

from ipdrecon.figure import Word
from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.table.apart import PADDING
from ipdrecon.trace.table.counts import count_of, in_parts
from ipdrecon.trace.table.line import COLUMN_SLACK, spacing_of
from ipdrecon.trace.table.shifted import begins_at

#: Cells of a line from which it says where columns stand.
MIN_COLUMNS = 3
#: Share of the columns that stand at ticks from which the others are stray print.
ON_GRID = 0.75
#: How far from even steps columns stand at most, as a share of the step.
EVEN = 0.08
#: Columns as a multiple of those that were read one by one up to which the others were read along with their labels or
#: with each other.
MOST_UNREAD = 2.0
#: Most labels of an axis that may lie unread before the first one that was.
MAX_BEFORE = 2


def columns_of(groups: list[list[Word]], frame: Frame) -> Floats:
    """Times of the table's columns: the ticks of the axis, or the columns' own where they stand elsewhere.

    Own columns are evenly spaced in every program that draws them, so their step is rounded to a whole number (or to
    a half) where that moves no column, and else taken from time 0 on where all columns then stand at whole steps.
    Counts stand about their times, or end at them (lifelines, rms), whichever is even.
    """
    ticks = frame.axes.x.ticks
    grid = _grid(frame)
    place = frame.axes.x.pixel(grid)
    spacing = spacing_of(place)
    height = float(np.median([w.box.height for group in groups for w in group])) if groups else 0.0
    near = COLUMN_SLACK * spacing + 0.2 * height
    alone = [[word for word in group if not _may_be_several(word)] for group in groups]
    first = float(place.min()) - 0.3 * spacing
    middle, right = _columns(alone, first, height)
    off = np.abs(middle[:, None] - place[None, :])
    at = int((off.min(axis=0) < near).sum()) if middle.size else 0  # of two columns by one tick one stands elsewhere
    if middle.size < MIN_COLUMNS or at >= ON_GRID * middle.size:
        kept = np.flatnonzero(_met(groups, place, near, height) | np.isin(grid, ticks))
        return np.asarray(grid[kept[0] : kept[-1] + 1])  # a label between two others was not read, nor what is above it
    time = _times(middle, frame)
    if time.size < MIN_COLUMNS:
        return ticks
    ends = right[middle < frame.box.right] - PADDING * height
    for half, shown in ((0.0, time), (float(np.median(right - middle)), _times(ends, frame))):
        even = _even(shown) if shown.size >= MIN_COLUMNS else None
        if even is not None:
            step, start = even
            own = start + step * np.arange(-round(start / step), round((float(shown[-1]) - start) / step) + 1)
            met = _met(groups, frame.axes.x.pixel(own) - half, near, height)
            if half > 0 and begins_at(groups, float(frame.axes.x.pixel(own[0])), height):
                met[0] = True
            return np.asarray(own[met | (own >= start)])
    return time


def _times(place: Floats, frame: Frame) -> Floats:
    """Times of columns, without what stands left of time 0: a label."""
    time = frame.axes.x.value(place)
    time = np.where(np.abs(time) < 0.1 * float(np.min(np.diff(time), initial=np.inf)), 0.0, time)
    return np.asarray(time[time >= 0])


def _even(time: Floats) -> tuple[float, float] | None:
    """Step and begin of evenly spaced columns, of which some may not have been read; None where they are not even."""
    number = np.round((time - time[0]) / np.min(np.diff(time)))
    if number[-1] > MOST_UNREAD * time.size:
        return None
    step, first = np.polyfit(number, time, 1)
    if np.abs(first + step * number - time).max() > EVEN * step:
        return None
    for unit in (1.0, 0.5, 0.25, 0.2, 0.1):
        even = round(step / unit) * unit
        start = round(first / even) * even if even > 0 else 0.0
        if even > 0 and np.abs(start + even * number - time).max() < EVEN * step:
            return even, start
    # prodlim divides the axis by ten, wherever that falls: the columns then begin at time 0.
    steps = round(first / step) + number
    even = float(steps @ time / (steps @ steps))
    return (even, even * steps[0]) if np.abs(even * steps - time).max() <= EVEN * step else None


def _met(groups: list[list[Word]], place: Floats, near: float, height: float) -> Bools:
    """Columns of a grid at which counts stand, those that were read along with a label or with each other among them.

    Such counts are known to stand at columns of a grid only.
    """
    spacing = spacing_of(place)
    parted = [in_parts(group, place, spacing) for group in groups]
    middle, _ = _columns(parted, float(place.min()) - 0.3 * spacing, height)
    return np.array([bool((np.abs(middle - x) < near).any()) for x in place])


def _may_be_several(word: Word) -> bool:
    """Whether counts of neighbouring columns may have been read as one with a blank in it ("194 273"): it stands at
    neither."""
    return re.fullmatch(r"[\d,.]+(?: [\d,.]+)+", word.text.strip()) is not None


def _columns(groups: list[list[Word]], first: float, height: float) -> tuple[Floats, Floats]:
    """Middles and right ends of the columns of counts right of ``first``, in pixels."""
    rows = [[w.box for w in group if count_of(w.text) and w.box.center[0] > first] for group in groups]
    rows = [counts for counts in rows if len(counts) >= MIN_COLUMNS]
    if not rows:
        return np.zeros(0), np.zeros(0)
    boxes = sorted((box for row in rows for box in row), key=lambda box: box.center[0])
    middle, right = (np.array(ends) for ends in ([b.center[0] for b in boxes], [b.right for b in boxes]))
    parts = np.split(np.arange(middle.size), np.flatnonzero(np.diff(middle) > 1.2 * height) + 1)
    parts = [part for part in parts if part.size >= 0.3 * len(rows)]
    return np.array([np.median(middle[part]) for part in parts]), np.array([np.median(right[part]) for part in parts])


def _grid(frame: Frame) -> Floats:
    """Times of the ticks, and of ticks whose label was not read: even steps from 0 to where the axis ends.

    Where labels at the beginning were not read, the plot seems to begin at the first that was.
    """
    ticks = frame.axes.x.ticks
    step = float(np.min(np.diff(ticks)))
    left, last = frame.axes.x.value(np.array([frame.box.left - 2.0, frame.box.right + 2.0]))
    shown = int(np.floor((ticks[0] - float(left)) / step + 1e-6))
    before = -min(max(MAX_BEFORE, shown), int(np.floor(ticks[0] / step + 1e-6)))
    after = int(np.floor((float(last) - ticks[0]) / step + 1e-6))
    even = ticks[0] + step * np.arange(before, after + 1)
    even = np.where(np.abs(even) < 1e-9 * step, 0.0, even)
    others = [t for t in ticks if np.min(np.abs(even - t)) > 1e-6 * step]
    return np.sort(np.concatenate([even, others]))
