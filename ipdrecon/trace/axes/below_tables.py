"""Titles of time axes that stand below the table of numbers at risk (SAS)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from ipdrecon.figure import Word
from ipdrecon.trace.axes.titles import NO_UNIT, time_unit

if TYPE_CHECKING:
    from ipdrecon.trace.axes.frame import Frame

#: How a title of a time axis begins, or what follows its unit: captions name units as well ("aged 65 years or older").
TIME = re.compile(
    r"^\s*(?:(?:survival|follow.?up|overall|study)\s+)?(?:time|months?|days?|weeks?|years?|follow.?up|duration)\b"
)
NAMED = re.compile(r"[(,\[]\s*(?:months?|mos?|days?|weeks?|wks?|years?|yrs?|[dmwy])\.?\s*[)\]]?\s*$")
#: Fewest numbers in a line between an axis and its title, which are its table.
COUNTS = 3
#: How far the middle of a title lies from that of its axis, as a share of the panel's width, and its longest text.
CENTRED, LONGEST = 0.1, 60
#: How far below its panel a title may stand, in panel heights: a table is no deeper.
DEEP = 1.6
#: Widest blank between words of one title, in heights of their boxes.
BLANK = 1.5


def with_titles_below_tables(frames: Sequence[Frame], words: Sequence[Word]) -> list[Frame]:
    """The panels; one whose time unit is not said right under its axis takes that of the title below its table."""
    return [frame if frame.axes.time_unit else _with_title(frame, words) for frame in frames]


def _with_title(frame: Frame, words: Sequence[Word]) -> Frame:
    box = frame.box
    below = [
        word
        for word in words
        if word.angle == 0
        and frame.label_rows[1] < word.box.center[1] < min(frame.end, box.bottom + DEEP * box.height)
        and box.left < word.box.center[0] < box.right
    ]
    for title in sorted(_lines(below), key=lambda line: line.box.top):
        centred = abs(title.box.center[0] - (box.left + box.right) / 2) < CENTRED * box.width
        unit = time_unit(title.text)
        named = TIME.search(title.text.lower()) or NAMED.search(title.text.lower())
        if centred and unit and named and len(title.text) <= LONGEST and _is_below_counts(title, below):
            axes = attrs.evolve(frame.axes, time_unit=unit, x_title=title.text)
            warnings = tuple(warning for warning in frame.warnings if warning != NO_UNIT)
            return attrs.evolve(frame, axes=axes, warnings=warnings)
    return frame


def _is_below_counts(title: Word, words: Sequence[Word]) -> bool:
    """Whether a line of numbers stands above a title: a row of a table."""
    above = [w for w in words if w.box.center[1] < title.box.top and w.text.strip()[:1].isdigit()]
    level = [sum(abs(w.box.center[1] - o.box.center[1]) < 0.5 * o.box.height for w in above) for o in above]
    return max(level, default=0) >= COUNTS


def _lines(words: Sequence[Word]) -> list[Word]:
    """Words of one line that stand as near as words of a text do, as one."""
    lines: list[Word] = []
    for word in sorted(words, key=lambda w: w.box.left):
        for i, line in enumerate(lines):
            height = min(line.box.height, word.box.height)
            level = abs(line.box.center[1] - word.box.center[1]) < 0.5 * height
            if level and word.box.left - line.box.right < BLANK * height:
                lines[i] = attrs.evolve(line, text=f"{line.text} {word.text}", box=line.box.union(word.box))
                break
        else:
            lines.append(word)
    return lines
