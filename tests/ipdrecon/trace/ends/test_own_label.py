"""Follow-up ends where the curve does: its name behind it, in its own colour, is not a part of it."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.censor.marks import no_marks
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ends.own_label import before_own_label
from ipdrecon.trace.inks.covers import covers_of
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.walk import begin_near, gains, walk
from tests.ipdrecon.trace.drawn import coverage
from tests.ipdrecon.trace.inks.test_covers import FRAME

SHAPE = (400, 320)
NAME, NAME_ENDS = 236, 300


def _line(dash: int = 0) -> Layer:
    alpha = coverage(SHAPE, np.array([5.0, 90.0]), np.array([20.0, 60.0]), 220.0, 3.0).astype(np.float32)
    for column in range(5, 220, max(dash, 1) * 2) if dash else ():
        alpha[:, column : column + dash] = 0.0
    return alpha


def _name(alpha: Layer) -> Mask:
    """Letters (F) at the level of the line, and where their box lies."""
    for column in range(NAME, NAME_ENDS - 8, 12):
        alpha[52:66, column : column + 2] = alpha[58:60, column : column + 7] = alpha[52:54, column : column + 7] = 1.0
    hidden = np.zeros(SHAPE, np.bool_)
    hidden[50:68, NAME + 1 : NAME_ENDS] = True
    return hidden


def _end(alpha: Layer, every: Layer, hidden: Mask, rules: Mask | None = None) -> float:
    path = walk(gains(alpha, every - alpha, hidden), begin_near(hidden.shape, 20, 5, 8))
    assert path is not None
    stair = staircase(alpha, every, path)
    assert stair is not None
    stroke = Stroke(np.zeros(3, np.float32), 0, path, stair, False, no_marks(SHAPE))
    bare = np.zeros_like(hidden) if rules is None else rules
    return before_own_label(stroke, alpha, every, hidden, bare).stair.end


@pytest.mark.parametrize("dash", [0, 4])
def test_a_curve_ends_before_its_name(dash: int) -> None:
    alpha = _line(dash)
    hidden = _name(alpha)
    assert _end(alpha, alpha, hidden) == pytest.approx(220.5, abs=2.0 if not dash else 6.0)


def test_a_name_that_the_frame_cuts_off_is_unread_up_to_there() -> None:
    """Law: letters between what was read of a name and the frame that it runs over are no curve behind it."""
    alpha, frame = _line(), NAME_ENDS - 14  # the last letter is the frame's neighbour
    hidden = _name(alpha)[:, :frame]
    hidden[:, NAME + 34 :] = False
    alpha = alpha[:, :frame]
    assert _end(alpha, alpha, hidden) == pytest.approx(220.5, abs=2.0)


def test_a_grid_line_behind_a_name_is_paper_between_its_letters() -> None:
    alpha = _line()
    hidden = _name(alpha)
    rules = np.zeros(SHAPE, np.bool_)
    rules[60:62, 5:] = True
    every = np.maximum(alpha, np.where(rules, np.float32(0.4), np.float32(0.0)))
    assert _end(alpha, every, hidden, rules) == pytest.approx(220.5, abs=2.0)


def test_a_curve_that_ends_beneath_text_of_another_colour_keeps_its_end() -> None:
    alpha = _line()
    letters = np.zeros(SHAPE, np.float32)
    for column in range(170, 216, 9):
        letters[52:66, column : column + 3] = 1.0
    hidden = np.zeros(SHAPE, np.bool_)
    hidden[50:68, 166:224] = True
    every = np.maximum(alpha, letters)
    assert _end(np.where(letters > 0, 0.0, alpha).astype(np.float32), every, hidden) == pytest.approx(221.5, abs=1.5)


def test_a_name_that_runs_out_of_the_panel_covers_curves() -> None:
    """Law: text that begins inside a panel lies over it, wherever its middle is."""
    out = Word("Nivolumab", Box(370.0, 93.0, 460.0, 107.0))
    ticks = Word("0.25", Box(-30.0, 93.0, 12.0, 107.0))
    paper = np.full((320, 500, 3), 255, np.uint8)
    assert covers_of(paper, FRAME, (out, ticks), ()) == (out.box,)
