"""Panels: pairs of axes, calibrated, with the plot area between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.calibrate import LINE_CONTRAST, AxisFit, axis_of, contrast_image, fit_axis
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.ticks import Label, Run, even_run, labels_of, lines_of, number, with_points
from ipdrecon.trace.words import read_rotated

#: Words that name a time unit.
UNITS = (
    ("months", r"month|\bmos?\b|\bmo\.|_months|mths?\b|monate|mois\b|meses"),
    ("days", r"\bdays?\b|_days|\bd\b\)|tage\b"),
    ("weeks", r"weeks?\b|\bwks?\b"),
    ("years", r"years?\b|\byrs?\b|\by\)|jahre"),
)
#: Words of a y title that speak of events that add up, and of survival.
RISING = re.compile(
    r"incidence|1\s*-\s*s|cumulative (?!surv|prob.*surv|prop.*surv)|failure|mortality|\bevents?\b(?!-free)"
    r"|probability of (death|relapse|event|progression)",
    re.I,
)
FALLING = re.compile(
    r"surviv|event-free|progression-free|disease-free|free|alive|remaining|without|PFS|\bOS\b|DFS|EFS|RFS", re.I
)
#: How far left of time 0 turned labels are looked for, in lengths of the x axis.
TURNED_REACH = 0.3
#: Height over width of the box of a number, of two characters at least, from which it runs upwards.
TALLER = 1.2
#: Grey levels by which a panel or its grid differs from the page.
PANEL_CONTRAST = 5.0
#: A line that goes on this far beyond an axis is a curve, and its dashes lie closer than this, in pixels.
CROSSING_PX, GAP_PX = 6, 8
#: Fewest labels of an axis.
MIN_LABELS = 3


@attrs.frozen(eq=False)
class Frame:
    """A panel's axes and plot area.

    Attributes
    ----------
    box : Box                   Plot area inside the axes, in pixels.
    axes : Axes
    title : str                 Facet strip, panel letter or title above it.
    bottom : float              Row below which the x axis' labels and title end (where a table may begin).
    label_rows : (top, bottom)  Rows of the x labels.
    warnings : tuple of str
    direction_known : bool      Whether title or person say that curves fall (survival) or rise (incidence).
    """

    box: Box
    axes: Axes
    title: str = ""
    bottom: float = 0.0
    label_rows: tuple[float, float] = (0.0, 0.0)
    warnings: tuple[str, ...] = ()
    direction_known: bool = True


@attrs.frozen(eq=False)
class _Pair:
    x: Run
    y: Run


def find_frames(figure: Figure, words: tuple[Word, ...], hints: Hints) -> tuple[Frame, ...]:
    """Panels of a figure in reading order.

    Raises
    ------
    FigureError  where no pair of axes with evenly rising labels is found, or the asked panel does not exist.
    """
    pairs = _pairs(words if figure.words else tuple(w for w in words if w.angle == 0))
    if not figure.words and (not pairs or any(_looks_turned(pair.y, words) for pair in pairs)):
        pairs = _pairs(_with_turned_labels(figure, words)) or pairs
    if not pairs:
        raise FigureError(
            "no axes with evenly rising numbers were found, so this is no Kaplan-Meier figure, or its labels cannot be "
            "read; if it is one, try --crop, or a larger picture"
        )
    contrast = contrast_image(figure.pixels)
    frames = _without_tables([_frame(figure, contrast, words, pair, hints, pairs) for pair in pairs])
    frames.sort(key=lambda f: (round(f.box.top / max(40.0, 0.5 * f.box.height)), f.box.left))
    if hints.panel is not None:
        if not 1 <= hints.panel <= len(frames):
            raise FigureError(
                f"--panel {hints.panel} was asked for, but {len(frames)} were found; give 1 to {len(frames)}"
            )
        frames = [frames[hints.panel - 1]]
    return tuple(frames)


def _with_turned_labels(figure: Figure, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Words with the turned labels left of every row of times read once more, with the picture turned upright."""
    upright = tuple(w for w in words if w.angle == 0)
    found: list[Word] = []
    places: list[Box] = []
    for line in lines_of(labels_of(upright), vertical=False):
        for run in _runs(line, vertical=False):
            if not _is_time(run):
                continue
            first, last = run.labels[0], run.labels[-1]
            left = max(0.0, first.x - TURNED_REACH * (last.x - first.x) - 20)
            top = max(0.0, first.y - 1.6 * (last.x - first.x))
            place = Box(left, top, max(left + 8, first.x - 4), first.word.box.top)
            if not any(place.overlaps(other) for other in places):  # rows of a table repeat the times of the axis
                found += read_rotated(figure, place)
                places.append(place)
    turned = [w.box for w in found]
    # What was read of the same print as if it were upright ("8" for "0.8") is left out.
    return (*(w for w in upright if not any(w.box.overlaps(box) for box in turned)), *found)


