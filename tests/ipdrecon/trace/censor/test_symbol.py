"""Circles, crosses and squares on a staircase: what was drawn is the oracle."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.censor.marks import are_uprights
from ipdrecon.trace.censor.symbol import Kind, Symbol, learn_symbol, stamps_of
from ipdrecon.trace.censor.symbols import find_symbols, uprights_alone
from ipdrecon.trace.censor.together import _best
from ipdrecon.trace.censor.uprights import find_uprights
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.swath import levels_at
from tests.ipdrecon.trace.censor.test_upright import LEVEL, STROKE, box, ground, line, marked, stair

HALF = [STROKE / 2]


def drawn(symbol: Symbol) -> Layer:
    """The line with a symbol at each column, painted point by point between the pixels."""
    image = line()
    stamps = stamps_of(symbol)
    side = stamps.shape[2] // 2
    for x, level in zip(LEVEL, levels_at(stair(), LEVEL), strict=True):
        row, column = round(level), round(x)
        stamp = stamps[int((level - row + 0.5) * 4 - 1e-9), int((x - column + 0.5) * 4 - 1e-9)]
        at = slice(max(0, row - side), row + side + 1), slice(column - side, column + side + 1)
        image[at] = np.maximum(image[at], stamp[-image[at].shape[0] :])
    return image


@pytest.mark.parametrize("kind", list(Kind))
def test_a_stamp_holds_the_area_of_its_symbol_wherever_its_middle_lies(kind: Kind) -> None:
    """Law: between the pixels a symbol keeps its area, and its ink moves as its middle does."""
    stamps = stamps_of(Symbol(kind, 5.0, 1.5))
    areas = stamps.sum(axis=(2, 3))
    assert areas == pytest.approx(np.full((4, 4), areas[0, 0]), rel=0.01)
    columns = np.arange(stamps.shape[3]) - stamps.shape[3] // 2
    middles = (stamps * columns).sum(axis=(2, 3)) / areas
    assert middles[0] == pytest.approx([-0.375, -0.125, 0.125, 0.375], abs=0.08)


@pytest.mark.parametrize("kind", [Kind.CIRCLE, Kind.CROSS, Kind.LETTER, Kind.SQUARE])
def test_symbols_are_known_by_those_that_stand_alone_and_found_once_each(kind: Kind) -> None:
    """Law: the sides of a circle, cross or square are not marks, however many touch; the symbol itself is."""
    beside = [ground(drawn(Symbol(kind, 4.5, 1.2)))]
    symbol = learn_symbol(beside, HALF, 12.0)
    assert symbol is not None
    assert symbol.kind is kind
    assert symbol.reach == pytest.approx(4.5, abs=0.6)
    (found,) = find_symbols(beside, HALF) or [None]
    assert found is not None
    assert abs(found.x.size - LEVEL.size) <= 1
    assert np.abs(found.x[:, None] - LEVEL[None, :]).min(axis=0).max() <= 1.0
    best = _best(beside, HALF)
    assert not are_uprights(best)
    assert np.abs(best[0].x[:, None] - LEVEL[None, :]).min(axis=0).max() <= 1.0


@pytest.mark.parametrize("arms", [False, True])
def test_ticks_and_pluses_are_no_other_symbols(arms: bool) -> None:
    """Law: what a tick or a plus explains is one of these, and a bare line, its times read amiss, has none."""
    (found,) = find_symbols([ground(marked(LEVEL, 6.0, 1.5, arms=arms))], HALF) or [None]
    assert found is not None
    assert are_uprights([found])
    assert find_symbols([ground(line(), 0.8)], HALF) is None


@pytest.mark.parametrize("arms", [False, True])
def test_two_marks_on_a_long_line_are_marks(arms: bool) -> None:
    """Law: marks too few for their lengths to recur are known by those that stand alone, whole and clean."""
    at = np.array([25.0, 350.6])
    (found,) = _best([ground(marked(at, 6.0, 1.5, arms=arms))], HALF)
    assert found.x == pytest.approx(at, abs=0.5)
    assert find_uprights([ground(marked(at, 6.0, 1.5, arms=arms))], HALF) is None


def test_the_rim_of_a_line_is_no_row_of_low_ticks() -> None:
    """Law: low ticks of which none stands alone are the rim of a line that was read too thin; single ones are marks."""
    image = line()
    for left, right in ((64.0, 71.0), (108.0, 110.0), (155.0, 180.0), (245.0, 250.0), (340.0, 352.0), (380.0, 410.0)):
        level = float(levels_at(stair(), np.array([(left + right) / 2]))[0])
        image = np.maximum(image, 0.8 * box(level - 2.6, level + 2.6, left, right))
        image = np.maximum(image, 0.7 * box(level - 5.5, level - 4.5, left, right))
    rim = [ground(image.astype(np.float32))]
    assert find_uprights(rim, HALF) is not None
    assert uprights_alone(rim, HALF) == (None, False)
    marks, alone = uprights_alone([ground(marked(LEVEL, 3.0, 1.5))], HALF)
    assert marks is not None
    assert alone
