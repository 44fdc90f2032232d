"""What a cell of a table says: a count, and what stands in brackets behind it."""

from __future__ import annotations

import re
from collections.abc import Callable

import attrs
import numpy as np

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.ticks import DIGITS
from ipdrecon.trace.text.lettering import estimated_width

#: A number with or without its thousands parted (a comma is read as a point as well), and what may stand behind it: a
#: second count (events so far, or a percentage that is left alone) in brackets or after a stroke.
NUMBER, SECOND = r"[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\.\d{3})+(?!\d)|\d{1,6}", r"\d{1,6}(?:[.·]\d+)?"
#: A cell: a count, and a second one; a speck before the bracket is read as a point.
CELL = re.compile(
    rf"^\D{{0,1}}?(\d{{1,3}}(?: \d{{3}}){{1,2}}|{NUMBER})"
    rf"\s*(?:[.,]?\s*\(\s*({SECOND})\s*(%?)\s*\)?|/\s*(\d{{1,6}}))?[.,'`]?$"
)
#: Cells in a row of text.
COUNTS = re.compile(rf"(?<![\d.,·(/])(?:{NUMBER})(?:\s*\(\s*{SECOND}\s*%?\s*\)|\s*/\s*\d{{1,6}})?")
#: The head of a number whose thousands are parted by a blank, right before the rest of it; behind a sign or the dash of
#: a range stands the number of a stratum ("20-50", ">50").
THOUSANDS = re.compile(r"(?<![\d.,·(/<>=≤≥–-])\d{1,3} $")
STRATUM = re.compile(r"^(?:[<>≤≥]=?|=)\s*\d+ \d")
#: Figures in brackets, with blanks between them.
PARTED_IN_BRACKETS = re.compile(r"\(\s*\d+(?:\s+\d+)*\s*\)")
#: The same where it is only estimated from the widths of letters.
PARTED_SLACK = 0.4


def count_of(text: str) -> tuple[float, float] | None:
    """A cell's count and the second one in brackets or behind a stroke (NaN where none is, or a percentage)."""
    plain = text.strip()
    if STRATUM.match(plain):
        return None
    match = CELL.match(re.sub(r"^[LlI|](?=\d)", "1", plain))
    if match is None and re.fullmatch(r"[\dOoQlI|SBZ]{1,4}", plain):
        match = CELL.match(plain.translate(DIGITS))
    if match is None and plain in {"O", "o", "°", "Q"}:
        return 0.0, float("nan")
    if match is None:
        return None
    count = float(re.sub(r"[., ]", "", match.group(1)))
    second = match.group(4) or ("" if match.group(3) or re.search(r"[.·]", match.group(2) or "") else match.group(2))
    return count, float(second) if second else float("nan")


def counts_of(text: str) -> list[tuple[float, float]]:
    """What a cell may say: as it was read, and with the letter before its figures taken for a figure ("B6" for 86)."""
    read, other = count_of(text), count_of(text.strip().translate(DIGITS))
    found = [] if read is None else [read]
    return found if other is None or (read is not None and read[0] == other[0]) else [*found, other]


def squeezed(word: Word) -> Word:
    """A word without the blanks a reader puts between the figures of one number in brackets: "(6 8)"."""
    if PARTED_IN_BRACKETS.search(word.text) is None:
        return word
    return attrs.evolve(word, text=PARTED_IN_BRACKETS.sub(lambda found: re.sub(r"\s", "", found.group()), word.text))


def in_parts(group: list[Word], place: Floats, spacing: float) -> list[Word]:
    """Words of one line with counts that were read along with others, or with a label, as words of their own."""
    whole = [word for word in group if _is_one(word, place)]
    taken = {
        int(np.argmin(np.abs(place - word.box.center[0])))
        for word in whole
        if np.min(np.abs(place - word.box.center[0])) < PARTED_SLACK * spacing
    }
    parts: list[Word] = []
    for word in group:
        parts += [word] if _is_one(word, place) else _parted(word, place, spacing, taken)
    return parts


def _is_one(word: Word, place: Floats) -> bool:
    """Whether a word is one count: "489 471" that reaches over two columns is no 489 thousand."""
    return count_of(word.text) is not None and (_columns(word, place) < 2 or " " not in word.text.strip())


def _columns(word: Word, place: Floats) -> int:
    """How many columns a word reaches over."""
    return int(np.sum((place > word.box.left) & (place < word.box.right)))


def _parted(word: Word, place: Floats, spacing: float, taken: set[int]) -> list[Word]:
    """Counts read as one word with their neighbours, or with the label before or behind them, taken apart again.

    Where each stands follows from the widths of the letters; a number that stands at no column, or at one that has its
    count (``taken``), is part of the label.
    """
    text = word.text
    tokens = list(COUNTS.finditer(text))
    whole = estimated_width(text, 1.0)
    if not tokens or whole <= 0:
        return [word]
    box = word.box

    def across(first: int, last: int) -> Box:
        left = box.left + box.width * estimated_width(text[:first], 1.0) / whole
        right = box.left + box.width * estimated_width(text[:last], 1.0) / whole
        return Box(left, box.top, max(left, right), box.bottom)

    def column_of(begin: int, end: int, used: set[int]) -> int | None:
        middle = across(begin, end).center[0]
        column = int(np.argmin(np.abs(place - middle)))
        near = abs(place[column] - middle) <= PARTED_SLACK * spacing + 0.2 * box.height
        return column if near and column not in used else None

    first = tokens[0]
    label = text[first.end() :].lstrip()
    if first.start() == 0 and label[:1].isalpha() and word.box.left > place[0]:
        # "12 arm=A": the last count and the label right of it, though the axis may go on
        if column_of(*first.span(), taken) is None:
            return [word]
        return [
            attrs.evolve(word, text=first.group(), box=across(*first.span())),
            attrs.evolve(word, text=label, box=across(len(text) - len(label), len(text))),
        ]
    if text[tokens[-1].end() :].strip(" .,'`"):
        return [word]
    pieces: list[Word] = []
    rest, used = len(text), set(taken)
    for token in reversed(tokens):
        if token.start() >= rest:
            continue  # thousands of the count before
        begin, end = _whole(text, token, across, place) if _columns(word, place) < 2 else token.span()
        column = column_of(begin, end, used)
        if column is None or text[end:rest].strip(" .,'`"):
            break
        used.add(column)
        rest = begin
        own = across(begin, end)
        # Blanks between counts are wider than between letters: of several, each stands about its column.
        own = own.shift(float(place[column]) - own.center[0], 0.0) if _columns(word, place) > 1 else own
        pieces.insert(0, attrs.evolve(word, text=text[begin:end], box=own))
    label = text[:rest].rstrip()
    if not pieces or (len(pieces) == 1 and not label):
        return [word]
    return pieces if not label else [attrs.evolve(word, text=label, box=across(0, len(label))), *pieces]


def _whole(text: str, token: re.Match[str], across: Callable[[int, int], Box], place: Floats) -> tuple[int, int]:
    """Where a count begins and ends in a text: with its thousands before a blank where it then stands nearer a column.

    "Group 1 326" is 326 of group 1, "Control 1 326" may be 1326: what is printed about a column tells.
    """
    begin, end = token.span()
    head = THOUSANDS.search(text[:begin])
    if head is None or not re.match(r"\d{3}(?!\d)", token.group()):
        return begin, end

    def off(first: int) -> float:
        return float(np.min(np.abs(place - across(first, end).center[0])))

    return (head.start(), end) if off(head.start()) < off(begin) else (begin, end)
