"""A staircase that is tried in the place of a curve's own, and the marks that would stand on it."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor.ground import Ground, ground_of
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import Marks, reach_px
from ipdrecon.trace.censor.symbol import Symbol, place_symbols, stamps_of
from ipdrecon.trace.censor.upright import Placed, place_uprights
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import stroke_mask

#: No marks.
NONE = Placed(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0))
#: Columns before a stretch in which the blur of the stroke is measured.
BEFORE_PX = 60


@attrs.frozen(eq=False)
class Trial:
    """A curve, where other ink lies over it (h, w), and the mark that may stand on it."""

    curve: Marked
    hidden: Mask
    crossing: Mask
    like: Marks

    @property
    def energy(self) -> float:
        """Squared ink of the whole mark."""
        shape = self.like.shape
        return float((stamps_of(shape)[1, 1] ** 2).sum()) if isinstance(shape, Symbol) else shape.ink if shape else 0.0

    @property
    def reach(self) -> float:
        """How far it reaches from its middle, in pixels."""
        shape = self.like.shape
        return shape.reach if isinstance(shape, Symbol) else max(shape.up, shape.down) if shape else 0.0

    def placed(
        self, stair: Staircase, first: float, last: float, *, clipped: bool = False, roughly: bool = False
    ) -> tuple[Placed, Ground]:
        """Marks on this staircase from one column to another, and the ground they stand on.

        ``clipped`` is whether nothing is drawn beyond the last one, the plot's edge; ``roughly`` is a first look.
        """
        ground = self._ground(stair, first, last, clipped=clipped)
        left, top = self.corner(stair, first)
        found = _placed(ground, self.like, roughly=roughly)
        return attrs.evolve(found, x=found.x + left, y=found.y + top), ground

    def corner(self, stair: Staircase, first: float) -> tuple[int, int]:
        """Column and row of the first pixel of that ground."""
        left = max(0, int(first) - BEFORE_PX)
        k = max(0, int(np.searchsorted(stair.x, left, side="right")) - 1)
        return left, max(0, int(stair.y[k]) - self._margin)

    @property
    def _margin(self) -> int:
        return int(np.ceil(reach_px((self.hidden.shape[0], self.hidden.shape[1])))) + 2

    def _ground(self, stair: Staircase, first: float, last: float, *, clipped: bool) -> Ground:
        height, width = self.hidden.shape
        left, top = self.corner(stair, first)
        k = max(0, int(np.searchsorted(stair.x, left, side="right")) - 1)
        right = min(width, int(np.ceil(last)) + self._margin + 1)
        lowest = max(float(stair.y[min(stair.y.size, int(np.searchsorted(stair.x, right))) - 1]), float(stair.y[k]))
        bottom = min(height, int(np.ceil(lowest)) + self._margin + 1)
        area = slice(top, bottom), slice(left, right)
        until = int(np.searchsorted(stair.x, right))
        part = attrs.evolve(
            stair,
            x=np.maximum(stair.x[k:until] - left, 0.0),
            y=stair.y[k:until] - top,
            y_se=stair.y_se[k:until],
            end=min(stair.end, right - 1.0) - left,
            seen=stair.seen[area[1]],
        )
        hidden = self.hidden[area].copy()
        if clipped:
            hidden[:, round(last) + 1 - left :] = True
        zone = stroke_mask((bottom - top, right - left), part, self._margin - 2.0)
        ground = ground_of(self.curve.alpha[area], part, zone, hidden, self.crossing[area])
        columns = np.arange(left, right)
        levels = np.where((columns < first) | (columns > last + 1), -1.0, ground.levels)
        return attrs.evolve(ground, levels=levels)


def _placed(ground: Ground, like: Marks, *, roughly: bool) -> Placed:
    """Marks of the same shape on another ground."""
    if isinstance(like.shape, Symbol):
        return place_symbols(ground, like.shape, roughly=roughly)
    return NONE if like.shape is None else place_uprights(ground, like.shape)


def with_mark(marks: Marks, like: Marks, x: float, row: float) -> Marks:
    """The marks, one more of their shape among them, or of that of others (``like``) where there were none."""
    at = int(np.searchsorted(marks.x, x))
    mass = like.template.mass if like.template is not None else 0.0
    rows = np.insert(marks.rows, at, round(row)) if marks.rows.size == marks.x.size else marks.rows
    evidence = np.insert(marks.evidence, at, mass) if marks.evidence.size == marks.x.size else marks.evidence
    return attrs.evolve(
        marks,
        x=np.insert(marks.x, at, x),
        rows=rows,
        evidence=evidence,
        width=marks.width or like.width,
        template=marks.template or like.template,
        shape=marks.shape or like.shape,
    )
