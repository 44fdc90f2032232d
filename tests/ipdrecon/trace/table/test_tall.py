"""Counts of two close rows read as one word."""

from __future__ import annotations

from ipdrecon.figure import Box, Word
from ipdrecon.trace.table.line import Cell, Line, groups_of
from ipdrecon.trace.table.tall import once_a_row, without_tall


def line(y: float, tall: float = 0.0) -> Line:
    cells = {c: Cell(50.0 - c, float("nan"), Box(100.0 * c, y - 10, 100.0 * c + 20, y + 10), 1.0) for c in range(4)}
    cells[4] = Cell(26.0, float("nan"), Box(400, y - 8 - tall, 420, y + 8 + tall), 0.65)
    return Line(y, 20.0, "", None, cells)


def test_a_word_over_the_middles_of_two_rows_is_no_count_of_either() -> None:
    """Law: "14" over "26" was read as "26" in the upper row; both places are to be read again."""
    rows = [line(600.0, tall=12.0), line(616.0)]
    without_tall(rows)
    assert [sorted(row.cells) for row in rows] == [[0, 1, 2, 3], [0, 1, 2, 3, 4]]


def test_a_high_box_of_one_row_and_boxes_of_close_rows_stay() -> None:
    """Law: print of one row may have a loose box, and boxes of usual height may reach into the next row."""
    for second in (640.0, 610.0):
        rows = [line(600.0, tall=12.0 if second == 640.0 else 0.0), line(second)]
        without_tall(rows)
        assert all(sorted(row.cells) == [0, 1, 2, 3, 4] for row in rows)


def test_words_of_two_rows_are_a_place_to_read_in_either() -> None:
    """Law: "32" over "23" was read as "323", and its middle made one row of both; alone in a row it is a loose box."""

    def word(text: str, x: float, y: float, height: float) -> Word:
        return Word(text, Box(x, y - height / 2, x + 20, y + height / 2))

    tall = [word("323", 150.0 + 50.0 * k, 531.0, 32.0) for k in range(6)]
    short = [word("36", 100.0, 525.0, 16.0), word("25", 100.0, 537.0, 16.0)]
    names = [word("Standard:", 20.0, 525.5, 15.0), word("Test:", 20.0, 538.0, 16.0)]
    apart = once_a_row([*names, *short, *tall])
    assert [len(group) for group in groups_of(apart)] == [8, 8]
    assert {word.score for word in apart if word.text == "0"} == {0.0}
    row = Line(525.0, 16.0, "", None, {0: Cell(0.0, float("nan"), apart[-1].box, 0.0)})
    without_tall([row])
    assert not row.cells
    alone = [names[0], short[0], tall[0]]
    assert once_a_row(alone) == alone
