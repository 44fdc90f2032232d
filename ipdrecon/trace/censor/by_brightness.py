"""Ticks and pluses whose colour JPEG took: seen by their brightness, known by standing out on both sides at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.as_marks import UPRIGHT_UNIT, covered_by
from ipdrecon.trace.censor.ground import Ground, level_rows
from ipdrecon.trace.censor.inks import Marked, brightness_ink
from ipdrecon.trace.censor.marks import Marks, explained_share, gain_of, no_marks, reach_px
from ipdrecon.trace.censor.mirrored import Mirrored, learn_mirrored, meet_again
from ipdrecon.trace.censor.owner import with_one_owner
from ipdrecon.trace.censor.symbol import Symbol
from ipdrecon.trace.censor.upright import NOISELESS, Upright
from ipdrecon.trace.censor.uprights import marks_fitting
from ipdrecon.trace.censor.widths import as_wide_as_others
from ipdrecon.trace.cv import Mask

#: Share of the leftover ink that known marks explain, from which brightness is not asked for others.
EXPLAINED = 0.6
#: Share of the places where both sides of a tick stand out that known marks explain, from which they are the marks.
KNOWN = 0.5
#: Share of all marks that stand out on both sides, without which most are what bands leave on one side.
SEEN_WHOLE = 0.15
#: Pixels beyond the end of a mark within which such a place is its own.
NEAR_PX = 1.5
#: Width of a mark against its height up to which it may be a tick though its shape is only known as a picture.
NARROW = 0.5


def marks_by_brightness(
    curves: Sequence[Marked], known: Sequence[Marks], hidden: Mask, noise: float
) -> list[Marks] | None:
    """Marks of each curve; None where the ``known`` ones explain most of the ink beside the curves, or of what stands
    out on both sides of them, where nothing does, or on clean paper, which dulls no colour.

    ``hidden`` (h, w) is text, legend and rules, ``noise`` the most there is beside the curves in their own colours, as
    a share of full ink.
    """
    if noise < NOISELESS or explained_share(known) >= EXPLAINED:
        return None
    beside = brightness_ink(curves, hidden)
    found = learn_mirrored(beside, _half(curves), reach_px(hidden.shape))
    if found is None or _share_of(found, known) >= KNOWN:
        return None
    marks = marks_fitting([ground for make in beside if (ground := make()) is not None], found.shape)
    some = found.shape.runs >= SEEN_WHOLE * sum(m.x.size for m in marks)
    return with_one_owner(marks) if some else None


def with_paler_ones(curves: Sequence[Marked], marks: Sequence[Marks], hidden: Mask) -> list[Marks]:
    """The marks of each curve, ticks or pluses, and paler ones of the same height: a thin tick between two columns of
    pixels is half as dark, and in JPEG has hardly any colour. Both of its sides stand out for all that.

    ``hidden`` (h, w) is text, legend and rules. On clean paper, and for marks of other kinds, nothing is added.
    """
    some = [m for m in marks if m.x.size]
    if not some or not all(_may_be_ticks(m) for m in some):
        return list(marks)
    curves = as_wide_as_others(curves)
    beside = brightness_ink(curves, hidden)
    if not any(ground.noise >= NOISELESS for make in beside if (ground := make()) is not None):
        return list(marks)
    shape = next((m.shape for m in some if isinstance(m.shape, Upright)), None)
    if shape is None:
        first = learn_mirrored(beside, _half(curves), reach_px(hidden.shape))
        shape = None if first is None else first.shape
    if shape is None:
        return list(marks)
    found = meet_again(beside, _half(curves), shape, partial(_near, marks=marks, shape=shape))
    if found is None:
        return list(marks)
    places = zip(curves, found.at, found.evidence, strict=True)
    more = with_one_owner([_marks_at(c, at, evidence) for c, at, evidence in places])
    return [_both(m, new, shape, c, some[0]) for m, new, c in zip(marks, more, curves, strict=True)]


def _may_be_ticks(marks: Marks) -> bool:
    """Whether marks are ticks or pluses, or of a picture as narrow as ticks: both sides of a diamond stand out too."""
    if marks.shape is None:
        return marks.template is not None and marks.width <= NARROW * marks.template.ink.shape[0]
    return not isinstance(marks.shape, Symbol)


def _half(curves: Sequence[Marked]) -> list[float]:
    return [curve.stair.width / 2 for curve in curves]


def _near(ground: Ground, marks: Sequence[Marks], shape: Upright) -> Floats:
    """Columns of the known marks that stand on a curve, or reach over its line from another one."""
    x, rows = np.concatenate([m.x for m in marks]), np.concatenate([m.rows for m in marks])
    levels = ground.levels[np.clip(np.round(x).astype(np.int64), 0, ground.levels.size - 1)]
    return np.asarray(x[np.abs(rows - levels) < max(shape.up, shape.down)])


def _marks_at(curve: Marked, at: Floats, evidence: Floats) -> Marks:
    """Marks at these columns of a curve."""
    levels = level_rows(curve.stair, curve.alpha.shape[1])[np.round(at).astype(np.int64)]
    return attrs.evolve(no_marks(curve.alpha.shape), x=at, rows=np.round(levels).astype(np.int64), evidence=evidence)


def _both(marks: Marks, more: Marks, shape: Upright, curve: Marked, like: Marks) -> Marks:
    """The marks of a curve and those found after them; where it had none, they are ``like`` another curve's."""
    if not more.x.size:
        return marks
    x = np.concatenate([marks.x, more.x])
    order = np.argsort(x, kind="stable")
    # Marks known by their picture only tell no evidence of each.
    known = marks.evidence if marks.evidence.size == marks.x.size else np.zeros(marks.x.size)
    mask = covered_by(shape, more.x, more.rows.astype(np.float64), marks.mask.shape) & (curve.alpha > 0)
    return attrs.evolve(
        marks,
        x=x[order],
        rows=np.concatenate([marks.rows, more.rows])[order],
        evidence=np.concatenate([known, more.evidence])[order],
        mask=marks.mask | mask,
        width=marks.width or like.width,
        template=marks.template or like.template,
        shape=marks.shape or like.shape,
        worth=marks.worth + float(more.evidence.sum()) / UPRIGHT_UNIT,
        gain=marks.gain + gain_of(more.evidence, max(shape.up, shape.down)),
        merged=True,
    )


def _share_of(found: Mirrored, known: Sequence[Marks]) -> float:
    """Share of the places where both sides stand out that are parts of known marks."""
    own = []
    for at, marks in zip(found.at, known, strict=True):
        aside = NEAR_PX if marks.template is None else NEAR_PX + marks.template.ink.shape[1] / 2
        own.append((np.abs(at[:, None] - marks.x[None, :]) <= aside).any(axis=1))
    return float(np.concatenate(own).mean())
