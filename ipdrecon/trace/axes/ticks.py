"""Numbers that stand in line and rise evenly: the labels of an axis."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from itertools import combinations

import attrs
import numpy as np

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.crowded import MIN_EVEN, parted

#: A label's distance from its fitted place, as a share of the tick spacing, beyond which it is misread or no label.
MAX_MISFIT = 0.12
#: Highest label of an axis of proportions.
HIGHEST_SHARE = 1.21
#: Distance of a label's centre from the line through the others that is common, in pixels, and as a share of the axis:
#: boxes of large pictures are read on a coarser grid.
NEAR_PX, NEAR_SHARE = 1.5, 0.005
#: Share of the labels whose boxes are right, and fewest labels that tell whether a line is theirs.
SOUND, FEWEST_EVEN = 0.75, 3
#: Distance of labels of one row from its middle, in label heights.
ROW_SLACK = 0.45
#: What a tick mark adds to a number: one that points inwards makes a letter with its line ("0.6F"), one that meets it a
#: plus ("40+"), and after a percent sign anything is the tick ("75%1").
NUMBER = re.compile(
    r"^(?:[~'`_|\-–—•=]|[.·](?!\d+\D*$))*\s*([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+))\s*(%?)"
    r"\s*(?:[-–—_|'`.·•*=+]*|[EFH⊢├]|(?<=%)\S)$"
)
#: Decimals of a number.
DECIMALS = re.compile(r"[.,](\d+)")
#: A share whose point is printed at half height, as it may be read ("0·4", "0-4").
RAISED_POINT = re.compile(r"^([01])[-–·•:'](\d{1,2})$")
DIGITS = str.maketrans(
    {"O": "0", "o": "0", "Q": "0", "D": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8", "Z": "2"}
)


@attrs.frozen
class Label:
    """A number and where it stands."""

    value: float
    percent: bool
    word: Word

    @property
    def x(self) -> float:
        return self.word.box.center[0]

    @property
    def y(self) -> float:
        return self.word.box.center[1]


@attrs.frozen
class Run:
    """Labels of one axis.

    Attributes
    ----------
    labels : tuple of Label      In rising order of value.
    zero, per_unit : float       Fit by label centres: position = zero + per_unit * value.
    """

    labels: tuple[Label, ...]
    zero: float
    per_unit: float


def number(text: str) -> tuple[float, bool] | None:
    """Value of a tick label and whether it carries a percent sign; None where it is no number."""
    match = NUMBER.match(text.strip())
    if match is None and re.fullmatch(r"[\dOoQDlI|SBZ.,%]+", text.strip()) and re.search(r"\d", text):
        match = NUMBER.match(text.strip().translate(DIGITS))
    if match is None and text.strip() in {"O", "o"}:
        return 0.0, False
    if match is None:
        return None
    digits = match.group(1)
    if re.fullmatch(r"[+-]?\d{1,3},\d{3}", digits):
        digits = digits.replace(",", "")
    return float(digits.replace(",", ".")), bool(match.group(2))


def labels_of(words: Sequence[Word]) -> list[Label]:
    """Words that are numbers; a row of them that the reader took for one word is parted."""
    pieces = [part for word in words for part in parted(word)]
    return [Label(*value, part) for part in pieces if (value := number(_lowered(part.text))) is not None]


def _lowered(text: str) -> str:
    """A share with its point on the line. What is no number of an axis, as "0-2", may be a name elsewhere."""
    return RAISED_POINT.sub(r"\1.\2", text.strip())


def lines_of(labels: list[Label], *, vertical: bool) -> list[list[Label]]:
    """Labels grouped into columns (right edges in line, or centres) or rows (centres in line)."""
    groups: list[list[Label]] = []
    if vertical:
        for anchor in ("right", "center", "left"):
            groups += _clusters(labels, lambda b, a=anchor: b.center[0] if a == "center" else getattr(b, a), 0.6)  # type: ignore[misc]
    else:
        # Rows about every label: a chain of neighbours would begin with stray print above and end too soon.
        groups += [
            [label for label in labels if abs(label.y - middle.y) <= ROW_SLACK * middle.word.box.height]
            for middle in labels
        ]
    unique: dict[frozenset[int], list[Label]] = {}
    for group in groups:
        if len(group) >= 2:
            unique.setdefault(frozenset(id(label) for label in group), group)
    return list(unique.values())


def _clusters(labels: list[Label], key: Callable[[Box], float], slack: float) -> list[list[Label]]:
    ordered = sorted(labels, key=lambda label: key(label.word.box))
    groups: list[list[Label]] = []
    for label in ordered:
        place = key(label.word.box)
        height = label.word.box.height
        if (
            groups
            and place - key(groups[-1][-1].word.box) <= slack * height
            and place - key(groups[-1][0].word.box) <= height
        ):
            groups[-1].append(label)
        else:
            groups.append([label])
    return groups


def even_run(labels: Sequence[Label], *, vertical: bool) -> Run | None:
    """The largest set of labels whose values are linear in their positions; None below two.

    Every pair of labels proposes a line; the one most labels agree with wins (a robust fit: misread labels lose), and
    among equals the one that leaves out the fewest and spans the most. Values rise to the right and upwards.
    """
    if len(labels) < 2:
        return None
    place = np.array([label.y if vertical else label.x for label in labels])
    value = np.array([label.value for label in labels])
    best: tuple[float, Floats, Floats] | None = None
    least = max(2.5, MAX_MISFIT * spacing_of(place))
    for i, j in combinations(range(len(labels)), 2):
        if abs(place[i] - place[j]) < 8 or value[i] == value[j]:
            continue
        per_unit = (place[j] - place[i]) / (value[j] - value[i])
        if (per_unit < 0) != vertical:
            continue
        zero = place[i] - per_unit * value[i]
        misfit = np.abs(zero + per_unit * value - place)
        fits = misfit <= least
        score = float(fits.sum()) - 0.01 * float(misfit[fits].mean())
        if best is None or score > best[0]:
            best = (score, fits, misfit)
    if best is None or best[1].sum() < 2:
        return None
    # Where the axes meet there may be two zeros: the one nearer to the line is this axis' own.
    nearest = sorted(np.flatnonzero(best[1]).tolist(), key=lambda k: -best[2][k])
    chosen = _evened(sorted({labels[k].value: labels[k] for k in nearest}.values(), key=_value))
    value = np.array([label.value for label in chosen])
    zero, per_unit = line_through(value, np.array([label.y if vertical else label.x for label in chosen]))
    return Run(tuple(chosen), zero, per_unit)


def _value(label: Label) -> float:
    return label.value


def _evened(labels: list[Label]) -> list[Label]:
    """Labels with a stray last digit taken off ("0.81" for "0.8" and its tick), where most others are whole steps."""
    if len(labels) < MIN_EVEN:
        return labels
    step = float(np.median(np.diff([label.value for label in labels])))
    mended = [label if _is_whole(label.value / step) else _without_last_digit(label, step) for label in labels]
    count = np.round([label.value / step for label in mended])
    changed = sum(a is not b for a, b in zip(labels, mended, strict=True))
    wrong = any(not _is_whole(label.value / step) for label in mended) or len(set(count)) < len(labels)
    return labels if wrong or 2 * changed >= len(labels) else mended


def _is_whole(count: float) -> bool:
    return abs(count - round(count)) < 1e-6


def _without_last_digit(label: Label, step: float) -> Label:
    """The label at the whole step right beside its value, where its decimals are one more than that step needs."""
    value = round(label.value / step) * step
    match = DECIMALS.search(label.word.text)
    decimals = len(match.group(1)) if match else 0
    return attrs.evolve(label, value=value) if 0 < abs(label.value - value) < 9.5 * 10.0**-decimals else label


def line_through(value: Floats, place: Floats) -> tuple[float, float]:
    """Zero and pixels per unit: least squares over the labels near the line of least absolute misfit.

    One label whose box is wrong (it merged with its neighbour) does not tilt the line, be it the last one: the misfit
    is that of three labels in four, since an end has leverage enough to be met by the line of least misfit of all.
    """
    most = max(FEWEST_EVEN, math.ceil(SOUND * value.size))
    best: tuple[float, Floats] | None = None
    for i, j in combinations(range(value.size), 2):
        slope = (place[j] - place[i]) / (value[j] - value[i])
        misfit = np.abs(place[i] + slope * (value - value[i]) - place)
        least = float(np.sort(misfit)[:most].sum())
        if best is None or least < best[0]:
            best = (least, misfit)
    common = max(NEAR_PX, NEAR_SHARE * float(np.ptp(place)))
    near = np.ones(value.size, np.bool_) if best is None else best[1] <= max(common, 3 * float(np.median(best[1])))
    per_unit, zero = np.polyfit(value[near], place[near], 1)
    return float(zero), float(per_unit)


def spacing_of(place: Floats) -> float:
    gaps = np.diff(np.unique(np.round(np.sort(place), 1)))
    gaps = gaps[gaps > 3]
    return float(np.median(gaps)) if gaps.size else 1.0
