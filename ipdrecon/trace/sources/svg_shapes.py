"""Shapes of SVG as points: path data, basic shapes, transforms."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import svg.path

from ipdrecon.frozen import Floats
from ipdrecon.trace.sources.outline import IDENTITY, PIECES, matrix
from ipdrecon.trace.sources.svg_style import Style, length, local

#: Points an arc of a circle is flattened into.
ARC_POINTS = 24

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_CALL = re.compile(r"([a-zA-Z]+)\s*\(([^)]*)\)")
#: Path data of straight lines alone, absolute: what plotting programs write for curves.
_STRAIGHT = re.compile(r"[MLHVZz\d\s,.+\-eE]*\Z")
_COMMAND = re.compile(r"([MLHVZz])([^MLHVZz]*)")


def numbers(text: str) -> list[float]:
    """All numbers of a text."""
    return [float(number) for number in _NUMBER.findall(text)]


def transform(text: str | None) -> Floats:
    """The 3 × 3 matrix of a ``transform`` attribute."""
    total = IDENTITY
    for name, body in _CALL.findall(text or ""):
        total = total @ _one(name.lower(), numbers(body))
    return total


def _one(name: str, v: list[float]) -> Floats:
    if name == "matrix" and len(v) == 6:
        return matrix(*v)
    if name == "translate" and v:
        return matrix(1, 0, 0, 1, v[0], v[1] if len(v) > 1 else 0.0)
    if name == "scale" and v:
        return matrix(v[0], 0, 0, v[1] if len(v) > 1 else v[0], 0, 0)
    if name == "rotate" and v:
        c, s = np.cos(np.radians(v[0])), np.sin(np.radians(v[0]))
        turn = matrix(c, s, -s, c, 0, 0)
        if len(v) == 3:
            return np.asarray(matrix(1, 0, 0, 1, v[1], v[2]) @ turn @ matrix(1, 0, 0, 1, -v[1], -v[2]))
        return turn
    if name == "skewx" and v:
        return matrix(1, 0, np.tan(np.radians(v[0])), 1, 0, 0)
    if name == "skewy" and v:
        return matrix(1, np.tan(np.radians(v[0])), 0, 1, 0, 0)
    return IDENTITY


def shape(node: ET.Element, style: Style, viewport: tuple[float, float]) -> list[Floats]:
    """Sub-paths of a shape element in its own coordinates; closed ones end where they begin. Empty for other elements.

    ``viewport`` is the width and height that percentages are of.
    """
    name = local(node)
    width, height = viewport
    em = length(style.get("font-size"), default=16.0)

    def get(key: str, whole: float, default: float = 0.0) -> float:
        return length(node.get(key), default=default, whole=whole, em=em)

    if name == "line":
        return [np.array([[get("x1", width), get("y1", height)], [get("x2", width), get("y2", height)]])]
    if name in ("polyline", "polygon"):
        flat = numbers(node.get("points", ""))
        points = np.array(flat[: len(flat) // 2 * 2], dtype=np.float64).reshape(-1, 2)
        return [_closed(points) if name == "polygon" else points] if len(points) else []
    if name == "rect":
        left, top = get("x", width), get("y", height)
        right, bottom = left + get("width", width), top + get("height", height)
        if right <= left or bottom <= top:
            return []
        return [np.array([[left, top], [right, top], [right, bottom], [left, bottom], [left, top]])]
    if name in ("circle", "ellipse"):
        radius = get("r", float(np.hypot(width, height) / np.sqrt(2)))
        rx, ry = (radius, radius) if name == "circle" else (get("rx", width), get("ry", height))
        angle = 2 * np.pi * np.arange(ARC_POINTS + 1) / ARC_POINTS
        x, y = get("cx", width) + rx * np.cos(angle), get("cy", height) + ry * np.sin(angle)
        return [np.column_stack([x, y])] if rx > 0 and ry > 0 else []
    if name == "path":
        return path_data(style.get("d", node.get("d", "")))
    return []


def _closed(points: Floats) -> Floats:
    return points if np.array_equal(points[0], points[-1]) else np.concatenate([points, points[:1]])


def path_data(text: str) -> list[Floats]:
    """Sub-paths of path data; what follows the first error is left out, as SVG 1.1, F.2 asks."""
    if _STRAIGHT.match(text):
        return _straight(text)
    try:
        segments = list(svg.path.parse_path(text))
    except (ValueError, IndexError, AssertionError, ZeroDivisionError, svg.path.parser.InvalidPathError):
        return []
    pieces: list[list[complex]] = []
    for segment in segments:
        if isinstance(segment, svg.path.Move):
            pieces.append([segment.end])
            continue
        if not pieces:
            pieces.append([segment.start])
        if isinstance(segment, svg.path.Line | svg.path.Close):
            if segment.end != pieces[-1][-1] or len(pieces[-1]) == 1:
                pieces[-1].append(segment.end)
        else:
            pieces[-1] += [segment.point(i / PIECES) for i in range(1, PIECES + 1)]
        if isinstance(segment, svg.path.Close):
            pieces.append([segment.end])
    return [_points(piece) for piece in pieces if len(piece) > 1]


def _points(piece: list[complex]) -> Floats:
    values = np.array(piece)
    return np.column_stack([values.real, values.imag])


def _straight(text: str) -> list[Floats]:
    """Path data of absolute straight lines; the general parser is ten times slower."""
    pieces: list[list[tuple[float, float]]] = []
    x = y = 0.0
    for command, body in _COMMAND.findall(text):
        values = numbers(body)
        if command in "Zz":
            if pieces and len(pieces[-1]) > 1:
                x, y = pieces[-1][0]
                if pieces[-1][-1] != (x, y):
                    pieces[-1].append((x, y))
                pieces.append([(x, y)])
            continue
        if command == "M":
            pieces.append([])
        if not pieces:
            return []
        if command in "HV":
            for value in values:
                x, y = (value, y) if command == "H" else (x, value)
                pieces[-1].append((x, y))
        else:
            for x, y in zip(values[::2], values[1::2], strict=False):
                pieces[-1].append((x, y))
    return [np.array(piece, dtype=np.float64) for piece in pieces if len(piece) > 1]
