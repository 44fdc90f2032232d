"""Symbols authors mark censored times with, and how one looks between the pixels."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.censor.symbol.kernels import shifted
from ipdrecon.trace.inks.ink import Layer

#: Points per pixel and axis a symbol is drawn with, half of them where its reach is large, and places between two
#: pixels it is drawn at.
FINE, LARGE_PX, PHASES = 8, 10.0, 4
#: Width of a letter x against its height.
LETTER_WIDTH = 0.83


class Kind(StrEnum):
    """Kinds of symbols: what R, SAS, Stata and Python offer for points, letters too."""

    TICK = "tick"
    ABOVE = "tick above the line"
    PLUS = "plus"
    CROSS = "cross"
    LETTER = "letter x"
    CIRCLE = "circle"
    SQUARE = "square"
    DISC = "filled circle"
    BLOCK = "filled square"
    TRIANGLE = "triangle"
    WEDGE = "filled triangle"

    @property
    def upright(self) -> bool:
        """Whether it is a tick or a plus."""
        return self in (Kind.TICK, Kind.ABOVE, Kind.PLUS)

    @property
    def filled(self) -> bool:
        """Whether it has no strokes."""
        return self in (Kind.DISC, Kind.BLOCK, Kind.WEDGE)


@attrs.frozen
class Symbol:
    """A symbol.

    Attributes
    ----------
    kind : Kind
    reach : float    From its middle to its end, in pixels (radius of a circle, half a side of a square,
                     tip of a triangle).
    width : float    Of its strokes, in pixels.
    """

    kind: Kind
    reach: float
    width: float

    @property
    def upright(self) -> bool:
        """Whether it is a tick or a plus."""
        return self.kind.upright


@lru_cache(maxsize=512)
def stamps_of(symbol: Symbol) -> Layer:
    """Coverage of the pixels around a symbol, (PHASES, PHASES, n, n) float32.

    The first two axes are how far its middle lies below and right of the middle of the middle pixel: (k - 1.5) / 4 px.
    """
    fine = FINE if symbol.reach < LARGE_PX else FINE // 2
    side = int(np.ceil(symbol.reach * (1.0 if symbol.kind is not Kind.CROSS else 0.8) + symbol.width / 2 + 0.5))
    at = (np.arange((2 * side + 1) * fine + fine) + 0.5) / fine - side - 1.0
    drawn = _drawn(symbol, at[None, :], at[:, None])
    return np.asarray(shifted(np.ascontiguousarray(drawn), fine, PHASES, 2 * side + 1))


def _drawn(symbol: Symbol, x: Floats, y: Floats) -> Bools:
    """Whether points belong to a symbol whose middle is at 0, 0."""
    half, reach = symbol.width / 2, symbol.reach
    match symbol.kind:
        case Kind.TICK:
            return np.asarray((np.abs(x) <= half) & (np.abs(y) <= reach))
        case Kind.ABOVE:
            return np.asarray((np.abs(x) <= half) & (y <= 0) & (y >= -reach))
        case Kind.PLUS:
            long, short = np.maximum(np.abs(x), np.abs(y)), np.minimum(np.abs(x), np.abs(y))
            return np.asarray((short <= half) & (long <= reach))
        case Kind.CROSS:
            down, up = np.abs(x + y) / np.sqrt(2), np.abs(x - y) / np.sqrt(2)
            return np.asarray((np.minimum(down, up) <= half) & (np.maximum(down, up) <= reach))
        case Kind.LETTER:
            across, tall = LETTER_WIDTH / np.hypot(1.0, LETTER_WIDTH), 1.0 / np.hypot(1.0, LETTER_WIDTH)
            off = np.minimum(np.abs(tall * x - across * y), np.abs(tall * x + across * y))
            return np.asarray((off <= half) & (np.abs(y) <= reach))
        case Kind.CIRCLE:
            return np.asarray(np.abs(np.hypot(x, y) - reach) <= half)
        case Kind.SQUARE:
            return np.asarray(np.abs(np.maximum(np.abs(x), np.abs(y)) - reach) <= half)
        case Kind.DISC:
            return np.asarray(np.hypot(x, y) <= reach)
        case Kind.BLOCK:
            return np.asarray(np.maximum(np.abs(x), np.abs(y)) <= reach)
        case Kind.TRIANGLE:  # its corners are rounded as its strokes are joined
            return np.asarray((np.abs(_off_triangle(x, y, reach)) <= half) & (np.hypot(x, y) <= reach + half))
        case Kind.WEDGE:
            return np.asarray(_off_triangle(x, y, reach) <= 0)


def _off_triangle(x: Floats, y: Floats, reach: float) -> Floats:
    """How far points lie outside of an equilateral triangle that points upwards, whose corners are ``reach`` away."""
    return np.asarray(np.maximum(y, (np.sqrt(3.0) * np.abs(x) - y) / 2) - reach / 2)
