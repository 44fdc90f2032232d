"""Labels from text beside the curves, where no legend names them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import attrs
import numpy as np
from scipy.optimize import linear_sum_assignment

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.steps import StepCurve
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.legends.labels import HR, clean_label

#: Text inside a plot that is a statistic, a title or a note, and names no curve.
NO_NAME = re.compile(
    rf"\bp\s*[-=<>]|\bp.?value|{HR}|hazard|log.?rank|wilcoxon|censor|median|\bC[Il]\b|confidence|at risk|no\. of|number"
    r"|(?<=\S)\s+N[RE]$|not (?:reached|estimable)"
    r"|kaplan|\bsurvival\b.*\b(?:estimates?|curves?|function)\b|product.limit|^(?:time|months?|years?|days|weeks)\b|strat",
    re.I,
)
#: How far from its curve a label may stand, in heights of the panel.
NEAR = 0.2
#: By how much all labels together must be nearer to their curves than with two of them exchanged, in panel heights.
PLAIN = 0.02


@attrs.frozen(eq=False)
class Candidate:
    """A traced curve as it looks.

    Attributes
    ----------
    color : RGB
    dashes : tuple of float
    end : (x, y)        Pixel where it ends.
    steps : StepCurve
    bare : float        Share of its line between its marks on which no ink is seen.
    """

    color: tuple[int, int, int]
    dashes: tuple[float, ...]
    end: tuple[float, float]
    steps: StepCurve
    bare: float = 0.0


def names_beside(words: Sequence[Word], frame: Frame, taken: Sequence[Box] = ()) -> list[Word]:
    """Texts in the plot or right of it that may name a curve, without those at ``taken`` places."""
    box = frame.box
    titles = (frame.title, frame.axes.x_title, frame.axes.y_title)
    return [
        w
        for w in words
        if w.angle == 0
        and re.search(r"[A-Za-z]{2}", w.text)
        and not NO_NAME.search(w.text)
        and w.text not in titles
        and box.left < w.box.center[0] < box.right + 0.3 * box.width
        and box.top < w.box.center[1] < box.bottom
        and not any(place.contains(*w.box.center) for place in taken)
    ]


def by_place(
    curves: Sequence[Candidate], texts: Sequence[Word], frame: Frame, denied: Floats | None = None
) -> tuple[list[str], list[tuple[str, str]]]:
    """A label for each curve from at least as many texts, by nearness; and pairs that may as well be exchanged.

    ``denied`` says, as (curves, texts), how far what else is known of a text speaks against a curve, in panel heights.
    No label at all where there are fewer texts, or one would stand far from its curve.
    """
    none = [""] * len(curves)
    if len(texts) < len(curves) or not curves:
        return none, []
    far: Floats = np.array([[_distance(c, w.box, frame) for w in texts] for c in curves]) / max(1.0, frame.box.height)
    cost = far if denied is None else far + denied
    rows, columns = linear_sum_assignment(cost)
    if far[rows, columns].max() > NEAR:
        return none, []
    chosen = dict(zip(rows.tolist(), columns.tolist(), strict=True))
    unsure = [
        (texts[chosen[i]].text, texts[chosen[j]].text)
        for i, j in itertools.combinations(range(len(curves)), 2)
        if cost[i, chosen[j]] + cost[j, chosen[i]] - cost[i, chosen[i]] - cost[j, chosen[j]] < PLAIN
    ]
    return [clean_label(texts[chosen[i]].text) for i in range(len(curves))], unsure


def distance_to(curve: Candidate, x: float, y: float, frame: Frame) -> float:
    """Pixels from a place to the curve, or to its end where the place lies right of it."""
    time = float(np.clip(frame.axes.x.value(x), 0.0, curve.steps.end))
    level = float(frame.axes.survival_pixel(curve.steps(time)))
    across = max(0.0, x - curve.end[0])
    return float(np.hypot(abs(level - y), 0.3 * across))


def _distance(curve: Candidate, box: Box, frame: Frame) -> float:
    """Pixels from the nearest of a text's ends and its middle to the curve."""
    return min(distance_to(curve, x, box.center[1], frame) for x in (box.left, box.center[0], box.right))
