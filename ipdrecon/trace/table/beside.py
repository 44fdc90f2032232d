"""A legend beside a table: right of the panel, at any height, its texts stand in the lines of rows as their names would."""

from __future__ import annotations

from collections.abc import Sequence

from ipdrecon.figure import Box, Word
from ipdrecon.trace.covers import is_title_of
from ipdrecon.trace.entry import LegendEntry


def without_legend(words: Sequence[Word], entries: Sequence[LegendEntry], panel: Box) -> tuple[Word, ...]:
    """Words without the texts and the title of a legend whose keys stand right of the panel."""
    shown = [e for e in entries if e.sample is not None and e.sample.left > panel.right and e.text.left > panel.right]
    if not shown:
        return tuple(words)
    return tuple(w for w in words if not is_title_of(w, shown) and not any(w.box.overlaps(e.text) for e in shown))
