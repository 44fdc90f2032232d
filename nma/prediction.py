"""Prediction intervals: where the effect of a new trial may lie."""

from __future__ import annotations

import attrs
import numpy as np
from scipy import special

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from nma.fit import Fit

#: Fewest degrees of freedom a prediction interval can stand on; with one, Student's t has no mean.
MIN_DF = 2


@attrs.frozen
class Prediction(Locked):
    """(n, n) limits for the effect in a new trial, row against column, analysis scale; 0 on the diagonal."""

    treatments: tuple[str, ...]
    level: float
    low: Floats = array_field(floats)
    high: Floats = array_field(floats)


def prediction(at: Fit, df: int, *, level: float = 0.95) -> Prediction:
    """``effect ± t √(se² + τ²)`` with the degrees of freedom of Q (Higgins, Thompson & Spiegelhalter 2009).

    Raises
    ------
    NetworkError  where there are fewer than two degrees of freedom.
    """
    if df < MIN_DF:
        raise NetworkError(f"a prediction interval needs {MIN_DF} degrees of freedom of Q, here there are {df}")
    half = float(special.stdtrit(df, (1 + level) / 2)) * np.sqrt(at.variances + at.tau2)
    np.fill_diagonal(half, 0.0)
    return Prediction(at.treatments, level, at.effects - half, at.effects + half)
