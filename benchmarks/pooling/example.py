"""The 27 studies of untreated hepatocellular carcinoma (Cabibbo et al. 2010), with results of R packages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from pooling.studies import StudyCurve

PATH = Path(__file__).parents[2] / "tests" / "pooling" / "reference" / "hepatocellular.json"


def reference() -> dict[str, Any]:
    """Data and results."""
    return dict(json.loads(PATH.read_text(encoding="utf-8")))


def studies() -> list[StudyCurve]:
    """All studies as one regimen."""
    data = reference()
    times = np.array(data["times"])
    return [
        StudyCurve.of_points(name, "all", times[: len(s)], np.array(s), np.array(n, dtype=float))
        for name, _, s, n in data["studies"]
    ]
