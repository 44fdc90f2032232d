"""Text where some is expected, read by recognition alone: a detector overlooks lone small digits."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Bytes
from ipdrecon.trace import cv
from ipdrecon.trace.inks.contrast import distance, from_color, median_color
from ipdrecon.trace.text import ocr

#: Height of the picture given to the recogniser, in pixels, for small print; larger print is shrunk by the model.
READ_HEIGHT = 40
#: Contrast with the paper from which a pixel is ink.
INK_CONTRAST = 70.0

#: Full-width forms and look-alikes the recogniser's alphabet brings in.
LOOKALIKES = str.maketrans("（）：，．％＝＜＞－—–−＋十～　≤≥ı", "():,.%=<>----++~ ≤≥i")
#: A blank beside an underscore, which joins names of variables: the low line alone looks like a gap.
BESIDE_UNDERSCORE = re.compile(r"(?<=[A-Za-z0-9]_) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=_[A-Za-z0-9])")


def plain_text(text: str) -> str:
    """What was read with plain characters for their look-alikes and single blanks, none beside underscores."""
    return BESIDE_UNDERSCORE.sub("", re.sub(r"\s+", " ", text.translate(LOOKALIKES)).strip())


@attrs.frozen(eq=False)
class Place:
    """Where text is expected.

    Attributes
    ----------
    box : Box
    margin : float          Pixels around the box that may hold ink of the text too.
    rule : Box or None      A line that runs up the page through the place (an axis): it is wiped out first.
    height : float          Height of the picture given to the recogniser: another one is another reading.
    """

    box: Box
    margin: float = 2.0
    rule: Box | None = None
    height: float = READ_HEIGHT


def read_places(figure: Figure, places: Sequence[Place]) -> list[Word | None]:
    """Text at each place; None where the place is empty or unreadable. A file's own text needs no reading."""
    if figure.words:
        return [next((w for w in figure.words if p.box.contains(*w.box.center)), None) for p in places]
    pieces = [_piece(figure, place) for place in places]
    texts = iter(ocr.recognise([piece[0] for piece in pieces if piece is not None]))
    found: list[Word | None] = []
    for piece in pieces:
        text, score = next(texts) if piece is not None else ("", 0.0)
        if piece is None or not text.strip() or score < ocr.MIN_SCORE:
            found.append(None)
        else:
            found.append(colored(figure.pixels, Word(plain_text(text), piece[1], score)))
    return found


def read_place(figure: Figure, box: Box, *, margin: float = 2.0, upright_line: Box | None = None) -> Word | None:
    """Text at one place; see :class:`Place` and :func:`read_places`."""
    return read_places(figure, [Place(box, margin, upright_line)])[0]


def _piece(figure: Figure, place: Place) -> tuple[Bytes, Box] | None:
    """The picture of a place's ink on its paper, and the ink's box; None where there is none."""
    box, margin = place.box, place.margin
    left, top = max(0, int(box.left - margin)), max(0, int(box.top - margin))
    right = min(figure.width, int(np.ceil(box.right + margin)))
    bottom = min(figure.height, int(np.ceil(box.bottom + margin)))
    crop = figure.pixels[top:bottom, left:right]
    if crop.size == 0 or min(crop.shape[:2]) < 3:
        return None
    if place.rule is not None:
        crop = _without_columns(crop, int(place.rule.left) - 1 - left, int(place.rule.right) + 1 - left)
    tight = _ink_box(crop)
    if tight is None:
        return None
    c0, r0, c1, r1 = tight
    pad = max(2, (r1 - r0) // 4)
    paper = median_color(crop).astype(np.uint8)
    piece = np.full((r1 - r0 + 2 * pad, c1 - c0 + 2 * pad, 3), paper, np.uint8)
    piece[pad:-pad, pad:-pad] = crop[r0:r1, c0:c1]
    if piece.shape[0] < place.height or place.height != READ_HEIGHT:
        piece = cv.resize(piece, place.height / piece.shape[0])
    where = Box(left + c0 - 0.5, top + r0 - 0.5, left + c1 - 0.5, top + r1 - 0.5)
    return piece, where


def ink_box(figure: Figure, box: Box) -> Box | None:
    """The box around the ink inside a box; None where there is none."""
    left, top = max(0, int(box.left)), max(0, int(box.top))
    crop = figure.pixels[top : int(np.ceil(box.bottom)) + 1, left : int(np.ceil(box.right)) + 1]
    tight = _ink_box(crop) if crop.size else None
    if tight is None:
        return None
    c0, r0, c1, r1 = tight
    return Box(left + c0 - 0.5, top + r0 - 0.5, left + c1 - 0.5, top + r1 - 0.5)


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
    ink = from_color(crop, median_color(crop)) > INK_CONTRAST
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if rows.size < 3 or columns.size < 1:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def colored(pixels: Bytes, word: Word) -> Word:
    """The word with the colour of its ink: the tenth of its pixels that differ most from its paper."""
    box = word.box
    r0, r1 = max(0, int(box.top)), min(pixels.shape[0], int(np.ceil(box.bottom)) + 1)
    c0, c1 = max(0, int(box.left)), min(pixels.shape[1], int(np.ceil(box.right)) + 1)
    area = pixels[r0:r1, c0:c1].reshape(-1, 3)
    if len(area) < 8:
        return word
    away = distance(area, median_color(area))
    r, g, b = (round(float(v)) for v in median_color(area[away >= np.quantile(away, 0.93)]))
    return Word(word.text, word.box, word.score, word.angle, (r, g, b))
