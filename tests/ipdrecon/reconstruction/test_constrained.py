"""The default method: exact where the publication determines the patients, and every count kept where it does not."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.ipd import IPD
from ipdrecon.reconstruction import reconstruct
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from tests.ipdrecon.reconstruction.arms import drawn, pixels, rmse, table, unmarked


def same(one: IPD, other: IPD) -> bool:
    return np.array_equal(one.time, other.time) and np.array_equal(one.event, other.event)


@pytest.mark.parametrize("grid", [0.0, 0.5])
@pytest.mark.parametrize("n", [25, 150, 1000])
@pytest.mark.parametrize("with_table", [True, False])
def test_complete_marks_and_exact_coordinates_give_the_patients_back(n: int, with_table: bool, grid: float) -> None:
    """Rogula et al. 2022: nothing is left to assume, so every event and censoring time is exact."""
    ipd = drawn(n, n, grid=grid)
    found = reconstruct(ipd.km(), risk_table=table(ipd) if with_table else None, patients=n)
    assert same(found.ipd, ipd)
    assert found.relaxed == ()


@pytest.mark.parametrize("n", [25, 150, 1000])
def test_exact_coordinates_without_marks_give_every_event_back(n: int) -> None:
    """One event among n lowers S by S / n, so exact drops tell the numbers at risk (Liu, Rich & Hanley 2014)."""
    ipd = drawn(n + 1, n)
    found = reconstruct(unmarked(ipd.km()), risk_table=table(ipd)).ipd
    assert np.array_equal(found.time[found.event], ipd.time[ipd.event])
    assert np.array_equal(found.at_risk(ipd.time[ipd.event]), ipd.at_risk(ipd.time[ipd.event]))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("n", [30, 200, 1000])
def test_pixels_with_a_table_keep_counts_and_come_as_near_as_the_pixels(n: int, seed: int) -> None:
    """RMSE within a fifth of the coordinates' own (a single arm varies; the benchmark shows 5% over many)."""
    ipd = drawn(seed, n)
    curve, counts, total = unmarked(pixels(ipd)), table(ipd), int(ipd.event.sum())
    for events in (None, total):
        found = reconstruct(curve, risk_table=counts, events=events).ipd
        assert np.array_equal(found.at_risk(counts.time), counts.at_risk)
        assert rmse(found.km(), ipd.km()) <= 1.2 * rmse(curve, ipd.km()) + 0.0005
        assert abs(int(found.event.sum()) - total) <= (0 if events else 0.03 * total + 1)


@pytest.mark.parametrize("n", [30, 200, 1000])
def test_a_total_alone_is_met(n: int) -> None:
    ipd = drawn(n + 7, n)
    total = int(ipd.event.sum())
    found = reconstruct(unmarked(pixels(ipd)), patients=n, events=total)
    assert found.ipd.event.sum() == total and found.relaxed == ()


def test_events_and_censored_of_the_columns_are_met() -> None:
    ipd = drawn(5, 300)
    counts = table(ipd, flows=True)
    found = reconstruct(unmarked(pixels(ipd)), risk_table=counts).ipd
    for t, events, censored in zip(counts.time, counts.events, counts.censored, strict=True):
        assert np.sum(found.event & (found.time < t)) == events
        assert np.sum(~found.event & (found.time < t)) == censored


def test_merged_marks_are_a_lower_bound() -> None:
    """Half of the marks are hidden: those shown stay, and the table says how many stand behind them."""
    ipd = drawn(8, 200)
    curve = attrs.evolve(ipd.km(), marks=ipd.km().marks[::2], marks_complete=False)
    found = reconstruct(curve, risk_table=table(ipd)).ipd
    gone = found.time[~found.event]
    assert all(np.any(np.isclose(gone, mark)) for mark in curve.marks)
    assert found.event.sum() == ipd.event.sum()


def test_marks_said_to_be_complete_are_not_believed_against_the_curve() -> None:
    """A figure shows one mark where two patients left at one time: the events do not follow the lost mark."""
    ipd = drawn(9, 200, grid=1.0)
    hidden = attrs.evolve(pixels(ipd), marks=np.unique(pixels(ipd).marks))
    found = reconstruct(hidden, risk_table=table(ipd))
    assert found.ipd.event.sum() == pytest.approx(ipd.event.sum(), rel=0.03)
    assert any("several patients" in text for text in found.relaxed)


