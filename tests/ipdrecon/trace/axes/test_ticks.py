"""Labels of axes: numbers as printed, and the line through those that were read right."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.ticks import even_run, labels_of, line_through, number


def word(text: str, x: float, y: float) -> Word:
    return Word(text, Box(x - 10, y - 6, x + 10, y + 6))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.8", 0.8),
        ("0,75", 0.75),
        ("80%", 80),
        (".5", 0.5),
        ("1.00-", 1),
        ("I0", 10),
        ("1,200", 1200),
        ("O", 0),
        ("0.6F", 0.6),
        ("40+", 40),
        ("75%1", 75),
    ],
)
def test_numbers_are_read_as_printed(text: str, value: float) -> None:
    """Oracle: labels as programs print them, with the tick marks and look-alikes a reader adds."""
    found = number(text)
    assert found is not None
    assert found[0] == pytest.approx(value, abs=1e-12)  # exact decimals


@pytest.mark.parametrize("text", ["Months", "n=12", "6FU", "0.5 (0.3", ""])
def test_other_text_is_no_number(text: str) -> None:
    """Law: words are never labels."""
    assert number(text) is None


def test_a_misread_label_does_not_move_the_axis() -> None:
    """Law: the axis follows the labels that agree; one misread value stays out."""
    labels = labels_of([word(t, 100 + 60 * i, 300) for i, t in enumerate(["0", "12", "24", "86", "48", "60"])])
    run = even_run(labels, vertical=False)
    assert run is not None
    assert [label.value for label in run.labels] == [0, 12, 24, 48, 60]
    assert run.per_unit == pytest.approx(5.0, abs=1e-9)  # 60 px for 12 units, exact


def test_points_at_half_height_are_points_of_an_axis_alone() -> None:
    """Law: "0·2" is read with a dash or a colon as well; among the labels of an axis "0-2" is .2, elsewhere a name."""
    labels = labels_of([word(t, 50, 300 - 40 * i) for i, t in enumerate(["0", "0-2", "0·4", "0.6", "0:8", "1-0"])])
    assert [label.value for label in labels] == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    assert number("0-2") is None


def test_a_stray_digit_is_taken_off() -> None:
    """Law: where all other labels are whole steps, "1.01" is "1.0" with its tick."""
    labels = labels_of([word(t, 50, 300 - 40 * i) for i, t in enumerate(["0.0", "0.2", "0.4", "0.6", "0.8", "1.01"])])
    run = even_run(labels, vertical=True)
    assert run is not None
    assert [label.value for label in run.labels] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0], abs=1e-9)


def test_several_stray_digits_are_taken_off() -> None:
    """Law: ticks read as a "1" are taken off as long as most labels are whole steps of what remains."""
    texts = ["0.0", "0.1", "0.21", "0.3", "0.4", "0.5", "0.6", "0.7", "0.81", "0.9", "1.01"]
    run = even_run(labels_of([word(t, 50, 600 - 40 * i) for i, t in enumerate(texts)]), vertical=True)
    assert run is not None
    assert [label.value for label in run.labels] == pytest.approx([0.1 * i for i in range(11)], abs=1e-9)


def test_labels_that_run_together_are_parted() -> None:
    """Law: digits that spell even steps are the labels of a crowded axis, evenly spaced over the word."""
    (crowded,) = [Word("30 60 90120150180", Box(100, 0, 238, 12))]
    labels = labels_of([crowded])
    assert [label.value for label in labels] == [30, 60, 90, 120, 150, 180]
    assert [label.x for label in labels] == pytest.approx([106 + 24.6 * i for i in range(6)], abs=1.0)
    assert [label.value for label in labels_of([Word("54450547144341", Box(0, 0, 99, 12))])] == [54450547144341]


@pytest.mark.parametrize("angle", [0, 90, 270])
def test_labels_read_as_one_word_are_parted_along_its_reading_direction(angle: int) -> None:
    """Law: "0 % 25 % 50 % 75 %" is four labels a step apart, from the left, upwards or downwards."""
    box = Box(100, 40, 400, 52) if angle == 0 else Box(40, 100, 52, 400)
    labels = labels_of([Word("0 % 25 % 50 % 75 %", box, angle=angle)])
    assert [(label.value, label.percent) for label in labels] == [(0, True), (25, True), (50, True), (75, True)]
    along = [label.x if angle == 0 else label.y for label in labels]
    steps = [b - a for a, b in itertools.pairwise(along)]
    assert max(steps) - min(steps) < 1e-6  # rounding of floats
    assert (steps[0] > 0) == (angle != 90)


def test_of_two_zeros_the_one_on_the_line_is_the_axis_own() -> None:
    """Law: where the axes meet, the zero of the other one is near this line too, but off it."""
    texts = ["0", "25", "50", "75", "100"]
    labels = labels_of([*(word(t, 50, 400 - 98 * i) for i, t in enumerate(texts)), word("0", 62, 411)])
    run = even_run(labels, vertical=True)
    assert run is not None
    assert run.labels[0].y == 400


def test_turned_labels_that_run_together_are_parted() -> None:
    """Law: shares of even steps with as many decimals each follow from their digits, and stand evenly from below."""
    crowded = Word("0.00.20.40.60.81.0", Box(40, 20, 52, 246), angle=90)
    found = labels_of([crowded])
    assert [label.value for label in found] == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    assert np.diff([label.y for label in found]) == pytest.approx(np.full(5, found[1].y - found[0].y))
    assert found[0].y > found[-1].y
    assert [label.value for label in labels_of([Word("0.81.0", Box(40, 20, 52, 90), angle=90)])] == [0.8, 1.0]
    assert [label.value for label in labels_of([Word("0.00.20.5", Box(40, 20, 52, 246), angle=90)])] == []


def test_a_label_of_the_other_axis_at_the_end_does_not_tilt_the_line() -> None:
    # 75, 50 and 25 stand 181 px apart; the 0 of the x axis, 23 px below where theirs would be, was read for it
    zero, per_unit = line_through(np.array([0.0, 25.0, 50.0, 75.0]), np.array([840.5, 635.5, 454.5, 272.5]))
    np.testing.assert_allclose([zero, zero + 75 * per_unit], [817.0, 272.5], atol=1.5)


def test_boxes_that_are_a_little_off_all_tell_where_the_labels_are() -> None:
    """Law: what is off by as little as readers draw boxes is a label like the others, at an end too."""
    zero, per_unit = line_through(np.array([0.0, 10.0, 20.0, 30.0]), np.array([191.3, 383.3, 573.8, 762.9]))
    np.testing.assert_allclose(zero + 30 * per_unit, 763.8, atol=0.3)
