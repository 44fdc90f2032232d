"""How follow-up ends: times of censoring, drawn independently of the event unless said otherwise."""

from __future__ import annotations

import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats

#: Shapes of the Beta distribution that put censoring early or late in follow-up.
BETA_SHAPES = {"uniform": (1.0, 1.0), "front": (0.7, 2.0), "back": (2.0, 0.7)}

#: Names ``censor_times`` understands.
PATTERNS = (*BETA_SHAPES, "exponential", "informative")


def staggered_entry(
    rng: np.random.Generator, n: int, *, accrual: float, cutoff: float, dropout_rate: float = 0.0
) -> Floats:
    """Censor times (n,) of patients who enter evenly over ``accrual`` and are followed to ``cutoff``.

    ``cutoff`` counts from the first entry; ``dropout_rate`` is a constant hazard of leaving earlier.
    """
    administrative = cutoff - rng.uniform(0.0, accrual, n)
    if dropout_rate <= 0:
        return administrative
    return np.minimum(administrative, rng.exponential(1 / dropout_rate, n))


def censor_times(rng: np.random.Generator, events: Floats, *, pattern: str, share: float) -> Floats:
    """Censor times (n,) by which about ``share`` of the patients leave before their event.

    The follow-up (the range of the Beta patterns, the mean of the exponential one) is solved by bisection so that
    the share is met on these events. "informative" lets patients leave at a random part of their own event time.

    Raises
    ------
    InputError  where the pattern is unknown.
    """
    n = events.size
    if pattern == "informative":
        leaves = rng.random(n) < share
        return np.where(leaves, events * rng.beta(2.0, 1.0, n), np.inf)
    if pattern == "exponential":
        relative = rng.exponential(size=n)
    elif pattern in BETA_SHAPES:
        relative = rng.beta(*BETA_SHAPES[pattern], n)
    else:
        raise InputError(f"censoring pattern '{pattern}' is unknown; use one of {', '.join(PATTERNS)}")
    relative = np.maximum(relative, 1e-6)
    low, high = 0.0, float(np.max(events[np.isfinite(events)] if np.isfinite(events).any() else 1.0)) * 1e4
    for _ in range(200):
        middle = (low + high) / 2
        if np.mean(relative * middle < events) > share:
            low = middle
        else:
            high = middle
    return relative * high
