"""Where rows of ticks end. Oracle: where the middle of the last one was drawn."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.censor import Marks
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.ends.last_upright import behind_all, behind_last_dash, last_upright
from ipdrecon.trace.lines.level import Staircase
from tests.ipdrecon.trace.drawn import coverage

SHAPE, LEVEL, HALF, THICK, END = (200, 300), 90.0, 10.0, 3.0, 200.4


def _ticks(times: list[float], up: float = HALF, end: float = END) -> np.ndarray:
    ink = coverage(SHAPE, np.array([10.0]), np.array([LEVEL]), end, 2.0)
    for x in times:
        tick = coverage(SHAPE[::-1], np.array([LEVEL - up + 1.0]), np.array([x]), LEVEL + HALF - 1.0, THICK)
        ink = np.maximum(ink, tick.T)
    return ink.astype(np.float32)


def _stair(fall: float = 0.0, end: float = END + THICK / 2) -> Staircase:
    x, y = np.array([10.0, END - 6.0]), np.array([LEVEL, LEVEL + fall])
    return Staircase(x, y, np.zeros(2), end, 2.0, np.ones(SHAPE[1], np.bool_))


@pytest.mark.parametrize(("fall", "row"), [(0.0, None), (6.0, round(LEVEL))])
def test_a_row_of_ticks_ends_half_a_tick_before_its_ink_does(fall: float, row: int | None) -> None:
    """Law: of ticks that merge the last one is known by its far side, also where the path left for their rim."""
    ink = _ticks([END - 6, END - 4, END - 2, END])
    found = last_upright(_stair(fall), ink, Upright(HALF, HALF, THICK), row)
    assert found == pytest.approx(END, abs=0.4)


def test_ticks_that_hang_from_their_line_end_as_those_that_stand_on_it() -> None:
    """Law: the side to which an upright reaches tells its width; above the line there may be none of it."""
    ink = _ticks([END - 6, END - 3, END], up=1.0)
    assert last_upright(_stair(), ink, Upright(0.5, HALF, THICK)) == pytest.approx(END, abs=0.4)


def test_a_last_fall_is_no_upright() -> None:
    """Law: an upright reaches to either side of its line, a fall goes down only."""
    assert last_upright(_stair(), _ticks([END], up=0.0), Upright(HALF, HALF, THICK)) is None


def test_a_line_that_goes_on_past_its_ticks_ends_in_none() -> None:
    """Law: within the reach of a mark no upright stands there."""
    ink = _ticks([END - 6], end=END + 30)
    assert last_upright(_stair(end=END + 30), ink, Upright(HALF, HALF, THICK)) is None


def _known(times: list[float]) -> Marks:
    at = np.array(times)
    rows = np.full(at.size, round(LEVEL))
    return Marks(at, np.zeros(SHAPE, np.bool_), THICK, rows=rows, shape=Upright(HALF, HALF, THICK))


@pytest.mark.parametrize(("beyond", "end"), [(0.0, END), (90.0, None)])
def test_black_ticks_that_crowd_hide_the_end_of_their_curve(beyond: float, end: float | None) -> None:
    """Law: a coloured curve runs on beneath black ticks to the last of them; a black line that goes on is another."""
    black = _ticks([150.0, *np.arange(END - 12, END + 0.1, 2.0)], end=10.0)
    own = np.where(black > 0, 0.0, _ticks([], end=END - 13)).astype(np.float32)
    black = np.maximum(black, coverage(SHAPE, np.array([END]), np.array([LEVEL]), END + beyond, 2.0) * (beyond > 0))
    stair = Staircase(np.array([10.0]), np.array([LEVEL]), np.zeros(1), END - 13, 2.0, np.ones(SHAPE[1], np.bool_))
    found = behind_all(stair, _known([150.0, END - 12]), own, black.astype(np.float32))
    assert found == (None if end is None else pytest.approx(end, abs=0.5))


@pytest.mark.parametrize("line", [True, False])
def test_an_upright_behind_all_marks_is_the_curves_where_its_line_leads_there(line: bool) -> None:
    """Law: the far side of a square that was taken for two uprights stands beyond the line, over bare paper."""
    ink = _ticks([END - 8, END], end=END if line else END - 8)
    found = behind_all(_stair(), _known([END - 8]), ink, np.zeros(SHAPE, np.float32))
    assert found == (pytest.approx(END, abs=0.4) if line else None)


def test_an_upright_on_a_level_below_that_of_all_marks_is_the_curves() -> None:
    """Law: a fall that is longer than marks reach is the curve's own, and its line leads on from there."""
    low = LEVEL + 3 * HALF
    line = coverage(SHAPE, np.array([10.0, 150.0]), np.array([LEVEL, low]), END, 2.0)
    tick = coverage(SHAPE[::-1], np.array([low - HALF + 1.0]), np.array([END]), low + HALF - 1.0, THICK)
    ink = np.maximum(line, tick.T).astype(np.float32)
    stair = Staircase(
        np.array([10.0, 150.0]), np.array([LEVEL, low]), np.zeros(2), END + THICK / 2, 2.0, np.ones(SHAPE[1], bool)
    )
    found = behind_all(stair, _known([100.0]), ink, np.zeros(SHAPE, np.float32))
    assert found == pytest.approx(END, abs=0.4)


