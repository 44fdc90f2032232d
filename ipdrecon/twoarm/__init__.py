"""Two arms against each other: Cox's hazard ratio and the log-rank test, fast enough for many reconstructions."""

from __future__ import annotations

import math

import attrs

from ipdrecon.errors import IPDError
from ipdrecon.ipd import IPD
from ipdrecon.twoarm.kernels import log_hazard_ratio, log_rank, tally


@attrs.frozen
class Comparison:
    """One arm against another.

    Attributes
    ----------
    log_hr : float    Of the second arm against the first (Cox 1972, ties by Efron 1977); infinite where one has no
                      event.
    se : float        Its standard error.
    p_value : float   Log-rank test, two-sided (Mantel 1966); NaN without an event.
    """

    log_hr: float
    se: float
    p_value: float

    @property
    def hazard_ratio(self) -> float:
        return math.exp(self.log_hr) if self.log_hr < 700 else math.inf

    def interval(self, z: float = 1.959963984540054) -> tuple[float, float]:
        """Limits of the hazard ratio, symmetric on the log scale; 95% unless another ``z`` is given."""
        if not math.isfinite(self.log_hr):
            return 0.0, math.inf
        return math.exp(self.log_hr - z * self.se), math.exp(min(700.0, self.log_hr + z * self.se))


def compare(first: IPD, second: IPD) -> Comparison:
    """``second`` against ``first``; each the patients of one arm.

    Raises
    ------
    IPDError  where neither arm has an event.
    """
    a, b = _sorted(first), _sorted(second)
    counts = tally(a.time, a.event, b.time, b.event)
    if counts[0].size == 0:
        raise IPDError("neither arm has an event, so there is nothing to compare; give arms with events")
    if counts[1].sum() == 0 or counts[0].sum() == 0:
        log_hr, se = (-math.inf if counts[1].sum() == 0 else math.inf), math.inf
    else:
        log_hr, se, settled = log_hazard_ratio(*counts)
        if not settled:
            log_hr, se = math.copysign(math.inf, log_hr), math.inf
    gap, variance = log_rank(*counts)
    p_value = math.erfc(abs(gap) / math.sqrt(2 * variance)) if variance > 0 else math.nan
    return Comparison(float(log_hr), float(se), float(p_value))


def _sorted(ipd: IPD) -> IPD:
    time = ipd.time
    return ipd if (time[1:] >= time[:-1]).all() else IPD.of_arm(time, ipd.event)
