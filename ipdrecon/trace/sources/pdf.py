"""PDF → figures: those of every page, from lines and text where the page has them, else from its images.

A page that is a figure (R, SAS and Python write such) comes whole. On a page of an article each figure is found and
cut out. Vector figures are drawn at a size where lines are several pixels wide; images come at their own resolution.
"""

from __future__ import annotations

import math
from typing import Any

import attrs
import numpy as np
import pypdfium2
from PIL import Image

from ipdrecon.errors import FigureError, InputError
from ipdrecon.figure import Box, Figure, Path, Source, Word
from ipdrecon.frozen import Bytes, Floats
from ipdrecon.trace.sources.outline import matrix, moved, stretch
from ipdrecon.trace.sources.page import MAX_PIXELS, MAX_WIDTH_PX, MIN_WIDTH_PX, on_white, reduction
from ipdrecon.trace.sources.pdf_paths import Picture, page_content
from ipdrecon.trace.sources.pdf_regions import Region, find_regions
from ipdrecon.trace.sources.pdf_words import page_pieces
from ipdrecon.trace.text.lettering import enough, join, without_marks

#: Longer side of a vector figure's picture, in pixels: plots come out 1,000 to 2,400 px wide.
LONG_SIDE_PX = 2000
#: Most pages searched when none is named.
MAX_PAGES = 300
#: Scale of an image shown at fewer pixels than this across is raised until lines can be told apart.
MIN_SCALE = 1.0
#: An image is shown as it is where it has this correlation with the page drawn from it, and this gap in grey level at
#: most; pdfium thins fine lines when it reduces an image, so neither can be strict.
SAME_PATTERN, SAME_MEAN = 0.7, 25.0
#: How a mirrored image is set right: columns, rows.
MIRRORS = (Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM)
#: Width at which the two are compared, in pixels.
COMPARE_PX = 480


def load_pdf(data: bytes, source: Source, *, page: int | None = None) -> tuple[Figure, ...]:
    """Figures of a PDF, in page order.

    Raises
    ------
    InputError   where it is locked, has no such page, or too many.
    FigureError  where it is broken, or no page searched holds a figure.
    """
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise InputError(f"{source.name} is locked by a password; save it without one") from error
        raise FigureError(f"{source.name} is damaged or cut off and cannot be read as PDF; fetch it anew") from error
    with document:
        if count == 0:
            raise FigureError(f"{source.name} has no page")
        if page is not None and page > count:
            noun = "page" if count == 1 else "pages"
            raise InputError(f"page {page} was asked of {source.name}, which has {count} {noun}")
        if page is None and count > MAX_PAGES:
            raise InputError(f"{source.name} has {count} pages; name the figure's page with --page")
        found: list[Figure] = []
        for number in range(1, count + 1) if page is None else [page]:
            found += _page_figures(document, attrs.evolve(source, page=number))
    if not found:
        where = f"page {page}" if page is not None else f"its {count} pages"
        raise FigureError(
            f"no figure was found on {where} of {source.name}; give the page with --page, or the figure as an image"
        )
    return tuple(found)


def _page_figures(document: Any, source: Source) -> list[Figure]:
    try:
        page = document[source.page - 1]
    except pypdfium2.PdfiumError as error:
        raise FigureError(f"page {source.page} of {source.name} is damaged and cannot be read") from error
    try:
        width, height = page.get_size()
        whole = Box(0.0, 0.0, width, height)
        to_points = _to_points(page)
        content = page_content(page.raw, to_points, whole)
        pieces, marks = without_marks(page_pieces(page.raw, to_points))
        content.paths += marks
        words = join(pieces)
        figures = []
        for region in find_regions(content, words, whole):
            figure = _figure(page, region, content.paths, words, source)
            if figure.width >= MIN_WIDTH_PX:
                figures.append(figure)
        return figures
    finally:
        page.close()


def _to_points(page: Any) -> Floats:
    """From PDF coordinates to points from the top left corner of the page as it is shown."""
    left, bottom, right, top = page.get_bbox()
    return {
        0: matrix(1, 0, 0, -1, -left, top),
        90: matrix(0, 1, 1, 0, -bottom, -left),
        180: matrix(-1, 0, 0, 1, right, -bottom),
        270: matrix(0, -1, -1, 0, top, right),
    }[page.get_rotation() % 360]


