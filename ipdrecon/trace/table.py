"""Numbers at risk: rows of whole numbers under (or inside) a panel, their columns at times of its x axis."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Floats, floats
from ipdrecon.risktable import RiskTable
from ipdrecon.trace.frame import Frame
from ipdrecon.trace.legend import clean_label
from ipdrecon.trace.ticks import DIGITS
from ipdrecon.trace.words import read_place

#: A cell: a count, and in brackets a second one (events so far, or a percentage that is left alone).
CELL = re.compile(r"^\D{0,1}?(\d{1,3}(?:[, ]\d{3})+|\d{1,6})\s*(?:\(\s*(\d{1,6})\s*(%?)\s*\)?)?[.,'`]?$")
#: Distance of a cell from its column, in column spacings.
COLUMN_SLACK = 0.22
#: Cells of a line from which it says where columns stand.
MIN_COLUMNS = 3
#: Kinds of rows by their label.
KINDS = (
    ("at_risk", re.compile(r"at\s*[-_]?\s*risk|^n\s*risk|no\.?\s*risk|risk\s*set", re.I)),
    ("censored", re.compile(r"censor", re.I)),
    ("events", re.compile(r"\bevents?\b|\bdeaths?\b|\bfail", re.I)),
)
#: Reader's score under which a cell is doubtful.
SURE = 0.55


@attrs.frozen(eq=False)
class RiskRow:
    """Numbers at risk of one arm.

    Attributes
    ----------
    label : str
    table : RiskTable
    boxes : tuple of Box   One per cell.
    color : RGB or None    Of the label or of the mark beside it, where it has a colour.
    """

    label: str
    table: RiskTable
    boxes: tuple[Box, ...]
    color: tuple[int, int, int] | None = None


@attrs.define(eq=False)
class _Line:
    """One line of text under the panel: its label words and its cells by column."""

    y: float
    height: float
    label: str
    label_box: Box | None
    cells: dict[int, tuple[float, float, Box, float]]  # column → count, bracket (NaN), box, score
    color: tuple[int, int, int] | None = None


def read_risk_rows(figure: Figure, frame: Frame, words: tuple[Word, ...]) -> tuple[RiskRow, ...]:
    """Rows of the panel's risk table from top to bottom; empty where there is none."""
    if frame.axes.x.ticks.size < 2:
        return ()
    groups = _groups(frame, words)
    columns = _columns(groups, frame)
    place = frame.axes.x.pixel(columns)
    lines = [_line(group, place, _spacing(place)) for group in groups]
    rows = [line for line in lines if _is_row(line, columns, frame)]
    if not rows:
        return ()
    used = sorted({column for row in rows for column in row.cells})
    for row in rows:
        _fill(figure, place, row, used, rows)
        row.color = _row_color(figure, row, words)
    return _by_arm(lines, rows, columns, used)


def _spacing(place: Floats) -> float:
    return float(np.min(np.abs(np.diff(place)))) if place.size > 1 else 100.0


