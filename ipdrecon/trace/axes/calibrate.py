"""Axis labels and tick marks → a calibrated axis.

Labels say which values; where they stand is said better by tick marks, or else by grid lines, and only then by the
centres of the labels themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs
import numpy as np

from ipdrecon.axes import Axis
from ipdrecon.frozen import Bytes, Floats, Ints
from ipdrecon.trace.axes.axis_line import axis_line, panel_edge
from ipdrecon.trace.axes.runs import height_of
from ipdrecon.trace.axes.tickmarks import SHORTEST_TICK, first_row, grid_lines, soft_ends, tick_marks
from ipdrecon.trace.axes.ticks import Run
from ipdrecon.trace.inks.contrast import from_color, median_color

#: Largest distance from a fitted tick to a real one, in pixels and in label heights.
REACH_PX, REACH_LABELS = 4.0, 0.6
#: Depth of the border that shows the colour of the page, as a share of the picture.
BORDER = 0.01
#: How far a tick may reach below the upper edge of its label's box, in label heights: the reader draws boxes wide.
INTO_LABEL = 1.0
#: Rows looked at together for ticks where no line shows where they begin.
LOOSE_ROWS = 3
#: Standard error of ticks within the plot, as a share of that of ticks outside, from which these are none.
SURER = 0.5
#: Thickest tick of an axis without a line, in pixels and in label heights.
THIN_PX, THIN = 2, 0.2
#: Shortest tick that may stand right beside its label, in label heights: strokes of letters are thinner.
CLEAR_TICK = 0.22
#: Mean distance of ticks from the centres of their labels, in pixels and in label heights.
AGREE_PX, AGREE_HEIGHTS = 2.0, 0.12
#: The same for turned labels: some programs set their baseline's middle, and not their own, on the tick.
TURNED_PX, TURNED_HEIGHTS = 3.0, 0.35
#: Mean distance from the centres of their labels at which ticks need be no nearer, in pixels.
NEAR_PX = 1.0
#: How far from a line a tick may be that agrees with it, in pixels, and what a pixel between the line and the centres
#: of the labels counts, in ticks.
NEAR_TICK_PX, STRAY = 1.2, 0.25
#: Share of the labels whose ticks must be found.
MIN_TICKS = 0.6
#: The same where no line or panel shows where ticks begin: strokes of some labels look like ticks, but never of all.
LOOSE_TICKS = 0.8
#: How far into the panel grid lines are looked at.
GRID_DEPTH_PX = 160
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
    ticks, rest : (k,) float     Middles of the ticks the fit rests on, and their distances from it, in pixels.
    soft : bool                  Whether ticks end in the midst of a pixel, as only anti-aliased ones do.
    """

    zero: float
    per_unit: float
    se: float
    line: float
    edge: float
    source: str
    ticks: Floats = attrs.field(factory=lambda: np.zeros(0))
    rest: Floats = attrs.field(factory=lambda: np.zeros(0))
    soft: bool = False


def contrast_image(pixels: Bytes) -> Floats:
    """Distance of every pixel from the page colour, (h, w): the colour along the picture's border.

    A tinted panel may cover more of a picture than the page does.
    """
    depth = max(2, round(BORDER * min(pixels.shape[:2])))
    sides = (pixels[:depth], pixels[-depth:], pixels[:, :depth], pixels[:, -depth:])
    page = median_color(np.concatenate([side.reshape(-1, 3) for side in sides]))
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
    height = height_of(run)
    first, last = int(max(0, guess.min())), int(min(contrast.shape[1] - 1, guess.max()))
    top, bottom = int(max(0, far)), int(min(contrast.shape[0] - 1, np.floor(near)))
    deep = min(contrast.shape[0] - 1, bottom + round(INTO_LABEL * height))
    drawn = axis_line(contrast, first, last, top, deep)
    line = drawn or panel_edge(contrast, first, last, top, deep)
    reach = max(REACH_PX, REACH_LABELS * height)
    turned = any(label.word.angle != 0 for label in run.labels)
    agree = max(TURNED_PX, TURNED_HEIGHTS * height) if turned else max(AGREE_PX, AGREE_HEIGHTS * height)
    outside: AxisFit | None = None
    for source, attempts in _plans(contrast, guess, (top, bottom, deep), (drawn, line), reach, height):
        fits = []
        for places, soft in attempts:
            rooted = line is not None
            found = _robust(value, places, guess, agree, MIN_TICKS if rooted else LOOSE_TICKS)
            if found is not None:
                zero, per_unit, se, used, rest = found
                fits.append(
                    AxisFit(zero, per_unit, se, _middle(drawn), _middle(line), source, places[used], rest, soft)
                )
        if fits:  # the first one that is near to the centres of the labels, or else the nearest
            fit = min(fits, key=lambda fit: max(NEAR_PX, _astray(fit, value, guess)))
            if source == "outside ticks" and line is not None:
                outside = fit
                continue
            if outside is None or (source == "inside ticks" and _is_surer(fit, outside, value, guess)):
                return fit
        if outside is not None and source == "inside ticks":
            break
    if outside is not None:
        return outside
    spread = LABEL_SE_PX + LABEL_SE_HEIGHTS * height
    return AxisFit(
        run.zero, run.per_unit, float(spread / np.sqrt(len(value) / 2)), _middle(drawn), _middle(line), "labels"
    )


