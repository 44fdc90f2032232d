"""Curves that end in a symbol whose shape is known: its rim is no fall, and its far half no follow-up.

The path followed its rim, so the curve stands on no level on which that symbol was looked for. It is looked for once
more with the curve ended in its middle, on each of the levels the curve has near its end.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace.censor.ground import Ground, ground_of
from ipdrecon.trace.censor.inks import Marked, over_own, strokes_of
from ipdrecon.trace.censor.marks import Marks, Template, reach_px
from ipdrecon.trace.censor.symbol import Symbol, place_symbols, stamps_of
from ipdrecon.trace.censor.upright import Placed, place_uprights
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.level import Staircase
from ipdrecon.trace.swath import stroke_mask

#: No marks.
NONE = Placed(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0))
#: Columns before the end in which the blur of the stroke is measured.
BEFORE_PX = 120
#: Pixels by which the middle of the symbol may lie beside where it is tried, and how often it is then tried anew.
BESIDE_PX, CLOSER = 1.5, 2
#: Share of the symbol's reach within which a mark that was found is this one.
SAME = 0.6
#: Share of the symbol that must be seen, of what is seen that must speak for it, and of the whole by which the end is
#: explained better with it than without.
SEEN, GOOD, BETTER = 0.3, 0.5, 0.25


def ended_in_symbols(
    curves: Sequence[Marked], marks: Sequence[Marks], other: np.ndarray, hidden: Mask
) -> list[tuple[Staircase, Marks]]:
    """Staircase and marks of each curve; one that ends in a symbol ends in its middle, and has that mark.

    ``other`` (h, w) is ink of none of the curves' colours, ``hidden`` (h, w) text, legend and rules.
    """
    known = next((m for m in marks if m.shape is not None), None)
    if known is None:
        return [(curve.stair, m) for curve, m in zip(curves, marks, strict=True)]
    strokes = strokes_of(curves)
    found = []
    for i, (curve, own) in enumerate(zip(curves, marks, strict=True)):
        like = own if own.shape is not None else known
        end = _End(curve, *over_own(curves, strokes, i, other, hidden), like)
        stair = None if like.template is None else end.best()
        if stair is None or like.template is None:
            found.append((curve.stair, own))
        else:
            found.append((stair, with_last(own, stair, like.template)))
    return found


def with_last(marks: Marks, stair: Staircase, template: Template) -> Marks:
    """The marks, the one of this shape among them in whose middle a curve was found to end."""
    apart = template.ink.shape[1] * SAME / 2
    if marks.x.size and stair.end - float(marks.x[-1]) < apart:
        return marks
    evidence = np.append(marks.evidence, template.mass) if marks.evidence.size == marks.x.size else marks.evidence
    rows = np.append(marks.rows, round(float(stair.y[-1]))) if marks.rows.size == marks.x.size else marks.rows
    return attrs.evolve(
        marks,
        x=np.append(marks.x, stair.end),
        rows=rows,
        evidence=evidence,
        width=marks.width or template.width,
        template=marks.template or template,
    )


@attrs.frozen
class _Last:
    """A symbol at the end of a curve: its column, the evidence for it and what of it could be seen, pixels of ink."""

    x: float
    evidence: float
    visible: float


@attrs.frozen(eq=False)
class _End:
    """The end of a curve, where other ink lies over it (h, w), and the symbol it may end in."""

    curve: Marked
    hidden: Mask
    crossing: Mask
    like: Marks

    def best(self) -> Staircase | None:
        """The curve ended in the middle of a symbol; None where it does not end in one."""
        energy = self._energy
        before, _ = self._evidence(self.curve.stair, clipped=False)
        best, most = None, before + BETTER * energy
        # A tick has no rim that leads a path astray, but the plot's edge may cut it.
        rims = () if self.like.template is None or self.like.template.upright else (self._reach, self._reach / 2)
        for k in self._levels():
            for back, clipped in (*((rim, False) for rim in rims), (0.0, True)):
                stair = self._ended(k, self.curve.stair.end - back)
                own = None
                for _ in range(CLOSER):
                    if stair is not None:
                        whole, own = self._evidence(stair, clipped=clipped)
                        stair = None if own is None else self._ended(k, own.x)
                if stair is None or own is None:
                    continue
                if own.visible >= SEEN * energy and own.evidence >= GOOD * own.visible and whole > most:
                    best, most = stair, whole
        return best

    @property
    def _energy(self) -> float:
        """Squared ink of the whole symbol."""
        shape = self.like.shape
        return float((stamps_of(shape)[1, 1] ** 2).sum()) if isinstance(shape, Symbol) else shape.ink if shape else 0.0

    @property
    def _reach(self) -> float:
        shape = self.like.shape
        return shape.reach if isinstance(shape, Symbol) else max(shape.up, shape.down) if shape else 0.0

    def _levels(self) -> range:
        """The levels of the curve within a symbol's width from its end, and the one before."""
        stair, wide = self.curve.stair, 2 * self._reach + self.like.width + self.curve.stair.width
        return range(max(0, int(np.searchsorted(stair.x, stair.end - wide)) - 1), stair.x.size)

    def _ended(self, k: int, end: float) -> Staircase | None:
        """The curve ended on its level ``k``; None where it begins later."""
        stair = self.curve.stair
        if stair.x[k] >= end:
            return None
        return attrs.evolve(stair, x=stair.x[: k + 1], y=stair.y[: k + 1], y_se=stair.y_se[: k + 1], end=end)

    def _evidence(self, stair: Staircase, *, clipped: bool) -> tuple[float, _Last | None]:
        """Evidence for all symbols near the end, and the one that stands about the end of this staircase.

        ``clipped`` is whether nothing is drawn beyond the end of the ink, the plot's edge.
        """
        ground, left = self._ground(stair, clipped=clipped)
        placed = _placed(ground, self.like)
        near = placed.x >= self.curve.stair.end - left - 4 * self._reach
        whole = float(placed.evidence[near].sum())
        if not placed.x.size:
            return whole, None
        k = int(np.argmin(np.abs(placed.x - (stair.end - left))))
        if abs(placed.x[k] - (stair.end - left)) > BESIDE_PX:
            return whole, None
        return whole, _Last(float(placed.x[k]) + left, float(placed.evidence[k]), float(placed.visible[k]))

    def _ground(self, stair: Staircase, *, clipped: bool) -> tuple[Ground, int]:
        """The ground near the end of this staircase, and the column it begins in."""
        height, width = self.hidden.shape
        reach = int(np.ceil(reach_px((height, width)))) + 2
        left, right = max(0, int(stair.end) - BEFORE_PX), min(width, int(self.curve.stair.end) + reach + 1)
        k = max(0, int(np.searchsorted(stair.x, left, side="right")) - 1)
        top = max(0, int(stair.y[k]) - reach)
        bottom = min(height, int(np.ceil(max(stair.y[-1], self.curve.stair.y[-1]))) + reach + 1)
        area = slice(top, bottom), slice(left, right)
        part = attrs.evolve(
            stair,
            x=np.maximum(stair.x[k:] - left, 0.0),
            y=stair.y[k:] - top,
            y_se=stair.y_se[k:],
            end=stair.end - left + BESIDE_PX,
            seen=stair.seen[area[1]],
        )
        hidden = self.hidden[area].copy()
        if clipped:
            hidden[:, round(self.curve.stair.end) + 1 - left :] = True
        shape = bottom - top, right - left
        zone = stroke_mask(shape, part, reach_px((height, width)))
        ground = ground_of(self.curve.alpha[area], part, zone, hidden, self.crossing[area])
        return ground, left


def _placed(ground: Ground, like: Marks) -> Placed:
    """Marks of the same shape on another ground."""
    if isinstance(like.shape, Symbol):
        return place_symbols(ground, like.shape)
    return NONE if like.shape is None else place_uprights(ground, like.shape)
