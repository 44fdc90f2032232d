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
from matplotlib.lines import Line2D

from ipdrecon.agree import Fit
from ipdrecon.ipd import IPD
from ipdrecon.plot.palette import colors_like, in_turn
from ipdrecon.steps import StepCurve

WIDTH_INCHES, PLOT_INCHES, LINE_INCHES = 8.0, 4.2, 0.24
DPI = 120
#: Share of the width left of the axes that labels of arms may take, and share of it beside them.
LEAST_LEFT, MOST_LEFT, EDGE, GAP = 0.13, 0.4, 0.01, 0.035
#: Sizes of print, in points: of tables, and of verdicts.
SMALL, SMALLER = 8.5, 8.0


@attrs.frozen(eq=False)
class FittedArm:
    """What is drawn of one arm, and the RGB colour its curve has in the figure, where it comes from one."""

    label: str
    curve: StepCurve
    ipd: IPD
    fit: Fit
    color: tuple[int, int, int] | None = None


def draw_fit(arms: Sequence[FittedArm], *, time_unit: str = "", title: str = "", verdict: str = "") -> Picture:
    """Published curves (wide, pale) under reconstructed Kaplan-Meier estimates (thin, dark, with censor marks).

    Beneath stand the reconstructed numbers at risk, with the published one in brackets wherever it differs, and the
    verdict on each arm. Arms are named there, in their colour, and not over the curves.
    """
    known = [arm.color for arm in arms if arm.color is not None]
    colors = colors_like(known) if len(known) == len(arms) else in_turn(len(arms))
    picture = Picture(figsize=(WIDTH_INCHES, PLOT_INCHES), dpi=DPI)
    FigureCanvasAgg(picture)
    verdicts = [
        (line, color) for arm, color in zip(arms, colors, strict=True) for line in _wrapped(picture, _said(arm))
    ]
    verdicts += [(line, "black") for line in _wrapped(picture, verdict)]
    tables = [arm for arm in arms if arm.fit.column.size]
    lines = len(tables) + (1 if tables else 0) + len(verdicts)
    height = PLOT_INCHES + LINE_INCHES * (lines + 4.2)
    picture.set_size_inches(WIDTH_INCHES, height)
    bottom = LINE_INCHES * (lines + 2.6) / height
    names = [_shortened(picture, arm.label) for arm in arms]
    left = min(MOST_LEFT, max(LEAST_LEFT, EDGE + GAP + max(_width(picture, name) for name in names) if tables else 0.0))
    canvas = picture.add_axes((left, bottom, 0.97 - left, 1 - bottom - 2.75 * LINE_INCHES / height))
    end = max(max(arm.curve.end, float(arm.ipd.time.max())) for arm in arms)
    for arm, color in zip(arms, colors, strict=True):
        _draw_arm(canvas, arm, color)
    canvas.set_xlim(0, end * 1.02 or 1.0)
    canvas.set_ylim(0, 1.02)
    canvas.set_ylabel("Survival")
    canvas.set_xlabel(f"Time ({time_unit})" if time_unit else "Time")
    for side in ("top", "right"):
        canvas.spines[side].set_visible(False)
    _say_which_is_which(picture, 1 - 2.1 * LINE_INCHES / height, left)
    if title:
        picture.text(left, 1 - 1.1 * LINE_INCHES / height, title, fontsize=11)
    below = bottom - LINE_INCHES * 2.2 / height
    step = LINE_INCHES / height
    if tables:
        said = "At risk, reconstructed (published where it differs)"
        picture.text(EDGE, below, said, fontsize=SMALL, color="#555555")
        below -= step
    for arm, name, color in zip(arms, names, colors, strict=True):
        if arm in tables:
            picture.text(EDGE, below, name, fontsize=SMALL, color=color)
            _write_row(canvas, picture, arm, color, below)
            below -= step
    for line, color in verdicts:
        picture.text(EDGE, below, line, fontsize=SMALLER, color=color)
        below -= step
    return picture


def _said(arm: FittedArm) -> str:
    """The verdict on an arm."""
    text = f"{len(arm.ipd)} patients, {arm.fit.events} events; {arm.fit.verdict}"
    return f"{arm.label}: {text}" if arm.label else text


def _wrapped(picture: Picture, text: str) -> list[str]:
    """A verdict in lines that end within the picture."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(picture, longer, SMALLER) <= 1 - 2 * EDGE:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _width(picture: Picture, text: str, size: float = SMALL) -> float:
    """Width of a text of so many points as a share of the picture's."""
    drawn = picture.text(0, 0, text, fontsize=size)
    width = drawn.get_window_extent().width / picture.bbox.width
    drawn.remove()
    return float(width)


def _shortened(picture: Picture, label: str) -> str:
    """A label as it fits left of the axes."""
    room = MOST_LEFT - EDGE - GAP
    if _width(picture, label) <= room:
        return label
    kept = next(n for n in range(len(label), 0, -1) if _width(picture, label[:n] + "…") <= room)
    return label[:kept].rstrip() + "…"


def _say_which_is_which(picture: Picture, height: float, left: float) -> None:
    """The two ways of drawing, above the axes."""
    published = Line2D([], [], color="#555555", linewidth=5.0, alpha=0.3, label="published")
    own = Line2D(
        [], [], color="#555555", linewidth=1.2, marker="|", markersize=5, label="reconstructed, with censor marks"
    )
    picture.legend(
        handles=[published, own],
        loc="center left",
        bbox_to_anchor=(left, height),
        borderpad=0,
        borderaxespad=0,
        ncols=2,
        frameon=False,
        fontsize=9,
    )


def _draw_arm(canvas: Canvas, arm: FittedArm, color: str) -> None:
    own = arm.ipd.km()
    for curve, width, alpha in ((arm.curve, 5.0, 0.3), (own, 1.2, 1.0)):
        time = np.concatenate([[0.0], curve.time, [curve.end]])
        survival = np.concatenate([[1.0], curve.survival, [curve.survival[-1]]])
        canvas.step(time, survival, where="post", color=color, linewidth=width, alpha=alpha)
    marks = np.unique(own.marks)
    canvas.plot(marks, own(np.minimum(marks, own.end)), "|", color=color, markersize=5, markeredgewidth=0.8)
    if np.isfinite(arm.fit.median):
        canvas.plot([arm.fit.median] * 2, [0, 0.5], ":", color=color, linewidth=0.8)


def _write_row(canvas: Canvas, picture: Picture, arm: FittedArm, color: str, height: float) -> None:
    low, high = canvas.get_xlim()
    box = canvas.get_position()
    for time, published, at_risk in zip(arm.fit.column, arm.fit.published, arm.fit.at_risk, strict=True):
        if time > high:
            continue
        same = np.isnan(published) or published == at_risk
        place = box.x0 + (time - low) / (high - low) * box.width
        text = f"{at_risk:.0f}" if same else f"{at_risk:.0f} ({published:.0f})"
        weight = "normal" if same else "bold"
        picture.text(place, height, text, fontsize=SMALL, ha="center", color=color, fontweight=weight)


def fit_png(arms: Sequence[FittedArm], *, time_unit: str = "", title: str = "", verdict: str = "") -> bytes:
    """The picture as PNG."""
    with mpl.rc_context({"font.family": "DejaVu Sans", "text.parse_math": False}):
        picture = draw_fit(arms, time_unit=time_unit, title=title, verdict=verdict)
        out = io.BytesIO()
        picture.savefig(out, format="png", facecolor="white")
    return out.getvalue()
