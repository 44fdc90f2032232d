"""Two arms together: what their comparison may be, and choosing the patients that meet a printed one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from ipdrecon.ipd import IPD
from ipdrecon.reconstruction.ensemble import Ensemble, interval
from ipdrecon.reconstruction.result import Reconstruction
from ipdrecon.twoarm import compare

#: Replicates of each arm that are crossed with those of the other.
CROSSED = 48


@attrs.frozen
class PairRange(Locked):
    """The second arm against the first over reconstructions that keep everything published.

    Attributes
    ----------
    log_hr, log_hr_se, p_value : (M,) float   Of paired replicates; for Rubin's rules.
    hr_low, hr_high : float                   95% interval of the hazard ratio over paired replicates.
    hr_least, hr_most : float                 Bound: smallest and largest hazard ratio over all that were found.
    p_least, p_most : float                   Bound of the log-rank p.
    """

    hr_low: float
    hr_high: float
    hr_least: float
    hr_most: float
    p_least: float
    p_most: float
    log_hr: Floats = array_field(floats)
    log_hr_se: Floats = array_field(floats)
    p_value: Floats = array_field(floats)

    @property
    def verdict(self) -> str:
        """What is determined, in one line."""
        sides = "on either side of 0.05" if self.p_least < 0.05 <= self.p_most else "all on one side of 0.05"
        return (
            f"HR between {self.hr_least:.3f} and {self.hr_most:.3f} over compatible reconstructions (95%: "
            f"{self.hr_low:.3f} to {self.hr_high:.3f}); log-rank p between {self.p_least:.3g} and {self.p_most:.3g}, "
            f"{sides}"
        )


def pair_range(first: Ensemble, second: Ensemble) -> PairRange:
    """Hazard ratio and log-rank p over both arms' replicates, and their bound.

    Replicates with the same number are paired: with one seed they share how patients leave the trial. The bound crosses
    replicates of one arm with those of the other, the ones in which censoring is earliest and latest among them.
    """
    paired = [compare(a, b) for a, b in zip(first.replicates, second.replicates, strict=False)]
    crossed = [compare(a, b) for a in _spread_out(first) for b in _spread_out(second)]
    log_hr = np.array([c.log_hr for c in paired])
    every = np.array([c.log_hr for c in (*paired, *crossed)])
    p_values = np.array([c.p_value for c in (*paired, *crossed)])
    low, high = interval(log_hr)
    return PairRange(
        log_hr=log_hr,
        log_hr_se=np.array([c.se for c in paired]),
        p_value=np.array([c.p_value for c in paired]),
        hr_low=math.exp(low),
        hr_high=math.exp(high),
        hr_least=float(np.exp(every.min())),
        hr_most=float(np.exp(every.max())),
        p_least=float(np.nanmin(p_values)),
        p_most=float(np.nanmax(p_values)),
    )


def _spread_out(ensemble: Ensemble) -> list[IPD]:
    """Replicates from the one with the least time at risk to the one with the most, evenly by rank."""
    totals = ensemble.of(lambda ipd: float(ipd.time.sum()))
    ranked = np.argsort(totals, kind="stable")
    pick = np.unique(np.round(np.linspace(0, ranked.size - 1, min(CROSSED, ranked.size))).astype(int))
    return [ensemble.replicates[i] for i in ranked[pick]]


def calibrate(
    ensembles: Sequence[Ensemble],
    *,
    hazard_ratio: float | None = None,
    p_value: float | None = None,
    medians: Sequence[float | None] = (),
) -> tuple[Reconstruction, ...]:
    """The replicates that come nearest to printed statistics; each result says what it was calibrated to.

    A statistic that was used here is no longer a check of the result. Every published count still holds.

    Parameters
    ----------
    ensembles : one or two       The second arm's hazard is over the first's.
    hazard_ratio, p_value        Of the two arms; the p value is that of the log-rank test.
    medians : one for each arm   None where it is not to be used.

    Raises
    ------
    InputError  where nothing is given to calibrate to, or a comparison without two arms.
    """
    wanted = list(medians) or [None] * len(ensembles)
    if len(wanted) != len(ensembles):
        raise InputError(f"{len(wanted)} medians came with {len(ensembles)} arms; give one for each, or none")
    for name, value in (("hazard ratio", hazard_ratio), ("p value", p_value)):
        if value is not None and not (value > 0 and math.isfinite(value)):
            raise InputError(f"a {name} of {value:g} cannot be met; give a positive number")
    comparing = hazard_ratio is not None or p_value is not None
    if comparing and len(ensembles) != 2:
        raise InputError(f"a hazard ratio or p value compares two arms, and there are {len(ensembles)}")
    if not comparing and all(value is None for value in wanted):
        raise InputError("nothing was given to calibrate to; give a hazard ratio, a p value or a median")
    misses = [
        np.zeros(len(e.replicates)) if m is None else np.abs(np.minimum(e.medians, 1e12) - m) / max(m, 1e-12)
        for e, m in zip(ensembles, wanted, strict=True)
    ]
    chosen = [int(np.argmin(miss)) for miss in misses]
    if comparing:
        chosen = _nearest_pair(ensembles[0], ensembles[1], misses, hazard_ratio, p_value)
    said = [
        f"calibrated to the published {name}"
        for name, there in (
            ("hazard ratio", hazard_ratio is not None),
            ("log-rank p", p_value is not None),
            ("median", any(value is not None for value in wanted)),
        )
        if there
    ]
    return tuple(
        attrs.evolve(e.best, ipd=e.replicates[i], used=(*e.best.used, *said))
        for e, i in zip(ensembles, chosen, strict=True)
    )


def _nearest_pair(
    first: Ensemble, second: Ensemble, misses: list[Floats], hazard_ratio: float | None, p_value: float | None
) -> list[int]:
    """Replicates of both arms whose comparison, and whose medians, are nearest."""
    best, chosen = math.inf, [0, 0]
    # Where medians are given as well, the replicates that meet them best are crossed.
    left = np.argsort(misses[0], kind="stable")[:CROSSED]
    right = np.argsort(misses[1], kind="stable")[:CROSSED]
    for i in left:
        for j in right:
            found = compare(first.replicates[i], second.replicates[j])
            miss = float(misses[0][i] + misses[1][j])
            if hazard_ratio is not None:
                miss += abs(found.log_hr - math.log(hazard_ratio))
            if p_value is not None:
                # On the scale of the test statistic, where p values of any size weigh alike.
                miss += abs(_deviate(found.p_value) - _deviate(p_value))
            if miss < best:
                best, chosen = miss, [int(i), int(j)]
    return chosen


def _deviate(p_value: float) -> float:
    """The normal deviate of a two-sided p value (bisection on erfc; exact to 1e-9)."""
    low, high = 0.0, 40.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        if math.erfc(middle / math.sqrt(2)) > p_value:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
