"""Words below a panel → numbers at risk, against tables whose cells are known."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Figure, Source, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.table import RiskRow, read_risk_rows
from ipdrecon.trace.text.lettering import estimated_width

TICKS = np.arange(0.0, 61.0, 12.0)
#: Width of a letter and height of a line of the tests' print, in pixels.
LETTER, LINE = 9.0, 18.0


def frame() -> Frame:
    x = Axis(zero_px=200.0, px_per_unit=10.0, low=0.0, high=60.0, ticks=TICKS)
    y = Axis(zero_px=400.0, px_per_unit=-350.0, low=0.0, high=1.0, ticks=np.array([0.0, 0.5, 1.0]))
    return Frame(Box(200, 50, 800, 400), Axes(x, y, "months"), bottom=440.0, label_rows=(405.0, 423.0))


def at(text: str, middle: float, row: float, color: tuple[int, int, int] | None = None) -> Word:
    half = LETTER * len(text) / 2
    return Word(text, Box(middle - half, row - LINE / 2, middle + half, row + LINE / 2), color=color)


def cells(counts: list[object], row: float) -> list[Word]:
    return [at(str(count), 200.0 + 120.0 * i, row) for i, count in enumerate(counts)]


def rows(words: list[Word]) -> tuple[RiskRow, ...]:
    figure = Figure(np.full((700, 900, 3), 255, np.uint8), Source("table.png", "0" * 64), words=tuple(words))
    return read_risk_rows(figure, frame(), tuple(words))


def test_rows_are_read_with_their_labels() -> None:
    """Oracle: two arms as most journals print them."""
    words = [at("Number at risk", 130, 450), at("Placebo", 90, 475), at("Drug", 90, 500)]
    found = rows([*words, *cells([120, 98, 70, 33, 12, 0], 475), *cells([118, 101, 85, 50, 20, 3], 500)])
    assert [row.label for row in found] == ["Placebo", "Drug"]
    assert found[0].table.at_risk.tolist() == [120, 98, 70, 33, 12, 0]
    assert found[1].table.time.tolist() == TICKS.tolist()
    assert not found[1].table.doubtful.any()


def test_the_table_of_the_panel_beneath_is_not_this_panels() -> None:
    """Law: what stands below the beginning of the next panel is that panel's."""
    words = [*cells([120, 98, 70, 33, 12, 0], 475), *cells([118, 101, 85, 50, 20, 3], 640)]
    figure = Figure(np.full((700, 900, 3), 255, np.uint8), Source("table.png", "0" * 64), words=tuple(words))
    found = read_risk_rows(figure, attrs.evolve(frame(), end=520.0), tuple(words))
    assert [row.table.at_risk.tolist() for row in found] == [[120, 98, 70, 33, 12, 0]]


def test_counts_read_together_with_the_label_are_taken_apart() -> None:
    """Law: a first count that touches its label, and counts that touch each other, are cells all the same."""
    label = Word("Placebo120", Box(209 - 9.0 * 9, 466, 200 + 13.5, 484))
    merged = at("98 (10)70 (22)", 380, 475)
    others = [at(text, 560 + 120.0 * i, 475) for i, text in enumerate(["33 (50)", "12 (61)", "0 (70)"])]
    found = rows([label, merged, *others])
    assert found[0].label == "Placebo"
    assert found[0].table.at_risk.tolist() == [120, 98, 70, 33, 12, 0]


def test_labels_that_end_in_a_number_keep_it() -> None:
    """Law: a number that stands at no column is part of the label."""
    found = rows([at("Arm 2", 100, 475), *cells([50, 40, 30, 20, 10, 5], 475)])
    assert found[0].label == "Arm 2"
    assert found[0].table.at_risk.tolist() == [50, 40, 30, 20, 10, 5]


@pytest.mark.parametrize(("head", "kind"), [("(number censored)", "censored"), ("(no. of events)", "events")])
def test_the_head_says_what_stands_in_brackets(head: str, kind: str) -> None:
    """Oracle: "Number at risk (number censored)" as the Lancet prints it, and the same with events."""
    printed = ["90 (0)", "70 (4)", "51 (9)", "30 (15)", "12 (25)", "3 (31)"]
    found = rows([at("Number at risk", 120, 442), at(head, 120, 458), at("Drug", 90, 490), *cells(list(printed), 490)])
    table = found[0].table
    assert table.at_risk.tolist() == [90, 70, 51, 30, 12, 3]
    assert getattr(table, kind).tolist() == [0, 4, 9, 15, 25, 31]
    assert getattr(table, "events" if kind == "censored" else "censored").size == 0


