"""Axes with few labels, or with the shares on the right, by words alone."""

from __future__ import annotations

import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.area import neighbours
from ipdrecon.trace.axes.pairs import find_pairs
from ipdrecon.trace.axes.unusual_pairs import unusual_pairs


def word(text: str, x: float, y: float, angle: int = 0) -> Word:
    """A number centred at (x, y), 12 px high."""
    half = 3.5 * len(text)
    box = Box(x - half, y - 6, x + half, y + 6) if angle == 0 else Box(x - 6, y - half, x + 6, y + half)
    return Word(text, box, angle=angle)


TIMES = [word(text, 90.0 + 80 * i, 270) for i, text in enumerate(("0", "10", "20", "30"))]


@pytest.mark.parametrize("angle", [0, 90])
@pytest.mark.parametrize(
    ("zero", "whole", "value"),
    [
        ("0.00", "1.00", 1.0),
        ("0%", "100%", 100.0),
        ("0 %", "50 %", 50.0),
        ("0.00", "0.75", 0.75),
        ("0 %", "80 %", 80.0),
    ],
)
def test_labels_at_both_ends_are_an_axis(angle: int, zero: str, whole: str, value: float) -> None:
    """Law: a flat plot has room for two labels, 0 and one more share, upright or turned; they say its scale."""
    words = [word(zero, 50, 250, angle), word(whole, 50, 170, angle), *TIMES]
    assert find_pairs(words) == []
    (pair,) = unusual_pairs(words)
    assert (pair.y.zero, pair.y.per_unit * value) == pytest.approx((250, -80))


@pytest.mark.parametrize(("low", "whole", "value"), [("75%", "100%", 75.0), ("0.50", "1.00", 0.5), ("75", "100", 0.0)])
def test_an_axis_that_is_cut_above_zero_may_have_two_labels(low: str, whole: str, value: float) -> None:
    """Law: two labels that are both printed as shares, the upper one the whole, say where 0 would be; counts do not."""
    found = unusual_pairs([word(low, 50, 250), word(whole, 50, 150), *TIMES])
    assert [pair.y.zero + pair.y.per_unit * value for pair in found] == pytest.approx([250.0] if value else [])


@pytest.mark.parametrize(("low", "found"), [("75%", 1), ("0%", 0)])
def test_a_plot_goes_on_for_a_step_below_the_lower_of_two_shares(low: str, found: int) -> None:
    """Law: times stand below the place where a third share would be labelled; at 0 the plot ends."""
    assert len(unusual_pairs([word(low, 50, 185), word("100%", 50, 85), *TIMES])) == found


def test_numbers_that_stand_apart_are_no_ends() -> None:
    """Law: 0 and 1 that are not in line, or far above the times, are no axis, nor are counts of a table."""
    assert unusual_pairs([word("0", 50, 250), word("75", 50, 170), *TIMES]) == []
    assert unusual_pairs([word("0", 50, 250), word("0.75", 50, 170), *TIMES]) == []
    assert unusual_pairs([word("0", 50, 250), word("1", 75, 170), *TIMES]) == []
    assert unusual_pairs([word("0", 50, 120), word("1", 50, 40), *TIMES]) == []


def test_shares_stand_on_the_right_where_no_others_do() -> None:
    """Law: the times end before the column of shares, and the plot ends where it begins."""
    shares = [word(text, 400, 50.0 + 50 * i) for i, text in enumerate(("1.00", "0.75", "0.50", "0.25", "0.00"))]
    assert find_pairs([*shares, *TIMES]) == []
    (pair,) = unusual_pairs([*shares, *TIMES])
    assert pair.right
    assert pair.first == 0.0
    assert neighbours(pair, [pair], 500)[1] == pytest.approx(400 - 14 - 2)


@pytest.mark.parametrize(("times", "left", "found"), [("50 100", 320, 1), ("50 150", 320, 0), ("50 100", 420, 0)])
def test_two_times_tell_where_their_unread_zero_is(times: str, left: int, found: int) -> None:
    """Law: a second time twice the first puts 0 one step before them; an axis has it at the corner of its shares."""
    one, two = times.split()
    shares = [word(str(share), 40, 300 - 2 * share) for share in (0, 20, 40, 60, 80, 100)]
    words = [*shares, word(one, left, 330), word(two, left + 240, 330)]
    assert not find_pairs(words)
    pairs = unusual_pairs(words)
    assert len(pairs) == found
    for pair in pairs:
        assert pair.first == 0.0
        assert pair.x.zero == pytest.approx(left - 240, abs=2.0)


@pytest.mark.parametrize(("beyond", "found"), [("3.0", 0), ("1.2", 1)])
def test_a_column_that_goes_on_beyond_one_shows_no_shares(beyond: str, found: int) -> None:
    """Law: a proportion is 1 at most; of a cumulative hazard or a mean count 0 and 1 are labels among others."""
    column = [word("0.0", 50, 250), word("1.0", 50, 180), word(beyond, 50, 250 - 70 * float(beyond))]
    assert len(unusual_pairs([*column, *TIMES])) == found
