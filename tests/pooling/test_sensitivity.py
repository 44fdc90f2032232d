"""Studies left out and other grids."""

from __future__ import annotations

import pytest

from pooling import Settings, pool
from pooling.sensitivity import grids, leave_one_out
from pooling.studies import of_ipd
from tests.pooling.oracle import simulated


def test_each_study_is_left_out_once() -> None:
    ipd = simulated(4)
    grid = pool(ipd)[0].grid_time
    made = leave_one_out(of_ipd(ipd), "A", Settings())
    assert [v.change for v in made] == list(ipd.trials)
    for variant in made:
        rest = pool(ipd.select(ipd.trial != variant.change), grid=grid)[0]
        assert variant.result.median == pytest.approx(rest.median)
        assert variant.change not in variant.result.trials


def test_two_studies_have_none_to_spare() -> None:
    assert leave_one_out(of_ipd(simulated(2)), "A", Settings()) == ()


def test_grids_name_themselves_and_the_first_is_the_answer() -> None:
    ipd = simulated(4)
    made = grids(of_ipd(ipd), "A", Settings())
    assert made[0].change.startswith("as used")
    assert made[0].result.median == pool(ipd)[0].median
    sizes = [v.result.grid_time.size for v in made]
    assert sizes[1] < sizes[0] < sizes[2]
