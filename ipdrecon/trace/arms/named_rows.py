"""Rows of a risk table whose name ends in a figure, or reads as some, that was read as the first one of its counts
("Grade 3" "161", "IO" "500")."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axis
from ipdrecon.figure import Box
from ipdrecon.frozen import bools, floats
from ipdrecon.trace.arms.match import NUMBERED
from ipdrecon.trace.axes.ticks import DIGITS
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.table import RiskRow


def with_whole_names(rows: Sequence[RiskRow], entries: Sequence[LegendEntry], x: Axis) -> tuple[RiskRow, ...]:
    """The rows, each with the whole name that the legend says and without its last figures in the first count."""
    names = [entry.label for entry in entries]
    return tuple(_whole(row, names, x) for row in rows)


def _whole(row: RiskRow, names: Sequence[str], x: Axis) -> RiskRow:
    """A row whose first count begins with what its name lacks, and without that is still no smaller than the second.

    Counts stand at their columns all alike: with a figure before it, one reaches further left. Where it does not, the
    cell is doubtful.
    """
    count = row.table.at_risk
    if count.size < 2 or np.isnan(count[:2]).any():
        return row
    printed = f"{count[0]:g}"
    for name in names:
        tail = name.translate(DIGITS) if NUMBERED.match(row.label) else _lacking(row.label, name)
        if not tail.isdigit():
            continue
        if not printed.startswith(tail) or len(printed) == len(tail):
            continue
        rest = printed[len(tail) :]
        if rest.startswith("0") or float(rest) < count[1]:
            continue
        off = np.array([box.center[0] for box in row.boxes]) - x.pixel(row.table.time)
        shift = row.boxes[0].width * len(tail) / len(printed)
        left = float(off[0] - np.median(off[1:]))
        if abs(left + shift / 2) >= abs(left):
            doubtful = row.table.doubtful.copy()
            doubtful[0] = True
            return attrs.evolve(row, table=attrs.evolve(row.table, doubtful=bools(doubtful)))
        first = row.boxes[0]
        box = Box(first.left + shift, first.top, first.right, first.bottom)
        table = attrs.evolve(row.table, at_risk=floats([float(rest), *count[1:]]), label=name)
        return attrs.evolve(row, label=name, table=table, boxes=(box, *row.boxes[1:]))
    return row


def _lacking(label: str, name: str) -> str:
    """The figures that a name has behind a label; empty where it has other ones, or letters."""
    one, two = (re.sub(r"[\W_]+", "", text).lower() for text in (label, name))
    tail = two[len(one) :]
    return tail if one and two.startswith(one) and tail.isdigit() and not one[-1].isdigit() else ""
