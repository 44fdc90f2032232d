"""Pairs of axes: which row of times belongs to which column of shares, by their labels alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Word
from ipdrecon.trace.ticks import HIGHEST_SHARE, Label, Run, even_run, labels_of, lines_of, with_points
from ipdrecon.trace.titles import time_unit

#: Fewest labels of an axis.
MIN_LABELS = 3
#: Runs of so many labels must stand whole steps apart, with this slack (365, 730, 1096 days).
FEW_LABELS, STEP_SLACK = 4, 0.02
#: Parts that unread labels leave of the smallest step between those read.
UNREAD_PARTS = np.array([1.0, 2.0, 3.0])
#: An unread label at the end of an axis is at most this many steps from the next one.
UNREAD_STEPS = 2.05
#: Fewest labels of an axis that is surely whole, and how much of the way from 0 to 1 they take.
WHOLE_LABELS, WHOLE_SPAN = 4, 0.75
#: Most of the length of a y axis that a table inside the frame takes beneath it.
TABLE_ROOM = 0.9


@attrs.frozen(eq=False)
class Pair:
    """Labels of the two axes of one panel; ``shared`` where its times are printed below another panel."""

    x: Run
    y: Run
    shared: bool = False

    @property
    def first(self) -> float:
        """Lowest value the x axis shows: 0 where only its label is unread, for time begins there."""
        value = self.x.labels[0].value
        # The reader draws boxes wide: labels may seem to reach a little into the plot.
        zero = 0 < value <= UNREAD_STEPS * step(self.x) and self.x.zero > _right(self.y) - _height(self.y)
        return 0.0 if zero else value

    @property
    def low(self) -> float:
        """Lowest value the y axis shows: 0 where its label is unread and it lies above the labels of the x axis."""
        value = self.y.labels[0].value
        return 0.0 if 0 < value <= UNREAD_STEPS * step(self.y) and self.y.zero < _row(self.x) else value


def step(run: Run) -> float:
    """Distance in value between neighbouring labels."""
    return float(np.diff([label.value for label in run.labels]).min())


def find_pairs(words: Sequence[Word]) -> list[Pair]:
    """Every pair of axes that words show."""
    labels = labels_of(words)
    upright = [label for label in labels if label.word.angle == 0]
    times = [label for label in upright if not label.percent]
    rows = [run for line in lines_of(times, vertical=False) for run in runs_of(line, vertical=False) if is_time(run)]
    columns = shares_of(labels)
    pairs: list[Pair] = []
    for y in sorted(columns, key=lambda r: -len(r.labels)):
        for x in sorted(rows, key=lambda r: -len(r.labels)):
            own = _before_next(_without(x, y), y, columns)
            if own is not None and _belongs(own, y, columns) and not any(_same(own, p.x) for p in pairs):
                pairs.append(Pair(own, y))
    # A table inside the frame parts the times from the shares; only rows and columns without a partner are so far off.
    alone = [y for y in columns if is_whole(y) and not any(pair.y is y for pair in pairs)]
    for y in sorted(alone, key=lambda r: -len(r.labels)):
        for x in sorted(rows, key=_row):
            own = _before_next(_without(x, y), y, columns)
            if own is None or any(_same(own, pair.x) for pair in pairs) or any(pair.y is y for pair in pairs):
                continue
            if _belongs(own, y, columns, room=TABLE_ROOM):
                pairs.append(Pair(own, y))
    pairs = _nearest_rows(pairs)
    return pairs + _sharing(pairs, columns, words)


def shares_of(labels: list[Label]) -> list[Run]:
    """Every column of labels that can be a y axis."""
    columns: list[Run] = []
    for turned in (False, True):  # labels of a y axis lie as text does, or are turned as in R's own plots
        alike = [label for label in labels if (label.word.angle != 0) == turned]
        columns += [
            run
            for line in lines_of(alike, vertical=True)
            for run in runs_of(with_points(line), vertical=True)
            if _is_share(run)
        ]
    return _distinct(columns)


def runs_of(line: list[Label], *, vertical: bool) -> list[Run]:
    """All runs of one line: facets put several axes into one row."""
    found: list[Run] = []
    rest = list(line)
    for _ in range(6):
        run = even_run(rest, vertical=vertical)
        if run is None or len(run.labels) < MIN_LABELS:
            break
        found.append(run)
        rest = [label for label in rest if label not in run.labels]
    return found


def is_time(run: Run) -> bool:
    """Whether a row of labels can be times."""
    values = [label.value for label in run.labels]
    return min(values) >= 0 and max(values) > 0 and not any(label.percent for label in run.labels) and _is_regular(run)


def _is_regular(run: Run) -> bool:
    """Whether few labels stand whole steps apart, as ticks do and counts of a table seldom."""
    gaps = np.diff([label.value for label in run.labels])
    count = gaps / gaps.min()
    return gaps.size + 1 > FEW_LABELS or bool((np.abs(count - np.round(count)) < STEP_SLACK).all())


def _without(x: Run, y: Run) -> Run | None:
    """A row of times less the label it has in common with a column ("0.00" at the corner); None where few are left."""
    labels = tuple(label for label in x.labels if id(label.word) not in _words(y))
    return attrs.evolve(x, labels=labels) if len(labels) >= MIN_LABELS else None


def _before_next(x: Run | None, y: Run, columns: list[Run]) -> Run | None:
    """A row of times as far as the next column beside ``y``: a label beyond may continue the row by chance.

    None where few are left.
    """
    if x is None:
        return None
    ends = [min(label.word.box.left for label in other.labels) for other in columns if _rows_meet(other, y)]
    stop = min((end for end in ends if end > _right(y)), default=float("inf"))
    labels = tuple(label for label in x.labels if label.x < stop)
    return attrs.evolve(x, labels=labels) if len(labels) >= MIN_LABELS else None


def _rows_meet(one: Run, two: Run) -> bool:
    """Whether two columns stand beside each other."""
    lowest = min(max(label.y for label in run.labels) for run in (one, two))
    return lowest > max(min(label.y for label in run.labels) for run in (one, two))


def _is_share(run: Run) -> bool:
    values = [label.value for label in run.labels]
    low, high = min(values), max(values)
    if low < -0.11 * max(1.0, high) or not _is_regular(run) or not _has_zero(run):
        return False
    return high <= HIGHEST_SHARE if high <= 2 else 8 <= high <= 121 and len(values) >= MIN_LABELS


def _has_zero(run: Run) -> bool:
    """Whether 0 lies on the grid of few labels, some of which may be unread; counts of a table stand anywhere."""
    values = np.array([label.value for label in run.labels])
    off = [np.abs(values / part - np.round(values / part)).max() for part in np.diff(values).min() / UNREAD_PARTS]
    return values.size > FEW_LABELS or min(off) < STEP_SLACK


def is_whole(run: Run) -> bool:
    """Whether shares run up to 1 over most of the way from 0, as the columns of a table do not."""
    values = [label.value for label in run.labels]
    whole = 100.0 if max(values) > 2 else 1.0
    return len(values) >= WHOLE_LABELS and max(values) == whole and max(values) - min(values) >= WHOLE_SPAN * whole


def _distinct(columns: list[Run]) -> list[Run]:
    """Each y axis once: the run with most labels of those that share labels."""
    kept: list[Run] = []
    for run in sorted(columns, key=lambda r: -len(r.labels)):
        if not any(_words(run) & _words(other) for other in kept):
            kept.append(run)
    return kept


def _belongs(x: Run, y: Run, columns: list[Run], *, room: float = 0.0) -> bool:
    """Whether a row of times lies below and to the right of a column of shares, with no other column between.

    ``room`` is the share of the column's length that a table takes between the two.
    """
    lowest = max(label.y for label in y.labels)
    highest = min(label.y for label in y.labels)
    right = _right(y)
    height = _height(y)
    row = _row(x)
    first = min(label.x for label in x.labels)
    spacing = abs(y.per_unit) * (y.labels[1].value - y.labels[0].value)
    reach = max(2.2 * spacing, 5 * height, room * (lowest - highest))
    if not (lowest - 0.5 * height < row < lowest + reach and first > right - height):
        return False
    for other in columns:
        if other is y:
            continue
        if _rows_meet(other, y) and right < _right(other) < first + height:
            return False
    return True


def _sharing(pairs: list[Pair], columns: list[Run], words: Sequence[Word]) -> list[Pair]:
    """Panels of facets whose times are printed below the panels under them: columns in line with the one below.

    In a row of facets the last may have times of its own, where no panel stands under it.
    """
    found: list[Pair] = []
    known = set[int]().union(*(_words(run) for run in (*columns, *(pair.x for pair in pairs))))
    others = [word for word in words if id(word) not in known]
    for y in columns:
        own = [pair.x for pair in pairs if pair.y is y]
        lowest = max(label.y for label in y.labels)
        below = [
            pair
            for pair in pairs
            if min(label.y for label in pair.y.labels) > lowest
            and abs(_right(pair.y) - _right(y)) < _height(y)
            and pair.y.labels[-1].value == y.labels[-1].value
            and abs(pair.y.per_unit / y.per_unit - 1) < 0.05
        ]
        if not below:
            continue
        # Rows of times that stand between belong to panels that have their own.
        nearest = min(min(label.y for label in pair.y.labels) for pair in below)
        found += [
            Pair(pair.x, y, shared=True)
            for pair in below
            if not any(_meet(pair.x, x) for x in own)
            and min(label.y for label in pair.y.labels) < nearest + _height(y)
            and not _labels_between(others, pair.x, lowest + 0.3 * _height(y), nearest - 0.5 * _height(y))
        ]
    return found


def _meet(a: Run, b: Run) -> bool:
    """Whether two rows of times stand over one another."""
    return min(a.labels[-1].x, b.labels[-1].x) > max(a.labels[0].x, b.labels[0].x)


def _labels_between(words: Sequence[Word], x: Run, top: float, bottom: float) -> bool:
    """Whether an axis is labelled between two rows, be it illegibly: numbers, or a title that names time."""
    reach = x.labels[-1].x - x.labels[0].x
    between = [
        word.text
        for word in words
        if top < word.box.center[1] < bottom and -0.1 * reach < word.box.center[0] - x.labels[0].x < 1.1 * reach
    ]
    numbers = [text for text in between if re.search(r"\d", text)]
    return len(numbers) > 1 or any(re.search(r"\btime\b", text, re.I) or time_unit(text) for text in between)


def _right(run: Run) -> float:
    return float(np.median([label.word.box.right for label in run.labels]))


def _height(run: Run) -> float:
    return float(np.median([label.word.box.height for label in run.labels]))


def _row(run: Run) -> float:
    return float(np.median([label.y for label in run.labels]))


def _words(run: Run) -> set[int]:
    return {id(label.word) for label in run.labels}


def _same(a: Run, b: Run) -> bool:
    return bool(_words(a) & _words(b))


def _nearest_rows(pairs: list[Pair]) -> list[Pair]:
    """Of several rows of times beneath one stretch of a y axis (a table repeats them), the nearest."""
    kept: list[Pair] = []
    for pair in sorted(pairs, key=lambda p: (_row(p.x), -len(p.x.labels))):
        left, right = pair.x.labels[0].x, pair.x.labels[-1].x
        for other in kept:
            if other.y is pair.y and min(right, other.x.labels[-1].x) - max(left, other.x.labels[0].x) > 0:
                break
        else:
            kept.append(pair)
    return kept
