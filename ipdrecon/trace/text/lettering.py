"""Text as files place it → words: neighbours on one line are joined, symbols that stand for censor marks stay alone."""

from __future__ import annotations

import functools
import importlib.util
import itertools
import re
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import TypeVar

import attrs
import numpy as np
from PIL import ImageFont

from ipdrecon.figure import Box, Path, Word

#: Widest gap inside one word or phrase, in font sizes: a blank is about 0.3, columns of a table are 0.8 and more apart.
JOIN_GAP = 0.55
#: A gap this wide, in font sizes, is a blank.
BLANK_GAP = 0.16
#: Pieces of one line have baselines this close, in font sizes (an exponent stands 0.35 above its base).
LINE_SHIFT = 0.4
#: Smaller letters than this share of their neighbours' size belong to another text.
SIZE_RATIO = 0.55
#: Parts of one text that are written apart follow each other to this, in font sizes, and do not grow by more.
EXACT_GAP, LARGER = 0.08, 1.1
#: What a number, or a cell with a second number in brackets, ends with.
NUMBER_ENDS = frozenset("0123456789)")
#: Words with a digit a figure must have for its text to count as complete: two ticks on each axis.
FEWEST_NUMBERS = 4

#: Equal symbols a figure must have for them to be marks, and lines of text they must stand on.
FEWEST_MARKS, FEWEST_ROWS = 4, 3

#: Characters that plotting programs print as censor marks, one by one.
SYMBOLS = frozenset("+|×xXoO○●◦•∘□■△▲▽◇◆*✕✖✚⊕'’ǀ∣│lI")

#: Signs that link the names of two drugs, and the gap on either side of them, in heights of the letters.
LINKS, LINK_GAP = frozenset("+"), 0.75

#: Height of digits and descenders, and width against DejaVu Sans of the sans serif fonts of figures (Helvetica,
#: Arial), in font sizes.
CAP_HEIGHT, DESCENT, NARROWER = 0.73, 0.21, 0.87


@attrs.frozen
class Piece:
    """Text that the file places as one.

    Attributes
    ----------
    text : str          Begins with a blank where the file has one before it.
    box : Box           Pixels, around the letters.
    base : float        Of the baseline: y for angle 0, x for 90 and 270.
    size : float        Font size in pixels.
    angle : int         0, 90 or 270, counter-clockwise.
    color : RGB or None
    item : int          Number of the file's own text it is part of; 0 where that is not known.
    measured : bool     Whether its ends are known, not estimated from a font.
    """

    text: str
    box: Box
    base: float
    size: float
    angle: int = 0
    color: tuple[int, int, int] | None = None
    item: int = 0
    measured: bool = False

    @classmethod
    def over(cls, text: str, box: Box, angle: int, color: tuple[int, int, int] | None, item: int = 0) -> Piece:
        """A piece known by the box around its letters alone."""
        across = box.height if angle == 0 else box.width
        base = {0: box.bottom, 90: box.right, 270: box.left}[angle]
        return cls(text, box, base, across / CAP_HEIGHT, angle, color, item, measured=True)

    @property
    def along(self) -> tuple[float, float]:
        """Start and end in reading direction."""
        if self.angle == 0:
            return self.box.left, self.box.right
        return (-self.box.bottom, -self.box.top) if self.angle == 90 else (self.box.top, self.box.bottom)


#: Text with its place.
Text = TypeVar("Text", Piece, Word)


def columns(piece: Piece) -> list[Piece]:
    """A piece cut where several blanks set columns apart; places follow from the widths of the letters."""
    parts = [(found.start(), found.end()) for found in re.finditer(r"\S+(?: \S+)*", piece.text)]
    total = estimated_width(piece.text.strip(), 1.0)
    if len(parts) < 2 or total <= 0:
        return [piece]
    lead = len(piece.text) - len(piece.text.lstrip())
    cut = []
    for start, end in parts:
        first = estimated_width(piece.text[lead:start], 1.0) / total if start > lead else 0.0
        last = estimated_width(piece.text[lead:end], 1.0) / total
        b = piece.box
        if piece.angle == 0:
            box = Box(b.left + first * b.width, b.top, b.left + last * b.width, b.bottom)
        elif piece.angle == 90:
            box = Box(b.left, b.bottom - last * b.height, b.right, b.bottom - first * b.height)
        else:
            box = Box(b.left, b.top + first * b.height, b.right, b.top + last * b.height)
        cut.append(attrs.evolve(piece, text=piece.text[start:end], box=box))
    return cut


def join(pieces: Sequence[Piece]) -> tuple[Word, ...]:
    """Words of pieces in any order, top to bottom and left to right."""
    pieces = [part for piece in pieces for part in columns(piece)]
    words: list[Word] = []
    for angle in (0, 90, 270):
        lines: list[list[Piece]] = []
        for piece in sorted((p for p in pieces if p.angle == angle and p.text.strip()), key=lambda p: p.along[0]):
            line = next((line for line in reversed(lines) if _continues(line, piece)), None)
            if line is None:
                lines.append([piece])
            else:
                line.append(piece)
        words += [_word(line) for line in lines]
    return tuple(sorted(_bridged(words), key=lambda w: (round(w.box.center[1] / 4), w.box.left)))


