"""Censor marks: ink on a curve that its staircase does not explain, repeated in one shape.

The shape is learned from the figure (the commonest size among the pieces of leftover ink, averaged), so ticks, pluses,
crosses, circles, squares and triangles need no list; then it is looked for all along the curve, best match first, and
its ink taken away, so that overlapping marks come apart as far as their ink tells.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace import cv
from ipdrecon.trace.censor.kernels import match_marks
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ink import Layer
from ipdrecon.trace.level import Staircase

#: Largest half height of a mark, as a share of the smaller side of the plot area, and at least in pixels.
MAX_MARK, MIN_MARK_REACH_PX = 0.035, 6
#: Coverage from which leftover ink belongs to a piece.
PIECE_INK = 0.35
#: Share of the template's ink that must be there.
MATCH = 0.68
#: Pixels by which two templates of one mark may differ.
SAME_SHAPE_PX = 2.0
#: Pieces of the same size that make a shape, and the coverage its strongest pixel must have.
MIN_PIECES = 3
MIN_PEAK = 0.55


@attrs.frozen(eq=False)
class Marks:
    """Censor marks of one curve in pixels of the crop.

    Attributes
    ----------
    x : (m,) float      Centres.
    mask : (h, w) bool  Their ink.
    width : float       Width of one mark; 0 where there is none.
    merged : bool       Whether some marks touch, so that their number is a lower bound.
    """

    x: Floats
    mask: Mask
    width: float = 0.0
    merged: bool = False
    template: Template | None = None


@attrs.frozen(eq=False)
class Template:
    """The shape of one mark: mean ink (rows, columns) float32, and the row of it that lies on the curve."""

    ink: Layer
    up: int
    width: float

    def is_like(self, other: Template) -> bool:
        """Whether two shapes are one mark, a little dimmer or brighter."""
        gaps = (self.up - other.up, self.ink.shape[0] - other.ink.shape[0], self.width - other.width)
        return bool(max(abs(gap) for gap in gaps) <= SAME_SHAPE_PX)


@attrs.frozen(eq=False)
class _Piece:
    center: float
    width: float
    above: float
    below: float


@attrs.frozen(eq=False)
class Leftover:
    """Ink near a curve that its stroke does not explain.

    Attributes
    ----------
    rest : (h, w) float32    That ink.
    unknown : (h, w) bool    Its own stroke, other strokes, text, rules: ink there says nothing.
    levels : (w,) float      Row of the curve, -1 outside it.
    """

    rest: Layer
    unknown: Mask
    levels: Floats


def leftover(alpha: Layer, stair: Staircase, stroke: Mask, zone: Mask, blocked: Mask) -> Leftover:
    """What lies beside a curve.

    Parameters
    ----------
    alpha : (h, w)      Coverage by the ink the marks are drawn in.
    stroke : (h, w)     The curve's own stroke.
    zone : (h, w)       Where its marks may lie.
    blocked : (h, w)    Other strokes, text, rules.
    """
    rest = np.where(zone & ~stroke & ~blocked, alpha, 0.0).astype(np.float32)
    rest[rest < 0.15] = 0.0
    return Leftover(rest, stroke | blocked, _level_rows(stair, alpha.shape[1]))


def learn_template(beside: Sequence[Leftover]) -> Template | None:
    """The shape of the marks of all these curves together; None where no shape recurs."""
    pieces = [(piece, ground) for ground in beside for piece in _pieces(ground.rest, ground.levels)]
    shape = _commonest([piece for piece, _ in pieces])
    if shape is None:
        return None
    typical, members = shape
    template = _template(typical, [pieces[i] for i in members])
    return template if float(template.ink.max(initial=0.0)) >= MIN_PEAK else None


def find_marks(ground: Leftover, template: Template | None = None) -> Marks:
    """Marks on one curve; their shape is learned from it where no ``template`` is given."""
    rest, levels = ground.rest, ground.levels
    none = Marks(np.zeros(0), np.zeros(rest.shape, np.bool_))
    template = template or learn_template([ground])
    if template is None:
        return none
    found = match_marks(rest, ground.unknown, levels, template.ink, template.up, np.float32(MATCH))
    if found.size == 0:
        return none
    x = np.sort(found)
    covered = _covered(rest.shape, rest, levels, x, template)
    return Marks(x, covered, template.width, bool((np.diff(x) < template.width + 0.5).any()), template)


def reach_px(shape: tuple[int, int]) -> float:
    """Farthest a mark may reach from its curve."""
    return max(MIN_MARK_REACH_PX, MAX_MARK * min(shape))


def _level_rows(stair: Staircase, width: int) -> Floats:
    """Level in each column, -1 outside the curve."""
    columns = np.arange(width, dtype=np.float64)
    index = np.searchsorted(stair.x, columns, side="right") - 1
    inside = (columns >= stair.x[0] - 0.5) & (columns <= stair.end + 0.5)
    return np.where(inside, stair.y[np.clip(index, 0, None)], -1.0)


def _pieces(rest: Layer, levels: Floats) -> list[_Piece]:
    """Connected leftover ink; what lies above and below the curve at one place is one piece."""
    _labels, stats, centers = cv.components(rest >= PIECE_INK)
    pieces: list[_Piece] = []
    for (left, top, width, height, area), (_cx, _) in zip(stats, centers, strict=True):
        column = round(left + (width - 1) / 2)
        level = levels[column]
        if level < 0 or area < 2:
            continue
        pieces.append(
            _Piece(float(left + (width - 1) / 2), float(width), float(level - top), float(top + height - 1 - level))
        )
    pieces.sort(key=lambda p: p.center)
    joined: list[_Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and abs(last.center - piece.center) <= 0.25 * max(last.width, piece.width) + 0.75:
            joined[-1] = _Piece(
                (last.center + piece.center) / 2,
                max(last.width, piece.width),
                max(last.above, piece.above),
                max(last.below, piece.below),
            )
        else:
            joined.append(piece)
    return joined


def _commonest(pieces: Sequence[_Piece]) -> tuple[_Piece, list[int]] | None:
    """The typical member of the largest set of pieces of one size, and which they are; None where no size recurs."""
    good = [i for i, p in enumerate(pieces) if p.above + p.below >= 2.0 and max(p.above, p.below) >= 2.0]
    if not good:
        return None
    sizes = np.array([(pieces[i].width, pieces[i].above, pieces[i].below) for i in good])
    slack = 1.1 + 0.12 * sizes
    alike = (np.abs(sizes[:, None, :] - sizes[None, :, :]) <= slack[:, None, :]).all(axis=2)
    votes = alike.sum(axis=1)
    best = int(np.argmax(votes))
    need = MIN_PIECES if len(good) >= MIN_PIECES else 2
    if votes[best] < need:
        return None
    members = [good[i] for i in np.flatnonzero(alike[best])]
    width, above, below = np.median(sizes[alike[best]], axis=0)
    flat = width > 1.6 * (max(above, 0.0) + max(below, 0.0))
    one_sided = min(above, below) < 0.5
    if flat or (one_sided and width > 1.2 * max(above, below)):
        return None
    return _Piece(0.0, float(width), float(above), float(below)), members


def _template(typical: _Piece, members: Sequence[tuple[_Piece, Leftover]]) -> Template:
    """Median ink of the members."""
    up, down = int(np.ceil(max(typical.above, 0.0))) + 1, int(np.ceil(max(typical.below, 0.0))) + 1
    wide = max(1, round(typical.width))
    patches = []
    for piece, ground in members:
        row = round(ground.levels[round(piece.center)])
        # Laid edge to edge: a mark of two columns has its centre between them.
        left = round(piece.center - (wide - 1) / 2 - 1e-3)
        rows = np.arange(row - up, row + down + 1)
        columns = np.arange(left - 1, left + wide + 1)
        height, width = ground.rest.shape
        inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))[None, :]
        patch = ground.rest[np.clip(rows, 0, height - 1)[:, None], np.clip(columns, 0, width - 1)[None, :]]
        patches.append(np.where(inside, patch, 0.0))
    template = np.median(np.stack(patches), axis=0).astype(np.float32)
    template[template < 0.2] = 0.0
    return Template(template, up, typical.width)


def _covered(shape: tuple[int, ...], rest: Layer, levels: Floats, x: Floats, template: Template) -> Mask:
    mask = np.zeros(shape, np.bool_)
    ink, up = template.ink, template.up
    half = ink.shape[1] // 2
    for center in x:
        column = round(center)
        row = round(levels[min(max(column, 0), shape[1] - 1)])
        r0, r1 = max(0, row - up - 1), min(shape[0], row - up + ink.shape[0] + 1)
        c0, c1 = max(0, column - half - 1), min(shape[1], column + half + 2)
        mask[r0:r1, c0:c1] = True
    return mask & (rest > 0)
