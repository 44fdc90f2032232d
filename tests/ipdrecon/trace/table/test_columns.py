"""Times at which the columns of a table stand."""

from __future__ import annotations

import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.table.columns import columns_of

TICKS = np.array([0.0, 2.0, 4.0])


def frame() -> Frame:
    axes = Axes(
        Axis(100.0, 80.0, 0.0, 5.2, ticks=TICKS), Axis(300.0, -260.0, 0.0, 1.0, ticks=np.array([0.0, 0.5, 1.0]))
    )
    return Frame(Box(100, 40, 516, 300), axes, bottom=340.0, label_rows=(310.0, 325.0))


def cell(text: str, middle: float, y: float) -> Word:
    half = 4.0 * len(text)
    return Word(text, Box(middle - half, y - 8, middle + half, y + 8))


def test_a_first_column_read_along_with_its_labels_is_a_column() -> None:
    """Law: columns between the ticks go on evenly to time 0, where the numbers behind the labels stand."""
    rows = []
    for i, label in enumerate(("Sunitinib 160", "Axitinib 164")):
        y = 360.0 + 18 * i
        ends = Word(label, Box(112.0 - 6.0 * len(label), y - 8, 112.0, y + 8))
        rows.append([ends, *(cell(str(140 - 20 * t), 100.0 + 80 * t, y) for t in range(1, 6))])
    assert columns_of(rows, frame()).tolist() == [0, 1, 2, 3, 4, 5]
    assert columns_of([row[1:] for row in rows], frame()).tolist() == [1, 2, 3, 4, 5]


def test_a_column_between_two_others_stays_where_neither_its_label_nor_its_counts_were_read() -> None:
    """Law: labels stand at even steps; a detector that reads three lines of print as one loses label and counts."""
    x = Axis(100.0, 80.0, 0.0, 5.2, ticks=np.array([0.0, 1.0, 2.0, 4.0, 5.0]))
    rows = [[cell(str(140 - 20 * t), 100.0 + 80 * t, y) for t in (0, 1, 2, 4, 5)] for y in (360.0, 378.0)]
    axes = Axes(x, frame().axes.y)
    assert columns_of(rows, Frame(frame().box, axes, bottom=340.0, label_rows=(310.0, 325.0))).tolist() == [*range(6)]


def test_columns_stand_as_far_back_as_the_plot_shows_though_the_first_labels_are_unread() -> None:
    """Law: where the plot begins at time 0, ticks stand from there on, and the first counts over unread labels."""
    x = Axis(100.0, 50.0, 0.0, 8.3, ticks=np.array([3.0, 5.0, 6.0, 8.0]))
    rows = [[cell(str(140 - 10 * t), 100.0 + 50 * t, y) for t in range(9)] for y in (360.0, 378.0)]
    axes = Axes(x, frame().axes.y)
    assert columns_of(rows, Frame(frame().box, axes, bottom=340.0, label_rows=(310.0, 325.0))).tolist() == [*range(9)]


def test_columns_at_an_odd_even_step_begin_at_time_0() -> None:
    """Law: prodlim divides the axis by ten, wherever that falls; the first count may be read with the row's name."""
    step = 0.4811
    row = [cell(str(90 - 9 * k), 100.0 + 80 * step * k, 360.0) for k in range(1, 11)]
    label = Word("Subjects: 100", Box(30.0, 352.0, 112.0, 368.0))
    np.testing.assert_allclose(columns_of([[label, *row]], frame()), step * np.arange(11), rtol=1e-6)


def test_columns_that_stand_elsewhere_go_on_evenly_where_several_were_read_as_one() -> None:
    """Law: columns at every third of a label's step are even though some counts were read along with their row's name
    or with each other; of two columns near one tick, one does not stand there."""
    x = Axis(100.0, 8.0, 0.0, 80.0, ticks=np.arange(0.0, 81.0, 20.0))
    frame = Frame(Box(100, 40, 760, 300), Axes(x, Axis(300.0, -260.0, 0.0, 1.0)), bottom=340.0, label_rows=(310, 325))
    rows = []
    for y, several in ((360.0, ("585 558 522 489 435 241",)), (378.0, ("585 555 530", "431 238"))):
        counts = (several[0].split(), ["495"] if len(several) > 1 else [], "".join(several[1:]).split())
        column, row = 0, []
        for part in filter(None, counts):
            begin, column = column, column + len(part)
            row.append(Word(" ".join(part), Box(88 + 64 * begin, y - 8, 48 + 64 * column, y + 8)))
        rows.append([*row, *(cell(str(80 - 10 * k), 100.0 + 64 * k, y) for k in range(6, 11))])
    assert columns_of(rows, frame).tolist() == np.arange(0.0, 81.0, 8.0).tolist()


def test_counts_of_two_columns_read_as_one_are_no_column_between_them() -> None:
    """Law: of counts that nearly touch some are read with their neighbours; the columns stand where the others do."""
    x = Axis(100.0, 16.0, 0.0, 26.0, ticks=np.arange(0.0, 21.0, 2.0))
    axes = Axes(x, frame().axes.y)
    rows = []
    for i in range(4):
        y = 360.0 + 30 * i
        alone = [cell(str(533 - 9 * k), 100.0 + 32 * k, y) for k in range(11)]
        pairs = [
            Word(f"{a.text} {b.text}", a.box.union(b.box)) for a, b in zip(alone[3:10:2], alone[4:11:2], strict=True)
        ]
        rows.append([*alone[:3], *pairs] if i % 2 else alone)
    box = Box(100, 40, 516, 300)
    assert columns_of(rows, Frame(box, axes, bottom=340.0, label_rows=(310.0, 325.0))).tolist() == x.ticks.tolist()


def _ending(counts: tuple[str, ...], first: int = 0) -> list[Word]:
    """A row of counts that end at whole times from ``first`` on."""
    ends = [100.0 + 80 * time for time in range(first, first + len(counts))]
    return [
        Word(text, Box(end - 9.0 * len(text), 352.0, end + 1.0, 368.0)) for text, end in zip(counts, ends, strict=True)
    ]


def test_counts_that_end_at_their_times_have_these() -> None:
    """Law: lifelines prints counts that end at their ticks, so their middles are even only where all are as long."""
    assert columns_of([_ending(("1286", "1085", "978", "164", "57", "4"))], frame()).tolist() == [0, 1, 2, 3, 4, 5]


def test_a_first_count_may_begin_at_its_tick_where_the_others_end_at_theirs() -> None:
    """Law: rms moves it off the axis, where it may run into the second; names right of the plot are no counts."""
    joined, name = Word("7262", Box(100.0, 352.0, 181.0, 368.0)), Word("0", Box(530.0, 352.0, 539.0, 368.0))
    rows = [joined, *_ending(("58", "41", "26", "9"), 2), name]
    assert columns_of([rows], frame()).tolist() == [0, 1, 2, 3, 4, 5]
