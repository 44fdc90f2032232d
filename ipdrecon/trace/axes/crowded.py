"""Labels of an axis that were read as one word, taken apart."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

import attrs
import numpy as np

from ipdrecon.figure import Word

#: Fewest labels that say which step an axis has, and fewest that no single number can be ("0.81.0" has two points).
MIN_EVEN, MIN_SHARES = 4, 2
#: Fewest digits of labels that run together, most digits of one of them, and the width of a digit in heights of their
#: box, which the reader draws higher than they are.
LEAST_CROWDED, MOST_DIGITS, DIGIT_WIDE = 6, 4, 0.5
#: Fewest digits and labels of which some were misread, share of the digits that is right, and the longest step.
LEAST_MISREAD, MIN_MISREAD, ALIKE, LARGEST_STEP = 16, 8, 0.92, 400
#: One number of several that were read as one word, and nothing but such numbers.
ONE = re.compile(r"\d+(?:[.,]\d+)?(?:\s?%)?")
SEVERAL = re.compile(rf"{ONE.pattern}(?:\s+{ONE.pattern})+")
#: Steps between labels are even where they differ by less than this share of one.
EVEN = 0.01


def parted(word: Word) -> list[Word]:
    """Numbers of a word that holds nothing else, each where its letters stand in it."""
    text = re.sub(r"\s", "", word.text)
    crowded = ((_progression(text) or _like_progression(text)) if word.angle == 0 else None) or _shares(text)
    if crowded is not None:
        return _spread(word, crowded)
    if SEVERAL.fullmatch(word.text.strip()) is None:
        return [word]
    pieces = list(ONE.finditer(word.text))
    values = [float(re.sub(r"\s?%", "", piece.group()).replace(",", ".")) for piece in pieces]
    if len(pieces) >= MIN_EVEN and np.ptp(np.diff(values)) < EVEN * abs(values[1] - values[0]):
        return _spread(word, [piece.group() for piece in pieces])
    length = len(word.text)
    return [_part(word, p.group(), p.start() / length, p.end() / length) for p in pieces]


def _part(word: Word, text: str, begin: float, end: float) -> Word:
    """A part of a word, ``begin`` and ``end`` as shares of its length in reading direction."""
    box = word.box
    if word.angle == 0:
        own = attrs.evolve(box, left=box.left + begin * box.width, right=box.left + end * box.width)
    elif word.angle == 90:
        own = attrs.evolve(box, top=box.bottom - end * box.height, bottom=box.bottom - begin * box.height)
    else:
        own = attrs.evolve(box, top=box.top + begin * box.height, bottom=box.top + end * box.height)
    return attrs.evolve(word, text=text, box=own)


def _progression(digits: str) -> list[str] | None:
    """Whole numbers in even steps that follow each other without a gap ("306090120" is 30, 60, 90, 120); None if none.

    Crowded labels of an axis run together.
    """
    if not digits.isdigit() or len(digits) < LEAST_CROWDED:
        return None
    for i in range(1, MOST_DIGITS + 1):
        for j in range(i + 1, i + MOST_DIGITS + 1):
            first, second = digits[:i], digits[i:j]
            step = int(second) - int(first) if second else 0
            if step <= 0 or second[0] == "0" or (first[0] == "0" and i > 1):
                continue
            numbers, length = [first], i
            while length < len(digits):
                numbers.append(str(int(first) + step * len(numbers)))
                length += len(numbers[-1])
            if len(numbers) >= MIN_EVEN and "".join(numbers) == digits:
                return numbers
    return None


def _like_progression(digits: str) -> list[str] | None:
    """Whole numbers in even steps from 0 or the first of them, of which a few digits were misread or overlooked where
    they touch ("96108203244" is 96, 108, 120, 132, 144); None where the digits are not nearly those of one."""
    if not digits.isdigit() or len(digits) < LEAST_MISREAD:
        return None
    found: list[tuple[float, list[str]]] = []
    for step in range(1, LARGEST_STEP + 1):
        if str(step) not in digits:
            continue
        for first in (0, step):
            numbers: list[str] = []
            while len("".join(numbers)) <= len(digits) / ALIKE and len(numbers) <= len(digits):
                numbers.append(str(first + step * len(numbers)))
                if len("".join(numbers)) >= ALIKE * len(digits):
                    found.append((SequenceMatcher(None, "".join(numbers), digits, False).ratio(), numbers.copy()))
    best, numbers = max(found, default=(0.0, []))
    return numbers if best >= ALIKE and len(numbers) >= MIN_MISREAD else None


def _shares(text: str) -> list[str] | None:
    """Shares of even steps and as many decimals that follow each other ("0.00.20.40.60.81.0"); None if none."""
    for decimals in (1, 2):
        pieces = re.findall(rf"\d[.,]\d{{{decimals}}}", text)
        values = [float(piece.replace(",", ".")) for piece in pieces]
        if len(pieces) < MIN_SHARES or "".join(pieces) != text or values[1] <= values[0]:
            continue
        if np.ptp(np.diff(values)) < EVEN * (values[1] - values[0]):
            return pieces
    return None


def _spread(word: Word, numbers: list[str]) -> list[Word]:
    """Labels of even steps that were read as one word, each about its place: their middles are evenly spaced."""
    length, height = (word.box.width, word.box.height) if word.angle == 0 else (word.box.height, word.box.width)
    half = [0.5 * DIGIT_WIDE * height * len(text) / length for text in numbers]
    middles = np.linspace(half[0], 1.0 - half[-1], len(numbers)).tolist()
    return [_part(word, text, at - reach, at + reach) for text, at, reach in zip(numbers, middles, half, strict=True)]
