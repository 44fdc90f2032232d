"""Axes that are labelled with two shares only, have the shares on the right, or two times beside an unread 0.

They are looked for only where a figure has no ordinary axes, for numbers that stand so by chance are not rare.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from ipdrecon.figure import Word
from ipdrecon.trace.axes.pairs import Pair
from ipdrecon.trace.axes.runs import (
    WHOLES,
    beside_each_other,
    goes_beyond_shares,
    height_of,
    is_whole,
    left_of,
    right_of,
    row_of,
    shares_of,
    times_of,
)
from ipdrecon.trace.axes.ticks import DECIMALS, Label, Run, labels_of

#: How far below the column of shares their times stand, in label heights, and as a share of its length; and below one
#: of two labels that ends above 0: where a third one would be, a step lower, the plot has ended.
REACH, REACH_SHARE, REACH_ABOVE = 5.0, 0.35, 1.0
#: How far apart the right edges or middles of two labels of a column may be, in label heights.
IN_LINE = 0.6
#: Least length of an axis that is labelled at its ends only, in label heights.
LEAST_LONG = 2.0
#: How far right of a column of shares the unread 0 of two times may stand, in steps of theirs.
CORNER = 0.3
#: Shares that are labelled besides 0 where there is room for one more: the whole, or else a half; any other one must
#: be printed as one, with a percent sign or as many decimals as the 0 has ("0.00" and "0.75").
UPPER = (*WHOLES, 0.5, 50.0)


def unusual_pairs(words: Sequence[Word]) -> list[Pair]:
    """Pairs of axes with labels of two shares alone, or else with the shares on the right, or with two times."""
    labels = labels_of(words)
    rows = times_of(labels)
    return _by_ends(labels, rows) or _on_the_right(labels, rows) or _by_two_times(labels)


def _by_ends(labels: list[Label], rows: list[Run]) -> list[Pair]:
    pairs: list[Pair] = []
    zeros = [label for label in labels if label.value == 0]
    shares = [label for label in labels if 0 < label.value <= (100 if label.percent else 1) or label.value in UPPER]
    wholes = [label for label in shares if label.value in WHOLES]
    lower = [label for label in shares if label not in wholes]
    for zero, share in (*itertools.product(zeros, shares), *itertools.product(lower, wholes)):
        y = _ends(zero, share)
        y = None if y is None or goes_beyond_shares(y, labels) else y
        below = [] if y is None else [x for x in rows if _is_below(x, y) and x.labels[0].x > right_of(y) - height_of(y)]
        if y is not None and below:
            pairs.append(Pair(min(below, key=row_of), y))
    return _each_once(pairs)


def _ends(zero: Label, share: Label) -> Run | None:
    """The column of two labels; None where they are no ends of one axis."""
    one, two = zero.word.box, share.word.box
    height = min(one.height, two.height) if zero.word.angle == 0 else min(one.width, two.width)
    off = min(abs(one.right - two.right), abs(one.center[0] - two.center[0]))
    alike = zero.percent == share.percent and (zero.word.angle != 0) == (share.word.angle != 0)
    printed = share.percent or 0 < _decimals(share) == _decimals(zero)
    long = zero.y - share.y
    plain = zero.value == 0 and share.value in UPPER  # an axis cut above 0 says in both labels that they are shares
    if not alike or not (printed or plain) or off > IN_LINE * height or long < LEAST_LONG * height:
        return None
    px_per_unit = -long / (share.value - zero.value)
    return Run((zero, share), zero.y - zero.value * px_per_unit, px_per_unit)


def _decimals(label: Label) -> int:
    match = DECIMALS.search(label.word.text)
    return len(match.group(1)) if match else 0


def _on_the_right(labels: list[Label], rows: list[Run]) -> list[Pair]:
    columns = [y for y in shares_of(labels) if is_whole(y)]
    pairs: list[Pair] = []
    for y in columns:
        others = [right_of(other) for other in columns if other is not y and beside_each_other(other, y)]
        before = max((end for end in others if end < left_of(y)), default=0.0)
        pairs += [
            Pair(x, y, right=True)
            for x in rows
            if before < x.labels[0].x and x.labels[-1].x < left_of(y) + height_of(y) and _is_below(x, y)
        ]
    return _each_once(sorted(pairs, key=lambda pair: row_of(pair.x)))


def _by_two_times(labels: list[Label]) -> list[Pair]:
    """A whole column of shares over two times, the second twice the first, with the corner where their 0 must be."""
    pairs: list[Pair] = []
    upright = [label for label in labels if label.word.angle == 0 and not label.percent and label.value > 0]
    for y in filter(is_whole, shares_of(labels)):
        own = [label for label in upright if label not in y.labels]
        for one, two in itertools.permutations(own, 2):
            step = two.x - one.x
            height = min(one.word.box.height, two.word.box.height)
            if step <= 0 or two.value != 2 * one.value or abs(one.y - two.y) > IN_LINE * height:
                continue
            x = Run((one, two), one.x - step, step / one.value)
            corner = right_of(y) - height_of(y) < x.zero < right_of(y) + CORNER * step
            if corner and _is_below(x, y):
                pairs.append(Pair(x, y))
    return _each_once(sorted(pairs, key=lambda pair: row_of(pair.x)))


def _is_below(x: Run, y: Run) -> bool:
    """Whether a row of times stands right below a column of shares."""
    lowest, highest = y.labels[0].y, y.labels[-1].y
    height = height_of(y)
    above = len(y.labels) == 2 and y.labels[0].value > 0
    share = REACH_ABOVE if above else REACH_SHARE
    return lowest - 0.5 * height < row_of(x) < lowest + max(REACH * height, share * (lowest - highest))


def _each_once(pairs: list[Pair]) -> list[Pair]:
    """Pairs that have no label in common with one before."""
    kept: list[Pair] = []
    used: set[int] = set()
    for pair in pairs:
        own = {id(label.word) for run in (pair.x, pair.y) for label in run.labels}
        if not own & used:
            kept.append(pair)
            used |= own
    return kept
