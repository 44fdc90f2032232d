"""A whole line stays whole: no dashes take its place where it goes on itself."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.curves.novel import is_broken
from ipdrecon.trace.curves.whole import line_along
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.kernels.path import path_gain
from ipdrecon.trace.lines.walk import begin_near, gains, walk

SHAPE = (120, 300)


def _path_end(alpha: Layer) -> tuple[int, int]:
    nothing = np.zeros(SHAPE, np.float32)
    gain = gains(alpha, nothing, np.zeros(SHAPE, np.bool_))
    path = line_along(gain, begin_near(SHAPE, 10, 0, 8), alpha >= 0.35, alpha)
    assert path is not None
    return path.last, int(path.bottom[path.last])


def _drawn(tail: int) -> Layer:
    """A line that falls at column 200 and goes on for ``tail`` columns, with a dashed limit that falls further."""
    alpha = np.zeros(SHAPE, np.float32)
    alpha[10:12, :202] = alpha[10:41, 200:202] = alpha[40:42, 200 : 200 + tail] = 1.0
    for row in range(40, 110, 10):
        alpha[row : row + 6, 200:202] = 1.0
    for column in range(200, 290, 10):
        alpha[108:110, column : column + 6] = 1.0
    return alpha


def test_a_line_goes_on_whole_where_a_dashed_limit_falls_from_it() -> None:
    assert _path_end(_drawn(tail=40)) == (239, 41)


def test_a_thick_line_goes_on_whole_though_the_limits_fall_is_longer_than_its_end() -> None:
    """Law: a line ends where it goes on whole further than in dashes: a limit may end in its own fall."""
    alpha = np.zeros(SHAPE, np.float32)
    alpha[10:16, :206] = alpha[10:46, 200:206] = alpha[40:46, 200:222] = 1.0
    for row in range(54, 116, 18):
        alpha[row : row + 13, 201:205] = 1.0
    column, row = _path_end(alpha)
    assert column > 215 and 40 <= row <= 45


def test_a_line_goes_on_whole_whichever_column_of_a_dashed_fall_its_path_takes() -> None:
    """Law: the gaps of a dashed fall are bare in all columns of its stroke, not from the one on that the path took."""
    alpha = np.zeros(SHAPE, np.float32)
    alpha[10:16, :206] = alpha[10:46, 200:206] = alpha[40:46, 200:236] = 1.0
    for row in range(50, 112, 12):
        alpha[row : row + 8, 201:204] = 0.9, 1.0, 1.0
    alpha[110:112, 204:216] = 1.0
    column, row = _path_end(alpha)
    assert column > 230 and 40 <= row <= 45


def test_a_dashed_line_whose_first_gaps_another_line_fills_goes_on_in_dashes() -> None:
    """Law: what shows of a line that is dashed over another one has gaps, though nothing there is bare."""
    own, other = _drawn(tail=40), np.zeros(SHAPE, np.float32)
    gaps = np.flatnonzero((np.arange(200) % 16 >= 11) & (np.arange(200) > 8))
    own[10:12, gaps], other[10:12, gaps] = 0.0, 1.0
    assert _beneath(own, other)[0] > 280
    assert _beneath(_drawn(tail=40), np.zeros(SHAPE, np.float32)) == (239, 41)


def test_a_line_that_has_no_whole_end_turns_dashed() -> None:
    column, row = _path_end(_drawn(tail=2))
    assert column > 280 and row >= 108


def _beneath(own: Layer, other: Layer) -> tuple[int, int]:
    """Where the path of a line ends that another may hide."""
    gain = gains(own, other, np.zeros(own.shape, np.bool_))
    begin = begin_near((own.shape[0], own.shape[1]), 10, 0, 8)
    path = line_along(gain, begin, (own >= 0.35) | (other >= 0.3), own)
    assert path is not None
    return path.last, int(path.bottom[path.last])


def _with_a_mark_in_line() -> tuple[Layer, Layer]:
    """A line that falls by 7 rows between columns 500 and 512, and another one there that hides it.

    In line with what is seen before stands the upper part of a mark, as the next dash of a dashed line would.
    """
    own, other = np.zeros((600, 700), np.float32), np.zeros((600, 700), np.float32)
    own[10:13, :500] = own[17:20, 512:690] = own[8:24, 512:515] = 1.0
    other[14:20, 450:512] = 1.0
    return own, other


def test_a_line_that_another_hides_for_a_while_goes_on_behind_it() -> None:
    column, row = _beneath(*_with_a_mark_in_line())
    assert column == 689 and 17 <= row <= 19


def test_a_line_that_jumps_over_bare_paper_ends() -> None:
    own, other = _with_a_mark_in_line()
    own[:, 500:512] = 0.0
    assert _beneath(own, np.zeros_like(other))[0] < 512


def test_a_line_that_is_dashed_from_its_start_goes_on_in_dashes() -> None:
    alpha = _drawn(tail=40)
    for column in range(6, 200, 9):
        alpha[:, column : column + 3] = 0.0
    column, row = _path_end(alpha)
    assert column > 280 and row >= 108


def test_a_line_that_ends_in_a_fall_does_not_lose_it_to_a_jump_from_its_foot() -> None:
    """Law: where the best path jumps from the foot of the last fall, that fall is the line's all the same."""
    alpha = np.zeros(SHAPE, np.float32)
    alpha[10:12, :202] = alpha[10:81, 201] = 1.0
    alpha[12:81, 200] = 0.6
    beyond = alpha.copy()
    beyond[90:92, 216:222] = 1.0
    gain = gains(beyond, np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.bool_))
    gain[81:92, 201:216] = np.maximum(gain[81:92, 201:216], -0.2)  # as cheap as what may hide a line
    begin = begin_near(SHAPE, 10, 0, 8)
    jumping = walk(gain, begin)
    assert jumping is not None and jumping.last > 215
    path = line_along(gain, begin, beyond >= 0.35, beyond)
    assert path is not None
    assert path.last in (200, 201) and path.bottom[path.last] >= 78


