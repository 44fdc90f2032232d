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
from ipdrecon.trace.text.places import Place, read_places

#: Digits and blanks alone, and figures in a row from which they are no count.
DIGITS, LONGEST = re.compile(r"^[\d ,.]+$"), 6
#: A label, which ends with a blank or a sign, and more figures in a row than a count has.
LABELLED = re.compile(rf"^(.*[A-Za-z].*[^\w.,])(\d{{{LONGEST + 1},}})$")
#: Room of a column that is read, as a share of the spacing.
ROOM = 0.5


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
    places = [
        Place(Box(max(0.0, float(x) - half), word.box.top, float(x) + half, word.box.bottom), 0.0)
        for word, over in glued
        for x in over
    ]
    read = iter(read_places(figure, places) if places else [])
    for word, over in glued:
        found = [piece for piece in (next(read) for _ in over) if piece is not None]
        whole = re.sub(r"\D", "", word.text)
        figures = [re.sub(r"\D", "", piece.text) for piece in found]
        same = "".join(figures) == whole and not any(re.match(r"0\d", text) for text in figures)
        shares = None if same else _by_length(whole, over.size)
        if shares is None:
            kept += [piece for piece in found if count_of(piece.text) is not None]
        else:
            alike = len(whole) % over.size == 0  # else one of the figures may be lost
            sure = word if alike else attrs.evolve(word, score=min(word.score, 0.5 * SURE))
            kept += [_part(sure, digits, x) for digits, x in zip(shares, over, strict=True)]
    return kept


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