def _bridged(words: list[Word]) -> list[Word]:
    """Words with those joined that a lone "+" links, as in "Drug A + B"."""
    words = list(words)
    for sign in [w for w in words if w.text in LINKS]:
        linked = _linked(sign, words)
        if linked is not None:
            one, two = linked
            words = [w for w in words if w is not one and w is not two and w is not sign]
            whole = attrs.evolve(one, text=f"{one.text} {sign.text} {two.text}", box=one.box.union(two.box))
            words.append(whole)
    return words


def _linked(sign: Text, texts: Sequence[Text]) -> tuple[Text, Text] | None:
    """The texts before and behind a lone "+" that is one of their letters: close on both its sides, in its colour."""
    level = [
        text
        for text in texts
        if text is not sign
        and text.angle == sign.angle == 0
        and text.color == sign.color
        and text.box.top <= sign.box.center[1] <= text.box.bottom
        and re.search(r"[A-Za-z]", text.text)
        and sign.box.height < 1.2 * text.box.height
    ]
    before = [text for text in level if 0 <= sign.box.left - text.box.right <= LINK_GAP * text.box.height]
    behind = [text for text in level if 0 <= text.box.left - sign.box.right <= LINK_GAP * text.box.height]
    if len(before) != 1 or len(behind) != 1 or not re.search(r"[A-Za-z]{2}", before[0].text):
        return None
    one, two = before[0], behind[0]
    return (one, two) if abs(one.box.bottom - two.box.bottom) < 0.4 * sign.box.height else None


def _continues(line: Sequence[Piece], piece: Piece) -> bool:
    last = line[-1]
    if is_symbol(last.text) or (is_symbol(piece.text) and not piece.text.strip().isalpha()):
        return False  # a lone letter after a word may be its end (stage I), marks stand alone
    size = max(last.size, piece.size)
    gap = piece.along[0] - last.along[1]
    return (
        -0.3 * size <= gap <= JOIN_GAP * size
        and abs(piece.base - last.base) <= LINE_SHIFT * size
        and min(last.size, piece.size) >= SIZE_RATIO * size
        and not apart(line, piece)
    )


def apart(line: Sequence[Piece], piece: Piece) -> bool:
    """Whether a piece is a text of its own although it stands close behind another.

    Labels and cells of a table that run into each other are texts of their own in the file. One text is also written
    as several, by word processors wherever they like: its parts then have one colour, follow each other exactly, and
    grow smaller for an exponent but not larger.
    """
    last = line[-1]
    if not (last.item and piece.item) or last.item == piece.item:
        return False
    if piece.color != last.color or piece.size > LARGER * max(p.size for p in line):
        return True
    size = max(last.size, piece.size)
    gap = piece.along[0] - last.along[1]
    if last.measured and piece.measured and gap < -EXACT_GAP * size:
        return True
    return gap > EXACT_GAP * size and last.text.strip()[-1:] in NUMBER_ENDS and piece.text.strip()[:1].isdigit()


def without_marks(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Path]]:
    """Pieces that are words, and censor marks that are printed as characters, each as the filled box around it.

    A lone symbol is a mark where the same one, equally large, stands on several lines, and does not link the words of a
    label ("Drug A + B"): text does not do that.
    """
    alike: dict[tuple[str, int, int], list[Piece]] = {}
    for piece in pieces:
        if is_symbol(piece.text) and not (piece.text.strip() in LINKS and _linked(piece, pieces)):
            alike.setdefault((piece.text.strip(), round(4 * piece.size), piece.angle), []).append(piece)
    marks: list[Path] = []
    taken: set[int] = set()
    for group in alike.values():
        if len(group) >= FEWEST_MARKS and len({round(piece.base / piece.size * 8) for piece in group}) >= FEWEST_ROWS:
            taken |= {id(piece) for piece in group}
            marks += [_mark(piece) for piece in group]
    return [piece for piece in pieces if id(piece) not in taken], marks


def _mark(piece: Piece) -> Path:
    b = piece.box
    corners = [(b.left, b.top), (b.right, b.top), (b.right, b.bottom), (b.left, b.bottom), (b.left, b.top)]
    return Path(np.array(corners), fill=piece.color or (0, 0, 0))


def is_symbol(text: str) -> bool:
    """Whether a text is one character that may be a censor mark."""
    return text.strip() in SYMBOLS


def _word(line: Sequence[Piece]) -> Word:
    text, box = line[0].text, line[0].box
    for before, piece in itertools.pairwise(line):
        blank = piece.along[0] - before.along[1] > BLANK_GAP * piece.size
        text += (" " if blank else "") + piece.text
        box = box.union(piece.box)
    return Word(text=" ".join(text.split()), box=box, angle=line[0].angle, color=line[0].color)


def enough(words: Sequence[Word]) -> bool:
    """Whether the file's own text holds the figure's numbers; where not, letters were drawn as outlines or pixels."""
    return sum(any(ch.isdigit() for ch in word.text) for word in words) >= FEWEST_NUMBERS


@functools.cache
def _font() -> ImageFont.FreeTypeFont:
    place = importlib.util.find_spec("matplotlib")
    folder = (place and place.submodule_search_locations) or [""]
    return ImageFont.truetype(str(FilePath(folder[0]) / "mpl-data" / "fonts" / "ttf" / "DejaVuSans.ttf"), 100)


def estimated_width(text: str, size: float) -> float:
    """Width of a text whose file does not say it, for a font like Helvetica."""
    return float(_font().getlength(text)) / 100 * size * NARROWER