def _astray(fit: AxisFit, value: Floats, guess: Floats) -> float:
    """Mean distance of a fit from the centres of the labels, in pixels."""
    return float(np.abs(fit.zero + fit.per_unit * value - guess).mean())


def _is_surer(inside: AxisFit, outside: AxisFit, value: Floats, guess: Floats) -> bool:
    """Whether ticks within the plot lie far more evenly than those outside, or as evenly and far nearer to the centres
    of the labels: those outside are strokes of close labels then, which all end with a 0 where they are shares."""
    if inside.ticks.size < outside.ticks.size:
        return False
    nearer = _astray(inside, value, guess) + NEAR_PX < _astray(outside, value, guess)
    return inside.se < SURER * outside.se or (nearer and inside.se <= outside.se)


def _plans(
    contrast: Floats,
    guess: Floats,
    rows: tuple[int, int, int],
    lines: tuple[tuple[int, int] | None, tuple[int, int] | None],
    reach: float,
    height: float,
) -> Iterator[tuple[str, list[tuple[Floats, bool]]]]:
    """Kinds of marks, the best first, each with attempts to find them: places near each guess, and if they end softly.

    ``rows`` are where the plot surely has begun, where labels begin, and how far ticks may reach into them; ``lines``
    the line that is drawn, and the line or edge from which ticks grow.
    """
    top, bottom, deep = rows
    drawn, line = lines
    if line is not None:
        lower, upper = line
        yield "outside ticks", [_rooted(contrast[lower + 1 : deep + 1], guess, reach, below=False)]
        # A line hides the roots of ticks; in a tinted panel without one they grow from its very edge.
        inner = contrast[max(0, upper - 8) : upper if drawn is not None else upper + 1]
        yield "inside ticks", [_rooted(inner, guess, reach, below=True)]
        yield "grid", [(grid_lines(contrast, guess, upper - GRID_DEPTH_PX, upper - 4, reach), False)]
        return
    # Without a line grid lines are surer than ticks: strokes of letters (of percent signs) stand at all labels too.
    yield "grid", [(grid_lines(contrast, guess, top - GRID_DEPTH_PX, top, reach), False)]
    begin = max(top, bottom - round(1.2 * height))
    root = first_row(contrast, guess, (begin, deep), reach, max(THIN_PX, round(THIN * height)))
    attempts = []
    if root is not None:  # the reader takes a tick close to its label for a part of it
        band = contrast[root : deep + 1]
        attempts.append(_rooted(band, guess, reach, below=False, least=max(3.0, CLEAR_TICK * height)))
    # Without a line to grow from, ticks may have print of a table above them: all stand in the same rows.
    band = contrast[begin : bottom + 1]
    loose = [band[k : k + LOOSE_ROWS] for k in range(len(band) - LOOSE_ROWS + 1)]
    attempts += [(tick_marks(part, guess, reach, rooted=False), False) for part in loose]
    yield "outside ticks", attempts


def _rooted(
    band: Floats, guess: Floats, reach: float, *, below: bool, least: float = SHORTEST_TICK
) -> tuple[Floats, bool]:
    """Ticks that grow from the lower or the upper edge of a band, and whether they end in the midst of a pixel."""
    band = band[::-1] if below else band
    found = tick_marks(band, guess, reach, rooted=True, least=least)
    return found, soft_ends(band, found)


def _middle(rows: tuple[int, int] | None) -> float:
    return float("nan") if rows is None else (rows[0] + rows[1]) / 2


def _robust(
    value: Floats, place: Floats, guess: Floats, agree: float, share: float
) -> tuple[float, float, float, Ints, Floats] | None:
    """Line through ticks: zero, per unit, standard error, which ticks it rests on, their distances from it.

    Least squares over the ticks near the best pair's line.

    The best pair has most ticks near its line, the nearest counting most: the lines of a frame close to the first tick
    and the last are near to a line through many others too. It agrees well with ``guess``, the centres of the labels,
    from which no line may stray further than ``agree``, in pixels. ``share`` of the labels must have ticks.
    """
    known = np.flatnonzero(np.isfinite(place))
    if known.size < max(2, share * value.size):
        return None
    best: tuple[float, float, float] | None = None
    for a in range(known.size):
        for b in range(a + 1, known.size):
            i, j = known[a], known[b]
            per_unit = (place[j] - place[i]) / (value[j] - value[i])
            zero = place[i] - per_unit * value[i]
            off = np.abs(zero + per_unit * value[known] - place[known]) / NEAR_TICK_PX
            strays = float(np.abs(zero + per_unit * value - guess).mean())
            score = float(np.maximum(1.0 - off**2, 0.0).sum()) - STRAY * strays
            enough = (off < 1.0).sum() >= max(2, share * value.size)
            if enough and strays <= agree and (best is None or score > best[0]):
                best = (score, zero, per_unit)
    if best is None:
        return None
    keep = known[np.abs(best[1] + best[2] * value[known] - place[known]) < NEAR_TICK_PX]
    per_unit, zero = np.polyfit(value[keep], place[keep], 1)
    rest = place[keep] - zero - per_unit * value[keep]
    noise = float(np.sqrt(np.sum(rest**2) / max(1, keep.size - 2)))
    return float(zero), float(per_unit), float(max(noise, 0.15) / np.sqrt(keep.size)), keep, rest


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
