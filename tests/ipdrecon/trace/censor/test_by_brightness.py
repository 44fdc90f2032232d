"""Marks whose colour JPEG took, found by their brightness."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.censor.by_brightness import marks_by_brightness, with_paler_ones
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import Marks, no_marks
from ipdrecon.trace.censor.symbol import Kind, Symbol
from ipdrecon.trace.censor.together import marks_together
from ipdrecon.trace.censor.uprights import Upright, marks_fitting
from ipdrecon.trace.inks.ink import Layer
from tests.ipdrecon.trace.censor.test_upright import LEVEL, SHAPE, STEPS_Y, ground, line, marked, stair

NOWHERE, NOTHING = np.zeros(SHAPE, np.bool_), np.zeros(SHAPE, np.float32)
#: Half of the height of the ticks.
TALL = 6.0


def speckled(image: Layer, seed: int = 3) -> Layer:
    """The picture with the specks of JPEG."""
    return np.maximum(image, np.random.default_rng(seed).uniform(0.0, 0.25, SHAPE).astype(np.float32))


def curve(dark: Layer, down: float = 0.0) -> Marked:
    """A curve whose colour shows the line alone, and how dark the picture is."""
    where = attrs.evolve(stair(), y=STEPS_Y + down)
    return Marked(
        where, round(down), line() if not down else NOTHING, False, no_marks(SHAPE), by_brightness=lambda: dark
    )


def known(at: np.ndarray) -> Marks:
    """Marks that are known to stand at these columns."""
    (marks,) = marks_fitting([ground(marked(at, TALL, 1.0))], Upright(TALL, TALL, 1.0))
    return marks


def test_ticks_without_a_colour_are_found_by_their_brightness() -> None:
    """Law: JPEG takes the colour of thin ticks, not their darkness."""
    (found,) = marks_together([curve(speckled(marked(LEVEL, TALL, 1.0)))], NOTHING, NOTHING, NOWHERE)
    assert found.x == pytest.approx(LEVEL, abs=0.6)


def test_clean_paper_dulls_no_colour() -> None:
    """Law: what is dark beside a curve on clean paper and has not its colour is another's."""
    dark = marked(LEVEL, TALL, 1.0)
    assert marks_by_brightness([curve(dark)], [no_marks(SHAPE)], NOWHERE) is None
    assert with_paler_ones([curve(dark)], [known(LEVEL[::2])], NOWHERE)[0].x.size == LEVEL[::2].size


def test_marks_that_explain_what_stands_out_stay() -> None:
    """Law: brightness is asked where marks in the curves' own colour leave most of it unexplained."""
    curves = [curve(speckled(marked(LEVEL, TALL, 1.0)))]
    assert marks_by_brightness(curves, [known(LEVEL)], NOWHERE) is None
    assert marks_by_brightness(curves, [known(LEVEL[:3])], NOWHERE) is not None


def test_paler_ticks_are_found_beside_those_in_full_colour() -> None:
    """Law: a thin tick between two columns is half as dark as one in the middle of a column."""
    (found,) = with_paler_ones([curve(speckled(marked(LEVEL, TALL, 0.6)))], [known(LEVEL[::3])], NOWHERE)
    assert found.x == pytest.approx(LEVEL, abs=0.6)
    assert found.merged


def test_ticks_of_another_curve_are_not_paler_ones_of_this() -> None:
    """Law: what is known to stand on one curve, and reaches over the line of another, stands on the first."""
    dark, down = speckled(marked(LEVEL, TALL, 1.0)), 2.0
    marks = [known(LEVEL), no_marks(SHAPE)]
    curves = [curve(dark), curve(dark, down)]
    assert [m.x.size for m in with_paler_ones(curves, marks, NOWHERE)] == [LEVEL.size, 0]


def test_symbols_have_no_paler_ticks() -> None:
    """Law: the sides of squares stand out on both sides of a line as well."""
    squares = attrs.evolve(known(LEVEL[::2]), shape=Symbol(Kind.SQUARE, TALL, 1.0))
    (found,) = with_paler_ones([curve(speckled(marked(LEVEL, TALL, 1.0)))], [squares], NOWHERE)
    assert found.x.size == LEVEL[::2].size
