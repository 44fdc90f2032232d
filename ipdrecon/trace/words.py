"""Text of a figure: the file's own where it has it, else by OCR (RapidOCR; its models come inside its wheel).

The only door to OCR. A detector overlooks lone small digits, so places where a number is expected can be read again
by recognition alone (:func:`read_place`).
"""

from __future__ import annotations

import itertools
import logging
import re
from functools import cache
from typing import Any

import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Bytes
from ipdrecon.trace import cv

#: Long side the detector works at, and the least width of the picture it sees: small print is enlarged first.
DETECT_SIDE = 1280
MIN_WIDTH, MAX_ENLARGE = 1100, 3.0
#: Long side above which a picture is shrunk for reading: print of 6,000 px figures is larger than any model needs.
MAX_SIDE = 2600
#: Scores below this are noise.
MIN_SCORE = 0.35
#: Gap between two words of a line, in line heights, that parts them into cells.
CELL_GAP = 0.9

#: What the sample of a legend is read as, and the gap it stands in, in line heights (a plus between words: below 1).
SYMBOL, KEY_GAP = re.compile(r"[-+|=—–_±十]+"), 1.35
#: Most letters that stand one below the other, and the gap between them in letter heights.
MAX_STACKED, STACKED_GAP = 6, 0.3

#: The engine keeps these switches from one call to the next, so each call sets them all.
WHOLE = {"use_det": True, "use_cls": False, "use_rec": True}
RECOGNISE = {"use_det": False, "use_cls": False, "use_rec": True}


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.text_score": MIN_SCORE,
            "Global.log_level": "critical",
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECT_SIDE,
            "Det.thresh": 0.25,
            "Det.box_thresh": 0.4,
            "Rec.rec_batch_num": 8,
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def read_words(figure: Figure) -> tuple[Word, ...]:
    """All text of a figure, each piece with its box in pixels.

    Cells that stand apart in one line are words of their own; words of a phrase stay together.
    """
    if figure.words:
        return figure.words
    scale = _scale(figure)
    image = cv.resize(figure.pixels, scale) if scale != 1 else figure.pixels
    found = _engine()(np.ascontiguousarray(image[..., ::-1]), return_word_box=True, **WHOLE)
    words: list[Word] = []
    # Where the page holds no text, the reader's word results are empty in a form of their own.
    lines = found.word_results if found.txts else ()
    for line in lines:
        words += _cells(line, scale)
    words = [part for word in words for part in _stacked(figure, word)]
    return tuple(_colored(figure.pixels, _spaced(figure.pixels, word)) for word in words)


def _stacked(figure: Figure, word: Word) -> list[Word]:
    """A word that seems to run upwards, taken apart where it is a few upright letters one below the other.

    Lone letters of a legend ("A" above "B") stand further apart than letters of one word.
    """
    count = len(word.text.strip())
    if word.angle == 0 or not 2 <= count <= MAX_STACKED or not word.text.strip().isalnum():
        return [word]
    box = word.box
    top, left = max(0, int(box.top)), max(0, int(box.left))
    area = figure.pixels[top : int(np.ceil(box.bottom)) + 1, left : int(np.ceil(box.right)) + 1].astype(np.float32)
    paper = np.median(area.reshape(-1, 3), axis=0)
    lit = (np.abs(area - paper).max(axis=2) > 70).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lit, [False]]).astype(np.int8)))
    begins, ends = edges[::2], edges[1::2]
    if len(begins) != count or (begins[1:] - ends[:-1]).min() < STACKED_GAP * np.median(ends - begins):
        return [word]
    parts = [read_place(figure, Box(box.left, top + a, box.right, top + b)) for a, b in zip(begins, ends, strict=True)]
    return [part for part in parts if part is not None] if all(part is not None for part in parts) else [word]


def _scale(figure: Figure) -> float:
    long = max(figure.width, figure.height)
    if long > MAX_SIDE:
        return MAX_SIDE / long
    return float(min(MAX_ENLARGE, max(1.0, MIN_WIDTH / figure.width)))


def _cells(line: Any, scale: float) -> list[Word]:
    """Words of one line of the reader, parted where the gap is wide."""
    pieces = []
    for text, score, corners in line:
        points = np.asarray(corners, dtype=np.float64) / scale
        if text and text.strip():
            pieces.append((str(text), float(score), points.min(axis=0), points.max(axis=0)))
    if not pieces:
        return []
    tall = _stands_upright(pieces)
    axis = 1 if tall else 0
    thick = float(np.median([high[1 - axis] - low[1 - axis] for _, _, low, high in pieces]))
    pieces.sort(key=lambda p: -p[3][1] if tall else p[2][0])
    groups: list[list[Any]] = [[pieces[0]]]
    for number, piece in enumerate(pieces[1:], start=1):
        last = groups[-1][-1] if groups[-1] else pieces[number - 1]
        gap = (last[2][1] - piece[3][1]) if tall else (piece[2][0] - last[3][0])
        follows = pieces[number + 1] if number + 1 < len(pieces) else None
        key = follows is not None and not tall and SYMBOL.fullmatch(piece[0]) is not None
        if key and follows is not None and follows[2][0] - last[3][0] > KEY_GAP * thick:
            groups.append([])  # the sample of a legend between two of its texts
        elif not groups[-1] or gap > CELL_GAP * thick:
            groups.append([piece])
        else:
            groups[-1].append(piece)
    return [_joined(group, tall, axis) for group in groups if group]


