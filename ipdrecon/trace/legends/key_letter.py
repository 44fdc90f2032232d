"""Letters that stand alone and keys: labels of one that were read with the key before them ("-F"), and last ones."""

from __future__ import annotations

import re

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.legends.key_shapes import CONTRAST, SHORT
from ipdrecon.trace.legends.keys_as_words import READ_AS, is_drawn
from ipdrecon.trace.text.lettering import CAP_HEIGHT, DESCENT, estimated_width

#: A key as it is read, and the one letter behind it.
KEY_AND_LETTER = re.compile(rf"^[{READ_AS}]{{1,3}}\s*([A-Za-z0-9])$")
#: A text that ends in one letter.
LAST_ALONE = re.compile(r"\S\s+[A-Za-z0-9]$")
#: Least gap between a key and the letter, and what boxes of a reader leave beside one, in heights of the word's box.
BEHIND, BESIDE = 0.15, 0.1
#: How much wider than it is estimated a letter may be: fonts differ.
WIDE = 1.5


def without_key(figure: Figure, word: Word) -> Word:
    """The letter alone where a word, far wider than its letters, ends in one behind the key it was read with."""
    found = KEY_AND_LETTER.match(word.text.strip())
    if found is None or word.angle != 0 or not is_drawn(word):
        return word
    box = word.box
    left = max(0, int(box.left))
    patch = figure.pixels[max(0, int(box.top)) : int(box.bottom) + 1, left : int(box.right) + 1].astype(np.float32)
    paper = median_color(patch)
    lit = np.flatnonzero((from_color(patch, paper) > CONTRAST).any(axis=0))
    gaps = np.flatnonzero(np.diff(lit) > 1)
    if not gaps.size:
        return word
    first, last, before = (int(lit[k]) for k in (gaps[-1] + 1, -1, gaps[-1]))
    widest = WIDE * estimated_width(found.group(1), box.height / (CAP_HEIGHT + DESCENT))
    if first - before <= BEHIND * box.height or last - first + 1 > widest or before - lit[0] < SHORT * box.height:
        return word  # the word is a key alone, or another text
    room = BESIDE * box.height
    letter = Box(left + first - room, box.top, min(left + last + 1 + room, box.right), box.bottom)
    return attrs.evolve(word, text=found.group(1), box=letter)


def is_last_letter(word: Word, key: Box) -> bool:
    """Whether what stands at the right end of a text is the one letter the text ends in ("Arm B"): blurred, it is as
    full as the patch of a key."""
    return LAST_ALONE.search(word.text.strip()) is not None and key.center[0] <= word.box.right
