"""Which label and which row of the risk table belong to which curve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

import attrs
import numpy as np
from scipy.optimize import linear_sum_assignment

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.steps import StepCurve
from ipdrecon.trace.frame import Frame
from ipdrecon.trace.legend import LegendEntry
from ipdrecon.trace.table import RiskRow

#: Cost of a wrong colour (as far as black from white), of solid for dashed, and of a curve's end a panel width away.
COLOR_COST, DASH_COST, PLACE_COST = 3.0, 0.6, 1.0
#: Colour distance, as a share of black to white, up to which two colours are surely one.
SURE_COLOR = 0.22
#: Distance of dashes of another number of lengths (dots, and dots between dashes).
OTHER_PATTERN = 0.1
#: Similarity of two texts from which they name one arm.
SAME_NAME = 0.8
#: Cost of a row whose name is like a curve's and not the same: more than order and rounding of counts outweigh.
NOT_EXACT = 0.25
#: Name of a row that has none of its own.
NUMBERED = re.compile(r"^(?:row \d+)?$")
#: Letters a text must have for it to be part of another ("A" is part of most names).
SHORTEST_PART = 3
#: A number at risk may be counted just before or just after the deaths at its time; places are read to this (pixels).
PLACE_SLACK_PX = 2.0


@attrs.frozen(eq=False)
class Candidate:
    """A traced curve as it looks.

    Attributes
    ----------
    color : RGB
    dashes : tuple of float
    end : (x, y)        Pixel where it ends.
    steps : StepCurve
    """

    color: tuple[int, int, int]
    dashes: tuple[float, ...]
    end: tuple[float, float]
    steps: StepCurve


@attrs.frozen(eq=False)
class Matched:
    """Labels by curve, curve by row of the risk table (None where none fits), and what is unsure.

    ``unsure`` says of each row whether it may as well be another curve's: there are fewer rows than curves, and neither
    name nor colour tell.
    """

    labels: tuple[str, ...]
    rows: tuple[int | None, ...]
    warnings: tuple[str, ...] = ()
    unsure: tuple[bool, ...] = ()


def match_labels(
    curves: Sequence[Candidate],
    entries: Sequence[LegendEntry],
    rows: Sequence[RiskRow],
    words: Sequence[Word],
    frame: Frame,
) -> Matched:
    """Assign labels and rows to curves, at the least cost over all together (Kuhn 1955).

    A legend sample is compared by colour and dashes, a text beside a curve by place and colour, a row by its name, its
    colour, whether the curve can have so many at risk, and last by its order.
    """
    warnings: list[str] = []
    labels = [""] * len(curves)
    if entries:
        cost = np.array([[_entry_cost(c, e, frame) for e in entries] for c in curves])
        for i, j in zip(*linear_sum_assignment(cost), strict=True):
            labels[i] = entries[j].label
    elif curves:
        beside = _texts_beside(curves, words, frame)
        named = [row.label for row in rows if not NUMBERED.match(row.label)]
        if all(any(_alike(name, text) >= SAME_NAME for text in beside) for name in named):
            labels = beside
    owner: list[int | None] = [None] * len(rows)
    slack = PLACE_SLACK_PX / abs(frame.axes.x.px_per_unit)
    unsure: list[bool] = [False] * len(rows)
    if rows:
        order = _order(curves, labels, entries)
        cost = np.array(
            [
                [_row_cost(c, labels[i], r, slack) + 0.01 * abs(order[i] - j) for j, r in enumerate(rows)]
                for i, c in enumerate(curves)
            ]
        )
        for i, j in zip(*linear_sum_assignment(cost), strict=True):
            owner[j] = int(i)
            told = rows[j].color is not None or (labels[i] and _alike(labels[i], rows[j].label) >= SAME_NAME)
            unsure[j] = len(rows) < len(curves) and not told
            if not labels[i]:
                labels[i] = rows[j].label
        if not entries and len(curves) > 1 and all(row.color is None for row in rows):
            warnings.append("rows of the risk table belong to curves by order and counts only; look at the overlay")
    return Matched(_unique(labels), tuple(owner), tuple(warnings), tuple(unsure))


def color_distance(a: tuple[int, int, int] | None, b: tuple[int, int, int] | None) -> float:
    """Distance of two colours as a share of black to white; blends of one hue with white are near."""
    if a is None or b is None:
        return 0.5
    one, two = np.array(a, float) - 255.0, np.array(b, float) - 255.0
    plain = float(np.linalg.norm(one - two)) / 441.7
    lengths = float(np.linalg.norm(one) * np.linalg.norm(two))
    vivid = min(max(a) - min(a), max(b) - min(b)) > 40
    if lengths < 1 or not vivid:
        return plain
    turn = float(np.arccos(np.clip(one @ two / lengths, -1, 1)))
    return min(plain, 0.3 * plain + turn)


def _entry_cost(curve: Candidate, entry: LegendEntry, frame: Frame) -> float:
    cost = COLOR_COST * color_distance(curve.color, entry.color)
    if entry.sample is not None:
        return cost + DASH_COST * _dash_distance(curve.dashes, entry.dashes)
    x, y = entry.text.center
    nearest = _distance_to(curve, x, y, frame)
    return cost + PLACE_COST * nearest / max(1.0, frame.box.height)


def _dash_distance(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    if bool(a) != bool(b):
        return 1.0
    if not a:
        return 0.0
    duty = [v[0] / max(1e-9, v[0] + v[1]) for v in (a, b)]
    # Two lengths are measured in pixels; whole patterns come from files, and say more where both do.
    pattern = OTHER_PATTERN * (len(a) != len(b))
    return min(1.0, pattern + abs(duty[0] - duty[1]) + 0.3 * abs(float(np.log((a[0] + 1) / (b[0] + 1)))))


def _distance_to(curve: Candidate, x: float, y: float, frame: Frame) -> float:
    """Pixels from a place to the curve, or to its end where the place lies right of it."""
    time = float(np.clip(frame.axes.x.value(x), 0.0, curve.steps.end))
    level = float(frame.axes.survival_pixel(curve.steps(time)))
    across = max(0.0, x - curve.end[0])
    return float(np.hypot(abs(level - y), 0.3 * across))


def _row_cost(curve: Candidate, label: str, row: RiskRow, slack: float) -> float:
    cost = 0.0
    if label and not NUMBERED.match(row.label):
        alike = _alike(label, row.label)
        # "Drug" and "Drug + partner" are alike, but a row called exactly as a curve is that curve's.
        cost += 2.0 * (1.0 - alike) if alike < SAME_NAME else NOT_EXACT * (alike < 1.0)
    if row.color is not None:
        cost += COLOR_COST * color_distance(curve.color, row.color)
    return cost + 4.0 * _misfit(curve.steps, row, slack)


def _order(curves: Sequence[Candidate], labels: Sequence[str], entries: Sequence[LegendEntry]) -> list[int]:
    """Order in which rows are expected: that of the legend, else of the curves' ends from top to bottom."""
    names = [entry.label for entry in entries]
    if len(set(names)) == len(names) == len(curves) and set(names) == set(labels):
        return [names.index(label) for label in labels]
    ends = sorted(range(len(curves)), key=lambda k: curves[k].end[1])
    return [ends.index(i) for i in range(len(curves))]


