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
from ipdrecon.trace.lettering import estimated_width
from ipdrecon.trace.ticks import DIGITS
from ipdrecon.trace.words import read_place

#: A cell: a count, and in brackets a second one (events so far, or a percentage that is left alone).
CELL = re.compile(r"^\D{0,1}?(\d{1,3}(?:[, ]\d{3})+|\d{1,6})\s*(?:\(\s*(\d{1,6})\s*(%?)\s*\)?)?[.,'`]?$")
#: Cells in a row of text.
COUNTS = re.compile(r"(?<![\d.,·(])\d{1,3}(?:,\d{3})+|(?<![\d.,·(])\d{1,6}(?:\s*\(\s*\d{1,6}\s*%?\s*\))?")
#: What a dash or a bar is read as.
SAMPLE = re.compile(r"^[-_=|Il—–.'H~]+$")
#: Distance of a cell from its column, in column spacings.
COLUMN_SLACK = 0.22
#: The same where it is only estimated from the widths of letters.
PARTED_SLACK = 0.4
#: Cells of a line from which it says where columns stand.
MIN_COLUMNS = 3
#: Kinds of rows by their label.
KINDS = (
    ("at_risk", re.compile(r"at\s*[-_]?\s*risk|^n\s*risk|no\.?\s*risk|risk\s*set", re.I)),
    ("censored", re.compile(r"censor", re.I)),
    ("events", re.compile(r"events?\b|deaths?\b|\bfail", re.I)),
)
#: A line through the first column: contrast with the paper, and the share of the table's height it covers.
RULE_CONTRAST, RULE_COVERS = 90.0, 0.97
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
    near = [word for word in words if word.angle == 0 and _in_reach(word, frame)]
    columns = _columns(_groups(near), frame)
    place = frame.axes.x.pixel(columns)
    groups = _groups([part for word in near for part in _parted(word, place, _spacing(place))])
    lines = [_line(group, place, _spacing(place)) for group in groups]
    rows = [line for line in lines if _is_row(line, columns, frame)]
    if not rows:
        return ()
    used = sorted({column for row in rows for column in row.cells} | _hidden_columns(rows, place))
    rule = _rule_through(figure, place, used, rows)
    for row in rows:
        _fill(figure, place, row, used, rows, rule)
        row.color = _row_color(figure, row, words)
        row.label = _without_counts(row, used)
    _without_numbers(rows)
    height = max(row.height for row in rows)
    bracket = _bracket_kind(near, rows[0].y - 3.5 * height, rows[0].y - 0.5 * height)
    return _by_arm(lines, rows, columns, used, bracket or "events")


def _without_numbers(rows: Sequence[_Line]) -> None:
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


def _hidden_columns(rows: Sequence[_Line], place: Floats) -> set[int]:
    """Columns before the first one read, whose counts were read together with a label that reaches over them."""
    reach = max((row.label_box.right for row in rows if row.label_box is not None), default=-np.inf)
    return {c for c in range(place.size) if place[c] < reach and c < min(min(row.cells) for row in rows)}


def _without_counts(row: _Line, used: Sequence[int]) -> str:
    """The label without the counts of the first columns, where they were read with it."""
    label = row.label
    if row.label_box is None or not used or used[0] not in row.cells:
        return label
    for column in reversed([c for c in used if c in row.cells and row.cells[c][2].center[0] < row.label_box.right]):
        label = re.sub(rf"\s*{row.cells[column][0]:g}(\s*\(\d+%?\))?$", "", label)
    return label


def _spacing(place: Floats) -> float:
    return float(np.min(np.abs(np.diff(place)))) if place.size > 1 else 100.0