@pytest.mark.parametrize("fall", [3.0, 5.0, 7.0])
def test_a_last_fall_behind_an_upright_is_kept(fall: float) -> None:
    """Law: a curve that falls beyond the ink of an upright does not end in it, found or not."""
    line = coverage(SHAPE, np.array([10.0, END - 2.0]), np.array([LEVEL, LEVEL + fall]), END + 2.0, 2.0)
    ink = np.maximum(line, _ticks([END - 8.0], end=END - 8.0)).astype(np.float32)
    x, y = np.array([10.0, END - 2.0]), np.array([LEVEL, LEVEL + fall])
    stair = Staircase(x, y, np.zeros(2), END + 2.0, 2.0, np.ones(SHAPE[1], np.bool_))
    assert behind_all(stair, _known([100.0]), ink, np.zeros(SHAPE, np.float32)) is None


def test_the_fall_of_another_curve_is_no_upright() -> None:
    """Law: it goes on further than uprights do, to either side of the line it crosses."""
    other = coverage(SHAPE, np.array([10.0, END - 4.0]), np.array([20.0, 180.0]), SHAPE[1] - 1.0, 2.0)
    ink = np.maximum(_ticks([100.0], end=END), other).astype(np.float32)
    assert behind_all(_stair(end=END), _known([100.0]), ink, np.zeros(SHAPE, np.float32)) is None


def test_the_last_fall_of_a_curve_is_none_of_its_ticks_that_stand_above_it() -> None:
    """Law: such a tick reaches up from its line as far as the others, a fall as far as it falls."""
    line = coverage(SHAPE, np.array([10.0, END]), np.array([LEVEL, LEVEL + 50.0]), END + 0.5, 2.0).astype(np.float32)
    x, y = np.array([10.0, END]), np.array([LEVEL, LEVEL + 50.0])
    stair = Staircase(x, y, np.zeros(2), END + 0.5, 2.0, np.ones(SHAPE[1], np.bool_))
    marks = attrs.evolve(_known([100.0]), shape=Upright(HALF, 0.0, 1.5))
    assert behind_all(stair, marks, line, np.zeros(SHAPE, np.float32)) is None


@pytest.mark.parametrize(("up", "fall", "end"), [(HALF, 0.0, END), (0.0, 40.0, None), (1.0, 0.0, None)])
def test_a_curve_without_marks_ends_in_an_upright_like_those_of_another_curve(
    up: float, fall: float, end: float | None
) -> None:
    """Law: what marks look like is told by any curve, and the only one of a curve may be that in which it ends."""
    ink = _ticks([END], up=up, end=END + HALF)
    stair = _stair(end=END + HALF) if not fall else _stair(fall, end=END + THICK / 2)
    none = _known([])
    black = np.zeros(SHAPE, np.float32)
    found = behind_all(stair, attrs.evolve(none, shape=None), ink, black, _known([50.0]))
    assert found == (None if end is None else pytest.approx(end, abs=0.4))
    assert behind_all(stair, none, ink, black) is None


def test_an_upright_of_another_curve_to_which_no_line_leads_ends_none() -> None:
    """Law: what stands alone on a curve's level is its last mark where its line is seen up to there."""
    none = attrs.evolve(_known([]), shape=None)
    apart = _ticks([END], end=END - 4 * HALF)
    assert behind_all(_stair(end=END + 4.0), none, apart, np.zeros(SHAPE, np.float32), _known([50.0])) is None


@pytest.mark.parametrize(("tick", "dash", "end"), [(HALF, False, 207.0), (HALF, True, None), (1.0, False, None)])
def test_a_tick_alone_in_the_gap_behind_the_last_dash_ends_its_curve(
    tick: float, dash: bool, end: float | None
) -> None:
    """Law: a patient's last time may fall between two dashes; what goes on behind a tick is a dash, and what is no
    higher than the line is none."""
    ink = np.maximum(_ticks([150.0]), 0.0)
    alone = coverage(SHAPE[::-1], np.array([LEVEL - tick + 1.0]), np.array([207.0]), LEVEL + tick - 1.0, THICK).T
    ink = np.maximum(ink, alone).astype(np.float32)
    if dash:
        ink[round(LEVEL) - 1 : round(LEVEL) + 1, 210:230] = 1.0
    found = behind_last_dash(_stair(end=END), _known([150.0]), ink, 6.0)
    assert found == (None if end is None else pytest.approx(end, abs=0.4))
    assert behind_last_dash(_stair(end=END), _known([150.0]), ink, 1.0) is None  # too far for these dashes
