"""Tables whose counts stand beside the ticks of their times, as those that end at them do (rms)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.table.counts import count_of
from ipdrecon.trace.table.line import spacing_of

#: Least distance of the counts' middles from their ticks, in line heights, and how far it may differ, in spacings.
BESIDE, ALIKE = 0.25, 0.15
#: Fewest counts that tell.
FEWEST = 4


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
    return np.asarray(place + [float(np.median(found)) if found.size else shift for found in own])
