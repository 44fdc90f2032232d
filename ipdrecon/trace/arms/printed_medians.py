"""Medians printed behind the names of a legend, in a column of their own or in words: they tell whose a curve is."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from ipdrecon.axes import MONTHS_PER_UNIT
from ipdrecon.digitization import PrintedFact
from ipdrecon.figure import Box, Word
from ipdrecon.steps import StepCurve
from ipdrecon.trace.arms.facts import MEDIAN, OF_SURVIVAL, OPEN, is_own, read_facts, with_points
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.axes.titles import time_unit
from ipdrecon.trace.legends.entry import LegendEntry

#: Head of a column of medians; those of the follow-up tell nothing.
HEAD = re.compile(rf"median{OF_SURVIVAL}", re.IGNORECASE)
#: A value in that column, or that none was reached.
VALUE = re.compile(r"\s*(\d+(?:\.\d+)?)(?![\d.,]|\s*[%/])")
NONE_YET = re.compile(rf"\s*[(\[]?{OPEN}(?![A-Za-z])", re.IGNORECASE)
#: The same in words.
NONE_SAID = re.compile(rf"median{OF_SURVIVAL}[^0-9A-Z]*(?:[OP]FS|OS)?\W*{OPEN}(?![A-Za-z])", re.IGNORECASE)
#: Share of the height of a name by which the middles of texts on one line differ at most.
ON_LINE = 0.5
#: Letters behind a median in which its unit stands.
UNIT_BEHIND = 12


@attrs.frozen
class PrintedMedian:
    """A median as it is printed, in the unit of the time axis; infinite where it is not reached, and by how much it may
    be rounded."""

    time: float
    rounded: float = 0.0

    def denial(self, steps: StepCurve, slack: float) -> float:
        """How far from one half a curve is at its median; ``slack`` (time) is how well the curve's times are known.

        Of one that lies behind the end of the curve, in another unit perhaps, nothing can be said.
        """
        if self.time > steps.end:
            return max(0.0, 0.5 - float(steps.survival[-1])) if self.time == float("inf") else 0.0
        before, after = (self.time + sign * (self.rounded + slack) for sign in (-1, 1))
        low = 0.5 - float(steps(before)) if before > 0 else 0.0
        high = float(steps(after)) - 0.5 if after <= steps.end else 0.0
        return max(0.0, low, high)


def printed_medians(entries: Sequence[LegendEntry], words: Sequence[Word], frame: Frame) -> list[PrintedMedian] | None:
    """The median of each entry; None where not all of them have one. What stands at the next panel is its own."""
    words = [word for word in words if is_own(word, frame)]
    lines = [_behind(entry, words) for entry in entries]
    said = [_said(" ".join([e.label, *(w.text for w in line)])) for e, line in zip(entries, lines, strict=True)]
    for found in (said, *_columns(entries, lines, words), _elsewhere(entries, words, frame)):
        known = [median for median in found if median is not None]
        if known and len(known) == len(entries):
            return known
    return None


def _behind(entry: LegendEntry, words: Sequence[Word]) -> list[Word]:
    """The texts right of a name on its line, from left to right."""
    text = entry.text
    found = [
        w
        for w in words
        if w.box.center[0] > text.right and abs(w.box.center[1] - text.center[1]) < ON_LINE * text.height
    ]
    return sorted(found, key=lambda w: w.box.left)


def _said(text: str) -> PrintedMedian | None:
    if NONE_SAID.search(text):
        return PrintedMedian(float("inf"))
    found = MEDIAN.search(with_points(text))
    return None if found is None else _printed(found.group(2))


def _elsewhere(entries: Sequence[LegendEntry], words: Sequence[Word], frame: Frame) -> list[PrintedMedian | None]:
    """The values of the entries in lines that name them anywhere in the panel."""
    names = [entry.label for entry in entries]
    known = [fact for fact in read_facts(words, frame, names) if fact.kind == "median" and not fact.bound]
    facts = {fact.curve: of_fact(fact, frame.axes.time_unit) for fact in known}
    return [facts.get(name) for name in names]


def _columns(
    entries: Sequence[LegendEntry], lines: Sequence[Sequence[Word]], words: Sequence[Word]
) -> list[list[PrintedMedian | None]]:
    """The values of the entries below each head of medians."""
    top = min((entry.text.top for entry in entries), default=0.0)
    columns = []
    for word in words:
        head = HEAD.search(word.text)
        if head is None or word.box.center[1] > top or top - word.box.bottom > 2 * word.box.height:
            continue
        # One text may hold the heads of several columns.
        left = word.box.left + word.box.width * head.start() / len(word.text)
        columns.append([_below(Box(left, word.box.top, word.box.right, word.box.bottom), line) for line in lines])
    return columns


def _below(head: Box, line: Sequence[Word]) -> PrintedMedian | None:
    """The value of one line whose middle lies below a head."""
    for word in line:
        if head.left <= word.box.center[0] <= head.right:
            if NONE_YET.match(word.text):
                return PrintedMedian(float("inf"))
            found = VALUE.match(with_points(word.text))
            return None if found is None else _printed(found.group(1))
    return None


def _printed(value: str) -> PrintedMedian:
    return PrintedMedian(float(value), 0.5 * 10.0 ** -len(value.partition(".")[2]))


def of_fact(fact: PrintedFact, unit: str) -> PrintedMedian:
    """A median that a line prints, in the unit of the axis where the line names another one right behind it."""
    value = f"{fact.value:g}"
    said = time_unit(re.split(r"[,;]", fact.text.partition(value)[2])[0][:UNIT_BEHIND])
    factor = MONTHS_PER_UNIT[said] / MONTHS_PER_UNIT[unit] if said and unit else 1.0
    median = _printed(value)
    return PrintedMedian(median.time * factor, median.rounded * factor)
