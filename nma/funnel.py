"""Comparison-adjusted funnel: do small trials favour one side of their comparison (Chaimani & Salanti 2012)?"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import attrs
import numpy as np
from scipy import special

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from nma.direct import Direct
from nma.network import Network

#: Fewest trials a test of asymmetry is worth (Sterne et al. 2011).
MIN_TRIALS = 10


@attrs.frozen
class Funnel(Locked):
    """Contrasts of trials against the mean of their comparison; each in the direction that ``order`` gives.

    Attributes
    ----------
    order : tuple of str               A contrast is the later treatment of this order against the earlier one.
    comparisons : tuple of (str, str)  Of each point, later treatment first.
    trials : tuple of str              Of each point.
    deviation, se : (m,) float         Effect less the direct estimate of its comparison, and its standard error.
    intercept, intercept_se, p : float   Egger's regression over the points; NaN where it cannot be had.
    reason : str                       Why there is no test, or why it is weak.
    """

    order: tuple[str, ...]
    comparisons: tuple[tuple[str, str], ...]
    trials: tuple[str, ...]
    deviation: Floats = array_field(floats)
    se: Floats = array_field(floats)
    intercept: float = math.nan
    intercept_se: float = math.nan
    p: float = math.nan
    reason: str = ""


def funnel(network: Network, evidence: Direct, *, order: Sequence[str]) -> Funnel:
    """Points of the funnel and Egger's test (Egger et al. 1997) on them.

    The order says which treatment small trials might favour, such as newer over older; without one that means
    something the picture means nothing.

    Raises
    ------
    NetworkError  where the order does not name every treatment once.
    """
    if sorted(order) != sorted(network.treatments):
        raise NetworkError(f"the order of the funnel names {', '.join(order)}; name each treatment of the network once")
    rank = {name: i for i, name in enumerate(order)}
    comparisons, trials, deviation, se = [], [], [], []
    for trial in network.trials:
        for one, two, effect, error in trial.pairs():
            late, early, sign = (one, two, 1.0) if rank[one] > rank[two] else (two, one, -1.0)
            mean = evidence.effects[network.index(late), network.index(early)]
            comparisons.append((late, early))
            trials.append(trial.trial)
            deviation.append(sign * effect - float(mean))
            se.append(error)
    # A trial alone in its comparison sits in the middle by construction and says nothing about asymmetry.
    times = Counter(comparisons)
    told = np.array([times[comparison] > 1 for comparison in comparisons])
    test = _egger(np.array(deviation)[told], np.array(se)[told])
    return Funnel(tuple(order), tuple(comparisons), tuple(trials), np.array(deviation), np.array(se), *test)


def _egger(deviation: Floats, se: Floats) -> tuple[float, float, float, str]:
    """Intercept of the standardised deviation on precision, its standard error, and its two-sided p-value."""
    m = deviation.size
    if m < 3 or np.ptp(1 / se) == 0:
        return math.nan, math.nan, math.nan, "no test: too few trials share a comparison"
    design = np.column_stack([np.ones(m), 1 / se])
    target = deviation / se
    inverse = np.linalg.inv(design.T @ design)
    estimate = inverse @ design.T @ target
    left = target - design @ estimate
    error = math.sqrt(float(left @ left) / (m - 2) * inverse[0, 0])
    p = 2 * float(special.stdtr(m - 2, -abs(estimate[0]) / error))
    return float(estimate[0]), error, p, "" if m >= MIN_TRIALS else f"weak: {m} contrasts, fewer than {MIN_TRIALS}"
