"""Counts of several columns that were read as one number, read again one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.places import Place, read_places
from ipdrecon.trace.table.counts import count_of
from ipdrecon.trace.table.line import spacing_of

#: Digits and blanks alone, and figures in a row from which they are no count.
DIGITS, LONGEST = re.compile(r"^[\d ,.]+$"), 6
#: Room of a column that is read, as a share of the spacing.
ROOM = 0.5


def glued_apart(figure: Figure, words: Sequence[Word], place: Floats) -> list[Word]:
    """Words with those that reach over several columns, and are no counts with blanks between, read column by column.

    A narrow table leaves less room between its counts than a reader takes for a blank ("237208188").
    """
    spacing = spacing_of(place)
    kept: list[Word] = []
    places: list[Place] = []
    for word in words:
        over = place[(place > word.box.left) & (place < word.box.right)]
        glued = re.search(rf"\d{{{LONGEST + 1},}}", word.text) or _too_few(word.text, over.size)
        if over.size < 2 or not DIGITS.match(word.text) or not glued:
            kept.append(word)
            continue
        half = ROOM * spacing
        places += [
            Place(Box(max(0.0, float(x) - half), word.box.top, float(x) + half, word.box.bottom), 0.0) for x in over
        ]
    found = read_places(figure, places) if places else []
    return kept + [word for word in found if word is not None and count_of(word.text) is not None]


def _too_few(text: str, columns: int) -> bool:
    """Whether a text of digits holds fewer counts than the columns it reaches over."""
    return len(text.split()) < columns and len(re.sub(r"\D", "", text)) >= 2 * columns
