"""Marks of any shape that recurs along the curves of a panel."""

from __future__ import annotations

from collections.abc import Sequence

from ipdrecon.threads import side_by_side
from ipdrecon.trace.censor.arms import with_arms
from ipdrecon.trace.censor.find import find_marks
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Marks, Template, explained_share, no_marks
from ipdrecon.trace.censor.shape import learn_template

#: Marks a curve needs to trust its own shape of them more than that of its neighbours.
MIN_OWN_MARKS = 8
#: Share of the leftover ink that marks explain; and where they are few, or stand on the curve only.
EXPLAINED, EXPLAINED_BY_FEW, FEW_MEMBERS = 0.11, 0.35, 4
#: Evidence for all of them in pixels of ink, without which they are stubs and corners.
LEAST_WORTH = 60.0


def find_recurring(beside: Sequence[Ground], apart: float = 0.0) -> list[Marks]:
    """Marks of the common shape, or of a curve's own where it plainly has another one.

    ``apart`` is how far apart the sides of one mark stand.
    """
    common = learn_template(beside, apart)
    templates: list[Template | None] = []
    for own in side_by_side(lambda ground: learn_template([ground], apart), beside):
        if own is None or own.members < MIN_OWN_MARKS or own.above_only or (common and own.is_like(common)):
            templates.append(common)
        else:
            templates.append(own)
    found = side_by_side(lambda i: _find(beside[i], templates[i]), range(len(beside)))
    armed = {
        id(t): with_arms(
            t,
            [g for g, other in zip(beside, templates, strict=True) if other is t],
            [m for m, other in zip(found, templates, strict=True) if other is t],
        )
        for t in templates
        if t is not None
    }
    found = [
        found[i] if t is None or armed[id(t)] is t else _find(beside[i], armed[id(t)]) for i, t in enumerate(templates)
    ]
    return found if _are_marks(found) else [no_marks(m.mask.shape) for m in found]


def _are_marks(found: Sequence[Marks]) -> bool:
    """Whether what was found are marks: a shape seen often enough that explains a good part of the leftover ink.

    Rims of bands, limits and stubs leave much ink of which a shape that recurs by chance explains little.
    """
    templates = [m.template for m in found if m.template is not None]
    if not templates:
        return False
    few = max(t.members for t in templates) < FEW_MEMBERS
    least = EXPLAINED_BY_FEW if few or all(t.above_only for t in templates) else EXPLAINED
    return explained_share(found) >= least and sum(m.worth for m in found) >= LEAST_WORTH


def _find(ground: Ground, template: Template | None) -> Marks:
    return no_marks(ground.ink.shape) if template is None else find_marks(ground, template)