def _figure(page: Any, region: Region, paths: list[Path], words: tuple[Word, ...], source: Source) -> Figure:
    box = region.box
    if not region.is_vector and len(region.pictures) == 1:
        picture = region.pictures[0]
        beside = [w for w in words if box.contains(*w.box.center)]
        labelled = enough(beside) or any(picture.box.contains(*w.box.center) for w in beside)
        native = None if labelled else native_pixels(page, picture)
        if native is not None:
            scale = native.shape[1] / picture.box.width
            return Figure(
                pixels=native, source=attrs.evolve(source, scale=scale, origin=(picture.box.left, picture.box.top))
            )
    pixels, view = render(page, box, _scale(region))
    origin = attrs.evolve(source, scale=view.scale[0], origin=(view.left / view.scale[0], view.top / view.scale[1]))
    if not region.is_vector:
        return Figure(pixels=pixels, source=origin)
    longer = stretch(view.matrix)
    inside = tuple(
        attrs.evolve(
            path,
            points=moved(path.points, view.matrix),
            width=path.width * longer,
            dashes=tuple(d * longer for d in path.dashes),
        )
        for path in paths
        if box.contains(*path.box.center)
    )
    placed = tuple(_placed(word, view.matrix) for word in words if box.contains(*word.box.center))
    return Figure(pixels=pixels, source=origin, paths=inside, words=placed if enough(placed) else ())


def _placed(word: Word, by: Floats) -> Word:
    (left, top), (right, bottom) = moved([(word.box.left, word.box.top), (word.box.right, word.box.bottom)], by)
    return attrs.evolve(word, box=Box(float(left), float(top), float(right), float(bottom)))


def _scale(region: Region) -> float:
    """Pixels per point at which a region is drawn."""
    box = region.box
    scale = LONG_SIDE_PX / max(box.width, box.height)
    if region.pictures:
        own = max(p.size[0] / p.box.width for p in region.pictures)
        scale = max(own, MIN_SCALE) if not region.is_vector else max(own, scale)
    return min(scale, MAX_WIDTH_PX / box.width, float(np.sqrt(MAX_PIXELS / (box.width * box.height))))


@attrs.frozen
class _View:
    """Part of a page in pixels: pixels per point across and down, and the page's pixel at its left top corner."""

    scale: tuple[float, float]
    left: int
    top: int

    @property
    def matrix(self) -> Floats:
        """From points of the page to pixel coordinates (centres at whole numbers)."""
        return matrix(self.scale[0], 0, 0, self.scale[1], -self.left - 0.5, -self.top - 0.5)


def render(page: Any, box: Box, scale: float) -> tuple[Bytes, _View]:
    """Part of a page as RGB, and where it lies.

    pdfium draws a page on a whole number of pixels, so the two scales differ by a little from the one asked for.
    """
    width, height = page.get_size()
    left, top = math.floor(box.left * scale), math.floor(box.top * scale)
    # Crops are rounded up to whole pixels: half a pixel less gives the number that is meant.
    crop = (
        max(0.0, (left - 0.5) / scale),
        max(0.0, height - box.bottom),
        max(0.0, width - box.right),
        max(0.0, (top - 0.5) / scale),
    )
    try:
        bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True, draw_annots=False)
    except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
        raise FigureError("a page of the PDF cannot be drawn; save the page anew, or give it as an image") from error
    pixels = np.asarray(on_white(bitmap.to_pil()))
    bitmap.close()
    return pixels, _View((math.ceil(width * scale) / width, math.ceil(height * scale) / height), left, top)


def native_pixels(page: Any, picture: Picture) -> Bytes | None:
    """The image's own pixels, where it is shown as it is; None where turned, masked or drawn over."""
    if not picture.straight or picture.size[0] * picture.size[1] > MAX_PIXELS:
        return None
    try:
        bitmap = pypdfium2.PdfImage(picture.handle, page=page).get_bitmap()
        own = on_white(bitmap.to_pil())
        for is_mirrored, way in zip(picture.mirrored, MIRRORS, strict=True):
            own = own.transpose(way) if is_mirrored else own
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return None
    factor = reduction(own.width, own.height)
    own = own.reduce(factor) if factor > 1 else own
    scale = COMPARE_PX / picture.box.width
    shown, _ = render(page, picture.box, scale)
    small = np.asarray(own.resize((shown.shape[1], shown.shape[0]), Image.Resampling.BOX), dtype=np.float64)
    if not _alike(small, np.asarray(shown, dtype=np.float64)):
        return None
    return np.asarray(own)


def _alike(first: Floats, second: Floats) -> bool:
    """Whether two pictures show the same: averages over 8 × 8 pixels, in which thin lines may fall anywhere."""
    h, w = first.shape[0] // 8 * 8, first.shape[1] // 8 * 8

    def blocks(values: Floats) -> Floats:
        return np.asarray(values[:h, :w].mean(axis=2).reshape(h // 8, 8, w // 8, 8).mean(axis=(1, 3)).ravel())

    a, b = blocks(first), blocks(second)
    if abs(float(a.mean() - b.mean())) > SAME_MEAN:
        return False
    spread = float(a.std() * b.std())
    return spread < 1.0 or float(((a - a.mean()) * (b - b.mean())).mean()) > SAME_PATTERN * spread
