"""Entries of a legend's columns that the reader missed: a detector overlooks a name of one letter ("l", "1", "I").

Keys of a column stand one below the other, alike and evenly; the text behind one is read by recognition alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Bools
from ipdrecon.trace.axes.ticks import number
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.legends.key_shapes import CONTRAST
from ipdrecon.trace.legends.row_keys import HALF, READ, Found, is_key, key_of, text_behind
from ipdrecon.trace.text.places import Place, read_places

#: How far the keys of a column stand out of line, and are longer or shorter than each other, in text heights.
OUT_OF_LINE = 0.3
#: Nearest and farthest another key of the column stands, in heights of texts' boxes, which overlap in small print;
#: how far from where an even step from others leads, as a share of that; and most keys that were missed in one step.
NEAREST, FARTHEST, UNEVEN, MISSED = 0.7, 2.6, 0.12, 2
#: Bare room before a key and between it and its text, in text heights, and how much longer or shorter than others it
#: is, as a share: the last gap of dashes is not seen.
APART, BEFORE_TEXT, LONGER = 0.25, 0.2, 0.15
#: Share of a key's length that its line covers (dashes leave gaps), and the thickest line, in text heights.
COVERS, THICK = 0.45, 0.4
#: Least height of a bar that is a letter, in text heights, its greatest width against that, and how sure it is.
BAR_HIGH, BAR_WIDE, BAR_SCORE = 0.3, 0.35, 0.6
#: How far behind its key a text that has been read begins, in text heights, and letters from which it is a whole one.
BEHIND, WHOLE = 1.8, 3


def missing_below(
    figure: Figure, keys: Sequence[Box], texts: Sequence[Box], words: Sequence[Word], line: float
) -> list[Found]:
    """Texts of at most a few letters behind further keys above, below and between those of a column.

    ``texts`` are those of known entries, ``line`` is the height of a text; a file's own text is whole.
    """
    if figure.words:
        return []
    places = [
        (key, text)
        for column in _columns(keys, line)
        for key in _further(figure, column, line)
        if not _is_read(key, texts, words, line) and (text := text_behind(figure, key, None, line)) is not None
    ]
    read = read_places(figure, [Place(box, 1.0) for _, box in places])
    named = [(key, _name(box, word, line)) for (key, box), word in zip(places, read, strict=True)]
    return [Found(word, key_of(figure, key, line)) for key, word in named if word is not None]


def _name(box: Box, word: Word | None, line: float) -> Word | None:
    """What was read behind a key; a bar alone, in which no letter is recognised, is one that is a bar."""
    if word is not None and word.score > READ and re.search(r"[A-Za-z0-9]", word.text):
        return word
    bar = box.height > BAR_HIGH * line and box.width < BAR_WIDE * box.height
    return Word("l", box, BAR_SCORE) if bar else None


def _columns(keys: Sequence[Box], line: float) -> list[list[Box]]:
    """Keys that stand one below the other, from top to bottom."""
    columns: list[list[Box]] = []
    for key in sorted(keys, key=lambda box: box.top):
        slack = OUT_OF_LINE * line
        column = next((c for c in columns if max(abs(c[0].left - key.left), abs(c[0].right - key.right)) < slack), None)
        if column is None:
            columns.append([key])
        else:
            column.append(key)
    return columns


def _further(figure: Figure, column: Sequence[Box], line: float) -> list[Box]:
    """Level lines in the column of known keys that stand free and evenly with these, as boxes like theirs."""
    like, rows = column[0], np.array([key.center[1] for key in column])
    left, right = round(like.left + 0.5), round(like.right - 0.5)
    top, bottom = max(0, int(rows[0] - FARTHEST * line)), min(figure.height, int(rows[-1] + FARTHEST * line) + 1)
    aside, longer = max(1, round(APART * line)), round(LONGER * like.width)
    first = max(0, left - longer - aside)
    patch = figure.pixels[top:bottom, first : right + 1 + longer + aside].astype(np.float32)
    if min(patch.shape[:2]) < 3:
        return []
    ink: Bools = np.asarray(from_color(patch, median_color(patch)) > CONTRAST)
    half = round(HALF * line)
    lit = np.flatnonzero(ink[:, left - first : right + 1 - first].mean(axis=1) > COVERS)
    found: list[Box] = []
    for run in np.split(lit, np.flatnonzero(np.diff(lit) > 1) + 1) if lit.size else []:
        middle = round(float(run.mean()))
        row = min(half, middle)
        around = ink[middle - row : middle + half + 1]
        columns = np.flatnonzero(around.any(axis=0))
        begin = int(columns[0])
        last = begin + like.width - 1 - longer - 1  # the text may stand close behind, before the longest key would end
        room = np.diff(columns, append=around.shape[1]) > max(1, round(BEFORE_TEXT * line))
        ends = columns[room & (columns >= last)]
        if not ends.size:
            continue
        end = int(ends[0])
        free = begin >= aside
        thin = run.size <= max(3, THICK * line)
        alike = abs(end - begin + 1 - like.width) <= longer + 1
        even = _is_even(top + middle, rows, line)
        if thin and free and alike and even and is_key(around[:, begin : end + 1], row, like, line):
            y, height = float(top + run.mean()), like.height / 2
            found.append(Box(first + begin - 0.5, y - height, first + end + 0.5, y + height))
    return found


def _is_even(row: float, rows: np.ndarray[tuple[int], np.dtype[np.float64]], line: float) -> bool:
    """Whether a row is apart from those of known keys, and as far from the nearest as these are from each other.

    Where all keys between two known ones were missed, it stands in an even part of their step.
    """
    nearest = float(np.abs(rows - row).min())
    if not NEAREST * line <= nearest <= FARTHEST * line:
        return False
    steps = np.diff(rows).min() / np.arange(1, MISSED + 2) if rows.size > 1 else np.array([nearest])
    return bool((np.abs(nearest - steps) <= UNEVEN * steps).any())


def _is_read(key: Box, texts: Sequence[Box], words: Sequence[Word], line: float) -> bool:
    """Whether a text behind a key has been read, or numbers are: those of a table's row."""
    level = [w for w in words if w.angle == 0 and abs(w.box.center[1] - key.center[1]) < 0.5 * line]
    near = [w for w in level if -0.5 * line < w.box.left - key.right < BEHIND * line]
    known = any(abs(text.center[1] - key.center[1]) < 0.5 * line and text.left >= key.center[0] for text in texts)
    counts = sum(number(w.text) is not None and w.box.left > key.right for w in level)
    return known or counts > 1 or any(len(w.text.strip()) >= WHOLE for w in near)
