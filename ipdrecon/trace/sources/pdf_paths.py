"""Lines and pictures of a PDF page, in points from the page's top left corner, y down."""

from __future__ import annotations

import ctypes
from typing import Any

import attrs
import numpy as np
import pypdfium2.raw as pdfium

from ipdrecon.figure import Box, Path
from ipdrecon.frozen import Floats
from ipdrecon.trace.sources.outline import Pen, box_of, clipped_path, cubic, matrix, meet, moved, stretch

#: Most path points read from one page; maps and scatter plots with more are left to their picture.
MAX_POINTS = 300_000
#: Deepest nesting of form objects followed.
MAX_DEPTH = 12
#: A line of width 0 is one device pixel wide; in points:
HAIRLINE_PT = 0.25


@attrs.frozen(eq=False)
class Picture:
    """An image on the page.

    Attributes
    ----------
    box : Box                Where it is shown, in points.
    size : (width, height)   Of the image itself, in pixels.
    straight : bool          Whether it is shown whole and not turned by other than 180 degrees.
    mirrored : (bool, bool)  Whether its columns, and its rows, are shown in reverse.
    handle : object          For :func:`ipdrecon.trace.sources.pdf.native_pixels`.
    """

    box: Box
    size: tuple[int, int]
    straight: bool
    mirrored: tuple[bool, bool]
    handle: Any


@attrs.define(eq=False)
class PageContent:
    """What is drawn on a page: ``paths`` in drawing order, ``pictures``, and whether there were too many points."""

    paths: list[Path] = attrs.field(factory=list)
    pictures: list[Picture] = attrs.field(factory=list)
    overflow: bool = False
    points: int = 0


def page_content(page: Any, to_points: Floats, whole: Box) -> PageContent:
    """Paths and pictures of a page.

    Parameters
    ----------
    page : FPDF_PAGE
    to_points : (3, 3) float   From PDF coordinates (y up, any crop or turn) to points from the top left corner.
    whole : Box                The page, in points.
    """
    content = PageContent()
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        _visit(pdfium.FPDFPage_GetObject(page, index), to_points, whole, content, 0)
    if content.overflow:
        content.paths.clear()
    return content


def _visit(item: Any, to_points: Floats, clip: Box, content: PageContent, depth: int) -> None:
    if content.overflow or depth > MAX_DEPTH:
        return
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        inner = to_points @ matrix_of(item)
        clip = _clip_of(item, to_points, clip, content)
        for index in range(pdfium.FPDFFormObj_CountObjects(item)):
            _visit(pdfium.FPDFFormObj_GetObject(item, index), inner, clip, content, depth + 1)
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        _add_path(item, to_points, _clip_of(item, to_points, clip, content), content)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        _add_picture(item, to_points, _clip_of(item, to_points, clip, content), content)


def matrix_of(item: Any) -> Floats:
    """The matrix of a page object, from its own coordinates to those around it."""
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return np.eye(3)
    return matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _outline(count: int, segment_at: Any) -> list[Floats]:
    """Sub-paths from pdfium's segments: single points, of which three in a row make a Bézier curve."""
    x, y = ctypes.c_float(), ctypes.c_float()
    pieces: list[list[tuple[float, float]]] = []
    bent: list[tuple[float, float]] = []
    for index in range(count):
        segment = segment_at(index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not pieces:
            pieces.append([point])
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            bent.append(point)
            if len(bent) == 3:
                start = np.array(pieces[-1][-1])
                curve = cubic(start, np.array(bent[0]), np.array(bent[1]), np.array(bent[2]))
                pieces[-1] += [(float(a), float(b)) for a, b in curve]
                bent = []
        else:
            pieces[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            if pieces[-1][-1] != pieces[-1][0]:
                pieces[-1].append(pieces[-1][0])
            pieces.append([pieces[-1][0]])
    return [np.array(piece, dtype=np.float64) for piece in pieces if len(piece) > 1]


def _clip_of(item: Any, to_points: Floats, clip: Box, content: PageContent) -> Box:
    """The clip of an object as the box around it, met with the one of its parents."""
    found = pdfium.FPDFPageObj_GetClipPath(item)
    if not found:
        return clip
    for number in range(max(0, pdfium.FPDFClipPath_CountPaths(found))):
        count = pdfium.FPDFClipPath_CountPathSegments(found, number)
        outline = _outline(count, lambda i, n=number: pdfium.FPDFClipPath_GetPathSegment(found, n, i))
        content.points += count
        box = box_of([moved(points, to_points) for points in outline])
        if box is not None:
            clip = meet(clip, box) or clip
    return clip


def color_of(get: Any, item: Any) -> tuple[tuple[int, int, int], float]:
    """RGB and opacity of an object; ``get`` is pdfium's call for its stroke or fill colour."""
    channels = [ctypes.c_uint() for _ in range(4)]
    if not get(item, *channels):
        return (128, 128, 128), 1.0  # a pattern or shading has no one colour
    r, g, b, alpha = (channel.value for channel in channels)
    return (r, g, b), alpha / 255


def _add_path(item: Any, to_points: Floats, clip: Box, content: PageContent) -> None:
    fill_mode, stroked = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, fill_mode, stroked) or not (fill_mode.value or stroked.value):
        return
    count = pdfium.FPDFPath_CountSegments(item)
    content.points += count
    if content.points > MAX_POINTS:
        content.overflow = True
        return
    place = to_points @ matrix_of(item)
    factor = stretch(place)
    line, line_alpha = color_of(pdfium.FPDFPageObj_GetStrokeColor, item)
    fill, fill_alpha = color_of(pdfium.FPDFPageObj_GetFillColor, item)
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(item, width)
    dash_count = pdfium.FPDFPageObj_GetDashCount(item)
    dashes: tuple[float, ...] = ()
    if dash_count > 0:
        array = (ctypes.c_float * dash_count)()
        pdfium.FPDFPageObj_GetDashArray(item, array, dash_count)
        dashes = tuple(float(d) * factor for d in array)
        dashes = dashes * (1 + len(dashes) % 2)
    is_stroked = bool(stroked.value) and line_alpha > 0
    is_filled = bool(fill_mode.value) and fill_alpha > 0
    pen = Pen(
        stroke=line if is_stroked else None,
        fill=fill if is_filled else None,
        width=max(width.value * factor, HAIRLINE_PT),
        dashes=dashes if sum(dashes[1::2]) > 0 else (),
        opacity=line_alpha if is_stroked else fill_alpha,
    )
    outline = _outline(count, lambda i: pdfium.FPDFPath_GetPathSegment(item, i))
    path = clipped_path([moved(points, place) for points in outline], pen, clip)
    if path is not None:
        content.paths.append(path)


def _add_picture(item: Any, to_points: Floats, clip: Box, content: PageContent) -> None:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(item, width, height) or not width.value or not height.value:
        return
    place = to_points @ matrix_of(item)
    corners = moved([(0, 0), (1, 0), (1, 1), (0, 1)], place)
    shown = box_of([corners])
    seen = meet(shown, clip)
    if shown is None or seen is None or seen.width <= 0 or seen.height <= 0:
        return
    whole = seen.width > 0.99 * shown.width and seen.height > 0.99 * shown.height
    a, b, c, d = place[0, 0], place[1, 0], place[0, 1], place[1, 1]
    straight = bool(max(abs(b), abs(c)) < 1e-3 * min(abs(a), abs(d)) and whole)
    # The unit square of an image stands on its bottom edge, and y points down here: d is negative when upright.
    content.pictures.append(Picture(seen, (width.value, height.value), straight, (bool(a < 0), bool(d > 0)), item))
