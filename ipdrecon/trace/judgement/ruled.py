"""Lines ruled from point to point, told by the levels that were traced; marks on the points do not matter.

A Kaplan-Meier curve moves level and upright only.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.digitization import TracedCurve
from ipdrecon.frozen import Floats

#: Longest level part of a slanted line on the pixel grid: longer ones are steps.
LONGEST_LEVEL_PX = 6.0
#: Most by which levels leave the straight line of one stretch, and least fall of a stretch, in pixels.
STRAIGHT_PX, LEAST_FALL_PX = 0.35, 8.0
#: Fewest levels of a stretch.
LEAST_LEVELS = 4
#: Share of a curve's fall within straight stretches from which no steps can be seen.
NO_STEPS = 0.75
#: Root mean square distance from straight stretches below which they are ruled lines: drawn ones leave 0.04 to 0.09 px,
#: curves of 10,000 patients and smooth functions 0.15 px and more.
RULED_PX = 0.11


@attrs.frozen
class Slope:
    """How far a curve slopes.

    Attributes
    ----------
    share : float   Share of its fall that lies within straight slanted stretches.
    noise : float   Median over those stretches of the root mean square distance from them, in pixels; NaN without any.
    """

    share: float
    noise: float

    @property
    def ruled(self) -> bool:
        """Whether straight lines join points."""
        return self.share >= NO_STEPS and self.noise <= RULED_PX


def slope_of(curve: TracedCurve, axes: Axes) -> Slope:
    """Straight slanted stretches of a traced curve.

    Levels of a staircase whose events come at random leave a straight line by about half the height of one drop times
    the root of their number; levels of a ruled line do not leave it.
    """
    steps = curve.steps
    edge = axes.x.pixel(np.append(steps.time, steps.end))
    level = axes.survival_pixel(steps.survival)
    level = -level if axes.incidence else level
    length = np.diff(edge)
    middle = (edge[:-1] + edge[1:]) / 2
    fall = float(level[-1] - level[0])
    stretches = _stretches(middle, level, length)
    if fall <= 0 or not stretches:
        return Slope(0.0, float("nan"))
    inside = sum(float(level[last] - level[first]) for first, last, _ in stretches)
    return Slope(inside / fall, float(np.median([noise for *_, noise in stretches])))


def _stretches(middle: Floats, level: Floats, length: Floats) -> list[tuple[int, int, float]]:
    """First and last level of each straight slanted stretch, and its noise in pixels; the first level is the start."""
    found: list[tuple[int, int, float]] = []
    first = 1
    while first < level.size - LEAST_LEVELS + 1:
        best: tuple[int, int, float] | None = None
        for last in range(first + 1, level.size):
            if length[last - 1] > LONGEST_LEVEL_PX or length[last] > LONGEST_LEVEL_PX:
                break
            if last - first + 1 < LEAST_LEVELS:
                continue
            part = slice(first, last + 1)
            line = np.polyfit(middle[part] - middle[first], level[part], 1)
            rest = level[part] - np.polyval(line, middle[part] - middle[first])
            if np.abs(rest).max() > STRAIGHT_PX:
                break
            best = (first, last, float(np.sqrt(np.mean(rest**2))))
        if best is not None and level[best[1]] - level[best[0]] >= LEAST_FALL_PX:
            found.append(best)
            first = best[1]
        else:
            first += 1
    return found
