"""Law: patients made from a summary show that summary; oracle of the hazard ratio: lifelines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter

from ipdrecon.errors import InputError
from ipdrecon.ipd import IPD
from ipdrecon.simulate import matched as module
from ipdrecon.simulate.counted import counted
from ipdrecon.simulate.matched import matched
from ipdrecon.simulate.summary import Summary, log_hazard_ratio, shown

NAMES = ("control", "experimental")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def arm(rng: np.random.Generator, patients: int, scale: float) -> IPD:
    time = np.ceil(rng.exponential(scale, patients) * 2) / 2
    return IPD.of_arm(time, rng.random(patients) < 0.8)


@pytest.mark.parametrize("seed", range(5))
def test_hazard_ratio_is_that_of_lifelines(seed: int) -> None:
    """With many ties, which both handle after Efron; Newton's method to 1e-10 on either side."""
    rng = np.random.default_rng(seed)
    one, two = arm(rng, 60, 5.0), arm(rng, 45, 8.0)
    rows = pd.DataFrame(
        {
            "time": np.append(one.time, two.time),
            "event": np.append(one.event, two.event),
            "group": np.append(np.zeros(60), np.ones(45)),
        }
    )
    fit = CoxPHFitter().fit(rows, "time", "event", fit_options={"precision": 1e-12})
    assert log_hazard_ratio(one, two) == pytest.approx(float(fit.params_["group"]), abs=1e-6)


def test_patients_show_medians_ratio_events_and_rates(
    rng: np.random.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two arms of 59 and 60: one event is 1.7 % of an arm, so rates are met to one event and the rest more closely."""
    monkeypatch.setattr(module, "BEGINNINGS", 4)
    summary = Summary((59, 60), (2.76, 5.29), 0.57, 30.0, 101.0, ((6.0, 0.239, 0.412), (12.0, 0.074, 0.246)))
    both = matched(summary, names=NAMES, unit="months", rng=rng)
    found = shown(*both, (6.0, 12.0))
    assert found.medians == pytest.approx(summary.medians, abs=0.03)
    assert found.hazard_ratio == pytest.approx(0.57, abs=0.02)
    assert found.events == pytest.approx(101, abs=2)
    assert np.array(found.rates) == pytest.approx(np.array(summary.rates), abs=0.017)
    assert (len(both[0]), len(both[1])) == summary.patients
    assert max(both[0].time.max(), both[1].time.max()) <= summary.end


def test_the_same_seed_gives_the_same_patients(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEGINNINGS", 1)
    monkeypatch.setattr(module, "ROUNDS", 2)
    summary = Summary((40, 40), (4.0, 6.0), 0.7, 20.0)
    one, two = (matched(summary, names=NAMES, unit="months", rng=np.random.default_rng(3)) for _ in range(2))
    assert one[0] == two[0]
    assert one[1] == two[1]


AT_RISK = ((50, 41, 30, 22, 15, 9, 4, 1), (52, 47, 39, 33, 26, 20, 14, 9))


def test_published_numbers_at_risk_are_kept_exactly() -> None:
    summary = Summary((50, 52), (3.2, 4.6), 0.65, 8.0, 70.0)
    both = counted(summary, AT_RISK, names=NAMES, unit="months")
    for patients, counts in zip(both, AT_RISK, strict=True):
        assert patients.at_risk(np.arange(len(counts))).tolist() == list(counts)


def test_counts_that_rise_are_refused() -> None:
    with pytest.raises(InputError, match="never rise"):
        counted(Summary((50, 52), (3.2, 4.6), 0.65, 8.0), (AT_RISK[0], (52, 47, 48)), names=NAMES, unit="months")
