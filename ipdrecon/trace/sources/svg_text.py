"""Text elements of SVG as pieces of text in pixels."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import Any

import attrs

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.sources.outline import moved, stretch
from ipdrecon.trace.sources.svg_style import Style, Styles, children, color, length, lengths, local
from ipdrecon.trace.text.lettering import CAP_HEIGHT, DESCENT, Piece, estimated_width

#: Where the first letter stands against the anchor point, in widths of the text.
ANCHORS = {"start": 0.0, "middle": -0.5, "end": -1.0}

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@attrs.define(eq=False)
class _Run:
    """Letters placed one behind the other from a starting point."""

    x: float
    y: float
    style: Style
    text: str = ""
    width: float | None = None


def pieces_of(element: Any, style: Style, styles: Styles, to_pixels: Floats, clip: Box, item: int = 0) -> list[Piece]:
    """Pieces of a ``text`` element, one for each stretch with a starting point of its own; ``item`` is its number."""
    runs = [_Run(0.0, 0.0, style)]
    _collect(element, style, styles, runs)
    found = [_piece(run, to_pixels, item) for run in runs if run.text.strip()]
    return [piece for piece in found if clip.contains(*piece.box.center, margin=1.0)]


def _collect(element: Any, style: Style, styles: Styles, runs: list[_Run]) -> None:
    node: ET.Element = element.etree_element
    em = length(style.get("font-size"), default=16.0)
    x, y = lengths(node.get("x"), em=em), lengths(node.get("y"), em=em)
    dx, dy = lengths(node.get("dx"), em=em), lengths(node.get("dy"), em=em)
    last = runs[-1]
    if x or y:
        runs.append(_Run(x[0] if x else last.x, y[0] if y else last.y, style))
    elif dy and any(dy) and last.text:
        runs.append(_Run(last.x + _width(last), last.y, style))
    run = runs[-1]
    run.x += dx[0] if dx else 0.0
    run.y += dy[0] if dy else 0.0
    if node.get("textLength") and local(node) in ("text", "tspan"):
        run.width = length(node.get("textLength"), em=em)
    if len(x) > 1:
        run.width = run.width or x[-1] - x[0] + 0.55 * em  # letters placed one by one
    kept = _keeps_blanks(node, style)
    run.text += _blanks(node.text, kept)
    for child in children(element):
        if local(child.etree_element) in ("tspan", "a", "textPath"):
            _collect(child, styles.of(child, style), styles, runs)
        runs[-1].text += _blanks(child.etree_element.tail, kept)


def _keeps_blanks(node: ET.Element, style: Style) -> bool:
    return node.get(_SPACE) == "preserve" or style.get("white-space", "").startswith("pre")


def _blanks(text: str | None, kept: bool) -> str:
    """White space as it is printed: one blank for each stretch, unless the element keeps them all."""
    if kept:
        return re.sub(r"\s", " ", text or "")
    words = (text or "").split()
    lead = " " if text and text[:1].isspace() and words else ""
    return lead + " ".join(words) + (" " if text and text[-1:].isspace() and words else "")


def _width(run: _Run) -> float:
    size = length(run.style.get("font-size"), default=16.0)
    return run.width if run.width is not None else estimated_width(run.text.strip(), size)


def _piece(run: _Run, to_pixels: Floats, item: int) -> Piece:
    size = length(run.style.get("font-size"), default=16.0)
    text = run.text.strip()
    width = _width(run)
    left = run.x + ANCHORS.get(run.style.get("text-anchor", "start"), 0.0) * width
    deep = DESCENT if any(ch in "gjpqyQ,;()[]|" for ch in text) else 0.0
    corners = [(left, run.y - CAP_HEIGHT * size), (left + width, run.y + deep * size)]
    points = moved([*corners, (corners[0][0], corners[1][1]), (corners[1][0], corners[0][1])], to_pixels)
    a, b = to_pixels[:2, 0]
    angle = 0 if abs(b) <= abs(a) else (90 if b < 0 else 270)
    low, high = points.min(axis=0), points.max(axis=0)
    origin = moved([(run.x, run.y)], to_pixels)[0]
    fill, opacity = color(run.style.get("fill", "black"), run.style)
    return Piece(
        text=text,
        box=Box(float(low[0]), float(low[1]), float(high[0]), float(high[1])),
        base=float(origin[1] if angle == 0 else origin[0]),
        size=size * stretch(to_pixels),
        angle=angle,
        color=fill if opacity > 0 else None,
        item=item,
        measured=run.width is not None,
    )