def test_a_block_of_events_below_belongs_to_the_same_arms() -> None:
    """Oracle: a second block headed by "Cumulative number ofevents" (a reader drops blanks)."""
    words = [at("Number at risk", 260, 450), at("Cumulative number ofevents", 320, 530)]
    for row, (name, counts) in zip(
        (475, 500, 555, 580),
        [
            ("A1", [50, 40, 30, 20, 10, 5]),
            ("B1", [48, 45, 40, 33, 12, 6]),
            ("A1", [0, 9, 18, 27, 36, 40]),
            ("B1", [0, 2, 6, 11, 20, 21]),
        ],
        strict=True,
    ):
        words += [at(name, 90, row), *cells(list(counts), row)]
    found = rows(words)
    assert [row.label for row in found] == ["A1", "B1"]
    assert found[0].table.events.tolist() == [0, 9, 18, 27, 36, 40]
    assert found[1].table.events.tolist() == [0, 2, 6, 11, 20, 21]


def test_a_misread_cumulative_count_is_left_out_and_not_added_up() -> None:
    """Law: counts that add up to more than the patients are no counts per interval; the one out of order is dropped."""
    words = [at("At risk", 90, 475), *cells([60, 40, 30, 20, 10, 5], 475)]
    words += [at("Events", 90, 500), *cells([0, 18, 25, 31, 38, 4], 500)]
    (found,) = rows(words)
    assert found.table.events[:5].tolist() == [0, 18, 25, 31, 38]
    assert np.isnan(found.table.events[5])


def test_numbers_of_strata_are_no_part_of_the_counts() -> None:
    """Oracle: SAS prints 1, 2, ... before the first count, close enough to be read as thousands."""
    words = [at("1 326", 190, 475), at("2 326", 190, 500)]
    found = rows([*words, *cells([326, 238, 86, 35, 15, 2], 475)[1:], *cells([326, 258, 125, 68, 25, 11], 500)[1:]])
    assert [row.label for row in found] == ["1", "2"]
    assert [row.table.at_risk[0] for row in found] == [326, 326]


def test_counts_in_the_thousands_stay() -> None:
    """Law: a first count above 1,000 is kept where its row is not called by its first digit."""
    found = rows([at("Drug", 90, 475), *cells(["1 326", 1101, 886, 535, 15, 2], 475)])
    assert found[0].table.at_risk[0] == 1326


def test_a_copy_of_the_axis_is_no_row() -> None:
    """Law: times printed again under a table are not counts."""
    found = rows([at("Drug", 90, 475), *cells([50, 40, 30, 20, 10, 5], 475), *cells([0, 12, 24, 36, 48, 60], 520)])
    assert len(found) == 1


def test_labels_of_the_y_axis_are_no_names_of_rows_inside_the_plot() -> None:
    """Law: a number left of the plot that stands at its own value belongs to the axis."""
    words = [at("0.0", 170, 400.0), *cells([120, 98, 70, 33, 12, 3], 370), *cells([118, 99, 85, 50, 20, 2], 396)]
    assert [row.label for row in rows(words)] == ["row 1", "row 2"]


def test_a_table_goes_on_below_for_its_events() -> None:
    """Law: blocks of one table follow each other however far below the panel (here two heights of it)."""
    names = [at("Placebo", 90, 475), at("Drug", 90, 500), at("Cumulative number of events", 300, 1085)]
    later = [at("Placebo", 90, 1110), at("Drug", 90, 1135)]
    counts = [*cells([50, 40, 30, 20, 10, 5], 475), *cells([60, 50, 40, 30, 20, 9], 500)]
    events = [*cells([0, 5, 9, 12, 14, 15], 1110), *cells([0, 4, 8, 9, 9, 10], 1135)]
    found = rows([*names, *later, *counts, *events])
    assert [row.table.events.tolist() for row in found] == [[0, 5, 9, 12, 14, 15], [0, 4, 8, 9, 9, 10]]


def test_columns_before_the_first_label_that_was_read_are_found() -> None:
    """Law: columns stand at even steps of the axis, also where the label of time 0 was not read."""
    axes = attrs.evolve(frame().axes, x=attrs.evolve(frame().axes.x, ticks=TICKS[1:]))
    late = attrs.evolve(frame(), axes=axes, box=Box(310, 50, 800, 400))
    words = [*cells([50, 40, 30, 20, 10, 5], 475), *cells([60, 50, 40, 30, 20, 9], 500)]
    figure = Figure(np.full((700, 900, 3), 255, np.uint8), Source("table.png", "0" * 64), words=tuple(words))
    found = read_risk_rows(figure, late, tuple(words))
    assert [row.table.time.tolist() for row in found] == [TICKS.tolist()] * 2


