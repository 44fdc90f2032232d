"""One line of text under a panel: its label and its cells by column."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.axes.ticks import number
from ipdrecon.trace.legends.labels import clean_label
from ipdrecon.trace.table.counts import count_of, in_parts, squeezed

#: What a dash or a bar is read as.
SAMPLE = re.compile(r"^[-_=|Il—–.'H~]+$")
#: Every one, as a table of rates with three decimals says it, and a rate beside it: no thousand, nor a count at all.
ONE, RATE = re.compile(r"^1[.,]0{3}$"), re.compile(r"(?<![\d.,])0?[.,]\d{3}(?!\d)")
#: What the tick marks of an axis are read as.
TICK = re.compile(r"^[Il|1!T]$")
#: How far below its panel a table may reach, in heights of the panel and of its counts: three tables of eight arms,
#: whose rows stand three heights apart.
DEEP, DEEP_LINES = 1.6, 90.0
#: How far right of its panel the labels of a table may stand (rms), and how far left of it the middles of its counts
#: and of its names and head, in panel widths: long names stand beside narrow panels.
BESIDE, LEFT, NAMES_LEFT = 0.4, 0.6, 1.2
#: Widest blank between the words of a name, in heights of their boxes: columns stand further apart.
WORD_GAP = 0.6
#: How far two words of one line may overlap across, and how far their middles may then stand apart, in heights of their
#: boxes, which hold more than the print: rows close under a head of two lines stand less than a box apart.
LINE_OVERLAP, LINE_APART = 0.5, 0.25
#: Distance of a cell from its column, in column spacings.
COLUMN_SLACK = 0.22


@attrs.frozen(eq=False)
class Cell:
    """A cell: its count and what stands in brackets behind it (NaN where none was read), where, and how surely.

    ``joined`` says that it was read in one piece with its neighbours: where it begins and ends is an estimate.
    """

    count: float
    bracket: float
    box: Box
    score: float
    joined: bool = False


@attrs.define(eq=False)
class Line:
    """One line of text under the panel: its label words and its cells by column."""

    y: float
    height: float
    label: str
    label_box: Box | None
    cells: dict[int, Cell]  # by column
    color: tuple[int, int, int] | None = None
    kind: str = ""  # what it counts, by its label or the head above it


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
    return [line for group in groups for line in _parted(group, height)]


def _parted(words: list[Word], height: float) -> list[list[Word]]:
    """Words at about one height as the lines they are: of two that overlap across, one stands in the next line."""
    for upper, lower in itertools.combinations(words, 2):  # from top to bottom
        across = min(upper.box.right, lower.box.right) - max(upper.box.left, lower.box.left)
        apart = lower.box.center[1] - upper.box.center[1]
        if across > LINE_OVERLAP * height and apart > LINE_APART * height:
            middle = (upper.box.center[1] + lower.box.center[1]) / 2
            above = [w for w in words if w.box.center[1] < middle]
            below = [w for w in words if w.box.center[1] >= middle]
            return [*_parted(above, height), *_parted(below, height)]
    return [words]


def in_reach(word: Word, frame: Frame) -> bool:
    """Below the axis line (the table), or inside the lower part of the panel."""
    y = word.box.center[1]
    box = frame.box
    right, left = (BESIDE, NAMES_LEFT) if re.search(r"[A-Za-z]", word.text) and y > box.bottom else (0.08, LEFT)
    if not box.left - left * box.width < word.box.center[0] < box.right + right * box.width and not (
        box.right < word.box.left < box.right + right * box.width
    ):
        return False
    if any(_is_others(word, box, other) for other in frame.others):
        return False
    if y > frame.end or y > box.bottom + max(DEEP * box.height, DEEP_LINES * word.box.height):
        return False
    if y < box.bottom + word.box.height and _is_share_label(word, frame):
        return False
    top, bottom = frame.label_rows
    tick = TICK.match(word.text) is not None and box.bottom < y < top
    labels = tick or top - 0.3 * word.box.height < y < bottom + 0.3 * word.box.height
    return not labels and (y > box.bottom or (y > box.bottom - 0.4 * box.height))


def _is_others(word: Word, panel: Box, other: Box) -> bool:
    """Whether a word below a panel belongs to the table of one that stands beside it."""
    if min(panel.bottom, other.bottom) <= max(panel.top, other.top):
        return False
    if other.left >= panel.right:
        return word.box.left > panel.right + 0.02 * panel.width
    return other.right <= panel.left and word.box.center[0] < other.right + 0.02 * other.width


def _is_share_label(word: Word, frame: Frame) -> bool:
    """Whether a word is a label of the y axis: a number left of the plot that stands where its value lies."""
    value = number(word.text)
    if value is None or word.box.center[0] > frame.box.left:
        return False
    y = frame.axes.y
    share = value[0] / (100.0 if frame.axes.percent else 1.0)
    off = abs(float(y.pixel(share)) - word.box.center[1])
    return off < 0.6 * word.box.height and y.low - 0.1 < share < y.high + 0.1


def line_of(group: list[Word], place: Floats, spacing: float) -> Line:
    group = [squeezed(word) for word in group]
    height = float(np.median([w.box.height for w in group]))
    cells: dict[int, Cell] = {}
    labels: list[Word] = []
    behind: list[Word] = []
    left = float(place.min()) - 0.45 * spacing
    alone = {id(word) for word in group}
    rates = any(RATE.search(word.text) for word in group)
    for word in sorted(in_parts(group, place, spacing), key=lambda w: w.box.left):
        middle = word.box.center[0]
        column = int(np.argmin(np.abs(place - middle)))
        count = None if rates and ONE.match(word.text.strip()) else count_of(word.text)
        if behind and word.box.left - behind[-1].box.right < WORD_GAP * height:  # the figure of a name ("Group 2")
            behind.append(word)
        elif (
            count is not None
            and abs(place[column] - middle) < COLUMN_SLACK * spacing + 0.2 * height
            and _nearer(word.box, cells.get(column), float(place[column]))
        ):
            if column in cells and not labels:  # the number of a stratum that stands near the first column
                labels.append(Word(f"{cells[column].count:g}", cells[column].box, cells[column].score))
            cells[column] = Cell(*count, word.box, word.score, id(word) not in alone)
        elif (middle < left or not cells) and not is_sample(word):
            labels.append(word)
        elif cells and not behind and word.box.left > max(place[max(cells)], cells[max(cells)].box.right):
            behind.append(word)
    labels = _own_label(labels, height)
    last = max((cell.box.right for cell in cells.values()), default=0.0)
    if not labels and behind and behind[0].box.left > last and re.search(r"[A-Za-z]", behind[0].text):
        labels = behind
    box = None
    for word in labels:
        box = word.box if box is None else box.union(word.box)
    text = clean_label(" ".join(w.text for w in labels if re.search(r"[A-Za-z0-9+&/]", w.text)))
    color = next((w.color for w in labels if w.color and max(w.color) - min(w.color) > 45), None)
    middle_y = float(np.mean([w.box.center[1] for w in group]))
    return Line(middle_y, height, text, box, cells, color)


def _nearer(box: Box, cell: Cell | None, place: float) -> bool:
    """Whether a count stands nearer to its column than the one that is there."""
    return cell is None or abs(box.center[0] - place) < abs(cell.box.center[0] - place)


def _own_label(words: list[Word], height: float) -> list[Word]:
    """Words of a label without the counts of a panel further left."""
    lettered = [i for i, w in enumerate(words) if re.search(r"[A-Za-z]", w.text)]
    if not lettered:
        return words
    first = lettered[0]
    counts = [i for i in range(first) if count_of(words[i].text) is not None]
    far = counts and words[first].box.left - words[counts[-1]].box.right > 3 * height
    return words[first:] if len(counts) > 1 or far else words


def is_sample(word: Word) -> bool:
    """Whether a word is the coloured dash or bar that stands for a curve, read as a letter."""
    return SAMPLE.match(word.text) is not None and word.color is not None and max(word.color) - min(word.color) > 45


def is_times(line: Line, columns: Floats) -> bool:
    """Whether a line is a copy of the axis' labels, or the labels of another axis: counts that rise evenly."""
    counts = np.array([line.cells[c].count for c in sorted(line.cells)])
    steps = np.diff(counts)
    if steps.size >= 2 and steps[0] > 0 and np.ptp(steps / np.diff(sorted(line.cells))) < 1e-9:
        return True
    times = sum(abs(cell.count - columns[column]) < 1e-6 for column, cell in line.cells.items())
    return bool(times >= 0.8 * len(line.cells))


