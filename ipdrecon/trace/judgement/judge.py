"""How sure a reading is, and whether it is a Kaplan-Meier figure at all."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.digitization import Panel, TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.trace.arms.match import PLACE_SLACK_PX
from ipdrecon.trace.judgement.medians import denied_by_medians
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at
from ipdrecon.trace.table.excess import excess

#: A drawn curve with more distinct levels than this share of its columns is a smooth line.
SMOOTH_SHARE = 0.55
#: Share of the time axis by which patients at risk may outlast a curve: columns of a table stand near their ticks.
OUTLASTS = 0.02
#: Confidence of a curve that its numbers at risk or its printed median contradict.
CONTRADICTED = 0.6
#: Confidence of all curves where legend and table name one that was not found.
CURVE_LOST = 0.6
#: Confidence of a curve that may as well have another one's name.
NAME_UNSURE = 0.6
NAME_WARNING = "it may be another curve's name; say the names from top to bottom with --labels"
#: Confidence below which a curve is called unsure in words.
UNSURE = 0.7
#: A curve that begins below this S begins somewhere else than at S = 1.
NO_START = 0.9
#: A survival axis that ends below this S is misread: confidence of its curves.
LOWEST_TOP, WRONG_TOP = 0.9, 0.3
#: RMSE expected of falls that are not seen from which a curve is doubted, and its confidence then.
FALL_UNSEEN, FALLS_UNSEEN = 0.01, 0.6
#: Most by which a number at risk over the patients at 0 may exceed S without censoring explaining it.
RISK_SLACK = 0.03


def doubted_where_lost(curves: tuple[TracedCurve, ...], named: int | None) -> tuple[TracedCurve, ...]:
    """The curves, all of them in doubt where the figure surely names more: one may have taken another's place."""
    if named is None or len(curves) >= named:
        return curves
    return tuple(attrs.evolve(curve, confidence=min(curve.confidence, CURVE_LOST)) for curve in curves)


def doubted_by_name(curves: tuple[TracedCurve, ...], doubted: Sequence[bool]) -> tuple[TracedCurve, ...]:
    """The curves, in doubt those that may as well have another one's name: each would then be the other's."""
    return tuple(
        attrs.evolve(curve, confidence=min(curve.confidence, NAME_UNSURE), warnings=(*curve.warnings, NAME_WARNING))
        if doubt
        else curve
        for curve, doubt in zip(curves, doubted, strict=True)
    )


def confidence_of(stroke: Stroke, strokes: list[Stroke], axes: Axes) -> float:
    """How likely the curve is right to 0.02 in S, from what is seen of it.

    Lowered by the share of its columns without own ink, by company in the same colour that it meets, and by a coarse
    pixel grid.
    """
    on = stroke.path.top >= 0
    seen = float(stroke.stair.seen[on].mean()) if on.any() else 0.0
    score = 0.99 - 0.5 * max(0.0, 0.9 - seen)
    columns = np.arange(on.size, dtype=np.float64)
    mine = levels_at(stroke.stair, columns)
    for other in strokes:
        if other is stroke or other.layer != stroke.layer:
            continue
        gap = np.abs(levels_at(other.stair, columns) - mine)
        close = float(np.mean(gap[np.isfinite(gap)] < stroke.stair.width + 2)) if np.isfinite(gap).any() else 0.0
        score -= 0.1 + 0.4 * close
    height_px = abs(axes.y.px_per_unit)
    score -= 0.3 * max(0.0, (120 - height_px) / 120)
    score -= min(0.5, 20 * axes.y.se) + min(0.3, 20 * axes.x.se / max(axes.x.span, 1e-9))
    return float(np.clip(score, 0.05, 0.99))


def judge_panel(panel: Panel) -> Panel:
    """The panel with its warnings.

    Raises
    ------
    FigureError  where no curve starts at S = 1: the lines are not survival curves from time 0.
    """
    if all(c.steps.survival[0] < NO_START for c in panel.curves) and panel.axes.y.high >= 0.99:
        raise FigureError("no line starts at S = 1 at time 0, so this is no Kaplan-Meier figure")
    curves = _with_partners(tuple(_judged(curve, panel) for curve in panel.curves), panel)
    warnings = list(panel.warnings)
    if not panel.axes.incidence and panel.axes.y.high < LOWEST_TOP:
        warnings.append(
            f"the y axis is read as ending at S = {panel.axes.y.high:.3g}, but survival begins at 1; say it with "
            "--y-range"
        )
        curves = tuple(attrs.evolve(c, confidence=min(c.confidence, WRONG_TOP)) for c in curves)
    if panel.axes.incidence:
        warnings.append("the y axis shows cumulative incidence; S = 1 - incidence is given")
    warnings += [
        f"numbers at risk of '{row.table.label or row.curve}' rise: delayed entry, or a misread cell; "
        "reconstruction needs numbers that fall"
        for row in panel.risk
        if row.table.rises
    ]
    return attrs.evolve(panel, curves=curves, warnings=tuple(dict.fromkeys(warnings)))


