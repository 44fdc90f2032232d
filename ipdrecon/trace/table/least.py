"""How many patients a curve needs at a column: it falls by 1 / n at least, and somebody is followed up to its end."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.steps import StepCurve

#: What the fall of a step may be read too small by, as a share alive; what is no more may be none.
ERROR = 0.01


def least_at_risk(time: Floats, steps: StepCurve, slack: float) -> Floats:
    """Fewest at risk at each time (m,), whatever was censored: those whom the falls after it need, 0 behind the end.

    One death among n lets S fall to S (1 - 1 / n): a small step late says that many were left. Steps nearer than
    ``slack`` (time), the error of places, are one; a step as near a column may be before it.
    """
    least = np.where(time < steps.end - slack, 1.0, 0.0)
    before = steps.before(np.maximum(steps.time - slack, 0.0))
    after = steps(np.minimum(steps.time + slack, steps.end))
    falls = before - after
    for at, alive, fall in zip(steps.time, before, falls, strict=True):
        if fall > ERROR:
            least[time < at - slack] = np.maximum(least[time < at - slack], alive / (fall + ERROR))
    return np.floor(least)
