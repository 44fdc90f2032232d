"""Curves that end in a symbol. Oracle: where its middle was drawn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ipdrecon.trace.censor import Marks, Template
from ipdrecon.trace.censor.symbol import Kind, Symbol
from ipdrecon.trace.ends.last_symbol import beyond_last_symbol, without_last_symbol
from ipdrecon.trace.lines.level import Staircase

#: No marks were found.
NONE = np.zeros(0)
#: Column in which the curve ends, its level, and half the size of the symbol.
END, LEVEL, HALF = 450, 260, 8


def _drawn(kind: str) -> np.ndarray:
    image = Image.new("L", (600, 420), 0)
    draw = ImageDraw.Draw(image)
    for begin in range(20, END, 12):
        draw.line((begin, LEVEL, min(END, begin + (7 if kind == "dashed" else 12)), LEVEL), fill=255, width=3)
    if kind == "cross":
        draw.line((END - HALF, LEVEL - HALF, END + HALF, LEVEL + HALF), fill=255, width=2)
        draw.line((END - HALF, LEVEL + HALF, END + HALF, LEVEL - HALF), fill=255, width=2)
    if kind in ("ring", "dashed"):
        draw.ellipse((END - HALF, LEVEL - HALF, END + HALF, LEVEL + HALF), outline=255, width=2)
    if kind == "disc":
        draw.ellipse((END - HALF, LEVEL - HALF, END + HALF, LEVEL + HALF), fill=255)
    if kind in ("comb", "bars"):
        for x in range(END - 30, END + 1, 2 if kind == "bars" else 4):
            draw.line((x, LEVEL - HALF, x, LEVEL + HALF), fill=255, width=2)
    if kind == "bar":
        draw.line((END, LEVEL - HALF, END, LEVEL + HALF), fill=255, width=2)
    if kind == "fall":
        draw.line((END, LEVEL, END, LEVEL + HALF), fill=255, width=3)
    return (np.asarray(image) / 255.0).astype(np.float32)


def _stair(ink: np.ndarray, rim: bool) -> Staircase:
    end = np.flatnonzero(ink.any(axis=0))[-1] + 0.5
    x = np.array([20.0, END - HALF + 4, END - HALF + 7]) if rim else np.array([20.0])
    y = np.array([LEVEL, LEVEL + 5.0, LEVEL + 7.0])[: x.size]
    return Staircase(x, y, np.zeros(x.size), float(end), 3.0, ink.any(axis=0))


@pytest.mark.parametrize("kind", ["ring", "disc", "cross", "dashed"])
@pytest.mark.parametrize("rim", [True, False])
def test_a_curve_ends_in_the_middle_of_the_symbol_at_its_end(kind: str, rim: bool) -> None:
    """Law: follow-up ends with the last patient's time, and the rim of a symbol is no fall."""
    ink = _drawn(kind)
    found = without_last_symbol(_stair(ink, rim), ink, NONE)
    assert found.end == pytest.approx(END, abs=1.0)
    assert found.y.tolist() == [LEVEL]


def _crowded(draw: Callable[[tuple[int, int, int, int]], None]) -> None:
    for x in range(END - 120, END + 1, 3):
        draw((x - HALF, LEVEL - HALF, x + HALF, LEVEL + HALF))


@pytest.mark.parametrize("kind", [Kind.DISC, Kind.CIRCLE, Kind.BLOCK, Kind.SQUARE])
def test_a_curve_ends_in_the_middle_of_the_last_of_crowded_symbols_that_its_key_shows(kind: Kind) -> None:
    """Law: crowded symbols make a line look as thick as they are high; the key says how far the last one reaches on."""
    image = Image.new("L", (600, 420), 0)
    draw = ImageDraw.Draw(image)
    shape = draw.ellipse if kind in (Kind.DISC, Kind.CIRCLE) else draw.rectangle
    fill = 255 if kind.filled else None
    _crowded(lambda box: shape(box, fill=fill, outline=255, width=2))
    ink = (np.asarray(image) / 255.0).astype(np.float32)
    size = HALF + 0.5
    keyed = Symbol(kind, size, 0.0) if kind.filled else Symbol(kind, size - 1.0, 2.0)
    end = END + size
    thick = Staircase(np.array([20.0]), np.array([float(LEVEL)]), np.zeros(1), end, 2 * size, ink.any(axis=0))
    assert without_last_symbol(thick, ink, NONE) is thick
    assert without_last_symbol(thick, ink, NONE, keyed).end == pytest.approx(END, abs=0.5)


