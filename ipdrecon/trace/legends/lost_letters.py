"""Last letters of names that a reader overlooked: entries of one legend that begin alike are read once more."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ipdrecon.figure import Box, Figure
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.labels import clean_label
from ipdrecon.trace.text.places import Place, read_places

#: How far behind a name a lone letter stands, and half of what is looked at of its line, in heights of the box around
#: it, which reaches into the lines above and below.
BEHIND, HALF = 1.1, 0.36
#: How far before the next key or name in its line what belongs to a name ends, in heights.
BEFORE_NEXT = 0.3


def with_lost_letters(figure: Figure, entries: Sequence[LegendEntry]) -> list[LegendEntry]:
    """The entries, those whose name another one begins with with what stands behind it ("Group" of "Group B", and
    "drug" beside "drug = 0").

    A reader's detector overlooks lone letters; no two arms are called alike. Where the whole name of an arm is the
    beginning of another's, paper stands behind it.
    """
    begun = {id(entry): _longest_like(entry, entries) for entry in entries}
    alike = [entry for entry in entries if begun[id(entry)] is not None]
    if figure.words or not alike:
        return list(entries)
    boxes = {id(entry): _room(entry, begun[id(entry)] or entry, entries) for entry in alike}
    read = read_places(figure, [Place(boxes[id(entry)], 0.0) for entry in alike])
    words = dict(zip(map(id, alike), read, strict=True))

    def longer(entry: LegendEntry) -> LegendEntry:
        word, model = words.get(id(entry)), begun[id(entry)]
        text = "" if word is None else clean_label(word.text)
        behind = text.removeprefix(entry.label).split()
        if model is None or not text.startswith(entry.label) or not behind:
            return entry
        # What follows the letter is the frame, or a curve.
        rest = model.label.removeprefix(entry.label).split()
        lost = max(1, len(rest))
        if rest and behind[0] != rest[0] and max(lost, len(rest[0]), len(behind[0])) > 1:
            return entry  # a name that is whole: what stands behind it is none of the other one's
        label = clean_label(" ".join([entry.label, *behind[:lost]]))
        return attrs.evolve(entry, label=label, text=attrs.evolve(entry.text, right=boxes[id(entry)].right))

    return [longer(entry) for entry in entries]


def _longest_like(entry: LegendEntry, entries: Sequence[LegendEntry]) -> LegendEntry | None:
    """The entry with the longest name that this one's is, or begins; None where there is no other such."""
    like = [e for e in entries if e is not entry and (e.label == entry.label or e.label.startswith(f"{entry.label} "))]
    return max(like, key=lambda e: len(e.label), default=None)


def _room(entry: LegendEntry, model: LegendEntry, entries: Sequence[LegendEntry]) -> Box:
    """A name with the room behind it that a name like the ``model`` needs, up to the next entry of its line."""
    text = entry.text
    middle, height = text.center[1], text.height
    right = max(text.right + BEHIND * height, text.left + model.text.width)
    for other in entries:
        if abs(other.box.center[1] - middle) < height and other.box.left > text.left and other is not entry:
            right = max(text.right, min(right, other.box.left - BEFORE_NEXT * height))
    return Box(text.left, middle - HALF * height, right, middle + HALF * height)
