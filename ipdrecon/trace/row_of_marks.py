"""Rows of censor marks that a reader of text takes for a word: their curve runs through it from end to end."""

from __future__ import annotations

import numpy as np

from ipdrecon.figure import Word
from ipdrecon.trace.contrast import distance
from ipdrecon.trace.cv import Image

#: Letters that ticks, pluses, crosses and circles on a line look like, and the share of a word that they are.
LIKE_MARKS, MOSTLY = frozenset("EFHILTJUilt1|+#xX*oO0Q8"), 0.7
#: Contrast from which a pixel is ink; by how many pixels a box is read too wide, and how far beyond it the line goes
#: on, in heights of the box.
INK, SLACK_PX, BEYOND = 60.0, 2, 0.5
#: Share of the box at its top where a line is a frame's above it: marks stand on their line.
FRAMED = 0.2


def is_row_of_marks(pixels: Image, word: Word) -> bool:
    """Whether letters that marks look like stand on one line that goes on before or behind them.

    Letters are never joined from the first to the last, and the stroke of a name that is printed over a curve is as
    seldom made of such letters alone.

    Parameters
    ----------
    pixels : (h, w, 3) uint8    The figure.
    """
    letters = word.text.replace(" ", "")
    if word.angle or sum(letter in LIKE_MARKS for letter in letters) < MOSTLY * len(letters):
        return False
    box = word.box
    tall = int(np.ceil(box.height))
    aside = SLACK_PX + int(BEYOND * tall)
    first, last = int(box.left) + SLACK_PX, int(np.ceil(box.right)) - SLACK_PX
    top, left, above = int(box.top), int(box.left) - aside, int(box.top) - tall
    if min(above, left) < 0 or last <= first:
        return False
    area = pixels[above : top + 2 * tall + 1, left : last + SLACK_PX + aside].astype(np.float32)
    paper = np.median(area.reshape(-1, 3), axis=0)
    ink = distance(area[tall + int(FRAMED * tall) : 2 * tall + 1], paper[None, None, :]) > INK
    first, last = first - left, last - left
    through = ink[:, first : last + 1].all(axis=1)
    leads_on = ink[:, :first].all(axis=1) | ink[:, last:].all(axis=1)
    return bool((through & leads_on).any())