def test_a_thick_line_without_a_mark_at_its_end_is_no_symbol_that_its_key_shows() -> None:
    """Law: a line ends square; a circle is lower in its last column than in its middle."""
    ink = np.zeros((420, 600), np.float32)
    ink[LEVEL - HALF : LEVEL + HALF + 1, 20 : END + 1] = 1.0
    stair = Staircase(np.array([20.0]), np.array([float(LEVEL)]), np.zeros(1), END + 0.5, 17.0, ink.any(axis=0))
    assert without_last_symbol(stair, ink, NONE, Symbol(Kind.DISC, HALF + 0.5, 0.0)) is stair


@pytest.mark.parametrize("kind", ["bar", "comb", "bars", "fall", "bare"])
def test_a_bar_or_a_fall_at_the_end_is_no_symbol(kind: str) -> None:
    """Law: a symbol is about as long as it is high, and reaches as far above its curve as below."""
    ink = _drawn(kind)
    stair = _stair(ink, rim=False)
    assert without_last_symbol(stair, ink, NONE) is stair


def test_a_symbol_that_the_plot_area_cuts_tells_no_end() -> None:
    """Law: of a symbol at the edge of the plot area only a part is seen."""
    ink = _drawn("ring")
    ink[:, END + 5 :] = 0.0
    stair = _stair(ink, rim=False)
    assert without_last_symbol(stair, ink, NONE) is stair


@pytest.mark.parametrize(("last", "end"), [(END - 3.0, END), (END + HALF - 1.0, None)])
def test_where_marks_stand_beyond_its_middle_there_is_no_symbol(last: float, end: float | None) -> None:
    """Law: ticks side by side at the end of a curve hang together, and the last of them is its end."""
    ink = _drawn("ring")
    stair = _stair(ink, rim=False)
    found = without_last_symbol(stair, ink, np.array([100.0, last]))
    assert found.end == pytest.approx(stair.end if end is None else end, abs=1.0)


def _marked(kind: str) -> tuple[Staircase, Marks, np.ndarray]:
    """A curve whose last known mark stands on it, and that mark."""
    ink = _drawn(kind)
    around = ink[LEVEL - HALF - 1 : LEVEL + HALF + 2, END - HALF - 1 : END + HALF + 2].copy()
    around[:, : HALF + 1] = around[:, :HALF:-1][:, : HALF + 1]  # without the line it stands on
    template = Template(around, HALF + 1, 2.0)
    marks = Marks(np.array([float(END)]), ink > 2, 2.0, template=template, rows=np.array([LEVEL]))
    return _stair(ink, rim=False), marks, ink


@pytest.mark.parametrize("kind", ["ring", "disc", "cross"])
@pytest.mark.parametrize("further", [0, 20])
def test_a_line_seen_beyond_its_last_symbol_goes_on(kind: str, further: int) -> None:
    """Law: on the row of its line a cross has ink in its middle only and a ring at its rim; more is the line's."""
    stair, marks, ink = _marked(kind)
    ink[LEVEL - 1 : LEVEL + 2, END : END + further] = 1.0
    found = beyond_last_symbol(stair, marks, ink)
    if further:
        assert found == pytest.approx(END + further - 0.5, abs=1.0)
    else:
        assert found is None


def test_the_rims_of_crowded_circles_are_no_line_that_goes_on() -> None:
    """Law: within a symbol that others overlap nothing tells whether its line goes on."""
    image = Image.new("L", (600, 420), 0)
    draw = ImageDraw.Draw(image)
    draw.line((20, LEVEL, END, LEVEL), fill=255, width=3)
    for x in range(END - 30, END + 1, 3):
        draw.ellipse((x - HALF, LEVEL - HALF, x + HALF, LEVEL + HALF), outline=255, width=2)
    ink = (np.asarray(image) / 255.0).astype(np.float32)
    one = Image.new("L", (2 * HALF + 1, 2 * HALF + 1), 0)
    ImageDraw.Draw(one).ellipse((0, 0, 2 * HALF, 2 * HALF), outline=255, width=2)
    ring = (np.asarray(one) / 255.0).astype(np.float32)
    x = np.arange(END - 30.0, END + 1, 3)
    marks = Marks(
        x, np.zeros(ink.shape, np.bool_), template=Template(ring, HALF, 1.0), rows=np.full(x.size, LEVEL, np.int64)
    )
    assert beyond_last_symbol(_stair(ink, rim=False), marks, ink) is None


def test_a_thick_line_that_fills_a_ring_up_to_its_rim_ends_in_it() -> None:
    """Law: the rounded end of a thick line reaches the rim of a small ring; that is no way on."""
    stair, marks, ink = _marked("ring")
    ink[LEVEL - 1 : LEVEL + 2, END : END + HALF] = 1.0
    assert beyond_last_symbol(stair, marks, ink) is None
