"""Runs of flags, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.lines.spans import edges_of, first_run


@pytest.mark.parametrize(
    ("flags", "edges"), [("", []), ("000", []), ("111", [0, 3]), ("0110", [1, 3]), ("1001", [0, 1, 3, 4])]
)
def test_a_run_begins_at_its_first_place_and_ends_behind_its_last(flags: str, edges: list[int]) -> None:
    assert edges_of(np.array([flag == "1" for flag in flags], dtype=np.bool_)).tolist() == edges


@pytest.mark.parametrize(("flags", "length"), [("", 0), ("0", 0), ("011", 0), ("1101", 2), ("111", 3)])
def test_the_first_run_ends_where_a_flag_is_not_set(flags: str, length: int) -> None:
    assert first_run(np.array([flag == "1" for flag in flags], dtype=np.bool_)) == length
