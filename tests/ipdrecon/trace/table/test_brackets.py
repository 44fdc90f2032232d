"""Second counts in brackets, read apart from their counts."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.table.brackets import add_brackets
from ipdrecon.trace.table.line import Cell, Line

PLACE = np.array([100.0, 200.0, 300.0])


def test_a_bracket_alone_belongs_to_the_count_before_it() -> None:
    """Law: of a row and a column there is one count, and the bracket that stands there is its own."""
    cells = {c: Cell(9.0 - c, float("nan"), Box(x - 18, 40, x, 60), 1.0) for c, x in enumerate(PLACE)}
    row = Line(50.0, 20.0, "", None, cells)
    below = Word("(7)", Box(102.0, 64.0, 120.0, 84.0))
    add_brackets([row], [Word("(6)", Box(202.0, 40.0, 220.0, 60.0)), below, Word("(n)", Box(302, 40, 320, 60))], PLACE)
    assert [row.cells[c].bracket for c in range(3)] == pytest.approx([np.nan, 6.0, np.nan], nan_ok=True)


def test_brackets_between_columns_count_up_to_the_next() -> None:
    """Law: brackets half-way between columns belong to the counts behind them, none to the first (Stata)."""
    cells = {c: Cell(9.0 - c, float("nan"), Box(x - 8, 40, x + 8, 60), 1.0) for c, x in enumerate(PLACE)}
    row = Line(50.0, 20.0, "", None, cells)
    add_brackets([row], [Word("(6)", Box(139.0, 40.0, 157.0, 60.0)), Word("(4)", Box(242.0, 40.0, 260.0, 60.0))], PLACE)
    assert [row.cells[c].bracket for c in range(3)] == [0.0, 6.0, 4.0]


def counted(y: float = 50.0, columns: tuple[int, ...] = (0, 1, 2)) -> Line:
    """A row of counts about some of the columns."""
    cells = {c: Cell(9.0 - c, float("nan"), Box(PLACE[c] - 8, y - 10, PLACE[c] + 8, y + 10), 1.0) for c in columns}
    return Line(y, 20.0, "", None, cells)


def bracketed(*places: float, y: float = 50.0) -> list[Word]:
    """Brackets with 6, 4, 3, ... about places."""
    return [Word(f"({n})", Box(x - 9, y - 10, x + 9, y + 10)) for n, x in zip((6, 4, 3), places, strict=False)]


@pytest.mark.parametrize("places", [(138, 238), (145, 245, 345), (120, 220, 345), (120, 245)])
def test_brackets_far_behind_their_counts_are_theirs(places: tuple[float, ...]) -> None:
    """Law: they are not counted up to the next column where they stand nearer to the one before, where one stands
    beyond the last, or where only one of them stands half-way."""
    row = counted()
    add_brackets([row], bracketed(*places), PLACE)
    assert [row.cells[c].bracket for c in range(len(places))] == [6.0, 4.0, 3.0][: len(places)]


def test_brackets_of_no_row_or_before_the_first_column_do_not_say_where_those_of_rows_stand() -> None:
    """Law: a "(2)" in the legend, or after a label, is no count; those behind their counts are theirs all the same, and
    those between columns are between."""
    label, legend = Word("(2)", Box(21.0, 40.0, 39.0, 60.0)), Word("(2)", Box(401.0, 300.0, 419.0, 320.0))
    row = counted()
    add_brackets([row], [legend, *bracketed(150, 250)], PLACE)
    assert [row.cells[c].bracket for c in range(3)] == [0.0, 6.0, 4.0]
    row = counted()
    add_brackets([row], [label, label, label, *bracketed(120)], PLACE)
    assert [row.cells[c].bracket for c in range(3)] == pytest.approx([6.0, np.nan, np.nan], nan_ok=True)


def test_only_the_first_column_of_rows_with_brackets_has_none() -> None:
    """Law: nobody is gone by the first column; one that was not read says nothing of the second, and a row without
    brackets nothing of events."""
    bare, late = counted(90.0), counted(130.0, (1, 2))
    words = [*bracketed(150, 250), bracketed(150, 250, y=130.0)[1]]
    add_brackets([counted(), bare, late], words, PLACE)
    assert all(np.isnan(cell.bracket) for cell in bare.cells.values())
    assert [late.cells[c].bracket for c in (1, 2)] == pytest.approx([np.nan, 4.0], nan_ok=True)
