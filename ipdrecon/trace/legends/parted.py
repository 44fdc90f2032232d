"""Words that reach over a key of the legend, taken apart at it."""

from __future__ import annotations

import re

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Bools
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.kernels.runs import upright_runs
from ipdrecon.trace.legends.key_shapes import CONTRAST, GAP, LONG, OFF, SHORT, THICK, lines_in
from ipdrecon.trace.legends.keys_as_words import READ_AS
from ipdrecon.trace.legends.sign import is_sign_between
from ipdrecon.trace.text.lettering import CAP_HEIGHT, DESCENT, estimated_width
from ipdrecon.trace.text.places import colored

#: Chroma from which ink among black letters is a key.
VIVID = 60
#: A key between two texts as it is read, and how far from it that may stand, as a share of the whole.
KEY_IN_TEXT, MISPLACED = (
    re.compile(rf"\s+[{READ_AS}]+[xX][{READ_AS}·.]*\s+|\s*[{READ_AS}·.]*[{READ_AS}·]\s*[·.]?\s+|\s+[xX]\s+"),
    0.12,
)
KEY_BEHIND = re.compile(rf"(?<=[A-Za-z0-9])\s+[{READ_AS}]+[xX]?$")
#: How far around the likely place of a sign it is looked for, in heights of the word's box.
AROUND_SIGN = 1.3
#: Boxes of a reader against those around the letters alone.
PADDED = 1.35


def parted(figure: Figure, word: Word) -> list[Word]:
    """A word that reaches over a key, read as a symbol between its texts, taken apart at the key."""
    if word.angle == 0 and (behind := KEY_BEHIND.search(word.text)) is not None:
        text, box = word.text[: behind.start()], word.box
        size = box.height / (CAP_HEIGHT + DESCENT) if figure.words else box.height / PADDED
        end = min(box.right, box.left + estimated_width(text, size))
        word = _cut(figure, word, text, Box(box.left, box.top, end, box.bottom))
    symbols = list(KEY_IN_TEXT.finditer(word.text))
    if word.angle != 0 or not symbols:
        return [word]
    symbols = [m for m in symbols if not _is_sign(figure, word, _middle(word, m))]
    middles = [_middle(word, m) for m in symbols]
    parts: list[Word] = []
    rest, box = word.text, word.box
    for first, last in keys_inside(figure, word)[::-1]:
        share = ((first + last) / 2 - word.box.left) / word.box.width
        free = [(abs(middle - share), m) for middle, m in zip(middles, symbols, strict=True) if m.end() <= len(rest)]
        off, symbol = min(free, key=lambda pair: pair[0], default=(np.inf, None))
        if symbol is None or off > MISPLACED:
            continue
        parts.insert(0, _cut(figure, word, rest[symbol.end() :], Box(last + 1, box.top, box.right, box.bottom)))
        rest, box = rest[: symbol.start()], Box(box.left, box.top, first - 1, box.bottom)
    return [_cut(figure, word, rest, box), *parts] if parts else [word]


def _cut(figure: Figure, word: Word, text: str, box: Box) -> Word:
    """A part of a word, in the colour of its own ink: that of the key beside it is none of the letters'."""
    part = attrs.evolve(word, text=text, box=box)
    return part if figure.words else colored(figure.pixels, part)


def _middle(word: Word, symbol: re.Match[str]) -> float:
    """Where a symbol of a word stands, as a share of its width."""
    before = estimated_width(word.text[: symbol.start()], 1.0) + estimated_width(symbol.group(), 0.5)
    return before / estimated_width(word.text, 1.0)


def _is_sign(figure: Figure, word: Word, middle: float) -> bool:
    """Whether a plus or a dash written between two words stands at a share of a word's width."""
    x, reach = word.box.left + middle * word.box.width, AROUND_SIGN * word.box.height
    return is_sign_between(figure.pixels, Box(x - reach, word.box.top, x + reach, word.box.bottom))


def keys_inside(figure: Figure, word: Word) -> list[tuple[float, float]]:
    """First and last column (pixels) of keys that a word reaches over: it is two entries read as one."""
    box = word.box
    line = box.height
    top, bottom = max(0, int(box.center[1] - OFF * line)), int(box.center[1] + OFF * line) + 1
    left = max(0, int(box.left + line))
    patch = figure.pixels[top:bottom, left : int(box.right - line)].astype(np.float32)
    if min(patch.shape[:2]) < 3:
        return []
    ink = np.asarray(from_color(patch, median_color(patch)) > CONTRAST)
    tall = upright_runs(ink)
    nowhere = (np.inf, -np.inf)
    spans = {span for row in range(len(ink)) for span in lines_in(ink[row], tall[row], line, nowhere)}
    spans = {(a, b) for a, b in spans if float(np.median(tall[:, a : b + 1].max(axis=0))) <= THICK * line}
    if word.color is not None and max(word.color) - min(word.color) < VIVID:
        spans |= _groups((patch.max(axis=2) - patch.min(axis=2) > VIVID).any(axis=0), GAP * line)
    found: list[tuple[float, float]] = []
    for a, b in sorted(spans, key=lambda span: span[0] - span[1]):
        apart = not any(left + a < end and start < left + b for start, end in found)
        if apart and SHORT * line <= b - a + 1 <= LONG * line:
            found.append((float(left + a), float(left + b)))
    return sorted(found)


def _groups(lit: Bools, gap: float) -> set[tuple[int, int]]:
    """First and last position of groups of flags that stand no more than ``gap`` apart."""
    at = np.flatnonzero(lit)
    parts = np.split(at, np.flatnonzero(np.diff(at) > gap) + 1) if at.size else []
    return {(int(part[0]), int(part[-1])) for part in parts}