def _looks_turned(run: Run, words: Sequence[Word]) -> bool:
    """Whether labels of a y axis are print that runs upwards: boxes taller than wide, or turned words among them."""
    long = [label.word.box for label in run.labels if len(label.word.text.strip()) > 1]
    tall = [box for box in long if box.height > TALLER * box.width]
    left = min(label.word.box.left for label in run.labels)
    right = max(label.word.box.right for label in run.labels)
    turned = [w for w in words if w.angle != 0 and number(w.text) and left - 2 < w.box.center[0] < right + 2]
    return len(tall) > 0.5 * len(long) or len(turned) > 1


def _pairs(words: tuple[Word, ...]) -> list[_Pair]:
    labels = labels_of(words)
    upright = [label for label in labels if label.word.angle == 0]
    rows = [run for line in lines_of(upright, vertical=False) for run in _runs(line, vertical=False) if _is_time(run)]
    columns: list[Run] = []
    for turned in (False, True):  # labels of a y axis lie as text does, or are turned as in R's own plots
        alike = [label for label in labels if (label.word.angle != 0) == turned]
        columns += [
            run
            for line in lines_of(alike, vertical=True)
            for run in _runs(with_points(line), vertical=True)
            if _is_share(run)
        ]
    columns = _distinct(columns)
    pairs: list[_Pair] = []
    for y in sorted(columns, key=lambda r: -len(r.labels)):
        for x in rows:
            if _belongs(x, y, columns) and not any(_same(x, p.x) for p in pairs):
                pairs.append(_Pair(x, y))
    return _nearest_rows(pairs)


def _runs(line: list[Label], *, vertical: bool) -> list[Run]:
    """All runs of one line: facets put several axes into one row."""
    found: list[Run] = []
    rest = list(line)
    for _ in range(6):
        run = even_run(rest, vertical=vertical)
        if run is None or len(run.labels) < MIN_LABELS:
            break
        found.append(run)
        rest = [label for label in rest if label not in run.labels]
    return found


def _is_time(run: Run) -> bool:
    values = [label.value for label in run.labels]
    return min(values) >= 0 and max(values) > 0 and not any(label.percent for label in run.labels)


def _is_share(run: Run) -> bool:
    values = [label.value for label in run.labels]
    low, high = min(values), max(values)
    if low < -0.11 * max(1.0, high):
        return False
    return high <= 1.21 if high <= 2 else 8 <= high <= 121 and len(values) >= MIN_LABELS


def _distinct(columns: list[Run]) -> list[Run]:
    """Each y axis once: the run with most labels of those that share labels."""
    kept: list[Run] = []
    for run in sorted(columns, key=lambda r: -len(r.labels)):
        if not any(_words(run) & _words(other) for other in kept):
            kept.append(run)
    return kept


