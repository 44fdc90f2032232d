"""One line of text under a panel: its label and its cells by column."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.frame import Frame
from ipdrecon.trace.legend import clean_label
from ipdrecon.trace.table.counts import count_of

#: What a dash or a bar is read as.
SAMPLE = re.compile(r"^[-_=|Il—–.'H~]+$")
#: Distance of a cell from its column, in column spacings.
COLUMN_SLACK = 0.22


@attrs.define(eq=False)
class Line:
    """One line of text under the panel: its label words and its cells by column."""

    y: float
    height: float
    label: str
    label_box: Box | None
    cells: dict[int, tuple[float, float, Box, float]]  # column → count, bracket (NaN), box, score
    color: tuple[int, int, int] | None = None


def groups_of(candidates: list[Word]) -> list[list[Word]]:
    """Words below or low inside the panel, by line."""
    if not candidates:
        return []
    height = float(np.median([w.box.height for w in candidates]))
    groups: list[list[Word]] = []
    for word in sorted(candidates, key=lambda w: w.box.center[1]):
        if groups and word.box.center[1] - float(np.mean([w.box.center[1] for w in groups[-1]])) < 0.5 * height:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def in_reach(word: Word, frame: Frame) -> bool:
    """Below the axis line (the table), or inside the lower part of the panel."""
    x, y = word.box.center
    box = frame.box
    wide = box.left - 0.6 * box.width < x < box.right + 0.08 * box.width
    if not wide or y > box.bottom + 1.6 * box.height:
        return False
    top, bottom = frame.label_rows
    labels = top - 0.3 * word.box.height < y < bottom + 0.3 * word.box.height
    return not labels and (y > box.bottom or (y > box.bottom - 0.4 * box.height))


def line_of(group: list[Word], place: Floats, spacing: float) -> Line:
    height = float(np.median([w.box.height for w in group]))
    cells: dict[int, tuple[float, float, Box, float]] = {}
    labels: list[Word] = []
    left = float(place.min()) - 0.45 * spacing
    for word in sorted(group, key=lambda w: w.box.left):
        middle = word.box.center[0]
        column = int(np.argmin(np.abs(place - middle)))
        count = count_of(word.text)
        if (
            count is not None
            and abs(place[column] - middle) < COLUMN_SLACK * spacing + 0.2 * height
            and column not in cells
        ):
            cells[column] = (*count, word.box, word.score)
        elif (middle < left or not cells) and not is_sample(word):
            labels.append(word)
    box = None
    for word in labels:
        box = word.box if box is None else box.union(word.box)
    text = clean_label(" ".join(w.text for w in labels if re.search(r"[A-Za-z0-9]", w.text)))
    color = next((w.color for w in labels if w.color and max(w.color) - min(w.color) > 45), None)
    middle_y = float(np.mean([w.box.center[1] for w in group]))
    return Line(middle_y, height, text, box, cells, color)


def is_sample(word: Word) -> bool:
    """Whether a word is the coloured dash or bar that stands for a curve, read as a letter."""
    return SAMPLE.match(word.text) is not None and word.color is not None and max(word.color) - min(word.color) > 45


def is_row(line: Line, columns: Floats, frame: Frame) -> bool:
    """Whether a line holds counts of a table and is no second copy of the axis labels."""
    if len(line.cells) < max(2, 0.34 * columns.size):
        return False
    times = sum(abs(count - columns[column]) < 1e-6 for column, (count, *_) in line.cells.items())
    if times >= 0.8 * len(line.cells):
        return False
    inside = line.y < frame.box.bottom
    first = min(line.cells)
    # A count that touches its label was read with it; its place is read again.
    hidden = line.label_box is not None and line.label_box.right > float(frame.axes.x.pixel(columns[0]))
    return (first <= 1 or hidden) and (not inside or len(line.cells) >= max(3, 0.6 * columns.size))


def without_numbers(rows: Sequence[Line]) -> None:
    """Take off the numbers of strata that were read as part of the first count: "1 326", "2 326", "3 267" (SAS).

    Only where every row's first count begins with the row's number and is far above the second without need.
    """
    firsts = [min(row.cells) for row in rows]
    if len(rows) < 2 or len(set(firsts)) != 1 or any(row.label for row in rows):
        return
    texts = [f"{row.cells[first][0]:g}" for row, first in zip(rows, firsts, strict=True)]
    for number, (text, row) in enumerate(zip(texts, rows, strict=True), start=1):
        seconds = [row.cells[c][0] for c in sorted(row.cells)[1:2]]
        rest = text.removeprefix(str(number))
        if rest == text or not rest or rest.startswith("0") or (seconds and float(rest) < seconds[0]):
            return
    for number, (text, row, first) in enumerate(zip(texts, rows, firsts, strict=True), start=1):
        _, bracket, box, score = row.cells[first]
        kept = Box(box.left + 0.3 * box.width, box.top, box.right, box.bottom)
        row.cells[first] = (float(text.removeprefix(str(number))), bracket, kept, score)
        row.label = str(number)


def hidden_columns(rows: Sequence[Line], place: Floats) -> set[int]:
    """Columns before the first one read, whose counts were read together with a label that reaches over them."""
    reach = max((row.label_box.right for row in rows if row.label_box is not None), default=-np.inf)
    return {c for c in range(place.size) if place[c] < reach and c < min(min(row.cells) for row in rows)}


def without_counts(row: Line, used: Sequence[int]) -> str:
    """The label without the counts of the first columns, where they were read with it."""
    label = row.label
    if row.label_box is None or not used or used[0] not in row.cells:
        return label
    for column in reversed([c for c in used if c in row.cells and row.cells[c][2].center[0] < row.label_box.right]):
        label = re.sub(rf"\s*{row.cells[column][0]:g}(\s*\(\d+%?\))?$", "", label)
    return label


def spacing_of(place: Floats) -> float:
    return float(np.min(np.abs(np.diff(place)))) if place.size > 1 else 100.0
