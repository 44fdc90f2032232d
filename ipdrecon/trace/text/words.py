"""Text of a figure: the file's own where it has it, else by OCR."""

from __future__ import annotations

import itertools
import re
from typing import Any

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Bytes
from ipdrecon.trace import cv
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.legends.sign import is_sign_between
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.text import ocr
from ipdrecon.trace.text.blanks import with_blanks
from ipdrecon.trace.text.lettering import estimated_width
from ipdrecon.trace.text.places import Place, colored, ink_box, plain_text, read_places

#: A piece of a line that is a number, as labels of an axis are.
NUMBERS = re.compile(r"[\d.,]*\d[\d.,]*%?")
#: Least width of the picture the detector sees: small print is enlarged first.
MIN_WIDTH, MAX_ENLARGE = 1100, 3.0
#: Long side above which a picture is shrunk for reading: print of 6,000 px figures is larger than any model needs.
MAX_SIDE = 2600
#: Most by which the pixels of a blank row differ, in grey levels.
BLANK = 24
#: Gap between two words of a line, in line heights, that parts them into cells.
CELL_GAP = 0.9
#: Height of a line over its size of print, at most, and letters of a word from whose width that is told.
LINE_HEIGHT, LONG = 1.3, 4

#: What the sample of a legend is read as, and the gap it stands in, in line heights (a plus between words: below 1).
SYMBOL, KEY_GAP = re.compile(r"[-+|=—−–_±十]+"), 1.35
#: How far the place of a sign reaches into the words beside it, in line heights.
INTO_WORD = 0.4
#: A dash that ends a line this far behind its text, in line heights, is the first of the sample of the next entry.
DASH, DASH_GAP = re.compile(r"[-=—−–_]+"), 0.5
#: Height over width of the box of print that runs upwards; two narrow figures that do not may be as high.
TALL, TALL_NUMBER = 1.6, 2.2
#: What a tick mark beside a label is read as: a figure beneath one is higher than wide, and one letter all the same.
TICK_MARKS = "-=—−–_|'`.·•"
#: Score below which a word is read once more, by itself.
UNSURE = 0.9
#: Most letters that stand one below the other, and the gap between them in letter heights.
MAX_STACKED, STACKED_GAP = 6, 0.3
#: Height per letter over width below which letters stand side by side.
UPRIGHT = 0.45
#: Width of letters, in font sizes, up to which no text that runs upwards is higher than wide.
NARROW = 0.8


def read_words(figure: Figure) -> tuple[Word, ...]:
    """All text of a figure, each piece with its box in pixels.

    Cells that stand apart in one line are words of their own; words of a phrase stay together.
    """
    if figure.words:
        return figure.words
    words: list[Word] = []
    for top, bottom in _sections(figure):
        words += [attrs.evolve(word, box=word.box.shift(0.0, top)) for word in _read(figure.pixels[top:bottom])]
    words = [part for word in _read_again(figure, words) for part in _stacked(figure, word)]
    return tuple(colored(figure.pixels, with_blanks(figure.pixels, word)) for word in words)


def _read_again(figure: Figure, words: list[Word]) -> list[Word]:
    """The words, those that the quick reading is unsure of as a slower one reads them, where it is surer."""
    weak = [word for word in words if word.angle == 0 and word.score < UNSURE]
    again = dict(zip(map(id, weak), read_places(figure, [Place(word.box) for word in weak]), strict=True))
    return [
        word
        if (better := again.get(id(word))) is None or better.score <= word.score
        else attrs.evolve(word, text=better.text, score=better.score)
        for word in words
    ]


def _stacked(figure: Figure, word: Word) -> list[Word]:
    """A word that seems to run upwards, taken apart where it is a few upright letters one below the other.

    Lone letters of a legend ("A" above "B") stand further apart than letters of one word.
    """
    count = len(word.text.strip())
    upright = word.angle == 0 and (word.text.strip().isdigit() or word.box.height < UPRIGHT * count * word.box.width)
    if upright or not 2 <= count <= MAX_STACKED or not word.text.strip().isalnum():
        return [word]
    box = word.box
    top, left = max(0, int(box.top)), max(0, int(box.left))
    area = figure.pixels[top : int(np.ceil(box.bottom)) + 1, left : int(np.ceil(box.right)) + 1].astype(np.float32)
    paper = median_color(area)
    lit = (from_color(area, paper) > 70).any(axis=1)
    edges = edges_of(np.asarray(lit))
    begins, ends = edges[::2], edges[1::2]
    if len(begins) != count or (begins[1:] - ends[:-1]).min() < STACKED_GAP * np.median(ends - begins):
        return [word]
    places = [Place(Box(box.left, top + a, box.right, top + b)) for a, b in zip(begins, ends, strict=True)]
    parts = read_places(figure, places)
    return [part for part in parts if part is not None] if all(part is not None for part in parts) else [word]


