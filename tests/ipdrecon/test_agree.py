"""Agreement of patients with their publication: identities, and lifelines as oracle of the two-arm comparison."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.agree import assess, assess_pair
from ipdrecon.errors import IPDError
from ipdrecon.ipd import IPD
from ipdrecon.risktable import RiskTable
from ipdrecon.twoarm import compare


def arm(seed: int, n: int, scale: float, *, grid: float = 0.0, treatment: str = "A") -> IPD:
    rng = np.random.default_rng(seed)
    events, censored = rng.exponential(scale, n), rng.uniform(0, 30, n)
    time = np.minimum(events, censored)
    if grid:
        time = np.ceil(time / grid) * grid
    return IPD.of_arm(time, events <= censored, treatment=treatment)


@pytest.mark.parametrize("grid", [0.0, 1.0, 4.0])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_hazard_ratio_and_log_rank_are_those_of_lifelines(seed: int, grid: float) -> None:
    import pandas as pd
    from lifelines import CoxPHFitter
    from lifelines.statistics import logrank_test

    a, b = arm(seed, 90, 12, grid=grid), arm(seed + 50, 60, 17, grid=grid)
    mine = compare(a, b)
    rows = pd.DataFrame(
        {
            "time": np.concatenate([a.time, b.time]),
            "event": np.concatenate([a.event, b.event]).astype(int),
            "b": np.repeat([0.0, 1.0], [len(a), len(b)]),
        }
    )
    fitted = CoxPHFitter().fit(rows, "time", "event", fit_options={"precision": 1e-10})
    # lifelines ends its Newton steps by the gain in likelihood, which leaves some 1e-5 in the estimate.
    assert mine.log_hr == pytest.approx(float(fitted.params_["b"]), abs=2e-5)
    assert mine.se == pytest.approx(float(fitted.standard_errors_["b"]), abs=2e-5)
    test = logrank_test(a.time, b.time, a.event, b.event)
    assert mine.p_value == pytest.approx(test.p_value, rel=1e-9)


def test_exchanged_arms_invert_the_hazard_ratio() -> None:
    a, b = arm(1, 80, 10, grid=2.0), arm(2, 70, 14, grid=2.0)
    there, back = compare(a, b), compare(b, a)
    assert there.log_hr == pytest.approx(-back.log_hr, abs=1e-10)
    assert there.p_value == pytest.approx(back.p_value, rel=1e-12)


def test_an_arm_without_events_has_an_infinite_ratio_and_two_such_arms_none() -> None:
    nobody = IPD.of_arm([3.0, 4.0], [False, False])
    assert compare(arm(1, 30, 10), nobody).hazard_ratio == 0.0
    assert compare(nobody, arm(1, 30, 10)).hazard_ratio == np.inf
    with pytest.raises(IPDError, match="neither arm has an event"):
        compare(nobody, nobody)


def test_patients_agree_fully_with_their_own_curve_and_table() -> None:
    ipd = arm(4, 120, 12)
    columns = np.array([0.0, 6, 12, 18, 24])
    table = RiskTable(columns, ipd.at_risk(columns))
    fit = assess(ipd, ipd.km(), risk_table=table, events=int(ipd.event.sum()), median=ipd.km().median())
    assert (fit.rmse, fit.mean_difference, fit.max_difference, fit.iae) == pytest.approx((0, 0, 0, 0), abs=1e-12)
    assert (fit.differences == 0).all()
    assert fit.median_low <= fit.median <= fit.median_high
    assert "all 5 numbers at risk kept" in fit.verdict and "events kept" in fit.verdict


def test_a_missing_event_and_a_wrong_count_are_said() -> None:
    ipd = arm(4, 120, 12)
    table = RiskTable([0.0, 6.0], [len(ipd), ipd.at_risk(6.0) + 3])
    fit = assess(ipd, ipd.km(), risk_table=table, events=int(ipd.event.sum()) + 1)
    assert fit.differences[1] == -3
    assert "1 of 2 numbers at risk differ (by up to 3)" in fit.verdict
    assert "events differ by -1" in fit.verdict


def test_median_limits_are_those_of_r() -> None:
    """R survival 3.5: survfit(Surv(c(1:10), c(1,1,0,1,1,1,0,1,1,1)) ~ 1, conf.type="log-log") → 6 (1, 9)."""
    ipd = IPD.of_arm(np.arange(1.0, 11.0), [1, 1, 0, 1, 1, 1, 0, 1, 1, 1])
    fit = assess(ipd, ipd.km())
    assert (fit.median, fit.median_low, fit.median_high) == (6.0, 1.0, 9.0)


def test_a_published_ratio_is_compared() -> None:
    pair = assess_pair(arm(1, 80, 10), arm(2, 70, 14), hazard_ratio=0.8)
    assert pair.log_hr_gap == pytest.approx(pair.comparison.log_hr - np.log(0.8))
    assert "published HR 0.8" in pair.verdict
