"""Distance from the established programs' numbers on their own example."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from benchmarks.pooling.example import reference, studies
from pooling import pool

#: They write 1.96 for the normal quantile.
LEVEL = float(2 * ndtr(1.96) - 1)


def run() -> dict[str, float]:
    """Largest relative differences of curves and limits, relative ones of medians, months of simulated limits."""
    said, group = reference(), studies()
    found = {}
    for method in ("fixed", "random"):
        r, *_ = pool(
            group, method=method, interval="normal", transform="log", df="studies", level=LEVEL, median="simulated"
        )
        curve, low, high = (np.array(x) for x in said["results"][f"{method}_cc"])
        found[f"{method}: curve"] = _apart(r.survival[1:], curve)
        found[f"{method}: delta-method limits"] = max(_apart(r.low[1:], low), _apart(r.high[1:], np.minimum(high, 1)))
        median, below, above = said["summary"]["greenwood_cc"][f"median_{method}"]
        found[f"{method}: median {r.median:.6f}"] = abs(r.median / median - 1)
        found[f"{method}: simulated limits of the median, months"] = max(
            abs(r.simulated_low - below), abs(r.simulated_high - above)
        )
        h = r.heterogeneity
        assert h is not None
        found[f"{method}: Q, H², I²"] = max(
            abs(h.q / said["summary"]["greenwood_cc"]["Q"] - 1),
            abs(h.h2 / said["summary"]["greenwood_cc"]["H2"] - 1),
            abs(100 * h.i2 / said["summary"]["greenwood_cc"]["I2_percent"] - 1),
        )
    return found


def _apart(one: np.ndarray, two: np.ndarray) -> float:
    return float(np.abs(one / two - 1).max())


def as_text(found: dict[str, float]) -> str:
    """A line each."""
    return "".join(f"  {name:<52}{value:>10.1e}\n" for name, value in found.items())