def _read(pixels: Bytes) -> list[Word]:
    """Words of a picture or a section of one."""
    scale = _scale(*pixels.shape[:2])
    found = ocr.read_page(cv.resize(pixels, scale) if scale != 1 else pixels, words=True)
    # Where the page holds no text, the reader's word results are empty in a form of their own.
    whole = found.txts or ()
    lines = found.word_results if whole else ()
    texts = whole if len(lines) == len(whole) else [""] * len(lines)
    return [word for line, text in zip(lines, texts, strict=True) for word in _cells(line, scale, pixels, text)]


def _scale(height: int, width: int) -> float:
    long = max(width, height)
    if long > MAX_SIDE:
        return MAX_SIDE / long
    return float(min(MAX_ENLARGE, max(1.0, MIN_WIDTH / width)))


def _sections(figure: Figure) -> list[tuple[int, int]]:
    """Rows (from, to) to be read one after the other: a column of panels is too long for its small print at one look.

    Cuts run through blank rows.
    """
    height, width = figure.pixels.shape[:2]
    wanted = min(MAX_ENLARGE, max(1.0, MIN_WIDTH / width))
    count = min(int(np.ceil(height * wanted / MAX_SIDE)), height // max(1, width))
    if count < 2:
        return [(0, height)]
    blank = np.ptp(figure.pixels.astype(np.int16), axis=1).max(axis=1) <= BLANK
    blank[[0, -1]] = False
    cuts = [0]
    for part in range(1, count):
        target, reach = part * height // count, height // (3 * count)
        near = np.flatnonzero(blank[target - reach : target + reach]) + target - reach
        if near.size:
            runs = np.split(near, np.flatnonzero(np.diff(near) > 1) + 1)
            cuts.append(int(np.median(max(runs, key=len))))
    return list(itertools.pairwise([*cuts, height]))


def _cells(line: Any, scale: float, pixels: Bytes, text: str = "") -> list[Word]:
    """Words of one line of the reader, parted where the gap is wide and at the keys of a legend.

    A line that runs upwards keeps the blanks of its whole ``text``: no look at its print sets them later.
    """
    pieces = []
    for part, score, corners in line:
        points = np.asarray(corners, dtype=np.float64) / scale
        if part and part.strip():
            pieces.append((str(part), float(score), points.min(axis=0), points.max(axis=0)))
    if not pieces:
        return []
    tall = _stands_upright(pieces)
    axis = 1 if tall else 0
    thick = float(np.median([high[1 - axis] - low[1 - axis] for _, _, low, high in pieces]))
    # The samples of a legend make its line's box higher than its letters are.
    long = [(estimated_width(text, 1.0), high[axis] - low[axis]) for text, _, low, high in pieces if len(text) >= LONG]
    if long:
        thick = min(thick, LINE_HEIGHT * float(sum(wide for _, wide in long)) / sum(ems for ems, _ in long))
    pieces.sort(key=lambda p: -p[3][1] if tall else p[2][0])
    while not tall and len(pieces) > 1 and DASH.fullmatch(pieces[-1][0]):
        if pieces[-1][2][0] - pieces[-2][3][0] <= DASH_GAP * thick:
            break
        pieces.pop()
    groups: list[list[Any]] = [[pieces[0]]]
    for number, piece in enumerate(pieces[1:], start=1):
        last = groups[-1][-1] if groups[-1] else pieces[number - 1]
        gap = (last[2][1] - piece[3][1]) if tall else (piece[2][0] - last[3][0])
        follows = pieces[number + 1] if number + 1 < len(pieces) else None
        key = follows is not None and not tall and SYMBOL.fullmatch(piece[0]) is not None
        apart = follows is not None and follows[2][0] - last[3][0] > KEY_GAP * thick
        if key and follows is not None and apart and not _is_sign(pixels, last, follows):
            groups.append([])  # the sample of a legend between two of its texts
        elif not groups[-1] or gap > CELL_GAP * thick:
            groups.append([piece])
        else:
            groups[-1].append(piece)
    words = [_joined(group, tall, axis) for group in groups if group]
    if tall and len(words) == 1 and "".join(text.split()) == "".join(piece[0] for piece in pieces):
        return [attrs.evolve(words[0], text=plain_text(text))]
    return words


def _is_sign(pixels: Bytes, before: Any, after: Any) -> bool:
    """Whether a plus or a dash stands between two pieces of one line."""
    height = before[3][1] - before[2][1]
    left, right = before[3][0] - INTO_WORD * height, after[2][0] + INTO_WORD * height
    return is_sign_between(pixels, Box(float(left), float(before[2][1]), float(right), float(before[3][1])))


def _stands_upright(pieces: list[Any]) -> bool:
    low = np.min([p[2] for p in pieces], axis=0)
    high = np.max([p[3] for p in pieces], axis=0)
    # Turned by a quarter, letters no longer than their line is high ("rt") would be a box lower than wide.
    wide = sum(estimated_width(p[0], 1.0) for p in pieces)
    letters = "".join(p[0] for p in pieces).strip(TICK_MARKS)
    tall = TALL_NUMBER if len(letters) == 2 and letters.isdigit() else TALL
    return bool(len(letters) > 1 and wide > NARROW and (high - low)[1] > tall * (high - low)[0])


def _joined(group: list[Any], tall: bool, axis: int) -> Word:
    text = group[0][0]
    for before, piece in itertools.pairwise(group):
        gap = (before[2][1] - piece[3][1]) if tall else (piece[2][0] - before[3][0])
        thick = before[3][1 - axis] - before[2][1 - axis]
        text += (" " if gap > 0.18 * thick else "") + piece[0]
    low = np.min([p[2] for p in group], axis=0)
    high = np.max([p[3] for p in group], axis=0)
    return Word(
        text=plain_text(text),
        box=Box(float(low[0]), float(low[1]), float(high[0]), float(high[1])),
        score=float(np.min([p[1] for p in group])),
        angle=90 if tall else 0,
    )


def _numbers(line: Any) -> list[Any]:
    """The pieces of a line that holds several numbers and nothing else: labels of an axis that stand as close as words.

    Empty for any other line.
    """
    pieces = [piece for piece in line if str(piece[0]).strip()]
    return pieces if len(pieces) > 1 and all(NUMBERS.fullmatch(str(piece[0]).strip()) for piece in pieces) else []


def read_rotated(figure: Figure, box: Box) -> tuple[Word, ...]:
    """Text that runs upwards inside a box (the title of a y axis), read with the box turned upright."""
    own = tuple(w for w in figure.words if w.angle in (90, 270) and box.contains(*w.box.center))
    if figure.words:
        return own
    left, top = max(0, int(box.left)), max(0, int(box.top))
    crop = figure.pixels[top : int(np.ceil(box.bottom)), left : int(np.ceil(box.right))]
    if min(crop.shape[:2]) < 6 or ink_box(figure, box) is None:
        return ()
    turned = np.ascontiguousarray(np.rot90(crop, -1))
    scale = float(min(MAX_ENLARGE, max(0.5, 700 / max(1, turned.shape[1]))))
    found = ocr.read_page(cv.resize(turned, scale), words=True)
    if found.boxes is None or found.txts is None:
        return ()
    words = []
    height = crop.shape[0]
    # The reader leaves out lines whose words it did not part.
    lines = found.word_results if len(found.word_results) == len(found.txts) else [()] * len(found.txts)
    for whole, line in zip(zip(found.txts, found.scores, found.boxes, strict=True), lines, strict=True):
        for text, score, corners in _numbers(line) or [whole]:
            points = np.asarray(corners, dtype=np.float64) / scale
            # A quarter turn clockwise sends (x, y) of the crop to (height - 1 - y, x).
            (u0, v0), (u1, v1) = points.min(axis=0), points.max(axis=0)
            where = Box(left + v0, top + height - 1 - u1, left + v1, top + height - 1 - u0)
            words.append(Word(plain_text(str(text)), where, float(score), 90))
    return tuple(words)
