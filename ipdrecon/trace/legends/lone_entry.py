"""A text with a key beside it that is alone: most are no legend, but a title, or a label with the end of a curve."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.axes.ticks import number
from ipdrecon.trace.inks.covers import is_title_of
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_groups import is_of_a_title
from ipdrecon.trace.legends.labels import SHARE

#: How far behind a key a text begins that it belongs to, in text heights.
NEXT = 1.5
#: How far right of its panel the label of a curve may stand, in panel widths.
BESIDE = 0.3


def is_no_legend(entry: LegendEntry, candidates: Sequence[Word], words: Sequence[Word], frame: Frame) -> bool:
    """Whether a lone entry is something else; ``candidates`` are those of the ``words`` that may name a curve."""
    return (
        number(entry.label) is not None
        or SHARE.match(entry.label) is not None
        or _is_label_by_its_curve(entry, candidates, frame)
        or _is_at_a_curve_elsewhere(entry, frame)
        or _is_at_another_panel(entry.text, frame)
        or is_of_a_title(entry, frame)
        or _is_title_before_a_key(entry, words)
    )


def _is_label_by_its_curve(entry: LegendEntry, candidates: Sequence[Word], frame: Frame) -> bool:
    """Whether a lone entry is a text written beside its curve, as others of the panel are."""
    if not frame.box.contains(*entry.text.center):
        return False
    height, box = entry.text.height, frame.box
    # A curve's label may stand at its end, as near to its panel as to the next one.
    nexts = [(box.right + other.left) / 2 for other in frame.others if other.left > box.right]
    near = Box(box.left, box.top, min([box.right + BESIDE * box.width, *nexts]), box.bottom)
    return any(
        near.contains(*word.box.center)
        and not word.box.overlaps(entry.text)
        and not is_title_of(word, [entry])
        and 0.75 * height < word.box.height < 1.35 * height
        and re.search(r"[A-Za-z]{2}", word.text)
        for word in candidates
    )


def _is_at_a_curve_elsewhere(entry: LegendEntry, frame: Frame) -> bool:
    """Whether the key of a lone entry lies in another panel: the end of a curve that is named there."""
    return entry.sample is not None and any(other.contains(*entry.sample.center) for other in frame.others)


def _is_at_another_panel(text: Box, frame: Frame) -> bool:
    """Whether a text stands above or below a panel beside this one: a title, whose panel letter passed for a key."""
    x, box = text.center[0], frame.box
    beside = any(o.left < x < o.right and o.top < box.bottom and box.top < o.bottom for o in frame.others)
    return beside and not box.left < x < box.right


def _is_title_before_a_key(entry: LegendEntry, words: Sequence[Word]) -> bool:
    """Whether the key right of a lone entry stands right before another text, whose it is: the first is a title."""
    key, line = entry.sample, entry.text.height
    return (
        key is not None
        and key.center[0] > entry.text.center[0]
        and any(
            0 < w.box.left - key.right < NEXT * line and abs(w.box.center[1] - key.center[1]) < 0.5 * line
            for w in words
        )
    )
