"""The part of a mark that lies along the line: a plus looks like a tick where the curve runs level.

Beside a fall the arms of a plus stand free, so they are learned there, from the marks the upright alone has found.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Bools
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Marks, Template
from ipdrecon.trace.inks.ink import Layer

#: Marks that must show a pixel of the arms before it counts.
MIN_SHOWN = 3
#: Coverage from which a pixel belongs to the arms, and how much thicker than the upright they may look.
ARM_INK, THICKER_PX = 0.4, 1
#: Shortest arm, in pixels, and an arm's length against the upright's half: pluses and crosses are as wide as tall.
MIN_ARM_PX, LIKE_UPRIGHT = 2, (0.6, 1.3)


def with_arms(template: Template, beside: Sequence[Ground], marks: Sequence[Marks]) -> Template:
    """The template with arms along the line, where the marks found beside falls show them on both sides."""
    height = template.ink.shape[0]
    half = max(template.up, height - 1 - template.up) - 1
    reach = round(LIKE_UPRIGHT[1] * half) + 2
    rows = max(1, int(np.ceil(template.width / 2))) + 1
    band = _band(beside, marks, reach, rows)
    if band is None:
        return template
    core = max(1, template.ink.shape[1] // 2)
    strong = band.max(axis=0) >= ARM_INK
    left, right = _run(strong[:reach][::-1], core), _run(strong[reach + 1 :], core)
    arm = min(left, right)
    outward = np.r_[reach - arm : reach - core, reach + core + 1 : reach + arm + 1]
    thick = (band[:, outward] >= ARM_INK).sum(axis=0) if outward.size else np.zeros(1)
    outside = (
        np.mean(thick > template.width + THICKER_PX) > 0.3
        or not LIKE_UPRIGHT[0] * half <= arm <= LIKE_UPRIGHT[1] * half + 0.5
    )
    if arm < core + MIN_ARM_PX or abs(left - right) > 2 or outside:
        return template
    ink = np.zeros((height, 2 * arm + 1), np.float32)
    middle = template.ink.shape[1] // 2
    first = arm - middle
    ink[:, first : first + template.ink.shape[1]] = template.ink
    for d in range(-rows, rows + 1):
        row = template.up + d
        if 0 <= row < height:
            line = band[d + rows, reach - arm : reach + arm + 1]
            ink[row] = np.maximum(ink[row], np.where(line >= ARM_INK, line, np.float32(0.0)))
    return attrs.evolve(template, ink=ink, arms=float(arm))


def _band(beside: Sequence[Ground], marks: Sequence[Marks], reach: int, around: int) -> Layer | None:
    """Median ink around the line of the marks, pixel by pixel over those that show it; 0 where too few do."""
    patches = []
    for ground, found in zip(beside, marks, strict=True):
        height, width = ground.ink.shape
        for x, row in zip(found.x, found.rows, strict=True):
            rows = np.arange(row - around, row + around + 1)
            columns = np.arange(round(x) - reach, round(x) + reach + 1)
            inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))[None, :]
            at = np.clip(rows, 0, height - 1)[:, None], np.clip(columns, 0, width - 1)[None, :]
            patches.append(np.where(inside & (ground.free[at] > 0.5), ground.ink[at], np.nan))
    if len(patches) < MIN_SHOWN:
        return None
    stack = np.stack(patches)
    shown = np.isfinite(stack).sum(axis=0) >= MIN_SHOWN
    return np.where(shown, np.nanmedian(np.where(shown, stack, 0.0), axis=0), 0.0).astype(np.float32)


def _run(strong: Bools, skip: int) -> int:
    """How many of the flags hold from the middle outwards, the first ``skip`` not asked."""
    rest = np.flatnonzero(~strong[skip:])
    return skip + (int(rest[0]) if rest.size else strong.size - skip)
