"""Text of a PDF page as pieces, in points from the page's top left corner, y down."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import numpy as np
import pypdfium2.raw as pdfium

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats
from ipdrecon.trace.sources.outline import matrix, moved
from ipdrecon.trace.sources.pdf_paths import MAX_DEPTH, color_of, matrix_of
from ipdrecon.trace.text.lettering import CAP_HEIGHT, DESCENT, EXACT_GAP, JOIN_GAP, Piece, apart, is_symbol

#: Most letters read from one page.
MAX_LETTERS = 60_000
#: Most letters of one kind in a numeral.
LONGEST_NUMERAL = 3
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
    owner: int


def page_pieces(page: Any, to_points: Floats) -> list[Piece]:
    """Words of a page (FPDF_PAGE) in reading order, each as one piece; invisible text (of an OCR layer) is left out."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return []
    try:
        count = min(pdfium.FPDFText_CountChars(text_page), MAX_LETTERS)
        letters = [_letter(text_page, index, to_points) for index in range(count)]
        owners = [_address(pdfium.FPDFText_GetTextObject(text_page, index)) for index in range(count)]
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
    return [_piece(run) for run in _marks_apart(runs)] + _left_out(page, to_points, letters, owners)


def _marks_apart(runs: list[list[_Letter]]) -> list[list[_Letter]]:
    """The runs, those of a symbol that stands as a mark on this page letter by letter.

    Marks of a crowd are written close to each other, as letters are: but no numeral (I, II, III) has more than three of
    one letter, and none of them overlap. Where names have the size of the marks, a numeral is written as one text, as
    few pairs of marks are.
    """
    same = [run for run in runs if len(run) > 1 and _is_one_symbol(run)]
    crowds = [run for run in same if len(run) > LONGEST_NUMERAL or any(map(_overlap, run, run[1:]))]
    marks = {_kind(run) for run in crowds}
    pairs = [run for run in same if _kind(run) in marks and len({letter.owner for letter in run}) > 1]
    parted = {id(run) for run in crowds + pairs}
    return [part for run in runs for part in ([[letter] for letter in run] if id(run) in parted else [run])]


def _is_one_symbol(run: list[_Letter]) -> bool:
    return is_symbol(run[0].text) and len({letter.text.strip() for letter in run}) == 1


def _kind(run: list[_Letter]) -> tuple[str, int]:
    return run[0].text.strip(), round(4 * run[0].size)


def _overlap(last: _Letter, letter: _Letter) -> bool:
    return _along(last, letter) < -EXACT_GAP * max(last.size, letter.size)


def _address(item: Any) -> int:
    return ctypes.cast(item, ctypes.c_void_p).value or 0


def _left_out(page: Any, to_points: Floats, letters: Sequence[_Letter | None], owners: Sequence[int]) -> list[Piece]:
    """Symbols that pdfium leaves out of a page's text, taking those that overlap for one letter printed twice.

    A text object without letters, of just the size of one that holds a single symbol, is the same symbol again.
    """
    held: dict[int, list[_Letter | None]] = {}
    for owner, letter in zip(owners, letters, strict=True):
        held.setdefault(owner, []).append(letter)
    known: dict[tuple[int, int], tuple[Piece, Floats]] = {}
    empty: list[tuple[tuple[int, int], Floats, Any]] = []
    for item, place in _text_objects(page, to_points):
        box = _bounds(item, place)
        if box is None:
            continue
        size = (round(float(box[1, 0] - box[0, 0]) * 50), round(float(box[1, 1] - box[0, 1]) * 50))
        letter, *more = held.get(_address(item), [None])
        if letter is not None and not more and is_symbol(letter.text):
            known.setdefault(size, (_piece([letter]), box[0]))
        elif letter is None and not more:
            empty.append((size, box[0], item))
    found = []
    for size, corner, item in empty:
        near = [(size[0] + i, size[1] + j) for i in (0, -1, 1) for j in (0, -1, 1)]
        if match := next((known[other] for other in near if other in known), None):
            piece, own = match
            dx, dy = (float(v) for v in corner - own)
            base = piece.base + (dy if piece.angle == 0 else dx)
            color, _ = color_of(pdfium.FPDFPageObj_GetFillColor, item)
            found.append(attrs.evolve(piece, box=piece.box.shift(dx, dy), base=base, color=color))
    return found


def _text_objects(page: Any, to_points: Floats) -> Iterator[tuple[Any, Floats]]:
    """Text objects of a page and of the forms on it, each with the matrix to points."""
    stack = [(pdfium.FPDFPage_GetObject(page, i), to_points, 0) for i in range(pdfium.FPDFPage_CountObjects(page))]
    while stack:
        item, place, depth = stack.pop()
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield item, place
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            inner = place @ matrix_of(item)
            count = pdfium.FPDFFormObj_CountObjects(item)
            stack += [(pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1) for i in range(count)]


def _bounds(item: Any, place: Floats) -> Floats | None:
    """Low and high corner of an object in points, (2, 2); None where it has none."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    corners = moved([(left.value, bottom.value), (right.value, top.value)], place)
    return np.array([corners.min(axis=0), corners.max(axis=0)])


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
        chr(code),
        origin,
        origin + advance * np.array(step),
        size,
        angle,
        (r, g, b_) if known else (0, 0, 0),
        _address(item),
    )


def _follows(last: _Letter, letter: _Letter) -> bool:
    if last.angle != letter.angle or is_symbol(last.text) or is_symbol(letter.text):
        return last.angle == letter.angle and _same_word_of_letters(last, letter)
    return _adjacent(last, letter) and (last.owner == letter.owner or not apart([_piece([last])], _piece([letter])))


def _same_word_of_letters(last: _Letter, letter: _Letter) -> bool:
    """Letters such as l and x are symbols only where they stand alone: inside a word they stand close to others."""
    return (last.text.strip().isalpha() or letter.text.isalpha()) and _adjacent(last, letter)


def _adjacent(last: _Letter, letter: _Letter) -> bool:
    across = (letter.start - last.end)[1 if letter.angle == 0 else 0]
    size = max(last.size, letter.size)
    return bool(abs(across) < 0.1 * size and -0.3 * size < _along(last, letter) < JOIN_GAP * size)


def _along(last: _Letter, letter: _Letter) -> float:
    """The gap between two letters, in the direction the second one runs."""
    gap = letter.start - last.end
    return float(gap[0] if letter.angle == 0 else gap[1] * (-1 if letter.angle == 90 else 1))


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
    base = float(first[1] if angle == 0 else first[0])
    return Piece(text, box, base, size, angle, run[0].color, run[0].owner, measured=True)
