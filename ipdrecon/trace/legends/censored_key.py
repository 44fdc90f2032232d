"""Entries of a legend that call a mark censored: alone ("+ Censored", SAS) or on its line ("Drug-censored", SPSS)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from ipdrecon.figure import Figure, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.inks.color_distance import color_distance
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.legends.entry import LegendEntry

#: What such an entry says; the mark may have been read with it.
CALLED = re.compile(r"^\W*(?:\w\W+)?censor(?:ed|ing)?\b", re.IGNORECASE)
#: What the entry of a mark on a curve's line says, behind the curve's name or alone.
CENSORED = re.compile(r"(?:^|.*\W)censored$", re.IGNORECASE)
NOT_CENSORED = re.compile(r"\bno[nt]\W?censored$", re.IGNORECASE)
CENSORED_LAST = re.compile(r"\W*censored$", re.IGNORECASE)
#: Distance up to which two keys are of one colour.
SAME_COLOR = 0.1
#: How far left of the text's box the mark stands at most, how far into it, and its size, in text heights.
BEFORE, INTO, SMALLEST, LARGEST = 3.0, 1.6, 0.3, 1.3
#: Contrast with the paper from which a pixel is ink.
CONTRAST = 40.0
#: Least share of its middle row and column that a plus covers, and most of its corners.
ARMS, CORNERS = 0.9, 0.15
#: Most by which it may be wider than high, as a share.
SQUARE = 0.3


def parted_by_use(entries: Sequence[LegendEntry]) -> tuple[tuple[LegendEntry, ...], tuple[LegendEntry, ...]]:
    """Entries of curves, and those that show the marks of these on a piece of their lines.

    A curve has one such entry at most: where there are more, they name curves after all, and so does one that has
    neither the name of another before the word nor, in a legend of several colours, the colour of another.
    """
    if any(NOT_CENSORED.search(entry.label) for entry in entries):
        return tuple(entries), ()
    marks = tuple(entry for entry in entries if CENSORED.match(entry.label.strip()) and _is_of_other(entry, entries))
    curves = tuple(entry for entry in entries if entry not in marks)
    return (curves, marks) if len(marks) <= len(curves) else (tuple(entries), ())


def _is_of_other(entry: LegendEntry, entries: Sequence[LegendEntry]) -> bool:
    name = _letters(CENSORED_LAST.sub("", entry.label))
    others = [other for other in entries if other is not entry]
    if not name or any(_letters(other.label) == name for other in others):
        return True
    alike = [color_distance(entry.color, other.color) < SAME_COLOR for other in others]
    return any(alike) and not all(alike)


def _letters(label: str) -> str:
    return "".join(letter for letter in label.lower() if letter.isalnum())


def mark_called_censored(figure: Figure, words: Sequence[Word]) -> Upright | None:
    """The upright of the plus that an entry calls censored; None where there is no such entry."""
    for word in words:
        if CALLED.match(word.text.strip()) and (shape := _plus_before(figure, word)) is not None:
            return shape
    return None


def _plus_before(figure: Figure, word: Word) -> Upright | None:
    box, line = word.box, word.box.height
    rows = slice(max(0, int(box.top - 0.2 * line)), int(box.bottom + 0.2 * line) + 1)
    columns = slice(max(0, int(box.left - BEFORE * line)), int(box.left + INTO * line) + 1)
    area = figure.pixels[rows, columns].astype(np.float32)
    if min(area.shape[:2]) < 5:
        return None
    away = from_color(area, median_color(area))
    parts, _ = ndimage.label(away > CONTRAST, np.ones((3, 3)))
    for number, (y, x) in enumerate(ndimage.find_objects(parts), start=1):
        high, wide = y.stop - y.start, x.stop - x.start
        if min(high, wide) < max(5.0, SMALLEST * line) or max(high, wide) > LARGEST * line:
            continue
        if abs(high - wide) <= SQUARE * max(high, wide):
            ink = np.where(parts[y, x] == number, away[y, x], 0.0)
            if (shape := _plus(np.clip(ink / np.quantile(ink[ink > 0], 0.9), 0.0, 1.0))) is not None:
                return shape
    return None


def _plus(cover: Floats) -> Upright | None:
    """A plus as its upright, by the coverage (h, w) of the pixels around it; None where it is none."""
    row, column = int(cover.mean(axis=1).argmax()), int(cover.mean(axis=0).argmax())
    arms = min(float((cover[row] > 0).mean()), float((cover[:, column] > 0).mean()))
    high, wide = (max(1, size // 3) for size in cover.shape)
    ends = (slice(None, high), slice(-high, None)), (slice(None, wide), slice(-wide, None))
    corners = max(float(cover[rows, columns].mean()) for rows in ends[0] for columns in ends[1])
    if arms < ARMS or corners > CORNERS:
        return None
    strokes = cover[[*range(high), *range(-high, 0)]].sum(axis=1)
    half = float(cover[:, column].sum()) / 2
    return Upright(half, half, float(np.median(strokes)), runs=1)