def _groups(candidates: list[Word]) -> list[list[Word]]:
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
    """Counts read as one word with their neighbours or with the label before them, taken apart again.

    Where each stands follows from the widths of the letters; a number that stands at no column is part of the label.
    """
    text = word.text
    if _count(text) is not None:
        return [word]
    tokens = list(COUNTS.finditer(text))
    whole = estimated_width(text, 1.0)
    if not tokens or tokens[-1].end() < len(text.rstrip(" .,'`")) or whole <= 0:
        return [word]
    box = word.box
    pieces: list[Word] = []
    rest, taken = len(text), set[int]()
    for token in reversed(tokens):
        left = box.left + box.width * estimated_width(text[: token.start()], 1.0) / whole
        right = box.left + box.width * estimated_width(text[: token.end()], 1.0) / whole
        middle = (left + right) / 2
        column = int(np.argmin(np.abs(place - middle)))
        if column in taken or abs(place[column] - middle) > PARTED_SLACK * spacing + 0.2 * box.height:
            break
        if text[token.end() : rest].strip(" .,'`"):
            break
        taken.add(column)
        rest = token.start()
        pieces.insert(0, attrs.evolve(word, text=token.group(), box=Box(left, box.top, right, box.bottom)))
    label = text[:rest].rstrip()
    if not pieces or (len(pieces) == 1 and not label):
        return [word]
    if not label:
        return pieces
    end = box.left + box.width * estimated_width(label, 1.0) / whole
    return [attrs.evolve(word, text=label, box=Box(box.left, box.top, max(box.left, end), box.bottom)), *pieces]


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
        elif (middle < left or not cells) and not _is_sample(word):
            labels.append(word)
    box = None
    for word in labels:
        box = word.box if box is None else box.union(word.box)
    text = clean_label(" ".join(w.text for w in labels if re.search(r"[A-Za-z0-9]", w.text)))
    color = next((w.color for w in labels if w.color and max(w.color) - min(w.color) > 45), None)
    middle_y = float(np.mean([w.box.center[1] for w in group]))
    return _Line(middle_y, height, text, box, cells, color)


def _is_sample(word: Word) -> bool:
    """Whether a word is the coloured dash or bar that stands for a curve, read as a letter."""
    return SAMPLE.match(word.text) is not None and word.color is not None and max(word.color) - min(word.color) > 45


def _count(text: str) -> tuple[float, float] | None:
    """A cell's count and what stands in brackets behind it (NaN where nothing, or a percentage)."""
    plain = text.strip()
    match = CELL.match(re.sub(r"^[LlI|](?=\d)", "1", plain))
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
    # A count that touches its label was read with it; its place is read again.
    hidden = line.label_box is not None and line.label_box.right > float(frame.axes.x.pixel(columns[0]))
    return (first <= 1 or hidden) and (not inside or len(line.cells) >= max(3, 0.6 * columns.size))


def _rule_through(figure: Figure, place: Floats, used: list[int], rows: list[_Line]) -> Box | None:
    """The line of a table's own y axis, where it runs through the cells of the first column; None where none does."""
    column = used[0]
    spacing = _spacing(place)
    height = max(row.height for row in rows)
    top, bottom = int(rows[0].y - 0.5 * height), int(rows[-1].y + 0.5 * height)
    left, right = int(max(0.0, place[column] - 0.6 * spacing)), int(place[column])
    patch = figure.pixels[max(0, top) : bottom + 1, left : right + 1].astype(np.float32)
    if patch.size == 0 or len(patch) < 8:
        return None
    paper = np.median(patch.reshape(-1, 3), axis=0)
    dark = (np.abs(patch - paper).max(axis=2) > RULE_CONTRAST).mean(axis=0) > RULE_COVERS
    at = np.flatnonzero(dark)
    if at.size == 0 or at[-1] - at[0] > 0.4 * height:
        return None
    return Box(float(left + at[0]), float(top), float(left + at[-1]), float(bottom))


def _fill(
    figure: Figure, place: Floats, row: _Line, used: list[int], rows: list[_Line], rule: Box | None = None
) -> None:
    """Read the cells the detector overlooked, and those that rise, by recognition where they must stand."""
    spacing = _spacing(place)
    sizes = [cell[2].width for r in rows for cell in r.cells.values()]
    half = min(0.46 * spacing, 0.75 * max(sizes) + 2)
    tall = 0.62 * float(np.median([cell[2].height for r in rows for cell in r.cells.values()]))
    for column in used:
        crossed = rule is not None and column == used[0]
        if column in row.cells and not crossed:
            continue
        box = Box(place[column] - half, row.y - tall, place[column] + half, row.y + tall)
        if box.left < 0 or box.right >= figure.width or box.bottom >= figure.height:
            box = Box(
                max(0.0, box.left), box.top, min(figure.width - 1.0, box.right), min(figure.height - 1.0, box.bottom)
            )
        found, count = _read_count(figure, box, rule if crossed else None, row.height)
        if found is not None and count is not None and (column not in row.cells or found.score >= SURE):
            row.cells[column] = (*count, found.box, found.score)
    for before, column in zip(sorted(row.cells)[:-1], sorted(row.cells)[1:], strict=True):
        if _kind(row.label) in ("", "at_risk") and row.cells[column][0] > row.cells[before][0]:
            for suspect in (before, column):
                _read_again(figure, row, suspect)


