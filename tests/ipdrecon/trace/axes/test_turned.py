"""Labels of a y axis that run upwards are known, however the reader tore them."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Figure, Source, Word
from ipdrecon.trace.axes import turned
from ipdrecon.trace.axes.pairs import Pair
from ipdrecon.trace.axes.runs import times_of
from ipdrecon.trace.axes.ticks import Label, Run, labels_of
from ipdrecon.trace.axes.turned import better_read, looks_turned, stand_alone, with_turned_labels, with_turned_times


def axis(words: list[Word]) -> Run:
    """A run of labels as read from the upper halves of turned numbers: 8, 6, 4, 2, 0."""
    labels = [Label(float(word.text), percent=False, word=word) for word in words]
    return Run(tuple(sorted(labels, key=lambda label: label.value)), 500.0, -50.0)


def digit(text: str, top: float) -> Word:
    return Word(text, Box(345.0, top, 366.0, top + 18.0))


def test_pieces_one_right_above_the_other_are_turned_numbers() -> None:
    """Law: "8" right above "0." is one number that runs upwards; labels of an upright axis stand a tick apart."""
    upper = [digit(text, top) for text, top in zip("86420", range(100, 600, 100), strict=True)]
    for gap in (1.0, -8.0):  # the reader draws boxes wide
        lower = [digit("0", word.box.bottom + gap) for word in upper]
        assert looks_turned(axis(upper), [*upper, *lower])
    assert not looks_turned(axis(upper), upper)


def test_turned_numbers_that_the_reader_took_for_upright_ones_tell_that_the_axis_is_turned() -> None:
    """Law: print of several figures that is higher than wide runs upwards, though it is none of the run's labels."""
    run = axis([digit("8", 142.0), digit("2", 451.0), Word("0.0", Box(344.0, 560.0, 372.0, 588.0))])
    words = [label.word for label in run.labels]
    words += [Word(text, Box(345.0, top, 372.0, top + tall)) for text, top, tall in (("1.0", 34, 48), ("044", 352, 39))]
    assert looks_turned(run, words)
    flat = [Word(w.text, Box(w.box.left, w.box.top, w.box.left + 40.0, w.box.top + 20.0)) for w in words]
    assert not looks_turned(run, flat)


def test_turned_labels_are_looked_for_left_of_time_zero_though_it_is_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: times step evenly from 0, so a first time of one step stands a step right of the y axis."""
    places: list[Box] = []
    monkeypatch.setattr(turned, "read_rotated", lambda figure, box: places.append(box) or ())
    times = [Word(str(t), Box(200 + 50 * t - 5, 600, 200 + 50 * t + 5, 612)) for t in (3, 6, 9, 12)]
    with_turned_labels(Figure(np.full((700, 900, 3), 255, np.uint8), Source("blank.png")), tuple(times))
    (place,) = places
    assert place.right == pytest.approx(196.0, abs=0.1)


def test_turned_labels_of_a_panel_beneath_another_one_are_looked_for_below_that_ones_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Law: panels stand one below the other at the height of a y axis, rows of a table that repeat the times do not."""
    places: list[Box] = []
    monkeypatch.setattr(turned, "read_rotated", lambda figure, box: places.append(box) or ())
    rows = (400, 440, 800)  # the times of the upper panel, those above its table, those of the lower panel
    times = [
        Word(str(t), Box(100 + 50 * t - 5, row, 100 + 50 * t + 5, row + 12)) for row in rows for t in range(0, 10, 2)
    ]
    with_turned_labels(Figure(np.full((900, 700, 3), 255, np.uint8), Source("blank.png")), tuple(times))
    assert [(place.top, place.bottom) for place in places] == [(0.0, 400.0), (412.0, 800.0)]


def test_turned_labels_of_a_panel_beside_another_one_are_looked_for_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: a row of times at the same height is a panel's beside, though labels left of the next reach under it."""
    places: list[Box] = []
    monkeypatch.setattr(turned, "read_rotated", lambda figure, box: places.append(box) or ())
    times = [
        Word(str(t), Box(left + 40 * t - 5, 400, left + 40 * t + 5, 412)) for left in (60, 480) for t in range(0, 10, 2)
    ]
    with_turned_labels(Figure(np.full((480, 960, 3), 255, np.uint8), Source("blank.png")), tuple(times))
    assert [(place.right, place.top, place.bottom) for place in places] == [(56.0, 0.0, 400.0), (476.0, 0.0, 400.0)]


