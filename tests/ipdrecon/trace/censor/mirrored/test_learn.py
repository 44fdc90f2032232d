"""Lengths of ticks by where both of their sides stand out; what was drawn is the oracle."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.ground import Ground, ground_of
from ipdrecon.trace.censor.marks import reach_px
from ipdrecon.trace.censor.mirrored import learn_mirrored, meet_again
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.swath import stroke_mask
from tests.ipdrecon.trace.censor.test_upright import (
    LEVEL,
    SHAPE,
    STEPS_X,
    STEPS_Y,
    STROKE,
    box,
    levels_at,
    line,
    marked,
    over,
    stair,
)

HALF, MOST = [STROKE / 2], reach_px(SHAPE)


def made(image: Layer) -> list[Callable[[], Ground]]:
    """What makes the ground of a picture."""
    zone = stroke_mask(SHAPE, stair(), MOST + 3.0)
    return [lambda: ground_of(image, stair(), zone, np.zeros(SHAPE, np.bool_))]


def noise(seed: int) -> Layer:
    """Specks as JPEG leaves them."""
    return np.asarray(np.random.default_rng(seed).uniform(0.0, 0.3, SHAPE), np.float32)


def on_one_side(at: Floats) -> Layer:
    """The line with what stands out above it at some columns, and below it at others."""
    image = line()
    for k, (x, level) in enumerate(zip(at, levels_at(stair(), at), strict=True)):
        top, bottom = (level - 6.0, level) if k % 2 else (level, level + 6.0)
        image = over(image, box(top, bottom, x - 0.5, x + 0.5))
    return image


@pytest.mark.parametrize("half", [4.0, 6.5, 9.0])
def test_the_height_of_ticks_in_noise_is_the_one_at_which_their_sides_meet_most(half: float) -> None:
    """Law: sides of ticks stand in the same columns, specks do not."""
    found = learn_mirrored(made(np.maximum(marked(LEVEL, half, 1.0), noise(1))), HALF, MOST)
    assert found is not None
    assert found.shape.up == found.shape.down == pytest.approx(half, abs=1.0)
    assert found.at[0].size == pytest.approx(LEVEL.size, abs=2)
    assert np.abs(found.at[0][:, None] - LEVEL[None, :]).min(axis=1) == pytest.approx(0.0, abs=0.6)


@pytest.mark.parametrize("seed", range(6))
def test_noise_alone_has_no_ticks(seed: int) -> None:
    """Law: where the sides of nothing meet as often with one of them shifted along the curve, that is chance."""
    assert learn_mirrored(made(np.maximum(line(), noise(seed))), HALF, MOST) is None


def test_what_stands_out_on_one_side_is_no_tick() -> None:
    """Law: corners of steps and rims lie above a line or below it."""
    at = np.linspace(20.0, 430.0, 41)
    assert learn_mirrored(made(on_one_side(at)), HALF, MOST) is None


def test_ticks_that_are_known_do_not_tell_of_others() -> None:
    """Law: only what none of the known marks explains can be marks that were not found."""
    beside = made(marked(LEVEL, 6.0, 1.0))
    shape = Upright(6.0, 6.0, 1.0)
    assert meet_again(beside, HALF, shape, lambda _: LEVEL) is None
    found = meet_again(beside, HALF, shape, lambda _: LEVEL[::2])
    assert found is not None
    assert found.at[0] == pytest.approx(LEVEL[1::2], abs=0.5)
    assert (found.evidence[0] > 0).all()


def test_limits_beside_a_curve_are_no_ticks() -> None:
    """Law: limits fall where their curve falls, above and below it at once."""
    image, half = line(), 5.0
    for x, y0, y1 in zip(STEPS_X[1:], STEPS_Y[:-1], STEPS_Y[1:], strict=True):
        for away in (-8.0, 8.0):
            image = np.maximum(image, box(y0 + away, y1 + away, x - half / 10, x + half / 10))
    assert learn_mirrored(made(image), HALF, MOST) is None


def test_lines_through_the_plot_are_no_ticks() -> None:
    """Law: a tick ends where that is still seen, an error bar or an arrow goes on."""
    image = line()
    for x, level in zip(LEVEL, levels_at(stair(), LEVEL), strict=True):
        image = over(image, box(level - 30.0, level + 30.0, x - 0.5, x + 0.5))
    assert learn_mirrored(made(image), HALF, MOST) is None


def test_a_ground_that_is_not_told_tells_of_no_ticks() -> None:
    assert learn_mirrored([*made(marked(LEVEL, 6.0, 1.0)), lambda: None], HALF * 2, MOST) is None
