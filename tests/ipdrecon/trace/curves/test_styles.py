"""Curves of one colour are told apart by how they are drawn, up to their ends."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.frozen import Ints
from ipdrecon.trace.curves.styles import swap_by_style
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.walk import Walk, dash_gap

SIZE, WIDTH = (80, 200), 2.0
#: Rows of a line that ends in column 120 and of one below it that goes on to column 190.
UPPER, LOWER, END, LAST = 30, 44, 120, 190


def drawn(upper: tuple[int, int], lower: tuple[int, int]) -> Layer:
    """Two level lines, each of so many lit columns and gaps between them."""
    ink = np.zeros(SIZE, np.float32)
    for row, end, (lit, gap) in ((UPPER, END, upper), (LOWER, LAST, lower)):
        on = np.arange(end) % (lit + gap) < lit
        ink[row : row + 2, :end][:, on] = 1.0
    return ink


def path(*levels: tuple[int, int]) -> Walk:
    """A path over levels, (row, column it ends in), with falls where one ends."""
    top: Ints = np.full(SIZE[1], -1, np.int64)
    bottom: Ints = np.full(SIZE[1], -1, np.int64)
    begin = 0
    for k, (row, end) in enumerate(levels):
        top[begin:end] = bottom[begin:end] = row
        if k:
            top[begin] = levels[k - 1][0]
        begin = end
    return Walk(top, bottom, 1.0, 1.0)


SOLID, DASHED = (1, 0), (6, 4)


@pytest.mark.parametrize(("upper", "lower"), [(SOLID, DASHED), (DASHED, SOLID)])
@pytest.mark.parametrize("before", [1, 3])
def test_an_end_that_is_drawn_as_a_shorter_path_belongs_to_that(
    upper: tuple[int, int], lower: tuple[int, int], before: int
) -> None:
    """The upper line ends, and its path goes on along the lower one, whose own path is stopped a little before."""
    took = path((UPPER, END), (LOWER, LAST))
    stopped = path((LOWER, END - before))
    for order in ((took, stopped), (stopped, took)):
        found = swap_by_style(drawn(upper, lower), list(order), WIDTH)
        one, two = found if order[0] is took else found[::-1]
        assert one.last == END - 1
        assert two.last == LAST - 1
        assert set(two.bottom[two.bottom >= 0]) == {LOWER}


def test_a_path_that_falls_past_the_end_of_a_dashed_one_took_its_end() -> None:
    """Law: a dashed path is stopped a gap before the fall that another took from it, be it further than its row."""
    below = LOWER + 16
    ink = drawn(SOLID, DASHED)
    ink[LOWER : LOWER + 2, END:] = 0.0
    ink[LOWER : below + 2, END : END + 2] = 1.0
    ink[below : below + 2, END:LAST][:, np.arange(LAST - END) % 10 < 6] = 1.0
    one, two = swap_by_style(ink, [path((UPPER, END), (below, LAST)), path((LOWER, END - 5))], WIDTH)
    assert (one.last, two.last) == (END - 1, LAST - 1)
    assert int(two.bottom[LAST - 1]) == below


@pytest.mark.parametrize(("upper", "lower"), [(SOLID, DASHED), (DASHED, SOLID)])
@pytest.mark.parametrize("early", [9, 13])
def test_a_path_that_left_its_line_early_goes_on_along_it(
    upper: tuple[int, int], lower: tuple[int, int], early: int
) -> None:
    """Law: a level whose path fell off it ends where its ink does; a gap no wider than of dashes ends no dashed one.

    What stands on its row further off, a letter say, is not its own, nor what a whole line has behind a gap.
    """
    ink = drawn(upper, lower)
    ink[UPPER : UPPER + 2, END + 4 + dash_gap(SIZE) :] = 1.0
    took = path((UPPER, END - early), (LOWER, LAST))
    one, two = swap_by_style(ink, [took, path((LOWER, END - early - 2))], WIDTH)
    lit = np.flatnonzero(ink[UPPER, :END])
    assert one.last == lit[-1]
    assert set(one.bottom[one.bottom >= 0]) == {UPPER}
    assert two.last == LAST - 1


def test_a_whole_line_does_not_go_on_behind_a_gap() -> None:
    """Law: dashes have gaps and whole lines have none: what lies behind one is another's."""
    ink = drawn(SOLID, DASHED)
    ink[UPPER : UPPER + 2, END + 4 : END + 30] = 1.0
    one, _ = swap_by_style(ink, [path((UPPER, END - 10), (LOWER, LAST)), path((LOWER, END - 12))], WIDTH)
    assert one.last == END - 1


def test_a_level_beside_which_nothing_is_drawn_ends_where_its_path_fell() -> None:
    """Law: where the row is bare from the fall on, ink far behind it is not the level's."""
    ink = drawn(SOLID, DASHED)
    ink[UPPER : UPPER + 2, END + 5 + dash_gap(SIZE) :] = 1.0
    one, _ = swap_by_style(ink, [path((UPPER, END), (LOWER, LAST)), path((LOWER, END - 2))], WIDTH)
    assert one.last == END - 1


def test_an_end_that_is_drawn_as_its_own_path_stays() -> None:
    """The upper line falls onto the row where the lower one ends, and goes on as it is drawn."""
    ink = drawn(SOLID, DASHED)
    ink[:, END:] = 0.0
    ink[UPPER : LOWER + 2, END - 1 : END + 1] = 1.0
    ink[LOWER : LOWER + 2, END:LAST] = 1.0
    one, two = swap_by_style(ink, [path((UPPER, END), (LOWER, LAST)), path((LOWER, END - 3))], WIDTH)
    assert (one.last, two.last) == (LAST - 1, END - 4)


def test_a_share_says_as_much_as_it_is_long() -> None:
    """A dashed line falls across the end of a whole one and goes on, as whose path; its own ends soon after."""
    ink = np.zeros(SIZE, np.float32)
    ink[UPPER : UPPER + 2, : END + 3] = 1.0
    dashes = np.arange(SIZE[1]) % 10 < 8
    above, below = UPPER - 28, UPPER + 6
    ink[above : above + 2, :END][:, dashes[:END]] = 1.0
    ink[above:below, END : END + 2][dashes[: below - above]] = 1.0
    ink[below : below + 2, END:LAST][:, dashes[END:LAST]] = 1.0
    one = path((UPPER, END), (below, LAST))
    two = path((above, END), (UPPER, END + 3))
    whole, dashed = swap_by_style(ink, [one, two], WIDTH)
    assert whole.last < END + 8
    assert dashed.last == LAST - 1
