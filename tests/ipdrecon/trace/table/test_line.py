"""Which lines below and inside a plot are rows of its table."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.table.counts import counts_of
from ipdrecon.trace.table.line import Cell, Line, copies_axis, groups_of, in_reach, is_row, line_of, step_of

COLUMNS = np.arange(0.0, 50.0, 10.0)
FRAME = Frame(Box(100, 50, 620, 400), Axes(Axis(110.0, 10.0, 0.0, 50.0, ticks=COLUMNS), Axis(390.0, -330.0, 0.0, 1.0)))


def line(y: float, cells: dict[int, float], label: Box | None) -> Line:
    places = {c: Box(100.0 + 100 * c, y - 9, 120.0 + 100 * c, y + 9) for c in cells}
    found = {c: Cell(n, float("nan"), places[c], 0.99) for c, n in cells.items()}
    return Line(y, 18.0, "Drug" if label else "", label, found)


def test_names_outside_a_plot_make_rows_of_few_counts_inside_it() -> None:
    """Law: curves hide counts printed on them, but a name in line outside the plot says that it is a row (rms)."""
    counts = {0: 115.0, 1: 21.0}
    assert is_row(line(380, counts, Box(640, 371, 700, 389)), COLUMNS, FRAME)
    assert not is_row(line(380, counts, None), COLUMNS, FRAME)


def test_counts_that_were_read_with_their_label_make_a_row_of_the_others() -> None:
    """Law: columns beneath a label have their counts in it; a label that ends before the columns has none."""
    counts = {3: 7.0, 4: 2.0}
    assert is_row(line(470, counts, Box(20, 461, 340, 479)), COLUMNS, FRAME)
    assert not is_row(line(470, counts, Box(20, 461, 90, 479)), COLUMNS, FRAME)


def test_counts_at_every_second_tick_make_rows_of_a_table() -> None:
    """Law: rows that all have counts at every second column say so, and then lack none of them."""
    columns = np.arange(0.0, 80.0, 10.0)
    counts = {0: 142.0, 2: 62.0, 4: 8.0, 6: 2.0}
    lines = [line(370, counts, None), line(385, {0: 140.0, 2: 70.0, 4: 9.0}, None)]
    assert step_of(lines, columns) == 2
    frame = attrs.evolve(FRAME, axes=attrs.evolve(FRAME.axes, x=Axis(110.0, 10.0, 0.0, 80.0, ticks=columns)))
    assert all(is_row(row, columns, frame, step_of(lines, columns)) for row in lines)
    assert step_of([*lines, line(390, {0: 90.0, 1: 80.0}, None)], columns) == 1
    assert step_of([line(370, {0: 35.0, 4: 12.0}, None)], columns) == 1  # two numbers of a text say nothing
    notes = [line(370, {0: 35.0, 4: 12.0}, None), line(385, {0: 21.0, 4: 9.0}, None)]
    assert step_of(notes, columns) == 1  # nor do those of two of its lines
    assert step_of([*notes, line(400, {0: 35.0, 4: 12.0, 6: 7.0}, None)], columns) == 2


@pytest.mark.parametrize("texts", [["010 20", "30 40"], ["0", "10", "20 3", "040"]])
def test_a_second_axis_is_known_however_it_was_torn(texts: list[str]) -> None:
    words = [Word(text, Box(100.0 + 90 * i, 450, 180.0 + 90 * i, 468)) for i, text in enumerate(texts)]
    assert copies_axis(words, COLUMNS)
    assert not copies_axis([*words, Word("7", Box(600, 450, 610, 468))], COLUMNS)


def test_a_letter_before_a_figure_may_be_one() -> None:
    """Oracle: 86 read as "B6", and the last letter of a label before 240."""
    assert [count for count, _ in counts_of("B6")] == [6, 86]
    assert [count for count, _ in counts_of("B240")] == [240, 8240]
    assert [count for count, _ in counts_of("240")] == [240]


@pytest.mark.parametrize(
    ("texts", "counts"),
    [
        (("1.000", "1.000", "0.912", "0.874"), {}),
        (("1,000", "0,955", "0,912", "0,874"), {}),
        (("1.000", "999", "874", "512"), {0: 1000.0, 1: 999.0, 2: 874.0, 3: 512.0}),
        (("1,000", "1,000", "874", "0"), {0: 1000.0, 1: 1000.0, 2: 874.0, 3: 0.0}),
    ],
)
def test_one_beside_rates_is_no_thousand(texts: tuple[str, ...], counts: dict[int, float]) -> None:
    """Law: a table of rates with three decimals begins with all patients, and says no counts."""
    words = [Word(text, Box(100.0 + 100 * i, 450, 130.0 + 100 * i, 468), 0.99) for i, text in enumerate(texts)]
    found = line_of(words, np.array([115.0, 215.0, 315.0, 415.0]), 100.0)
    assert {column: cell.count for column, cell in found.cells.items()} == counts


def test_a_name_behind_the_last_count_of_a_row_is_its_label_though_the_axis_goes_on() -> None:
    """Law: names stand right of the last counts (rms), which need not be at the last time of the axis."""
    counts = [
        Word(text, Box(100.0 + 100 * i, 450, 130.0 + 100 * i, 468)) for i, text in enumerate(("263", "128", "47"))
    ]
    name = Word("RT alone", Box(380.0, 450, 450.0, 468))
    found = line_of([*counts, name], np.array([115.0, 215.0, 315.0, 415.0, 515.0]), 100.0)
    assert found.label == "RT alone"
    assert sorted(found.cells) == [0, 1, 2]


def test_a_last_count_read_with_the_name_behind_it_is_a_count_though_the_axis_goes_on() -> None:
    """Law: "1 Group 2" right of the first column is a count and a name, and the figure of the name is none."""
    counts = [Word(text, Box(100.0 + 100 * i, 450, 130.0 + 100 * i, 468)) for i, text in enumerate(("263", "128"))]
    place = np.array([115.0, 215.0, 315.0, 415.0, 515.0])
    joined = Word("1 Group 2", Box(310.0, 450, 400.0, 468))
    found = line_of([*counts, joined], place, 100.0)
    assert (found.label, found.cells[2].count) == ("Group 2", 1)
    apart = [Word("1", Box(311.0, 450, 319.0, 468)), Word("Group 2", Box(335.0, 450, 400.0, 468))]
    found = line_of([*counts, *apart], place, 100.0)
    assert (found.label, sorted(found.cells)) == ("Group 2", [0, 1, 2])


def test_an_unread_cell_takes_none_of_those_behind_it() -> None:
    """Law: columns stand further apart than words; what is no count within a row is no name of it."""
    texts = ("263", "NA", "128", "47")
    words = [Word(text, Box(100.0 + 45 * i, 450, 130.0 + 45 * i, 468)) for i, text in enumerate(texts)]
    found = line_of(words, 115.0 + 45 * np.arange(6), 45.0)
    assert (found.label, sorted(found.cells)) == ("", [0, 2, 3])


def test_blanks_between_figures_in_brackets_part_no_counts() -> None:
    """Oracle: a row read as one word in which the reader saw blanks ("11 (6 8)")."""
    place = np.array([115.0, 215.0, 315.0])
    word = Word("Drug 95(0) 11 (6 8) 1( 7 5)", Box(20.0, 450, 350.0, 468))
    found = line_of([word], place, 100.0)
    assert {c: (cell.count, cell.bracket) for c, cell in found.cells.items()} == {0: (95, 0), 1: (11, 68), 2: (1, 75)}


@pytest.mark.parametrize(("lines", "reached"), [(81, True), (95, False)])
def test_three_tables_of_many_arms_reach_as_far_as_their_rows_do(lines: int, reached: bool) -> None:
    """Law: the table of a small plot is told by the height of its counts: 27 rows, three heights apart."""
    y = FRAME.box.bottom + 10.0 * lines
    assert in_reach(Word("12", Box(300, y - 5, 312, y + 5), 1.0), FRAME) is reached


def test_tick_marks_read_as_letters_are_no_counts() -> None:
    """Law: between the line of an axis and its labels stand its tick marks; a 1 below the labels is a count."""
    frame = attrs.evolve(FRAME, label_rows=(420.0, 436.0))
    for text, y, expected in (("I", 410, False), ("1", 410, False), ("Il", 410, True), ("1", 460, True)):
        assert in_reach(Word(text, Box(206, y - 4, 214, y + 4)), frame) == expected


@pytest.mark.parametrize(("text", "reached"), [("No. at risk (censored)", True), ("12", False)])
def test_names_stand_further_left_of_a_narrow_panel_than_counts(text: str, reached: bool) -> None:
    """Law: the head of a table begins where its longest name does, which may be as wide as the panel."""
    y, middle = FRAME.box.bottom + 40.0, FRAME.box.left - 0.9 * FRAME.box.width
    assert in_reach(Word(text, Box(middle - 40, y - 5, middle + 40, y + 5), 1.0), FRAME) is reached


def test_words_that_overlap_across_stand_in_two_lines() -> None:
    """Law: boxes of a reader hold more than the print, so a head may stand less than half a box above the first row."""
    head = Word("(number censored)", Box(35, 662, 124, 682))
    first = [Word("Arm A 298 (0)", Box(97, 673, 157, 693)), Word("295 (3)", Box(217, 671, 247, 691))]
    second = [Word("Arm B 287 (0)", Box(95, 689, 159, 709)), Word("282 (5)", Box(217, 689, 247, 709))]
    lines = groups_of([head, *first, *second])
    assert [{word.text for word in words} for words in lines] == [
        {head.text},
        {word.text for word in first},
        {word.text for word in second},
    ]
