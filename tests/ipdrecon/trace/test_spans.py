"""Runs of flags, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.spans import edges_of


@pytest.mark.parametrize(
    ("flags", "edges"), [("", []), ("000", []), ("111", [0, 3]), ("0110", [1, 3]), ("1001", [0, 1, 3, 4])]
)
def test_a_run_begins_at_its_first_place_and_ends_behind_its_last(flags: str, edges: list[int]) -> None:
    assert edges_of(np.array([flag == "1" for flag in flags], dtype=np.bool_)).tolist() == edges