def _with_partners(curves: tuple[TracedCurve, ...], panel: Panel) -> tuple[TracedCurve, ...]:
    """The curves, those in doubt that may have exchanged a stretch with a denied one in their colour."""
    denied = [curve for curve in curves if _contradictions(curve, panel)]

    def partner(curve: TracedCurve) -> TracedCurve | None:
        alike = (c for c in denied if c.label != curve.label and c.style.color == curve.style.color)
        return next(alike, None)

    def judged(curve: TracedCurve) -> TracedCurve:
        other = partner(curve)
        if other is None or curve.confidence <= CONTRADICTED:
            return curve
        denial = "is denied by its row or its median, and may have exchanged a stretch with this one"
        warning = f"'{other.label}' in its colour {denial}"
        return attrs.evolve(curve, confidence=CONTRADICTED, warnings=(*curve.warnings, warning))

    return tuple(judged(curve) for curve in curves)


def _judged(curve: TracedCurve, panel: Panel) -> TracedCurve:
    warnings = list(curve.warnings)
    confidence = curve.confidence
    steps = curve.steps
    axes = panel.axes
    width = abs(axes.x.px_per_unit) * max(steps.end, 1e-9)
    if steps.time.size > SMOOTH_SHARE * width and steps.time.size > 60:
        warnings.append("the line falls nearly everywhere; it may be a smooth (parametric or adjusted) curve")
        confidence = min(confidence, 0.5)
    first = float(steps.survival[0])
    if first < 0.97 and axes.y.high >= 0.99 and not axes.incidence:
        warnings.append(f"the curve starts at S = {first:.3f} and not at 1")
        confidence = min(confidence, 0.5)
    contradictions = _contradictions(curve, panel)
    if contradictions:
        warnings += contradictions
        confidence = min(confidence, CONTRADICTED)
    if _fall_unseen(curve) > FALL_UNSEEN:
        warnings.append("it falls where it is hidden, and nothing says where; look at the overlay")
        confidence = min(confidence, FALLS_UNSEEN)
    if curve.inferred.size:
        hidden = float(np.sum(curve.inferred[:, 1] - curve.inferred[:, 0])) / max(steps.end, 1e-9)
        if hidden > 0.25:
            warnings.append(f"{hidden:.0%} of the curve is hidden and inferred")
            confidence = min(confidence, 0.75)
    if confidence < UNSURE and not warnings:
        warnings.append("hard to tell from its neighbours; look at the overlay")
    return attrs.evolve(curve, warnings=tuple(dict.fromkeys(warnings)), confidence=confidence)


def _fall_unseen(curve: TracedCurve) -> float:
    """RMSE to be expected of a curve that falls evenly where it is hidden, and is put down in one step there, in S."""
    steps = curve.steps
    begin, end = (np.asarray(side, dtype=np.float64) for side in curve.inferred.T)
    falls = steps.before(begin) - steps(np.minimum(end, steps.end))
    lengths = np.clip(end - begin, 0.0, None)
    return float(np.sqrt(np.sum(falls**2 * lengths / 12) / max(steps.end, 1e-9)))


def _contradictions(curve: TracedCurve, panel: Panel) -> list[str]:
    """What numbers at risk and printed medians say against a curve."""
    return [*_denied_by_counts(curve, panel), *denied_by_medians(curve, panel)]


def _denied_by_counts(curve: TracedCurve, panel: Panel) -> list[str]:
    """What numbers at risk say against a curve: more patients than are alive, or patients beyond its end."""
    table, axis, steps = panel.risk_of(curve.label), panel.axes.x, curve.steps
    if table is None or table.patients <= 0:
        return []
    found = []
    sure = ~np.isnan(table.at_risk) & ~table.doubtful
    known = ~np.isnan(table.at_risk) & (table.time <= steps.end)
    slack = PLACE_SLACK_PX / abs(axis.px_per_unit)
    if (excess(table, steps, slack)[known] > RISK_SLACK).any():
        found.append("more patients at risk than the curve leaves alive; the row may belong to another curve")
    late = sure & (table.at_risk > 0) & (table.time > steps.end + OUTLASTS * axis.span) & (table.time <= axis.high)
    if late.any():
        last = int(np.flatnonzero(late)[-1])
        found.append(
            f"{table.at_risk[last]:.0f} patients are at risk at {table.time[last]:.5g}, but the curve is read to "
            f"{steps.end:.3g} only: it may be cut short, or the row belongs to another curve"
        )
    none = sure & (table.at_risk == 0) & (table.time < steps.end - OUTLASTS * axis.span)
    if none.any():
        found.append(
            f"nobody is at risk at {table.time[none][0]:.5g}, but the curve is read to {steps.end:.3g}: it may follow "
            "another line, or the row belongs to another curve"
        )
    return found
