"""Samples of a legend drawn in one ink, though it lies within one row of pixels in some and in two in others."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure
from ipdrecon.trace.cv import Image
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_shapes import CONTRAST
from ipdrecon.trace.lines.stroke import is_neutral

#: Ink across one sample against another's up to which both are one ink, and most rows a thin line shades, in pixels of
#: its own colour: wider ones show their colour wherever they lie.
AS_MUCH, THIN_PX = 1.18, 1.6
#: Longest dash that is a dot, in pixels, and share of the line's ink that its columns hold at least.
DOT_PX, DOTTED = 1.5, 0.52
#: Quantile of a sample's columns that shows its line: ends of dashes hold less, marks on it more; and grey levels up to
#: which its ground varies.
PLAIN, NOISE = 0.6, 12.0


def with_one_ink(figure: Figure, entries: Sequence[LegendEntry]) -> tuple[LegendEntry, ...]:
    """The entries, a thin grey sample in the colour of the darkest one that holds as much ink across.

    How dark a thin line shows depends on where it lies between the rows of pixels; how much ink it holds does not, but
    for dots narrower than their column. Two whole lines are drawn in two inks, or nothing tells their curves apart.
    """
    grounds = [_ground_of(figure, entry) for entry in entries]
    across = [_ink_across(figure, entry, ground) for entry, ground in zip(entries, grounds, strict=True)]

    def own(entry: LegendEntry, ink: float, ground: Layer) -> LegendEntry:
        same = [
            other.color
            for other, theirs, its in zip(entries, across, grounds, strict=True)
            if other.color is not None and 0 < theirs < THIN_PX * _contrast(other.color, its)
            if theirs < AS_MUCH * ink or (entry.dashes and entry.dashes[0] <= DOT_PX and ink > DOTTED * theirs)
            if ink < AS_MUCH * theirs and (other is entry or other.dashes or entry.dashes)
        ]
        if ink == 0 or not same:
            return entry
        return attrs.evolve(entry, color=max(same, key=lambda color: _contrast(color, ground)))

    return tuple(own(entry, ink, ground) for entry, ink, ground in zip(entries, across, grounds, strict=True))


def _contrast(color: tuple[int, int, int], ground: Layer) -> float:
    return abs(float(np.mean(ground)) - float(np.mean(color)))


def _ground_of(figure: Figure, entry: LegendEntry) -> Layer:
    """Colour (3,) of the rows above and below a sample; white where an entry has none."""
    if entry.sample is None:
        return np.full(3, 255.0, np.float32)
    return median_color(_rows_of(figure, entry.sample)[[0, -1]])


def _ink_across(figure: Figure, entry: LegendEntry, ground: Layer) -> float:
    """Grey levels that the line of a grey sample differs from its ground, down a column; 0 where it is no such line."""
    if entry.sample is None or entry.color is None or not is_neutral(np.array(entry.color, np.float32)):
        return 0.0
    ink = from_color(_rows_of(figure, entry.sample), ground)
    columns = np.where(ink > NOISE, ink, 0.0).sum(axis=0)[ink.max(axis=0) > CONTRAST]
    return float(np.quantile(columns, PLAIN)) if columns.size else 0.0


def _rows_of(figure: Figure, sample: Box) -> Image:
    """Pixels of a sample and the rows beside it."""
    rows = slice(max(0, int(sample.top) - 1), int(np.ceil(sample.bottom)) + 2)
    return figure.pixels[rows, max(0, round(sample.left + 0.5)) : round(sample.right + 0.5)]
