"""Meta-analyses of one regimen whose truth is known.

Study k has hazard exp(u_k) h(t), u_k normal with standard deviation sigma, h Weibull. Follow-up differs between
studies, patients enter over a year and some drop out.
"""

from __future__ import annotations

import attrs
import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq

from ipdrecon.ipd import IPD
from pooling.studies import StudyCurve

MEDIAN_MONTHS = 10.0
SHAPE = 1.2
#: Drop-outs a month.
DROPOUT = 0.01
#: Patients of a study, from and below.
SIZES = (60, 260)
#: Closing of a study after its last patient entered, months: from and to.
FOLLOW_UP = (20.0, 36.0)
ENTRY_MONTHS = 12.0
#: Times survival is asked at, and horizon of the restricted mean.
LANDMARKS = (6.0, 12.0, 18.0)
HORIZON = 18.0
#: Times are printed to a hundredth of a month.
DECIMALS = 2


@attrs.frozen
class Truth:
    """What intervals should hold: survival at the landmarks, median, restricted mean."""

    survival: tuple[float, ...]
    median: float
    rmst: float


def hazard(time: float) -> float:
    """Cumulative hazard of the typical study."""
    return float(np.log(2.0) * (time / MEDIAN_MONTHS) ** SHAPE)


def summary_truth(sigma: float) -> Truth:
    """What a summary curve tends to: arcsines of conditional survival averaged over studies, in ever finer intervals.

    asin sqrt(1 - dH) leaves pi/2 by sqrt(dH), so hazards are averaged by their roots: E[exp(u/2)]² = exp(sigma²/4).
    """
    factor = float(np.exp(sigma**2 / 4))
    return _truth(lambda t: float(np.exp(-factor * hazard(t))))


def mean_truth(sigma: float) -> Truth:
    """What a mixture of studies tends to: survival averaged over studies."""
    node, weight = np.polynomial.hermite_e.hermegauss(40)
    share = weight / weight.sum()
    return _truth(lambda t: float(share @ np.exp(-hazard(t) * np.exp(sigma * node))))


def _truth(survival: object) -> Truth:
    assert callable(survival)
    median = brentq(lambda t: survival(t) - 0.5, 0.1, 100.0, xtol=1e-12)
    area = quad(survival, 0.0, HORIZON, epsabs=1e-10)[0]
    return Truth(tuple(survival(t) for t in LANDMARKS), float(median), float(area))


def studies(count: int, sigma: float, rng: np.random.Generator) -> list[StudyCurve]:
    """One meta-analysis."""
    made = []
    for k in range(count):
        size = int(rng.integers(*SIZES))
        frailty = np.exp(sigma * rng.standard_normal())
        event = MEDIAN_MONTHS * (rng.exponential(size=size) / (np.log(2.0) * frailty)) ** (1 / SHAPE)
        close = rng.uniform(*FOLLOW_UP) + rng.uniform(0.0, ENTRY_MONTHS, size)
        end = np.minimum(close, rng.exponential(1 / DROPOUT, size))
        time = np.round(np.minimum(event, end), DECIMALS)
        ipd = IPD.of_arm(time, event <= end, treatment="A", trial=str(k), time_unit="months")
        made.append(StudyCurve.of_patients(ipd, str(k), "A"))
    return made
