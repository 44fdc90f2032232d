"""Which labels make a pair of axes, by words alone."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.pairs import Pair, find_pairs, row_box
from ipdrecon.trace.axes.runs import is_time, shares_of
from ipdrecon.trace.axes.ticks import Label, Run
from ipdrecon.trace.axes.titles import title_below


def word(text: str, x: float, y: float) -> Word:
    """A number centred at (x, y), 12 px high."""
    half = 3.5 * len(text)
    return Word(text, Box(x - half, y - 6, x + half, y + 6))


def column(x: float, top: float, texts: tuple[str, ...] = ("1.00", "0.75", "0.50", "0.25", "0.00")) -> list[Word]:
    return [word(text, x, top + 50.0 * i) for i, text in enumerate(texts)]


def row(left: float, y: float, texts: tuple[str, ...] = ("0", "10", "20", "30")) -> list[Word]:
    return [word(text, left + 80.0 * i, y) for i, text in enumerate(texts)]


def places(pairs: list[Pair]) -> set[tuple[int, int, bool]]:
    return {(round(p.x.zero), round(p.y.zero), p.shared) for p in pairs}


def test_facets_share_the_labels_of_their_outer_axes() -> None:
    """Law: of four facets, two have labels of y, and two labels of x."""
    words = column(50, 40) + column(50, 340) + row(90, 570) + row(430, 570)
    assert places(find_pairs(words)) == {(90, 240, True), (430, 240, True), (90, 540, False), (430, 540, False)}


def test_three_facets_in_two_columns_share_what_they_lack() -> None:
    """Law: where no panel stands under the second one, it has times of its own; the first has those of the third."""
    words = column(50, 40) + column(50, 340) + row(90, 570) + row(430, 270)
    assert places(find_pairs(words)) == {(90, 240, True), (430, 240, False), (90, 540, False)}


def test_three_facets_one_above_the_other_share_the_times_of_the_last() -> None:
    """Law: labels of the y axis between are no times, though they stand near the first of them."""
    words = column(65, 40) + column(65, 340) + column(65, 640) + row(90, 870)
    assert places(find_pairs(words)) == {(90, 240, True), (90, 540, True), (90, 840, False)}


def test_panels_with_axes_of_their_own_share_nothing() -> None:
    """Law: the nearest row of times belongs to a panel."""
    words = column(50, 40) + row(90, 270) + column(50, 340) + row(90, 570)
    assert places(find_pairs(words)) == {(90, 240, False), (90, 540, False)}


def test_a_zero_of_the_table_in_line_with_the_shares_is_none_of_them() -> None:
    """Law: beyond a row of times and labels that would be unread no axis goes on; the zero of an inset's panel does."""
    shares, times = column(50, 40, ("1.0", "0.8", "0.6", "0.4")), row(90, 215)
    (pair,) = find_pairs([*shares, *times, word("0", 50, 290)])
    assert [label.value for label in pair.y.labels] == [0.4, 0.6, 0.8, 1.0]
    assert [label.value for label in pair.x.labels] == [0, 10, 20, 30]
    whole = column(50, 40, ("1.0", "0.8", "0.6", "0.4", "0.2", "0.0"))
    pairs = find_pairs([*whole, *row(200, 255), *row(90, 320)])  # the times of an inset stand above the last label
    assert all(pair.y.labels[0].value == 0.0 for pair in pairs)


def test_time_begins_at_zero_though_its_label_is_unread() -> None:
    """Law: labels step evenly from 0, unless 0 lies beyond the y axis (an axis that begins later)."""
    (pair,) = find_pairs(column(50, 40) + row(170, 270, ("10", "20", "30")))
    assert pair.first == 0.0
    (pair,) = find_pairs(column(50, 40) + row(90, 270, ("10", "20", "30")))
    assert pair.first == 10.0


