"""Tables whose counts stand beside the ticks of their times: all that end at them (rms), or a first one moved in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.table.counts import count_of
from ipdrecon.trace.table.line import spacing_of

#: Least distance of the counts' middles from their ticks, in line heights, and how far it may differ, in spacings.
BESIDE, ALIKE = 0.25, 0.15
#: How near its tick a first count begins, in line heights.
BEGINS = 0.25
#: Fewest counts that tell.
FEWEST = 4
#: How far the first count is moved in where the axis begins at the frame, in lengths of the axis (survminer without
#: offset, so that the frame does not cut it), and how far from there it may be read, in line heights.
MOVED_IN, NEAR = 1 / 30, 0.35


def printed_at(words: Sequence[Word], place: Floats) -> Floats:
    """Where the columns of a table are printed, in pixels: at their ticks, or all to one side of them.

    A count that ends at its tick stands the further from it the longer it is, and the first one may stand otherwise.
    """
    spacing = spacing_of(place)
    counts = [w for w in words if count_of(w.text) is not None and w.box.width < spacing]
    middle = np.array([w.box.center[0] for w in counts])
    inside = (middle > place.min() - 0.5 * spacing) & (middle < place.max() + 0.5 * spacing)
    if inside.sum() < FEWEST:
        return place
    middle = middle[inside]
    column = np.argmin(np.abs(middle[:, None] - place[None, :]), axis=1)
    off = middle - place[column]
    shift = float(np.median(off))
    height = float(np.median([w.box.height for w in counts]))
    alike = np.abs(off - shift) < ALIKE * spacing
    if abs(shift) < BESIDE * height or 2 * alike.sum() <= alike.size:
        return place
    own = [off[(column == k) & (alike | (k == 0))] for k in range(place.size)]
    shifts = [float(np.median(found)) if found.size else shift for found in own]
    if shift < 0 and not own[0].size and begins_at([words], float(place[0]), height):
        shifts[0] = -shift
    return np.asarray(place + shifts)


def begins_at(groups: Sequence[Sequence[Word]], place: float, height: float) -> bool:
    """Whether a count begins at a tick: where the others end at theirs rms does so with the first one, lest the axis
    run through it."""
    words = [word for group in groups for word in group if count_of(word.text) is not None]
    return any(abs(word.box.left - place) < BEGINS * height for word in words)


def first_moved_in(words: Sequence[Word], place: Floats, end: float) -> Floats:
    """The columns with the first one where its counts stand moved in from an axis that goes to ``end``."""
    first = place[0] + MOVED_IN * (end - place[0])
    counts = [w for w in words if count_of(w.text) is not None and place[0] - w.box.width < w.box.center[0] < place[1]]
    there = sum(abs(w.box.center[0] - first) < min(NEAR * w.box.height, first - place[0]) for w in counts)
    at_tick = sum(w.box.center[0] - place[0] < first - w.box.center[0] for w in counts)
    return np.concatenate([[first], place[1:]]) if there > at_tick else place
