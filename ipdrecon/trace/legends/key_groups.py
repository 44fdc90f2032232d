"""Entries of one legend: their keys stand in columns and rows."""

from __future__ import annotations

import re

import attrs
import numpy as np

from ipdrecon.figure import Box
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.axes.ticks import number
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.labels import SHARE
from ipdrecon.trace.legends.owned import own_group

#: Entries of one row and one column, in text heights: how far keys stand out of line, and the widest gap between them.
ROW_SLACK, ROW_GAP, COLUMN_SLACK, COLUMN_GAP = 0.5, 9.0, 0.6, 6.0
#: Difference, in text heights, of how far before their texts two keys of one row begin.
SAME_LEAD = 0.25
#: Share of the longest key up to which one that begins where it does is a dash.
LONE_DASH = 0.75
#: Two keys stand one below the other by more than this share of their texts' height, as lines of text do.
CLOSE_KEYS = 0.7
#: Fewest letters of a text that is known as part of a title: shorter ones may stand within a word of it.
TITLE_LETTERS = 8


def without_edges(entries: list[LegendEntry]) -> list[LegendEntry]:
    """Entries without those whose key lies on a line with a key that stands nearer to the middle of its text.

    The edge of a legend's frame, which noise has broken, looks like the dotted key of the title above it.
    """

    def off(entry: LegendEntry) -> float:
        return 0.0 if entry.sample is None else abs(entry.sample.center[1] - entry.text.center[1])

    def is_edge(entry: LegendEntry) -> bool:
        a = entry.sample
        if a is None:
            return False
        near = [
            other
            for other in entries
            if other is not entry
            and (b := other.sample) is not None
            and min(a.right, b.right) > max(a.left, b.left)
            and abs(a.center[1] - b.center[1]) < CLOSE_KEYS * min(entry.text.height, other.text.height)
        ]
        return any(off(other) < off(entry) for other in near)

    return [entry for entry in entries if not is_edge(entry)]


def groups_of(entries: list[LegendEntry], height: float) -> list[list[LegendEntry]]:
    """Sets of entries whose keys stand in columns and rows."""
    left = list(range(len(entries)))
    groups: list[list[LegendEntry]] = []
    while left:
        group, todo = [], [left.pop(0)]
        while todo:
            i = todo.pop()
            group.append(entries[i])
            near = [j for j in left if _neighbours(entries[i], entries[j], height)]
            left = [j for j in left if j not in near]
            todo += near
        groups.append(group)
    return groups


def own_entries(groups: list[list[LegendEntry]], height: float, frame: Frame) -> list[LegendEntry]:
    """The panel's own group in reading order: of a lone panel the largest; of equal ones the nearest to it."""
    if not groups:
        return []
    if frame.others:
        shares = [len(group) == 1 and _is_number(group[0].label) for group in groups]
        own = own_group([[e.box for e in group] for group in groups], frame.box, frame.others, shares)
        best = groups[own] if own is not None else []
    else:
        x, y = frame.box.center
        best = max(groups, key=lambda group: (len(group), -_distance(group, x, y)))
    return in_order(best, height)


def _is_number(label: str) -> bool:
    return number(label) is not None or SHARE.match(label) is not None


def in_order(entries: list[LegendEntry], height: float) -> list[LegendEntry]:
    """Entries row by row, each from left to right."""
    return sorted(entries, key=lambda e: (round(e.text.center[1] / max(1.0, 0.8 * height)), e.text.left))


def _distance(group: list[LegendEntry], x: float, y: float) -> float:
    return float(np.mean([np.hypot(e.text.center[0] - x, e.text.center[1] - y) for e in group]))


def _neighbours(one: LegendEntry, two: LegendEntry, height: float) -> bool:
    """Whether two entries belong to one legend: keys one below the other, or alike and in one row.

    A dashed key may end in a gap: it begins as far before its text as the others do.
    """
    a, b = one.sample, two.sample
    if a is None or b is None:
        return False
    apart = abs(one.text.center[1] - two.text.center[1])
    if apart < ROW_SLACK * height:
        first, second = (one, two) if a.left < b.left else (two, one)
        gap = min(second.text.left, second.box.left) - max(first.text.right, first.box.right)
        alike = abs(a.width - b.width) < max(0.35 * max(a.width, b.width), 0.4 * height)
        alike |= abs(_lead(one, a) - _lead(two, b)) < SAME_LEAD * height
        return alike and gap < ROW_GAP * height
    in_line = min(abs(a.left - b.left), abs(a.right - b.right), abs(a.center[0] - b.center[0])) < COLUMN_SLACK * height
    return in_line and apart < COLUMN_GAP * height


def with_lone_dashes(entries: list[LegendEntry], height: float) -> list[LegendEntry]:
    """Entries, dashed where the key begins as far before its text as the longest does, and ends before it.

    A key that is short against its dashes shows one of them and the gap behind it, below or above a whole one.
    """
    keys = [(entry, entry.sample) for entry in entries if entry.sample is not None]
    if len(keys) < 2:
        return entries
    longest, whole = max(keys, key=lambda known: known[1].width)

    def is_dash(entry: LegendEntry) -> bool:
        key = entry.sample
        # Where the rest of the key was read with the text, that seems to begin right behind the dash.
        starts = () if key is None else (_lead(entry, key) - _lead(longest, whole), key.left - whole.left)
        alike = any(abs(start) < SAME_LEAD * height for start in starts)
        return alike and key is not None and key.width < LONE_DASH * whole.width and not entry.dashes

    return [
        attrs.evolve(e, dashes=(e.sample.width, whole.width - e.sample.width)) if is_dash(e) and e.sample else e
        for e in entries
    ]


def _lead(entry: LegendEntry, key: Box) -> float:
    """How far before its text a key begins."""
    return entry.text.left - key.left


def is_of_a_title(entry: LegendEntry, frame: Frame) -> bool:
    """Whether a lone entry is a title, whose unit or panel letter passed for a key: a legend names what is compared."""
    label, *titles = (re.sub(r"\W", "", t).lower() for t in (entry.label, frame.title, frame.axes.y_title))
    return len(label) >= TITLE_LETTERS and any(label in title for title in titles)