def test_percentages_in_brackets_are_no_events() -> None:
    """Law: what begins at 100 and falls with the counts is their share, whatever the head says."""
    printed = ["200 (100)", "150 (75)", "100 (50)", "50 (25)", "20 (10)", "2 (1)"]
    (row,) = rows([at("Drug", 70, 475), *cells(list(printed), 475)])
    assert row.table.events.size == 0
    assert not row.table.doubtful.any()


def test_a_count_that_denies_its_percentage_is_doubtful() -> None:
    """Law: count and share agree on the patients at the start; here the first count lost its first digit."""
    printed = ["32 (100)", "138 (42)", "52 (16)", "17 (5)", "9 (3)", "0 (0)"]
    (row,) = rows([at("Drug", 70, 475), *cells(list(printed), 475)])
    assert row.table.doubtful.tolist()[0]
    assert not row.table.doubtful[2:].any()


def test_labels_may_stand_right_of_the_counts() -> None:
    """Oracle: tables of rms write the stratum behind its counts, here read in one piece with the last one."""
    last = Word("5 arm=Male", Box(796, 466, 796 + 10 * LETTER, 484))
    (row,) = rows([*cells([50, 40, 30, 20, 10], 475), last])
    assert row.label == "arm=Male"
    assert row.table.at_risk.tolist() == [50, 40, 30, 20, 10, 5]


def test_labels_of_another_axis_are_no_row() -> None:
    """Law: counts that rise evenly are the labels of an axis."""
    words = [*cells([50, 40, 30, 20, 10, 5], 475), *cells([60, 50, 40, 30, 20, 9], 500)]
    assert len(rows([*words, *cells([0, 20, 40, 60, 80, 100], 525)])) == 2


def test_a_first_column_that_was_read_with_the_labels_is_a_column() -> None:
    """Law: where every first count was read along with its label, and no tick at 0, the grid still says where it is."""
    axes = attrs.evolve(frame().axes, x=attrs.evolve(frame().axes.x, ticks=TICKS[1:]))
    words: list[Word] = []
    for label, counts, row in (("Placebo", [120, 98, 70, 33, 12, 0], 475), ("Drug", [118, 101, 85, 50, 20, 3], 500)):
        text = f"{label} {counts[0]}"
        words.append(Word(text, Box(214 - LETTER * len(text), row - 9, 214, row + 9)))
        words += cells(list(counts), row)[1:]
    figure = Figure(np.full((700, 900, 3), 255, np.uint8), Source("table.png", "0" * 64), words=tuple(words))
    found = read_risk_rows(figure, attrs.evolve(frame(), axes=axes), tuple(words))
    assert [row.table.at_risk[0] for row in found] == [120, 118]
    assert [row.label for row in found] == ["Placebo", "Drug"]


def test_the_last_letter_of_a_label_is_no_figure() -> None:
    """Law: counts stand at their columns all alike; with a letter before it one reaches further left."""
    glued = Word("1262", Box(200 - 2.5 * LETTER, 466, 200 + 1.5 * LETTER, 484))
    label = Word("FOLFIR", Box(120, 466, 200 - 2.4 * LETTER, 484))
    (row,) = rows([label, glued, *_rest([217, 150, 21, 8, 0], 475)])
    assert row.table.at_risk.tolist() == [262, 217, 150, 21, 8, 0]


def test_a_whole_count_beside_a_label_stays() -> None:
    label = Word("Placebo", Box(100, 466, 200 - 2.1 * LETTER, 484))
    (row,) = rows([label, *cells([1262, 917, 650, 321, 80, 10], 475)])
    assert row.table.at_risk.tolist() == [1262, 917, 650, 321, 80, 10]


def test_the_table_of_the_panel_beside_is_not_this_panels() -> None:
    """Law: what stands right of a panel that has another beside it is the other's label."""
    words = [at("Placebo", 90, 475), *cells([120, 98, 70, 33, 12, 0], 475), at("Drug", 860, 475)]
    figure = Figure(np.full((700, 900, 3), 255, np.uint8), Source("table.png", "0" * 64), words=tuple(words))
    beside = attrs.evolve(frame(), others=(Box(890, 50, 1490, 400),))
    (row,) = read_risk_rows(figure, beside, tuple(words))
    assert row.label == "Placebo"


def _rest(counts: list[object], row: float) -> list[Word]:
    return [at(str(count), 320.0 + 120.0 * i, row) for i, count in enumerate(counts)]


