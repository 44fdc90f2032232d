"""Every raster figure is read twice, in two sizes, as a review has data extracted twice: readings err differently.

What decides about lines and marks a pixel or two thick falls out differently where they lie otherwise on the grid of
pixels. A curve is the larger picture's where both are as sure of it, and its marks are those that either shows, where
the readings agree on many of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from scipy.optimize import linear_sum_assignment

from ipdrecon.digitization import Panel, TracedCurve
from ipdrecon.frozen import Floats
from ipdrecon.steps import StepCurve
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.zoom import Zoom

#: Width of a plot from which it is read smaller the second time, in pixels; a narrower one is read larger.
WIDE_PX = 700
#: The size of the second picture of a narrow plot, and of a wide one, whose plot is no wider than ``MOST_PX`` then.
LARGER, SMALLER, MOST_PX = 1.5, 0.75, 1100
#: How much more confident a reading of the smaller picture must be to be believed.
SURER = 0.1
#: Root mean square of S from which two curves are not the same one.
APART = 0.05
#: Root mean square of S from which a curve is in doubt of which two readings differ so, and its confidence then.
DIFFER, DIFFERENT = 0.02, 0.6
#: Times at which two curves are held against each other.
TIMES = 400
#: Two readings of one mark differ by no more than this, in pixels.
SAME_PX = 1.5
#: Two ends of one curve differ by no more than this share of the axis.
ENDS_APART = 0.02
#: Share of the fewer marks that both readings show, from which those that one alone shows are believed.
SHARED = 0.5


def second_zoom(frames: Sequence[Frame]) -> Zoom:
    """The size in which a figure is read once more."""
    wide = max(frame.box.width for frame in frames)
    return Zoom(LARGER if wide < WIDE_PX else min(SMALLER, MOST_PX / wide))


def agreed(larger: Panel, smaller: Panel) -> Panel:
    """One panel of two readings, both in the same pixels, of pictures of two sizes."""
    alike = larger.axes.incidence == smaller.axes.incidence and len(larger.curves) == len(smaller.curves)
    if not alike:
        return smaller if smaller.confidence > larger.confidence else larger
    apart = np.array([[_apart(one, other) for other in smaller.curves] for one in larger.curves])
    pairs = zip(*linear_sum_assignment(apart), strict=True)
    axis = larger.axes.x
    slack, reach = SAME_PX / abs(axis.px_per_unit), ENDS_APART * axis.span
    curves = tuple(
        _doubted(
            _surer(larger.curves[i], smaller.curves[j], slack if apart[i, j] <= APART else None, reach), apart[i, j]
        )
        for i, j in pairs
    )
    return attrs.evolve(larger, curves=curves)


def _doubted(curve: TracedCurve, apart: float) -> TracedCurve:
    """The curve, in doubt where its two readings differ."""
    if apart <= DIFFER:
        return curve
    warning = f"two readings of it, in two sizes, differ by {apart:.3f} in S; look at the overlay"
    return attrs.evolve(curve, confidence=min(curve.confidence, DIFFERENT), warnings=(*curve.warnings, warning))


def _apart(one: TracedCurve, other: TracedCurve) -> float:
    """Root mean square by which two curves differ in S up to where the first of them ends."""
    end = min(one.steps.end, other.steps.end)
    times: Floats = (np.arange(TIMES) + 0.5) / TIMES * end
    return float(np.sqrt(np.mean((one.steps(times) - other.steps(times)) ** 2)))


def _surer(larger: TracedCurve, smaller: TracedCurve, slack: float | None, reach: float) -> TracedCurve:
    """The curve that is believed, with the marks of both; ``slack`` is None where they are not the same curve."""
    trusted = smaller.confidence > larger.confidence + SURER
    own, other = (smaller, larger) if trusted else (larger, smaller)
    if slack is not None:
        end = end_of_both(own.steps, other.steps, slack, reach)
        marks = marks_of_both(own.steps.marks, other.steps.marks, slack)
        own = attrs.evolve(own, steps=attrs.evolve(own.steps, end=end, marks=marks[marks <= end]))
    return attrs.evolve(own, label=larger.label)


def end_of_both(own: StepCurve, other: StepCurve, slack: float, reach: float) -> float:
    """Where a curve ends of which two readings are given: at a mark, the last one seen, if there is any.

    Follow-up mostly ends with a censored patient; where a mark is overlooked, its ink may pass for a piece of the line
    or cut it short.

    Parameters
    ----------
    own, other : StepCurve   The reading that is believed, and the other one.
    slack : float            Most by which two readings of one place differ, in time.
    reach : float            Most by which two ends of one curve differ, in time: farther off another line was followed.
    """
    ended = [steps.end for steps in (own, other) if steps.marks.size and steps.marks.max() >= steps.end - slack]
    end = max(ended, default=own.end)
    if abs(end - own.end) > reach or own.time[-1] > end:
        return own.end
    return end


def marks_of_both(own: Floats, other: Floats, slack: float) -> Floats:
    """Marks that either reading of a curve shows, sorted; the more numerous ones where they hardly agree.

    Parameters
    ----------
    own, other : (m,), (n,) float   Times of the marks of the reading that is believed, and of the other one.
    slack : float                   Most by which two readings of one mark differ, in time.
    """
    if not own.size or not other.size:
        return own if own.size else other
    new = np.abs(other[:, None] - own[None]).min(axis=1) > slack
    if np.count_nonzero(~new) < SHARED * min(own.size, other.size):
        return own if own.size >= other.size else other
    return np.sort(np.concatenate([own, other[new]]))
