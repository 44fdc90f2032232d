"""The walk along censor marks (Rogula et al. 2022)."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.errors import InputError
from ipdrecon.reconstruction import reconstruct
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from tests.ipdrecon.reconstruction.arms import drawn, table, unmarked


@pytest.mark.parametrize("n", [25, 250, 1000])
@pytest.mark.parametrize("with_table", [True, False])
def test_exact_with_all_marks(n: int, with_table: bool) -> None:
    ipd = drawn(n, n, grid=0.25)
    counts = {"risk_table": table(ipd)} if with_table else {}
    found = reconstruct(ipd.km(), patients=n, method="marks", **counts).ipd
    assert np.array_equal(found.time, ipd.time) and np.array_equal(found.event, ipd.event)


def test_a_mark_that_stands_for_several_is_found_by_the_next_drop() -> None:
    """20 patients: 1 event, 5 censored behind one mark, then a drop of 1/14 of S."""
    curve = StepCurve([0.0, 1.0, 3.0], [1.0, 0.95, 0.95 * 13 / 14], end=5.0, marks=[2.0])
    found = reconstruct(curve, patients=20, method="marks")
    gone = found.ipd.time[~found.ipd.event]
    assert np.sum(gone == 2.0) == 5 and found.ipd.event.sum() == 2
    assert "4 censored patients share a mark" in found.assumed[0]


def test_a_fall_of_numbers_at_risk_on_a_flat_stretch_is_censoring() -> None:
    curve = StepCurve([0.0, 2.0], [1.0, 0.5], end=20.0, marks=[12.0])
    found = reconstruct(curve, risk_table=RiskTable([0.0, 10.0, 15.0], [88, 44, 29]), method="marks").ipd
    assert found.event.sum() == 44
    assert np.array_equal(found.at_risk([0.0, 10.0, 15.0]), [88, 44, 29])


def test_marks_are_needed() -> None:
    ipd = drawn(1, 30)
    with pytest.raises(InputError, match="needs censor marks"):
        reconstruct(unmarked(ipd.km()), patients=30, method="marks")


def test_a_table_that_leaves_more_patients_than_the_walk_is_said() -> None:
    ipd = drawn(4, 100)
    more = attrs.evolve(ipd.km(), marks=np.sort(np.append(ipd.km().marks, [6.5] * 5)))
    found = reconstruct(more, risk_table=table(ipd), method="marks")
    assert any("are published" in text for text in found.warnings)
