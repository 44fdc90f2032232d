"""Translucent bands: what they do to paper and to lines, against the law of compositing."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.inks.bands import has_bands, is_mixture, opacity, page_color
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.unmix import unmix
from tests.ipdrecon.trace.drawn import as_pixels, coverage, paint

HEIGHT, WIDTH = 300, 480
BLUE, RED = np.array([0.0, 70.0, 139.0], np.float32), np.array([237.0, 0.0, 0.0], np.float32)
WHITE = np.full(3, 255.0, np.float32)
ALPHA = 0.3


def banded(page: Floats, over: list[tuple[slice, Floats]]) -> Floats:
    """Bands of opacity ``ALPHA``, in order, over a picture."""
    image = page.copy()
    for rows, color in over:
        image[rows] = (1 - ALPHA) * image[rows] + ALPHA * color
    return image


def test_opacity_is_that_of_all_bands_together() -> None:
    """Law: under n bands of opacity a the page shows through by (1 - a)^n."""
    paper = banded(np.full((HEIGHT, WIDTH, 3), 255.0), [(slice(40, 160), BLUE), (slice(100, 220), RED)])
    found = opacity(paper.astype(np.float32), WHITE, np.stack([BLUE, RED]))
    assert found is not None
    assert found[20, 5] == 0.0
    assert found[60, 5] == pytest.approx(ALPHA, abs=0.03)
    assert found[130, 5] == pytest.approx(1 - (1 - ALPHA) ** 2, abs=0.03)
    assert found[200, 5] == pytest.approx(ALPHA, abs=0.03)


def test_the_page_is_the_paper_without_bands_and_without_grid() -> None:
    """Law: bands that cover most of the plot are not the page, nor are grid lines brighter than a grey panel."""
    image = np.full((HEIGHT, WIDTH, 3), 235.0)
    image[::40] = 255.0
    paper = banded(image, [(slice(60, 300), BLUE)]).astype(np.float32)
    assert page_color(paper) == pytest.approx(235.0, abs=1.0)
    assert has_bands(paper, page_color(paper))
    assert not has_bands(image.astype(np.float32), page_color(image.astype(np.float32)))


def test_a_box_brighter_than_the_page_is_not_the_page() -> None:
    """Law: the page lies all around the curves; a white box of text on cream stands within it."""
    cream = np.array([253.0, 246.0, 227.0], np.float32)
    paper = np.tile(cream, (HEIGHT, WIDTH, 1))
    paper[120:200, 240:400] = 255.0
    assert page_color(paper) == pytest.approx(cream, abs=1.0)


@pytest.mark.parametrize("above", [True, False])
def test_a_line_above_or_beneath_foreign_bands_is_wholly_its_own(above: bool) -> None:
    """Law: coverage by a line's colour is 1 on the line, whichever side of another curve's band it lies on."""
    line = coverage((HEIGHT, WIDTH), np.array([10.0]), np.array([150.0]), 460.0, 4.0)
    page = np.full((HEIGHT, WIDTH, 3), 255.0)
    ink_of_line = tuple(int(v) for v in BLUE)
    if above:
        image = paint(banded(page, [(slice(80, 220), RED)]), line, ink_of_line)  # type: ignore[arg-type]
    else:
        image = banded(paint(page, line, ink_of_line), [(slice(80, 220), RED)])  # type: ignore[arg-type]
    ink = read_ink(as_pixels(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    alpha, _ = unmix(ink, np.stack([BLUE, RED]))
    on = np.s_[149:152, 60:400]
    assert float(np.median(alpha[0][on])) > 0.93
    assert float(alpha[1][on].max()) < 0.35


def test_overlapping_bands_are_a_mixture_and_a_third_line_is_none() -> None:
    """Law: what two bands make of the page is a weak mixture of their colours; a line's own colour is not."""
    both = banded(WHITE[None, :].astype(np.float64), [(slice(0, 1), BLUE), (slice(0, 1), RED)])[0].astype(np.float32)
    assert is_mixture(both, np.stack([BLUE, RED]), WHITE)
    assert not is_mixture(np.array([0.0, 160.0, 80.0], np.float32), np.stack([BLUE, RED]), WHITE)
