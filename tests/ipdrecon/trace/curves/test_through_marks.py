"""Dashed curves and the ticks in their gaps."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.curves.look import Look
from ipdrecon.trace.curves.through_marks import is_dashed, through_marks
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.layers import find_layers
from ipdrecon.trace.lines.swath import levels_at
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

HEIGHT, WIDTH, END = 300, 520, 500.0
SHAPE, BLUE = (HEIGHT, WIDTH), (31, 119, 180)
#: A line of dashes of 15 px and gaps of 10, which falls in some gaps.
PERIOD, DASH = 25, 15
FALLS = 10.0 + PERIOD * np.arange(4, 20, 8) - 8.0
X, Y = np.append(10.0, FALLS), 20.0 + 11.0 * np.arange(FALLS.size + 1)
#: Ticks behind the falls, before those dashes begin that show the level, and others on dashes.
IN_GAPS = FALLS + 4.0
EARLY, LATE = [13, 22, 37, 44, 62, 70, 91, 99, 119, 142, 164, 197, 222, 239, 247], [267, 291, 322, 344, 396, 417, 441]
ON_DASHES = np.array([*EARLY, *LATE, 464, 472, 488], np.float64)


def look(times: Floats) -> Look:
    """The curve with ticks at these times."""
    line = coverage(SHAPE, X, Y, END, 5.0)
    line[:, (np.arange(WIDTH) - 10) % PERIOD >= DASH] = 0.0
    image = paint(np.full((HEIGHT, WIDTH, 3), 255.0), line, BLUE)
    for time, level in zip(times, levels(times), strict=True):
        tick = np.zeros(SHAPE)
        tick[int(level) - 8 : int(level) + 9, int(time) : int(time) + 1] = 1.0
        image = paint(image, tick, BLUE)
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    return find_curves(ink, find_layers(ink, find_cores(ink)), (20.0, 10.0)).look()


def levels(times: Floats) -> Floats:
    return Y[np.searchsorted(X, times, side="right") - 1]


def test_a_dashed_curve_runs_through_the_ticks_in_its_gaps() -> None:
    """Law: a tick that stands in a gap tells the level there, where no dash does."""
    found = look(np.sort(np.concatenate([IN_GAPS, ON_DASHES])))
    (stroke,), (marks,) = found.strokes, found.marks
    assert levels_at(stroke.stair, IN_GAPS) == pytest.approx(levels(IN_GAPS), abs=1.0)
    assert [float(np.abs(marks.x - time).min()) for time in IN_GAPS] == pytest.approx([0.0] * FALLS.size, abs=1.0)


def test_a_dashed_curve_without_ticks_in_its_gaps_stays_as_it_is() -> None:
    """Law: ticks on dashes tell nothing that these do not."""
    found = look(ON_DASHES)
    (again,) = through_marks(found.strokes, found.marks, found.bare.layers, found.bare.hidden)
    assert again is found.strokes[0]


def test_a_line_that_others_hide_is_not_dashed() -> None:
    """Law: gaps between dashes are bare; where another colour lies over a line it may run on."""
    found = look(ON_DASHES)
    (stroke,) = found.strokes
    ink = found.bare.layers.any_ink
    assert is_dashed(stroke, ink)
    assert not is_dashed(stroke, np.ones_like(ink))


def test_a_filled_symbol_is_no_tick_that_a_curve_runs_through() -> None:
    """Law: pieces of symbols as broad as half their height lie beside the curve, and lead it astray."""
    found = look(np.sort(np.concatenate([IN_GAPS, ON_DASHES])))
    bare, (marks,) = found.bare, found.marks
    assert isinstance(marks.shape, Upright)
    assert through_marks(bare.strokes, [marks], bare.layers, bare.hidden)[0] is not bare.strokes[0]
    shape = attrs.evolve(marks.shape, width=0.7 * (marks.shape.up + marks.shape.down))
    broad = attrs.evolve(marks, shape=shape)
    assert through_marks(bare.strokes, [broad], bare.layers, bare.hidden)[0] is bare.strokes[0]
