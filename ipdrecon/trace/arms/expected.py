"""How many curves a panel says it has."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from ipdrecon.figure import Word
from ipdrecon.trace.arms.beside import names_beside
from ipdrecon.trace.arms.match import NUMBERED, SURE_COLOR
from ipdrecon.trace.arms.names import SAME_NAME, name_likeness
from ipdrecon.trace.arms.two_lines import lines_joined
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.inks.color_distance import color_distance
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.table import RiskRow

#: A factor and one of its values, as R writes strata; "n=120" is none, nor a statistic with decimals.
STRATUM = re.compile(r"^([A-Za-z][\w.]+)\s*=\s*(?!\d+[.,]\d)\w")
#: Share of the plot's width from which names stand in its right part; how far apart lines of one column are at most,
#: and how far they may be out of line, in heights of a line.
RIGHT, APART, ALIGNED = 0.4, 4.0, 0.5
#: Difference between its channels from which a row is written in a colour.
COLORED = 60


def expected_curves(
    entries: Sequence[LegendEntry], rows: Sequence[RiskRow], words: Sequence[Word], frame: Frame, hints: Hints
) -> tuple[int | None, bool]:
    """How many curves the panel says it has, and whether that is sure.

    It is where a person says so, or the table says the same as the legend or the names beside the curves.
    """
    if hints.curves is not None:
        return hints.curves, True
    if hints.colors:
        return len(hints.colors), True
    shown = len([e for e in entries if e.sample is not None]) or len(entries)
    sure = shown == len(rows) > 0 or (not entries and all_named_beside(rows, words, frame))
    # Either may lose entries in reading; neither invents them.
    return max(shown, len(rows)) or in_one_column(names_beside(words, frame), frame) or None, sure


def named_curves(
    expected: int | None,
    sure: bool,
    entries: Sequence[LegendEntry],
    rows: Sequence[RiskRow],
    words: Sequence[Word],
    frame: Frame,
) -> int | None:
    """How many curves a panel surely has at least; None where nothing says so.

    Each sample of a legend is that of a curve. Where no legend tells, each row of its table that has a name of its own
    is: labels beside curves may be lost in reading.
    """
    if sure:
        return expected
    shown = sum(entry.sample is not None for entry in entries)
    if shown > 1:
        return shown
    names = {row.label for row in rows if not NUMBERED.match(row.label)}
    return max(len(names), 0 if entries else strata_beside(words, frame)) or None


def all_named_beside(rows: Sequence[RiskRow], words: Sequence[Word], frame: Frame) -> bool:
    """Whether the name of every row of the risk table stands in the plot too, where it names a curve."""
    texts = lines_joined(names_beside(words, frame), [row.label for row in rows])
    if not rows or len(texts) < len(rows) or any(NUMBERED.match(row.label) for row in rows):
        return False
    alike = np.array([[name_likeness(row.label, text.text) for text in texts] for row in rows])
    return bool(alike[linear_sum_assignment(-alike)].min() >= SAME_NAME)


def in_one_column(names: Sequence[Word], frame: Frame) -> int:
    """How many names begin in one column, line by line, in the right part of the plot: those at the ends of its curves.

    0 where less than two do.
    """
    right = frame.box.left + RIGHT * frame.box.width
    column = sorted((w for w in names if w.box.left > right), key=lambda w: w.box.top)
    runs: list[list[Word]] = []
    for word in column:
        line = word.box.height
        below = runs and word.box.top - runs[-1][-1].box.bottom < APART * line
        if below and abs(word.box.left - runs[-1][-1].box.left) < ALIGNED * line:
            runs[-1].append(word)
        else:
            runs.append([word])
    most = max((len(run) for run in runs), default=0)
    return most if len(runs) == 1 and most > 1 else 0


def strata_beside(words: Sequence[Word], frame: Frame) -> int:
    """How many names beside the curves are strata of one factor ("rx=Obs"): at least so many curves are there.

    0 where less than two are: one may be another text.
    """
    factors = [match.group(1) for w in names_beside(words, frame) if (match := STRATUM.match(w.text.strip()))]
    most = max((factors.count(factor) for factor in factors), default=0)
    return most if most > 1 else 0


def all_whole(entries: Sequence[LegendEntry]) -> bool:
    """Whether there is a legend, and all its samples are whole lines."""
    samples = [e for e in entries if e.sample is not None]
    return bool(samples) and not any(e.dashes for e in samples)


def keys_of(rows: Sequence[RiskRow]) -> tuple[LegendEntry, ...]:
    """Rows of the risk table as entries of a legend, where each is written in the colour of its curve; else none."""
    colors = [row.color for row in rows]
    told = len(rows) > 1 and all(color is not None and max(color) - min(color) > COLORED for color in colors)
    if not told or any(color_distance(a, b) < SURE_COLOR for a, b in itertools.combinations(colors, 2)):
        return ()
    return tuple(LegendEntry(row.label, row.boxes[0], row.boxes[0], row.color) for row in rows)
