"""Censor marks of all curves of a panel: their shape is learned on all of them together."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace.censor.arms import with_arms
from ipdrecon.trace.censor.find import find_marks
from ipdrecon.trace.censor.ground import Ground, ground_of
from ipdrecon.trace.censor.marks import Marks, Template, no_marks, reach_px
from ipdrecon.trace.censor.shape import learn_template
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.level import Staircase
from ipdrecon.trace.swath import stroke_mask

#: Marks a curve needs to trust its own shape of them more than that of its neighbours.
MIN_OWN_MARKS = 8
#: Strength from which ink of no curve's colour may be a mark (rims of confidence bands are weaker).
STRONG = 0.5
#: Share of the leftover ink that marks explain; and where they are few, or stand on the curve only.
EXPLAINED, EXPLAINED_BY_FEW, FEW_MEMBERS = 0.11, 0.35, 4
#: Coverage by another curve's colour from which a mark beneath it cannot be seen.
COVERED = 0.4
#: Stroke width against the thinnest curve's from which it is no stroke's.
FAR_THICKER = 2.2
#: Share of its columns in which a comb shows the thin line.
THIN_SHARE = 0.05


@attrs.frozen(eq=False)
class Marked:
    """A curve whose marks are looked for.

    Attributes
    ----------
    stair : Staircase
    layer : int
    alpha : (h, w) float32    Coverage by the curve's own colour.
    neutral : bool            Whether that is black or grey.
    marks : Marks             Those found on it alone.
    dark : bool               Whether its marks are black and not in its own colour.
    """

    stair: Staircase
    layer: int
    alpha: Layer
    neutral: bool
    marks: Marks
    dark: bool = False


def marks_on(alpha: Layer, stair: Staircase, blocked: Mask, template: Template | None = None) -> Marks:
    """Marks of one curve in the ink ``alpha``; ``blocked`` is where other strokes, text and rules lie."""
    return find_marks(_beside(alpha, stair, blocked), template)


def dark_marks(curves: Sequence[Marked], dark: Layer, hidden: Mask) -> list[Marks] | None:
    """Black marks on coloured curves: all of a figure's curves have them, or none.

    None where there are no more of them than were found in the curves' own colours.
    """
    beside = _all_beside(curves, [dark for _ in curves], np.zeros_like(dark), hidden, dark=True)
    template = learn_template(beside)
    if template is None:
        return None
    marks = [find_marks(ground, template) for ground in beside]
    return marks if sum(m.x.size for m in marks) > sum(c.marks.x.size for c in curves) else None


def marks_together(curves: Sequence[Marked], other: Layer, dark: Layer, hidden: Mask) -> list[Marks]:
    """Marks looked for once more with every stroke known, and with the shape that all curves show together.

    They are looked for in the curve's own colour, and in any ink that is no other curve's (JPEG dulls thin marks);
    in whichever of the two all curves together show more.

    Parameters
    ----------
    other : (h, w)     Ink of none of the curves' colours.
    dark : (h, w)      Black ink.
    hidden : (h, w)    Text, legend and rules.
    """
    curves = _as_wide_as_others(curves)
    plain = [dark if curve.dark else curve.alpha for curve in curves]
    strong = np.where(other >= STRONG, other, np.float32(0.0))
    wide = [np.maximum(np.maximum(a, dark), strong) for a in plain]
    best: list[Marks] = [curve.marks for curve in curves]
    shape: Template | None = None
    for sources, worth in ((plain, 1.0), (wide, 1.15)):
        beside = _all_beside(curves, sources, other, hidden, dark=sources is wide)
        common = learn_template(beside)
        if sources is plain:
            shape = common
        elif common is None or (shape is not None and not shape.is_like(common)):
            break  # what the wider ink shows is something else: rims of bands, stubs of neighbours
        found = _found(beside, common)
        if sources is plain or sum(m.x.size for m in found) > worth * sum(m.x.size for m in best):
            best = found
    return best


def _found(beside: Sequence[Ground], common: Template | None) -> list[Marks]:
    """Marks of the common shape, or of a curve's own where it plainly has another one."""
    templates: list[Template | None] = []
    for ground in beside:
        own = learn_template([ground])
        if own is None or own.members < MIN_OWN_MARKS or own.above_only or (common and own.is_like(common)):
            own = common
        templates.append(own)
    found = [_find(ground, template) for ground, template in zip(beside, templates, strict=True)]
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
    explained = sum(m.explained[0] for m in found) / max(1e-9, sum(m.explained[1] for m in found if m.x.size))
    few = max(t.members for t in templates) < FEW_MEMBERS
    least = EXPLAINED_BY_FEW if few or all(t.above_only for t in templates) else EXPLAINED
    return explained >= least


