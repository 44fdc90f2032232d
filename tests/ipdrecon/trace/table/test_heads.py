"""Lines between the rows of a table."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.table.heads import heading_of
from ipdrecon.trace.table.line import Cell, Line


@pytest.mark.parametrize(
    ("left", "joined", "name"), [(97.0, True, "Stage 2"), (96.0, False, "Stage 2"), (150.0, False, "Stage")]
)
def test_the_number_a_name_ends_in_is_no_count(left: float, joined: bool, name: str) -> None:
    """Law: a name in a line of its own may reach over the first column; what stands further off is no part of it."""
    cell = Cell(2.0, float("nan"), Box(left, 0.0, left + 8.0, 18.0), 1.0, joined)
    assert heading_of(Line(9.0, 18.0, "Stage", Box(40.0, 0.0, 90.0, 18.0), {0: cell})) == name
