"""A second look for marks, once their shape and most of them are known."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Ints
from ipdrecon.threads import side_by_side
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.censor.upright import Placed

#: Pixels between the edges of two marks that are told apart beside a fall, and by which what lies across the stroke
#: from a mark may be farther or nearer than the stroke is thick.
APART_PX, ACROSS_PX = 0.5, 1.0


def with_second_look(marks: Sequence[Marks], beside: Sequence[Ground], widths: Sequence[float]) -> list[Marks]:
    """The marks, and those of the same shape that falls partly hide; ``beside`` is what they were found on,
    ``widths`` are those of the curves' strokes in pixels.

    The shape is not learned there, nor is it weighed against others: of so little ink any would explain some. As others
    may be hidden altogether, the marks' number is then a lower bound.
    """
    return side_by_side(_with_hidden, zip(marks, beside, widths, strict=True))


def _with_hidden(curve: tuple[Marks, Ground, float]) -> Marks:
    found, ground, stroke = curve
    if found.sought is None or ground.beside_falls is None:
        return found
    more = found.sought(ground.beside_falls(found.mask))
    own = _of_their_own(found, more, stroke)
    if own.size == 0:
        return found
    x = np.concatenate([found.x, more.x[own]])
    order = np.argsort(x)
    rows = np.concatenate([found.rows, np.round(more.y[own]).astype(np.int64)])
    evidence = np.concatenate([found.evidence, more.evidence[own]])
    return attrs.evolve(found, x=x[order], rows=rows[order], evidence=evidence[order], merged=True)


def _of_their_own(found: Marks, more: Placed, stroke: float) -> Ints:
    """Which (m,) of the marks are no part of another, and not what lies across the stroke from it.

    Of two pixels a width apart across the stroke one is the mark's, and which is told by the mark that fits best.
    """
    wide = 0.0 if found.template is None else found.template.ink.shape[1] / 2
    apart = max(found.width + APART_PX, wide)
    own: list[int] = []
    for k in np.argsort(-more.evidence):
        known = more.x[own]
        part = (np.abs(np.concatenate([found.x, known]) - more.x[k]) <= apart).any()
        if not part and (np.abs(np.abs(known - more.x[k]) - stroke) > ACROSS_PX).all():
            own.append(int(k))
    return np.array(sorted(own), np.int64)
