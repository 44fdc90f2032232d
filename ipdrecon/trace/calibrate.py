"""Axis labels and tick marks → a calibrated axis.

Labels say which values; where they stand is said better by tick marks, or else by grid lines, and only then by the
centres of the labels themselves.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs
import numpy as np

from ipdrecon.axes import Axis
from ipdrecon.frozen import Bools, Bytes, Floats
from ipdrecon.trace.contrast import from_color
from ipdrecon.trace.ticks import Run

#: Contrast with the paper from which a pixel belongs to a line or a tick.
LINE_CONTRAST = 45.0
#: A line covers this share of the axis.
LINE_COVERAGE = 0.75
#: Largest distance from a fitted tick to a real one, in pixels and in label heights.
REACH_PX, REACH_LABELS = 4.0, 0.6
#: Depth of the border that shows the colour of the page, as a share of the picture.
BORDER = 0.01
#: How far a tick may reach below the upper edge of its label's box, in label heights: the reader draws boxes wide.
INTO_LABEL = 1.0
#: Shortest tick, and lines between axis and tick that may be blurred, in pixels.
SHORTEST_TICK, BLURRED = 2, 1
#: Grey levels by which a tinted panel differs from the page.
PANEL_STEP = 5.0
#: Rows looked at together for ticks where no line shows where they begin.
LOOSE_ROWS = 3
#: Mean distance of ticks from the centres of their labels, in pixels and in label heights.
AGREE_PX, AGREE_HEIGHTS = 3.0, 0.35
#: Share of the labels whose ticks must be found.
MIN_TICKS = 0.6
#: Grey levels by which a grid line differs from its panel, and how far into the panel it is looked at.
MIN_GRID, GRID_DEPTH_PX = 5.0, 160
#: Standard error of a label's centre against its tick, in pixels and in label heights.
LABEL_SE_PX, LABEL_SE_HEIGHTS = 0.6, 0.06


@attrs.frozen(eq=False)
class AxisFit:
    """A calibrated axis in the orientation of an x axis (for y: of the transposed image).

    Attributes
    ----------
    zero, per_unit, se : float   Pixel of value 0, pixels per unit, standard error in pixels.
    line : float                 Position across the axis of the axis line (of the tick roots); NaN where none is drawn.
    edge : float                 The same, or where a tinted panel ends; NaN where there is neither.
    source : str                 "outside ticks", "inside ticks", "grid" or "labels".
    """

    zero: float
    per_unit: float
    se: float
    line: float
    edge: float
    source: str


def contrast_image(pixels: Bytes) -> Floats:
    """Distance of every pixel from the page colour, (h, w): the colour along the picture's border.

    A tinted panel may cover more of a picture than the page does.
    """
    depth = max(2, round(BORDER * min(pixels.shape[:2])))
    sides = (pixels[:depth], pixels[-depth:], pixels[:, :depth], pixels[:, -depth:])
    page = np.median(np.concatenate([side.reshape(-1, 3) for side in sides]), axis=0)
    return np.asarray(from_color(pixels, page), dtype=np.float64)


def fit_axis(contrast: Floats, run: Run, near: float, far: float) -> AxisFit:
    """Fit an axis whose labels lie below it (for y: the image is transposed and mirrored so that they do).

    Parameters
    ----------
    contrast : (h, w)   Distance from the page colour.
    near : float        Row where the labels begin (their upper edge).
    far : float         Row beyond which the plot area certainly has begun.
    """
    value = np.array([label.value for label in run.labels])
    guess = run.zero + run.per_unit * value
    height = float(np.median([label.word.box.height for label in run.labels]))
    first, last = int(max(0, guess.min())), int(min(contrast.shape[1] - 1, guess.max()))
    top, bottom = int(max(0, far)), int(min(contrast.shape[0] - 1, np.floor(near)))
    deep = min(contrast.shape[0] - 1, bottom + round(INTO_LABEL * height))
    drawn = _axis_line(contrast, first, last, top, deep)
    line = drawn or _panel_edge(contrast, first, last, top, deep)
    reach = max(REACH_PX, REACH_LABELS * height)
    plans: list[tuple[str, int, int]] = []
    if line is not None:
        lower, upper = line
        plans.append(("outside ticks", lower + 1, deep))
        # A line hides the roots of ticks; in a tinted panel without one they grow from its very edge.
        plans.append(("inside ticks", max(0, upper - 8), upper - 1 if drawn is not None else upper))
        plans.append(("grid", upper - GRID_DEPTH_PX, upper - 4))
    else:
        plans.append(("outside ticks", max(top, bottom - round(1.2 * height)), bottom))
        plans.append(("grid", top - GRID_DEPTH_PX, top))
    for source, r0, r1 in plans:
        agree = max(AGREE_PX, AGREE_HEIGHTS * height)
        if source == "grid":
            fit = _robust(value, _grid_lines(contrast, guess, r0, r1, reach), guess, agree)
        else:
            band = contrast[max(0, r0) : min(contrast.shape[0] - 1, r1) + 1]
            # Without a line to grow from, ticks may have print of a table above them: all stand in the same rows.
            loose = [band[k : k + LOOSE_ROWS] for k in range(len(band) - LOOSE_ROWS + 1)]
            bands = loose if line is None else [band]
            root = None if line is None else source == "inside ticks"
            fits = [_robust(value, _ticks(b, guess, reach, height, root), guess, agree) for b in bands]
            fit = max((f for f in fits if f is not None), key=_how_good(value, guess), default=None)
        if fit is not None:
            return AxisFit(*fit, _middle(drawn), _middle(line), source)
    spread = LABEL_SE_PX + LABEL_SE_HEIGHTS * height
    return AxisFit(
        run.zero, run.per_unit, float(spread / np.sqrt(len(value) / 2)), _middle(drawn), _middle(line), "labels"
    )


def _how_good(value: Floats, guess: Floats) -> Callable[[tuple[float, float, float]], float]:
    """Key by which the fit nearest to the centres of the labels is the largest."""
    return lambda fit: -float(np.abs(fit[0] + fit[1] * value - guess).mean())


def _middle(rows: tuple[int, int] | None) -> float:
    return float("nan") if rows is None else (rows[0] + rows[1]) / 2


def _axis_line(contrast: Floats, first: int, last: int, top: int, bottom: int) -> tuple[int, int] | None:
    """Lowest and highest row of the first drawn line above the labels; None where there is none."""
    rows = contrast[top : bottom + 1, first : last + 1] > LINE_CONTRAST
    if rows.size == 0:
        return None
    covered = np.flatnonzero(rows.mean(axis=1) >= LINE_COVERAGE)
    if covered.size == 0:
        return None
    lower = int(covered[-1])
    upper = lower
    while upper - 1 in covered and lower - upper < 12:
        upper -= 1
    return top + lower, top + upper


def _panel_edge(contrast: Floats, first: int, last: int, top: int, bottom: int) -> tuple[int, int] | None:
    """Lowest row, twice, of a tinted panel that ends above the labels; None where there is none."""
    rows = np.median(contrast[top : bottom + 1, first : last + 1], axis=1) if last > first else np.zeros(0)
    tinted = np.flatnonzero(rows > PANEL_STEP)
    if tinted.size == 0 or tinted[-1] == rows.size - 1 or not (rows[: tinted[-1]] > PANEL_STEP).all():
        return None
    return top + int(tinted[-1]), top + int(tinted[-1])


def _ticks(band: Floats, guess: Floats, reach: float, height: float, rooted_below: bool | None) -> Floats:
    """Centre of the tick mark near each guess, NaN where there is none.

    ``rooted_below`` says whether ticks grow from the lower edge of the band or its upper one, None where it is not
    known where they grow from.
    """
    found = np.full(guess.size, np.nan)
    if len(band) < SHORTEST_TICK:
        return found
    band = band[::-1] if rooted_below else band
    for i, place in enumerate(guess):
        c0, c1 = int(max(0, np.floor(place - reach))), int(min(band.shape[1] - 1, np.ceil(place + reach)))
        if c1 - c0 < 3:
            continue
        window = band[:, c0 : c1 + 1]
        lit = window > LINE_CONTRAST
        if rooted_below is not None:
            lit = _rooted(lit)
        # A tick is lit in a run of rows from the axis outwards; text below it is lit in other rows.
        count = lit.sum(axis=0).astype(np.float64)
        need = SHORTEST_TICK
        if count.max() < need:
            continue
        rows = lit[:, int(np.argmax(count))]
        profile = window[rows].mean(axis=0)
        profile = np.maximum(profile - np.quantile(profile, 0.3), 0.0)
        peak = int(np.argmax(profile))
        if profile[peak] <= 0:
            continue  # an area, and no line
        left, right = peak, peak
        while left > 0 and profile[left - 1] > 0.08 * profile[peak] and peak - left < 6:
            left -= 1
        while right < profile.size - 1 and profile[right + 1] > 0.08 * profile[peak] and right - peak < 6:
            right += 1
        if right - left + 1 > 9:
            continue
        part = profile[left : right + 1]
        found[i] = c0 + left + float(part @ np.arange(part.size)) / float(part.sum())
    return found


def _rooted(lit: Bools) -> Bools:
    """The part of a mask that hangs together, column by column, with its first rows."""
    start = lit.copy()
    start[:BLURRED] = True
    kept = np.logical_and.accumulate(start, axis=0) & lit
    return np.asarray(kept)


def _grid_lines(contrast: Floats, guess: Floats, r0: int, r1: int, reach: float) -> Floats:
    """Centre of the grid line near each guess, NaN where there is none; pale lines and white ones on grey count."""
    found = np.full(guess.size, np.nan)
    band = contrast[max(0, r0) : max(0, r1) + 1]
    if len(band) < 12:
        return found
    reach = max(reach, 8.0)
    for i, place in enumerate(guess):
        c0, c1 = int(max(0, np.floor(place - reach))), int(min(contrast.shape[1] - 1, np.ceil(place + reach)))
        if c1 - c0 < 6:
            continue
        window = band[:, c0 : c1 + 1]
        step = window - np.median(window, axis=1, keepdims=True)
        profile = np.abs(np.median(step, axis=0))
        peak = int(np.argmax(profile))
        steady = np.mean(np.sign(step[:, peak]) == np.sign(np.median(step[:, peak])))
        if profile[peak] < MIN_GRID or steady < 0.7:
            continue
        if abs(_shade(window, peak, -1) - _shade(window, peak, 1)) > 0.5 * profile[peak]:
            continue  # the edge of the panel
        left, right = max(0, peak - 3), min(profile.size - 1, peak + 3)
        part = np.where(profile[left : right + 1] > 0.15 * profile[peak], profile[left : right + 1], 0.0)
        found[i] = c0 + left + float(part @ np.arange(part.size)) / float(part.sum())
    return found


def _shade(window: Floats, peak: int, side: int) -> float:
    """Contrast of the ground four to six pixels beside a line."""
    columns = np.clip(peak + side * np.arange(4, 7), 0, window.shape[1] - 1)
    return float(np.median(window[:, columns]))


def _robust(value: Floats, place: Floats, guess: Floats, agree: float) -> tuple[float, float, float] | None:
    """Line through ticks (zero, per unit, standard error): least squares over those near the best pair's.

    The best pair has most ticks near its line; among equals it agrees best with ``guess``, the centres of the labels,
    from which no line may stray further than ``agree``, in pixels.
    """
    known = np.flatnonzero(np.isfinite(place))
    if known.size < max(2, MIN_TICKS * value.size):
        return None
    best: tuple[int, float, float, float] | None = None
    for a in range(known.size):
        for b in range(a + 1, known.size):
            i, j = known[a], known[b]
            per_unit = (place[j] - place[i]) / (value[j] - value[i])
            zero = place[i] - per_unit * value[i]
            good = np.abs(zero + per_unit * value[known] - place[known]) < 1.2
            strays = float(np.abs(zero + per_unit * value - guess).mean())
            entry = (int(good.sum()), -strays, zero, per_unit)
            if strays <= agree and (best is None or entry > best):
                best = entry
    if best is None or best[0] < max(2, MIN_TICKS * value.size):
        return None
    keep = known[np.abs(best[2] + best[3] * value[known] - place[known]) < 1.2]
    per_unit, zero = np.polyfit(value[keep], place[keep], 1)
    rest = place[keep] - zero - per_unit * value[keep]
    noise = float(np.sqrt(np.sum(rest**2) / max(1, keep.size - 2)))
    return float(zero), float(per_unit), float(max(noise, 0.15) / np.sqrt(keep.size))


def axis_of(fit: AxisFit, low: float, high: float, values: Floats, *, scale: float = 1.0) -> Axis:
    """The fit as an :class:`Axis`; ``scale`` divides the values (100 for percent)."""
    return Axis(
        zero_px=fit.zero,
        px_per_unit=fit.per_unit * scale,
        low=low / scale,
        high=high / scale,
        se_px=fit.se,
        ticks=values / scale,
    )