def _find(ground: Ground, template: Template | None) -> Marks:
    return no_marks(ground.ink.shape) if template is None else find_marks(ground, template)


def _as_wide_as_others(curves: Sequence[Marked]) -> list[Marked]:
    """Curves of one figure are drawn alike.

    One that looks far thicker than the others may be a comb of marks on a thin line; one that looks far thinner than
    another of its colour, the marks in the gaps of thick dashes.
    """
    thin = min((curve.stair.width for curve in curves), default=0.0)
    widths = [thin if _is_comb(curve, thin) else curve.stair.width for curve in curves]
    widest = [max(w for w, b in zip(widths, curves, strict=True) if b.layer == a.layer) for a in curves]
    return [
        attrs.evolve(curve, stair=attrs.evolve(curve.stair, width=most if most > FAR_THICKER * own else own))
        for curve, own, most in zip(curves, widths, widest, strict=True)
    ]


def _is_comb(curve: Marked, thin: float) -> bool:
    """Whether a stroke of more than the usual width shows a thin line between its marks."""
    wide = curve.stair.width
    if wide <= FAR_THICKER * thin:
        return False
    ground = _beside(curve.alpha, curve.stair, np.zeros(curve.alpha.shape, np.bool_))
    at = np.flatnonzero(ground.levels >= 0)
    rows = np.arange(-int(wide / 2 + 2), int(wide / 2 + 2) + 1)[:, None]
    around = np.clip(np.round(ground.levels[at]).astype(np.int64)[None, :] + rows, 0, curve.alpha.shape[0] - 1)
    across = curve.alpha[around, at[None, :]].sum(axis=0)
    return bool(np.mean((across > 0.5 * thin) & (across < 1.4 * thin)) > THIN_SHARE)


def end_at_last_mark(stair: Staircase, marks: Marks) -> Staircase:
    """A curve that ends in a mark ends at its centre: follow-up ends with the last patient's time."""
    if marks.template is None or not marks.x.size:
        return stair
    half = max(marks.template.ink.shape) / 2
    last = float(marks.x[-1])
    return attrs.evolve(stair, end=last) if stair.x[-1] < last < stair.end <= last + half + 2 else stair


def _all_beside(
    curves: Sequence[Marked], sources: Sequence[Layer], other: Layer, hidden: Mask, *, dark: bool
) -> list[Ground]:
    grounds = []
    for i, (curve, source) in enumerate(zip(curves, sources, strict=True)):
        same, crossing = _others(i, curves, dark=dark or curve.dark)
        grounds.append(_beside(source, curve.stair, hidden | same, (crossing | (other >= STRONG)) & ~same))
    return grounds


def _beside(alpha: Layer, stair: Staircase, hidden: Mask, crossing: Mask | None = None) -> Ground:
    shape = alpha.shape[0], alpha.shape[1]
    return ground_of(alpha, stair, stroke_mask(shape, stair, reach_px(shape)), hidden, crossing)


def _others(i: int, curves: Sequence[Marked], *, dark: bool) -> tuple[Mask, Mask]:
    """Strokes of the other curves in the ink curve ``i`` has its marks in; strokes and any ink of other colours."""
    own = curves[i]
    shape = own.alpha.shape[0], own.alpha.shape[1]
    same, crossing = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    for j, other in enumerate(curves):
        if j == i:
            continue
        alike = other.layer == own.layer or (other.neutral and (dark or own.neutral))
        stroke = stroke_mask(shape, other.stair, 1.0)
        if alike:
            same |= stroke
        else:
            crossing |= stroke | (other.alpha >= COVERED)
    return same, crossing
