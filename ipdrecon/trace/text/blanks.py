"""Blanks between words, set where the print shows them: the recogniser drops narrow ones and misplaces others."""

from __future__ import annotations

import re

import attrs
import numpy as np

from ipdrecon.figure import Word
from ipdrecon.frozen import Bytes, Floats
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.text.lettering import CAP_HEIGHT, DESCENT, estimated_width

#: Height of letters without stems, in font sizes.
X_HEIGHT = 0.54
#: Letters that reach below the line, and those that reach no higher than an x.
DEEP, LOW = frozenset("gjpqyQ,;()[]|"), frozenset("acemnorsuvwxzgpqy.,:;+-~=_")
#: Bare columns between two letters that are a blank, in font sizes: a blank is 0.28 and the room beside letters.
BLANK = 0.22
#: The same beside characters that stand in much room of their own.
BLANK_BESIDE_NARROW, NARROW = 0.34, frozenset("1.,:;'|")
#: What never begins a word: the blank stands behind it.
CLOSING = frozenset(",;)]%")
#: Share of the letters beyond which gaps are no blanks but spaced or broken print.
MOST_BLANKS = 0.35
#: Weight of a blank the recogniser saw, and greatest misfit of a word's width, both in font sizes.
SEEN, MISFIT = 0.3, 0.75
#: Contrast from which a column holds ink, as a share of the print's own.
INK_SHARE = 0.3


def with_blanks(pixels: Bytes, word: Word) -> Word:
    """The word with its blanks where its letters stand apart.

    Wide gaps of the print are matched with the boundaries between letters so that the words' widths agree best with
    those of the letters (dynamic programming); where they do not agree, the text stays as it was read.
    """
    letters = word.text.replace(" ", "")
    if word.angle != 0 or len(letters) < 4 or not re.search(r"[A-Za-z]{2}", letters):
        return word
    print_ = _columns(pixels, word)
    if print_ is None:
        return word
    cover, height = print_
    lit = cover > INK_SHARE
    edges = edges_of(lit)
    begins, ends = edges[::2], edges[1::2]
    size = height / _print_height(letters)
    if len(begins) < 2:
        return word
    # Edges are blends with the paper: the columns at a gap's ends are bare in part.
    gaps = np.array([float((1.0 - cover[a - 1 : b + 1]).sum()) for a, b in zip(ends[:-1], begins[1:], strict=True)])
    wide = np.flatnonzero(gaps > max(BLANK * size, 1.5 * float(np.median(gaps))))
    if wide.size == 0 or wide.size > MOST_BLANKS * len(letters):
        return word
    first, last = np.concatenate([[0], wide + 1]), np.concatenate([wide, [len(begins) - 1]])
    cuts = _cuts(letters, (ends[last] - begins[first]) / size, _seen(word.text))
    if cuts is None:
        return word
    seen = _seen(word.text)
    cuts = [cut + (letters[cut] in CLOSING and cut not in seen and cut + 1 < len(letters)) for cut in cuts]
    kept = [
        cut
        for cut, gap in zip(cuts, gaps[wide], strict=True)
        if cut in seen or gap > BLANK_BESIDE_NARROW * size or not {letters[cut - 1], letters[cut]} & NARROW
    ]
    return attrs.evolve(word, text="".join((" " if i in kept else "") + ch for i, ch in enumerate(letters)))


def _columns(pixels: Bytes, word: Word) -> tuple[Floats, float] | None:
    """Strongest ink of each column of a word's box, as a share of the print's, and the print's height in pixels."""
    box = word.box
    r0, r1 = max(0, int(box.top)), min(pixels.shape[0], int(np.ceil(box.bottom)) + 1)
    c0, c1 = max(0, int(box.left)), min(pixels.shape[1], int(np.ceil(box.right)) + 1)
    area = pixels[r0:r1, c0:c1].astype(np.float32)
    if min(area.shape[:2]) < 4:
        return None
    contrast = from_color(area, median_color(area))
    ink = contrast > INK_SHARE * contrast.max()
    rows = np.flatnonzero(ink.sum(axis=1) > 0.02 * ink.shape[1])
    if rows.size < 4:
        return None
    cover = contrast[rows[0] : rows[-1] + 1].max(axis=0) / np.quantile(contrast[ink], 0.9)
    return np.minimum(cover, 1.0).astype(np.float64), float(rows[-1] - rows[0] + 1)


def _print_height(letters: str) -> float:
    """Height from the top of the highest to the foot of the deepest letter, in font sizes."""
    top = X_HEIGHT if set(letters) <= LOW else CAP_HEIGHT
    return top + (DESCENT if set(letters) & DEEP else 0.0)


def _seen(text: str) -> set[int]:
    """Letters before which the recogniser saw a blank, counted without blanks."""
    found, count = set(), 0
    for part in text.split(" ")[:-1]:
        count += len(part)
        found.add(count)
    return found


def _cuts(letters: str, widths: Floats, seen: set[int]) -> list[int] | None:
    """First letters of all words but the first, for words of the given widths (font sizes); None where none fit."""
    advance = np.array([estimated_width(ch, 1.0) for ch in letters])
    advance *= float(widths.sum()) / float(advance.sum())
    ends = np.concatenate([[0.0], np.cumsum(advance)])
    count = len(letters)
    cost = np.full((len(widths), count + 1), np.inf)
    back = np.zeros((len(widths), count + 1), int)
    cost[0, 1:] = (ends[1:] - widths[0]) ** 2
    for k in range(1, len(widths)):
        for end in range(k + 1, count + 1):
            starts = np.arange(k, end)
            given = np.where([int(b) in seen for b in starts], 0.0, SEEN**2)
            trial = cost[k - 1, k:end] + given + (ends[end] - ends[starts] - widths[k]) ** 2
            best = int(np.argmin(trial))
            cost[k, end], back[k, end] = trial[best], k + best
    cuts = [count]
    for k in range(len(widths) - 1, -1, -1):
        begin = int(back[k, cuts[-1]]) if k else 0
        if abs(ends[cuts[-1]] - ends[begin] - widths[k]) > MISFIT:
            return None
        cuts.append(begin)
    return cuts[-2:0:-1]
