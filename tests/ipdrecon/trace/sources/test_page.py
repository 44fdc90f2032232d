"""Raster files: what is drawn arrives as the same RGB pixels, whatever the file's mode; bad files say why."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ipdrecon.errors import FigureError, InputError
from ipdrecon.trace.sources.page import MAX_WIDTH_PX, load, reduction


@pytest.fixture
def picture() -> Image.Image:
    """300 × 220 px, white, with a red and a blue block and a black line."""
    pixels = np.full((220, 300, 3), 255, np.uint8)
    pixels[40:80, 50:120] = (255, 0, 0)
    pixels[120:160, 50:120] = (0, 0, 255)
    pixels[200] = 0
    return Image.fromarray(pixels)


def close(path: Path, picture: Image.Image, tolerance: int) -> bool:
    (figure,) = load(path)
    return bool(np.abs(figure.pixels.astype(int) - np.asarray(picture).astype(int)).max() <= tolerance)


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.bmp", "a.gif", "wrong_ending.jpg"])
def test_lossless_formats_arrive_exactly(tmp_path: Path, picture: Image.Image, name: str) -> None:
    picture.save(tmp_path / name, format="PNG" if "wrong" in name else None)
    assert close(tmp_path / name, picture, 0)


@pytest.mark.parametrize(("name", "options"), [("a.webp", {"lossless": True}), ("a.jpg", {"quality": 95})])
def test_blocks_keep_their_colours_in_web_formats(
    tmp_path: Path, picture: Image.Image, name: str, options: dict[str, int]
) -> None:
    picture.save(tmp_path / name, **options)
    (figure,) = load(tmp_path / name)
    assert np.abs(figure.pixels[60, 80].astype(int) - (255, 0, 0)).max() < 8
    assert np.abs(figure.pixels[140, 80].astype(int) - (0, 0, 255)).max() < 8


def test_transparency_is_laid_on_white(tmp_path: Path, picture: Image.Image) -> None:
    alpha = Image.fromarray(np.where(np.asarray(picture).min(axis=2) == 255, 0, 255).astype(np.uint8))
    clear = picture.copy()
    clear.paste((0, 0, 0), mask=alpha.point(lambda v: 255 - v))  # black below the transparent parts
    clear.putalpha(alpha)
    clear.save(tmp_path / "rgba.png")
    assert close(tmp_path / "rgba.png", picture, 0)


def test_light_ink_on_transparent_is_laid_on_black(tmp_path: Path, picture: Image.Image) -> None:
    """Law: ink must be seen; white axes and letters with nothing behind them were made for a dark ground."""
    ink = 255 - np.asarray(picture.convert("L"))
    drawn = np.dstack([np.full((*ink.shape, 3), 255, np.uint8), ink])
    Image.fromarray(drawn).save(tmp_path / "light.png")
    (figure,) = load(tmp_path / "light.png")
    assert np.abs(figure.pixels[..., 0].astype(int) - ink).max() <= 1


def test_transparent_palette_entry_is_laid_on_white(tmp_path: Path, picture: Image.Image) -> None:
    paletted = picture.quantize(8)
    white = next(i for i in range(8) if tuple(paletted.getpalette()[3 * i : 3 * i + 3]) == (255, 255, 255))
    palette = paletted.getpalette()
    palette[3 * white : 3 * white + 3] = [0, 0, 0]
    paletted.putpalette(palette)
    paletted.save(tmp_path / "p.png", transparency=white)
    assert close(tmp_path / "p.png", picture, 0)


def test_grey_of_16_bits_keeps_its_scale(tmp_path: Path, picture: Image.Image) -> None:
    grey = np.asarray(picture.convert("L"))
    Image.fromarray(grey.astype(np.uint16) * 257).save(tmp_path / "deep.png")
    Image.fromarray(grey.astype(np.float32) / 255).save(tmp_path / "float.tif")
    for name in ("deep.png", "float.tif"):
        (figure,) = load(tmp_path / name)
        assert np.array_equal(figure.pixels[..., 0], grey), name


def test_cmyk_jpeg_is_not_inverted(tmp_path: Path, picture: Image.Image) -> None:
    picture.convert("CMYK").save(tmp_path / "cmyk.jpg", quality=95)
    (figure,) = load(tmp_path / "cmyk.jpg")
    assert figure.pixels[5, 5].min() > 240
    assert figure.pixels[60, 80, 0] > 200 > 60 > figure.pixels[60, 80, 2]


def test_orientation_tag_turns_the_picture_upright(tmp_path: Path, picture: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held so that the picture must be turned by 90 degrees clockwise
    picture.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "turned.png", exif=exif)
    assert close(tmp_path / "turned.png", picture, 0)


def test_each_tiff_frame_is_a_figure_and_page_chooses_one(tmp_path: Path, picture: Image.Image) -> None:
    flipped = picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    picture.save(tmp_path / "two.tif", save_all=True, append_images=[flipped])
    first, second = load(tmp_path / "two.tif")
    assert (first.source.page, second.source.page) == (1, 2)
    (chosen,) = load(tmp_path / "two.tif", page=2)
    assert np.array_equal(chosen.pixels, np.asarray(flipped))
    assert np.array_equal(second.pixels, chosen.pixels)
    with pytest.raises(InputError, match="has 2 pages"):
        load(tmp_path / "two.tif", page=3)


def test_a_large_square_picture_is_reduced_to_what_memory_holds() -> None:
    assert [reduction(3000, 4000), reduction(6000, 3300), reduction(6000, 3900), reduction(6000, 6000)] == [1, 2, 3, 3]


def test_wider_than_the_limit_is_reduced_by_a_whole_factor(tmp_path: Path) -> None:
    Image.new("L", (MAX_WIDTH_PX + 2, 300), 200).save(tmp_path / "wide.png")
    (figure,) = load(tmp_path / "wide.png")
    assert (figure.width, figure.height, figure.source.scale) == (MAX_WIDTH_PX // 2 + 1, 150, 0.5)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that promises ``width`` × ``height`` pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [8_000, 10_000, 100_000])
def test_decompression_bomb_is_refused(tmp_path: Path, side: int) -> None:
    (tmp_path / "bomb.png").write_bytes(bomb(side, side))
    with pytest.raises(FigureError, match="million pixels"):
        load(tmp_path / "bomb.png")


def test_truncated_file_says_so(tmp_path: Path, picture: Image.Image) -> None:
    noisy = Image.fromarray(np.random.default_rng(1).integers(0, 255, (220, 300, 3), dtype=np.uint8))
    for name in ("cut.png", "cut.jpg", "cut.tif", "cut.webp", "cut.gif"):
        out = io.BytesIO()
        noisy.save(out, format={"jpg": "JPEG", "tif": "TIFF"}.get(name[4:], name[4:].upper()))
        (tmp_path / name).write_bytes(out.getvalue()[: len(out.getvalue()) // 2])
        with pytest.raises((FigureError, InputError), match=name) as caught:
            load(tmp_path / name)
        assert "\n" not in str(caught.value)


def test_what_is_no_figure_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("time,survival\n0,1\n")
    (tmp_path / "page.html").write_text("<html><body>no figure</body></html>")
    Image.new("RGB", (30, 20)).save(tmp_path / "icon.png")
    for name, words in (
        ("absent.png", "there is no file"),
        ("", "is a folder"),
        ("empty.png", "is empty"),
        ("text.png", "no picture"),
        ("page.html", "no picture"),
        ("icon.png", "30 × 20 px"),
    ):
        with pytest.raises((InputError, FigureError), match=words):
            load(tmp_path / name)
    with pytest.raises(InputError, match="counted from 1"):
        load(tmp_path / "icon.png", page=0)
