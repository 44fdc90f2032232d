"""Curves led where they explain their ink: what a line and its marks cannot have drawn says that it runs elsewhere.

Where marks crowd, or another curve's lie over them, a path may run along the edge of a field of ink. A level tells what
must be seen there: the line and, where ink reaches beyond it, a mark that reaches as far above it as below. Ink of the
curve's colour that neither explains, and paper where either must be, are counted for the curve as it was read and for
the levels that explain most, and stretches of these are taken where they explain far more. In steep parts levels say
little, so a level is kept that those levels have a column before or after.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.symbol import Symbol
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves.through_marks import is_dashed
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.kernels.explained import costs_along, counted, falling_levels, mixed
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at, stroke_mask

#: Half the width of a line, how far its marks reach up and down, across and to the side, in pixels.
Line = tuple[float, float, float, float, float]
#: Cost by which other levels must explain more, and of a fall: of one that is looked for, and of one that is taken.
MARGIN, LOOKED_FOR, TAKEN = 2.5, 0.8, 0.5
#: Pixels by which marks reach beyond their line at least.
LEAST_TICK_PX = 1.0
#: Parts of a pixel in which levels are looked for; pixels that they lie from the ink beyond a mark's height.
PARTS, BEYOND_PX = 2, 2
#: Columns by which a fall may stand elsewhere, and pixels by which a level may, and be the same.
BESIDE, SAME_PX = 1, 0.5
#: Most falls of one stretch.
MOST_FALLS = 12
#: Cost of a column from which it may be read amiss.
ODD = 0.1
#: Pixels by which other lines of a colour are wider than they were measured.
RIM_PX = 1.0
#: Standard error of such a level and difference of two, in pixels.
NOISE_PX, STEP_PX = 0.3, 0.05


def explained(strokes: Sequence[Stroke], layers: Layers, hidden: Mask) -> list[Stroke]:
    """The curves, each led where it explains more of its ink.

    Dashed ones and those whose marks stand above them are left; a curve's own marks that reach to both sides deny that
    they do, for another curve may hide half of a field. ``hidden`` (h, w) is text, legend and rules.
    """
    common = next((s.marks.shape for s in strokes if s.marks.shape is not None), None)
    led = []
    for stroke in strokes:
        line = _line(stroke, stroke.marks.shape or common)
        above = stroke.beneath and stroke.marks.shape is None
        if line is None or above or stroke.dark or is_dashed(stroke, layers.any_ink):
            led.append(stroke)
            continue
        led.append(_led(stroke, line, layers, hidden, _of_others(stroke, strokes, line, hidden)))
    return led


def _line(stroke: Stroke, shape: Upright | Symbol | None) -> Line | None:
    """What a curve draws, in pixels: half its width, how far its marks reach up, down, across by half and to the side.

    None where no mark is known that reaches beyond the line.
    """
    half = stroke.stair.width / 2
    if isinstance(shape, Symbol):
        line = (half, float(shape.reach), float(shape.reach), 2.0 * shape.reach, 0.0)
    elif shape is not None:
        line = (half, float(shape.up), float(shape.down), float(shape.width), float(shape.arm))
    else:
        return None
    return line if min(line[1:3]) > half + LEAST_TICK_PX else None


def _of_others(stroke: Stroke, strokes: Sequence[Stroke], line: Line, hidden: Mask) -> Mask:
    """Ink (h, w) of a curve's colour that may be that of another one, or of limits."""
    size = (hidden.shape[0], hidden.shape[1])
    theirs = np.zeros(size, np.bool_)
    for other in strokes:
        if other is not stroke and other.layer == stroke.layer:
            theirs |= stroke_mask(size, other.stair, RIM_PX + max(line[1:3])) | other.marks.mask
    for limit in stroke.limits:
        theirs |= stroke_mask(size, limit, RIM_PX)
    return theirs


def _led(stroke: Stroke, line: Line, layers: Layers, hidden: Mask, theirs: Mask) -> Stroke:
    """A curve led where it explains its ink, but for what may be ``theirs`` (h, w)."""
    stair, alpha = stroke.stair, layers.alpha[stroke.layer]
    first, last = max(int(np.ceil(stair.x[0])), 0), min(int(np.floor(stair.end)), alpha.shape[1] - 1)
    columns = np.arange(first, last + 1)
    if not columns.size:
        return stroke
    levels = levels_at(stair, columns.astype(np.float64))
    reach = int(np.ceil(line[1] + line[2])) + BEYOND_PX
    around = np.round(levels).astype(np.int64)
    base, pieces = around - 2 * reach, slice(first, last + 1)
    masks = (hidden[:, pieces], theirs[:, pieces])
    own, bare = counted(alpha[:, pieces], layers.any_ink[:, pieces], *masks, base, 4 * reach + 1)
    odd = costs_along(own, bare, base, levels, line) > ODD
    near = np.convolve(odd, np.ones(2 * reach + 1))[reach : reach + odd.size] > 0.5
    led = levels.copy()
    edges = edges_of(near)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        part = slice(begin, end)
        here = (own[part], bare[part], base[part])
        if costs_along(*here, levels[part], line).sum() <= MARGIN:
            continue
        way = falling_levels(*here, around[part], reach, PARTS, line, LOOKED_FOR)
        other = np.clip(_beside(levels[part], way), levels[begin], levels[end - 1])
        led[part] = mixed(*here, levels[part], other, line, TAKEN, MARGIN, MOST_FALLS)
    if np.array_equal(led, levels):
        return stroke
    return attrs.evolve(stroke, stair=_with_levels(stair, columns, levels, led))


def _beside(levels: Floats, way: Floats) -> Floats:
    """Levels (n,) as read where the ``way`` (n,) has them as well, at most a column before or after; else its own."""
    before = np.concatenate([np.full(BESIDE, way[0]), way[:-BESIDE]]) - SAME_PX
    after = np.concatenate([way[BESIDE:], np.full(BESIDE, way[-1])]) + SAME_PX
    return np.asarray(np.clip(levels, before, after))


def _with_levels(stair: Staircase, columns: Floats, levels: Floats, led: Floats) -> Staircase:
    """The staircase with other levels (n,) in columns (n,); falls that it had among those that are its own stay."""
    moved = np.abs(led - levels) > STEP_PX
    begins = np.flatnonzero(np.concatenate([[True], np.diff(led) > STEP_PX]))
    step = np.searchsorted(stair.x, columns[begins], side="right") - 1
    own = ~moved[begins] & ~moved[np.maximum(begins - 1, 0)]
    x = np.where(own, stair.x[step], columns[begins] - 0.5)
    x[0] = stair.x[0]
    se = np.where(moved[begins], NOISE_PX, stair.y_se[step])
    behind = stair.x > columns[-1]
    y = np.concatenate([led[begins], stair.y[behind]])
    x, se = np.concatenate([x, stair.x[behind]]), np.concatenate([se, stair.y_se[behind]])
    return attrs.evolve(stair, x=x, y=y, y_se=se)
