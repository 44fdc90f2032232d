"""Labels of a y axis that run upwards, as in R's own plots: read once more with the picture turned upright."""

from __future__ import annotations

from collections.abc import Sequence

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.runs import TALLER, times_of
from ipdrecon.trace.ticks import Run, labels_of, number
from ipdrecon.trace.words import read_rotated

#: How far left of time 0 turned labels are looked for, in lengths of the x axis.
TURNED_REACH = 0.3
#: Gap between two pieces of one turned number, and how far their boxes may overlap, in heights of the lower piece, and
#: the share of the narrower one's columns that they have in common: labels that lie as text does stand a tick apart.
PIECES_GAP, PIECES_LAP, PIECES_SHARE = 0.35, 0.6, 0.6
#: Most steps of the times that may be unread before the first one.
UNREAD_TIMES = 2.01


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
    places: list[Box] = []
    for run in times_of(labels_of(upright)):
        first, last = run.labels[0], run.labels[-1]
        # The zero of the times is often unread beside the lowest label of the y axis.
        lost = 0.0 < first.value <= UNREAD_TIMES * (run.labels[1].value - first.value)
        begin = run.zero if lost else first.x
        left = max(0.0, begin - TURNED_REACH * (last.x - begin) - 20)
        top = max(0.0, first.y - 1.6 * (last.x - begin))
        place = Box(left, top, max(left + 8, begin - 4), first.word.box.top)
        if not any(place.overlaps(other) for other in places):  # rows of a table repeat the times of the axis
            found += read_rotated(figure, place)
            places.append(place)
    turned = [w.box for w in found]
    # What was read of the same print as if it were upright ("8" for "0.8") is left out.
    return (*(w for w in upright if not any(w.box.overlaps(box) for box in turned)), *found)
