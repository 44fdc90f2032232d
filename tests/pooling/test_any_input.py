"""Whatever studies come in, a result keeps its promises or says in one sentence why there is none."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import IpdreconError
from ipdrecon.ipd import IPD
from pooling import Pooled, Settings, StudyCurve
from pooling.analysis import analyse_data
from pooling.read import Data
from pooling.settings import METHODS
from pooling.studies import of_ipd


def promises(made: Pooled) -> None:
    assert made.time[0] == 0 and (np.diff(made.time) > 0).all()
    assert (np.diff(made.survival) <= 1e-12).all()
    assert not np.isnan(made.low).any() and not np.isnan(made.high).any()
    assert (made.low <= made.survival + 1e-9).all() and (made.survival <= made.high + 1e-9).all()
    assert made.median_low <= made.median <= made.median_high or np.isinf(made.median)
    assert made.rmst_low <= made.rmst + 1e-9 and made.rmst <= made.rmst_high + 1e-9
    assert np.isfinite(made.log_covariance).all()


def patients(rng: np.random.Generator) -> IPD:
    """One to four studies of one to thirty patients, times tied and at 0, without events or with events only."""
    parts = []
    for k in range(int(rng.integers(1, 5))):
        size = int(rng.choice([1, 2, 3, 8, 30]))
        time = rng.exponential(5, size)
        time = np.round(time) if rng.random() < 0.5 else time
        event = rng.random(size) < rng.choice([0.0, 0.3, 0.8, 1.0])
        parts.append(IPD.of_arm(time, event, treatment="A", trial=str(k)))
    return IPD.concat(parts)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("method", METHODS)
def test_small_sets_of_patients(seed: int, method: str) -> None:
    ipd = patients(np.random.default_rng(seed))
    for interval in ("auto", "normal"):
        settings = Settings(
            method=method, interval=interval, draws=100, horizons=[3.0], landmarks=[2.0],
            family="weibull" if method == "parametric" else "auto",
        )  # fmt: skip
        try:
            made = analyse_data(Data((tuple(of_ipd(ipd)),)), {}, settings)
        except IpdreconError as error:
            assert len(str(error)) > 30 and "\n" not in str(error)
            continue
        for result in made.results:
            promises(result)


@pytest.mark.parametrize("seed", range(20))
def test_curves_on_any_grid(seed: int) -> None:
    rng = np.random.default_rng(seed)
    common = np.sort(rng.choice(np.arange(1, 13), int(rng.integers(1, 8)), replace=False)).astype(float)
    studies = []
    for k in range(int(rng.integers(1, 6))):
        several = rng.random() < 0.6
        time = common[: rng.integers(1, common.size + 1)] if several else np.sort(rng.uniform(0.1, 12, 20))
        survival = np.sort(rng.random(time.size))[::-1].round(2)
        survival[-1] = 0.0 if rng.random() < 0.2 else survival[-1]
        at_risk = np.sort(rng.uniform(0, 40, time.size))[::-1]
        studies.append(StudyCurve.of_points(str(k), "A", time, survival, at_risk))
    for method in ("random", "fixed", "stratified"):
        for result in analyse_data(Data((tuple(studies),)), {}, Settings(method=method)).results:
            promises(result)
