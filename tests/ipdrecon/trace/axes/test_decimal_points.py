"""Points of labels that were lost are put back, and none where there were none."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.decimal_points import are_tenths, is_printed_at, with_decimal_points
from ipdrecon.trace.axes.ticks import Label, Run, labels_of
from tests.ipdrecon.trace.axes.test_ticks import word


def test_lost_decimal_points_are_put_back() -> None:
    """Law: no whole number begins with a zero, so "02" is 0.2 and "10" beside it is 1.0."""
    labels = labels_of([word(t, 50, 300 - 40 * i) for i, t in enumerate(["00", "02", "0.4", "06", "08", "10"])])
    assert [label.value for label in with_decimal_points(labels)] == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


def test_digits_below_a_one_are_tenths() -> None:
    """Law: a 1 in the place of 10 tells that ".2 .4 .6 .8 1" lost its points; a 10 misread is wider than a digit."""
    labels = labels_of([word(t, 50, 300 - 40 * i) for i, t in enumerate(["0", "2", "4.", "6", "8.", "1"])])
    assert sorted(label.value for label in with_decimal_points(labels)) == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    ten = Label(1.0, False, Word("1", Box(30, 94, 60, 106)))
    assert with_decimal_points([*labels[:-1], ten]) == [*labels[:-1], ten]


def test_a_one_below_the_uppermost_is_a_tenth() -> None:
    """Law: ".1 .2 ... .9 1" has two that are read as 1, whatever points were kept; only the upper one is whole."""
    texts = ["0", "1", "2", ".3", "4", "5", "6", ".7", "8", "9", "1"]
    labels = labels_of([word(t, 50, 500 - 40 * i) for i, t in enumerate(texts)])
    assert sorted(label.value for label in with_decimal_points(labels)) == pytest.approx([i / 10 for i in range(11)])


def test_the_one_of_a_panel_below_is_no_tenth() -> None:
    """Law: a column may hold the labels of two axes, each with a 1 of its own."""
    texts = ["1.0", "0.8", "0.6", "0.4", "0.2", "0.0"]
    upper = labels_of([word(t, 50, 100 + 40 * i) for i, t in enumerate(texts)])
    lower = labels_of([word(t, 50, 400 + 100 * i) for i, t in enumerate(["1.0", "0.5", "0.0"])])
    assert with_decimal_points([*upper, *lower]) == [*upper, *lower]


def test_percentages_keep_their_values() -> None:
    """Law: labels that are whole numbers stay what they are."""
    labels = [Label(float(v), False, word(str(v), 50, 300 - v)) for v in (0, 20, 40, 100)]
    assert with_decimal_points(labels) == labels


def test_a_zero_shared_by_both_axes_makes_no_decimals_of_percentages() -> None:
    """Law: points are put back only where all labels are shares then; "00" is two zeros beside "10 20 ... 90"."""
    labels = labels_of([word(t, 50, 300 - 25 * i) for i, t in enumerate(["00", *map(str, range(10, 101, 10))])])
    assert [label.value for label in with_decimal_points(labels)] == [0, *range(10, 101, 10)]


def test_one_misread_label_among_lost_points_is_left_out() -> None:
    """Law: "96" for 0.6 or "8" for 0.8 is no share; whole numbers beside "00" stay as they are."""
    labels = labels_of([word(t, 50, 300 - 40 * i) for i, t in enumerate(["0.0", "02", "04", "06", "8", "10"])])
    assert [label.value for label in with_decimal_points(labels)] == [0.0, 0.2, 0.4, 0.6, 1.0]
    labels = labels_of([word(t, 50, 300 - 40 * i) for i, t in enumerate(["00", "02", "0.4", "96", "0.8", "1.0"])])
    assert [label.value for label in with_decimal_points(labels)] == [0.0, 0.2, 0.4, 0.8, 1.0]
    labels = labels_of([word(t, 50, 300 - 40 * i) for i, t in enumerate(["00", "20", "40", "60"])])
    assert [label.value for label in with_decimal_points(labels)] == [0, 20, 40, 60]


@pytest.mark.parametrize(("texts", "tenths"), [("2 4 6 8", True), ("1 2 3 4 5 6 7 8. 9", True), ("2 4 6", False)])
def test_digits_are_tenths_where_the_plot_reaches_the_place_of_ten(texts: str, tenths: bool) -> None:
    """Law: two digits would have been read at 10, and a turned 1 is a stroke; below the next label nothing is said."""
    read = labels_of([word(t, 50, 500 - 40 * int(t[0])) for t in texts.split()])
    labels = sorted(read, key=lambda label: label.value)
    run = Run(tuple(labels), labels[0].y + 40 * labels[0].value, -40.0)
    assert are_tenths(run, run.zero - 405) is tenths
    assert not are_tenths(run, run.zero - 380)


def test_a_label_that_was_overlooked_is_printed_in_its_place() -> None:
    """Law: an axis of percentages that ends below its 10 has paper there."""
    labels = labels_of([word(t, 50, 500 - 40 * int(t)) for t in "2468"])
    run = Run(tuple(sorted(labels, key=lambda label: label.value)), 500.0, -40.0)
    contrast = np.zeros((600, 200))
    assert not is_printed_at(contrast, run, 10.0)
    contrast[95:105, round(labels[0].word.box.center[0])] = 200.0
    assert is_printed_at(contrast, run, 10.0)
