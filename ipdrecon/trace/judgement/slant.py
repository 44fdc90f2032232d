"""Lines that run slantwise: charts that join points, and smooth (parametric or adjusted) curves.

A Kaplan-Meier curve moves only level and upright, and falls at random times: over a stretch in which m of n patients
have events it strays from any smooth line by about sqrt(m) / n of the axis. A drawn slope does not stray.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.digitization import TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.figure import Figure
from ipdrecon.frozen import Floats, Ints
from ipdrecon.trace.inks.contrast import median_color
from ipdrecon.trace.judgement.ruled import slope_of

#: Stretches that are looked at: columns, least fall in pixels, and how far a slope may stray in pixels (r.m.s.).
#: The second allows for slopes drawn without anti-aliasing, which stray by 1 / sqrt(12).
STRETCHES = ((60, 14.0, 0.14), (120, 40.0, 0.3))
#: Share of a stretch's columns in which the line must be seen.
SEEN = 0.9
#: How far from the traced path ink is the line's, in pixels, besides its own width.
REACH_PX = 4
#: Share of a curve's fall on slopes from which it is no step function, and confidence in such a curve.
SLANTED, SLANTED_CONFIDENCE = 0.5, 0.3
WARNING = "the line runs slantwise and not in steps; it may be a fitted (parametric or adjusted) curve"
#: Least fall of a curve that is judged, in pixels.
LEAST_FALL = 30.0


def without_slopes(figure: Figure, axes: Axes, curves: Sequence[TracedCurve]) -> tuple[TracedCurve, ...]:
    """The curves, slanted ones with a warning and little confidence (ten thousand patients' steps look like that too).

    Raises
    ------
    FigureError  where half of the curves or more are made of straight slopes: a line chart.
    """
    straight = [slope_of(c, axes).ruled or slanted_share(figure, axes, c, bends=False) > SLANTED for c in curves]
    if curves and 2 * sum(straight) >= len(curves):
        raise FigureError(
            "its lines run slantwise from point to point and not in steps, so it is a line chart and no Kaplan-Meier "
            "figure"
        )
    return tuple(
        attrs.evolve(curve, warnings=(*curve.warnings, WARNING), confidence=min(curve.confidence, SLANTED_CONFIDENCE))
        if ruled or slanted_share(figure, axes, curve) > SLANTED
        else curve
        for curve, ruled in zip(curves, straight, strict=True)
    )


def slanted_share(figure: Figure, axes: Axes, curve: TracedCurve, *, bends: bool = True) -> float:
    """Share of a curve's fall that lies on slopes, straight ones only or such as bend too."""
    first, last = int(np.ceil(axes.x.pixel(0.0))), int(axes.x.pixel(curve.steps.end))
    columns = np.arange(max(0, first), min(figure.width, last), dtype=np.int64)
    if columns.size < STRETCHES[0][0]:
        return 0.0
    path = axes.survival_pixel(curve.steps(np.maximum(axes.x.value(columns), 0.0)))
    row = _ink_rows(figure, curve, columns, path)
    fall = np.abs(np.diff(path, prepend=path[0]))
    if fall.sum() < LEAST_FALL:
        return 0.0
    on_slope = np.zeros(columns.size, np.bool_)
    for width, least, stray in STRETCHES:
        for begin in range(0, columns.size - width + 1, width // 4):
            part = slice(begin, begin + width)
            if _seen_fall(row[part]) >= least and _strays(row[part], 2 if bends else 1) <= stray:
                on_slope[part] = True
    return float(fall[on_slope].sum() / fall.sum())


def _seen_fall(row: Floats) -> float:
    """Pixels between the first and last row that are seen: a drop is upright, and its ink has no row."""
    seen = row[np.isfinite(row)]
    return abs(float(seen[-1] - seen[0])) if seen.size else 0.0


def _strays(row: Floats, degree: int) -> float:
    """Root mean square distance of a line from the polynomial through it; infinite where too little of it is seen."""
    seen = np.flatnonzero(np.isfinite(row))
    if seen.size < SEEN * row.size:
        return float("inf")
    place = seen / row.size - 0.5
    rest = row[seen] - np.polyval(np.polyfit(place, row[seen], degree), place)
    return float(np.sqrt(np.mean(rest**2)))


def _ink_rows(figure: Figure, curve: TracedCurve, columns: Ints, path: Floats) -> Floats:
    """Middle of the curve's ink in each column, NaN where none is seen or it runs upright."""
    color = np.array(curve.style.color, np.float32)
    reach = REACH_PX + round(curve.style.width)
    rows = np.round(path)[None, :].astype(np.int64) + np.arange(-reach, reach + 1)[:, None]
    inside = (rows >= 0) & (rows < figure.height)
    pixels = figure.pixels[np.clip(rows, 0, figure.height - 1), columns[None, :]].astype(np.float32)
    paper = median_color(figure.pixels[::7, ::7])
    contrast = max(1.0, float(np.linalg.norm(color - paper)))
    weight = np.clip(1 - np.linalg.norm(pixels - color, axis=2) / contrast, 0, 1) * inside
    weight[weight < 0.15] = 0.0
    total = weight.sum(axis=0)
    seen = (total > 0.5) & (total < curve.style.width + 3)
    found = np.full(columns.size, np.nan)
    found[seen] = (weight * rows).sum(axis=0)[seen] / total[seen]
    return found
