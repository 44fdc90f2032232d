"""Text of a PDF page as pieces, in points from the page's top left corner, y down."""

from __future__ import annotations

import ctypes
from typing import Any

import attrs
import numpy as np
import pypdfium2.raw as pdfium

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.lettering import CAP_HEIGHT, DESCENT, JOIN_GAP, Piece, is_symbol
from ipdrecon.trace.outline import matrix, moved

#: Most letters read from one page.
MAX_LETTERS = 60_000
#: Code points that stand for a letter the file does not name.
UNNAMED = (0, 0xFFFE, 0xFFFF, 0xFFFD)


@attrs.frozen(eq=False)
class _Letter:
    text: str
    start: Floats
    end: Floats
    size: float
    angle: int
    color: tuple[int, int, int]


def page_pieces(page: Any, to_points: Floats) -> list[Piece]:
    """Words of a page (FPDF_PAGE) in reading order, each as one piece; invisible text (of an OCR layer) is left out."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return []
    try:
        count = min(pdfium.FPDFText_CountChars(text_page), MAX_LETTERS)
        letters = [_letter(text_page, index, to_points) for index in range(count)]
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    runs: list[list[_Letter]] = []
    blank = True
    for letter in letters:
        if letter is not None:
            if blank or not _follows(runs[-1][-1], letter):
                runs.append([])
            runs[-1].append(letter if not blank else attrs.evolve(letter, text=" " + letter.text))
        blank = letter is None
    return [_piece(run) for run in runs]


def _letter(text_page: Any, index: int, to_points: Floats) -> _Letter | None:
    """A visible letter; None for a blank, an unnamed one or an invisible one."""
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    if code in UNNAMED or chr(code).isspace() or not chr(code).isprintable():
        return None
    item = pdfium.FPDFText_GetTextObject(text_page, index)
    if item and pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
        return None
    place, loose = pdfium.FS_MATRIX(), pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not (
        pdfium.FPDFText_GetMatrix(text_page, index, place)
        and pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        and pdfium.FPDFText_GetLooseCharBox(text_page, index, loose)
    ):
        return None
    turn = to_points[:2, :2] @ matrix(place.a, place.b, place.c, place.d, 0, 0)[:2, :2]
    size = pdfium.FPDFText_GetFontSize(text_page, index) * float(np.hypot(*turn[:, 1]))
    a, b = turn[:, 0]
    angle = 0 if abs(b) <= abs(a) else (90 if b < 0 else 270)
    corners = moved([(loose.left, loose.bottom), (loose.right, loose.top)], to_points)
    low, high = corners.min(axis=0), corners.max(axis=0)
    origin = moved([(x.value, y.value)], to_points)[0]
    advance = high[0] - low[0] if angle == 0 else high[1] - low[1]
    step = {0: (1.0, 0.0), 90: (0.0, -1.0), 270: (0.0, 1.0)}[angle]
    channels = [ctypes.c_uint() for _ in range(4)]
    known = pdfium.FPDFText_GetFillColor(text_page, index, *channels)
    r, g, b_, _ = (channel.value for channel in channels)
    return _Letter(
        chr(code), origin, origin + advance * np.array(step), size, angle, (r, g, b_) if known else (0, 0, 0)
    )


def _follows(last: _Letter, letter: _Letter) -> bool:
    if last.angle != letter.angle or is_symbol(last.text) or is_symbol(letter.text):
        return last.angle == letter.angle and _same_word_of_letters(last, letter)
    return _adjacent(last, letter)


def _same_word_of_letters(last: _Letter, letter: _Letter) -> bool:
    """Letters such as l and x are symbols only where they stand alone: inside a word they stand close to others."""
    return (last.text.strip().isalpha() or letter.text.isalpha()) and _adjacent(last, letter)


def _adjacent(last: _Letter, letter: _Letter) -> bool:
    gap = letter.start - last.end
    along, across = (gap[0], gap[1]) if letter.angle == 0 else (gap[1] * (-1 if letter.angle == 90 else 1), gap[0])
    size = max(last.size, letter.size)
    return bool(abs(across) < 0.1 * size and -0.3 * size < along < JOIN_GAP * size)


def _piece(run: list[_Letter]) -> Piece:
    text = "".join(letter.text for letter in run)
    angle, size = run[0].angle, max(letter.size for letter in run)
    first, last = run[0].start, run[-1].end
    deep = DESCENT * size if any(ch in "gjpqyQ,;()[]|" for ch in text) else 0.0
    high = CAP_HEIGHT * size
    if angle == 0:
        box = Box(min(first[0], last[0]), first[1] - high, max(first[0], last[0]), first[1] + deep)
    elif angle == 90:
        box = Box(first[0] - high, min(first[1], last[1]), first[0] + deep, max(first[1], last[1]))
    else:
        box = Box(first[0] - deep, min(first[1], last[1]), first[0] + high, max(first[1], last[1]))
    return Piece(text, box, float(first[1] if angle == 0 else first[0]), size, angle, run[0].color)
