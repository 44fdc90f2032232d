"""Rows of censor marks that a reader of text takes for a word: their curve runs through it from end to end."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ipdrecon.figure import Word
from ipdrecon.frozen import Bools, Ints
from ipdrecon.trace.cv import Image
from ipdrecon.trace.inks.contrast import distance, median_color
from ipdrecon.trace.lines.dashes import across_gaps

#: Letters that ticks, pluses, crosses and circles on a line look like, and the share of a word that they are. A fall to
#: the line of a plus is a "4".
LIKE_MARKS, MOSTLY = frozenset("4EFHILTJUilt1|+#xX*oO0Q8"), 0.7
#: Letters that ticks are read as where they stand on a dashed line, what hair and dashes beside them are, and fewest of
#: them that are no name: nearly all letters have a middle bar or foot in line, which gaps between letters look like.
LIKE_TICKS, BESIDE_TICKS, LEAST_TICKS = frozenset("EFHIKLMNTUWilt1|+#"), frozenset("-–—\"'`.,_"), 7
#: The same of circles and squares, which dashes run through or into: figures with a point are none.
LIKE_RINGS, BESIDE_RINGS, LEAST_RINGS = frozenset("adeoOQD08"), frozenset("-–—_1l"), 5
#: Fewest times that one letter alone makes no word.
LEAST_ALIKE = 5
#: Widest gap between dashes in heights of a tick.
DASH_GAP = 0.5
#: Contrast from which a pixel is ink; by how many pixels a box is read too wide, and how far beyond it ink of a
#: curve goes on, in heights of the box.
INK, SLACK_PX, BEYOND = 60.0, 2, 0.5
#: Share of the box at its top where a line is a frame's above it: marks stand on their line.
FRAMED = 0.2


def is_row_of_marks(pixels: Image, word: Word) -> bool:
    """Whether letters that marks look like stand on one line of a curve that goes on, or falls, before or behind them.

    The last level of a curve may begin and end with them: the fall to it hangs together with what came before. Letters
    are never joined from the first to the last, and a name that is printed over a curve is seldom made of such letters
    alone. A dashed line runs through many ticks alone, since gaps between letters look like those of dashes. One letter
    again and again is no word: a curve may lead through such marks, and fall between them.

    Parameters
    ----------
    pixels : (h, w, 3) uint8    The figure.
    """
    letters = word.text.replace(" ", "")
    one = len(letters) >= LEAST_ALIKE and letters.isalpha() and len(set(letters)) == 1
    many = not one and _are_many_marks(letters)
    if word.angle or not (one or many or sum(letter in LIKE_MARKS for letter in letters) >= MOSTLY * len(letters)):
        return False
    box = word.box
    tall = int(np.ceil(box.height))
    gap = int(DASH_GAP * tall) if many else 0
    aside = SLACK_PX + int(BEYOND * tall) + gap
    first, last = int(box.left) + SLACK_PX, int(np.ceil(box.right)) - SLACK_PX
    top, left, above = int(box.top), int(box.left) - aside, int(box.top) - tall
    if min(above, left) < 0 or last <= first:
        return False
    area = pixels[above : top + 2 * tall + 1, left : last + SLACK_PX + aside].astype(np.float32)
    paper = median_color(area)
    drawn: Bools = distance(area, paper[None, None, :]) > INK
    if many:
        drawn = across_gaps(drawn, gap, gap)
    if one:
        return _hang_together(drawn[tall : 2 * tall + 1, first - left : last - left + 1])
    begin = tall + int(FRAMED * tall)
    ink = drawn[begin : 2 * tall + 1, first - left : last - left + 1]
    lit = np.flatnonzero(ink.any(axis=0)) if many else np.array([0, last - first])
    if lit.size == 0:
        return False
    through = ink[:, lit[0] : lit[-1] + 1].all(axis=1)
    return bool(through.any()) and _leads_out(drawn, begin + np.flatnonzero(through), first - left + int(lit[0]))


def _are_many_marks(letters: str) -> bool:
    """Whether so many letters are nothing but uprights, or nothing but rings, that they are no name."""
    kinds = ((LIKE_TICKS, BESIDE_TICKS, LEAST_TICKS), (LIKE_RINGS, BESIDE_RINGS, LEAST_RINGS))
    return any(
        set(letters) <= like | beside and sum(letter in like for letter in letters) >= least
        for like, beside, least in kinds
    )


def _hang_together(ink: Bools) -> bool:
    """Whether the ink (h, w) of a word's box hangs together from its one side to the other."""
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    sides = [set(np.unique(side[side > 0])) for side in (parts[:, :SLACK_PX], parts[:, -SLACK_PX:])]
    return bool(sides[0] & sides[1])


def _leads_out(drawn: Bools, rows: Ints, column: int) -> bool:
    """Whether the line at one of ``rows`` in a column hangs together with what leaves the surroundings of its word."""
    parts, _ = ndimage.label(drawn, np.ones((3, 3)))
    edges = np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])
    return bool(np.isin(parts[rows, column], edges).any())
