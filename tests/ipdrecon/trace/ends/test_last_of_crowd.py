"""Where rows of symbols end. Oracle: where the middle of the last one was drawn."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.censor import Marks
from ipdrecon.trace.censor.symbol import Kind, Symbol, stamps_of
from ipdrecon.trace.ends.last_of_crowd import in_crowd
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase

SHAPE, LEVEL, END = (120, 260), 60, 200


def _drawn(symbol: Symbol, at: list[int], end: int = END) -> Layer:
    ink = np.zeros(SHAPE, np.float32)
    ink[LEVEL - 1 : LEVEL + 2, 10 : end + 1] = 1.0
    stamp = stamps_of(symbol)[1, 1]
    side = stamp.shape[0] // 2
    for x in at:
        part = ink[LEVEL - side : LEVEL + side + 1, x - side : x + side + 1]
        np.maximum(part, stamp, out=part)
    return ink


def _marks(symbol: Symbol, found: list[int]) -> Marks:
    x = np.array(found, np.float64)
    return Marks(x, np.zeros(SHAPE, np.bool_), rows=np.full(x.size, LEVEL, np.int64), shape=symbol)


def _stair(end: float, fall: float = 0.0) -> Staircase:
    x, y = np.array([10.0, END + 2.0]), np.array([LEVEL, LEVEL + fall])
    x, y = (x, y) if fall else (x[:1], y[:1])
    return Staircase(x, y, np.zeros(x.size), end, 3.0, np.ones(SHAPE[1], np.bool_))


@pytest.mark.parametrize("fall", [0.0, 4.0])
@pytest.mark.parametrize("kind", [Kind.CIRCLE, Kind.SQUARE, Kind.DISC])
def test_a_crowd_of_symbols_ends_half_a_symbol_before_its_ink_does(kind: Kind, fall: float) -> None:
    """Law: none of those that crowd is seen, but the far side of the last one is, also where a path fell along it."""
    symbol = Symbol(kind, 5.0, 1.5)
    ink = _drawn(symbol, [180, *range(190, END + 1, 2)])
    end = np.flatnonzero(ink.any(axis=0))[-1] + 0.5
    assert in_crowd(_stair(end, fall), _marks(symbol, [180, 194]), ink) == pytest.approx(END, abs=1.0)


def test_a_line_that_goes_on_behind_a_crowd_ends_where_it_does() -> None:
    symbol = Symbol(Kind.CIRCLE, 5.0, 1.5)
    ink = _drawn(symbol, [180, *range(184, 190, 2)], end=END)
    assert in_crowd(_stair(END + 0.5), _marks(symbol, [180, 184]), ink) is None
