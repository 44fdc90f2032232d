"""Curves that went astray along marks whose shape is known by now, in their midst or at their end."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.threads import side_by_side
from ipdrecon.trace.censor.detours import without_detours
from ipdrecon.trace.censor.ending import ended_in_mark
from ipdrecon.trace.censor.inks import Marked, over_own, own_ink, strokes_of
from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.censor.symbol import Symbol
from ipdrecon.trace.censor.tried import Trial, with_mark
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase

#: Share of the mark's reach within which a mark that was found is the last one.
SAME = 0.6


def led_back(
    curves: Sequence[Marked], marks: Sequence[Marks], other: Layer, hidden: Mask
) -> list[tuple[Staircase, Marks]]:
    """Staircase and marks of each curve, which runs through the middle of its marks and ends there.

    ``other`` (h, w) is ink of none of the curves' colours, ``hidden`` (h, w) text, legend and rules.
    """
    known = next((m for m in marks if m.shape is not None), None)
    if known is None:
        return [(curve.stair, m) for curve, m in zip(curves, marks, strict=True)]
    strokes = strokes_of(curves)
    symbols = isinstance(known.shape, Symbol) and not known.shape.upright
    grounds = own_ink(curves, other, hidden) if symbols else []

    def led(i: int) -> tuple[Staircase, Marks]:
        curve, own = curves[i], marks[i]
        like = own if own.shape is not None else known
        same, crossing = over_own(curves, strokes, i, other, hidden)
        for j, neighbour in enumerate(curves):
            if j != i and neighbour.layer == curve.layer:
                same |= marks[j].mask  # what is a neighbour's mark is none of this curve's
        trial = Trial(curve, same, crossing, like)
        stair, more = curve.stair, own
        if symbols and isinstance(like.shape, Symbol):
            stair, more = without_detours(trial, grounds[i], own)
            trial = attrs.evolve(trial, curve=attrs.evolve(curve, stair=stair))
        ended = ended_in_mark(trial)
        return (stair, more) if ended is None else (ended, with_last(more, ended, like))

    return side_by_side(led, range(len(curves)))


def with_last(marks: Marks, stair: Staircase, like: Marks) -> Marks:
    """The marks, the one of this shape among them in whose middle a curve was found to end."""
    apart = like.template.ink.shape[1] * SAME / 2 if like.template is not None else 0.0
    near = bool((np.abs(marks.x - stair.end) < apart).any())
    return marks if near else with_mark(marks, like, stair.end, float(stair.y[-1]))
