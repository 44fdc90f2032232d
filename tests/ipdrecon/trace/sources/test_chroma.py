"""Colour that JPEG halved is put back where the brightness says that the ink is."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from ipdrecon.figure import Figure, Source
from ipdrecon.trace.sources.chroma import pairs_of, with_full_chroma

RED, BLUE = (214, 39, 40), (31, 119, 180)


def drawn() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Two lines of three pixels with ticks of one pixel on them, in colours."""
    pixels = np.full((120, 200, 3), 255, np.uint8)
    for row, color in ((30, RED), (85, BLUE)):
        pixels[row : row + 3, 20:180] = color
        for column in range(31, 180, 17):
            pixels[row - 6 : row + 9, column] = color
    return pixels


def stored(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], subsampling: int) -> Figure:
    """The picture as JPEG keeps it: colour in full (0), or at half the resolution (2)."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=92, subsampling=subsampling)
    kept = np.asarray(Image.open(io.BytesIO(file.getvalue())).convert("RGB"))
    return Figure(pixels=kept, source=Source("figure.jpg"))


@pytest.mark.parametrize("cut", [0, 1])
def test_thin_marks_have_the_hue_of_their_line(cut: int) -> None:
    """Law: of one ink on paper the halved colour tells the ratio to the brightness, whose full resolution tells the
    colour; wherever the picture was cut the pairs are found."""
    true = drawn()[cut:, cut:]
    kept = Figure(pixels=stored(drawn(), 2).pixels[cut:, cut:], source=Source("figure.jpg"))
    clear = with_full_chroma(kept)
    thin = np.flatnonzero((true[25 - cut] != 255).any(axis=1))
    before, after = (
        np.linalg.norm(f.pixels[25 - cut, thin].astype(float) - true[25 - cut, thin], axis=1).mean()
        for f in (kept, clear)
    )
    assert before > 60.0
    assert after < 0.5 * before


def test_black_marks_on_a_line_take_no_more_of_its_colour() -> None:
    """Law: what has less colour for its brightness than its hue's ink has something black over it."""
    pixels = drawn()
    pixels[24:39, 31:180:17] = 0
    kept = stored(pixels, 2)
    clear = with_full_chroma(kept)
    assert clear is not kept
    on = (30, slice(31, 180, 17))
    assert np.ptp(clear.pixels[on].astype(int), axis=1).mean() <= np.ptp(kept.pixels[on].astype(int), axis=1).mean()


def test_colour_that_only_columns_share_is_drawn_out_along_rows() -> None:
    """Law: chroma 4:2:2 halves columns only."""
    kept = stored(drawn(), 1)
    across, down = pairs_of(kept.pixels)
    assert across is not None and down is None
    assert with_full_chroma(kept) is not kept


def test_an_enlarged_picture_is_left_as_it_is() -> None:
    """Law: where pairs share the brightness as well as the colour the picture was enlarged, and no colour was lost."""
    figure = Figure(pixels=np.repeat(np.repeat(drawn(), 2, axis=0), 2, axis=1), source=Source("figure.png"))
    assert with_full_chroma(figure) is figure


def test_colour_in_full_is_left_as_it_is() -> None:
    """Law: where neighbours of all parities differ alike no pairs share a colour."""
    for figure in (stored(drawn(), 0), Figure(pixels=drawn(), source=Source("figure.png"))):
        assert pairs_of(figure.pixels) == (None, None)
        assert with_full_chroma(figure) is figure


def test_greys_have_no_colour_to_put_back() -> None:
    """Law: a picture in greys is left as it is."""
    grey = np.repeat(drawn()[..., :1], 3, axis=2)
    figure = stored(grey, 2)
    assert with_full_chroma(figure) is figure
