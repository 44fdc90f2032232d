"""Numbers at risk."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import RiskTableError
from ipdrecon.risktable import RiskTable


def test_patients_are_the_count_at_time_0() -> None:
    assert RiskTable([0, 6], [120, 80]).patients == 120
    assert np.isnan(RiskTable([3, 6], [120, 80]).patients)


def test_rising_counts_are_kept_and_said() -> None:
    """Delayed entry is real: the table holds it, reconstruction refuses it."""
    assert RiskTable([0, 6, 12], [19, 110, 113]).rises
    assert not RiskTable([0, 6, 12], [113, np.nan, 19]).rises


def test_a_table_is_doubted_as_a_whole_and_keeps_its_counts() -> None:
    table = RiskTable([0, 6, 12], [113, 60, 19], doubtful=[False, True, False], label="A")
    assert table.doubted() == RiskTable([0, 6, 12], [113, 60, 19], doubtful=[True] * 3, label="A")


@pytest.mark.parametrize(
    ("time", "at_risk", "more", "words"),
    [
        ([0, 6], [1], {}, "as many of one"),
        ([6, 0], [1, 2], {}, "rise strictly"),
        ([-1, 0], [1, 2], {}, "0 or later"),
        ([0, 6], [5, -1], {}, "0 or more"),
        ([0, 6], [5, 1], {"events": [1]}, "1 events"),
        ([0, 6], [5, 1], {"doubtful": [True]}, "doubt flags"),
        ([0, 6], [5, 1], {"convention": "sometimes"}, "sometimes"),
    ],
)
def test_a_broken_promise_is_named(time: list[float], at_risk: list[float], more: dict, words: str) -> None:
    with pytest.raises(RiskTableError, match=words):
        RiskTable(time, at_risk, **more)
