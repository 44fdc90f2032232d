"""Tick marks that were read as the last digit of the labels they stand behind: "0.83" and "0.73" beside "0.9"."""

from __future__ import annotations

import re

import attrs

from ipdrecon.trace.axes.ticks import Label, even_run

#: A share with one decimal and a digit that may be its tick; quarters and twentieths have decimals of their own.
WITH_TICK = re.compile(r"^([01]\.\d)([1-46-9])$")
#: Fewest labels that end in the same digit.
FEWEST = 3


def without_tick_digits(labels: list[Label]) -> list[Label]:
    """The labels of one column without the digit that many of them end in, where more are even then.

    Ticks look alike, and so do the digits they are read as: shares that all end in one digit rise as evenly as those
    without it, from another beginning.
    """
    found = [WITH_TICK.match(label.word.text.strip()) for label in labels]
    digits = [match.group(2) for match in found if match is not None]
    if not digits or max(digits.count(digit) for digit in digits) < FEWEST:
        return labels
    cut = [
        label if match is None else attrs.evolve(label, value=float(match.group(1)))
        for label, match in zip(labels, found, strict=True)
    ]
    before, after = even_run(labels, vertical=True), even_run(cut, vertical=True)
    return cut if after is not None and (before is None or len(after.labels) > len(before.labels)) else labels