def _read_count(
    figure: Figure, box: Box, rule: Box | None, height: float
) -> tuple[Word | None, tuple[float, float] | None]:
    """The count at a place; a rule that runs through it is wiped out, its tick marks and what is beyond left out."""
    if rule is not None:
        left = max(0, int(rule.left - 0.4 * height))
        beside = figure.pixels[int(box.top) : int(box.bottom) + 1, left : int(rule.left) - 1].astype(np.float32)
        paper = np.median(figure.pixels[int(box.top) : int(box.bottom) + 1, left : int(box.right)], axis=(0, 1))
        lit = (np.abs(beside - paper).max(axis=2) > RULE_CONTRAST).any(axis=1)
        hangs = lit.sum() > 0.35 * height  # a digit, and no tick mark, stands left of the rule
        box = Box(rule.left - 0.7 * height if hangs else rule.left, box.top, box.right, box.bottom)
    found = read_place(figure, box, margin=0, upright_line=rule)
    return found, _count(found.text) if found is not None else None


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


def _by_arm(
    lines: list[_Line], rows: list[_Line], columns: Floats, used: list[int], bracket: str
) -> tuple[RiskRow, ...]:
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
            if kind:  # a head; what stands in brackets, "(number censored)", speaks of counts in brackets
                block = _kind(re.sub(r"\(.*", "", text)) or block
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
    return tuple(_row(name, parts, columns, used, bracket) for name, parts in arms)


def _owner(arms: list[tuple[str, dict[str, _Line]]], name: str, kind: str) -> dict[str, _Line] | None:
    """The arm a row of events or censored belongs to: the one of its name, else the first that has none yet."""
    for label, parts in arms:
        if label == name and kind not in parts:
            return parts
    for _, parts in arms:
        if kind not in parts:
            return parts
    return None


def _row(name: str, parts: dict[str, _Line], columns: Floats, used: list[int], bracket: str) -> RiskRow:
    line = parts["at_risk"]
    keep = [c for c in used if c <= max(line.cells)]
    at_risk = np.array([line.cells[c][0] if c in line.cells else np.nan for c in keep])
    score = np.array([line.cells[c][3] if c in line.cells else 0.0 for c in keep])
    doubtful = (score < SURE) | np.isnan(at_risk)
    known = np.flatnonzero(~np.isnan(at_risk))
    for a, b in itertools.pairwise(known):
        if at_risk[b] > at_risk[a]:
            doubtful[[a, b]] = True
    counts: dict[str, Floats] = {
        kind: _cumulative(_printed(parts[kind], keep, 0), at_risk) for kind in ("events", "censored") if kind in parts
    }
    brackets = _printed(line, keep, 1)
    if bracket and bracket not in counts and np.isfinite(brackets).any():
        counts[bracket] = _cumulative(brackets, at_risk)
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


def _printed(line: _Line, keep: list[int], place: int) -> Floats:
    """Counts of a line by column (``place`` 1: those in brackets), NaN where none was read."""
    return np.array([line.cells[c][place] if c in line.cells else np.nan for c in keep], dtype=np.float64)


def _cumulative(counts: Floats, at_risk: Floats) -> Floats:
    """Counts up to each column: as printed where they never fall, summed where they are per interval.

    Counts that fall now and then, but add up to more than the patients, are counts up to each column with a misread
    cell: those that break the rise are left out.
    """
    known = counts[~np.isnan(counts)]
    if (np.diff(known) >= 0).all():
        return counts
    patients = float(np.nanmax(at_risk)) if np.isfinite(at_risk).any() else np.inf
    if known.sum() <= patients:
        return np.where(np.isnan(counts), np.nan, np.nancumsum(counts))
    kept = counts.copy()
    for i in np.flatnonzero(~np.isnan(counts)):
        before, after = counts[:i][~np.isnan(counts[:i])], counts[i + 1 :][~np.isnan(counts[i + 1 :])]
        wrong_before, wrong_after = float(np.sum(before > counts[i])), float(np.sum(after < counts[i]))
        if wrong_before + wrong_after > 0.5 * (before.size + after.size) or counts[i] > patients:
            kept[i] = np.nan
    left = kept[~np.isnan(kept)]
    return kept if (np.diff(left) >= 0).all() else np.full(counts.shape, np.nan)


def _bracket_kind(words: Sequence[Word], top: float, bottom: float) -> str:
    """What the table's head says of the counts in brackets: events, censored, or "" where it says neither."""
    heads = [w.text for w in words if w.angle == 0 and top <= w.box.center[1] <= bottom]
    inside = " ".join(re.findall(r"\(([^)]*)\)?", " ".join(heads)))
    for kind, pattern in KINDS[1:]:
        if pattern.search(inside):
            return kind
    return ""
