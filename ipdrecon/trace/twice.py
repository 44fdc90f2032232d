"""Every raster figure is read twice, in two sizes, as a review has data extracted twice: readings err differently.

What decides about lines and marks a pixel or two thick falls out differently where they lie otherwise on the grid of
pixels. A curve is the larger picture's where both are as sure of it, and its marks are those that either shows, where
the readings agree on many of them; names, numbers at risk and printed statistics are those of one reading.
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
from ipdrecon.trace.judgement.judge import doubted_by_name, judge_panel
from ipdrecon.trace.zoom import Zoom

#: Width of a plot from which it is read smaller the second time, in pixels; a narrower one is read larger.
WIDE_PX = 700
#: The size of the second picture of a narrow plot, and of a wide one, whose plot is no wider than ``MOST_PX`` then.
LARGER, SMALLER, MOST_PX = 1.5, 0.75, 1100
#: Pixels of a picture from which it takes much memory: none is enlarged beyond.
LARGE_PX = 6_000_000
#: How much more confident a reading of the smaller picture must be to be believed.
SURER = 0.1
#: Root mean square of S from which two curves are not the same one.
APART = 0.05
#: Root mean square of S from which a curve is in doubt of which two readings differ so, and its confidence then.
DIFFER, DIFFERENT = 0.02, 0.6
#: Times at which two curves are held against each other.
TIMES = 400
#: Two readings of one mark differ by no more than this, in pixels of the figure.
SAME_PX = 3.0
#: Two ends of one curve differ by no more than this share of the time axis.
ENDS_APART = 0.02
#: Share of the fewer marks, and of the more, that both readings show, from which what one alone shows is believed.
SHARED, SHARED_OF_MORE = 0.5, 0.25


@attrs.frozen
class Slack:
    """By how much two readings of one curve may differ, in time: at one place, and at its end."""

    place: float
    end: float


def second_zoom(pixels: int, frames: Sequence[Frame]) -> Zoom:
    """The size in which a figure of so many pixels is read once more."""
    wide = max(frame.box.width for frame in frames)
    larger = wide < WIDE_PX and pixels * LARGER**2 <= LARGE_PX
    return Zoom(LARGER if larger else min(SMALLER, MOST_PX / wide))


def agreed(larger: Panel, smaller: Panel, told: int | None = None) -> Panel:
    """One panel of two readings, both in the pixels of the figure, of pictures of two sizes.

    ``told`` is how many curves a person says there are, None where nobody does.
    """
    if len(larger.curves) != len(smaller.curves) or larger.axes.incidence != smaller.axes.incidence:
        return _whole(larger, smaller, told)
    apart = np.array([[_apart(one, other) for other in smaller.curves] for one in larger.curves])
    pairs = [(larger.curves[i], smaller.curves[j]) for i, j in zip(*linear_sum_assignment(apart), strict=True)]
    axis = larger.axes.x
    slack = Slack(SAME_PX / abs(axis.px_per_unit), ENDS_APART * axis.span)
    names = smaller if _named(smaller) > _named(larger) else larger
    own = {pair[names is smaller].label: _surer(*pair, slack) for pair in pairs}
    others = {pair[names is smaller].label: pair[names is larger].label for pair in pairs}
    labels = [curve.label for curve in names.curves]
    curves = doubted_by_name(
        tuple(attrs.evolve(own[label], label=label) for label in labels),
        [others[label] != label and others[label] in labels for label in labels],
    )
    return judge_panel(attrs.evolve(names, curves=curves))


def _named(panel: Panel) -> tuple[int, int]:
    """How many curves of a panel have a name and how many known cells its tables have: what its texts have told."""
    names = sum(not curve.label.startswith("curve ") for curve in panel.curves)
    return names, sum(int(np.sum(~np.isnan(row.table.at_risk) & ~row.table.doubtful)) for row in panel.risk)


def _whole(larger: Panel, smaller: Panel, told: int | None) -> Panel:
    """Of two readings that show other curves the one with as many as are told, else the surer one."""
    fits = [len(panel.curves) == told for panel in (larger, smaller)]
    better = fits[1] if fits[0] != fits[1] else smaller.confidence > larger.confidence
    found = smaller if better else larger
    counts = sorted({len(panel.curves) for panel in (larger, smaller)})
    if len(counts) < 2:
        return found
    warning = f"two readings, in two sizes, show {counts[0]} and {counts[1]} curves; look at the overlay"
    return attrs.evolve(found, warnings=(*found.warnings, warning))


def _apart(one: TracedCurve, other: TracedCurve) -> float:
    """Root mean square by which two curves differ in S up to where the first of them ends."""
    end = min(one.steps.end, other.steps.end)
    times: Floats = (np.arange(TIMES) + 0.5) / TIMES * end
    return float(np.sqrt(np.mean((one.steps(times) - other.steps(times)) ** 2)))


def _surer(larger: TracedCurve, smaller: TracedCurve, slack: Slack) -> TracedCurve:
    """The curve that is believed, with the marks of both where they are the same curve, and the doubts of both."""
    trusted = smaller.confidence > larger.confidence + SURER
    own, other = (smaller, larger) if trusted else (larger, smaller)
    apart, ends = _apart(own, other), sorted((own.steps.end, other.steps.end))
    if apart <= APART:
        own = _with_marks_of_both(own, other.steps, slack)
    doubts = []
    if apart > DIFFER:
        doubts.append(f"two readings of it, in two sizes, differ by {apart:.3f} in S; look at the overlay")
    if ends[1] - ends[0] > slack.end:
        doubts.append(f"two readings of it, in two sizes, end at {ends[0]:.3g} and {ends[1]:.3g}; look at the overlay")
    if not doubts:
        return own
    return attrs.evolve(own, confidence=min(own.confidence, DIFFERENT), warnings=(*own.warnings, *doubts))


def _with_marks_of_both(curve: TracedCurve, other: StepCurve, slack: Slack) -> TracedCurve:
    own = curve.steps
    end = end_of_both(own, other, slack)
    marks = marks_of_both(own.marks, other.marks, slack.place)
    complete = own.marks_complete and (other.marks_complete or np.array_equal(marks, own.marks))
    steps = attrs.evolve(own, end=end, marks=marks[marks <= end], marks_complete=complete)
    hidden = curve.inferred[curve.inferred[:, 0] < end]
    return attrs.evolve(curve, steps=steps, inferred=np.minimum(hidden, end))


def end_of_both(own: StepCurve, other: StepCurve, slack: Slack) -> float:
    """Where a curve ends of which two readings are given: at a mark, the last one seen, if there is any.

    Follow-up mostly ends with a censored patient; where a mark is overlooked, its ink may pass for a piece of the line
    or cut it short. Where nobody is left, or another line was followed, it is the end of the reading that is believed.

    Parameters
    ----------
    own, other : StepCurve   The reading that is believed, and the other one.
    """
    ended = [steps.end for steps in (own, other) if steps.marks.max(initial=-np.inf) >= steps.end - slack.place]
    end = max(ended, default=own.end)
    seen = max(own.time[-1], own.marks.max(initial=0.0))
    if abs(end - own.end) > slack.end or seen > end or own.survival[-1] == 0:
        return own.end
    return end


def marks_of_both(own: Floats, other: Floats, slack: float) -> Floats:
    """Marks that either reading of a curve shows, (k,), sorted; those of the believed one where they hardly agree.

    What stands near a mark of the believed one is that mark, or its like in a crowd, in which readings err by one more
    or less; a reading that is believed and shows none is believed.

    Parameters
    ----------
    own, other : (m,), (n,) float   Times of the marks of the reading that is believed, and of the other one, sorted.
    slack : float                   Most by which two readings of one mark differ, in time.
    """
    if not own.size or not other.size:
        return own
    new = other[np.abs(other[:, None] - own[None]).min(axis=1) > slack]
    shared = other.size - new.size
    fewer, more = sorted((own.size, other.size))
    if shared < max(SHARED * fewer, SHARED_OF_MORE * more):
        return own
    return np.sort(np.concatenate([own, new]))
