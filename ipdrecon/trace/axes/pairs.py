"""Pairs of axes: which row of times belongs to which column of shares, by their labels alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.runs import (
    MIN_LABELS,
    beside_each_other,
    height_of,
    is_whole,
    over_each_other,
    right_of,
    row_of,
    share_words,
    shares_of,
    step,
    times_of,
    without_zero_of_table,
    without_zero_of_times,
    words_of,
)
from ipdrecon.trace.axes.ticks import Run, labels_of
from ipdrecon.trace.axes.titles import time_unit

#: An unread label at the end of an axis is at most this many steps from the next one.
UNREAD_STEPS = 2.05
#: How far right of the labels of the y axis its line stands, in label heights: no more labels are unread before it.
CORNER = 3.0
#: Labels of a row of times beyond one that it shares with a column, from which that is no axis.
BEYOND = 2
#: How far above the times of its panel those of an inset stand at least, in label heights.
INSET_ABOVE = 1.5
#: Most of the length of a y axis that a table inside the frame takes beneath it.
TABLE_ROOM = 0.9


@attrs.frozen(eq=False)
class Pair:
    """Labels of the two axes of one panel.

    ``shared`` where its times are printed below another panel, ``right`` where the shares stand right of the plot.
    """

    x: Run
    y: Run
    shared: bool = False
    right: bool = False

    @property
    def first(self) -> float:
        """Lowest value the x axis shows: 0 where only its label is unread, for time begins there."""
        value = self.x.labels[0].value
        unread = value <= UNREAD_STEPS * step(self.x) or self._begins_at_zero
        return 0.0 if value > 0 and unread and self.shows_zero else value

    @property
    def _begins_at_zero(self) -> bool:
        """Whether time 0 stands in the corner of the axes, beside the labels of the y axis."""
        return not self.right and self.x.zero < right_of(self.y) + CORNER * height_of(self.y)

    @property
    def shows_zero(self) -> bool:
        """Whether time 0 lies in the plot."""
        # The reader draws boxes wide: labels may seem to reach a little into the plot.
        return self.x.zero > (0.0 if self.right else right_of(self.y) - height_of(self.y))

    @property
    def low(self) -> float:
        """Lowest value the y axis shows: 0 where its label is unread and it lies above the labels of the x axis."""
        value = self.y.labels[0].value
        return 0.0 if 0 < value <= UNREAD_STEPS * step(self.y) and self.y.zero < row_of(self.x) else value


def find_pairs(words: Sequence[Word]) -> list[Pair]:
    """Every pair of axes that words show."""
    labels = labels_of(words)
    rows = times_of(labels)
    columns = [without_zero_of_table(without_zero_of_times(y, rows), rows) for y in shares_of(labels)]
    pairs: list[Pair] = []
    for y in sorted(columns, key=lambda r: -len(r.labels)):
        for x in sorted(rows, key=lambda r: -len(r.labels)):
            own = _before_next(_without(x, y), y, columns, rows)
            if own is not None and _belongs(own, y, columns) and not any(share_words(own, p.x) for p in pairs):
                pairs.append(Pair(own, y))
    # A table inside the frame parts the times from the shares; only rows and columns without a partner are so far off.
    alone = [y for y in columns if is_whole(y) and not any(pair.y is y for pair in pairs)]
    for y in sorted(alone, key=lambda r: -len(r.labels)):
        for x in sorted(rows, key=row_of):
            own = _before_next(_without(x, y), y, columns, rows)
            if own is None or any(share_words(own, pair.x) for pair in pairs) or any(pair.y is y for pair in pairs):
                continue
            if _belongs(own, y, columns, room=TABLE_ROOM):
                pairs.append(Pair(own, y))
    pairs = _without_times(_nearest_rows(pairs))
    return pairs + _sharing(pairs, columns, words)


def _without_times(pairs: list[Pair]) -> list[Pair]:
    """Pairs whose shares are no times of another one: counts may go on evenly below a label of a longer row."""
    return [
        pair
        for pair in pairs
        if not any(
            other.y is not pair.y and len(other.x.labels) > len(pair.y.labels) and share_words(other.x, pair.y)
            for other in pairs
        )
    ]


def _without(x: Run, y: Run) -> Run | None:
    """A row of times less the label it has in common with a column ("0.00" at the corner); None where few are left."""
    labels = tuple(label for label in x.labels if id(label.word) not in words_of(y))
    return attrs.evolve(x, labels=labels) if len(labels) >= MIN_LABELS else None


def _before_next(x: Run | None, y: Run, columns: list[Run], rows: list[Run]) -> Run | None:
    """A row of times as far as the next column beside ``y``: a label beyond may continue the row by chance.

    The times of an inset stand above the row, which goes on beneath it: its column ends none. None where few are left.
    """
    if x is None:
        return None
    beside = [o for o in _neighbours(x, y, columns) if right_of(o) > right_of(y) and not _runs_through(x, o)]
    foot = max(label.y for label in y.labels)
    above = [row for row in rows if row_of(row) < min(foot, row_of(x) - INSET_ABOVE * height_of(row))]
    stops = []
    for other in beside:
        end = min(label.word.box.left for label in other.labels)
        inset = any(_belongs(row, other, columns) for row in above) and _goes_on(x, end)
        stops += [end] if end > right_of(y) and not inset else []
    stop = min(stops, default=float("inf"))
    labels = tuple(label for label in x.labels if label.x < stop)
    return attrs.evolve(x, labels=labels) if len(labels) >= MIN_LABELS else None


def _runs_through(x: Run, column: Run) -> bool:
    """Whether a row of times goes on evenly beyond a label that it has in common with a column: that one is by chance.

    The lowest label of the next axis may continue the row, but not those of its own times.
    """
    shared = [k for k, label in enumerate(x.labels) if id(label.word) in words_of(column)]
    return bool(shared) and shared[-1] < len(x.labels) - BEYOND


def _goes_on(x: Run, place: float) -> bool:
    """Whether a row of times goes on beyond a column without a gap: a stray number behind it leaves one."""
    before = [label.value for label in x.labels if label.x < place]
    after = [label.value for label in x.labels if label.x >= place]
    return bool(before and after) and min(after) - max(before) <= UNREAD_STEPS * step(x)


def _belongs(x: Run, y: Run, columns: list[Run], *, room: float = 0.0) -> bool:
    """Whether a row of times lies below and to the right of a column of shares, with no other column between.

    ``room`` is the share of the column's length that a table takes between the two.
    """
    lowest = max(label.y for label in y.labels)
    highest = min(label.y for label in y.labels)
    right = right_of(y)
    height = height_of(y)
    row = row_of(x)
    first = min(label.x for label in x.labels)
    spacing = abs(y.per_unit) * (y.labels[1].value - y.labels[0].value)
    reach = max(2.2 * spacing, 5 * height, room * (lowest - highest))
    if not (lowest - 0.5 * height < row < lowest + reach and first > right - height):
        return False
    return not any(right < right_of(other) < first + height for other in _neighbours(x, y, columns))


def _neighbours(x: Run, y: Run, columns: list[Run]) -> list[Run]:
    """Columns beside ``y`` that end above a row of times: those that go on below it are counts of tables."""
    above = row_of(x) + height_of(x)
    return [
        other
        for other in columns
        if other is not y and beside_each_other(other, y) and max(label.y for label in other.labels) < above
    ]


def _sharing(pairs: list[Pair], columns: list[Run], words: Sequence[Word]) -> list[Pair]:
    """Panels of facets whose times are printed below the panels under them: columns in line with the one below.

    In a row of facets the last may have times of its own, where no panel stands under it.
    """
    found: list[Pair] = []
    known = set[int]().union(*(words_of(run) for run in (*columns, *(pair.x for pair in pairs))))
    others = [word for word in words if id(word) not in known]
    for y in columns:
        own = [pair.x for pair in pairs if pair.y is y]
        lowest = max(label.y for label in y.labels)
        below = [
            pair
            for pair in pairs
            if min(label.y for label in pair.y.labels) > lowest
            and abs(right_of(pair.y) - right_of(y)) < height_of(y)
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
            if not any(over_each_other(pair.x, x) for x in own)
            and min(label.y for label in pair.y.labels) < nearest + height_of(y)
            and not _labels_between(others, pair.x, lowest + 0.3 * height_of(y), nearest - 0.5 * height_of(y))
        ]
    return found


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


def _nearest_rows(pairs: list[Pair]) -> list[Pair]:
    """Of several rows of times beneath one stretch of a y axis (a table repeats them), the nearest.

    Counts of a table inside the frame, which rise by chance, rarely have their 0 in the plot as times have.
    """
    kept: list[Pair] = []
    for pair in sorted(pairs, key=lambda p: (not p.shows_zero, row_of(p.x), -len(p.x.labels))):
        left, right = pair.x.labels[0].x, pair.x.labels[-1].x
        for other in kept:
            if other.y is pair.y and min(right, other.x.labels[-1].x) - max(left, other.x.labels[0].x) > 0:
                break
        else:
            kept.append(pair)
    return kept


def row_box(pair: Pair, pairs: Sequence[Pair], box: Box) -> Box:
    """The plot area of a panel, made as wide as all panels are whose times stand in its row: facets have one title."""
    beside = [p.x for p in pairs if abs(row_of(p.x) - row_of(pair.x)) < height_of(pair.x)]
    left, right = min(x.labels[0].x for x in beside), max(x.labels[-1].x for x in beside)
    return Box(min(box.left, left), box.top, max(box.right, right), box.bottom)
