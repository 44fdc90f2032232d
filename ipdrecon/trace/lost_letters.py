"""Last letters of names that a reader overlooked: entries of one legend that are called alike are read once more."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ipdrecon.figure import Box, Figure
from ipdrecon.trace.entry import LegendEntry
from ipdrecon.trace.labels import clean_label
from ipdrecon.trace.places import Place, read_places

#: How far behind a name a lone letter stands, and half of what is looked at of its line, in heights of the box around
#: it, which reaches into the lines above and below.
BEHIND, HALF = 1.1, 0.36


def with_lost_letters(figure: Figure, entries: Sequence[LegendEntry]) -> list[LegendEntry]:
    """The entries, those with one name in common with what stands behind it ("Group" of "Group B").

    A reader's detector overlooks lone letters; no two arms are called alike.
    """
    labels = [entry.label for entry in entries]
    alike = [entry for entry in entries if labels.count(entry.label) > 1]
    if figure.words or not alike:
        return list(entries)
    words = dict(zip(map(id, alike), read_places(figure, [_place(entry.text) for entry in alike]), strict=True))

    def longer(entry: LegendEntry) -> LegendEntry:
        word = words.get(id(entry))
        read = "" if word is None else clean_label(word.text)
        behind = read.removeprefix(entry.label).split()
        if not read.startswith(entry.label) or not behind:
            return entry
        # What follows the letter is the frame, or a curve.
        label = clean_label(f"{entry.label} {behind[0]}")
        return attrs.evolve(
            entry, label=label, text=attrs.evolve(entry.text, right=entry.text.right + BEHIND * entry.text.height)
        )

    return [longer(entry) for entry in entries]


def _place(text: Box) -> Place:
    """A name with the room behind it."""
    middle, height = text.center[1], text.height
    return Place(Box(text.left, middle - HALF * height, text.right + BEHIND * height, middle + HALF * height), 0.0)
