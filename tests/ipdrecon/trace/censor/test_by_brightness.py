"""Marks whose colour JPEG took, found by their brightness."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.censor.by_brightness import marks_by_brightness, with_paler_ones
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import Marks, Template, no_marks
from ipdrecon.trace.censor.symbol import Kind, Symbol
from ipdrecon.trace.censor.together import marks_together
from ipdrecon.trace.censor.uprights import Upright, marks_fitting
from ipdrecon.trace.inks.ink import Layer
from tests.ipdrecon.trace.censor.test_upright import LEVEL, SHAPE, STEPS_Y, ground, line, marked, stair

NOWHERE, NOTHING = np.zeros(SHAPE, np.bool_), np.zeros(SHAPE, np.float32)
#: Half of the height of the ticks, and noise beside a curve.
TALL, NOISE = 6.0, 0.1


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
    dulled = attrs.evolve(curve(speckled(marked(LEVEL, TALL, 1.0))), alpha=np.maximum(line(), 0.4 * speckled(NOTHING)))
    (found,) = marks_together([dulled], NOTHING, NOTHING, NOWHERE)
    assert found.x == pytest.approx(LEVEL, abs=0.6)


def test_clean_paper_dulls_no_colour() -> None:
    """Law: what is dark beside a curve on clean paper and has not its colour is another's."""
    dark = marked(LEVEL, TALL, 1.0)
    assert marks_by_brightness([curve(dark)], [no_marks(SHAPE)], NOWHERE, 0.0) is None
    assert with_paler_ones([curve(dark)], [known(LEVEL[::2])], NOWHERE)[0].x.size == LEVEL[::2].size


def test_marks_that_explain_what_stands_out_stay() -> None:
    """Law: brightness is asked where marks in the curves' own colour leave most of it unexplained."""
    curves = [curve(speckled(marked(LEVEL, TALL, 1.0)))]
    few = attrs.evolve(known(LEVEL[:3]), explained=(1.0, 9.0))
    assert marks_by_brightness(curves, [attrs.evolve(known(LEVEL), explained=(1.0, 9.0))], NOWHERE, NOISE) is None
    assert marks_by_brightness(curves, [few], NOWHERE, NOISE) is not None
    assert marks_by_brightness(curves, [attrs.evolve(few, explained=(8.0, 9.0))], NOWHERE, NOISE) is None


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


def test_marks_known_by_their_picture_have_paler_ones_if_they_are_narrow() -> None:
    """Law: the sides of a diamond stand out on both sides of a line; a narrow picture is a tick's, whose evidence for
    each is not known."""
    curves = [curve(speckled(marked(LEVEL, TALL, 1.0)))]
    for wide, count in ((9, LEVEL[::2].size), (1, LEVEL.size)):
        seen = Template(np.ones((13, wide + 2), np.float32), 6, float(wide))
        marks = attrs.evolve(known(LEVEL[::2]), shape=None, template=seen, width=float(wide), evidence=np.zeros(0))
        (found,) = with_paler_ones(curves, [marks], NOWHERE)
        assert found.x.size == count
        assert found.evidence.size == (count if wide == 1 else 0)


def test_ticks_where_two_lines_run_close_stand_on_one_of_them() -> None:
    """Law: a tick is drawn once."""
    dark = speckled(marked(LEVEL, TALL, 1.0))
    found = with_paler_ones([curve(dark), curve(dark, 2.0)], [known(LEVEL[::3]), no_marks(SHAPE)], NOWHERE)
    assert np.sort(np.concatenate([m.x for m in found])) == pytest.approx(LEVEL, abs=0.6)


def test_paler_ticks_are_ink_of_marks_as_the_others() -> None:
    """Law: what marks hold is neither the line's nor left over."""
    dark = speckled(marked(LEVEL, TALL, 0.6))
    own = attrs.evolve(curve(dark), alpha=dark)
    before = known(LEVEL[::3])
    (found,) = with_paler_ones([own], [before], NOWHERE)
    new = np.round(LEVEL[1]).astype(int)
    assert not before.mask[:, new].any()
    assert found.mask[:, new].any()
    assert found.worth > before.worth
    assert found.gain >= before.gain
    assert found.evidence.size == found.rows.size == found.x.size
