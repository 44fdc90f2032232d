"""One curve as it is drawn."""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.trace.censor import Marks
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.walk import Walk

#: Difference between its channels below which a colour is taken for a grey, whose channels JPEG parts as far.
GREY_SPREAD = 40.0


@attrs.frozen(eq=False)
class Stroke:
    """One curve as it is drawn, in pixels of the crop.

    Attributes
    ----------
    color : (3,) float32      RGB of the core.
    layer : int               Index of its coverage layer.
    path : Walk
    stair : Staircase
    neutral : bool            Whether the core is black, grey or white.
    marks : Marks
    dark : bool               Whether its marks are black and not in its own colour.
    limits : tuple of Staircase    Its confidence limits, where these are lines of its colour.
    plus : float, optional    Column in which it ends in a plus, where that was seen by its arm.
    beneath : bool            Whether its ticks were seen to stand above it, and it was measured without them.
    lost : float, optional    Column in which it was last seen, where it is read to go on from there to its end beneath
        another one.
    """

    color: npt.NDArray[np.float32]
    layer: int
    path: Walk
    stair: Staircase
    neutral: bool
    marks: Marks
    dark: bool = False
    limits: tuple[Staircase, ...] = ()
    plus: float | None = None
    beneath: bool = False
    lost: float | None = None


def is_neutral(color: npt.NDArray[np.float32], below: float = GREY_SPREAD) -> bool:
    """Whether a colour is black, grey or white: its channels differ by less than ``below``."""
    return float(color.max() - color.min()) < below


def own_share(stroke: Stroke) -> float:
    on = stroke.path.top >= 0
    return float(stroke.stair.seen[on].mean())
