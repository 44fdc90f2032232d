"""Where curves end that run on beyond the line of their x axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.tickmarks import LINE_CONTRAST

#: A line that goes on this far beyond an axis is a curve, and its dashes lie closer than this, in pixels.
CROSSING_PX, GAP_PX = 6, 8
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
    crossing, _ = ndimage.label(lit[:, : first - before + CROSSING_PX], np.ones((3, 3)))
    if not set(crossing[:, 0]) & set(crossing[:, -1]) - {0}:  # no line goes on, level or down a step
        return right
    lit = lit[:, first - before :]
    bare = np.flatnonzero(~lit.any(axis=0))
    gaps = np.split(bare, np.flatnonzero(np.diff(bare) > 1) + 1) if bare.size else []
    widest = max(GAP_PX, 0.02 * (bottom - top))
    end = next((int(gap[0]) for gap in gaps if gap.size > widest or gap[-1] == lit.shape[1] - 1), lit.shape[1])
    return float(first + end - 1)


def _has_letters(word: Word) -> bool:
    """Whether a word holds letters or figures: the end of a curve reads as a dash, its marks as pluses."""
    return any(letter.isalnum() and letter not in LIKE_MARKS for letter in word.text)


def _cover(lit: Bools, box: Box, top: int, left: int) -> None:
    """Take the ink of a text, and its fringes, out of a mask whose corner is at (left, top)."""
    margin = 2 + 0.15 * box.height
    rows = slice(max(0, int(box.top - margin) - top), max(0, int(box.bottom + margin) + 1 - top))
    lit[rows, max(0, int(box.left - margin) - left) : max(0, int(box.right + margin) + 1 - left)] = False
