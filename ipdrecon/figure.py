"""A figure as it was published: pixels, and the paths and words where the file has them.

Pixel coordinates are continuous, x to the right and y down, with the *centre* of pixel (row r, column c) at
(x, y) = (c, r). Vector coordinates are brought to the same frame when the file is read.
"""

from __future__ import annotations

import attrs

from ipdrecon.errors import FigureError
from ipdrecon.frozen import Bytes, Floats, Locked, array_field, floats, pixels


@attrs.frozen
class Box:
    """A rectangle in pixels, ``left <= right`` and ``top <= bottom``."""

    left: float
    top: float
    right: float
    bottom: float

    def __attrs_post_init__(self) -> None:
        if not (self.left <= self.right and self.top <= self.bottom):
            raise FigureError(
                f"a box from ({self.left:g}, {self.top:g}) to ({self.right:g}, {self.bottom:g}) is inside out; "
                "give left, top, right, bottom"
            )

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def contains(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether the point lies inside, or within ``margin`` pixels of the edge."""
        return self.left - margin <= x <= self.right + margin and self.top - margin <= y <= self.bottom + margin

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def union(self, other: Box) -> Box:
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def shift(self, dx: float, dy: float) -> Box:
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)


@attrs.frozen
class Word:
    """A piece of text on the figure.

    Attributes
    ----------
    text : str
    box : Box           Pixels, of the text as it lies on the page.
    score : float       How sure the reader is, in [0, 1]; 1 where the file itself says the text.
    angle : int         Reading direction in degrees counter-clockwise: 0, 90 or 270.
    color : tuple of 3  RGB in [0, 255] of the ink, or None where it was not measured.
    """

    text: str
    box: Box
    score: float = 1.0
    angle: int = 0
    color: tuple[int, int, int] | None = None


@attrs.frozen
class Path(Locked):
    """A stroked or filled outline of a vector file.

    Attributes
    ----------
    points : (k, 2) float    x, y in pixels, in drawing order; curved segments are flattened.
    starts : tuple of int    Index in ``points`` where each sub-path begins (the first is 0).
    stroke : RGB or None     Line colour; None where the path is not stroked.
    fill : RGB or None       Fill colour; None where the path is not filled.
    width : float            Line width in pixels.
    dashes : tuple of float  Dash pattern in pixels; empty where the line is solid.
    opacity : float          Of the stroke (or fill), in [0, 1].
    """

    points: Floats = array_field(floats)
    starts: tuple[int, ...] = (0,)
    stroke: tuple[int, int, int] | None = None
    fill: tuple[int, int, int] | None = None
    width: float = 1.0
    dashes: tuple[float, ...] = ()
    opacity: float = 1.0

    def __attrs_post_init__(self) -> None:
        if self.points.ndim != 2 or self.points.shape[1] != 2:
            raise FigureError(f"a path has points of shape {self.points.shape}; it must be (k, 2)")

    @property
    def box(self) -> Box:
        low, high = self.points.min(axis=0), self.points.max(axis=0)
        return Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    def subpaths(self) -> tuple[Floats, ...]:
        """The points of each sub-path, (k_i, 2)."""
        ends = (*self.starts[1:], len(self.points))
        return tuple(self.points[a:b] for a, b in zip(self.starts, ends, strict=True))


@attrs.frozen
class Source:
    """Where a figure came from.

    Attributes
    ----------
    name : str             File name, without folders.
    sha256 : str           Of the file's bytes.
    page : int             1-based page of a PDF or frame of a TIFF; 1 for other files.
    scale : float          Pixels of this figure per pixel (or per point, for PDF and SVG) of the file.
    angle : float          Degrees the scan was turned counter-clockwise to stand upright.
    origin : (x, y)        Where the figure's (0, 0) lies on the page, in the file's own units, after a crop.
    """

    name: str
    sha256: str = ""
    page: int = 1
    scale: float = 1.0
    angle: float = 0.0
    origin: tuple[float, float] = (0.0, 0.0)


@attrs.frozen
class Figure(Locked):
    """A figure: RGB pixels, and what the file itself says about its lines and words.

    Attributes
    ----------
    pixels : (h, w, 3) uint8    RGB, never BGR; transparency is laid on white.
    source : Source
    paths : tuple of Path       Empty for raster files.
    words : tuple of Word       Empty for raster files (reading them is the tracer's business).
    """

    pixels: Bytes = array_field(pixels)
    source: Source = Source("unnamed")
    paths: tuple[Path, ...] = ()
    words: tuple[Word, ...] = ()

    def __attrs_post_init__(self) -> None:
        if self.pixels.ndim != 3 or self.pixels.shape[2] != 3:
            raise FigureError(f"pixels have shape {self.pixels.shape}; a figure needs (height, width, 3) in RGB")

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def is_vector(self) -> bool:
        return bool(self.paths)
