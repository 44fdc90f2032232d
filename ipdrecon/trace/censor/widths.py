"""Widths of the strokes marks stand on, where combs and dashes deceive."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.ground import ground_of, level_rows
from ipdrecon.trace.censor.inks import Marked, other_strokes
from ipdrecon.trace.censor.kernels import level_runs
from ipdrecon.trace.censor.marks import reach_px
from ipdrecon.trace.censor.steep.width import widths_of_falls
from ipdrecon.trace.lines.level import MAX_WIDTH_PX
from ipdrecon.trace.lines.swath import stroke_mask

#: Stroke width against the thinnest curve's from which it is no stroke's.
FAR_THICKER = 2.2
#: Coverage of the pixels across a stroke, the quantile of its columns that stand between marks, and columns that tell,
#: in number and as a share of the curve's.
RUN_INK, THIN_QUANTILE, MIN_RUNS, SOME = 0.1, 0.2, 12, 0.05
#: Width against the curves' median from which it is a comb's.
UNUSUAL = 1.6
#: Width of the middle one of its columns against the thin ones', and pixels more, up to which they are alike.
ALIKE, ALIKE_PX = 1.1, 0.3
#: Pixels by which columns of one width differ, and the share of crowded columns that shows the line between the marks.
SAME_PX, RECURS = 0.3, 0.05
#: Pixels by which marks are taller than their line, at least: to either side they stick out by more than one.
MARK_PX = 2.5
#: The quantile of a comb's columns that are marks, and width against their height of a line that is full of them.
TALL_QUANTILE, SHORTER, TALLER = 0.9, 0.85, 1.1
#: Width of a line against that of its falls up to which it is theirs.
AS_FALLS = 1.3
#: Coverage by any curve below which paper is bare, and share of a line that is bare where it is dashed.
BARE, GAPS = 0.2, 0.2
#: Share of its columns in which a comb shows the thin line.
THIN_SHARE = 0.05


def as_wide_as_others(curves: Sequence[Marked]) -> list[Marked]:
    """Curves of one figure are drawn alike.

    One that looks far thicker than the others may be a comb of marks on a thin line; one that looks far thinner than
    another of its colour, the marks in the gaps of thick dashes.
    """
    curves = _as_their_columns(curves)
    thin = min((curve.stair.width for curve in curves), default=0.0)
    widths = [thin if _is_comb(curve, thin) else curve.stair.width for curve in curves]
    widest = [max(w for w, b in zip(widths, curves, strict=True) if b.layer == a.layer) for a in curves]
    return [
        attrs.evolve(curve, stair=attrs.evolve(curve.stair, width=most if most > FAR_THICKER * own else own))
        for curve, own, most in zip(curves, widths, widest, strict=True)
    ]


def _as_their_columns(curves: Sequence[Marked]) -> list[Marked]:
    """Each curve as wide as the thinner columns of its level stretches, where most of these are alike.

    Where they are not, marks or other strokes lie over them, and it is as wide as the curves on which nothing lies. If
    marks crowd on all of them it is as wide as its thinnest columns, if these recur; else even these may be marks', and
    none is wider than it was measured. A line that is as wide as the marks on others are tall is full of them. Marks
    hardly lie over falls: what is as wide as these is the line, and thinner columns are but a part of it. Where all its
    columns are alike and far wider than any of the curves was measured, they are marks that touch.
    """
    own, clean, combs, seen = [], [], [], []
    others = other_strokes(curves)
    falls = widths_of_falls(curves, others)
    widest = UNUSUAL * max((curve.stair.width for curve in curves), default=0.0)
    for curve, covered, fall in zip(curves, others, falls, strict=True):
        stair = curve.stair
        runs = level_runs(curve.alpha, covered, stair.x, stair.y, stair.end, RUN_INK, MAX_WIDTH_PX)
        tells = runs.size >= max(MIN_RUNS, SOME * (stair.end - stair.x[0]))
        thin, middle = np.quantile(runs, (THIN_QUANTILE, 0.5)) if tells else (stair.width, np.inf)
        own.append(float(thin))
        if tells and fall is not None and fall > UNUSUAL * middle:
            fall = None  # arms of pluses that crowd on falls: no line is thinner in most of its columns
        seen.append(fall)
        alike = bool(middle <= ALIKE * thin + ALIKE_PX)
        comb = _comb(runs) if tells and not _is_dashed(curve, curves) else None
        if comb is not None and fall is not None and fall > np.sqrt(comb[0] * comb[1]):
            comb = None
        # Marks of one height that crowd are alike as well, but for the thin line that recurs between them.
        crowded = comb is not None and not (alike and comb[1] - comb[0] < MARK_PX)
        combs.append(comb if crowded else None)
        clean.append(alike and not crowded and thin <= widest and (fall is None or thin <= AS_FALLS * fall))
    clean = [
        bare and not any(c is not None and SHORTER * c[1] <= w <= TALLER * c[1] for c in combs)
        for bare, w in zip(clean, own, strict=True)
    ]
    lines = [np.sqrt(comb[0] * comb[1]) for comb in combs if comb is not None]
    if lines:  # marks that crowd on the falls of one curve make these wider than the line that others show
        seen = [fall if fall is not None and fall <= float(np.median(lines)) else None for fall in seen]
    known = [fall for fall in seen if fall is not None]
    if not any(clean) and known:
        clean, own = [True] * len(own), [float(np.median(known)) if fall is None else fall for fall in seen]
    elif not any(clean):
        clean = [comb is not None for comb in combs]
        own = [w if comb is None else comb[0] for comb, w in zip(combs, own, strict=True)]
    measured = [min(w, curve.stair.width) for w, curve in zip(own, curves, strict=True)]
    known = [w for w, bare in zip(own, clean, strict=True) if bare] or measured
    typical = float(np.median(known)) if known else 0.0
    return [
        attrs.evolve(c, stair=attrs.evolve(c.stair, width=w if bare and w <= UNUSUAL * typical else typical))
        for c, w, bare in zip(curves, own, clean, strict=True)
    ]


def _is_dashed(curve: Marked, curves: Sequence[Marked]) -> bool:
    """Whether much of a line is bare paper: what is thin in the gaps of its dashes are the cross-bars of its marks."""
    levels = level_rows(curve.stair, curve.alpha.shape[1])
    at = np.flatnonzero(levels >= 0)
    rows = np.clip(np.round(levels[at]).astype(np.int64), 0, curve.alpha.shape[0] - 1)
    ink = np.maximum.reduce([other.alpha[rows, at] for other in curves])
    return bool(np.mean(ink < BARE) > GAPS)


def _comb(runs: Floats) -> tuple[float, float] | None:
    """Width of a line and height of the marks that crowd on it; None where its thinnest columns do not recur, or are
    not much thinner than most: marks only add ink."""
    thin = np.sort(runs)
    alike = np.searchsorted(thin, thin + SAME_PX, side="right") - np.arange(thin.size)
    enough = np.flatnonzero(alike >= max(MIN_RUNS, RECURS * thin.size))
    if enough.size == 0:
        return None
    line = float(np.median(thin[enough[0] : enough[0] + alike[enough[0]]]))
    middle, tall = np.quantile(thin, (0.5, TALL_QUANTILE))
    return (line, float(tall)) if UNUSUAL * line <= middle else None


def _is_comb(curve: Marked, thin: float) -> bool:
    """Whether a stroke of more than the usual width shows a thin line between its marks."""
    wide = curve.stair.width
    if wide <= FAR_THICKER * thin:
        return False
    shape = curve.alpha.shape[0], curve.alpha.shape[1]
    zone = stroke_mask(shape, curve.stair, reach_px(shape))
    ground = ground_of(curve.alpha, curve.stair, zone, np.zeros(shape, np.bool_))
    at = np.flatnonzero(ground.levels >= 0)
    rows = np.arange(-int(wide / 2 + 2), int(wide / 2 + 2) + 1)[:, None]
    around = np.clip(np.round(ground.levels[at]).astype(np.int64)[None, :] + rows, 0, curve.alpha.shape[0] - 1)
    across = curve.alpha[around, at[None, :]].sum(axis=0)
    return bool(np.mean((across > 0.5 * thin) & (across < 1.4 * thin)) > THIN_SHARE)
