"""How many patients a curve needs at a column: it falls by 1 / n at least, and somebody is followed up to its end."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats, Ints
from ipdrecon.steps import StepCurve

#: What the fall of a step may be read too small by, as a share alive; what is no more may be none.
ERROR = 0.01


def least_at_risk(time: Floats, steps: StepCurve, slack: float) -> Floats:
    """Fewest at risk at each time (m,), whatever was censored: those whom the falls after it need, 0 behind the end.

    One death among n lets S fall to S (1 - 1 / n): small steps late say that many were left. Any one of them may be a
    part of a death that a mark or another curve parts, so a second one must say as much. Steps within
    twice ``slack`` (time), the error of places, are one; a step as near a column may be before it.
    """
    least = np.where(time < steps.end - slack, 1.0, 0.0)
    before = steps.before(np.maximum(steps.time - slack, 0.0))
    falls = before - steps(np.minimum(steps.time + slack, steps.end))
    plain = falls > ERROR
    needed = before[plain] / (falls[plain] + ERROR)
    death = _deaths(steps.time[plain], 2 * slack)
    for k, column in enumerate(time):
        later = column < steps.time[plain] - slack
        said = np.full(death[-1] + 1 if death.size else 0, np.inf)
        np.minimum.at(said, death[later], needed[later])
        least[k] = max([least[k], *np.sort(said[np.isfinite(said)])[-2:-1]])
    return np.floor(least)


def _deaths(time: Floats, within: float) -> Ints:
    """Which death each step (n,) is a part of: a new one begins where a step is further from the first of the last."""
    death = np.zeros(time.size, np.int64)
    first = 0
    for k in range(1, time.size):
        if time[k] - time[first] > within:
            first = k
        death[k] = death[k - 1] + int(first == k)
    return death
