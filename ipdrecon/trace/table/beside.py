"""A legend beside a table: right of the panel its texts may stand in the lines of rows, as names of these would."""

from __future__ import annotations

from collections.abc import Sequence

from ipdrecon.figure import Box, Word
from ipdrecon.trace.inks.covers import is_title_of
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.table.counts import count_of

#: Least width of a key against the height of its text: a figure is narrower.
WIDE = 0.65


def without_legend(words: Sequence[Word], entries: Sequence[LegendEntry], panel: Box) -> tuple[Word, ...]:
    """Words without the texts and the title of a legend whose keys stand right of the panel.

    What is taken for a key may be the last count of a row that is named behind it (rms).
    """
    shown = [e for e in entries if e.sample is not None and e.sample.left > panel.right and e.text.left > panel.right]
    counts = [w.box for w in words if count_of(w.text) is not None]
    if not shown or any(_is_count(e.sample, e.text, counts) for e in shown if e.sample is not None):
        return tuple(words)
    return tuple(w for w in words if not is_title_of(w, shown) and not any(w.box.overlaps(e.text) for e in shown))


def _is_count(key: Box, text: Box, counts: Sequence[Box]) -> bool:
    return key.width < WIDE * text.height or any(key.overlaps(count) for count in counts)