def _stands_upright(pieces: list[Any]) -> bool:
    low = np.min([p[2] for p in pieces], axis=0)
    high = np.max([p[3] for p in pieces], axis=0)
    letters = sum(len(p[0]) for p in pieces)
    return bool(letters > 1 and (high - low)[1] > 1.6 * (high - low)[0])


def _joined(group: list[Any], tall: bool, axis: int) -> Word:
    text = group[0][0]
    for before, piece in itertools.pairwise(group):
        gap = (before[2][1] - piece[3][1]) if tall else (piece[2][0] - before[3][0])
        thick = before[3][1 - axis] - before[2][1 - axis]
        text += (" " if gap > 0.18 * thick else "") + piece[0]
    low = np.min([p[2] for p in group], axis=0)
    high = np.max([p[3] for p in group], axis=0)
    return Word(
        text=_plain(text),
        box=Box(float(low[0]), float(low[1]), float(high[0]), float(high[1])),
        score=float(np.min([p[1] for p in group])),
        angle=90 if tall else 0,
    )


#: Full-width forms and look-alikes the recogniser's alphabet brings in.
LOOKALIKES = str.maketrans("（）：，．％＝＜＞－—–−＋～　≤≥", "():,.%=<>----+~ ≤≥")


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.translate(LOOKALIKES)).strip()


