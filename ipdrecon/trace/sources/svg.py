"""SVG → figure: its paths and words in pixels, and a picture of it.

The picture is drawn by resvg; paths and words are met on a walk through the document (``svg_drawing``). Where that
meets no words they come from the picture by OCR.
"""

from __future__ import annotations

import importlib.util
import io
import math
import xml.etree.ElementTree as ET
from pathlib import Path as FilePath

import attrs
import numpy as np
import resvg_py
from PIL import Image

from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure, Source
from ipdrecon.frozen import Floats
from ipdrecon.trace.sources.outline import matrix
from ipdrecon.trace.sources.page import on_white
from ipdrecon.trace.sources.svg_drawing import Drawing
from ipdrecon.trace.sources.svg_shapes import numbers
from ipdrecon.trace.sources.svg_style import Styles, length, local
from ipdrecon.trace.text.lettering import enough, join, without_marks

#: Longer side of the picture that is drawn, in pixels: plots come out 1,000 to 2,400 px wide.
LONG_SIDE_PX = 2000


def load_svg(text: bytes, source: Source) -> Figure:
    """The figure of an SVG file.

    Raises
    ------
    FigureError  where the XML is broken, has no size, or holds more than can be drawn.
    """
    try:
        parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))
        tree = ET.fromstring(text, parser=parser)
    except (ET.ParseError, ValueError) as error:
        raise FigureError(f"{source.name} is broken SVG ({error}); save it anew") from error
    if local(tree) != "svg":
        raise FigureError(f"{source.name} is XML with a root '{local(tree)}', not svg; give an SVG file")
    styles = Styles(tree)
    view = _view(tree, source.name)
    drawing = Drawing(styles, source.name, view.size)
    drawing.draw(styles.root, {}, view.to_pixels, Box(-0.5, -0.5, view.width - 0.5, view.height - 0.5), 0)
    pieces, marks = without_marks(drawing.pieces)
    words = join(pieces)
    return Figure(
        pixels=_picture(tree, view, source.name),
        source=attrs.evolve(source, scale=view.scale),
        paths=(*drawing.paths, *marks),
        words=words if enough(words) else (),
    )


@attrs.frozen(eq=False)
class _View:
    width: int
    height: int
    size: tuple[float, float]
    scale: float
    to_pixels: Floats


def _view(tree: ET.Element, name: str) -> _View:
    """Size in pixels, and the matrix from the root's user units to pixel coordinates (centres at whole numbers)."""
    box = numbers(tree.get("viewBox", ""))
    whole = (box[2], box[3]) if len(box) == 4 else (0.0, 0.0)
    width = length(tree.get("width"), default=whole[0], whole=whole[0])
    height = length(tree.get("height"), default=whole[1], whole=whole[1])
    if not (width > 0 and height > 0 and np.isfinite(width + height)):
        raise FigureError(f"{name} has neither width and height nor a viewBox; save the SVG with its size")
    if not 0.02 < width / height < 50:
        raise FigureError(f"{name} is {width:g} × {height:g} px; a figure has sides of about the same length")
    left, top, inner_width, inner_height = box if len(box) == 4 and min(whole) > 0 else (0.0, 0.0, width, height)
    pixel_width = max(1, round(LONG_SIDE_PX * width / max(width, height)))
    pixel_height = math.ceil(pixel_width * height / width - 1e-6)  # as resvg rounds
    fit = min(width / inner_width, height / inner_height)
    sx = sy = fit
    if tree.get("preserveAspectRatio", "").strip().startswith("none"):
        sx, sy = width / inner_width, height / inner_height
    dx, dy = (width - sx * inner_width) / 2 - sx * left, (height - sy * inner_height) / 2 - sy * top
    zx, zy = pixel_width / width, pixel_height / height
    to_pixels = matrix(zx, 0, 0, zy, -0.5, -0.5) @ matrix(sx, 0, 0, sy, dx, dy)
    return _View(pixel_width, pixel_height, (inner_width, inner_height), zx, to_pixels)


def _picture(tree: ET.Element, view: _View, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The drawing as RGB on white. Letters come from the fonts that matplotlib carries, the same on every machine."""
    plain = ET.tostring(tree, encoding="unicode")
    fonts = importlib.util.find_spec("matplotlib")
    places = (fonts and fonts.submodule_search_locations) or ()
    folders = [str(FilePath(place) / "mpl-data" / "fonts" / "ttf") for place in places]
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=plain,
            width=view.width,
            dpi=96.0,
            skip_system_fonts=True,
            font_dirs=folders,
            font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans",
            serif_family="DejaVu Sans",
            monospace_family="DejaVu Sans Mono",
        )
    except ValueError as error:
        raise FigureError(f"{name} cannot be drawn ({error}); save the SVG anew") from error
    with Image.open(io.BytesIO(bytes(png)), formats=("PNG",)) as image:
        flat = on_white(image)
    return np.asarray(flat if flat.size == (view.width, view.height) else flat.resize((view.width, view.height)))
