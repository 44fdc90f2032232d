"""Contradictions are found, named, and relaxed only where that was asked for."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import InfeasibleError, InputError
from ipdrecon.reconstruction import reconstruct
from ipdrecon.risktable import RiskTable
from tests.ipdrecon.reconstruction.arms import drawn, table, unmarked

IPD = drawn(11, 150)
CURVE = unmarked(IPD.km())
TABLE = table(IPD)


def wrong(at: int, count: float, **more: object) -> RiskTable:
    counts = TABLE.at_risk.copy()
    counts[at] = count
    return RiskTable(TABLE.time, counts, **more)


@pytest.mark.parametrize("at, count", [(2, 180.0), (3, 149.0), (1, 20.0)])
def test_a_misread_cell_is_named_and_can_be_left_out(at: int, count: float) -> None:
    with pytest.raises(InfeasibleError, match="contradict") as raised:
        reconstruct(CURVE, risk_table=wrong(at, count))
    assert f"at risk at {TABLE.time[at]:g}" in raised.value.items
    found = reconstruct(CURVE, risk_table=wrong(at, count), nearest=True)
    assert any(f"{count:g} at risk at {TABLE.time[at]:g}" in text for text in found.relaxed)
    others = np.arange(TABLE.time.size) != at
    assert np.array_equal(found.ipd.at_risk(TABLE.time)[others], TABLE.at_risk[others])


def test_of_two_cells_the_doubtful_one_goes() -> None:
    """Two columns contradict each other; without the doubt the second could as well be right."""
    for doubtful in (0, 1):
        counts = RiskTable([0.0, 8.0, 12.0], [150, 40, 50], doubtful=[False, doubtful == 0, doubtful == 1])
        found = reconstruct(CURVE, risk_table=counts, nearest=True)
        assert f"at risk at {counts.time[1 + doubtful]:g}" in found.relaxed[0]


def test_patients_against_the_table() -> None:
    with pytest.raises(InfeasibleError) as raised:
        reconstruct(CURVE, risk_table=TABLE, patients=120)
    assert "patients" in raised.value.items
    assert len(reconstruct(CURVE, risk_table=TABLE, patients=120, nearest=True).ipd) == 150


@pytest.mark.parametrize("events", [151, 145, 5])
def test_impossible_totals(events: int) -> None:
    """More than the patients, more than the curve shows, fewer than the curve shows."""
    with pytest.raises(InfeasibleError) as raised:
        reconstruct(CURVE, risk_table=TABLE, events=events)
    assert "total events" in raised.value.items
    found = reconstruct(CURVE, risk_table=TABLE, events=events, nearest=True)
    assert any(f"{events} events" in text for text in found.relaxed)


def test_events_and_censored_that_do_not_add_up() -> None:
    good = table(IPD, flows=True)
    bad = RiskTable(good.time, good.at_risk, events=good.events, censored=good.censored + np.arange(good.time.size))
    with pytest.raises(InfeasibleError, match="events from 0 to 4"):
        reconstruct(CURVE, risk_table=bad)
    assert any("events and censored" in text for text in reconstruct(CURVE, risk_table=bad, nearest=True).relaxed)


def test_more_marks_than_can_be_censored() -> None:
    curve = IPD.km()
    with pytest.raises(InfeasibleError) as raised:
        reconstruct(curve, patients=int(IPD.event.sum()) + 3, events=int(IPD.event.sum()))
    assert "censor marks" in raised.value.items


def test_what_is_missing_is_said() -> None:
    with pytest.raises(InputError, match="needs its patients or its numbers at risk"):
        reconstruct(CURVE)
    for option, value in (("method", "magic"), ("assumption", "none"), ("convention", "before"), ("marks", "all")):
        with pytest.raises(InputError, match=f"'{value}' is unknown; use one of"):
            reconstruct(CURVE, patients=10, **{option: value})
