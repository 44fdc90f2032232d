"""Uprights that were placed on curves, as the marks of these."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Marks, Template, gain_of, no_marks
from ipdrecon.trace.censor.upright import Placed, Upright, place_hidden, place_uprights
from ipdrecon.trace.cv import Mask

#: Pixels around an upright that its mask covers, and clear pixels between two marks that do not touch.
AROUND_PX, APART_PX = 1.0, 1.5
#: Evidence of a pixel of full ink, as uprights are weighed.
UPRIGHT_UNIT = 0.75
#: Evidence asked of the marks that falls partly hide against that of the others: there is less of it to be seen. A fall
#: that was read amiss leaves a column of pixels, which is far more than a thin mark.
HIDDEN, HIDDEN_THIN, THIN_PX = 0.8, 0.65, 1.0
#: Share of the leftover ink that marks explain from which the end of one alone is enough.
WELL_EXPLAINED = 0.85


def all_marks(beside: Sequence[Ground], shape: Upright, placed: Sequence[Placed]) -> list[Marks]:
    """Marks of each curve: uprights of one shape where they were placed on it."""
    return [_marks(ground, shape, found) for ground, found in zip(beside, placed, strict=True)]


def _marks(ground: Ground, shape: Upright, placed: Placed) -> Marks:
    if placed.x.size == 0:
        return no_marks(ground.ink.shape)
    mask = covered_by(shape, placed.x, placed.y, ground.ink.shape)
    merged = bool((np.diff(placed.x) < shape.width + APART_PX).any())
    rest = ground.rest
    mask &= rest > 0
    explained = float(rest[mask].sum()), float(rest.sum())
    # Where marks leave much ink over, ends of marks cannot be told from it.
    well = explained[0] >= WELL_EXPLAINED * explained[1]
    hidden = place_hidden if well else partial(place_uprights, between=True)
    return Marks(
        placed.x,
        mask,
        shape.width,
        merged,
        _drawn(shape),
        rows=np.round(placed.y).astype(np.int64),
        explained=explained,
        worth=float(placed.evidence.sum()) / UPRIGHT_UNIT,
        gain=gain_of(placed.evidence, max(shape.up, shape.down)),
        evidence=placed.evidence,
        sought=partial(hidden, shape=shape, ease=HIDDEN_THIN if shape.width < THIN_PX else HIDDEN),
        shape=shape,
    )


def covered_by(shape: Upright, x: Floats, y: Floats, size: tuple[int, ...]) -> Mask:
    """Where uprights at columns ``x`` and rows ``y`` lie on a crop of this size, their blur with them."""
    height, width = size[0], size[1]
    mask = np.zeros((height, width), np.bool_)
    half = shape.width / 2
    # Of a plus the two bars, and not what lies between them: the corners of squares would be explained as well.
    bars = [(shape.up, shape.down, half), (half, half, shape.arm)] if shape.arm else [(shape.up, shape.down, half)]
    for column, row in zip(x, y, strict=True):
        for up, down, aside in bars:
            r0, r1 = max(0, round(row - up - AROUND_PX)), min(height, round(row + down + AROUND_PX) + 1)
            c0, c1 = max(0, round(column - aside - AROUND_PX)), min(width, round(column + aside + AROUND_PX) + 1)
            mask[r0:r1, c0:c1] = True
    return mask


def _drawn(shape: Upright) -> Template:
    """The upright as a picture."""
    up, down, wide = int(np.ceil(shape.up)), int(np.ceil(shape.down)), max(1, round(shape.width))
    ink = np.zeros((up + down + 1, wide + 2), np.float32)
    ink[:, 1:-1] = 1.0
    return Template(ink, up, shape.width, upright=True)
