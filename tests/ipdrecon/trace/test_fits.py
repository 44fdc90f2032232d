"""Axes without ticks, fitted by the ink of their labels."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.calibrate import AxisFit
from ipdrecon.trace.fits import by_print
from ipdrecon.trace.ticks import Label, Run

NOWHERE = float("nan")


@pytest.mark.parametrize("vertical", [False, True])
def test_labels_stand_where_their_ink_does(vertical: bool) -> None:
    """Law: boxes that are wide on one side do not move the axis, and half a pixel of ink counts for half."""
    contrast = np.zeros((200, 200))
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
