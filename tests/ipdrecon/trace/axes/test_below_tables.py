"""Titles of time axes below tables."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.below_tables import with_titles_below_tables
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.axes.titles import NO_UNIT

PANEL = Frame(
    Box(60, 90, 320, 410),
    Axes(
        Axis(70.0, 4.0, 0.0, 60.0, ticks=np.arange(0.0, 61.0, 12.0)),
        Axis(400.0, -300.0, 0.0, 1.0, ticks=np.array([0.0, 0.5, 1.0])),
    ),
    label_rows=(415.0, 430.0),
    warnings=(NO_UNIT,),
)


def text(words: str, middle: float, y: float) -> list[Word]:
    """Words of a line as a reader tears them."""
    whole = 8.0 * len(words)
    left = [middle - whole / 2 + 8.0 * words.index(word) for word in words.split()]
    return [Word(w, Box(x, y - 8, x + 8.0 * len(w), y + 8)) for w, x in zip(words.split(), left, strict=True)]


@pytest.mark.parametrize(
    ("title", "middle", "y", "end", "unit"),
    [
        ("Time from randomisation (months)", 190.0, 500.0, np.inf, "months"),
        ("Time from randomisation (months)", 190.0, 500.0, 480.0, ""),  # of the panel beneath
        ("12 months", 95.0, 500.0, np.inf, ""),  # a row of the table
        ("Patients aged 65 years or older", 190.0, 500.0, np.inf, ""),  # a caption
        ("Time from randomisation (months)", 190.0, 440.0, np.inf, ""),  # above the table: not this law's
        ("Overall survival, mo", 190.0, 500.0, np.inf, "months"),
    ],
)
def test_the_title_below_a_table_says_the_unit(title: str, middle: float, y: float, end: float, unit: str) -> None:
    """Law: what stands in the middle below the axis and its table, and names a unit, is the title of the axis."""
    counts = [word for k in range(6) for word in text(str(90 - 9 * k), 70.0 + 48 * k, 460.0)]
    (frame,) = with_titles_below_tables([attrs.evolve(PANEL, end=end)], [*counts, *text(title, middle, y)])
    assert frame.axes.time_unit == unit
    assert (NO_UNIT in frame.warnings) == (not unit)
    assert frame.axes.x_title == (title if unit else "")
