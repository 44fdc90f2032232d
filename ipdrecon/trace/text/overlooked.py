"""Labels beside curves that the detector of text overlooked: pale small print in the curves' colours.

Letters are small pieces of ink that stand in a row, each by itself; a curve and its marks hang together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from scipy import ndimage

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.arms.beside import NO_NAME
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.text.inside import MARK_LETTERS
from ipdrecon.trace.text.places import Place, read_places

#: Contrast of ink with the paper.
CONTRAST = 60.0
#: Least and greatest height of a letter, and its greatest width, in heights of a line of text.
LOW, TALL, WIDE = 0.3, 1.1, 1.6
#: Widest gap between letters of a label, and the share of the lower one's rows two neighbours have in common.
GAP, SHARED = 0.5, 0.5
#: Fewest letters of a label, and the room it takes at least, in heights of a line.
FEWEST, LEAST = 4, 1.5
#: Least score of a text read where none was detected.
SURE = 0.8
#: How far right of its panel a label may stand, in panel widths.
RIGHT = 0.4


def overlooked_texts(figure: Figure, frame: Frame, words: Sequence[Word], height: float) -> list[Word]:
    """Texts in a plot and right of it that are no words yet; ``height`` is that of a line of text."""
    if figure.words:
        return []
    box = frame.box
    right = min([figure.width, box.right + RIGHT * box.width, *(o.left for o in frame.others if o.left > box.right)])
    top, left = max(0, int(box.top)), max(0, int(box.left) + 2)
    area = figure.pixels[top : int(box.bottom), left : int(right)].astype(np.float32)
    if min(area.shape[:2]) < 4:
        return []
    paper = median_color(area)
    parts, _ = ndimage.label(from_color(area, paper) > CONTRAST, np.ones((3, 3)))
    letters = []
    for where in ndimage.find_objects(parts):
        rows, columns = where
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        if not (LOW * height <= high <= TALL * height and wide <= WIDE * height):
            continue
        x, y = left + columns.start - 0.5, top + rows.start - 0.5
        piece = Box(x, y, x + wide, y + high)
        if not any(word.box.contains(*piece.center) for word in words):
            letters.append(piece)
    lines = [line for line in _lines(letters, height) if len(line) >= FEWEST]
    boxes = [_around(line) for line in lines]
    places = [Place(whole, 1.0) for whole in boxes if whole.width >= LEAST * height]
    return [word for word in read_places(figure, places) if word is not None and _is_label(word)]


def _is_label(word: Word) -> bool:
    text = word.text
    lettered = re.search(r"[A-Za-z]{2}", text) is not None and not MARK_LETTERS.match(text)
    return word.score >= SURE and lettered and not NO_NAME.search(text)


def _lines(letters: Sequence[Box], height: float) -> list[list[Box]]:
    """Letters by the line they stand in, from left to right."""
    lines: list[list[Box]] = []
    for letter in sorted(letters, key=lambda box: box.left):
        for line in lines:
            last = line[-1]
            shared = min(last.bottom, letter.bottom) - max(last.top, letter.top)
            near = letter.left - last.right <= GAP * height
            if near and shared >= SHARED * min(last.height, letter.height):
                line.append(letter)
                break
        else:
            lines.append([letter])
    return lines


def _around(line: Sequence[Box]) -> Box:
    whole = line[0]
    for letter in line[1:]:
        whole = whole.union(letter)
    return whole
