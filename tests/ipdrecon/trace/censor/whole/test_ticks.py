"""Ticks that are seen whole."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.censor.whole import whole_ticks
from ipdrecon.trace.censor.whole.kernels import upright_pieces
from ipdrecon.trace.inks.ink import Layer

SHAPE, LINE = (60, 80), 4.0
TICK = Upright(7.5, 7.5, 2.0)


def drawn(x: float, y: float, wide: float, tall: float) -> Layer:
    """An upright box of ink about (x, y)."""
    rows, columns = np.arange(SHAPE[0]), np.arange(SHAPE[1])
    down = np.clip(np.minimum(rows + 0.5, y + tall / 2) - np.maximum(rows - 0.5, y - tall / 2), 0.0, 1.0)
    across = np.clip(np.minimum(columns + 0.5, x + wide / 2) - np.maximum(columns - 0.5, x - wide / 2), 0.0, 1.0)
    return (down[:, None] * across[None, :]).astype(np.float32)


def test_a_tick_tells_its_line_to_part_of_a_pixel() -> None:
    """Law: the middle of a whole tick lies on its line, wherever that is."""
    found = whole_ticks(drawn(30.3, 25.4, 2.0, 15.0), np.ones(SHAPE, np.bool_), TICK, LINE)
    assert found.x == pytest.approx([30.3], abs=0.15)
    assert found.y == pytest.approx([25.4], abs=0.15)


@pytest.mark.parametrize(("wide", "tall"), [(6.0, 15.0), (2.0, 22.0), (2.0, 9.0)], ids=["wide", "long", "short"])
def test_what_is_no_tick_is_none(wide: float, tall: float) -> None:
    """Law: dashes of a fall are as wide as the line, and of another length."""
    assert not whole_ticks(drawn(30.0, 25.0, wide, tall), np.ones(SHAPE, np.bool_), TICK, LINE).x.size


def test_ticks_hardly_taller_than_the_line_tell_nothing() -> None:
    """Law: what stands out by a pixel may be the line's own blur."""
    assert not whole_ticks(drawn(30.0, 25.0, 2.0, 15.0), np.ones(SHAPE, np.bool_), TICK, 13.0).x.size


def test_pieces_are_measured_between_pixels() -> None:
    """Law: rows covered in part say where a piece ends; loops are checked as plain Python too."""
    ink = drawn(30.0, 25.25, 1.0, 15.0)
    columns, middles, mass = upright_pieces.py_func(ink, np.ones(SHAPE, np.bool_), np.float32(0.4), 14.0, 16.0)
    assert (columns.tolist(), middles.tolist(), mass.tolist()) == ([30.0], [25.25], [15.0])