def _belongs(x: Run, y: Run, columns: list[Run]) -> bool:
    """Whether a row of times lies below and to the right of a column of shares, with no other column between."""
    lowest = max(label.y for label in y.labels)
    highest = min(label.y for label in y.labels)
    right = float(np.median([label.word.box.right for label in y.labels]))
    height = float(np.median([label.word.box.height for label in y.labels]))
    row = float(np.median([label.y for label in x.labels]))
    first = min(label.x for label in x.labels)
    spacing = abs(y.per_unit) * (y.labels[1].value - y.labels[0].value)
    if not (lowest - 0.5 * height < row < lowest + max(2.2 * spacing, 5 * height) and first > right - height):
        return False
    for other in columns:
        if other is y:
            continue
        between = float(np.median([label.word.box.right for label in other.labels]))
        rows_meet = min(max(label.y for label in other.labels), lowest) > max(
            min(label.y for label in other.labels), highest
        )
        if rows_meet and right < between < first + height:
            return False
    return True


def _words(run: Run) -> set[int]:
    return {id(label.word) for label in run.labels}


def _same(a: Run, b: Run) -> bool:
    return bool(_words(a) & _words(b))


def _nearest_rows(pairs: list[_Pair]) -> list[_Pair]:
    """Of several rows of times beneath one stretch of a y axis (a table repeats them), the nearest."""
    kept: list[_Pair] = []
    for pair in sorted(pairs, key=lambda p: (float(np.median([q.y for q in p.x.labels])), -len(p.x.labels))):
        left, right = pair.x.labels[0].x, pair.x.labels[-1].x
        for other in kept:
            if other.y is pair.y and min(right, other.x.labels[-1].x) - max(left, other.x.labels[0].x) > 0:
                break
        else:
            kept.append(pair)
    return kept


def _frame(
    figure: Figure, contrast: Floats, words: tuple[Word, ...], pair: _Pair, hints: Hints, pairs: list[_Pair]
) -> Frame:
    x_fit, y_fit = _fits(contrast, pair)
    scale = 100.0 if max(label.value for label in pair.y.labels) > 2 else 1.0
    box = _box(contrast, pair, x_fit, y_fit, words, pairs)
    x = _axis(x_fit, pair.x, box.left, box.right, 1.0)
    y = _axis(y_fit, pair.y, box.bottom, box.top, scale)
    x_words = _below(words, pair.x, box)
    x_title = " ".join(w.text for w in x_words)
    y_title = _y_title(figure, words, pair.y, box)
    if hints.x_range is not None:
        x = _told(hints.x_range, box.left, box.right, x.pixel(x.ticks))
    percent = scale == 100.0
    if hints.y_range is not None:
        percent = max(hints.y_range) > 2
        share = 100.0 if percent else 1.0
        y = _told((hints.y_range[0] / share, hints.y_range[1] / share), box.bottom, box.top, y.pixel(y.ticks))
    unit = hints.time_unit or time_unit(x_title)
    incidence = hints.incidence if hints.incidence is not None else is_incidence(y_title)
    sure = hints.incidence is not None or bool(RISING.search(y_title) or FALLING.search(y_title))
    warnings = []
    if not unit:
        warnings.append("the time unit is not printed; say it with --time-unit")
    for name, fit, run in (("x", x_fit, pair.x), ("y", y_fit, pair.y)):
        if fit.source == "labels":
            warnings.append(
                f"no tick marks on the {name} axis: it is calibrated on the centres of {len(run.labels)} labels"
            )
    top = min(label.word.box.top for label in pair.x.labels)
    bottom = max([label.word.box.bottom for label in pair.x.labels])
    return Frame(
        box=box,
        axes=Axes(x, y, unit, percent, incidence, x_title, y_title),
        title=_title(words, box),
        bottom=max([bottom, *(w.box.bottom for w in x_words)]),
        label_rows=(top, bottom),
        warnings=tuple(warnings),
        direction_known=sure,
    )


