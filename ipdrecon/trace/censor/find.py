"""Marks of one curve: where its leftover ink speaks for the shape more than against it."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats, Ints
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.kernels import match_marks
from ipdrecon.trace.censor.marks import Marks, Template, gain_of, no_marks
from ipdrecon.trace.censor.shape import learn_template
from ipdrecon.trace.cv import Mask

#: Evidence a mark needs: share of its ink, and pixels of ink.
LEAST_SHARE, LEAST_INK_PX = 0.2, 1.2
#: Evidence of a pixel of full ink, as symbols weigh it.
EVIDENCE = 0.75


def find_marks(ground: Ground, template: Template | None = None) -> Marks:
    """Marks on one curve; their shape is learned from it where no ``template`` is given."""
    template = template or learn_template([ground])
    if template is None:
        return no_marks(ground.ink.shape)
    least = max(LEAST_INK_PX, LEAST_SHARE * template.mass)
    found, rows, strength, _shown = match_marks(
        ground.ink, ground.free, ground.levels, template.ink, template.up, least, template.arms > 0
    )
    if found.size == 0:
        return no_marks(ground.ink.shape)
    order = np.argsort(found)
    x = found[order]
    merged = bool((np.diff(x) < template.width + 0.5).any())
    rows = rows[order]
    mask = _covered(ground, x, rows, template)
    rest = ground.rest
    explained = float(rest[mask].sum()), float(rest.sum())
    gain = gain_of(EVIDENCE * strength, max(template.up, template.ink.shape[0] - 1 - template.up))
    return Marks(x, mask, template.width, merged, template, rows + template.up, explained, float(strength.sum()), gain)


def _covered(ground: Ground, x: Floats, rows: Ints, template: Template) -> Mask:
    """The ink of the marks."""
    height, width = ground.ink.shape
    mask = np.zeros((height, width), np.bool_)
    tall, half = template.ink.shape[0], template.ink.shape[1] // 2
    for center, row in zip(x, rows, strict=True):
        column = round(center)
        r0, r1 = max(0, row - 1), min(height, row + tall + 1)
        c0, c1 = max(0, column - half - 1), min(width, column + half + 2)
        mask[r0:r1, c0:c1] = True
    return mask & (ground.rest > 0)
