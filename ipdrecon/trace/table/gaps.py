"""Rows the detector overlooked: rows of a table are evenly spaced, so a gap of two or more rows holds another one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.table.line import Line, is_times

#: How even rows must stand, in row spacings, and how many rows may be missing from one gap.
EVEN, MOST_MISSING = 0.15, 3
#: Contrast of print with its paper, and the share of columns where some must stand.
CONTRAST, PRINTED = 60.0, 0.5
#: Share of its width a line of pixels covers that is ruled and no part of a figure.
RULED = 0.95


def missing_rows(
    figure: Figure, place: Floats, lines: Sequence[Line], rows: Sequence[Line], columns: Floats
) -> list[Line]:
    """Lines in the gaps between rows that hold print at the columns: those begun by the detector, or empty ones."""
    if len(rows) < 3:
        return []
    gaps = np.diff([row.y for row in rows])
    spacing = float(gaps.min())
    found = []
    for above, gap in zip(rows, gaps, strict=False):
        count = round(gap / spacing) - 1
        if not 1 <= count <= MOST_MISSING or abs(gap / spacing - count - 1) > EVEN * (count + 1):
            continue
        for number in range(1, count + 1):
            y = above.y + gap * number / (count + 1)
            begun = [line for line in lines if abs(line.y - y) < EVEN * spacing]
            if any((not line.cells and line.label) or (line.cells and is_times(line, columns)) for line in begun):
                continue  # a head between two blocks, or the labels of a table's own axis
            line = begun[0] if begun else Line(y, above.height, "", None, {})
            if _is_printed(figure, place, line, sorted(above.cells)):
                found.append(line)
    return found


def neighbours(lines: Sequence[Line], rows: Sequence[Line], columns: Floats) -> list[Line]:
    """Lines with few counts that stand one row's spacing above the first or below the last of evenly spaced rows."""
    if len(rows) < 2:
        return []
    gaps = np.diff([row.y for row in rows])
    spacing = float(gaps.min())
    if gaps.max() > (1 + EVEN) * spacing:
        return []
    at = (rows[0].y - spacing, rows[-1].y + spacing)
    near = [line for line, y in itertools.product(lines, at) if abs(line.y - y) < EVEN * spacing]
    first = min(rows[0].cells)
    found = [line for line in near if len(line.cells) >= 2 and min(line.cells) == first and not is_times(line, columns)]
    return [*found, *neighbours(lines, sorted([*rows, *found], key=lambda row: row.y), columns)] if found else []


def _is_printed(figure: Figure, place: Floats, line: Line, columns: Sequence[int]) -> bool:
    """Whether something is printed in a line at most of the columns."""
    half = 0.45 * line.height
    top, bottom = max(0, int(line.y - half)), int(line.y + half) + 1
    inked = 0
    for column in columns:
        left = max(0, int(place[column] - half))
        area = figure.pixels[top:bottom, left : int(place[column] + half) + 1].astype(np.float32)
        if area.size:
            paper = median_color(area)
            ink = from_color(area, paper) > CONTRAST
            ink[ink.mean(axis=1) > RULED] = False  # the frame of a table is no print
            inked += bool(ink.mean() > 0.03)
    return inked >= PRINTED * len(columns)
