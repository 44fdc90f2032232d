"""Strokes → survival curves: what a stroke shows of its dashes."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.trace.censor import Marks
from ipdrecon.trace.curves.survival import bare_share, dash_pattern, inferred_times, lost_time, to_survival
from ipdrecon.trace.inks.ink import Ink
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.walk import Walk

WIDTH = 400


AXES = Axes(Axis(0.0, 1.0, 0.0, 400.0), Axis(100.0, -100.0, 0.0, 1.0))


def blank() -> Ink:
    paper, none = np.zeros((101, WIDTH, 3), np.float32), np.zeros((101, WIDTH), np.bool_)
    return Ink(0, 0, paper, paper, paper[0, 0], paper[:, :, 0], none, none, none)


def stroke(on: int, off: int, *, every: int) -> Stroke:
    """A level line of dashes (``off`` 0: solid) with a mark of 5 columns at each ``every`` columns, unseen beneath."""
    columns = np.arange(WIDTH)
    seen = (columns % (on + off)) < on
    mask = np.zeros((20, WIDTH), np.bool_)
    mask[5:15, (columns % every) < 5] = True
    seen[(columns % every) < 3] = False
    path = Walk(np.full(WIDTH, 9), np.full(WIDTH, 10), 300.0, 1.0)
    stair = Staircase(np.zeros(1), np.full(1, 9.5), np.ones(1), WIDTH - 1.0, 2.0, seen)
    return Stroke(np.zeros(3, np.float32), 0, path, stair, True, Marks(np.zeros(0), mask))


def test_a_solid_line_is_not_dashed_by_its_marks() -> None:
    """Law: what lies beneath a mark at every few columns is no gap of the line."""
    assert dash_pattern(stroke(10, 0, every=14)) == ()


def test_dashes_are_measured_between_marks() -> None:
    """Law: a dash that a mark cuts is not as short as what is left of it."""
    assert dash_pattern(stroke(12, 5, every=43)) == (12.0, 5.0)


@pytest.mark.parametrize(("before", "end"), [(40.0, 200.0), (99.0, 399.0)])
def test_a_curve_that_falls_to_0_ends_there(before: float, end: float) -> None:
    """Law: nobody is left behind the last patient's death; a few of very many may be, whose last fall is small."""
    stair = Staircase(
        np.array([0.0, 100.0, 200.0]), np.array([0.0, before, 100.0]), np.full(3, 0.1), 399.0, 2.0, np.ones(WIDTH, bool)
    )
    line = attrs.evolve(stroke(10, 0, every=400), stair=stair)
    line = attrs.evolve(line, marks=attrs.evolve(line.marks, x=np.array([150.0, 300.0])))
    curve = to_survival(line, blank(), AXES)
    assert curve.end == pytest.approx(end)
    assert curve.survival[-1] == 0.0
    assert curve.marks.tolist() == [mark for mark in (150.0, 300.0) if mark < end]


@pytest.mark.parametrize(("off", "share"), [(0, 0.0), (5, 5 / 17)])
def test_what_of_a_line_is_bare_is_told_between_its_marks(off: int, share: float) -> None:
    """Law: of two lines the dashed one is bare in its gaps; what lies beneath marks is bare of either."""
    assert bare_share(stroke(12, off, every=43)) == pytest.approx(share, abs=0.02)


def test_the_stretch_in_which_a_curve_was_lost_beneath_another_is_inferred() -> None:
    """Law: from where it was last seen to where it is read to end, also where that is shorter than its dashes; one that
    was seen up to its end has none."""
    line = stroke(10, 0, every=400)
    line = attrs.evolve(line, stair=attrs.evolve(line.stair, end=300.0, seen=np.ones(WIDTH, np.bool_)))
    assert lost_time(line, blank(), AXES) is None
    assert inferred_times(line, blank(), AXES).tolist() == []
    hidden = attrs.evolve(line, lost=220.5)
    assert lost_time(hidden, blank(), AXES) == 220.5
    assert inferred_times(hidden, blank(), AXES).tolist() == [[220.5, 300.0]]
    gone = hidden.stair.seen.copy()
    gone[100:120] = gone[215:] = False
    partly = attrs.evolve(hidden, stair=attrs.evolve(hidden.stair, seen=gone))
    assert inferred_times(partly, blank(), AXES).tolist() == [[99.5, 119.5], [214.5, 220.5], [220.5, 300.0]]


@pytest.mark.parametrize("zoom", [1.0, 1.5, 0.75])
@pytest.mark.parametrize("turned", [False, True])
def test_lines_that_were_moved_to_whole_pixels_are_put_back_in_every_size(zoom: float, turned: bool) -> None:
    """Law: lines of odd width lie half a pixel of the figure as it was drawn right of and below where they belong, and
    so do their marks; the axes of a picture of another size are its own."""

    def place(pixel: np.ndarray) -> np.ndarray:
        return (pixel + 0.5) * zoom - 0.5

    falls, levels = np.array([20.0, 80.0, 160.0, 240.0, 310.0]), np.array([10.0, 23.0, 37.0, 50.0, 72.0])
    height = round(101 * zoom)
    ink = attrs.evolve(blank(), contrast=np.zeros((height, 600), np.float32), left=7, top=5)
    rows = place(levels + 5) - 5
    stair = Staircase(
        place(falls + 7) - 7,
        height - 1 - rows if turned else rows,
        np.full(5, 0.1),
        390.0 * zoom,
        1.0,
        np.ones(600, bool),
    )
    line = attrs.evolve(stroke(10, 0, every=400), stair=stair)
    line = attrs.evolve(line, marks=attrs.evolve(line.marks, x=place(np.array([107.0, 127.0, 207.0])) - 7))
    x = Axis(float(place(np.array(6.5 + 20))), zoom, 0.0, 400.0)
    y = Axis(float(place(np.array(104.5))), -90.0 * zoom, 0.0, 1.0)
    curve = to_survival(line, ink, Axes(x, y), flipped=turned, snapped=zoom)
    np.testing.assert_allclose(curve.time, falls - 20.0, atol=1e-9)
    np.testing.assert_allclose(curve.survival, 1 - (levels - 10.0) / 90.0, atol=1e-9)
    np.testing.assert_allclose(curve.marks, [80.0, 100.0, 180.0], atol=1e-9)
    left = to_survival(line, ink, Axes(x, y), flipped=turned)
    np.testing.assert_allclose(left.time[1:], falls[1:] - 19.5, atol=1e-9)
