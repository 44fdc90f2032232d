"""Entries of a legend whose keys are covered in part: they stand in the column or row of others."""

from __future__ import annotations

import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_groups import COLUMN_GAP, COLUMN_SLACK, ROW_GAP, ROW_SLACK
from ipdrecon.trace.legends.key_ways import runs_through
from ipdrecon.trace.legends.keys import Key, key_at
from ipdrecon.trace.legends.labels import clean_label

#: Least distance of two rows of a legend, whose boxes a reader makes higher than they are; and that of a legend of two
#: entries up to which one tells where the other's key is. In text heights.
CLOSEST, CLOSE_ROWS = 0.6, 2.2


def covered_entries(
    figure: Figure, group: list[LegendEntry], candidates: list[Word], height: float, plot: Box
) -> list[LegendEntry]:
    """Entries in the column or row of others, whose keys touch curves, or show a single dash.

    A line of the plot's frame or grid beside the title of a legend is no key.
    """
    found: list[LegendEntry] = []
    for word in candidates:
        if any(word.box.contains(*e.text.center) or e.text.contains(*word.box.center) for e in group):
            continue
        column = [e for e in group if e.sample is not None and abs(e.text.left - word.box.left) < COLUMN_SLACK * height]
        gap = min((abs(e.text.center[1] - word.box.center[1]) for e in column), default=np.inf)
        close = COLUMN_GAP if len(column) > 1 else CLOSE_ROWS
        below = bool(column) and CLOSEST * height < gap < close * height
        if not below:
            column = _in_row(word.box, group)
        if not column:
            continue
        # Keys of a column stand one below the other; those of a row as far before their texts.
        keys = [(e.sample, 0.0 if below else word.box.left - e.text.left) for e in column if e.sample is not None]
        left = float(np.median([key.left + shift for key, shift in keys]))
        right = float(np.median([key.right + shift for key, shift in keys]))
        half = 0.3 * word.box.height
        place = Box(left, word.box.center[1] - half, right, word.box.center[1] + half)
        key = key_at(figure, place)
        if key is not None and not runs_through(figure.pixels, _about(key, place), key.color, plot):
            found.append(LegendEntry(clean_label(word.text), word.box, key.box, key.color, key.dashes))
    return found


def _about(key: Key, place: Box) -> Box:
    """The place of a key with the key in its middle."""
    half = place.height / 2
    return Box(place.left, key.box.center[1] - half, place.right, key.box.center[1] + half)


def _in_row(text: Box, group: list[LegendEntry]) -> list[LegendEntry]:
    """Entries in one row with a text, as near to it as entries stand, with keys before their texts."""
    height = text.height
    return [
        e
        for e in group
        if e.sample is not None
        and e.sample.right < e.text.center[0]
        and abs(e.text.center[1] - text.center[1]) < ROW_SLACK * height
        and max(e.text.left - text.right, text.left - e.text.right) < ROW_GAP * height
    ]