@pytest.mark.parametrize("convention", ["at_or_after", "after"])
def test_the_convention_is_found_where_events_fall_on_columns(convention: str) -> None:
    """R counts time >= t, lifelines time > t: with ties on the columns only one of them fits."""
    ipd = drawn(3, 200, grid=2.0)
    columns = np.array([0.0, 4.0, 8.0, 12.0, 16.0, 20.0])
    counts = RiskTable(columns, ipd.at_risk(columns, convention=convention))
    found = reconstruct(ipd.km(), risk_table=counts)
    assert found.convention == convention
    assert same(found.ipd, ipd)


def test_a_flat_stretch_that_loses_patients_loses_them_to_censoring() -> None:
    """At risk 44 → 29 on a flat tail: no event there, whatever the total of the table suggests."""
    curve = StepCurve([0.0, 2.0, 5.0], [1.0, 0.9, 0.8], end=20.0)
    found = reconstruct(curve, risk_table=RiskTable([0.0, 10.0, 15.0], [55, 44, 29])).ipd
    assert not found.event[found.time > 5.0].any()
    assert np.array_equal(found.at_risk([0.0, 10.0, 15.0]), [55, 44, 29])


def test_a_curve_that_reaches_zero_leaves_nobody() -> None:
    ipd = IPD.of_arm([1.0, 2, 3, 4, 5], [True] * 5)
    assert same(reconstruct(ipd.km(), patients=5).ipd, ipd)


@pytest.mark.parametrize("assumption", ["smooth", "uniform", "exposure", "administrative"])
def test_assumptions_are_said_and_keep_the_counts(assumption: str) -> None:
    ipd = drawn(2, 150)
    counts = table(ipd)
    found = reconstruct(unmarked(pixels(ipd)), risk_table=counts, assumption=assumption)
    assert np.array_equal(found.ipd.at_risk(counts.time), counts.at_risk)
    assert found.assumed


def test_administrative_censoring_comes_at_the_end_of_intervals() -> None:
    curve = StepCurve([0.0, 1.0], [1.0, 0.9], end=10.0)
    found = reconstruct(curve, risk_table=RiskTable([0.0, 5.0], [10, 6]), assumption="administrative").ipd
    gone = found.time[~found.event]
    assert np.allclose(gone[:3], 5.0) and np.allclose(gone[3:], 10.0)


def test_clicks_are_not_steps() -> None:
    """Every eighth corner of a curve: events are spread between the clicks, which halves the error."""
    ipd = drawn(6, 400)
    true, counts = ipd.km(), table(ipd)
    pick = np.append(np.arange(0, true.time.size, 8), true.time.size - 1)
    noise = np.random.default_rng(1).normal(0, 0.001, pick.size)
    levels = np.minimum.accumulate(np.clip(true.survival[pick] + noise, 0, 1))
    as_steps, as_clicks = (
        reconstruct(
            StepCurve.from_points(true.time[pick], levels, end=true.end, clicked=clicked), risk_table=counts
        ).ipd.km()
        for clicked in (False, True)
    )
    assert rmse(as_clicks, true) < 0.5 * rmse(as_steps, true)


@pytest.mark.parametrize("seed", [2, 6, 7])
def test_falls_traced_in_pieces_do_not_lead_away_from_the_curve(seed: int) -> None:
    """Law: drops that are parts of one event tell no number at risk, however exact they claim to be."""
    ipd = drawn(seed, 250)
    curve = unmarked(ipd.km())
    columns = np.linspace(0.0, curve.end, 500)
    near = np.clip(columns[:, None] + np.linspace(-1.5, 1.5, 11) * columns[1], 0.0, curve.end)
    blurred = curve(near).mean(axis=1)
    drops = np.flatnonzero(np.diff(np.append(1.0, blurred)) < -1e-9)
    errors = np.full(drops.size, 0.0002)
    pieces = StepCurve.from_points(columns[drops], blurred[drops], end=curve.end, survival_se=errors)
    found = reconstruct(pieces, risk_table=table(ipd))
    assert rmse(found.ipd.km(), ipd.km()) < 0.006
    assert not found.warnings
