"""Names of the curves of an inset: it seldom has a legend, and shows the curves of the panel around it once more."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
from scipy.optimize import linear_sum_assignment

from ipdrecon.digitization import Panel, TracedCurve
from ipdrecon.frozen import Floats

#: RGB distance within which two curves have one colour; what a difference of the whole scale in survival counts
#: against it, and what it counts that one of them is dashed in another way.
SAME_COLOR, SURVIVAL, DASHES = 60.0, 400.0, 100.0
#: Times at which two curves are compared.
TIMES = 50


def with_names_around(panels: Sequence[Panel]) -> list[Panel]:
    """The panels, the curves of each inset named, where it names none itself, as those they repeat in its panel."""
    return [_named(panel, _around(panel, panels)) if panel.inset else panel for panel in panels]


def _around(inset: Panel, panels: Sequence[Panel]) -> Panel | None:
    return next((p for p in panels if not p.inset and p.box.contains(*inset.box.center)), None)


def _named(inset: Panel, around: Panel | None) -> Panel:
    if around is None or any(not _is_number(c.label) for c in inset.curves):
        return inset
    cost = np.array([[_unlike(own, other) for other in around.curves] for own in inset.curves])
    own, others = linear_sum_assignment(cost)
    labels = {i: around.curves[k].label for i, k in zip(own, others, strict=True) if cost[i, k] < SAME_COLOR}
    if len(labels) < len(inset.curves):
        return inset
    return attrs.evolve(inset, curves=tuple(attrs.evolve(c, label=labels[i]) for i, c in enumerate(inset.curves)))


def _is_number(label: str) -> bool:
    """Whether a label only counts the curve: none was found."""
    return label.startswith("curve ")


def _unlike(one: TracedCurve, other: TracedCurve) -> float:
    """How unlike two curves are in colour, dashes and survival, in units of RGB."""
    times: Floats = np.linspace(0.0, min(one.steps.end, other.steps.end), TIMES)
    apart = float(np.mean(np.abs(one.steps(times) - other.steps(times))))
    color = float(np.linalg.norm(np.subtract(one.style.color, other.style.color)))
    dashes = DASHES if bool(one.style.dashes) != bool(other.style.dashes) else 0.0
    return color + SURVIVAL * apart + dashes