def _without_tables(frames: list[Frame]) -> list[Frame]:
    """Drop axes made of a risk table's columns: they stand below a panel and within its width."""
    kept = []
    for frame in frames:
        inside = any(
            other is not frame
            and other.bottom <= frame.bottom
            and other.box.bottom <= frame.box.top + 0.2 * frame.box.height
            and other.box.left + 0.06 * other.box.width < frame.box.left < other.box.right
            and frame.box.right <= other.box.right + 0.05 * other.box.width
            for other in frames
        )
        if not inside:
            kept.append(frame)
    return kept


def _told(ends: tuple[float, float], first: float, last: float, ticks: Floats) -> Axis:
    """An axis between two told values; ``ticks`` are the pixels of its labels, where columns of a table stand too."""
    per_unit = (last - first) / (ends[1] - ends[0])
    zero = first - per_unit * ends[0]
    values = np.round((ticks - zero) / per_unit, max(0, 2 - int(np.floor(np.log10(ends[1] - ends[0])))))
    values = np.where(np.abs(values) < 0.01 * (ends[1] - ends[0]), 0.0, values)  # the frame is a line thick
    return Axis(zero, per_unit, ends[0], ends[1], se_px=0.7, ticks=np.unique(values))


def _fits(contrast: Floats, pair: _Pair) -> tuple[AxisFit, AxisFit]:
    labels_top = float(np.median([label.word.box.top for label in pair.x.labels]))
    inner = pair.y.zero + pair.y.per_unit * pair.y.labels[0].value
    height = float(np.median([label.word.box.height for label in pair.x.labels]))
    x_fit = fit_axis(contrast, pair.x, labels_top + 0.15 * height, min(inner - 6, labels_top - 4))
    width = contrast.shape[1]
    turned = np.ascontiguousarray(contrast.T[::-1])
    labels_right = float(np.median([label.word.box.right for label in pair.y.labels]))
    first = pair.x.zero + pair.x.per_unit * pair.x.labels[0].value
    y_fit = fit_axis(turned, pair.y, width - 1 - labels_right, width - 1 - max(first + 6, labels_right + 4))
    return x_fit, attrs.evolve(y_fit, line=width - 1 - y_fit.line)


def _axis(fit: AxisFit, run: Run, first: float, last: float, scale: float) -> Axis:
    low, high = (first - fit.zero) / fit.per_unit, (last - fit.zero) / fit.per_unit
    return axis_of(fit, low, high, np.array([label.value for label in run.labels]), scale=scale)


def _box(
    contrast: Floats, pair: _Pair, x_fit: AxisFit, y_fit: AxisFit, words: tuple[Word, ...], pairs: list[_Pair]
) -> Box:
    """Plot area: between the axis lines where they are drawn, as far as the axes reach on the other sides."""
    height, width = contrast.shape
    first = x_fit.zero + x_fit.per_unit * pair.x.labels[0].value
    last = x_fit.zero + x_fit.per_unit * pair.x.labels[-1].value
    low = y_fit.zero + y_fit.per_unit * pair.y.labels[0].value
    high = y_fit.zero + y_fit.per_unit * pair.y.labels[-1].value
    unit = 100.0 if pair.y.labels[-1].value > 2 else 1.0
    one = y_fit.zero + y_fit.per_unit * unit
    left = y_fit.line if np.isfinite(y_fit.line) and y_fit.line <= first + 3 else first - 0.03 * (last - first)
    bottom = x_fit.line if np.isfinite(x_fit.line) and x_fit.line >= low - 3 else low + 0.03 * (low - high)
    spacing_x = (last - first) / (len(pair.x.labels) - 1)
    spacing_y = (low - high) / (len(pair.y.labels) - 1)
    limit = _next_panel(pair, pairs, width)
    right = _frame_line(contrast.T, int(last) - 3, int(min(limit, last + 1.6 * spacing_x)), int(high), int(low))
    framed = right is not None
    if right is None:
        right = _line_end(contrast, x_fit.line, last, min(limit, last + 1.6 * spacing_x))
    if right is None:
        rows = y_fit.zero + y_fit.per_unit * np.array([label.value for label in pair.y.labels])
        right = _panel_end(contrast, rows, last, min(limit, last + 1.6 * spacing_x))
    if right is None:
        right = min(limit, last + 0.06 * (last - first), width - 1.0)
    elif not framed:
        right = _past_the_axis(contrast, words, right, (high, low), limit)
    summit = min(high, one) if one > high - 1.05 * spacing_y else high
    top = _frame_line(
        contrast[::-1],
        height - 1 - int(summit) - 3,
        height - 1 - int(max(0, summit - 1.2 * spacing_y)),
        int(first),
        int(last),
    )
    top = height - 1 - top if top is not None else max(0.0, summit - max(6.0, 0.04 * (low - high)))
    return Box(max(0.0, left), max(0.0, min(top, summit)), float(right), min(height - 1.0, bottom))


