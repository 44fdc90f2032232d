"""What lies over curves."""

from __future__ import annotations

import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.curves.drawn import Printed, grounds_of
from ipdrecon.trace.inks.covers import covers_of, legend_ground, without_legend
from ipdrecon.trace.legends.entry import LegendEntry

FRAME = Frame(
    box=Box(10.0, 10.0, 390.0, 290.0),
    axes=Axes(
        x=Axis(zero_px=10.0, px_per_unit=10.0, low=0.0, high=38.0, se_px=0.1, ticks=np.array([0.0, 38.0])),
        y=Axis(zero_px=290.0, px_per_unit=-280.0, low=0.0, high=1.0, se_px=0.1, ticks=np.array([0.0, 1.0])),
    ),
)


def entry(row: float) -> LegendEntry:
    return LegendEntry(
        label="A", text=Box(240.0, row - 7, 300.0, row + 7), sample=Box(210.0, row - 3, 235.0, row + 3), color=(0, 0, 0)
    )


def ground(pixels: np.ndarray) -> Box:
    words = (Word("A", Box(240.0, 93.0, 300.0, 107.0)),)
    box = legend_ground(pixels, FRAME, words, (entry(100.0), entry(130.0)))
    assert box is not None
    return box


def test_the_ground_of_a_legend_reaches_to_what_is_drawn_around_it() -> None:
    """Law: a blank margin belongs to the legend's ground; ink beside it does not."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    pixels[60:62, :] = 0  # a curve that runs above
    pixels[100, 210:235] = 0
    box = ground(pixels)
    assert box.top == 62.0
    assert box.left < 210.0 - 10
    assert box.bottom > 137.0 + 10


def test_the_ground_of_a_key_may_reach_beyond_its_line() -> None:
    """Law: a tinted key that reaches beyond the letters is no edge of the legend."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    pixels[88:144, 210:235] = 200
    box = ground(pixels)
    assert box.top < 80.0


def test_the_title_of_a_legend_stands_on_its_ground() -> None:
    """Law: a text over a legend, in line with its samples, is part of it, and letters leave the picture with it."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    pixels[60:62, :] = 0
    pixels[72:78, 212:260] = 0  # the title
    pixels[100, 210:235] = 0
    title = Word("Arm", Box(212.0, 70.0, 260.0, 80.0))
    words, entries = (title, Word("A", Box(240.0, 93.0, 300.0, 107.0))), (entry(100.0), entry(130.0))
    box = legend_ground(pixels, FRAME, words, entries)
    assert box is not None
    assert box.top == 62.0
    clean = without_legend(pixels, FRAME, words, entries, box)
    assert (clean[63:160] == 255).all()
    assert (clean[60:62] == 0).all()


def test_a_curve_seen_through_a_legend_stays() -> None:
    """Law: a legend that curves run through has no ground of its own, and nothing is taken away."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    pixels[112:115, :] = 0
    words, entries = (Word("A", Box(240.0, 93.0, 300.0, 107.0)),), (entry(100.0), entry(130.0))
    box = legend_ground(pixels, FRAME, words, entries)
    assert (without_legend(pixels, FRAME, words, entries, box) == pixels).all()


def test_a_legend_that_curves_run_through_hides_none_of_them() -> None:
    """Law: ink that leads from the rim of a legend far in beside its letters is a curve's, and its ground none: nor is
    that so where a curve ends at the rim, a letter was not read, or a frame stands within the ground."""
    paper = np.full((300, 400, 3), 255, np.uint8)
    words, entries = (Word("A", Box(240.0, 93.0, 300.0, 107.0)),), (entry(100.0), entry(130.0))
    box = legend_ground(paper, FRAME, words, entries)
    assert box is not None
    through, ended, unread, framed = (paper.copy() for _ in range(4))
    through[112:115, :270] = 0
    ended[112:115, : int(box.left)] = 0
    unread[110:119, 250:258] = 0
    framed[78] = framed[150] = framed[:, 305] = 0
    printed = Printed(words, entries, ())
    assert grounds_of(through, FRAME, printed) == ()
    for opaque in (paper, ended, unread, framed):
        (ground_of,) = grounds_of(opaque, FRAME, printed)
        assert ground_of.contains(250.0, 115.0)


def test_a_text_covers_the_whole_of_its_letters_and_no_curve_that_leads_to_it() -> None:
    """Law: a reader's box may cut a letter; ink that leads out of the surroundings is none."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    pixels[94:106, 296:302] = pixels[94:106, 310:316] = 0  # two letters, the first cut by the box
    word = Word("It", Box(298.0, 92.0, 318.0, 108.0))
    (box,) = covers_of(pixels, FRAME, (word,), ())
    assert (box.left, box.right) == (296.0, 318.0)
    pixels[99:101, 200:300] = 0
    (box,) = covers_of(pixels, FRAME, (word,), ())
    assert (box.left, box.right) == (298.0, 318.0)


def test_the_box_of_a_text_ends_before_a_curve_that_runs_along_its_rim() -> None:
    """Law: a reader's box reaches beyond the letters; a curve that runs through its margin is not covered by it."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    pixels[150:153, 20:380] = (200, 0, 0)
    for column in range(204, 256, 9):  # letters (F)
        pixels[158:172, column : column + 2] = pixels[158:160, column : column + 6] = (200, 0, 0)
    (box,) = covers_of(pixels, FRAME, (Word("Drug", Box(200.0, 149.0, 260.0, 177.0)),), ())
    assert 153.0 < box.top < 158.0
    assert box.bottom == 177.0


def test_a_text_over_a_panel_covers_what_of_it_lies_within() -> None:
    """Law: the feet of letters of a legend over a panel without a frame are no ink of curves."""
    over = Word("Nivolumab", Box(120.0, -4.0, 200.0, 16.0))
    title = Word("Survival", Box(120.0, -30.0, 200.0, -10.0))
    paper = np.full((300, 400, 3), 255, np.uint8)
    assert covers_of(paper, FRAME, (over, title), ()) == (over.box,)


def test_the_end_of_a_line_is_not_covered_by_the_name_it_was_read_along_with() -> None:
    """Law: signs that lead a text are the marks of the line before it, where ink runs into it from outside."""
    pixels = np.full((300, 400, 3), 255, np.uint8)
    pixels[100:102, 20:140] = (214, 39, 40)
    for column in (122, 130):
        pixels[96:106, column : column + 2] = 0
    for column in range(150, 250, 10):
        pixels[94:108, column : column + 2] = pixels[94:96, column : column + 6] = (214, 39, 40)
    box = Box(118.0, 91.0, 252.0, 110.0)
    (led,) = covers_of(pixels, FRAME, (Word("++ Placebo", box),), ())
    assert led.left == 149.0
    (whole,) = covers_of(pixels, FRAME, (Word("Placebo", box),), ())
    assert whole.left == 118.0
