"""Counts of several columns that were read as one number, read again one by one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.table.counts import count_of
from ipdrecon.trace.table.laws import SURE
from ipdrecon.trace.table.line import spacing_of
from ipdrecon.trace.text.places import Place, ink_box, read_places

#: Digits and blanks alone, with a letter now and then where figures touch ("4541482563B028262"), and figures in a row
#: from which they are no count.
DIGITS, LONGEST = re.compile(r"^(?=\d{3})(?:\d{3,}[A-Za-z]|[\d ,.])+$"), 6
#: A label, which ends with a blank or a sign, and more figures in a row than a count has.
LABELLED = re.compile(rf"^(.*[A-Za-z].*[^\w.,])(\d{{{LONGEST + 1},}})$")
#: Room of a column that is read on either side of it, as a share of the spacing, and the most where counts lie over
#: each other's edges.
ROOM, WIDEST = 0.5, 0.6
#: Room of a second reading, as a share of that of the first.
CLOSER = 0.95


def glued_apart(figure: Figure, words: Sequence[Word], place: Floats) -> list[Word]:
    """Words with those that reach over several columns, and are no counts with blanks between, read column by column.

    A narrow table leaves less room between its counts than a reader takes for a blank ("237208188"). Where its counts
    stand beside their columns, what is read at these has lost figures: the whole is then taken apart by its length.
    """
    half = ROOM * spacing_of(place)
    kept: list[Word] = []
    glued: list[tuple[Word, Floats]] = []
    for word in itertools.chain.from_iterable(_without_label(word, float(place.min()) - half) for word in words):
        over = _columns_of(word, place)
        if over.size >= 2 and DIGITS.match(word.text) and _is_glued(word.text, over.size):
            glued.append((word, over))
        else:
            kept.append(word)
    rooms = [_room(figure, word, over, half) for word, over in glued]
    wanted = [_at(word, x, room) for (word, over), room in zip(glued, rooms, strict=True) for x in over]
    closer = [_at(word, x, CLOSER * room) for (word, over), room in zip(glued, rooms, strict=True) for x in over]
    read = zip(*(iter(read_places(figure, places) if wanted else []) for places in (wanted, closer)), strict=True)
    found = [[_agreed(*next(read)) for _ in over] for _, over in glued]
    rises = [(i, k) for i, pieces in enumerate(found) for k in _rising(pieces)]
    narrow = [_at(glued[i][0], glued[i][1][k], rooms[i] * _one_less(found[i][k])) for i, k in rises]
    for (i, k), piece in zip(rises, read_places(figure, narrow) if narrow else [], strict=True):
        found[i][k] = piece if piece is not None and _figures(piece).isdigit() else found[i][k]
    for (word, over), pieces in zip(glued, found, strict=True):
        kept += _counts(word, over, pieces)
    return kept


def _counts(word: Word, over: Floats, pieces: Sequence[Word | None]) -> list[Word]:
    """The counts of a word over several columns: as they were read at these, or of the whole as they are long."""
    whole, figures = re.sub(r"\D", "", word.text), [_figures(piece) for piece in pieces if piece is not None]
    same = "".join(figures) == whole and not any(re.match(r"0\d", text) for text in figures)
    shares = None if same or re.search(r"[A-Za-z]", word.text) else _by_length(whole, over.size)
    if shares is None:
        return [piece for piece in pieces if piece is not None and count_of(piece.text) is not None]
    alike = len(whole) % over.size == 0  # else one of the figures may be lost
    sure = word if alike else attrs.evolve(word, score=min(word.score, 0.5 * SURE))
    return [_part(sure, digits, x) for digits, x in zip(shares, over, strict=True)]


def _room(figure: Figure, word: Word, over: Floats, half: float) -> float:
    """Room of a count on either side of its column: what the first one takes up where it is more than half a column."""
    ink = ink_box(figure, word.box)
    return half if ink is None else min(max(half, float(over[0]) - ink.left), WIDEST / ROOM * half)


def _at(word: Word, x: float, half: float) -> Place:
    return Place(Box(max(0.0, float(x) - half), word.box.top, float(x) + half, word.box.bottom), 0.0)


def _agreed(one: Word | None, two: Word | None) -> Word | None:
    """The surer of two readings of a count, doubtful where they differ: what touches it looks like a part of it."""
    if one is None or two is None or one.text == two.text:
        return one or two
    best = max(one, two, key=lambda word: (word.text.isdigit(), word.score))
    return attrs.evolve(best, score=min(best.score, 0.5 * SURE))


def _figures(piece: Word | None) -> str:
    return "" if piece is None else re.sub(r"\D", "", piece.text)


def _rising(pieces: Sequence[Word | None]) -> list[int]:
    """Counts above the one before that have two figures and more: the first one may be the edge of that one's last."""
    counts = [int(_figures(piece) or -1) for piece in pieces]
    return [k for k in range(1, len(counts)) if counts[k] > counts[k - 1] >= 0 and counts[k] > 9]


def _one_less(piece: Word | None) -> float:
    """Room of a count with a figure less, as a share."""
    return 1.0 - 1.0 / max(2, len(_figures(piece)))


def _without_label(word: Word, first: float) -> list[Word]:
    """A row's label and the counts read along with it, which begin at ``first``, half a column before the first one."""
    found = LABELLED.match(word.text)
    if found is None or not word.box.left < first < word.box.right:
        return [word]
    label, counts = found.groups()
    return [
        attrs.evolve(word, text=label.rstrip(), box=attrs.evolve(word.box, right=first)),
        attrs.evolve(word, text=counts, box=attrs.evolve(word.box, left=first)),
    ]


def _columns_of(word: Word, place: Floats) -> Floats:
    """Columns that a word reaches over: its box does, or its middle is nearer the middle of two than either of them."""
    over = place[(place > word.box.left) & (place < word.box.right)]
    middle = word.box.center[0]
    after = int(np.searchsorted(place, middle))
    if over.size > 1 or not 0 < after < place.size:
        return over
    two = place[after - 1 : after + 1]
    return two if abs(middle - two.mean()) < np.abs(middle - two).min() else over


def _is_glued(text: str, columns: int) -> bool:
    return bool(re.search(rf"\d{{{LONGEST + 1},}}", text)) or _too_few(text, columns)


def _by_length(digits: str, columns: int) -> list[str] | None:
    """Counts of several columns in one row of digits: none is larger than the one before, nor much shorter."""
    least, longer = divmod(len(digits), columns)
    ends = np.cumsum([least + (i < longer) for i in range(columns)])
    counts = [digits[a:b] for a, b in itertools.pairwise([0, *ends.tolist()])]
    falls = all(int(a) >= int(b) for a, b in itertools.pairwise(counts))
    return counts if falls and not any(count[0] == "0" for count in counts) else None


def _part(word: Word, digits: str, x: float) -> Word:
    """A count of a word that was taken apart, about its column."""
    half = 0.5 * word.box.width * len(digits) / len(word.text)
    return attrs.evolve(word, text=digits, box=attrs.evolve(word.box, left=x - half, right=x + half))


def _too_few(text: str, columns: int) -> bool:
    """Whether a text of digits holds fewer counts than the columns it reaches over."""
    return len(text.split()) < columns and len(re.sub(r"\D", "", text)) >= 2 * columns