def _next_panel(pair: _Pair, pairs: list[_Pair], width: int) -> float:
    """Where the panel to the right begins."""
    last = pair.x.labels[-1].x
    others = []
    for other in pairs:
        begins = [other.x.labels[0].x]
        if other.y is not pair.y:
            begins.append(min(label.word.box.left for label in other.y.labels))
        if min(begins) > last:
            others.append(min(begins))
    return min([width - 1.0, *(o - 2 for o in others)])


def _frame_line(contrast: Floats, start: int, stop: int, first: int, last: int) -> float | None:
    """Position of the first line from ``start`` to ``stop`` that runs along most of [first, last]; None if none."""
    first, last = max(0, first), min(contrast.shape[1] - 1, last)
    for at in range(max(0, start), min(contrast.shape[0] - 1, stop) + 1):
        along = contrast[at, first : last + 1] > LINE_CONTRAST
        if along.size and along.mean() > 0.9:
            return float(at)
    return None


def _line_end(contrast: Floats, line: float, last: float, limit: float) -> float | None:
    """Where the x axis line ends on the right; None where no line is drawn."""
    if not np.isfinite(line):
        return None
    row = round(line)
    lit = contrast[max(0, row - 1) : row + 2, int(last) : int(limit) + 1].max(axis=0) > LINE_CONTRAST
    if lit.size == 0 or not lit[:3].any():
        return None
    dark = np.flatnonzero(~lit[2:])
    return float(int(last) + (dark[0] + 1 if dark.size else lit.size - 1))


def _past_the_axis(
    contrast: Floats, words: Sequence[Word], right: float, rows: tuple[float, float], limit: float
) -> float:
    """Where curves end that run on beyond an axis line which ends at its last tick (R's ``bty = "n"``)."""
    top, bottom = max(0, int(rows[0])), int(rows[1]) - 3
    first, stop = int(right), int(min(limit, contrast.shape[1] - 1))
    if stop - first < CROSSING_PX or bottom - top < 10:
        return right
    lit = contrast[top:bottom, first : stop + 1] > LINE_CONTRAST
    for word in words:
        box = word.box
        lit[max(0, int(box.top) - top) : max(0, int(box.bottom) + 1 - top), max(0, int(box.left) - 1 - first) :] &= (
            np.arange(max(0, int(box.left) - 1 - first), lit.shape[1]) > box.right - first + 1
        )
    if not lit[:, :CROSSING_PX].all(axis=1).any():  # no line goes on
        return right
    bare = np.flatnonzero(~lit.any(axis=0))
    gaps = np.split(bare, np.flatnonzero(np.diff(bare) > 1) + 1) if bare.size else []
    widest = max(GAP_PX, 0.02 * (bottom - top))
    end = next((int(gap[0]) for gap in gaps if gap.size > widest or gap[-1] == lit.shape[1] - 1), lit.shape[1])
    return float(first + end - 1)


