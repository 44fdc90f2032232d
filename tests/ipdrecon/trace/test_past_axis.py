"""Curves that run on beyond an axis which ends at its last tick."""

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.past_axis import past_the_axis


@pytest.mark.parametrize(("text", "end"), [("_", 149.0), ("-+", 149.0), ("H+", 149.0), ("Arm A", 100.0)])
def test_a_curve_that_reads_as_a_dash_is_followed(text: str, end: float) -> None:
    """Law: a word without letters is the end of a curve with its marks, and one with letters hides what it covers."""
    contrast = np.zeros((120, 200))
    contrast[80:83, :150] = 200.0
    word = Word(text, Box(101.0, 72.0, 150.0, 92.0), 0.9)
    assert past_the_axis(contrast, [word], 100.0, (5.0, 110.0), 199.0) == pytest.approx(end, abs=1.0)
