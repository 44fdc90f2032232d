"""Where curves end that run on beyond the line of their x axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.trace import cv
from ipdrecon.trace.axes.tickmarks import LINE_CONTRAST
from ipdrecon.trace.lines.walk import dash_gap

#: A line that goes on this far beyond an axis is a curve, and gaps of dashes up to this are followed, in pixels: in a
#: large picture these are as wide as dashes may lie apart there.
CROSSING_PX, GAP_PX = 6, 8
#: Stretch of a line before it crosses an axis in which its dashes are seen, and the widest gap between two, as shares
#: of the height; the fewest gaps that tell, and how much wider others may be.
BEFORE, MOST, FEWEST, SPARE = 0.5, 0.06, 2, 1.2
#: Length of the last dash before the axis in widest gaps, at most: of dots and dashes these are four.
LONGEST = 4.5
#: Letters that rows of marks on a curve read like.
LIKE_MARKS = "HIil1tTxX"


def past_the_axis(
    contrast: Floats, words: Sequence[Word], right: float, rows: tuple[float, float], limit: float
) -> float:
    """Where curves end that run on beyond an axis line which ends at its last tick (R's ``bty = "n"``)."""
    top, bottom = max(0, int(rows[0])), int(rows[1]) - 3
    first, stop = int(right), int(min(limit, contrast.shape[1] - 1))
    before = max(0, first - CROSSING_PX)
    if stop - first < CROSSING_PX or bottom - top < 10:
        return right
    lit = contrast[top:bottom, before : stop + 1] > LINE_CONTRAST
    parts, _ = ndimage.label(lit, np.ones((3, 3)))
    line = np.isin(parts, np.setdiff1d(parts[:, 0], 0))  # letters do not hang together with a line, its marks do
    for word in words:
        if _has_letters(word):
            _cover(lit, word.box, top, before)
    lit |= line
    lines = _crossing(lit[:, : first - before + CROSSING_PX])
    whole = bool(lines)
    near = max(GAP_PX, dash_gap((bottom - top, first)))
    if not whole:  # no line goes on, level or down a step, or the gap of a dashed one lies there
        left = contrast[top:bottom, max(0, before - near) : before] > LINE_CONTRAST
        closed = cv.close(np.hstack([left, lit]), near + 1, 1)[:, left.shape[1] :]
        lines = _crossing(closed[:, : first - before + CROSSING_PX])
    gap = max((_gap_of(contrast[:, : before + 1], top + rows) for rows in lines), default=0.0)
    if not whole and gap == 0:
        return right
    widest = max(near, gap)
    lit = lit[:, first - before :]
    bare = np.flatnonzero(~lit.any(axis=0))
    gaps = np.split(bare, np.flatnonzero(np.diff(bare) > 1) + 1) if bare.size else []
    end = next((int(gap[0]) for gap in gaps if gap.size > widest or gap[-1] == lit.shape[1] - 1), lit.shape[1])
    return float(first + end - 1)


def _crossing(lit: Bools) -> list[Ints]:
    """Rows in which each line begins that runs from the first to the last column (h, w), level or down a step."""
    parts, _ = ndimage.label(lit, np.ones((3, 3)))
    across = set(parts[:, 0]) & set(parts[:, -1]) - {0}
    return [np.flatnonzero(parts[:, 0] == part) for part in sorted(across)]


def _gap_of(contrast: Floats, rows: Ints) -> float:
    """Widest gap between the dashes of a line on some rows before it crosses an axis; 0 where it has none.

    Gaps that its marks or other curves shorten are alike at most; the widest of a stretch says how wide they are drawn.
    A line that runs up to the axis whole has none: what stands apart before it are the falls of other curves.
    """
    stretch = max(int(BEFORE * contrast.shape[0]), 1)
    lit = (contrast[rows, -stretch:] > LINE_CONTRAST).any(axis=0)
    inked = np.flatnonzero(lit)
    gaps = np.diff(inked) - 1
    before = np.flatnonzero(gaps > 0)
    if before.size < FEWEST or gaps.max() > MOST * contrast.shape[0]:
        return 0.0
    last, widest = lit.size - int(inked[before[-1] + 1]), float(gaps.max())
    return SPARE * widest if last <= LONGEST * widest else 0.0


def _has_letters(word: Word) -> bool:
    """Whether a word holds letters or figures: the end of a curve reads as a dash, its marks as pluses."""
    return any(letter.isalnum() and letter not in LIKE_MARKS for letter in word.text)


def _cover(lit: Bools, box: Box, top: int, left: int) -> None:
    """Take the ink of a text, and its fringes, out of a mask whose corner is at (left, top)."""
    margin = 2 + 0.15 * box.height
    rows = slice(max(0, int(box.top - margin) - top), max(0, int(box.bottom + margin) + 1 - top))
    lit[rows, max(0, int(box.left - margin) - left) : max(0, int(box.right + margin) + 1 - left)] = False
