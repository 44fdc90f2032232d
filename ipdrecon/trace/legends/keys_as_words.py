"""Keys of legends that were read as words: told by what they are read as, and by their ink."""

from __future__ import annotations

import re

import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.legends.key_shapes import ARM, CONTRAST, FAR, GAP, LONG, MIDDLE, SHORTEST, THICK, with_rings_filled
from ipdrecon.trace.legends.key_stairs import BARE, stairs_in
from ipdrecon.trace.legends.key_tile import is_on_tile
from ipdrecon.trace.text.lettering import CAP_HEIGHT, DESCENT, estimated_width

#: A text read this much wider than its letters are is no text but a key.
STRETCHED = 1.9
#: How far a line runs on beyond a letter that is the cross on it, in text heights.
BEYOND = 0.1
#: Most of a letter's height that the ends of a line with a cross on it cover, where letters have stems.
STEMLESS = 0.75
#: Most letters that keys are read as, and that stairs are.
MOST_LETTERS, STAIRS_LETTERS = 4, 2
#: What keys are read as (Greek: a circle on a line): their letters; alone, and before the text they belong to.
READ_AS = r"-+|=—–_±十~→←*×φΦθΘ一ー丨中田申由"
SYMBOL = re.compile(rf"^[{READ_AS}]+$")
#: What a line with a mark on it, or ggplot2's own letter, is read as where it stands alone on a tile.
LIKE_MARKS = re.compile(rf"^[{READ_AS}XxOo0IlHTt·.:a]+$")
#: A mark between two dashes, read as a letter or a figure.
MARK_ON_DASHES = re.compile(rf"^[{READ_AS}]+\w[{READ_AS}:.]+$")
BEFORE_TEXT = re.compile(rf"^(?:(?:[{READ_AS}·]\s*){{1,4}}|[HIltTEF十]{{1,2}}\s+)(?=[A-Za-z0-9<>≤≥(].)")


def is_drawn(word: Word) -> bool:
    """Whether a word is no text but a key that was read as some."""
    text = word.text.strip()
    if SYMBOL.match(text) or MARK_ON_DASHES.match(text) or not re.search(r"\w", text):
        return True
    size = word.box.height / (CAP_HEIGHT + DESCENT)
    return len(text) <= 2 and word.box.width > STRETCHED * estimated_width(text, size)


def is_key_on_tile(figure: Figure, word: Word, line: float) -> bool:
    """Whether a word is a key that stands alone on a tile, by the letters that lines and marks are read as."""
    return bool(LIKE_MARKS.match(word.text.strip())) and is_on_tile(figure, word.box, line)


def is_key_by_ink(figure: Figure, word: Word, line: float) -> bool:
    """Whether a word is a key by its ink: small stairs, a "2", a "7" to the reader, a line with a ring, a "101", the
    cross on one, read as one letter, or whatever stands on a tile.

    Letters stand apart and are high: no row of ink runs through several of them that is all there is at both ends, and
    none but a rule or a curve through one alone and on beyond it.
    """
    box, beside, letters = word.box, BARE * line, len(word.text.strip())
    if letters > MOST_LETTERS or box.width > FAR * line:
        return False
    if is_key_on_tile(figure, word, line):
        return True
    rows = slice(max(0, int(box.top)), int(box.bottom) + 1)
    patch = figure.pixels[rows, max(0, int(box.left - beside)) : int(box.right) + 2]
    ink = np.asarray(from_color(patch, median_color(patch)) > CONTRAST)
    if letters <= STAIRS_LETTERS and stairs_in(ink, line, 0, FAR * line) is not None:
        return True
    if letters == 1:
        return _has_line_through(figure, box, line) or _is_line_with_cross(figure, box, line)
    own = with_rings_filled(ink, line, gap=round(GAP * line))[:, np.flatnonzero(ink.any(axis=0))]
    if own.shape[1] < SHORTEST * line or not own.all(axis=1).any():
        return False
    high = len(own) - own.argmax(axis=0) - own[::-1].argmax(axis=0)
    arm = max(2, round(ARM * line))
    return bool(max(np.median(high[:arm]), np.median(high[-arm:])) <= max(3.0, 0.5 * THICK * line))


def _has_line_through(figure: Figure, box: Box, line: float) -> bool:
    """Whether a thin line goes on beyond both sides of a letter, and ends as keys do: rules and curves run on."""
    top, left = max(0, int(box.top)), max(0, int(box.left - LONG * line))
    wide = figure.pixels[top : int(box.bottom) + 1, left : int(box.right + LONG * line) + 1]
    inside = slice(max(0, int(box.left - BEYOND * line)) - left, int(box.right + BEYOND * line) + 1 - left)
    through = wide[:, inside]
    rows = np.flatnonzero((from_color(through, median_color(through)) > CONTRAST).all(axis=1))
    if not 0 < rows.size <= THICK * len(wide):
        return False
    row = wide[rows[rows.size // 2]]
    apart = np.flatnonzero(from_color(row[None], median_color(row[inside]))[0] > CONTRAST)
    before, after = apart[apart < inside.start], apart[apart >= inside.stop]
    return bool(before.size and after.size and after[0] - before[-1] <= LONG * line)


def _is_line_with_cross(figure: Figure, box: Box, line: float) -> bool:
    """Whether a letter is all of a short line with a cross on it, in a box that reaches beyond both of its ends.

    No letter so wide has a bar from end to end in its middle without stems at the ends of that.
    """
    patch = figure.pixels[max(0, int(box.top)) : int(box.bottom) + 1, max(0, int(box.left)) : int(box.right) + 1]
    ink = np.asarray(from_color(patch, median_color(patch)) > CONTRAST)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not columns.size or columns[0] == 0 or columns[-1] == ink.shape[1] - 1 or np.ptp(columns) < SHORTEST * line:
        return False
    own = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    bar = np.flatnonzero(own.all(axis=1))
    if not 0 < bar.size <= THICK * len(own) or abs(bar.mean() - (len(own) - 1) / 2) > MIDDLE * len(own):
        return False
    arm = max(2, round(ARM * line))
    return bool(max(own[:, :arm].sum(axis=0).max(), own[:, -arm:].sum(axis=0).max()) <= STEMLESS * len(own))