def _groups(frame: Frame, words: tuple[Word, ...]) -> list[list[Word]]:
    """Words below or low inside the panel, by line."""
    place = frame.axes.x.pixel(frame.axes.x.ticks)
    near = [word for word in words if word.angle == 0 and _in_reach(word, frame)]
    candidates = [w for word in near for w in _parted(word, place, _spacing(place))]
    if not candidates:
        return []
    height = float(np.median([w.box.height for w in candidates]))
    candidates.sort(key=lambda w: w.box.center[1])
    groups: list[list[Word]] = []
    for word in candidates:
        if groups and word.box.center[1] - float(np.mean([w.box.center[1] for w in groups[-1]])) < 0.5 * height:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _columns(groups: list[list[Word]], frame: Frame) -> Floats:
    """Times of the table's columns: the ticks of the axis, or the columns' own where they stand elsewhere.

    Own columns are evenly spaced in every program that draws them, so their step is rounded to a whole number (or to
    a half) where that moves no column.
    """
    ticks = frame.axes.x.ticks
    place = frame.axes.x.pixel(ticks)
    spacing = _spacing(place)
    rows = []
    for group in groups:
        counts = [w.box.center[0] for w in group if _count(w.text) and w.box.center[0] > place.min() - 0.3 * spacing]
        if len(counts) >= MIN_COLUMNS:
            rows.append(counts)
    if not rows:
        return ticks
    centers = np.sort(np.concatenate(rows))
    height = float(np.median([w.box.height for group in groups for w in group]))
    columns = list(np.split(centers, np.flatnonzero(np.diff(centers) > 1.2 * height) + 1))
    middle = np.array([np.median(part) for part in columns if part.size >= 0.3 * len(rows)])
    if middle.size < MIN_COLUMNS:
        return ticks
    off = np.min(np.abs(middle[:, None] - place[None, :]), axis=1)
    if (off < COLUMN_SLACK * spacing + 0.2 * height).all():
        return ticks
    time = frame.axes.x.value(middle)
    time = np.where(np.abs(time) < 0.1 * float(np.min(np.diff(time))), 0.0, time)
    if time[0] < 0:  # what stands left of time 0 is a label
        return ticks
    step, first = np.polyfit(np.arange(time.size), time, 1)
    if np.abs(first + step * np.arange(time.size) - time).max() > 0.08 * step:
        return np.asarray(time)
    for unit in (1.0, 0.5, 0.25, 0.2, 0.1):
        even = round(step / unit) * unit
        start = round(first / even) * even if even > 0 else 0.0
        if even > 0 and np.abs(start + even * np.arange(time.size) - time).max() < 0.08 * step:
            return np.asarray(start + even * np.arange(time.size))
    return np.asarray(time)


def _parted(word: Word, place: Floats, spacing: float) -> list[Word]:
    """A label and the first count read as one word, taken apart again."""
    match = re.match(r"^(.*\S)\s+(\d{1,6}(?:\s*\(\d+\))?)$", word.text)
    if match is None or _count(word.text) is not None:
        return [word]
    box = word.box
    share = len(match.group(2)) / len(word.text)
    cut = box.right - share * box.width
    if np.min(np.abs(place - (cut + box.right) / 2)) > COLUMN_SLACK * spacing + 0.5 * box.height:
        return [word]
    gap = 0.4 * box.width / len(word.text)
    return [
        attrs.evolve(word, text=match.group(1), box=Box(box.left, box.top, max(box.left, cut - gap), box.bottom)),
        attrs.evolve(word, text=match.group(2), box=Box(cut, box.top, box.right, box.bottom)),
    ]


def _in_reach(word: Word, frame: Frame) -> bool:
    """Below the axis line (the table), or inside the lower part of the panel."""
    x, y = word.box.center
    box = frame.box
    wide = box.left - 0.6 * box.width < x < box.right + 0.08 * box.width
    if not wide or y > box.bottom + 1.6 * box.height:
        return False
    top, bottom = frame.label_rows
    labels = top - 0.3 * word.box.height < y < bottom + 0.3 * word.box.height
    return not labels and (y > box.bottom or (y > box.bottom - 0.4 * box.height))


def _line(group: list[Word], place: Floats, spacing: float) -> _Line:
    height = float(np.median([w.box.height for w in group]))
    cells: dict[int, tuple[float, float, Box, float]] = {}
    labels: list[Word] = []
    left = float(place.min()) - 0.45 * spacing
    for word in sorted(group, key=lambda w: w.box.left):
        middle = word.box.center[0]
        column = int(np.argmin(np.abs(place - middle)))
        count = _count(word.text)
        if (
            count is not None
            and abs(place[column] - middle) < COLUMN_SLACK * spacing + 0.2 * height
            and column not in cells
        ):
            cells[column] = (*count, word.box, word.score)
        elif middle < left or not cells:
            labels.append(word)
    box = None
    for word in labels:
        box = word.box if box is None else box.union(word.box)
    text = clean_label(" ".join(w.text for w in labels if re.search(r"[A-Za-z0-9]", w.text)))
    color = next((w.color for w in labels if w.color and max(w.color) - min(w.color) > 45), None)
    middle_y = float(np.mean([w.box.center[1] for w in group]))
    return _Line(middle_y, height, text, box, cells, color)


