"""Ticks in steep runs, drawn with exact coverage: what was drawn is the oracle."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.ground import Ground, ground_of
from ipdrecon.trace.censor.marks import Marks, reach_px
from ipdrecon.trace.censor.second import with_second_look
from ipdrecon.trace.censor.uprights import find_uprights
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import levels_at, stroke_mask
from tests.ipdrecon.trace.censor.test_upright import over
from tests.ipdrecon.trace.drawn import coverage

SHAPE = HEIGHT, WIDTH = 260, 400
STROKE, HALF, THICK = 2.4, 5.0, 1.5
#: A level stretch, a run that falls six pixels every two and a half, and another level stretch.
RUN = np.arange(150.2, 190.0, 2.5)
STEPS_X = np.concatenate([[10.0, 80.3], RUN])
STEPS_Y = np.concatenate([[20.0, 40.3], 46.3 + 6.0 * np.arange(RUN.size)])
END = 380.0
PLAIN = np.array([25.0, 45.3, 62.5, 100.6, 125.0, 250.2, 275.5, 300.0, 333.3, 360.1])
STEEP = np.array([158.9, 168.7, 178.8])


def stair(shift: float = 0.0) -> Staircase:
    """The staircase as it is traced, its times read ``shift`` pixels too late."""
    times = STEPS_X + shift * (np.arange(STEPS_X.size) > 0)
    return Staircase(times, STEPS_Y, np.full(STEPS_X.size, 0.1), END, STROKE, np.ones(WIDTH, np.bool_))


def marked(at: Floats) -> Layer:
    """The line with a tick at each column, on the level of the curve there."""
    image = np.asarray(coverage(SHAPE, STEPS_X, STEPS_Y, END, STROKE), np.float32)
    rows, columns = np.arange(HEIGHT)[:, None], np.arange(WIDTH)[None, :]
    for x, y in zip(at, levels_at(stair(), at), strict=True):
        tall = np.clip(np.minimum(y + HALF, rows + 0.5) - np.maximum(y - HALF, rows - 0.5), 0.0, 1.0)
        wide = np.clip(np.minimum(x + THICK / 2, columns + 0.5) - np.maximum(x - THICK / 2, columns - 0.5), 0.0, 1.0)
        image = over(image, np.asarray(tall * wide, np.float32))
    return image


def ground(image: Layer, shift: float = 0.0) -> Ground:
    where = stair(shift)
    return ground_of(image, where, stroke_mask(SHAPE, where, reach_px(SHAPE)), np.zeros(SHAPE, np.bool_))


def searched(at: Floats, shift: float) -> tuple[Marks, Marks]:
    """Marks as found at first, and with a second look."""
    beside = [ground(marked(at), shift)]
    first = find_uprights(beside, [STROKE / 2])
    assert first is not None
    return first[0], with_second_look(first, beside, [STROKE])[0]


@pytest.mark.parametrize("shift", [-0.5, 0.0, 0.5])
def test_ticks_that_falls_partly_hide_are_found_by_a_second_look(shift: float) -> None:
    at = np.sort(np.concatenate([PLAIN, STEEP]))
    first, both = searched(at, shift)
    assert np.abs(first.x[:, None] - STEEP).min(axis=0).max() > 2.0
    assert both.x.size == at.size == both.rows.size == both.evidence.size
    assert np.abs(both.x - at).max() < 1.0
    assert both.merged


@pytest.mark.parametrize("shift", [-0.5, 0.0, 0.5])
def test_a_second_look_finds_nothing_where_nothing_is_hidden(shift: float) -> None:
    first, both = searched(PLAIN, shift)
    assert first.x.size == PLAIN.size
    assert both is first


@pytest.mark.parametrize("shift", [-0.7, 0.0, 0.7])
def test_a_stroke_as_thick_as_it_is_drawn_leaves_nothing_beside_its_falls(shift: float) -> None:
    closer = ground(marked(np.zeros(0)), shift).beside_falls
    assert closer is not None
    assert float(closer(np.zeros(SHAPE, np.bool_)).rest.max()) < 0.35


def test_little_of_a_thin_tick_is_asked_beside_falls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: wherever between the pixels thin ticks stand, most whose ends falls leave are found, each once."""
    monkeypatch.setattr("tests.ipdrecon.trace.censor.test_steep.THICK", 0.8)
    found = 0
    for off in np.arange(0.0, 2.5, 0.5):
        _, both = searched(np.sort(np.concatenate([PLAIN, STEEP + off])), 0.0)
        near = np.abs(both.x[:, None] - (STEEP + off)).min(axis=0) < 1.0
        assert both.x.size <= PLAIN.size + STEEP.size
        found += int(near.sum())
    assert found >= 12
