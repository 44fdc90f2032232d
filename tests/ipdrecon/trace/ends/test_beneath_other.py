"""Curves lost beneath others, drawn with exact coverage: where they were drawn to end is the oracle."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.ends.beneath_other import ended_with_others
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.walk import Walk
from tests.ipdrecon.trace.drawn import coverage

SHAPE, WIDE = (200, 400), 3.0
#: The other curve falls at column 240 onto the level 150 of the hidden one, which is seen up to there.
FALL, LOST, END = 240.0, 238.5, 360.0


def stroke_of(x: Floats, y: Floats, end: float, layer: int, marks: list[float]) -> Stroke:
    rows = np.full(SHAPE[1], -1)
    stair = Staircase(x, y, np.full(x.size, 0.1), end, WIDE, np.ones(SHAPE[1], np.bool_))
    found = attrs.evolve(no_marks(SHAPE), x=np.array(marks))
    return Stroke(np.zeros(3, np.float32), layer, Walk(rows, rows, 400.0, 0.9), stair, False, found)


def end_of_hidden(
    *,
    lost: float = LOST,
    lower: float = 0.0,
    own_marks: tuple[float, ...] = (),
    marks: tuple[float, ...] = (),
    further: float = 0.0,
    bare: tuple[int, int] = (0, 0),
    fallen: float = 80.0,
    layer: int = 1,
) -> float:
    """Where a curve ends that was lost at a column beneath one ``lower`` than it, which may fall once more, is ``bare``
    between two columns, or is drawn in its own ``layer``; it has ``fallen`` onto its last level at a column."""
    x, y = np.array([10.0, FALL]), np.array([60.0, 150.0 + lower])
    if further:
        x, y = np.append(x, 300.0), np.append(y, y[-1] + further)
    over = coverage(SHAPE, x, y, END, WIDE)
    over[:, slice(*bare)] = 0.0
    mine = coverage(SHAPE, np.array([10.0]), np.array([150.0]), lost, WIDE) * (over < 0.5)
    alpha = np.stack([mine, over] if layer else [np.maximum(mine, over), over]).astype(np.float32)
    layers = Layers(np.array([[200, 0, 0], [0, 0, 200]], np.float32), alpha, np.zeros(SHAPE, np.float32))
    hidden = stroke_of(np.array([10.0, fallen]), np.array([100.0, 150.0]), lost, 0, list(own_marks))
    other = stroke_of(x, y, END, layer, list(marks))
    found, kept = ended_with_others([hidden, other], layers)
    assert kept is other
    assert found.lost == (None if found is hidden else lost)
    return found.stair.end


@pytest.mark.parametrize("marks", [(), (200.0, END)])
def test_a_curve_that_is_lost_beneath_another_on_its_level_ends_with_that(marks: tuple[float, ...]) -> None:
    """Law: a curve that neither fell nor was marked where it was last seen runs on beneath what hides it."""
    assert end_of_hidden(marks=marks, own_marks=(150.0,) if marks else ()) == END


@pytest.mark.parametrize(
    ("lost", "lower", "own_marks", "marks", "further"),
    [
        (180.0, 0.0, (), (), 0.0),  # it ends before the other one begins to hide it
        (300.0, 0.0, (), (), 0.0),  # it was not seen there at all
        (LOST, 3.0, (), (), 0.0),  # it would be seen above it
        (LOST, 0.0, (LOST,), (END,), 0.0),  # it ends in a mark
        (LOST, 0.0, (150.0,), (200.0,), 0.0),  # its last mark would be seen, for the other one has none there
        (LOST, 0.0, (), (), 9.0),  # the other one leaves the level, and it is not seen there
        (LOST, 0.0, (150.0,), (250.0,), 0.0),  # the other one's marks are seen, and none of them near its end
    ],
)
def test_other_ends_stay(
    lost: float, lower: float, own_marks: tuple[float, ...], marks: tuple[float, ...], further: float
) -> None:
    assert end_of_hidden(lost=lost, lower=lower, own_marks=own_marks, marks=marks, further=further) == lost


def test_a_curve_behind_whose_end_paper_lies_ends_there() -> None:
    """Law: what hides a curve begins where it was last seen, and goes on: bare paper hides nothing."""
    assert end_of_hidden(bare=(239, 242)) == LOST
    assert end_of_hidden(bare=(300, 310)) == LOST
    assert end_of_hidden(bare=(300, 302)) == END  # what a text or a rule leaves bare


def test_a_curve_that_falls_where_it_was_last_seen_ends_there() -> None:
    """Law: a last patient is an event, and the curve falls."""
    assert end_of_hidden(fallen=LOST - 1.0) == LOST


def test_a_curve_in_the_ink_of_another_one_is_not_lost_beneath_it() -> None:
    """Law: two lines of one colour show the same ink, and none of it says which of them goes on."""
    assert end_of_hidden(layer=0) == LOST
