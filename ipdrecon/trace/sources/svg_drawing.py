"""Paths and words of an SVG document.

Transforms, style sheets, clips (as the box around them), ``use`` and symbols are followed. Text that was written as
outlines of letters is read back where the program left it in a comment (matplotlib does).
"""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np

from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Path
from ipdrecon.frozen import Floats
from ipdrecon.trace.sources.outline import Pen, box_of, clipped_path, matrix, meet, moved, stretch
from ipdrecon.trace.sources.svg_shapes import numbers, shape, transform
from ipdrecon.trace.sources.svg_style import Style, Styles, children, color, length, lengths, local
from ipdrecon.trace.sources.svg_text import pieces_of
from ipdrecon.trace.text.lettering import Piece

#: Most elements drawn, counted after ``use`` is followed: a bomb of nested copies has more.
MAX_ELEMENTS = 80_000
#: Deepest nesting followed.
MAX_DEPTH = 100
#: Elements that are drawn only where something refers to them, or never.
UNDRAWN = ("defs", "clipPath", "mask", "marker", "pattern", "symbol", "style", "title", "desc", "metadata", "script")
#: A comment that repeats the text whose letters follow: maths markup is taken off it.
_MATHS = re.compile(r"\\(?:mathdefault|mathrm|mathregular|rm|it|bf)\b\s*|[${}]|\\,")


class Drawing:
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
        letters = Drawing(self.styles, self.name, self.viewport)
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