def read_place(figure: Figure, box: Box, *, margin: float = 2.0, upright_line: Box | None = None) -> Word | None:
    """Text at a place where some is expected, by recognition alone; None where the place is empty or unreadable.

    ``upright_line`` is a line that runs up the page through the place (an axis): it is wiped out first.
    """
    left, top = max(0, int(box.left - margin)), max(0, int(box.top - margin))
    right = min(figure.width, int(np.ceil(box.right + margin)))
    bottom = min(figure.height, int(np.ceil(box.bottom + margin)))
    crop = figure.pixels[top:bottom, left:right]
    if crop.size == 0 or min(crop.shape[:2]) < 3:
        return None
    if upright_line is not None:
        crop = _without_columns(crop, int(upright_line.left) - 1 - left, int(upright_line.right) + 1 - left)
    tight = _ink_box(crop)
    if tight is None:
        return None
    c0, r0, c1, r1 = tight
    pad = max(2, (r1 - r0) // 4)
    paper = np.median(crop.reshape(-1, 3), axis=0).astype(np.uint8)
    piece = np.full((r1 - r0 + 2 * pad, c1 - c0 + 2 * pad, 3), paper, np.uint8)
    piece[pad:-pad, pad:-pad] = crop[r0:r1, c0:c1]
    if piece.shape[0] < 40:
        piece = cv.resize(piece, 40 / piece.shape[0])
    found = _engine()(np.ascontiguousarray(piece[..., ::-1]), **RECOGNISE)
    if not found.txts or not found.txts[0] or found.scores[0] < MIN_SCORE:
        return None
    where = Box(left + c0 - 0.5, top + r0 - 0.5, left + c1 - 0.5, top + r1 - 0.5)
    return _colored(figure.pixels, Word(_plain(found.txts[0]), where, float(found.scores[0])))


def _without_columns(crop: Bytes, first: int, last: int) -> Bytes:
    """The crop with some columns blended from those on either side."""
    first, last = max(0, first), min(crop.shape[1] - 1, last)
    if last < first:
        return crop
    left = crop[:, max(0, first - 1)].astype(np.float32)
    right = crop[:, min(crop.shape[1] - 1, last + 1)].astype(np.float32)
    if first == 0:
        left = right
    if last == crop.shape[1] - 1:
        right = left
    share = ((np.arange(first, last + 1) - first + 1) / (last - first + 2))[None, :, None]
    clean = crop.copy()
    clean[:, first : last + 1] = (left[:, None] * (1 - share) + right[:, None] * share).astype(np.uint8)
    return clean


def _ink_box(crop: Bytes) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom of what differs from the paper."""
    paper = np.median(crop.reshape(-1, 3), axis=0)
    ink = np.abs(crop.astype(np.float32) - paper).max(axis=2) > 70
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if rows.size < 3 or columns.size < 1:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _spaced(pixels: Bytes, word: Word) -> Word:
    """The word with spaces where its letters stand apart: the recogniser drops narrow ones.

    Only where the letters can be counted, as columns of ink with bare columns between them.
    """
    text = word.text
    if word.angle != 0 or " " in text or len(text) < 4 or not re.search(r"[A-Za-z]{2}", text):
        return word
    box = word.box
    r0, r1 = max(0, int(box.top)), min(pixels.shape[0], int(np.ceil(box.bottom)) + 1)
    c0, c1 = max(0, int(box.left)), min(pixels.shape[1], int(np.ceil(box.right)) + 1)
    area = pixels[r0:r1, c0:c1].astype(np.float32)
    if area.size == 0:
        return word
    paper = np.median(area.reshape(-1, 3), axis=0)
    contrast = np.abs(area - paper).max(axis=2)
    lit = (contrast > 0.25 * contrast.max()).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lit, [False]]).astype(np.int8)))
    begins, ends = edges[::2], edges[1::2]
    if len(begins) < 3:
        return word
    gaps = begins[1:] - ends[:-1]
    usual = float(np.median(gaps))
    wide = np.flatnonzero(gaps > max(2.2 * usual, usual + 0.13 * box.height))
    if wide.size == 0 or wide.size > 0.3 * len(text):
        return word
    if len(begins) == len(text):
        cuts = [int(w) + 1 for w in wide]
    else:
        cuts = [_letter_at(text, (ends[w] - begins[0]) / (ends[-1] - begins[0])) for w in wide]
    if any(cut <= 0 or cut >= len(text) for cut in cuts):
        return word
    spaced = "".join((" " if i in cuts else "") + letter for i, letter in enumerate(text))
    return Word(spaced, word.box, word.score, word.angle, word.color)


#: Widths of letters that are not of the usual one, as in most sans-serif faces.
NARROW, WIDE = "iljtfrI.,:;'|!()[]1- ", "mwMWGOQ%@"


def _letter_at(text: str, share: float) -> int:
    """Index of the letter that begins nearest to a share of a word's width."""
    widths = np.array([0.5 if c in NARROW else 1.45 if c in WIDE else 1.2 if c.isupper() else 1.0 for c in text])
    begins = (np.cumsum(widths) - widths) / widths.sum()
    return int(np.argmin(np.abs(begins - share)))


def _colored(pixels: Bytes, word: Word) -> Word:
    """The word with the colour of its ink: the tenth of its pixels that differ most from its paper."""
    box = word.box
    r0, r1 = max(0, int(box.top)), min(pixels.shape[0], int(np.ceil(box.bottom)) + 1)
    c0, c1 = max(0, int(box.left)), min(pixels.shape[1], int(np.ceil(box.right)) + 1)
    area = pixels[r0:r1, c0:c1].reshape(-1, 3).astype(np.float32)
    if len(area) < 8:
        return word
    paper = np.median(area, axis=0)
    distance = np.linalg.norm(area - paper, axis=1)
    ink = area[distance >= np.quantile(distance, 0.93)]
    r, g, b = (round(float(v)) for v in np.median(ink, axis=0))
    return Word(word.text, word.box, word.score, word.angle, (r, g, b))


def read_rotated(figure: Figure, box: Box) -> tuple[Word, ...]:
    """Text that runs upwards inside a box (the title of a y axis), read with the box turned upright."""
    own = tuple(w for w in figure.words if w.angle in (90, 270) and box.contains(*w.box.center))
    if figure.words:
        return own
    left, top = max(0, int(box.left)), max(0, int(box.top))
    crop = figure.pixels[top : int(np.ceil(box.bottom)), left : int(np.ceil(box.right))]
    if min(crop.shape[:2]) < 6 or _ink_box(crop) is None:
        return ()
    turned = np.ascontiguousarray(np.rot90(crop, -1))
    scale = float(min(MAX_ENLARGE, max(0.5, 700 / max(1, turned.shape[1]))))
    found = _engine()(np.ascontiguousarray(cv.resize(turned, scale)[..., ::-1]), **WHOLE)
    if found.boxes is None or found.txts is None:
        return ()
    words = []
    height = crop.shape[0]
    for text, corners, score in zip(found.txts, found.boxes, found.scores, strict=True):
        points = np.asarray(corners, dtype=np.float64) / scale
        # A quarter turn clockwise sends (x, y) of the crop to (height - 1 - y, x).
        (u0, v0), (u1, v1) = points.min(axis=0), points.max(axis=0)
        where = Box(left + v0, top + height - 1 - u1, left + v1, top + height - 1 - u0)
        words.append(Word(_plain(str(text)), where, float(score), 90))
    return tuple(words)
