"""Axes without ticks, fitted by the ink of their labels."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.calibrate import AxisFit
from ipdrecon.trace.axes.fits import by_print, fits_of
from ipdrecon.trace.axes.pairs import Pair
from ipdrecon.trace.axes.ticks import Label, Run, line_through

NOWHERE = float("nan")


@pytest.mark.parametrize("framed", [False, True])
@pytest.mark.parametrize("vertical", [False, True])
def test_labels_stand_where_their_ink_does(vertical: bool, framed: bool) -> None:
    """Law: boxes that are wide on one side do not move the axis, and half a pixel of ink counts for half; a frame that
    boxes reach to is no ink of theirs."""
    contrast = np.zeros((200, 200))
    contrast[98, :] = 200.0 if framed else 0.0
    labels = []
    for value, middle in zip((0.0, 10.0, 20.0), (40.0, 90.5, 141.0), strict=True):
        first, last = int(np.ceil(middle - 4)), int(np.floor(middle + 4))
        contrast[100:108, first : last + 1] = 200.0
        box = Box(first - 4, 98, last + 1, 110)
        box = Box(box.top, box.left, box.bottom, box.right) if vertical else box
        labels.append(Label(value, False, Word(f"{value:g}", box)))
    fit = AxisFit(37.0, 5.1, 0.5, NOWHERE, NOWHERE, "labels")
    found = by_print(contrast.T if vertical else contrast, Run(tuple(labels), 37.0, 5.1), fit, vertical=vertical)
    assert (found.zero, found.per_unit) == pytest.approx((40.0, 5.05), abs=0.02)


def test_ticks_are_surer_than_labels() -> None:
    """Law: a fit by ticks stays as it is."""
    fit = AxisFit(37.0, 5.1, 0.5, NOWHERE, NOWHERE, "outside ticks")
    assert by_print(np.zeros((9, 9)), Run((), 0.0, 1.0), fit, vertical=False) is fit


def test_ticks_are_looked_for_where_the_ink_of_labels_is() -> None:
    """Law: boxes that reach over their neighbours lead away from the ticks, the numbers themselves to them."""
    contrast = np.zeros((240, 420))
    contrast[40:201, 60] = contrast[200, 60:390] = 200.0  # the axes
    labels = []
    for i in range(5):
        tick = 70 + 74 * i
        contrast[200:205, tick] = 200.0
        contrast[210:218, tick - 4 : tick + 5] = 200.0  # the number
        box = Box(tick - 6, 208, tick + 6 + 5 * i, 220)  # read along with a part of the next one
        labels.append(Label(20.0 * i, False, Word(f"{20 * i}", box)))
    shares = [Label(0.5 * i, False, Word(f"{i / 2}", Box(30, 192 - 75 * i, 50, 204 - 75 * i))) for i in range(3)]
    for label in shares:
        contrast[round(label.y), 55:60] = 200.0
    x = Run(tuple(labels), *line_through(np.arange(0.0, 81.0, 20.0), np.array([label.x for label in labels])))
    y = Run(tuple(shares), *line_through(np.array([0.0, 0.5, 1.0]), np.array([label.y for label in shares])))
    found, _ = fits_of(contrast, Pair(x, y))
    assert found.source == "outside ticks"
    assert (found.zero, found.per_unit) == pytest.approx((70.0, 3.7), abs=0.05)