def test_a_path_that_joins_two_lines_over_bare_paper_takes_the_whole_one() -> None:
    """Law: a drawn line does not jump, so a pale way without a jump is the curve's and not a strong one with it."""
    own = np.zeros((600, 700), np.float32)
    own[10:13, :41] = own[10:60, 38:41] = own[60:63, 38:257] = own[66:69, 300:690] = 1.0
    own[10:13, 41:304] = own[13:66, 301:304] = 0.4
    lit = own >= 0.35
    gain = gains(own, np.zeros_like(own), np.zeros(own.shape, np.bool_))
    begin = begin_near((600, 700), 10, 0, 8)
    path = line_along(gain, begin, lit, own)
    assert path is not None
    assert not is_broken(path, lit)
    assert path.bottom[200] <= 12


def test_a_whole_line_takes_no_leap_from_the_foot_of_a_tick_to_its_next_fall() -> None:
    """Law: gaps between dashes are bridged for the dashed: a whole line runs on beneath what hides it."""
    own, other = np.zeros((600, 700), np.float32), np.zeros((600, 700), np.float32)
    own[100:103, 10:303] = own[88:115, 300:303] = own[113:140, 313:316] = own[137:140, 313:690] = 1.0
    other[97:105, 303:316] = other[97:113, 312:316] = 1.0
    gain = gains(own, other, np.zeros(own.shape, np.bool_))
    begin = begin_near((600, 700), 101, 10, 8)
    lit = (own >= 0.35) | (other >= 0.3)
    leaping, path = walk(gain, begin), line_along(gain, begin, lit, own)
    assert leaping is not None and leaping.top[308] >= 112
    assert path is not None and path.last == 689
    assert (path.bottom[303:311] <= 105).all()
    assert path.score == pytest.approx(path_gain(gain, path.top, path.bottom), abs=0.5)


def _above_a_leap(cost: float, *, again: int = 0, gaps: int = 0) -> int:
    """Row on which a line runs at column 308, whose best path leaps there over 8 px from the foot of a tick at row 114.

    Beneath other ink, at a ``cost`` per pixel, it goes straight on at row 104 at most, and falls at column 313, or runs
    on above until it falls at the column ``again`` alone; at each 30 columns it has ``gaps``.
    """
    own, other = np.zeros((600, 700), np.float32), np.zeros((600, 700), np.float32)
    own[100:103, 10:303] = own[88:115, 300:303] = own[113:140, 313:316] = own[137:140, 313:690] = 1.0
    other[97:105, 303:316] = other[97:113, 312:316] = 1.0
    if again:
        own[100:140, again : again + 3] = own[100:103, 312:again] = 1.0
        other[97:113, 312:316] = 0.0
    for column in range(20, 290, 30):
        own[100:103, column : column + gaps] = 0.0
    for column in range(330, 690, 30):
        own[137:140, column : column + gaps] = 0.0
    gain = gains(own, other, np.zeros(own.shape, np.bool_))
    gain[97:105, 303:312] = cost
    gain[105:112, 303 : max(303, again - 3)] = -50.0
    begin, lit = begin_near((600, 700), 101, 10, 8), (own >= 0.35) | (other >= 0.3)
    leaping, path = walk(gain, begin), line_along(gain, begin, lit, own)
    assert leaping is not None and leaping.top[308] == 114
    assert path is not None and path.last == 689
    return int(path.top[308])


def test_a_way_round_a_leap_is_taken_where_it_costs_little() -> None:
    """Law: no more than the part of a mark that led there is worth."""
    assert _above_a_leap(-0.5) <= 104
    assert _above_a_leap(-2.0) == 114


def test_a_way_round_a_leap_comes_back_to_the_line_soon() -> None:
    """Law: what runs on beside a line for longer than a leap and two gaps of dashes is another line."""
    assert _above_a_leap(-1.0, again=330) <= 104
    assert _above_a_leap(-1.0, again=360) == 114


def test_a_dashed_line_leaps_over_its_gaps() -> None:
    """Law: bare paper is a leap on a whole line only; of a dashed one it is a gap like the others."""
    assert _above_a_leap(-0.5, gaps=2) <= 104
    assert _above_a_leap(-0.5, gaps=4) == 114


def test_a_line_that_goes_on_straight_over_a_gap_does_not_fall_at_once_instead() -> None:
    """Law: a way round a leap runs above it, as a line does above the foot of its tick; below may be its limit."""
    own, other = np.zeros((600, 700), np.float32), np.zeros((600, 700), np.float32)
    own[100:103, 10:303] = own[100:140, 313:316] = own[137:140, 313:690] = 1.0
    other[105:113, 300:316] = 1.0
    gain = gains(own, other, np.zeros(own.shape, np.bool_))
    path = line_along(gain, begin_near((600, 700), 101, 10, 8), (own >= 0.35) | (other >= 0.3), own)
    assert path is not None and path.last == 689
    assert (path.bottom[304:312] <= 103).all()