def _panel_end(contrast: Floats, rows: Floats, last: float, limit: float) -> float | None:
    """Where a tinted panel or its grid lines end on the right, by most of the grid's rows; None where there is none."""
    ends = []
    for row in rows:
        r = round(float(row))
        if not 1 <= r < len(contrast) - 1:
            continue
        lit = contrast[r - 1 : r + 2, int(last) : int(limit) + 1].max(axis=0) > PANEL_CONTRAST
        if lit.size < 4 or not lit[:3].any():
            continue
        dark = np.flatnonzero(~lit[2:] & ~np.append(lit[3:], False))  # two bare pixels on end
        ends.append(int(last) + (int(dark[0]) + 1 if dark.size else lit.size - 1))
    if len(ends) < 0.5 * len(rows) or len(ends) < 2:
        return None
    middle = float(np.median(ends))
    return middle if np.mean(np.abs(np.array(ends) - middle) < 4) >= 0.5 else None


def _below(words: tuple[Word, ...], run: Run, box: Box) -> list[Word]:
    """Words of the title under an x axis: the first line of text below its labels that is no number."""
    height = float(np.median([label.word.box.height for label in run.labels]))
    bottom = float(np.median([label.word.box.bottom for label in run.labels]))
    near = [
        w
        for w in words
        if w.angle == 0
        and bottom - 0.5 * height < w.box.center[1] < bottom + 3.2 * height
        and w.box.left > box.left - 0.1 * box.width
        and w.box.right < box.right + 0.25 * box.width
        and re.search(r"[A-Za-z]{2}", w.text)
    ]
    if not near:
        return []
    first = min(w.box.center[1] for w in near)
    line = [w for w in near if w.box.center[1] < first + 0.7 * height]
    # "Number at risk" right under the axis is the head of a table.
    line = [w for w in line if not re.search(r"at\s*risk|^n\s*risk", w.text, re.I)]
    return sorted(line, key=lambda w: w.box.left)


def _y_title(figure: Figure, words: Sequence[Word], run: Run, box: Box) -> str:
    left = min(label.word.box.left for label in run.labels)
    strip = Box(max(0.0, left - 0.2 * box.width - 40), box.top, max(1.0, left - 1), max(box.top + 1, box.bottom))
    turned = [w for w in words if w.angle != 0 and figure.words and strip.contains(*w.box.center)]
    found = turned or list(read_rotated(figure, strip))
    height = float(np.median([label.word.box.height for label in run.labels]))
    above = [
        w
        for w in words
        if w.angle == 0
        and box.top - 3 * height < w.box.center[1] < box.top + 0.5 * height
        and w.box.left < box.left
        and re.search(r"[A-Za-z]{3}", w.text)
    ]
    return " ".join(w.text for w in [*sorted(found, key=lambda w: -w.box.bottom), *above])


def _title(words: Sequence[Word], box: Box) -> str:
    """Text centred right above the plot area, or a panel letter at its upper left."""
    tall = [
        w for w in words if w.angle == 0 and w.box.bottom <= box.top + 2 and box.top - w.box.bottom < 0.12 * box.height
    ]
    inside = [w for w in tall if box.left - 5 <= w.box.center[0] <= box.right + 5]
    if not inside:
        letters = [w for w in tall if re.fullmatch(r"\(?[A-H]\)?\.?", w.text.strip())]
        return letters[0].text.strip("(). ") if letters else ""
    lowest = max(w.box.center[1] for w in inside)
    line = [w for w in inside if abs(w.box.center[1] - lowest) < 0.7 * w.box.height]
    return " ".join(w.text for w in sorted(line, key=lambda w: w.box.left))


def time_unit(title: str) -> str:
    """Unit a title names, "" where none; the last one named wins ("months since day 1" apart, titles name one)."""
    found = [(match.start(), unit) for unit, pattern in UNITS for match in re.finditer(pattern, title, re.I)]
    return max(found)[1] if found else ""


def is_incidence(title: str) -> bool:
    """Whether a y title speaks of cumulative incidence and not of survival."""
    return bool(RISING.search(title)) and not FALLING.search(title)
