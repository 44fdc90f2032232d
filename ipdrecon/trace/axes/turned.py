"""Labels of axes that run upwards, as in R's own plots: read once more with the picture turned upright."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.axes.pairs import Pair
from ipdrecon.trace.axes.runs import MIN_LABELS, TALLER, row_of, times_of
from ipdrecon.trace.axes.ticks import Run, labels_of, number
from ipdrecon.trace.text.words import read_rotated

#: How far left of time 0 turned labels are looked for, in lengths of the x axis.
TURNED_REACH = 0.3
#: Gap between two pieces of one turned number, and how far their boxes may overlap, in heights of the lower piece, and
#: the share of the narrower one's columns that they have in common: labels that lie as text does stand a tick apart.
PIECES_GAP, PIECES_LAP, PIECES_SHARE = 0.35, 0.6, 0.6
#: Most steps of the times that may be unread before the first one.
UNREAD_TIMES = 2.01
#: How tall a y axis is at least, in lengths of the x axis: rows of a table that repeat the times stand closer.
FLATTEST = 0.2
#: Parts a figure is read in where labels of times are looked for that run upwards, and how far apart the upper ends of
#: such labels lie, in heights of their print: that is where the axis is.
PARTS, LEVEL = 2, 0.6


def looks_turned(run: Run, words: Sequence[Word]) -> bool:
    """Whether labels of a y axis are print that runs upwards.

    Boxes are then taller than wide, or turned words stand among them (some read as if upright, "0.4" as "044"), or most
    are pieces of a number ("8" above "0.").
    """
    long = [label.word.box for label in run.labels if len(label.word.text.strip()) > 1]
    tall = [box for box in long if _is_tall(box)]
    left = min(label.word.box.left for label in run.labels)
    right = max(label.word.box.right for label in run.labels)
    column = [w for w in words if number(w.text) and left - 2 < w.box.center[0] < right + 2]
    turned = [w for w in column if w.angle != 0 or (len(w.text.strip()) > 1 and _is_tall(w.box))]
    in_pieces = [label for label in run.labels if any(_adjoins(label.word.box, w.box) for w in words)]
    return len(tall) > 0.5 * len(long) or len(turned) > 1 or len(in_pieces) > 0.5 * len(run.labels)


def stand_alone(pairs: Sequence[Pair], words: Sequence[Word]) -> bool:
    """Whether turned numbers of no pair stand one above the other: labels of a panel that seems to share an axis."""
    used = {id(label.word) for pair in pairs for label in (*pair.x.labels, *pair.y.labels)}
    boxes = [w.box for w in words if w.angle != 0 and number(w.text) is not None and id(w) not in used]
    return any(a.left < b.center[0] < a.right for a, b in itertools.permutations(boxes, 2))


def _is_tall(box: Box) -> bool:
    return box.height > TALLER * box.width


def _adjoins(box: Box, other: Box) -> bool:
    """Whether a piece of print stands right above or below another one, in its columns."""
    gap = max(other.top - box.bottom, box.top - other.bottom)
    shared = min(box.right, other.right) - max(box.left, other.left)
    near = -PIECES_LAP < gap / min(box.height, other.height) < PIECES_GAP
    return near and shared > PIECES_SHARE * min(box.width, other.width)


def with_turned_labels(figure: Figure, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words with the turned labels left of every row of times read once more, with the picture turned upright."""
    upright = tuple(w for w in words if w.angle == 0)
    found: list[Word] = []
    axes: list[Box] = []  # the times of the panels
    for run in sorted(times_of(labels_of(upright)), key=row_of):
        first, last = run.labels[0], run.labels[-1]
        # The zero of the times is often unread beside the lowest label of the y axis.
        lost = 0.0 < first.value <= UNREAD_TIMES * (run.labels[1].value - first.value)
        begin = run.zero if lost else first.x
        left = max(0.0, begin - TURNED_REACH * (last.x - begin) - 20)
        right, bottom = max(left + 8, begin - 4), first.word.box.top
        # The y axis of a panel beneath another one begins below the times of that.
        above = [row for row in axes if row.left < right and left < row.right and row.bottom < bottom]
        top = max([0.0, first.y - 1.6 * (last.x - begin), *(row.bottom for row in above)])
        if not above or bottom - top > FLATTEST * (last.x - begin):
            found += read_rotated(figure, Box(left, top, right, bottom))
            axes.append(Box(left, bottom, last.x, max(label.word.box.bottom for label in run.labels)))
    turned = [w.box for w in found]
    # What was read of the same print as if it were upright ("8" for "0.8") is left out.
    return (*(w for w in upright if not any(w.box.overlaps(box) for box in turned)), *found)


def with_turned_times(figure: Figure, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words with the labels of times that run upwards, as boxes of one row.

    All of the figure is read with the picture turned, which only those ask for that show no axes otherwise.
    """
    edges = np.linspace(0.0, figure.height, PARTS + 1)
    found = [
        word
        for top, bottom in itertools.pairwise(edges)
        for word in read_rotated(figure, Box(0.0, float(top), float(figure.width), float(bottom)))
        if number(word.text) is not None
    ]
    rows = [row for row in _level_rows(found) if len(row) >= MIN_LABELS]
    times = [label for row in rows for label in _as_labels(row)]
    return (*(w for w in words if not any(w.box.overlaps(label.box) for label in times)), *times)


def _level_rows(words: Sequence[Word]) -> list[list[Word]]:
    """Turned words by the row their upper ends lie in."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.top):
        last = rows[-1][-1] if rows else None
        if last is not None and word.box.top - last.box.top <= LEVEL * min(word.box.width, last.box.width):
            rows[-1].append(word)
        else:
            rows.append([word])
    return rows


def _as_labels(row: Sequence[Word]) -> list[Word]:
    """Words of a row of turned labels as if they lay as text does: all of one height."""
    top, bottom = min(w.box.top for w in row), max(w.box.bottom for w in row)
    return [attrs.evolve(w, box=Box(w.box.left, top, w.box.right, bottom), angle=0) for w in row]


def better_read(upright: Sequence[Pair], turned: Sequence[Pair]) -> list[Pair]:
    """Pairs of axes from the labels as they were read first and turned upright: of each panel the one that has more.

    Labels that agree with each other are read well; panels of one figure may differ in how their labels lie. One whose
    own labels were not read seems to share those of the panel left of it, and is no better than one that has as many.
    """
    beaten = [
        (one, other)
        for one in upright
        for other in turned
        if _of_one_panel(one, other)
        and not _borrows(one, upright)
        and len(one.y.labels) >= len(other.y.labels) + (not _borrows(other, turned))
    ]
    kept = [pair for pair in turned if not any(pair is other for _, other in beaten)]
    return [pair for pair in upright if not any(_of_one_panel(pair, other) for other in kept)] + kept


def _borrows(pair: Pair, pairs: Sequence[Pair]) -> bool:
    """Whether a panel's column of shares belongs to one that stands left of it."""
    return any(other.y is pair.y and other.x.labels[0].x < pair.x.labels[0].x for other in pairs)


def _of_one_panel(one: Pair, other: Pair) -> bool:
    """Whether two pairs have the same row of times or the same column of shares."""
    return any(_reach(a).overlaps(_reach(b)) for a, b in ((one.x, other.x), (one.y, other.y)))


def _reach(run: Run) -> Box:
    box = run.labels[0].word.box
    for label in run.labels[1:]:
        box = box.union(label.word.box)
    return box