def test_times_whose_zero_stands_in_the_corner_begin_there_however_many_labels_are_unread() -> None:
    """Law: the line of the y axis stands right of its labels: time 0 in that place is where the times begin."""
    texts = ("3", "5", "6", "8")
    times = [word(text, 72 + 57.0 * int(text), 270) for text in texts]
    (pair,) = find_pairs([*column(50, 40), *times])
    assert (pair.first, round(pair.x.zero)) == (0.0, 72)
    away = [word(text, 172 + 57.0 * int(text), 270) for text in texts]  # 0 inside the plot may not be labelled at all
    (pair,) = find_pairs([*column(50, 40), *away])
    assert pair.first == 3.0


def test_a_stray_digit_is_taken_off() -> None:
    """Law: labels are whole steps; a tick mark read as a digit ("0.001") is none."""
    (pair,) = find_pairs(column(50, 40, ("1.00", "0.75", "0.50", "0.25", "0.001")) + row(90, 270))
    assert [label.value for label in pair.y.labels] == pytest.approx([0, 0.25, 0.5, 0.75, 1.0], abs=1e-12)


def test_a_label_merged_with_its_neighbour_does_not_tilt_the_axis() -> None:
    """Law: one box in five that is wrong by 12 px leaves the axis within half a pixel."""
    words = [*column(50, 40)[:-1], word("0.00", 50, 252), *row(90, 275)]
    (pair,) = find_pairs(words)
    assert pair.y.zero == pytest.approx(240, abs=0.5)


def test_counts_of_a_table_are_no_axes() -> None:
    """Law: ticks stand whole steps apart; 1, 76 and 85 patients that happen to lie on a line do not."""
    words = [word("85", 50, 40), word("76", 50, 58), word("1", 50, 208), word("0", 90, 240), word("109", 272, 240)]
    assert find_pairs([*words, word("145", 332, 240)]) == []


def test_the_label_at_the_corner_counts_once() -> None:
    """Law: a label of the y axis that stands in line with the times is no time."""
    (pair,) = find_pairs([*column(50, 40), *row(130, 243, ("5", "10", "15", "20"))])
    assert [label.value for label in pair.x.labels] == [5, 10, 15, 20]
    assert pair.y.labels[0].value == 0.0


def test_counts_of_a_table_are_no_axis() -> None:
    """Law: 0 lies on the grid of an axis, be some of its labels unread; counts stand anywhere."""

    def shares(values: list[float]) -> int:
        labels = [Label(v, False, Word(f"{v:g}", Box(50, 300 - 2 * v, 62, 312 - 2 * v))) for v in values]
        return len(shares_of(labels))

    assert shares([20, 40, 60]) == 1
    assert shares([20, 60, 100]) == 1  # 40 and 80 are unread
    assert shares([4, 13, 40]) == 0


def test_times_end_where_the_next_panel_begins() -> None:
    """Law: a label of the panel beside it may continue a row of times by chance, and is none of them."""
    words = column(50, 40) + row(90, 270, ("0", "3", "6", "9")) + column(450, 40)
    words += [word("18", 570.0, 270), word("26", 650.0, 270), word("0", 490.0, 270), word("52", 810.0, 270)]
    left = next(pair for pair in find_pairs(words) if pair.x.labels[0].x < 400)
    assert [label.value for label in left.x.labels] == [0, 3, 6, 9]


def test_an_inset_ends_no_row_of_times() -> None:
    """Law: the labels of a small plot inside the panel stand beside its shares, but have times of their own."""
    inset = [word(text, 200, 60.0 + 20 * i) for i, text in enumerate(("1.0", "0.9", "0.8", "0.7"))]
    own = [word(text, 220.0 + 30 * i, 140) for i, text in enumerate(("0", "1", "2"))]
    pairs = find_pairs([*column(50, 40), *inset, *own, *row(90, 270, ("0", "10", "20", "30", "40"))])
    (outer,) = [pair for pair in pairs if pair.y.labels[0].x < 100]
    assert [label.value for label in outer.x.labels] == [0, 10, 20, 30, 40]


