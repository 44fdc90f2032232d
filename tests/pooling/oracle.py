"""Published data sets with the results of established programs; each file says where both come from."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import ndtr

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
