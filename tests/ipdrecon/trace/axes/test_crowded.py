"""Labels that run together and were read as one word."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.crowded import parted


@pytest.mark.parametrize(
    ("text", "step", "last"),
    [
        ("012 243648 60 72 84 96108203244", 12, 144),
        ("0 2 4 6 8101214161820222426", 2, 26),
        ("0612182430364248546066727884", 6, 84),
    ],
)
def test_times_in_even_steps_are_told_though_touching_digits_were_lost(text: str, step: int, last: int) -> None:
    """Law: of few numbers in even steps the digits would nearly be those; they stand evenly."""
    found = parted(Word(text, Box(241.0, 551.0, 537.0, 571.0)))
    assert [int(word.text) for word in found] == list(range(0, last + 1, step))
    middles = [word.box.center[0] for word in found]
    assert np.ptp(np.diff(middles)) == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    "text", ["4541482563028262305180250", "3339272523422048950995215 0", "120118115110100959085807570"]
)
def test_counts_that_fall_are_no_times(text: str) -> None:
    """Law: rows of a table rise in no even steps."""
    assert [word.text for word in parted(Word(text, Box(241.0, 551.0, 537.0, 571.0)))] in ([text], text.split())
