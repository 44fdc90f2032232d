"""Reconstructed patients against their publication: both curves, numbers at risk and where these differ."""

from __future__ import annotations

import io
from collections.abc import Sequence

import attrs
import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes as Canvas
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture

from ipdrecon.agree import Fit
from ipdrecon.ipd import IPD
from ipdrecon.plot.overlay import PALETTE
from ipdrecon.steps import StepCurve

WIDTH_INCHES, PLOT_INCHES, LINE_INCHES = 8.0, 4.2, 0.24
DPI = 120


@attrs.frozen(eq=False)
class FittedArm:
    """What is drawn of one arm."""

    label: str
    curve: StepCurve
    ipd: IPD
    fit: Fit


def draw_fit(arms: Sequence[FittedArm], *, time_unit: str = "", title: str = "", verdict: str = "") -> Picture:
    """Published curves (wide, pale) under reconstructed Kaplan-Meier estimates (thin, dark, with censor marks).

    Beneath stand the reconstructed numbers at risk, with the published one in brackets wherever it differs, and one
    line of verdict an arm.
    """
    tables = [arm for arm in arms if arm.fit.column.size]
    lines = len(tables) + (1 if tables else 0) + len(arms) + (1 if verdict else 0)
    height = PLOT_INCHES + LINE_INCHES * (lines + 3.2)
    picture = Picture(figsize=(WIDTH_INCHES, height), dpi=DPI)
    FigureCanvasAgg(picture)
    bottom = LINE_INCHES * (lines + 2.6) / height
    canvas = picture.add_axes((0.16, bottom, 0.81, 1 - bottom - 0.42 / height))
    end = max(max(arm.curve.end, float(arm.ipd.time.max())) for arm in arms)
    for number, arm in enumerate(arms):
        _draw_arm(canvas, arm, PALETTE[number % len(PALETTE)])
    canvas.set_xlim(0, end * 1.02 or 1.0)
    canvas.set_ylim(0, 1.02)
    canvas.set_ylabel("Survival")
    canvas.set_xlabel(f"Time ({time_unit})" if time_unit else "Time")
    for side in ("top", "right"):
        canvas.spines[side].set_visible(False)
    canvas.legend(frameon=False, fontsize=9, loc="best")
    if title:
        canvas.set_title(title, fontsize=11, loc="left")
    below = bottom - LINE_INCHES * 2.2 / height
    step = LINE_INCHES / height
    if tables:
        picture.text(0.01, below, "At risk, reconstructed (published where it differs)", fontsize=8.5, color="#555555")
        below -= step
    for number, arm in enumerate(arms):
        if arm in tables:
            _write_row(canvas, picture, arm, PALETTE[number % len(PALETTE)], below)
            below -= step
    for number, arm in enumerate(arms):
        text = f"{arm.label}: {arm.fit.verdict}" if arm.label else arm.fit.verdict
        picture.text(0.01, below, text, fontsize=8, color=PALETTE[number % len(PALETTE)])
        below -= step
    if verdict:
        picture.text(0.01, below, verdict, fontsize=8, color="black")
    return picture


def _draw_arm(canvas: Canvas, arm: FittedArm, color: str) -> None:
    own = arm.ipd.km()
    for curve, width, alpha, label in (
        (arm.curve, 5.0, 0.3, f"{arm.label} published".strip()),
        (own, 1.2, 1.0, f"{arm.label} reconstructed ({len(arm.ipd)} patients, {arm.fit.events} events)".strip()),
    ):
        time = np.concatenate([[0.0], curve.time, [curve.end]])
        survival = np.concatenate([[1.0], curve.survival, [curve.survival[-1]]])
        canvas.step(time, survival, where="post", color=color, linewidth=width, alpha=alpha, label=label)
    marks = np.unique(own.marks)
    canvas.plot(marks, own(np.minimum(marks, own.end)), "|", color=color, markersize=5, markeredgewidth=0.8)
    if np.isfinite(arm.fit.median):
        canvas.plot([arm.fit.median] * 2, [0, 0.5], ":", color=color, linewidth=0.8)


def _write_row(canvas: Canvas, picture: Picture, arm: FittedArm, color: str, height: float) -> None:
    picture.text(0.01, height, arm.label[:18], fontsize=8.5, color=color)
    low, high = canvas.get_xlim()
    box = canvas.get_position()
    for time, published, at_risk in zip(arm.fit.column, arm.fit.published, arm.fit.at_risk, strict=True):
        if time > high:
            continue
        same = np.isnan(published) or published == at_risk
        place = box.x0 + (time - low) / (high - low) * box.width
        text = f"{at_risk:.0f}" if same else f"{at_risk:.0f} ({published:.0f})"
        picture.text(
            place, height, text, fontsize=8.5, ha="center", color=color, fontweight="normal" if same else "bold"
        )


def fit_png(arms: Sequence[FittedArm], *, time_unit: str = "", title: str = "", verdict: str = "") -> bytes:
    """The picture as PNG."""
    with mpl.rc_context({"font.family": "DejaVu Sans"}):
        picture = draw_fit(arms, time_unit=time_unit, title=title, verdict=verdict)
        out = io.BytesIO()
        picture.savefig(out, format="png", facecolor="white")
    return out.getvalue()