def test_counts_below_a_row_of_times_do_not_end_it() -> None:
    """Law: a column of counts that happens to rise evenly goes on beneath the times; a panel beside does not."""
    counts = [word(text, 250, y) for text, y in (("16", 100), ("8", 260), ("4", 340), ("0", 420))]
    (pair,) = [pair for pair in find_pairs([*column(50, 40), *row(90, 270), *counts]) if pair.y.labels[0].x < 100]
    assert [label.value for label in pair.x.labels] == [0, 10, 20, 30]


def test_a_column_through_a_row_of_times_does_not_end_it() -> None:
    """Law: counts of the table above that stand over a time by chance are no axis: the times go on beyond it."""
    texts = ("0", "15", "30", "45", "60", "75")
    below = column(50, 340, ("100", "75", "50", "25", "0")) + row(90, 560, texts)
    counts = [word("99", 170, 275), word("97", 170, 285)]  # in line with 15, below the panel above
    assert places(find_pairs([*counts, *below])) == places(find_pairs(below)) == {(90, 540, False)}


def test_a_shorter_panel_beside_ends_a_row_of_times() -> None:
    """Law: its times stand above the row too, but a count beneath it leaves a gap to the last time."""
    beside = [word(text, 400, 60.0 + 20 * i) for i, text in enumerate(("1.0", "0.9", "0.8", "0.7"))]
    own = [word(text, 420.0 + 30 * i, 140) for i, text in enumerate(("0", "1", "2"))]
    count = [word("60", 90 + 8.0 * 60, 270)]
    pairs = find_pairs([*column(50, 40), *beside, *own, *row(90, 270), *count])
    (left,) = [pair for pair in pairs if pair.y.labels[0].x < 100]
    assert [label.value for label in left.x.labels] == [0, 10, 20, 30]


def test_turned_labels_that_were_read_as_upright_belong_to_the_others() -> None:
    """Law: a number in a box higher than wide may run upwards; two of five were taken for upright ones."""
    turned = [Word(t, Box(42, 35 + 50.0 * i, 56, 59 + 50.0 * i), angle=90) for i, t in enumerate(("1.0", "0.8", "0.6"))]
    upright = [Word(t, Box(42, 185 + 50.0 * i, 58, 209 + 50.0 * i)) for i, t in enumerate(("04", "02", "00"))]
    (pair,) = find_pairs([*turned, *upright, *row(90, 320)])
    assert [label.value for label in pair.y.labels] == [0, 0.2, 0.4, 0.6, 0.8, 1.0]


def test_counts_of_two_rows_are_no_times() -> None:
    """Law: each time stands right of the one before; numbers of two rows that crowd may rise, but not along a line."""
    crowd = [word("9", 240, 236), word("10", 234, 240), word("58", 352, 238)]
    words = column(50, 40) + row(90, 290) + crowd
    assert places(find_pairs(words)) == {(90, 240, False)}


@pytest.mark.parametrize("beside", [1.0, 9.0])
def test_numbers_one_over_the_other_are_no_row(beside: float) -> None:
    """Law: the middles of numbers that stand beside each other lie at least a digit apart."""
    line = [Label(5.0 * i, False, word("0", 50.0 + beside * i, 344.0 - i)) for i in range(3)]
    run = Run(tuple(line), 50.0, beside / 5.0)
    assert is_time(run) == (beside > 4.8)


def test_a_row_of_facets_has_one_title_below_it() -> None:
    """Law: the title below a row of panels stands within their width, and may stand within none of them; a legend that
    stands below it, within one, is none."""
    title, legend = Word("Time (months)", Box(320, 590, 410, 604)), Word("Placebo", Box(450, 610, 500, 624))
    words = [*column(50, 340), *row(90, 570), *row(430, 570), title, legend]
    pairs = find_pairs(words)
    assert len(pairs) == 2
    for pair in pairs:
        own = Box(pair.x.labels[0].x, 300, pair.x.labels[-1].x - 5, 560)
        assert title_below(words, pair.x, own, row_box(pair, pairs, own)) == [title]


