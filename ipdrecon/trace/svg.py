"""SVG → figure: its paths and words in pixels, and a picture of it.

The picture is drawn by resvg. Paths are read here: transforms, style sheets, clips (as the box around them), ``use``
and symbols. Text that was written as outlines of letters is read back where the program left it in a comment
(matplotlib does); elsewhere the figure has no words, and they come from the picture by OCR.
"""

from __future__ import annotations

import importlib.util
import io
import itertools
import math
import re
import xml.etree.ElementTree as ET
from pathlib import Path as FilePath
from typing import Any

import attrs
import numpy as np
import resvg_py
from PIL import Image

from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure, Path, Source
from ipdrecon.frozen import Floats
from ipdrecon.trace.lettering import Piece, enough, join, without_marks
from ipdrecon.trace.outline import Pen, box_of, clipped_path, matrix, meet, moved, stretch
from ipdrecon.trace.page import on_white
from ipdrecon.trace.svg_shapes import numbers, shape, transform
from ipdrecon.trace.svg_style import Style, Styles, children, color, length, lengths, local
from ipdrecon.trace.svg_text import pieces_of

#: Longer side of the picture that is drawn, in pixels: plots come out 1,000 to 2,400 px wide.
LONG_SIDE_PX = 2000
#: Most elements drawn, counted after ``use`` is followed: a bomb of nested copies has more.
MAX_ELEMENTS = 80_000
#: Deepest nesting followed.
MAX_DEPTH = 100
#: Elements that are drawn only where something refers to them, or never.
UNDRAWN = ("defs", "clipPath", "mask", "marker", "pattern", "symbol", "style", "title", "desc", "metadata", "script")

#: A comment that repeats the text whose letters follow: maths markup is taken off it.
_MATHS = re.compile(r"\\(?:mathdefault|mathrm|mathregular|rm|it|bf)\b\s*|[${}]|\\,")


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
    drawing = _Drawing(styles, source.name, view.size)
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


