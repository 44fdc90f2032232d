"""What a cell of a table says: a count, and what stands in brackets behind it."""

from __future__ import annotations

import re

import attrs
import numpy as np

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.lettering import estimated_width
from ipdrecon.trace.ticks import DIGITS

#: A cell: a count, and in brackets a second one (events so far, or a percentage that is left alone).
CELL = re.compile(r"^\D{0,1}?(\d{1,3}(?:[, ]\d{3})+|\d{1,6})\s*(?:\(\s*(\d{1,6})\s*(%?)\s*\)?)?[.,'`]?$")
#: Cells in a row of text.
COUNTS = re.compile(r"(?<![\d.,·(])\d{1,3}(?:,\d{3})+|(?<![\d.,·(])\d{1,6}(?:\s*\(\s*\d{1,6}\s*%?\s*\))?")
#: The same where it is only estimated from the widths of letters.
PARTED_SLACK = 0.4


def count_of(text: str) -> tuple[float, float] | None:
    """A cell's count and what stands in brackets behind it (NaN where nothing, or a percentage)."""
    plain = text.strip()
    match = CELL.match(re.sub(r"^[LlI|](?=\d)", "1", plain))
    if match is None and re.fullmatch(r"[\dOoQlI|SBZ]{1,4}", plain):
        match = CELL.match(plain.translate(DIGITS))
    if match is None and plain in {"O", "o", "°", "Q"}:
        return 0.0, float("nan")
    if match is None:
        return None
    count = float(re.sub(r"[, ]", "", match.group(1)))
    bracket = float(match.group(2)) if match.group(2) and not match.group(3) else float("nan")
    return count, bracket


def parted(word: Word, place: Floats, spacing: float) -> list[Word]:
    """Counts read as one word with their neighbours or with the label before them, taken apart again.

    Where each stands follows from the widths of the letters; a number that stands at no column is part of the label.
    """
    text = word.text
    if count_of(text) is not None:
        return [word]
    tokens = list(COUNTS.finditer(text))
    whole = estimated_width(text, 1.0)
    if not tokens or tokens[-1].end() < len(text.rstrip(" .,'`")) or whole <= 0:
        return [word]
    box = word.box
    pieces: list[Word] = []
    rest, taken = len(text), set[int]()
    for token in reversed(tokens):
        left = box.left + box.width * estimated_width(text[: token.start()], 1.0) / whole
        right = box.left + box.width * estimated_width(text[: token.end()], 1.0) / whole
        middle = (left + right) / 2
        column = int(np.argmin(np.abs(place - middle)))
        if column in taken or abs(place[column] - middle) > PARTED_SLACK * spacing + 0.2 * box.height:
            break
        if text[token.end() : rest].strip(" .,'`"):
            break
        taken.add(column)
        rest = token.start()
        pieces.insert(0, attrs.evolve(word, text=token.group(), box=Box(left, box.top, right, box.bottom)))
    label = text[:rest].rstrip()
    if not pieces or (len(pieces) == 1 and not label):
        return [word]
    if not label:
        return pieces
    end = box.left + box.width * estimated_width(label, 1.0) / whole
    return [attrs.evolve(word, text=label, box=Box(box.left, box.top, max(box.left, end), box.bottom)), *pieces]
