"""Simulated pooled curves: their limits, and medians with those that never cross counted as not reached."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from pooling.combescure import Fit, survival
from pooling.intervals import crossing_of_lines


def curves(fit: Fit, count: int, rng: np.random.Generator) -> Floats:
    """Draws of the pooled curve, (count, T), from the normal distribution of its arcsine conditional survival.

    sin² reflects draws that leave the arcsine scale back into it.
    """
    values, vectors = np.linalg.eigh(fit.covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    return survival(fit.beta + rng.standard_normal((count, fit.beta.size)) @ root.T)


def percentiles(values: Floats, level: float) -> tuple[Floats, Floats]:
    """Two-sided limits over the first axis; inf stays what it is: no value is a mean of inf and another."""
    ordered = np.sort(values, axis=0)
    tail, last = (1.0 - level) / 2, values.shape[0] - 1
    return ordered[int(np.floor(tail * last))], ordered[int(np.ceil((1.0 - tail) * last))]


def medians(time: Floats, drawn: Floats) -> Floats:
    """Medians (count,) of drawn curves at ``time`` (T,); inf where a curve does not come down to one half."""
    begun = np.concatenate([np.ones((drawn.shape[0], 1)), drawn], axis=1)
    return crossing_of_lines(np.append(0.0, time), begun)