def copies_axis(group: list[Word], columns: Floats) -> bool:
    """Whether a line of words repeats the labels of the axis, read as one word or torn anywhere."""
    read = re.sub(r"[\s,]", "", "".join(w.text for w in sorted(group, key=lambda w: w.box.left)))
    return read == "".join(f"{time:g}" for time in columns)


def step_of(lines: Sequence[Line], columns: Floats) -> int:
    """Every how manieth column has counts: tables that say them at every second or third tick alone say so in each row.

    A row that is read but for its last counts shows the step as well; three counts of one row do at least: two numbers
    in each of two lines are a text's.
    """
    begun = [line.cells for line in lines if len(line.cells) >= 2 and 0 in line.cells and not is_times(line, columns)]
    if max(map(len, begun), default=0) < 3:
        return 1
    return int(np.gcd.reduce([column for cells in begun for column in cells]))


def is_row(line: Line, columns: Floats, frame: Frame, step: int = 1) -> bool:
    """Whether a line holds counts of a table, at every ``step``-th column, and is no second copy of the axis labels."""
    inside = line.y < frame.box.bottom
    label = line.label_box
    # Names outside a plot stand beside counts inside it that curves may run through (rms).
    named = inside and label is not None and (label.left > frame.box.right or label.right < frame.box.left)
    # Counts that touch their label were read with it; their places are read again.
    place = frame.axes.x.pixel(columns)
    hidden = 0 if label is None else int(np.sum((label.left < place) & (place < label.right)))
    most = -(-columns.size // step)
    fewest = 2 if named or 2 * (len(line.cells) + hidden) > most > hidden else 0.34 * most
    if len(line.cells) < max(2, fewest) or is_times(line, columns):
        return False
    return (min(line.cells) <= 1 or hidden > 0) and (not inside or named or len(line.cells) >= max(3, 0.6 * most))


def spacing_of(place: Floats) -> float:
    return float(np.min(np.abs(np.diff(place)))) if place.size > 1 else 100.0
