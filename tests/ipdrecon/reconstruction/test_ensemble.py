"""Ensembles: every replicate keeps the counts, seeds repeat, and the spread says what is determined."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import InputError
from ipdrecon.files import read_replicates, write_replicates
from ipdrecon.reconstruction.ensemble import ensemble, interval
from ipdrecon.reconstruction.pair import calibrate, pair_range
from ipdrecon.twoarm import compare
from tests.ipdrecon.reconstruction.arms import drawn, pixels, table, unmarked

FIRST, SECOND = drawn(21, 120), drawn(22, 120)


def of(ipd, **more):
    return ensemble(unmarked(pixels(ipd)), replicates=40, seed=3, risk_table=table(ipd), **more)


@pytest.fixture(scope="module")
def pair():
    return of(FIRST, treatment="a"), of(SECOND, treatment="b")


def test_every_replicate_keeps_every_count() -> None:
    total = int(FIRST.event.sum())
    for replicate in of(FIRST, events=total).replicates:
        assert len(replicate) == 120 and replicate.event.sum() == total
        assert np.array_equal(replicate.at_risk(table(FIRST).time), table(FIRST).at_risk)


def test_a_seed_repeats_and_another_differs(pair) -> None:
    again = of(FIRST, treatment="a")
    assert all(one == other for one, other in zip(pair[0].replicates, again.replicates, strict=True))
    other = ensemble(unmarked(pixels(FIRST)), replicates=40, seed=4, risk_table=table(FIRST))
    assert any(not np.array_equal(a.time, b.time) for a, b in zip(again.replicates, other.replicates, strict=True))


def test_intervals_hold_the_truth(pair) -> None:
    """One trial is no coverage (the benchmark measures it), but these seeds lie well inside."""
    for found, ipd in zip(pair, (FIRST, SECOND), strict=True):
        low, high = interval(found.events)
        assert low <= ipd.event.sum() <= high
        low, high = interval(found.rmst(15.0))
        assert low <= ipd.km().rmst(15.0) <= high


def test_what_is_determined_does_not_vary() -> None:
    """Exact drops with all marks leave one answer."""
    found = ensemble(FIRST.km(), replicates=5, patients=120)
    assert all(np.array_equal(r.time, FIRST.time) and np.array_equal(r.event, FIRST.event) for r in found.replicates)


def test_without_a_table_the_events_are_uncertain(pair) -> None:
    alone = ensemble(unmarked(pixels(drawn(23, 800))), replicates=40, patients=800)
    low, high = interval(alone.events)
    assert high - low > 40 > np.diff(interval(pair[0].events))[0]
    assert low <= drawn(23, 800).event.sum() <= high


def test_the_bound_holds_the_interval_and_the_truth(pair) -> None:
    found = pair_range(*pair)
    assert found.hr_least <= found.hr_low <= found.hr_high <= found.hr_most
    assert found.p_least <= found.p_most
    assert found.hr_least <= compare(FIRST, SECOND).hazard_ratio <= found.hr_most
    assert found.log_hr.size == found.log_hr_se.size == 40


def test_calibration_meets_what_is_within_reach_and_says_so(pair) -> None:
    found = pair_range(*pair)
    goal = 0.3 * found.hr_least + 0.7 * found.hr_most
    first, second = calibrate(pair, hazard_ratio=goal)
    # Some 1,600 pairs over the bound: the nearest lies within a few hundredths of its width.
    assert compare(first.ipd, second.ipd).hazard_ratio == pytest.approx(
        goal, abs=0.05 * (found.hr_most - found.hr_least)
    )
    assert "calibrated to the published hazard ratio" in first.used
    by_p = calibrate(pair, p_value=float(np.sqrt(found.p_least * found.p_most)))
    p_value = compare(by_p[0].ipd, by_p[1].ipd).p_value
    assert p_value == pytest.approx(np.sqrt(found.p_least * found.p_most), rel=0.1)
    (by_median,) = calibrate(pair[:1], medians=[float(np.median(pair[0].medians))])
    assert by_median.ipd.km().median() == pytest.approx(float(np.median(pair[0].medians)), rel=0.01)


def test_calibration_needs_a_goal_and_two_arms(pair) -> None:
    with pytest.raises(InputError, match="nothing was given"):
        calibrate(pair)
    with pytest.raises(InputError, match="compares two arms"):
        calibrate(pair[:1], hazard_ratio=0.8)
    with pytest.raises(InputError, match="ask for 2 or more"):
        ensemble(FIRST.km(), replicates=1, patients=120)


def test_replicates_are_written_and_read_back(pair, tmp_path) -> None:
    path = write_replicates(tmp_path / "ensemble.csv", pair[0].replicates[:3])
    assert path.read_text().startswith("replicate,time,event,treatment,trial\n1,")
    assert read_replicates(path) == pair[0].replicates[:3]
