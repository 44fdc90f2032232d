"""Inks of the samples of a legend."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Figure
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_ink import with_one_ink

#: Rows of a black line 0.73 pixels wide: within one row, and over the edge of two.
WITHIN, BETWEEN = (255, 68, 255), (255, 153, 170)


def legend(
    *samples: tuple[int, ...], dots: tuple[int, ...] = (), dashed: tuple[int, ...] = (), paper: int = 255
) -> list[tuple[int, int, int] | None]:
    """Colours of entries whose samples have these greys in their rows, some of them in dots or in dashes."""
    pixels = np.full((40 * len(samples) + 20, 120, 3), paper, np.uint8)
    entries = []
    for k, rows in enumerate(samples):
        top = 40 * k + 20
        step = 3 if k in dots else 1
        for d, grey in enumerate(rows):
            pixels[top + d, 20:60:step] = grey
        sample = Box(19.5, top - 0.5, 59.5, top + 2.5)
        color = (max(rows, key=lambda grey: abs(grey - paper)),) * 3
        dashes = (1.0, 2.0) if k in dots else (4.0, 0.0) if k in dashed else ()
        entries.append(LegendEntry(f"Arm {k}", Box(66.0, top - 8.0, 110.0, top + 8.0), sample, color, dashes))
    return [entry.color for entry in with_one_ink(Figure(pixels), entries)]


def test_hairlines_that_hold_as_much_ink_have_one_colour() -> None:
    """Law: how dark a thin line shows depends on where it lies between the rows; two whole lines have two inks."""
    assert legend(WITHIN, BETWEEN, dashed=(1,)) == [(68, 68, 68)] * 2
    assert legend(WITHIN, BETWEEN) == [(68, 68, 68), (153, 153, 153)]


def test_dots_narrower_than_their_column_are_their_lines_ink() -> None:
    """Law: a dot covers a part of its column only; a whole line that holds as little is a paler one."""
    assert legend(WITHIN, (255, 190, 205), dots=(1,)) == [(68, 68, 68)] * 2
    assert legend(WITHIN, (255, 190, 205), dashed=(1,)) == [(68, 68, 68), (190, 190, 190)]


@pytest.mark.parametrize("rows", [(255, 161, 255), (160, 160, 160)])
def test_a_paler_line_and_a_wider_one_keep_their_colours(rows: tuple[int, int, int]) -> None:
    """Law: a grey line as thin holds less, and one that is wider shows its own colour."""
    assert legend(WITHIN, rows, dashed=(1,)) == [(68, 68, 68), (min(rows),) * 3]


@pytest.mark.parametrize(("paper", "ink"), [(235, 0), (200, 0), (30, 255)])
def test_ink_is_what_differs_from_the_ground_it_lies_on(paper: int, ink: int) -> None:
    """Law: grey boxes behind keys and dark pages are no ink, and hairlines on them are told as on white."""
    within, half, paler = (round(paper + share * (ink - paper)) for share in (0.73, 0.37, 0.41))
    same = legend((paper, within, paper), (paper, half, half), dashed=(1,), paper=paper)
    assert same == [(within, within, within)] * 2
    other = legend((paper, within, paper), (paper, paler, paper), dashed=(1,), paper=paper)
    assert other == [(within, within, within), (paler, paler, paler)]
