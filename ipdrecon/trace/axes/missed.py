"""Panels that could not be read: a y axis with numbers right below its foot that make no row of times."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.pairs import Pair
from ipdrecon.trace.axes.runs import is_whole, shares_of
from ipdrecon.trace.axes.ticks import Run, labels_of

#: How far below its lowest label the numbers are looked for, in label heights.
BELOW = 4.0


def missed_panels(words: Sequence[Word], pairs: Sequence[Pair]) -> list[Run]:
    """Columns of shares that no pair uses, though numbers that no pair uses stand right of and below them.

    A second y axis has none of its own, and the columns of a table are no shares from 0 to 1.
    """
    # By place, for the same print may have been read twice: upright and turned.
    used = [label.word.box for pair in pairs for run in (pair.x, pair.y) for label in run.labels]
    return [run for run in shares_of(labels_of(words)) if _is_axis(run, used) and _has_numbers(run, words, used)]


def _is_axis(run: Run, used: list[Box]) -> bool:
    return is_whole(run) and not any(_taken(label.word, used) for label in run.labels)


def _has_numbers(run: Run, words: Sequence[Word], used: list[Box]) -> bool:
    foot = run.labels[0].word.box
    right = max(label.word.box.right for label in run.labels)
    reach = abs(run.labels[-1].y - run.labels[0].y) * 3  # panels are at most some three times as wide as high
    near = [
        word
        for word in words
        if foot.center[1] + 0.5 * foot.height < word.box.center[1] < foot.center[1] + BELOW * foot.height
        and right - foot.height < word.box.center[0] < right + reach
        and not _taken(word, used)
    ]
    return any(re.search(r"\d", word.text) for word in near)


def _taken(word: Word, used: list[Box]) -> bool:
    return any(box.contains(*word.box.center) for box in used)
