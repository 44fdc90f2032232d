"""A lone text with a key is a legend, or a title, or a label."""

from __future__ import annotations

import attrs
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.legends.legend import read_legend
from ipdrecon.trace.legends.lone_entry import _is_at_another_panel
from tests.ipdrecon.trace.drawn_legends import COLORS, drawn_legend, panel_frame


def test_a_title_before_a_key_is_no_entry() -> None:
    """Law: a key with a text right behind it is that text's; where this is no entry, what stands before it is none."""
    figure, (name,) = drawn_legend([(380, 100)])
    title = attrs.evolve(name, text="Strata", box=Box(220, name.box.top, 305, name.box.bottom))
    alone = figure.pixels.copy()
    alone[:, 375:] = 255
    assert read_legend(attrs.evolve(figure, pixels=alone), panel_frame(), (title,))
    assert not read_legend(figure, panel_frame(), (title, attrs.evolve(name, score=0.2)))


@pytest.mark.parametrize("is_title", [False, True])
def test_a_lone_entry_that_is_a_title_is_no_legend(is_title: bool) -> None:
    """Law: the sign behind the title of an axis, or the letter before a panel's, is no key: titles name no curve."""
    figure, (_, word) = drawn_legend([(500, 450), (500, 250)])
    words = (word,)
    frame = panel_frame()
    title = f"{words[0].text}, %" if is_title else "Survival, %"
    frame = attrs.evolve(frame, axes=attrs.evolve(frame.axes, y_title=title))
    assert bool(read_legend(figure, frame, words)) is not is_title


@pytest.mark.parametrize("left", [-700.0, 450.0])
def test_a_lone_entry_at_a_panel_beside_this_one_is_a_title_there(left: float) -> None:
    """Law: a legend of one entry stands at its panel; a text over another one has the panel's letter before it."""
    figure, (word,) = drawn_legend([(500, 40)])
    frame = panel_frame()
    other = Box(left, frame.box.top, left + 400, frame.box.bottom)
    narrow = attrs.evolve(frame.box, right=430.0)
    frame = attrs.evolve(frame, box=narrow, others=(other,))
    assert bool(read_legend(figure, frame, (word,))) is not (left > 0)


def test_a_label_with_a_line_before_it_is_no_legend_where_another_stands_right_of_the_panel() -> None:
    """Law: labels beside their curves stand in the panel or right of it; a piece of a curve before one is no key."""
    figure, words = drawn_legend([(400, 300)])
    beside = Word("Tivozanib", Box(770.0, 400.0, 870.0, 430.0), color=(0, 0, 0))
    assert not any(e.sample for e in read_legend(figure, panel_frame(), (*words, beside)))
    assert [e.color for e in read_legend(figure, panel_frame(), words)] == [COLORS[0]]


def test_the_end_of_a_curve_and_its_name_in_another_panel_are_no_legend() -> None:
    """Law: a legend that panels share has an entry for each of their curves."""
    figure, words = drawn_legend([(340, 300)])
    own = Word("Female", Box(800, 300, 880, 325), color=COLORS[0])
    frame = attrs.evolve(panel_frame(), box=Box(500, 200, 1000, 600), others=(Box(60, 200, 320, 600),))
    assert [e.label for e in read_legend(figure, frame, (*words, own))] == ["Female"]


def test_a_legend_right_of_a_lone_panel_is_its_own_though_another_stands_below() -> None:
    """Law: a text is at a panel beside this one; those of the next row are not beside it."""
    name = Box(840, 300, 920, 325)
    below, beside = Box(800, 800, 1300, 1200), Box(800, 200, 1300, 600)
    assert not _is_at_another_panel(name, attrs.evolve(panel_frame(), others=(below,)))
    assert _is_at_another_panel(name, attrs.evolve(panel_frame(), others=(beside,)))