def test_panels_beside_each_other_keep_titles_of_their_own() -> None:
    """Law: of the titles in one line below a row, that below a panel is its own."""
    titles = [Word("Months", Box(180, 590, 240, 604)), Word("Days", Box(530, 590, 570, 604))]
    words = [*column(50, 340), *row(90, 570), *column(390, 340), *row(430, 570), *titles]
    pairs = sorted(find_pairs(words), key=lambda pair: pair.x.zero)
    for pair, title in zip(pairs, titles, strict=True):
        own = Box(pair.x.labels[0].x, 300, pair.x.labels[-1].x, 560)
        assert title_below(words, pair.x, own, row_box(pair, pairs, own)) == [title]


def test_heads_of_tables_under_the_axes_are_no_shared_title() -> None:
    """Law: where the first line of a row is heads of tables, one panel's own title below its head stays its own."""
    heads = [Word("Number at risk", Box(40, 578, 120, 592)), Word("Number at risk", Box(380, 578, 460, 592))]
    title = Word("Months", Box(180, 598, 240, 612))
    words = [*column(50, 340), *row(90, 570), *column(390, 340), *row(430, 570), *heads, title]
    pairs = sorted(find_pairs(words), key=lambda pair: pair.x.zero)
    own = Box(pairs[0].x.labels[0].x, 300, pairs[0].x.labels[-1].x, 560)
    assert title_below(words, pairs[0].x, own, row_box(pairs[0], pairs, own)) == [title]


@pytest.mark.parametrize(("below", "lowest"), [(10.0, 0.4), (0.5, 0.0)])
def test_a_nought_of_the_table_below_an_axis_that_ends_above_is_none_of_its_labels(below: float, lowest: float) -> None:
    """Law: a number apart from a column and off its line is none of it; where it stands on that line, labels between
    were not read."""
    shares = column(50, 40, ("1.0", "0.8", "0.6", "0.4"))
    (pair,) = find_pairs([*shares, word("0", 52, 290.0 - below), *row(90, 315 if lowest == 0.0 else 215)])
    assert pair.y.labels[0].value == lowest


def test_counts_that_rise_inside_the_frame_are_no_times() -> None:
    """Law: of several rows beneath a y axis the one whose 0 lies in the plot has the times, not nearer counts."""
    counts = [word("34", 93, 250), word("46", 111, 250), word("94", 183, 250)]
    (pair,) = find_pairs(column(50, 20) + counts + row(90, 300))
    assert [label.value for label in pair.x.labels] == [0, 10, 20, 30]


def test_the_first_time_below_a_column_is_none_of_its_shares() -> None:
    """Law: a 0 that stands off the line of the shares above it and in a row of times is the first of these, though its
    own is unread: with two times left there is no axis."""
    shares = column(50, 20, ("0.75", "0.50", "0.25"))
    (pair,) = find_pairs([*shares, *row(60, 181, ("0",)), *row(220, 181, ("4", "6"))])
    assert [label.value for label in pair.x.labels] == [0, 4, 6]
    assert pair.y.zero == pytest.approx(170)


@pytest.mark.parametrize("highest", ["1.0", "0.9"])
def test_times_below_a_table_inside_the_frame_belong_to_many_shares_of_which_the_highest_is_unread(
    highest: str,
) -> None:
    """Law: a lone "1" is overlooked sooner than "0.9"; columns of tables have no nine even shares."""
    shares = [word(f"{k / 10:.1f}", 50, 400 - 30 * k) for k in range(1, round(10 * float(highest)) + 1)]
    (pair,) = find_pairs([*shares, *row(90, 500)])
    assert pair.y.labels[-1].value == float(highest)


def test_counts_below_a_time_that_rise_evenly_towards_it_are_no_shares() -> None:
    """Law: a label of a longer row of times is none of a column's: with it 0 and 8 would pass for shares of 10."""
    counts = [word(text, 170, y) for text, y in (("8", 309), ("0", 465))]
    below = [word(text, x, 465) for text, x in (("2", 330), ("3", 410), ("5", 570))]
    words = column(50, 40) + row(90, 270, ("0", "10", "20", "30", "40", "50", "60")) + counts + below
    assert places(find_pairs(words)) == {(90, 240, False)}