def test_a_second_count_may_stand_behind_a_stroke() -> None:
    """Oracle: "At risk/events" heads cells of both, the first of which was read with its label."""
    printed = ["70/4", "51/9", "30/15", "12/25", "3/31"]
    words = [at(text, 320.0 + 120 * i, 490) for i, text in enumerate(printed)]
    table = rows([at("At risk/events", 230, 455), Word("Drug 90/0", Box(141, 481, 222, 499)), *words])[0].table
    assert table.at_risk.tolist() == [90, 70, 51, 30, 12, 3]
    assert table.events.tolist() == [0, 4, 9, 15, 25, 31]


def test_percentages_with_decimals_are_left_alone() -> None:
    """Law: what stands in brackets with a decimal point is a share, not a count."""
    printed = ["90 (100.0%)", "70 (77.8%)", "51 (56.7%)", "30 (33.3%)", "12 (13.3%)", "3 (3.3%)"]
    table = rows([at("Number at risk (%)", 230, 455), at("Drug", 90, 490), *cells(list(printed), 490)])[0].table
    assert table.at_risk.tolist() == [90, 70, 51, 30, 12, 3]
    assert table.events.size == table.censored.size == 0


@pytest.mark.parametrize(("label", "first", "figures"), [("Drug", 1490, "1 490"), ("Arm 1", 490, "490")])
def test_thousands_before_a_blank_belong_to_the_count_that_they_centre(label: str, first: int, figures: str) -> None:
    """Law: 1 490 stands about its column as a whole, 490 of arm 1 without the number of its arm."""
    text = f"{label} {figures}"
    right = 200.0 + estimated_width(figures, 15.0) / 2
    words = [Word(text, Box(right - estimated_width(text, 15.0), 481, right, 499))]
    words += [at(count, 320.0 + 120 * i, 490) for i, count in enumerate(["455", "405", "310", "250", "12"])]
    found = rows(words)
    assert (found[0].label, found[0].table.at_risk[0]) == (label, first)


def test_after_none_there_is_none() -> None:
    """Law: numbers at risk fall, so what cannot be read behind a sure 0 is 0."""
    pixels = np.full((700, 900, 3), 255, np.uint8)
    pixels[470:485, 798:804] = 0  # what is left of a figure that a frame cut
    words = [at("Drug", 90, 475), *cells([50, 40, 9, 3, 0], 475)]
    figure = Figure(pixels, Source("table.png", "0" * 64), words=tuple(words))
    (row,) = read_risk_rows(figure, frame(), tuple(words))
    assert row.table.at_risk.tolist() == [50, 40, 9, 3, 0, 0]
    assert not row.table.doubtful.any()


@pytest.mark.parametrize("counts", [[489, 471, 446, 422, 389, 360], [489, 471, 9, 7, 3, 0]])
def test_counts_of_three_figures_read_as_one_word_are_no_thousands(counts: list[int]) -> None:
    """Law: what reaches over several columns is several counts, though blanks also part thousands."""
    longs = [count for count in counts if count > 99]
    text = " ".join(str(count) for count in longs)
    merged = Word(text, Box(200 - 13.5, 466, 200 + 120.0 * (len(longs) - 1) + 13.5, 484))
    rest = [at(str(count), 200.0 + 120 * i, 475) for i, count in enumerate(counts) if count < 100]
    found = rows([at("Drug", 90, 475), merged, *rest])
    assert [row.table.at_risk.tolist() for row in found] == [counts]


def test_a_table_s_own_axis_above_a_legend_is_no_row_that_was_overlooked() -> None:
    """Law: where the labels of the axis are printed again no counts stand, be it in even rows."""
    printed = [[120, 98, 70, 33, 12, 0], [118, 101, 85, 50, 20, 3], [90, 80, 60, 41, 22, 1]]
    words = [word for i, counts in enumerate(printed) for word in cells(list(counts), 475.0 + 25 * i)]
    words += cells([f"{time:g}" for time in TICKS], 550.0)
    words += [at(text, 320.0 + 120.0 * i, 575) for i, text in enumerate(["60", "68", "75", "80"])]  # of a legend
    pixels = np.full((700, 900, 3), 255, np.uint8)
    for word in words:
        box = word.box
        pixels[int(box.top) + 4 : int(box.bottom) - 4, int(box.left) + 1 : int(box.right) - 1] = 0
    figure = Figure(pixels, Source("table.png", "0" * 64), words=tuple(words))
    found = read_risk_rows(figure, frame(), tuple(words))
    assert [row.table.at_risk.tolist() for row in found] == printed
