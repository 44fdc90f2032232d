"""How unlike two colours are."""

from __future__ import annotations

import pytest

from ipdrecon.trace.inks.color_distance import color_distance, print_distance

NAVY, TEAL, RED = (67, 85, 148), (4, 102, 94), (162, 57, 45)
#: Distance from which two colours tell two arms apart (`match.SURE_COLOR`).
TOLD = 0.22


@pytest.mark.parametrize(("one", "two"), [(NAVY, TEAL), (NAVY, RED), (TEAL, RED), ((230, 159, 0), (86, 180, 233))])
def test_plainly_different_hues_are_far_apart(one: tuple[int, int, int], two: tuple[int, int, int]) -> None:
    """Law: dark blue and dark green are near in RGB, but no printing of the one looks like the other."""
    assert color_distance(one, two) > TOLD


@pytest.mark.parametrize("share", [0.6, 0.8, 1.15])
def test_one_hue_printed_thin_or_sharpened_is_near(share: float) -> None:
    """Law: a thin line is its ink blended with the paper, a sharpened one is darker: both keep their hue."""
    for color in (NAVY, RED, (0, 158, 115), (204, 121, 167)):
        r, g, b = (max(0, round(255 - share * (255 - v))) for v in color)
        assert color_distance(color, (r, g, b)) < 0.7 * TOLD
        assert all(color_distance(color, (r, g, b)) < color_distance(color, far) for far in (NAVY, RED) if far != color)


def test_a_grey_has_no_hue() -> None:
    """Law: of a grey and a colour only the plain distance is known."""
    assert color_distance((120, 120, 120), (120, 125, 118)) < 0.02
    assert color_distance(None, NAVY) == pytest.approx(0.5)


def test_coloured_print_is_of_no_grey_curve() -> None:
    """Law: pale letters of a blue lie as near to a grey in RGB as to their blue, and no grey has a hue."""
    blue, grey, letters = (43, 83, 114), (138, 138, 139), (120, 148, 170)
    assert print_distance(blue, letters) < 0.6 * print_distance(grey, letters)
    assert print_distance(grey, (180, 180, 180)) == color_distance(grey, (180, 180, 180))
    assert print_distance(grey, None) == color_distance(grey, None)


@pytest.mark.parametrize(
    ("ink", "letters"),
    [((190, 120, 200), (200, 40, 60)), ((138, 138, 139), (205, 185, 170)), ((215, 225, 255), (100, 20, 20))],
)
def test_where_ink_has_a_hue_or_print_has_none_nothing_is_added(
    ink: tuple[int, int, int], letters: tuple[int, int, int]
) -> None:
    """Law: two hues are compared already; and print with less of a hue than the ink's is a grey's as well."""
    assert print_distance(ink, letters) == color_distance(ink, letters)


def test_a_bluish_grey_has_a_part_of_a_hue() -> None:
    """Law: what counts is the hue that print has beyond the ink's own."""
    letters = (120, 148, 170)
    added = [print_distance(ink, letters) - color_distance(ink, letters) for ink in ((120, 120, 120), (110, 122, 136))]
    assert 0 < added[1] < 0.6 * added[0]
