"""Baseline: the survival of one regimen that relative effects are applied to, with how sure it is."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats, Locked, array_field, floats

#: A rise of S up to this is rounding in a printed table, and is flattened; a larger one is a mistake.
ROUNDING = 1e-6
#: How far below 0 rounding may bring an eigenvalue of a covariance, as a share of its largest variance.
INDEFINITE = 1e-6


@attrs.frozen
class Baseline(Locked):
    """A survival curve with the covariance of its logarithm.

    Attributes
    ----------
    treatment : str                 Whose curve it is.
    time : (k,) float               Strictly increasing, from 0.
    survival : (k,) float           1 at time 0, never rising.
    log_covariance : (k, k) float   Covariance of log S between the times; rows of S = 0 and of time 0 are 0.
    step : bool                     Whether S is constant between its times; else it is linear.
    time_unit : str                 "" where not known.
    assumed : str                   How the covariance was made from standard errors; "" where it was given.
    """

    treatment: str
    time: Floats = array_field(floats)
    survival: Floats = array_field(floats)
    log_covariance: Floats = array_field(floats)
    step: bool = True
    time_unit: str = ""
    assumed: str = ""

    def __attrs_post_init__(self) -> None:
        where, k = f"reference curve of '{self.treatment}'", self.time.size
        if k < 2 or self.survival.shape != (k,) or self.log_covariance.shape != (k, k):
            raise InputError(
                f"{where} has {k} times, survival of shape {self.survival.shape} and covariance of shape "
                f"{self.log_covariance.shape}; give two or more times with survival and covariance for each"
            )
        if not all(np.isfinite(x).all() for x in (self.time, self.survival, self.log_covariance)):
            raise InputError(f"{where} holds a time, survival or covariance that is no number; leave that time out")
        if self.time[0] != 0 or self.survival[0] != 1:
            raise InputError(f"{where} starts at ({self.time[0]:g}, {self.survival[0]:g}); it must start at (0, 1)")
        if (gaps := np.diff(self.time)).min() <= 0:
            raise InputError(f"{where} has time {self.time[int(gaps.argmin()) + 1]:g} twice or out of order; sort them")
        if self.survival.min() < 0 or np.diff(self.survival).max() > 0:
            at = int(np.diff(self.survival).argmax()) + 1
            raise InputError(
                f"{where} is {self.survival[at]:g} at time {self.time[at]:g} after {self.survival[at - 1]:g}; survival "
                f"must be from 0 to 1 and never rise{' (percentages are not read)' if self.survival.max() > 1 else ''}"
            )
        if not _is_covariance(self.log_covariance):
            raise InputError(f"{where} has a covariance that is not symmetric and positive; check its times and values")

    @property
    def end(self) -> float:
        """Last time of the curve."""
        return float(self.time[-1])

    def at(self, time: Floats) -> Floats:
        """S at each time; NaN after the end."""
        if self.step:
            found = self.survival[np.clip(np.searchsorted(self.time, time, side="right") - 1, 0, None)]
        else:
            found = np.interp(time, self.time, self.survival)
        return np.asarray(np.where(np.asarray(time) > self.end, np.nan, found))

    @classmethod
    def of_points(
        cls,
        treatment: str,
        time: Floats,
        survival: Floats,
        *,
        log_se: Floats | None = None,
        log_covariance: Floats | None = None,
        step: bool = True,
        time_unit: str = "",
    ) -> Baseline:
        """A curve from its points, in order of time; (0, 1) is added where it is missing.

        Without a covariance, log S is taken to have independent increments, as the product-limit estimate of one set
        of patients has: ``cov(log S(s), log S(t)) = var(log S(min(s, t)))``.

        Parameters
        ----------
        time, survival : (k,) float
        log_se : (k,) float              Standard errors of log S (that of S, divided by S).
        log_covariance : (k, k) float    Instead of them.
        """
        times, levels = np.asarray(time, dtype=np.float64), np.asarray(survival, dtype=np.float64)
        assumed = ""
        if log_covariance is not None:
            covariance = np.array(log_covariance, dtype=np.float64)
        elif log_se is not None:
            errors = np.where(levels > 0, np.asarray(log_se, dtype=np.float64), 0.0)
            variance = np.maximum.accumulate(np.square(errors))
            covariance = np.minimum.outer(variance, variance)
            assumed = "independent increments of log S, from its standard errors"
        else:
            raise InputError(f"reference curve of '{treatment}' has no standard errors; give se, log_se or limits")
        if times.size and times[0] != 0:
            times, levels = np.append(0.0, times), np.append(1.0, levels)
            covariance = np.pad(covariance, ((1, 0), (1, 0)))
        flat = np.minimum.accumulate(levels)
        levels = np.where(levels - flat <= ROUNDING, flat, levels)
        known = (levels > 0) & (times > 0)
        covariance = np.where(known[:, None] & known[None, :], covariance, 0.0)
        return cls(treatment, times, levels, covariance, step, time_unit, assumed)


def _is_covariance(matrix: Floats) -> bool:
    if not np.allclose(matrix, matrix.T, rtol=1e-6, atol=1e-14):
        return False
    lift = INDEFINITE * max(float(np.abs(matrix.diagonal()).max()), 1e-300)
    try:
        np.linalg.cholesky(matrix + lift * np.eye(matrix.shape[0]))
    except np.linalg.LinAlgError:
        return False
    return True
