"""The product-limit estimate of one set of patients, or of a curve with numbers at risk, with Greenwood's variance."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats, Ints, Locked, array_field, floats
from ipdrecon.ipd import IPD


@attrs.frozen
class ProductLimit(Locked):
    """Kaplan & Meier (1958) at the distinct times of events and censorings, with a first row at time 0.

    Attributes
    ----------
    time, survival : (k,)    From 0; S after the events at each time.
    at_risk, events : (k,)   Just before each time.
    log_variance : (k,)      Greenwood's (1926) variance of log S; inf once S is 0.
    end : float              Last follow-up.
    """

    time: Floats = array_field(floats)
    survival: Floats = array_field(floats)
    at_risk: Floats = array_field(floats)
    events: Floats = array_field(floats)
    log_variance: Floats = array_field(floats)
    end: float = 0.0

    def index(self, time: Floats) -> Ints:
        """Row that holds at each time."""
        return np.asarray(np.searchsorted(self.time, time, side="right") - 1, dtype=np.int64)

    def rmst(self, horizon: float) -> tuple[float, float]:
        """Restricted mean survival time and its standard error (Klein & Moeschberger 2003, eq. 4.5.2).

        The last event may leave nobody at risk; its term is then without weight, as the area after it is 0.
        """
        mean, covariance = self.rmsts(np.array([horizon]))
        return float(mean[0]), float(np.sqrt(covariance[0, 0]))

    def rmsts(self, horizons: Floats) -> tuple[Floats, Floats]:
        """Restricted means (m,) at several horizons and their covariance (m, m).

        Cov = sum over events of A_i(a) A_i(b) d/(n(n - d)), A_i(a) the area from the event to horizon a.
        """
        edges = np.append(self.time, np.inf)
        pieces = self.survival[:, None] * np.clip(np.minimum(edges[1:, None], horizons) - self.time[:, None], 0.0, None)
        after = np.cumsum(pieces[::-1], axis=0)[::-1]
        left = self.at_risk - self.events
        counts = np.where(left > 0, self.events / np.where(left > 0, self.at_risk * left, 1.0), 0.0)
        return pieces.sum(axis=0), (after * counts[:, None]).T @ after


def of_patients(ipd: IPD) -> ProductLimit:
    """Of all rows together."""
    time, events, at_risk = ipd.counts()
    return of_counts(time, events, at_risk, float(len(ipd)), float(ipd.time.max()))


def of_counts(time: Floats, events: Floats, at_risk: Floats, patients: float, end: float) -> ProductLimit:
    """Of events among those at risk at each time, whole or fractional; ``patients`` begin at time 0."""
    left = at_risk - events
    some = left > 1e-9 * np.maximum(at_risk, 1.0)
    share = np.where(at_risk > 0, events / np.where(at_risk > 0, at_risk, 1.0), 0.0)
    terms = np.where(some, events / np.where(some, at_risk * left, 1.0), np.where(events > 0, np.inf, 0.0))
    survival = np.asarray(np.cumprod(np.where(some | (events <= 0), 1.0 - share, 0.0)), dtype=np.float64)
    if time.size and time[0] == 0:
        return ProductLimit(time, survival, at_risk, events, np.cumsum(terms), end)
    return ProductLimit(
        np.append(0.0, time), np.append(1.0, survival), np.append(patients, at_risk), np.append(0.0, events),
        np.append(0.0, np.cumsum(terms)), end,
    )  # fmt: skip