def test_of_each_panel_the_reading_is_kept_that_has_more_labels_of_its_y_axis() -> None:
    """Law: labels of one panel may be turned while those of another lie as text does."""

    def run(values: range, y: float) -> Run:
        return axis([Word(str(v), Box(100 + 40.0 * v, y, 110 + 40.0 * v, y + 12)) for v in values])

    def column(values: range, top: float) -> Run:
        return axis([Word(str(v), Box(40, top - 30.0 * v, 52, top + 12 - 30.0 * v)) for v in values])

    upper, lower, third = run(range(0, 8, 2), 400), run(range(0, 8, 2), 800), run(range(0, 8, 2), 1200)
    upright = [Pair(upper, column(range(3), 380)), Pair(lower, column(range(6), 780))]
    again = [
        Pair(upper, column(range(5), 380)),
        Pair(lower, column(range(4), 780)),
        Pair(third, column(range(5), 1180)),
    ]
    assert {id(pair) for pair in better_read(upright, again)} == {id(again[0]), id(upright[1]), id(again[2])}


def test_turned_labels_of_times_are_one_row_though_they_differ_in_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: labels that run upwards end at their axis; those of a y axis stand one above the other and are no row."""
    ends = {0: 8, 50: 16, 100: 24, 150: 24}
    times = [Word(str(t), Box(95 + 2.0 * t, 600, 107 + 2.0 * t, 600 + long), angle=90) for t, long in ends.items()]
    shares = [Word(f"0.{k}", Box(40, 500 - 50.0 * k, 52, 520 - 50.0 * k), angle=90) for k in range(9)]
    monkeypatch.setattr(
        turned, "read_rotated", lambda figure, box: [w for w in (*times, *shares) if box.contains(*w.box.center)]
    )
    figure = Figure(np.full((700, 900, 3), 255, np.uint8), Source("blank.png"))
    misread = Word("10", Box(296, 598, 308, 626))
    found = with_turned_times(figure, (misread, Word("Months", Box(200, 640, 280, 660))))
    assert [w.text for w in found] == ["Months", "0", "50", "100", "150"]
    (run,) = times_of(labels_of(found))
    assert [label.x for label in run.labels] == [101.0, 201.0, 301.0, 401.0]


def test_a_column_of_the_panel_beside_is_no_better_reading_than_turned_labels_of_its_own() -> None:
    """Law: where a panel's own labels were not read it seems to share those of the panel left of it."""

    def times(left: float) -> Run:
        return axis([Word(str(v), Box(left + 40.0 * v, 400, left + 10 + 40.0 * v, 412)) for v in range(0, 8, 2)])

    def shares(left: float, count: int, angle: int = 0) -> Run:
        words = [Word(str(v), Box(left, 380 - 30.0 * v, left + 12, 392 - 30.0 * v), angle=angle) for v in range(count)]
        return axis(words)

    common, own = shares(40, 6), shares(450, 5, angle=90)
    upright, turned_ones = [Pair(times(100), common), Pair(times(500), common)], [Pair(times(500), own)]
    assert [pair.y for pair in better_read(upright, turned_ones)] == [common, own]
    alone = [label.word for label in own.labels]
    assert stand_alone(upright, alone)
    assert not stand_alone(turned_ones, alone)
    assert not stand_alone(upright, alone[:1])


def test_labels_of_its_own_that_lie_as_text_are_better_than_those_of_the_panel_beside() -> None:
    """Law: read with the picture turned, a panel whose labels lie as text does has lost them, and seems to share."""

    def times(left: float) -> Run:
        return axis([Word(str(v), Box(left + 40.0 * v, 400, left + 10 + 40.0 * v, 412)) for v in range(0, 8, 2)])

    def shares(left: float, step: float) -> Run:
        return axis([Word(str(v), Box(left, 380 - step * v, left + 12, 392 - step * v)) for v in range(5)])

    first, second, again = shares(40, 30.0), shares(450, 26.0), shares(40, 30.0)
    upright = [Pair(times(100), first), Pair(times(500), second)]
    turned_ones = [Pair(times(100), again), Pair(times(500), again)]
    assert [pair.y for pair in better_read(upright, turned_ones)] == [second, again]
