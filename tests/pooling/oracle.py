"""Published data sets with the results of established programs; each file says where both come from."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import ndtr

from ipdrecon.ipd import IPD
from pooling import StudyCurve

FOLDER = Path(__file__).parent / "reference"
#: The R packages write 1.96 where the normal quantile is 1.959964: the level their limits really have.
LEVEL_OF_196 = float(2 * ndtr(1.96) - 1)


@functools.cache
def reference(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))


def hepatocellular(*, strata: bool = False) -> list[StudyCurve]:
    """The 27 studies; under their location where ``strata``."""
    data = reference("hepatocellular")
    times = np.array(data["times"])
    return [
        StudyCurve.of_points(
            name, place if strata else "all", times[: len(survival)], np.array(survival), np.array(at_risk, dtype=float)
        )
        for name, place, survival, at_risk in data["studies"]
    ]


@functools.cache
def lung() -> IPD:
    """Lung cancer (Loprinzi et al. 1994), institutions as trials, as lifelines carries it."""
    from lifelines.datasets import load_lung

    rows = load_lung().dropna(subset=["inst"])
    return IPD(
        time=rows["time"].to_numpy(float),
        event=rows["status"].to_numpy() == 1,
        treatment=np.full(len(rows), "all"),
        trial=rows["inst"].astype(int).astype(str).to_numpy(),
        time_unit="days",
    )


def simulated(
    studies: int, *, size: int = 120, sigma: float = 0.2, seed: int = 3, treatment: str = "A", median: float = 10.0
) -> IPD:
    """Exponential times whose rates differ between studies, uniform censoring between 12 and 40 months."""
    rng = np.random.default_rng(seed)
    parts = []
    for k in range(studies):
        rate = np.log(2) / median * np.exp(sigma * rng.standard_normal())
        event, end = rng.exponential(1 / rate, size), rng.uniform(12, 40, size)
        time = np.round(np.minimum(event, end), 2)
        parts.append(IPD.of_arm(time, event <= end, treatment=treatment, trial=f"study {k + 1}", time_unit="months"))
    return IPD.concat(parts)