def _count(text: str) -> tuple[float, float] | None:
    """A cell's count and what stands in brackets behind it (NaN where nothing, or a percentage)."""
    plain = text.strip()
    match = CELL.match(plain)
    if match is None and re.fullmatch(r"[\dOoQlI|SBZ]{1,4}", plain):
        match = CELL.match(plain.translate(DIGITS))
    if match is None and plain in {"O", "o", "°", "Q"}:
        return 0.0, float("nan")
    if match is None:
        return None
    count = float(re.sub(r"[, ]", "", match.group(1)))
    bracket = float(match.group(2)) if match.group(2) and not match.group(3) else float("nan")
    return count, bracket


def _is_row(line: _Line, columns: Floats, frame: Frame) -> bool:
    """Whether a line holds counts of a table and is no second copy of the axis labels."""
    if len(line.cells) < max(2, 0.34 * columns.size):
        return False
    times = sum(abs(count - columns[column]) < 1e-6 for column, (count, *_) in line.cells.items())
    if times >= 0.8 * len(line.cells):
        return False
    inside = line.y < frame.box.bottom
    first = min(line.cells)
    return first <= 1 and (not inside or len(line.cells) >= max(3, 0.6 * columns.size))


def _fill(figure: Figure, place: Floats, row: _Line, used: list[int], rows: list[_Line]) -> None:
    """Read the cells the detector overlooked, and those that rise, by recognition where they must stand."""
    spacing = _spacing(place)
    sizes = [cell[2].width for r in rows for cell in r.cells.values()]
    half = min(0.46 * spacing, 0.75 * max(sizes) + 2)
    tall = 0.62 * float(np.median([cell[2].height for r in rows for cell in r.cells.values()]))
    for column in used:
        if column in row.cells:
            continue
        box = Box(place[column] - half, row.y - tall, place[column] + half, row.y + tall)
        if box.left < 0 or box.right >= figure.width or box.bottom >= figure.height:
            box = Box(
                max(0.0, box.left), box.top, min(figure.width - 1.0, box.right), min(figure.height - 1.0, box.bottom)
            )
        found = read_place(figure, box, margin=0)
        count = _count(found.text) if found is not None else None
        if found is not None and count is not None:
            row.cells[column] = (*count, found.box, found.score)
    for before, column in zip(sorted(row.cells)[:-1], sorted(row.cells)[1:], strict=True):
        if _kind(row.label) in ("", "at_risk") and row.cells[column][0] > row.cells[before][0]:
            for suspect in (before, column):
                _read_again(figure, row, suspect)


def _read_again(figure: Figure, row: _Line, column: int) -> None:
    """Second reading of a suspicious cell; kept where it makes the row fall."""
    found = read_place(figure, row.cells[column][2], margin=2)
    count = _count(found.text) if found is not None else None
    if found is None or count is None:
        return
    trial = {c: (count[0] if c == column else cell[0]) for c, cell in sorted(row.cells.items())}
    rises = sum(b > a for a, b in zip(list(trial.values())[:-1], list(trial.values())[1:], strict=True))
    now = [cell[0] for _, cell in sorted(row.cells.items())]
    if rises < sum(b > a for a, b in itertools.pairwise(now)):
        row.cells[column] = (*count, row.cells[column][2], found.score)


def _row_color(figure: Figure, row: _Line, words: Sequence[Word]) -> tuple[int, int, int] | None:
    """Colour of the row's label, of its cells, or of the dash or square drawn left of them."""
    if row.color is not None:
        return row.color
    boxes = [cell[2] for cell in row.cells.values()]
    inked = [w.color for w in words if w.box in boxes and w.color and max(w.color) - min(w.color) > 60]
    if len(inked) >= 0.6 * len(boxes):
        r, g, b = np.median(np.array(inked), axis=0)
        return int(r), int(g), int(b)
    first = min(box.left for box in boxes)
    left = int(max(0, (row.label_box.left if row.label_box else first) - 6 * row.height))
    patch = figure.pixels[int(max(0, row.y - 0.4 * row.height)) : int(row.y + 0.4 * row.height) + 1, left : int(first)]
    patch = patch.reshape(-1, 3).astype(np.float32)
    vivid = patch[patch.max(axis=1) - patch.min(axis=1) > 45] if patch.size else patch
    if len(vivid) < 4:
        return None
    chroma = vivid.max(axis=1) - vivid.min(axis=1)
    r, g, b = np.median(vivid[chroma >= np.quantile(chroma, 0.7)], axis=0)
    return int(r), int(g), int(b)


