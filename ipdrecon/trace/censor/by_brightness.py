"""Ticks and pluses whose colour JPEG took: seen by their brightness, known by standing out on both sides at once."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.inks import Marked, brightness_ink
from ipdrecon.trace.censor.marks import Marks, reach_px
from ipdrecon.trace.censor.mirrored import Mirrored, learn_mirrored, meet_again
from ipdrecon.trace.censor.symbol import Symbol
from ipdrecon.trace.censor.upright import NOISELESS, Upright
from ipdrecon.trace.censor.uprights import marks_fitting
from ipdrecon.trace.censor.widths import as_wide_as_others
from ipdrecon.trace.cv import Mask

#: Share of the places where both sides of a tick stand out that known marks explain, from which they are the marks.
KNOWN = 0.5
#: Pixels beyond the end of a mark within which such a place is its own.
NEAR_PX = 1.5


def marks_by_brightness(curves: Sequence[Marked], known: Sequence[Marks], hidden: Mask) -> list[Marks] | None:
    """Marks of each curve; None where the ``known`` ones explain most of what stands out on both sides of the curves,
    where nothing does, or on clean paper, which dulls no colour."""
    beside = _dulled(curves, hidden)
    found = None if beside is None else learn_mirrored(beside, _half(curves), reach_px(hidden.shape))
    if beside is None or found is None or _share_of(found, known) >= KNOWN:
        return None
    return marks_fitting(beside, found.shape)


def with_paler_ones(curves: Sequence[Marked], marks: Sequence[Marks], hidden: Mask) -> list[Marks]:
    """The marks of each curve, ticks or pluses, and paler ones of the same height: a thin tick between two columns of
    pixels is half as dark, and in JPEG has hardly any colour. Both of its sides stand out for all that."""
    like = next((m for m in marks if m.x.size), None)
    if like is None or isinstance(like.shape, Symbol):
        return list(marks)
    curves = as_wide_as_others(curves)
    beside = _dulled(curves, hidden)
    if beside is None:
        return list(marks)
    shape = next((m.shape for m in marks if isinstance(m.shape, Upright)), None)
    if shape is None:
        first = learn_mirrored(beside, _half(curves), reach_px(hidden.shape))
        shape = None if first is None else first.shape
    if shape is None:
        return list(marks)
    found = meet_again(beside, _half(curves), shape, _near(beside, marks, shape), shape.width + NEAR_PX)
    if found is None:
        return list(marks)
    return [_with(m, at, ground, like) for m, at, ground in zip(marks, found.at, beside, strict=True)]


def _dulled(curves: Sequence[Marked], hidden: Mask) -> list[Ground] | None:
    """What is dark beside the curves; None on clean paper, or where darkness does not tell ink."""
    beside = brightness_ink(curves, hidden)
    return beside if beside is not None and any(ground.noise >= NOISELESS for ground in beside) else None


def _half(curves: Sequence[Marked]) -> list[float]:
    return [curve.stair.width / 2 for curve in curves]


def _near(beside: Sequence[Ground], marks: Sequence[Marks], shape: Upright) -> list[Floats]:
    """Columns of the known marks that stand on each curve, or reach over its line from another one."""
    x, rows = np.concatenate([m.x for m in marks]), np.concatenate([m.rows for m in marks])
    return [x[np.abs(rows - _levels_at(ground, x)) < max(shape.up, shape.down)] for ground in beside]


def _levels_at(ground: Ground, x: Floats) -> Floats:
    """The rows of a curve at these columns."""
    return np.asarray(ground.levels[np.clip(np.round(x).astype(np.int64), 0, ground.levels.size - 1)])


def _with(marks: Marks, at: Floats, ground: Ground, like: Marks) -> Marks:
    """The marks with those in the columns ``at``; where there was none, these are ``like`` another curve's."""
    if not at.size:
        return marks
    x = np.concatenate([marks.x, at])
    order = np.argsort(x, kind="stable")
    rows = np.concatenate([marks.rows, np.round(_levels_at(ground, at)).astype(np.int64)])
    evidence = np.concatenate([marks.evidence, np.zeros(at.size)])
    return attrs.evolve(
        marks,
        x=x[order],
        rows=rows[order],
        evidence=evidence[order],
        width=marks.width or like.width,
        template=marks.template or like.template,
        shape=marks.shape or like.shape,
        merged=True,
    )


def _share_of(found: Mirrored, known: Sequence[Marks]) -> float:
    """Share of the places where both sides stand out that are parts of known marks."""
    own = []
    for at, marks in zip(found.at, known, strict=True):
        aside = NEAR_PX if marks.template is None else NEAR_PX + marks.template.ink.shape[1] / 2
        own.append((np.abs(at[:, None] - marks.x[None, :]) <= aside).any(axis=1))
    return float(np.concatenate(own).mean())
