"""Maximum-likelihood fits of one study's patients."""

from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np
from scipy.optimize import minimize

from ipdrecon.frozen import Bools, Floats, Locked, array_field, floats
from ipdrecon.ipd import IPD
from pooling.families import SIZES, hazards

#: Events a parameter needs at the least to be told apart from the others.
EVENTS_A_PARAMETER = 3
#: Standard errors above this, on a log scale, are those of a likelihood without a maximum.
LARGEST_ERROR = 10.0
#: Newton's steps end where the log-likelihood can gain no more than this.
PRECISION = 1e-12
#: Relative step of second differences: fourth root of the machine precision.
SECOND_STEP = 1e-4


@attrs.frozen
class StudyFit(Locked):
    """A distribution fitted to one study.

    Attributes
    ----------
    study, family : str
    parameters : (p,)        Unconstrained (see ``pooling.families``).
    covariance : (p, p)      Inverse of the observed information.
    log_likelihood, aic, bic : float   With the density of time itself, as R's survreg and flexsurv.
    failure : str            Why there is no fit; parameters are empty then.
    """

    study: str
    family: str
    parameters: Floats = array_field(floats, factory=lambda: floats([]))
    covariance: Floats = array_field(floats, factory=lambda: floats(np.zeros((0, 0))))
    log_likelihood: float = float("nan")
    aic: float = float("nan")
    bic: float = float("nan")
    failure: str = ""


def fit(ipd: IPD, study: str, family: str, knots: Floats) -> StudyFit:
    """Fit one family to the patients of one study.

    Times of 0 are moved to half of the smallest later one: no distribution has events at 0. A fit that does not settle
    is a result with its reason, as another family may do.
    """
    p = knots.size if family == "spline" else SIZES[family]
    events = int(ipd.event.sum())
    if events < EVENTS_A_PARAMETER * p:
        return StudyFit(study, family, failure=f"{events} events for {p} parameters")
    time = np.where(ipd.time > 0, ipd.time, ipd.time[ipd.time > 0].min() / 2)
    x, died = np.log(time), ipd.event
    gone = float(x[died].sum())

    def loss(parameters: Floats) -> float:
        """Minus log-likelihood: sum of log hazards of events less cumulative hazards of all."""
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            log_h, log_rate = hazards(family, parameters, x, knots)
            total = float(np.exp(log_h).sum() - log_rate[died].sum() + gone)
        return total if np.isfinite(total) else 1e12

    best: Floats | None = None
    for start in _starts(family, x, died, knots):
        found = minimize(loss, start, method="BFGS").x
        if best is None or loss(found) < loss(best):
            best = found
    assert best is not None
    settled = _newton(loss, best)
    if settled is None:
        return StudyFit(study, family, failure="the likelihood has no maximum inside the family")
    parameters, covariance = settled
    if np.sqrt(np.diag(covariance)).max() > LARGEST_ERROR:
        return StudyFit(study, family, failure="the likelihood is flat: the data do not tell the parameters")
    likelihood = -loss(parameters)
    return StudyFit(
        study, family, parameters, covariance, likelihood, 2 * p - 2 * likelihood, p * np.log(len(ipd)) - 2 * likelihood
    )


def _starts(family: str, x: Floats, died: Bools, knots: Floats) -> list[Floats]:
    """Places to begin: the exponential's maximum, from which the others differ little."""
    log_scale = float(np.log(np.exp(x).sum() / died.sum()))
    middle, spread = float(x.mean()), float(np.log(max(x.std(), 0.1)))
    if family == "exponential":
        return [np.array([log_scale])]
    if family in ("weibull", "loglogistic"):
        return [np.array([log_scale, 0.0])]
    if family == "lognormal":
        return [np.array([log_scale, 0.0]), np.array([middle, spread])]
    if family == "gengamma":
        return [np.array([log_scale, 0.0, q]) for q in (1.0, 0.2, -0.5)]
    return [np.array([-log_scale, 1.0, *np.zeros(knots.size - 2)])]


def _newton(loss: Callable[[Floats], float], start: Floats) -> tuple[Floats, Floats] | None:
    """Polish a minimum and give the inverse of its second derivatives; None where it is no minimum."""
    here, value = start, loss(start)
    for _ in range(50):
        slope, bend = _derivatives(loss, here)
        if not np.isfinite(bend).all() or np.linalg.eigvalsh(bend).min() <= 0:
            return None
        step = np.linalg.solve(bend, slope)
        gain = float(slope @ step) / 2
        size, there, lower = 1.0, here - step, loss(here - step)
        while lower > value and size > 1e-3:
            size /= 2
            there, lower = here - size * step, loss(here - size * step)
        if lower < value:
            here, value = there, lower
        # Rounding of the likelihood itself, of second differences, bounds what can be gained.
        if gain < max(PRECISION, 1e-14 * abs(value)) or lower >= value:
            return (here, floats(np.linalg.inv(_derivatives(loss, here)[1]))) if gain < 1e-5 else None
    return None


def _derivatives(loss: Callable[[Floats], float], at: Floats) -> tuple[Floats, Floats]:
    """Gradient and second derivatives by central differences."""
    p = at.size
    steps = SECOND_STEP * np.maximum(1.0, np.abs(at))
    unit = np.diag(steps)
    centre = loss(at)
    above, below = (np.array([loss(at + sign * unit[i]) for i in range(p)]) for sign in (1.0, -1.0))
    slope = (above - below) / (2 * steps)
    bend = np.diag((above - 2 * centre + below) / steps**2)
    for i in range(p):
        for j in range(i):
            corners = loss(at + unit[i] + unit[j]) - loss(at + unit[i] - unit[j])
            corners -= loss(at - unit[i] + unit[j]) - loss(at - unit[i] - unit[j])
            bend[i, j] = bend[j, i] = corners / (4 * steps[i] * steps[j])
    return slope, bend
