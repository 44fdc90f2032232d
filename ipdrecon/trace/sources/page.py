"""The file as it was published → figures: pixels, and paths and words where the file has them.

What the file is, is read from its bytes, not from its name. Raster files are read here; PDF by
:mod:`ipdrecon.trace.sources.pdf` and SVG by :mod:`ipdrecon.trace.sources.svg`.
"""

from __future__ import annotations

import hashlib
import io
import warnings
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ipdrecon.errors import FigureError, InputError
from ipdrecon.figure import Figure, Source
from ipdrecon.frozen import Bytes
from ipdrecon.trace.inks.contrast import spread

#: Largest file read, in bytes: supplements of articles stay below 100 MB, and more is held in memory twice.
MAX_FILE_BYTES = 300_000_000

#: Largest picture read, in pixels: 6,000 px wide in portrait format; a decompression bomb has far more.
MAX_PIXELS = 60_000_000

#: Widest picture handed on, in pixels; wider ones are reduced by a whole factor. Levels and times are read to a part of
#: a pixel, so that 1,500 px and more lose nothing, and tracing 6,000 px takes four times the memory and time.
MAX_WIDTH_PX = 3000
#: Largest picture handed on that was reduced at all, in pixels: tracing takes up to 200 bytes of memory for each.
MAX_REDUCED_PIXELS = 5_000_000

#: Narrowest picture read, in pixels: below it tick labels are under 5 px high and no reader can tell 3 from 8.
MIN_WIDTH_PX = 200

#: Most frames read from one TIFF.
MAX_FRAMES = 100

#: Formats Pillow may try. Others (EPS, WMF) would start foreign programs.
FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP", "JPEG2000", "PPM")

#: Ink of a transparent picture: alpha from which a pixel shows its colour, and the share of the picture it covers at
#: most (more is a painted ground).
INKED, MOST_INK = 100, 0.5
#: Channels of a grey differ by no more than this; greys this light and this dark are told apart; light ones on a
#: picture in light ink are this many times the dark ones.
GREY_SPREAD, LIGHT, DARK, LIGHTER = 24, 190, 110, 5.0
#: Pixels across (or down) that are looked at to tell light ink.
SAMPLED_PX = 1500

ACCEPTED = "give a PNG, JPEG, TIFF, WebP, GIF, BMP, PDF or SVG file"


def load(path: str | Path, *, page: int | None = None) -> tuple[Figure, ...]:
    """All figures of a file, in reading order.

    A raster file holds one figure (a TIFF one per frame), an SVG one; a PDF those of all its pages.

    Parameters
    ----------
    page : int, optional
        1-based page of a PDF or frame of a TIFF; all of them where it is not given.

    Raises
    ------
    InputError   where the file is missing, empty, too large, of another kind, or has no such page.
    FigureError  where its content is broken, too large or too small to be a figure.
    """
    data = read_bytes(path)
    source = Source(name=Path(path).name, sha256=hashlib.sha256(data).hexdigest())
    if page is not None and page < 1:
        raise InputError(f"page {page} was asked of {path}; pages are counted from 1")
    if b"%PDF-" in data[:1024]:
        from ipdrecon.trace.sources.pdf import load_pdf

        return load_pdf(data, source, page=page)
    if (text := svg_text(data, source.name)) is not None:
        from ipdrecon.trace.sources.svg import load_svg

        _only_page(source.name, page, 1)
        return (load_svg(text, source),)
    return load_raster(data, source, page=page)


def read_bytes(path: str | Path) -> bytes:
    """Content of a file.

    Raises
    ------
    InputError  where the file is missing, a folder, empty or too large, or may not be read.
    """
    file = Path(path)
    if not file.exists():
        raise InputError(f"there is no file {path}")
    if file.is_dir():
        raise InputError(f"{path} is a folder; {ACCEPTED}")
    size = file.stat().st_size
    if size == 0:
        raise InputError(f"{path} is empty; {ACCEPTED}")
    if size > MAX_FILE_BYTES:
        raise InputError(f"{path} has {size / 1e6:.0f} MB; files up to {MAX_FILE_BYTES / 1e6:.0f} MB are read")
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error


def svg_text(data: bytes, name: str) -> bytes | None:
    """The XML of an SVG file (unpacked where it is gzipped), or None where the file is something else."""
    if data[:2] == b"\x1f\x8b":
        unpack = zlib.decompressobj(wbits=31)
        try:
            data = unpack.decompress(data, MAX_FILE_BYTES)
        except zlib.error as error:
            raise FigureError(f"{name} is a damaged gzip file; unpack it or save it anew") from error
        if unpack.unconsumed_tail:
            raise InputError(f"{name} unpacks to more than {MAX_FILE_BYTES / 1e6:.0f} MB; that is no figure")
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").replace(b"\x00", b"")
    if not head.startswith(b"<"):
        return None
    return data if b"<svg" in data[:100_000].replace(b"\x00", b"") or b":svg" in data[:100_000] else None