def _kind(label: str) -> str:
    for kind, pattern in KINDS:
        if pattern.search(label):
            return kind
    return ""


def _by_arm(lines: list[_Line], rows: list[_Line], columns: Floats, used: list[int]) -> tuple[RiskRow, ...]:
    """Rows of events and censored joined to the arm's row at risk, by heading, label or order."""
    top, bottom = rows[0].y, rows[-1].y
    heading, block = "", "at_risk"
    arms: list[tuple[str, dict[str, _Line]]] = []
    for line in lines:
        if line.y < top - 2.2 * line.height or line.y > bottom + 0.5 * line.height:
            continue
        kind = _kind(line.label)
        if not any(line is row for row in rows):
            # A stratum may be called by a number, which stands alone in its line.
            lone = f"{next(iter(line.cells.values()))[0]:g}" if len(line.cells) == 1 else ""
            text = line.label.strip() or lone
            if len(line.cells) > 1 or not text:
                continue
            if kind:
                block = kind
            elif len(text) < 60 and not re.search(r"^time|month|year|day|week", text, re.I):
                heading = text
            continue
        name = heading if kind else (line.label.strip() or heading)
        kind = kind or block
        if kind == "at_risk":
            arms.append((name or f"row {len(arms) + 1}", {"at_risk": line}))
            continue
        owner = _owner(arms, name, kind)
        if owner is not None:
            owner[kind] = line
    return tuple(_row(name, parts, columns, used) for name, parts in arms)


def _owner(arms: list[tuple[str, dict[str, _Line]]], name: str, kind: str) -> dict[str, _Line] | None:
    """The arm a row of events or censored belongs to: the one of its name, else the first that has none yet."""
    for label, parts in arms:
        if label == name and kind not in parts:
            return parts
    for _, parts in arms:
        if kind not in parts:
            return parts
    return None


def _row(name: str, parts: dict[str, _Line], columns: Floats, used: list[int]) -> RiskRow:
    line = parts["at_risk"]
    keep = [c for c in used if c <= max(line.cells)]
    at_risk = np.array([line.cells[c][0] if c in line.cells else np.nan for c in keep])
    score = np.array([line.cells[c][3] if c in line.cells else 0.0 for c in keep])
    doubtful = (score < SURE) | np.isnan(at_risk)
    known = np.flatnonzero(~np.isnan(at_risk))
    for a, b in itertools.pairwise(known):
        if at_risk[b] > at_risk[a]:
            doubtful[[a, b]] = True
    counts = {kind: _cumulative(parts[kind], keep, at_risk) for kind in ("events", "censored") if kind in parts}
    brackets = np.array([line.cells[c][1] if c in line.cells else np.nan for c in keep])
    if "events" not in counts and np.isfinite(brackets).all() and (np.diff(brackets) >= 0).all():
        counts["events"] = brackets
    table = RiskTable(
        columns[keep],
        at_risk,
        events=counts.get("events", floats([])),
        censored=counts.get("censored", floats([])),
        doubtful=doubtful,
        label=name,
    )
    height = line.height
    boxes = tuple(
        line.cells[c][2] if c in line.cells else Box(0.0, line.y - height / 2, 1.0, line.y + height / 2) for c in keep
    )
    return RiskRow(name, table, boxes, line.color)


def _cumulative(line: _Line, keep: list[int], at_risk: Floats) -> Floats:
    """Counts up to each column: as printed where they never fall, summed where they are per interval."""
    counts = np.array([line.cells[c][0] if c in line.cells else np.nan for c in keep])
    known = counts[~np.isnan(counts)]
    if (np.diff(known) >= 0).all():
        return counts
    return np.where(np.isnan(counts), np.nan, np.nancumsum(counts))
