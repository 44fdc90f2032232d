"""The shape of the marks, learned from the figure: pieces of ink beside the curves that recur in one size.

Ticks, pluses, crosses, circles, squares and triangles need no list.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace import cv
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Template, reach_px
from ipdrecon.trace.inks.ink import Layer

#: Coverage from which leftover ink belongs to a piece.
PIECE_INK = 0.35
#: Pieces of the same size that make a shape, and the coverage its strongest pixel must have.
MIN_PIECES = 3
MIN_PEAK = 0.55
#: Coverage below which a pixel is not of the shape.
MIN_INK = 0.2
#: Rows between a piece and its line that may be neither's, and share of a pixel that is free where paper is seen.
TOUCH_PX, TOLD = 2, 0.5
#: Pixels by which a mark may reach farther to one side of the curve than to the other, or share of its reach.
UNEVEN_PX, UNEVEN_SHARE = 2.0, 0.35
#: Columns by which the sides of one mark may stand farther apart, or may be wider together than tall.
SIDES_PX = 1.5
#: Sizes that are tried, and the share of ink that members of one shape must have in common.
MAX_SIZES, MIN_LIKENESS = 6, 0.5


@attrs.frozen(eq=False)
class Piece:
    """Connected leftover ink: its middle column, its width, and how far it reaches above and below the curve."""

    center: float
    width: float
    above: float
    below: float


def learn_template(beside: Sequence[Ground], apart: float = 0.0) -> Template | None:
    """The shape of the marks of all these curves together; None where no shape recurs.

    ``apart`` is how far apart the sides of one mark stand.
    """
    pieces = [(piece, ground) for ground in beside for piece in pieces_of(ground, apart)]
    best: tuple[float, Template] | None = None
    for typical, members in _recurring([piece for piece, _ in pieces]):
        template, likeness = _template(typical, [pieces[i] for i in members])
        worth = len(members) * likeness
        strong = float(template.ink.max(initial=0.0)) >= MIN_PEAK
        if strong and likeness >= MIN_LIKENESS and (best is None or worth > best[0]):
            best = worth, template
    return best[1] if best else None


def pieces_of(ground: Ground, apart: float = 0.0) -> list[Piece]:
    """Connected leftover ink; what lies above and below the curve at one place, or ``apart``, is one piece."""
    reach = reach_px(ground.ink.shape) + 1
    pieces: list[Piece] = []
    for left, top, width, height, area in cv.parts(ground.rest >= PIECE_INK):
        column = round(left + (width - 1) / 2)
        level = ground.levels[column]
        above, below = float(level - top), float(top + height - 1 - level)
        if level < 0 or area < 2 or max(above, below) > reach or width > 2 * reach:
            continue
        columns = slice(left, left + width)
        if below < 0 and not _touches(ground.free[top + height : top + height + TOUCH_PX, columns]):
            continue
        if above < 0 and not _touches(ground.free[max(0, top - TOUCH_PX) : top, columns]):
            continue
        pieces.append(Piece(float(left + (width - 1) / 2), float(width), above, below))
    pieces.sort(key=lambda p: p.center)
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is None:
            joined.append(piece)
            continue
        left = min(last.center - last.width / 2, piece.center - piece.width / 2)
        right = max(last.center + last.width / 2, piece.center + piece.width / 2)
        tall = max(last.above, piece.above) + max(last.below, piece.below)
        sides = apart > 0 and right - left <= max(apart + min(last.width, piece.width), tall) + SIDES_PX
        if sides or abs(last.center - piece.center) <= 0.25 * max(last.width, piece.width) + 0.75:
            joined[-1] = Piece(
                (left + right) / 2 if sides else (last.center + piece.center) / 2,
                right - left if sides else max(last.width, piece.width),
                max(last.above, piece.above),
                max(last.below, piece.below),
            )
        else:
            joined.append(piece)
    return joined


def _touches(free: Layer) -> bool:
    """Whether the stroke, or what else tells nothing, lies right behind a piece: marks stand on their line."""
    return free.size == 0 or bool((free < TOLD).any())


def _recurring(pieces: Sequence[Piece]) -> list[tuple[Piece, list[int]]]:
    """Sizes that recur, the commonest first: their typical member, and which pieces they are."""
    good = [i for i, p in enumerate(pieces) if p.above + p.below >= 2.0 and max(p.above, p.below) >= 2.0]
    if not good:
        return []
    sizes = np.array([(pieces[i].width, pieces[i].above, pieces[i].below) for i in good])
    slack = 1.1 + 0.12 * np.abs(sizes)
    alike = (np.abs(sizes[:, None, :] - sizes[None, :, :]) <= slack[:, None, :]).all(axis=2)
    votes = alike.sum(axis=1).astype(np.int64)
    need = MIN_PIECES if len(good) >= MIN_PIECES else 2
    found = []
    for _ in range(MAX_SIZES):
        best = int(np.argmax(votes))
        if votes[best] < need:
            break
        width, above, below = np.median(sizes[alike[best]], axis=0)
        if _may_be_mark(float(width), float(above), float(below)):
            members = [good[i] for i in np.flatnonzero(alike[best])]
            found.append((Piece(0.0, float(width), float(above), float(below)), members))
        votes[alike[best]] = 0
    return found


def _may_be_mark(width: float, above: float, below: float) -> bool:
    """Whether ink of this size may be a mark: no flat streak, as far above the curve as below it, or only above."""
    tall, short = max(above, below), min(above, below)
    flat = width > 1.6 * (max(above, 0.0) + max(below, 0.0))
    even = tall - short <= max(UNEVEN_PX, UNEVEN_SHARE * tall)
    above_only = below < 0.5 and width <= 1.2 * above
    return not flat and (even or above_only)


def _template(typical: Piece, members: Sequence[tuple[Piece, Ground]]) -> tuple[Template, float]:
    """Median ink of the members, pixel by pixel over those that show it, and the share of their ink it explains."""
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
        told = inside & (ground.free[at] > TOLD)
        patches.append(np.where(told, ground.ink[at], np.nan))
    stack = np.stack(patches)
    seen = np.isfinite(stack).sum(axis=0) >= max(1, 0.25 * len(patches))
    middle = np.nanmedian(np.where(seen, stack, 0.0), axis=0)
    template = np.where(seen, middle, 0.0).astype(np.float32)
    template[template < MIN_INK] = 0.0
    told = np.isfinite(stack) & seen
    common = float(np.where(told, np.minimum(stack, template), 0.0).sum())
    either = float(np.where(told, np.maximum(stack, template), 0.0).sum())
    return Template(template, up, typical.width, len(members)), common / max(either, 1e-9)
