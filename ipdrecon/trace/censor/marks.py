"""Censor marks of one curve, and the shape they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.price import price_px
from ipdrecon.trace.censor.symbol import Symbol
from ipdrecon.trace.censor.upright import Placed, Upright
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer

#: Largest half height of a mark, as a share of the smaller side of the plot area, and at least in pixels.
MAX_MARK, MIN_MARK_REACH_PX = 0.035, 6
#: Pixels by which two shapes of one mark may differ.
SAME_SHAPE_PX = 2.0


@attrs.frozen(eq=False)
class Template:
    """The shape of one mark.

    Attributes
    ----------
    ink : (a, b) float32    Coverage, 0 where the curve's own stroke always hides it.
    up : int                The row of it that lies on the curve.
    width : float           Of the ink that stands out of a level stroke, in pixels.
    members : int           Pieces of ink it was learned from.
    arms : float            How far it sticks out to either side of its upright; 0 where it does not or nothing says so.
    upright : bool          Whether it is a tick or a plus, known by its lengths.
    """

    ink: Layer
    up: int
    width: float
    members: int = 0
    arms: float = 0.0
    upright: bool = False

    @property
    def mass(self) -> float:
        """Pixels of ink that stand out of a level stroke."""
        return float(self.ink.sum())

    @property
    def above_only(self) -> bool:
        """Whether it stands on the curve and does not reach below it."""
        return not bool(self.ink[self.up + 1 :].any())

    def is_like(self, other: Template) -> bool:
        """Whether two shapes are one mark, a little dimmer or brighter."""
        gaps = (self.up - other.up, self.ink.shape[0] - other.ink.shape[0], self.width - other.width)
        return bool(max(abs(gap) for gap in gaps) <= SAME_SHAPE_PX)


@attrs.frozen(eq=False)
class Marks:
    """Censor marks of one curve in pixels of the crop.

    Attributes
    ----------
    x : (m,) float      Centres.
    mask : (h, w) bool  Their ink.
    width : float       Width of one mark; 0 where there is none.
    merged : bool       Whether their number is a lower bound: some touch, or may be hidden.
    template : Template, optional    Their shape.
    rows : (m,) int     Row of the curve each stands on.
    explained : float   Leftover ink near the curve that they explain, and all of it, in pixels.
    worth : float       Evidence for all of them, in pixels of ink.
    sought : callable, optional    How marks of their shape are sought on a ground.
    shape : Upright or Symbol, optional    That shape, where it is known by its lengths.
    """

    x: Floats
    mask: Mask
    width: float = 0.0
    merged: bool = False
    template: Template | None = None
    rows: Ints = attrs.field(factory=lambda: np.zeros(0, np.int64))
    explained: tuple[float, float] = (0.0, 0.0)
    worth: float = 0.0
    gain: float = 0.0
    evidence: Floats = attrs.field(factory=lambda: np.zeros(0))
    sought: Callable[[Ground], Placed] | None = None
    shape: Upright | Symbol | None = None

    def apart(self) -> Bools:
        """Which (m,) touch no other one of the same curve."""
        if self.template is None:
            return np.zeros(self.x.size, np.bool_)
        free = np.diff(self.x) > self.template.ink.shape[1]
        return np.asarray(np.append(True, free) & np.append(free, True))


def gain_of(evidence: Floats, reach: float) -> float:
    """Evidence (m,) for marks that reach so far, less what each of them costs."""
    return float(np.maximum(evidence - price_px(reach), 0.0).sum())


def no_marks(shape: tuple[int, ...]) -> Marks:
    """A curve without marks on a crop of this shape."""
    return Marks(np.zeros(0), np.zeros(shape, np.bool_))


def explained_share(marks: Sequence[Marks]) -> float:
    """Share of the leftover ink near the curves with marks that the marks explain; 0 where there are none."""
    marked = [m.explained for m in marks if m.x.size]
    return sum(own for own, _ in marked) / max(1e-9, sum(whole for _, whole in marked))


def total_worth(marks: Sequence[Marks]) -> float:
    """Evidence for all marks, in pixels of ink."""
    return sum(m.worth for m in marks)


def total_gain(marks: Sequence[Marks]) -> float:
    """Evidence for all marks, less what each of them costs."""
    return sum(m.gain for m in marks)


def are_uprights(marks: Sequence[Marks]) -> bool:
    """Whether what was found are ticks or pluses."""
    return any(m.template is not None and m.template.upright for m in marks)


def reach_px(shape: tuple[int, ...]) -> float:
    """Farthest a mark may reach from its curve."""
    return max(MIN_MARK_REACH_PX, MAX_MARK * min(shape))
