"""Rows of times and columns of shares among the labels of a figure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.trace.axes.decimal_points import with_decimal_points
from ipdrecon.trace.axes.tick_digits import without_tick_digits
from ipdrecon.trace.axes.ticks import HIGHEST_SHARE, Label, Run, even_run, line_through, lines_of

#: Fewest labels of an axis.
MIN_LABELS = 3
#: Labels of a column beyond which its lowest may be none of them; steps from that to the next one against the usual one
#: from which it stands apart, and how far from the line of the others it then lies, in its heights.
MANY_LABELS, APART, OFF_LINE = 4, 1.5, 0.35
#: Runs of so many labels must stand whole steps apart, with this slack (365, 730, 1096 days).
FEW_LABELS, STEP_SLACK = 4, 0.02
#: Parts that unread labels leave of the smallest step between those read.
UNREAD_PARTS = np.array([1.0, 2.0, 3.0])
#: Least distance of the middles of two numbers that stand beside each other, in heights: a digit is as wide.
LEAST_APART = 0.4
#: How far from its place on an axis a label stands at most, the same for each length of the axis that it stands beyond
#: its beginning, and how far from the middle of the column; in label heights.
ON_COLUMN, BEYOND, BESIDE_COLUMN = 0.6, 0.2, 2.0
#: Height over width of the box of a number, of two characters at least, from which it may run upwards.
TALLER = 1.2
#: What stands at the upper end of an axis of proportions and of one of percentages.
WHOLES = (1.0, 100.0)
#: Fewest labels of an axis that is surely whole, how much of the way from 0 to 1 they take, and how many of them leave
#: no doubt about one more.
WHOLE_LABELS, WHOLE_SPAN, EVEN_LABELS = 4, 0.75, 6


def step(run: Run) -> float:
    """Distance in value between neighbouring labels."""
    return float(np.diff([label.value for label in run.labels]).min())


def times_of(labels: list[Label]) -> list[Run]:
    """Every row of labels that can be an axis of times."""
    upright = [label for label in labels if label.word.angle == 0 and not label.percent]
    return [run for line in lines_of(upright, vertical=False) for run in runs_of(line, vertical=False) if is_time(run)]


def shares_of(labels: list[Label]) -> list[Run]:
    """Every column of labels that can be a y axis."""
    columns: list[Run] = []
    for turned in (False, True):  # labels of a y axis lie as text does, or are turned as in R's own plots
        alike = [label for label in labels if (_may_run_upwards(label) if turned else label.word.angle == 0)]
        columns += [
            run
            for line in lines_of(alike, vertical=True)
            for run in runs_of(without_tick_digits(with_decimal_points(line)), vertical=True)
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
        run = _without_stray_foot(run) if vertical else run
        found.append(run)
        rest = [label for label in rest if label not in run.labels]
    return found


def _without_stray_foot(run: Run) -> Run:
    """A column without its lowest label where that stands apart from the others and off their line: a 0 of the table
    below an axis that ends above 0."""
    if len(run.labels) <= MANY_LABELS:
        return run
    steps, (rest, off) = np.diff([label.value for label in run.labels]), _without_foot(run)
    apart = steps[0] > APART * float(np.median(steps[1:]))
    return rest if apart and off > OFF_LINE * run.labels[0].word.box.height else run


def _without_foot(run: Run) -> tuple[Run, float]:
    """A column without its lowest label, on its own line, and how far that label lies off it, in pixels."""
    foot, rest = run.labels[0], run.labels[1:]
    zero, per_unit = line_through(np.array([label.value for label in rest]), np.array([label.y for label in rest]))
    return Run(rest, zero, per_unit), abs(zero + per_unit * foot.value - foot.y)


def without_zero_of_times(y: Run, rows: Sequence[Run]) -> Run:
    """A column without its lowest label where that is one of a row of times and off the line of the others: the 0 of
    times that begin at the y axis, whose own is not read."""
    foot = y.labels[0].word
    if len(y.labels) <= MIN_LABELS or not any(id(foot) in words_of(row) for row in rows):
        return y
    rest, off = _without_foot(y)
    return rest if off > OFF_LINE * foot.box.height else y


def without_zero_of_table(y: Run, rows: Sequence[Run]) -> Run:
    """A column without a lowest label that stands steps away, beyond times: a 0 of the table below that is in line."""
    if len(y.labels) <= MIN_LABELS:
        return y
    foot, second = y.labels[0], y.labels[1]
    steps = np.diff([label.value for label in y.labels])
    beside = [x for x in rows if x.labels[0].x > right_of(y) - height_of(y)]
    beyond = any(second.y < row_of(x) < foot.y - height_of(x) for x in beside)
    if not beyond or steps[0] <= APART * float(np.median(steps[1:])):
        return y
    return _without_foot(y)[0]


def is_time(run: Run) -> bool:
    """Whether a row of labels can be times: each stands right of the one before, as counts of two rows need not, nor
    the labels of a column."""
    values = [label.value for label in run.labels]
    if min(values) < 0 or max(values) <= 0 or any(label.percent for label in run.labels):
        return False
    apart = np.diff([label.x for label in run.labels])
    return _is_regular(run) and bool((apart > LEAST_APART * height_of(run)).all())


def _is_regular(run: Run) -> bool:
    """Whether few labels stand whole steps apart, as ticks do and counts of a table seldom."""
    gaps = np.diff([label.value for label in run.labels])
    count = gaps / gaps.min()
    return gaps.size + 1 > FEW_LABELS or bool((np.abs(count - np.round(count)) < STEP_SLACK).all())


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


def goes_beyond_shares(y: Run, labels: Sequence[Label]) -> bool:
    """Whether the column of an axis goes on to numbers that are no shares, as that of a hazard or a mean count does.

    The further from the labels of the axis, the less surely their own places say where a number must stand.
    """
    height, middle = height_of(y), float(np.median([label.word.box.center[0] for label in y.labels]))
    low, high = y.labels[0].value, y.labels[-1].value
    whole = 100.0 if high > 2 else 1.0
    return any(
        label.value > HIGHEST_SHARE * whole
        and abs(label.y - (y.zero + y.per_unit * label.value))
        < height * max(ON_COLUMN, BEYOND * (label.value - low) / (high - low))
        and abs(label.word.box.center[0] - middle) < BESIDE_COLUMN * height
        for label in labels
    )


def is_whole(run: Run) -> bool:
    """Whether shares run up to 1 over most of the way from 0, as the columns of a table do not.

    Of many labels the highest may be unread: a lone "1" is, sooner than "0.9".
    """
    values = [label.value for label in run.labels]
    whole = 100.0 if max(values) > 2 else 1.0
    unread = step(run) * 1.01 if len(values) >= EVEN_LABELS else 0.0
    long = len(values) >= WHOLE_LABELS and max(values) - min(values) >= WHOLE_SPAN * whole
    return long and whole - unread <= max(values) <= whole


def _may_run_upwards(label: Label) -> bool:
    """Whether a label is turned, or its box is higher than numbers that lie as text does need."""
    box = label.word.box
    return label.word.angle != 0 or (len(label.word.text.strip()) > 1 and box.height > TALLER * box.width)


def _distinct(columns: list[Run]) -> list[Run]:
    """Each y axis once: the run with most labels of those that share labels."""
    kept: list[Run] = []
    for run in sorted(columns, key=lambda r: -len(r.labels)):
        if not any(words_of(run) & words_of(other) for other in kept):
            kept.append(run)
    return kept


def beside_each_other(one: Run, two: Run) -> bool:
    """Whether two columns stand beside each other."""
    lowest = min(max(label.y for label in run.labels) for run in (one, two))
    return lowest > max(min(label.y for label in run.labels) for run in (one, two))


def over_each_other(a: Run, b: Run) -> bool:
    """Whether two rows of times stand over one another."""
    return min(a.labels[-1].x, b.labels[-1].x) > max(a.labels[0].x, b.labels[0].x)


def right_of(run: Run) -> float:
    return float(np.median([label.word.box.right for label in run.labels]))


def left_of(run: Run) -> float:
    return float(np.median([label.word.box.left for label in run.labels]))


def height_of(run: Run) -> float:
    """Height of the print, whichever way it runs."""
    boxes = [(label.word.box, label.word.angle) for label in run.labels]
    return float(np.median([box.height if angle == 0 else box.width for box, angle in boxes]))


def row_of(run: Run) -> float:
    return float(np.median([label.y for label in run.labels]))


def words_of(run: Run) -> set[int]:
    return {id(label.word) for label in run.labels}


def share_words(a: Run, b: Run) -> bool:
    return bool(words_of(a) & words_of(b))