def _alike(a: str, b: str) -> float:
    one, two = (re.sub(r"[\W_]+", "", text).lower() for text in (a, b))
    if not one or not two:
        return 0.0
    short = min(one, two, key=len)
    if one == two:
        return 1.0
    if len(short) >= SHORTEST_PART and (one in two or two in one):
        return 0.9 + 0.1 * min(len(one), len(two)) / max(len(one), len(two))
    return SequenceMatcher(None, one, two).ratio()


def _misfit(steps: StepCurve, row: RiskRow, slack: float) -> float:
    """How far more patients are at risk than the curve leaves alive, and how badly the last follow-up agrees."""
    table = row.table
    if not table.patients > 0:
        return 0.0
    known = ~np.isnan(table.at_risk)
    inside = known & (table.time <= steps.end)
    over = table.at_risk[inside] / table.patients - steps.before(np.maximum(table.time[inside] - slack, 0.0))
    late = known & (table.time > steps.end * 1.02)
    return float(np.maximum(over, 0.0).sum()) + 0.5 * float((table.at_risk[late] > 0).sum())


def _texts_beside(curves: Sequence[Candidate], words: Sequence[Word], frame: Frame) -> list[str]:
    """Labels from black text beside the curves: as many texts as curves, each near one of them."""
    texts = [
        w
        for w in words
        if w.angle == 0
        and re.search(r"[A-Za-z]{2}", w.text)
        and not re.search(r"p\s*[=<>]|\bHR\b|hazard|log.?rank|censor|median|\bCI\b|risk", w.text, re.I)
        and frame.box.left < w.box.center[0] < frame.box.right + 0.3 * frame.box.width
        and frame.box.top < w.box.center[1] < frame.box.bottom
    ]
    if len(texts) != len(curves):
        return [""] * len(curves)
    cost: Floats = np.array(
        [
            [
                min(_distance_to(c, x, w.box.center[1], frame) for x in (w.box.left, w.box.center[0], w.box.right))
                for w in texts
            ]
            for c in curves
        ]
    )
    labels = [""] * len(curves)
    for i, j in zip(*linear_sum_assignment(cost), strict=True):
        labels[i] = texts[j].text
    return labels


def _text_distance(curve: Candidate, box: Box, frame: Frame) -> float:
    """Pixels from the nearest of a text's ends and its middle to the curve."""
    return min(_distance_to(curve, x, box.center[1], frame) for x in (box.left, box.center[0], box.right))


def _unique(labels: Sequence[str]) -> tuple[str, ...]:
    """Each label once: a missing one becomes its number, a second one gets a number."""
    seen: dict[str, int] = {}
    result = []
    for number, label in enumerate(labels, start=1):
        name = label or f"curve {number}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)
