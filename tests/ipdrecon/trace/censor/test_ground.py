"""What is left of the ink beside a curve once its stroke is known. Oracle: the picture is drawn from its coverage."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from scipy.ndimage import uniform_filter

from ipdrecon.trace.censor.ground import blur_of, ground_of, without_fill
from ipdrecon.trace.censor.inks import Marked
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.censor.upright import Upright, place_uprights
from ipdrecon.trace.censor.uprights import find_uprights
from ipdrecon.trace.censor.widths import as_wide_as_others
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import levels_at
from tests.ipdrecon.trace.censor.test_upright import END, LEVEL, SHAPE, STEPS_X, STROKE, ground, line, marked, stair


def blurred(image: Layer) -> Layer:
    """The picture with the halo that chroma subsampling leaves along a stroke."""
    return np.asarray(0.75 * image + 0.25 * uniform_filter(image, 5), np.float32)


def with_early_step(after: float) -> Staircase:
    """The staircase, whose first level lies half a pixel higher for the first so many columns."""
    x, y, se = (getattr(stair(), name) for name in ("x", "y", "y_se"))
    return attrs.evolve(
        stair(), x=np.insert(x, 1, x[0] + after), y=np.insert(y, 0, y[0] - 0.5), y_se=np.insert(se, 1, 0.1)
    )


def test_the_blur_of_a_stroke_is_no_mark() -> None:
    """Law: ink that lies along the whole line in every column is the stroke's own."""
    soft = blurred(line())
    halo, _ = blur_of(soft, stair(), np.zeros(SHAPE, np.bool_))
    assert halo.max() > 0.1
    assert find_uprights([ground(soft)], [STROKE / 2]) is None


def test_marks_that_crowd_on_most_of_a_line_are_no_blur() -> None:
    """Law: blur leaves less than half the ink outside of a stroke; what covers more there, here and there, is drawn."""
    at = np.arange(20.0, END - 10.0, 2.0)
    crowded = marked(at[np.arange(at.size) % 8 < 6], 5.0, 2.4)
    halo, _ = blur_of(crowded, stair(), np.zeros(SHAPE, np.bool_))
    assert halo[4:].max() == 0.0
    thicker, _ = blur_of(line(), attrs.evolve(stair(), width=STROKE / 3), np.zeros(SHAPE, np.bool_))
    assert thicker[3:].max() > 0.5  # a line that is thicker than it was measured to be


def test_rims_in_patches_are_no_marks() -> None:
    """Law: weak ink beside the line in blocks of eight columns (JPEG) recurs, but it is no tick."""
    image = line()
    rng = np.random.default_rng(4)
    for left in range(12, int(END) - 8, 16):
        for x in range(left, left + 8):
            row = round(float(levels_at(stair(), np.array([float(x)]))[0]))
            image[row + 2 : row + 4, x] = rng.uniform(0.15, 0.4)
    assert find_uprights([ground(image)], [STROKE / 2]) is None


def test_marks_above_the_first_level_may_be_cut_off_by_the_axes() -> None:
    """Law: ticks at S = 1 of which the edge of the axes shows the lower half alone are marks like the others."""
    image = marked(LEVEL, 7.0, 2.0)
    top = float(stair().y[0])
    image[: int(top - STROKE / 2), : int(STEPS_X[1]) - 1] = 0.0
    (found,) = find_uprights([ground(image)], [STROKE / 2]) or [None]
    assert found is not None
    assert all(np.abs(found.x - x).min() < 0.6 for x in LEVEL)


def test_the_edge_of_the_axes_cuts_all_that_is_as_high_as_the_first_level() -> None:
    """Law: a first level that was measured in steps smaller than its stroke is one: nothing above it tells."""
    image = line()
    top = round(float(stair().y[0]))
    stepped = with_early_step(8.0)
    nothing = np.zeros(SHAPE, np.bool_)
    free = ground_of(image, stepped, ~nothing, nothing).free
    assert (free[: top - 3, int(stepped.x[1]) : int(stepped.x[2]) - 1] == 0).all()
    assert (free[: top - 3, int(stepped.x[2]) + 3 : int(stepped.x[2]) + 20] == 1).all()


def test_marks_above_an_early_small_step_say_that_nothing_is_cut() -> None:
    """Law: what stands above any of the levels within a stroke of the first says that the plot reaches higher."""
    image = marked(np.array([25.0, 33.0, 45.0]), 7.0, 2.0)
    stepped = with_early_step(2.0)
    nothing = np.zeros(SHAPE, np.bool_)
    found = ground_of(image, stepped, ~nothing, nothing)
    assert float(found.rest[: int(stair().y[0]) - 3].sum()) > 10.0


def test_marks_of_a_curve_whose_colour_was_taken_for_another_are_found() -> None:
    """Law: where the stroke itself covers but 0.7 of its pixels, a mark of 0.7 is a whole one."""
    pale = np.asarray(0.7 * marked(LEVEL, 7.0, 2.0), np.float32)
    (found,) = find_uprights([ground(pale)], [STROKE / 2]) or [None]
    assert found is not None
    assert found.x.size == LEVEL.size


@pytest.mark.parametrize("measured", [9.0, 3.4])
def test_a_comb_is_as_wide_as_its_thinner_columns(measured: float) -> None:
    """Law: marks along much of a line add to the width of their columns, not to the stroke's."""
    image = marked(np.arange(14.0, END, 5.0), 5.0, 2.0)
    curve = Marked(attrs.evolve(stair(), width=measured), 0, image, neutral=False, marks=no_marks(SHAPE))
    (found,) = as_wide_as_others([curve])
    assert found.stair.width == pytest.approx(STROKE, abs=0.3)


def test_one_mark_is_never_two() -> None:
    """Law: a plus in soft ink beside falls is read once; two marks never stand nearer than they can be told apart."""
    places = np.sort(np.concatenate([LEVEL, STEPS_X[[2, 4, 6]] + 0.5]))
    (found,) = find_uprights([ground(blurred(marked(places, 7.0, 2.0, arms=True)))], [STROKE / 2]) or [None]
    assert found is not None
    assert found.x.size <= places.size
    assert np.diff(np.sort(found.x)).min() >= 1.0


def test_a_band_is_no_row_of_pale_ticks() -> None:
    """Law: beside a line an even tint tells no tick, however narrow it is; what is drawn on it does."""
    image = marked(LEVEL, 6.0, 0.6)
    at = np.arange(round(0.4 * END), round(END) - 2)  # a minority of its columns tells the blur of the stroke
    for column, level in zip(at, levels_at(stair(), at.astype(np.float64)), strict=True):
        strip = image[round(level) - 6 : round(level) + 7, column]
        strip += 0.3 * (1.0 - strip)
    placed = place_uprights(ground(image), Upright(6.0, 6.0, 0.6))
    assert all(np.abs(placed.x - x).min() < 0.6 for x in LEVEL)
    assert placed.x.size == LEVEL.size


def test_combs_of_pale_marks_are_no_band() -> None:
    """Law: a band is even to the last level of a channel and pale; marks that crowd are neither."""
    comb = np.full(SHAPE, 0.3, np.float32) + np.float32(0.02) * (np.arange(SHAPE[1]) % 2).astype(np.float32)
    assert np.array_equal(without_fill(comb), comb)
    assert np.array_equal(without_fill(np.full(SHAPE, 0.5, np.float32)), np.full(SHAPE, 0.5, np.float32))
    assert without_fill(np.full(SHAPE, 0.3, np.float32)).max() == 0.0
