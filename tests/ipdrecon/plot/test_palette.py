"""Arms keep the colours of their figure."""

from __future__ import annotations

import pytest

from ipdrecon.plot.palette import PALETTE, colors_like


@pytest.mark.parametrize(
    ("figure", "drawn"),
    [
        ([(0, 158, 80), (230, 90, 0)], ["#009E73", "#D55E00"]),  # green before orange, against the palette's order
        ([(20, 20, 20), (0, 0, 205)], ["#000000", "#0072B2"]),
        ([(228, 26, 28), (55, 126, 184), (77, 175, 74), (152, 78, 163)], ["#D55E00", "#0072B2", "#009E73", "#7A4EAB"]),
    ],
)
def test_a_curve_is_drawn_in_the_hue_it_has_in_the_figure(figure: list[tuple[int, int, int]], drawn: list[str]) -> None:
    assert colors_like(figure) == drawn


def test_curves_of_one_colour_are_told_apart() -> None:
    assert len(set(colors_like([(0, 0, 0)] * len(PALETTE)))) == len(PALETTE)
    assert len(colors_like([(0, 0, 0)] * (len(PALETTE) + 2))) == len(PALETTE) + 2
    assert colors_like([]) == []