def _only_page(name: str, page: int | None, pages: int) -> None:
    if page is not None and page > pages:
        noun = "page" if pages == 1 else "pages"
        raise InputError(f"page {page} was asked of {name}, which has {pages} {noun}; choose one from 1 to {pages}")


def load_raster(data: bytes, source: Source, *, page: int | None = None) -> tuple[Figure, ...]:
    """Figures of a raster file: one, or one per frame of a TIFF; see :func:`load`."""
    frames: list[Figure] = []
    Image.init()  # Pillow knows the less common of FORMATS only after this
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # damaged metadata is no concern of ours
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                count = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
                _only_page(source.name, page, count)
                wanted = range(min(count, MAX_FRAMES)) if page is None else [page - 1]
                for frame in wanted:
                    image.seek(frame)
                    if page is None and count > 1 and _is_thumbnail(image):
                        continue
                    frames.append(_frame(image, source, frame + 1))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise FigureError(
                f"{source.name} has more than {MAX_PIXELS / 1e6:.0f} million pixels; reduce it or crop it to the figure"
            ) from error
        except UnidentifiedImageError as error:
            raise InputError(f"{source.name} is no picture that can be read; {ACCEPTED}") from error
        except (OSError, EOFError, SyntaxError, ValueError, zlib.error) as error:
            raise FigureError(f"{source.name} is damaged or cut off ({error}); fetch or save it anew") from error
    if len(frames) > 1:  # pages of one TIFF that are too small to be figures do not stop the others
        frames = [figure for figure in frames if figure.width >= MIN_WIDTH_PX] or frames
    if frames[0].width < MIN_WIDTH_PX:
        raise FigureError(
            f"{source.name} is {frames[0].width} × {frames[0].height} px; a figure must be at least {MIN_WIDTH_PX} px "
            "wide (250 px and more can be read well), so get it in a higher resolution"
        )
    return tuple(frames)


def _is_thumbnail(image: Image.Image) -> bool:
    """Whether a TIFF frame says it is a reduced version of another (tag NewSubfileType, bit 0)."""
    tags = getattr(image, "tag_v2", {})
    return bool(int(tags.get(254, 0)) & 1)


def _frame(image: Image.Image, source: Source, number: int) -> Figure:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise FigureError(
            f"{source.name} is {width} × {height} px; pictures up to {MAX_PIXELS / 1e6:.0f} million pixels are read, "
            "so reduce it or crop it to the figure"
        )
    upright = ImageOps.exif_transpose(image)
    factor = reduction(upright.width, upright.height)
    flat = on_white(upright)
    if factor > 1:
        flat = flat.reduce(factor)
    origin = Source(name=source.name, sha256=source.sha256, page=number, scale=1 / factor)
    return Figure(pixels=np.asarray(flat), source=origin)


def reduction(width: int, height: int) -> int:
    """The whole factor by which a picture of that many pixels is reduced: 1 up to ``MAX_WIDTH_PX``."""
    factor = -(-width // MAX_WIDTH_PX)
    while factor > 1 and width * height > MAX_REDUCED_PIXELS * factor**2:
        factor += 1
    return factor


def on_white(image: Image.Image) -> Image.Image:
    """A picture of any mode as 8-bit RGB, its transparent parts laid on white, or on black where its ink is light."""
    if image.mode.startswith("I") or image.mode == "F":
        image = Image.fromarray(_eight_bits(np.asarray(image)))
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        layer = image.convert("RGBA")
        if layer.getchannel("A").getextrema()[0] == 255:  # nothing of it is transparent
            return layer.convert("RGB")
        flat = Image.new("RGB", layer.size, "black" if _is_light(layer) else "white")
        flat.paste(layer, mask=layer.getchannel("A"))
        return flat
    return image.convert("RGB")


def _is_light(layer: Image.Image) -> bool:
    """Whether a transparent RGBA picture is drawn in light ink, for slides with a dark ground: its greys are light."""
    step = 1 + max(layer.size) // SAMPLED_PX
    rgba = np.asarray(layer)[::step, ::step]
    seen = rgba[rgba[..., 3] >= INKED][:, :3]
    if seen.shape[0] > MOST_INK * rgba.shape[0] * rgba.shape[1]:
        return False
    grey = seen[spread(seen) <= GREY_SPREAD].mean(axis=1)
    return bool((grey >= LIGHT).sum() > LIGHTER * max(1, (grey <= DARK).sum()))


def _eight_bits(values: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Bytes:
    """Greys of 16 or 32 bits, or floats, brought to 0 to 255; the range is told by the type or by the largest value."""
    grey = np.nan_to_num(values.astype(np.float32))
    top = float(grey.max(initial=0.0))
    full = next((limit for limit in (1.0, 255.0, 65535.0) if top <= limit), top)
    if values.dtype.kind in "iu" and full == 1.0:
        full = 255.0
    if values.dtype.kind == "u" and values.dtype.itemsize == 2:
        full = 65535.0
    scaled: Bytes = np.clip(np.rint(grey * (255.0 / full)), 0, 255).astype(np.uint8)
    return scaled
