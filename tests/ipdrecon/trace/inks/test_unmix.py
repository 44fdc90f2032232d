"""Unmixing: a pixel of a line is its paper and its colour in one share."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.unmix import unmix

RED, BLUE = (214, 39, 40), (31, 119, 180)


@pytest.mark.parametrize("share", [0.2, 0.3, 0.6, 1.0])
def test_blend_with_the_paper_gives_back_the_share_it_was_made_with(share: float) -> None:
    page = np.full((120, 200, 3), 255.0)
    page[60, 20:180] += share * (np.array(RED) - 255.0)
    page[90, 20:180] += share * (np.array(BLUE) - 255.0)
    ink = read_ink(np.round(page).astype(np.uint8), Box(0, 0, 199, 119))
    alpha, other = unmix(ink, np.array([RED, BLUE], dtype=np.float32))
    at = 60 - ink.top, slice(30 - ink.left, 170 - ink.left)
    assert alpha[0][at] == pytest.approx(share, abs=0.02)
    assert not alpha[1][at].any()
    assert not other[at].any()


def test_ink_of_no_core_is_other() -> None:
    page = np.full((120, 200, 3), 255, dtype=np.uint8)
    page[60, 20:180] = (0, 160, 0)
    ink = read_ink(page, Box(0, 0, 199, 119))
    alpha, other = unmix(ink, np.array([RED, BLUE], dtype=np.float32))
    at = 60 - ink.top, slice(30 - ink.left, 170 - ink.left)
    assert not alpha[:, at[0], at[1]].any()
    assert other[at] == pytest.approx(1.0)


def test_a_dark_grey_above_a_band_is_no_paler_grey_beneath_it() -> None:
    """Law: where lines show their own colours on bands they lie above them, and no band weakens one."""
    cores = np.array([[114.0] * 3, [151.0] * 3, [51.0] * 3], np.float32)
    page = np.full((200, 300, 3), 255.0)
    page[40:160, 20:220] -= 0.42 * (255.0 - cores[2])
    for row, core in zip((70, 100, 130), cores, strict=True):
        page[row : row + 3, 20:220] = core
    ink = read_ink(np.round(page).astype(np.uint8), Box(0, 0, 299, 199))
    alpha, _ = unmix(ink, cores)
    dark, pale = alpha[:2, 71 - ink.top, slice(60 - ink.left, 200 - ink.left)]
    assert dark == pytest.approx(1.0)
    assert not pale.any()