class _Drawing:
    """Paths and pieces of text met on a walk through the document."""

    def __init__(self, styles: Styles, name: str, viewport: tuple[float, float]) -> None:
        self.styles = styles
        self.name = name
        self.viewport = viewport
        self.paths: list[Path] = []
        self.pieces: list[Piece] = []
        self._count = 0

    def draw(self, element: Any, parent: Style, outer: Floats, clip: Box, depth: int, opacity: float = 1.0) -> None:
        self._count += 1
        if self._count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise FigureError(
                f"{self.name} nests or repeats its elements more than {MAX_ELEMENTS} times; that is no figure"
            )
        node = element.etree_element
        name = local(node)
        if name in UNDRAWN:
            return
        style = self.styles.of(element, parent)
        if style.get("display") == "none":
            return
        to_pixels = outer @ transform(style.get("transform"))
        opacity *= min(1.0, max(0.0, length(style.get("opacity"), default=1.0, whole=1.0)))
        clip = self._clipped(style, to_pixels, clip)
        if name == "text":
            if style.get("visibility") not in ("hidden", "collapse"):
                self.pieces += pieces_of(element, style, self.styles, to_pixels, clip, self._count)
            return
        if name == "use":
            self._use(element, style, to_pixels, clip, depth, opacity)
            return
        if outline := shape(node, style, self.viewport):
            if style.get("visibility") not in ("hidden", "collapse"):
                self._add(outline, style if name != "line" else style | {"fill": "none"}, to_pixels, clip, opacity)
            return
        if name == "svg" and depth:
            to_pixels = to_pixels @ self._nested(node)
        spoken = _spoken(node)
        for child in children(element):
            text = spoken.get(child.etree_element)
            if text is None or not self._speak(text, child, style, to_pixels, clip, depth):
                self.draw(child, style, to_pixels, clip, depth + 1, opacity)

    def _nested(self, node: ET.Element) -> Floats:
        """Placement of an inner ``svg`` element (or a symbol) in its parent's units."""
        wide, high = self.viewport
        place = matrix(1, 0, 0, 1, length(node.get("x"), whole=wide), length(node.get("y"), whole=high))
        box = numbers(node.get("viewBox", ""))
        if len(box) != 4 or box[2] <= 0 or box[3] <= 0:
            return place
        width = length(node.get("width"), default=wide, whole=wide)
        height = length(node.get("height"), default=high, whole=high)
        fit = min(width / box[2], height / box[3])
        dx, dy = (width - fit * box[2]) / 2 - fit * box[0], (height - fit * box[3]) / 2 - fit * box[1]
        return np.asarray(place @ matrix(fit, 0, 0, fit, dx, dy))

    def _use(self, element: Any, style: Style, outer: Floats, clip: Box, depth: int, opacity: float) -> None:
        node = element.etree_element
        link = node.get("href") or node.get("{http://www.w3.org/1999/xlink}href") or ""
        target = self.styles.by_id.get(link.removeprefix("#"))
        if target is None:
            return
        x, y = length(node.get("x"), whole=self.viewport[0]), length(node.get("y"), whole=self.viewport[1])
        inner = outer @ matrix(1, 0, 0, 1, x, y)
        if local(target.etree_element) == "symbol":
            inner = inner @ self._nested(target.etree_element)
            for child in children(target):
                self.draw(child, self.styles.of(target, style), inner, clip, depth + 1, opacity)
            return
        self.draw(target, style, inner, clip, depth + 1, opacity)

    def _clipped(self, style: Style, to_pixels: Floats, clip: Box) -> Box:
        found = re.search(r"url\(\s*['\"]?#([^'\")]+)", style.get("clip-path", ""))
        target = self.styles.by_id.get(found[1]) if found else None
        if target is None or target.etree_element.get("clipPathUnits") == "objectBoundingBox":
            return clip
        inner = to_pixels @ transform(target.etree_element.get("transform"))
        outlines: list[Floats] = []
        for child in children(target):
            style_of = self.styles.of(child, {})
            place = inner @ transform(style_of.get("transform"))
            outlines += [moved(points, place) for points in shape(child.etree_element, style_of, self.viewport)]
        box = box_of(outlines)
        return clip if box is None else meet(clip, box) or clip

    def _add(self, outline: list[Floats], style: Style, to_pixels: Floats, clip: Box, opacity: float) -> None:
        factor = stretch(to_pixels)
        width = length(style.get("stroke-width"), default=1.0, whole=self.viewport[0]) * factor
        stroke, line_alpha = color(style.get("stroke", "none"), style)
        fill, fill_alpha = color(style.get("fill", "black"), style)
        line_alpha *= length(style.get("stroke-opacity"), default=1.0, whole=1.0)
        fill_alpha *= length(style.get("fill-opacity"), default=1.0, whole=1.0)
        if width <= 0 or line_alpha <= 0:
            stroke = None
        if fill_alpha <= 0:
            fill = None
        dashes = tuple(d * factor for d in lengths(style.get("stroke-dasharray"), whole=self.viewport[0]))
        if len(dashes) % 2:
            dashes *= 2
        pen = Pen(
            stroke=stroke,
            fill=fill,
            width=width,
            dashes=dashes if sum(dashes[1::2]) > 0 else (),
            opacity=min(1.0, opacity * (line_alpha if stroke else fill_alpha)),
        )
        path = clipped_path([moved(points, to_pixels) for points in outline], pen, clip)
        if path is not None:
            self.paths.append(path)

    def _speak(self, text: str, element: Any, parent: Style, outer: Floats, clip: Box, depth: int) -> bool:
        """Turn a group of letter outlines into the text its comment repeats; False where the group is no such one."""
        letters = _Drawing(self.styles, self.name, self.viewport)
        letters._count = self._count
        letters.draw(element, parent, outer, clip, depth + 1)
        box = box_of([p.points for p in letters.paths])
        if letters.pieces or box is None or any(p.fill is None for p in letters.paths):
            return False
        self._count = letters._count
        turned = _turn(transform(self.styles.of(element, parent).get("transform")))
        self.pieces.append(Piece.over(text, box, turned, letters.paths[0].fill, self._count))
        return True


def _turn(by: Floats) -> int:
    """Reading direction of letters under a matrix: 0, 90 or 270."""
    a, b = by[:2, 0]
    if abs(b) <= abs(a):
        return 0
    return 90 if b < 0 else 270


def _spoken(node: ET.Element) -> dict[ET.Element, str]:
    """Groups of letter outlines with the text they spell: matplotlib writes it in a comment before each of them."""
    if local(node) != "g":
        return {}
    found: dict[ET.Element, str] = {}
    comment: object = ET.Comment  # ElementTree marks a comment by this function in place of a tag
    for before, after in itertools.pairwise(node):
        if before.tag is comment and local(after) == "g" and (text := (before.text or "").strip()):
            found[after] = _MATHS.sub("", text).replace("\\%", "%").replace("\\leq", "≤").strip()
    return found
