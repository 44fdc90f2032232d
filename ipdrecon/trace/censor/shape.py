"""The shape of the marks, learned from the figure: pieces of ink beside the curves that recur in one size.

Ticks, pluses, crosses, circles, squares and triangles need no list.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace import cv
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Template

#: Coverage from which leftover ink belongs to a piece.
PIECE_INK = 0.35
#: Pieces of the same size that make a shape, and the coverage its strongest pixel must have.
MIN_PIECES = 3
MIN_PEAK = 0.55
#: Coverage below which a pixel is not of the shape.
MIN_INK = 0.2


@attrs.frozen(eq=False)
class Piece:
    """Connected leftover ink: its middle column, its width, and how far it reaches above and below the curve."""

    center: float
    width: float
    above: float
    below: float


def learn_template(beside: Sequence[Ground]) -> Template | None:
    """The shape of the marks of all these curves together; None where no shape recurs."""
    pieces = [(piece, ground) for ground in beside for piece in pieces_of(ground)]
    shape = _commonest([piece for piece, _ in pieces])
    if shape is None:
        return None
    typical, members = shape
    template = _template(typical, [pieces[i] for i in members])
    return template if float(template.ink.max(initial=0.0)) >= MIN_PEAK else None


def pieces_of(ground: Ground) -> list[Piece]:
    """Connected leftover ink; what lies above and below the curve at one place is one piece."""
    _labels, stats, centers = cv.components(ground.rest >= PIECE_INK)
    pieces: list[Piece] = []
    for (left, top, width, height, area), (_cx, _) in zip(stats, centers, strict=True):
        column = round(left + (width - 1) / 2)
        level = ground.levels[column]
        if level < 0 or area < 2:
            continue
        pieces.append(
            Piece(float(left + (width - 1) / 2), float(width), float(level - top), float(top + height - 1 - level))
        )
    pieces.sort(key=lambda p: p.center)
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and abs(last.center - piece.center) <= 0.25 * max(last.width, piece.width) + 0.75:
            joined[-1] = Piece(
                (last.center + piece.center) / 2,
                max(last.width, piece.width),
                max(last.above, piece.above),
                max(last.below, piece.below),
            )
        else:
            joined.append(piece)
    return joined


def _commonest(pieces: Sequence[Piece]) -> tuple[Piece, list[int]] | None:
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
    return Piece(0.0, float(width), float(above), float(below)), members


def _template(typical: Piece, members: Sequence[tuple[Piece, Ground]]) -> Template:
    """Median ink of the members, pixel by pixel over those that show it."""
    up, down = int(np.ceil(max(typical.above, 0.0))) + 1, int(np.ceil(max(typical.below, 0.0))) + 1
    wide = max(1, round(typical.width))
    patches = []
    for piece, ground in members:
        row = round(ground.levels[round(piece.center)])
        # Laid edge to edge: a mark of two columns has its centre between them.
        left = round(piece.center - (wide - 1) / 2 - 1e-3)
        rows = np.arange(row - up, row + down + 1)
        columns = np.arange(left - 1, left + wide + 1)
        height, width = ground.ink.shape
        inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))[None, :]
        at = np.clip(rows, 0, height - 1)[:, None], np.clip(columns, 0, width - 1)[None, :]
        told = inside & (ground.free[at] > 0.5)
        patches.append(np.where(told, ground.ink[at], np.nan))
    stack = np.stack(patches)
    seen = np.isfinite(stack).sum(axis=0) >= max(1, 0.25 * len(patches))
    middle = np.nanmedian(np.where(seen, stack, 0.0), axis=0)
    template = np.where(seen, middle, 0.0).astype(np.float32)
    template[template < MIN_INK] = 0.0
    return Template(template, up, typical.width)
