"""A panel whose times cannot be read is not passed over in silence."""

from __future__ import annotations

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.missed import missed_panels
from ipdrecon.trace.axes.pairs import find_pairs


def word(text: str, x: float, y: float) -> Word:
    """Print centred at (x, y), 12 px high."""
    half = 3.5 * len(text)
    return Word(text, Box(x - half, y - 6, x + half, y + 6))


def column(x: float) -> list[Word]:
    return [word(text, x, 40 + 50.0 * i) for i, text in enumerate(("1.00", "0.75", "0.50", "0.25", "0.00"))]


def row(left: float) -> list[Word]:
    return [word(text, left + 80.0 * i, 270) for i, text in enumerate(("0", "10", "20", "30"))]


def test_an_axis_with_illegible_times_is_a_missed_panel() -> None:
    """Law: shares from 0 to 1 above numbers are a panel; read ones are not missed, nor is a second axis one."""
    whole = [*column(50), *row(90), *column(450), *row(490)]
    assert not missed_panels(whole, find_pairs(whole))
    merged = [*column(50), *row(90), *column(450), word("0901B0Z7o36O", 540, 270)]
    (run,) = missed_panels(merged, find_pairs(merged))
    assert round(run.labels[0].x) == 450
    second = [*column(50), *row(90), *column(390)]
    assert not missed_panels(second, find_pairs(second))
