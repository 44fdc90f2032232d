"""The symbol that stands on the keys of a legend: of all kinds and sizes the one that leaves least of its ink over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.keyed import KeyedMark
from ipdrecon.trace.censor.symbol import Kind, Symbol, stamps_of
from ipdrecon.trace.censor.symbol.shape import PHASES
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.legends.censored_key import mark_called_censored
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_mark import cover_of, mark_of_keys

#: Room above and below a line in which its mark is looked for, in heights of the key's text, and as a share of the way
#: to the next key.
ROOM, TO_NEXT = 1.6, 0.45
#: Coverage of a row from which it is the line's, and most of the key's height that the line takes.
LINE_COVERS, THICKEST = 0.45, 0.5
#: Coverage from which a pixel is of the mark, fewest of these pixels, and squared ink beyond the line, at least.
LIT, LEAST_PIXELS, LEAST_ENERGY = 0.2, 6, 2.0
#: Share of a row that its line leaves free, at least, by which ink on it is divided.
LEAST_FREE = 0.25
#: How far from the middle of its key a mark may stand, as a share of the key's width.
OFF_MIDDLE = 0.15
#: Kinds that are told from each other, the smallest reach, and widths of strokes that are tried, against the line's and
#: in pixels.
KINDS = (Kind.TICK, Kind.PLUS, Kind.CROSS, Kind.CIRCLE, Kind.SQUARE, Kind.DISC, Kind.BLOCK)
LEAST_REACH_PX, WIDTHS, THINNEST_PX = 1.5, (0.15, 0.25, 0.35, 0.5, 0.75, 1.0), 0.6
#: Pixels by which it may end further out or in than its ink seems to: at first sight, and looked at closer.
COARSE, CLOSE = (-1.4, -0.7, 0.0, 0.7), (-1.4, -1.05, -0.7, -0.35, 0.0, 0.35, 0.7)
#: Kinds that are looked at closer.
CLOSER_KINDS = 3
#: Rows by which its middle may lie off that of the line.
OFF_LINE = (-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0)
#: Share of its squared ink that the mark explains at least.
EXPLAINED = 0.85
#: Faintest mark against its line, opacity from which it is as dark, and width in pixels from which it can be told.
FAINTEST, OPAQUE, BROAD_PX = 0.15, 0.85, 2.0
#: Pixels, and share of it, by which the marks of two keys may differ in size.
SAME_PX, SAME_SHARE = 1.0, 0.1


@attrs.frozen(eq=False)
class _Seen:
    """A mark on one key: squared ink it explains, itself, its opacity, and how many rows it lies below the line."""

    explained: float
    symbol: Symbol
    opacity: float
    off: float


@attrs.frozen(eq=False)
class _Sight:
    """A key: ink (h, w) beyond that of its line, what the line leaves free (h, w), its row and width, and the column of
    the mark, in pixels."""

    ink: Floats
    free: Floats
    row: float
    width: float
    column: float

    @property
    def energy(self) -> float:
        return float((self.free * self.ink**2).sum())


def mark_of_legend(figure: Figure, entries: Sequence[LegendEntry], words: Sequence[Word]) -> KeyedMark | None:
    """The mark that the legend shows: on its keys, or alone and called censored; None where it shows none.

    Of ticks the lengths are measured, if they are as dark as their lines."""
    keyed = symbol_of_keys(figure, entries)
    if keyed is None or (isinstance(keyed.shape, Upright) and keyed.opacity == 1.0):
        tick = mark_of_keys(figure, entries) or (None if keyed else mark_called_censored(figure, words))
        keyed = KeyedMark(tick) if tick is not None else keyed
    return keyed


def symbol_of_keys(figure: Figure, entries: Sequence[LegendEntry]) -> KeyedMark | None:
    """The mark that at least half of the keys show, as it is seen best; None where none is."""
    keys = [(e, e.sample) for e in entries if e.sample is not None and e.color is not None]
    rooms = [min(ROOM * e.text.height, _to_next(key, [k for _, k in keys])) for e, key in keys]
    sights = [_sight(figure, key, room, e.color) for (e, key), room in zip(keys, rooms, strict=True) if e.color]
    found = [seen for sight in sights if sight is not None and (seen := _likeliest(sight)) is not None]
    best = max(found, key=lambda seen: seen.explained, default=None)
    if best is None:
        return None
    symbol, slack = best.symbol, SAME_PX + SAME_SHARE * best.symbol.reach
    alike = [s for s in found if s.symbol.kind is symbol.kind and abs(s.symbol.reach - symbol.reach) <= slack]
    if 2 * len(alike) < len(keys):
        return None
    # A thin stroke that is pale cannot be told from a thinner one.
    opacity = 1.0 if best.opacity >= OPAQUE or symbol.width < BROAD_PX else best.opacity
    width = symbol.width if symbol.kind.filled else symbol.width * best.opacity / opacity
    if not symbol.upright:
        return KeyedMark(attrs.evolve(symbol, width=width), opacity)
    arm = symbol.reach if symbol.kind is Kind.PLUS else 0.0
    return KeyedMark(Upright(symbol.reach - best.off, symbol.reach + best.off, width, arm, len(alike)), opacity)


def _to_next(key: Box, keys: Iterable[Box]) -> float:
    """Pixels above and below a key's middle that are not nearer to another one's."""
    near = [abs(other.center[1] - key.center[1]) for other in keys if abs(other.center[0] - key.center[0]) < key.width]
    return TO_NEXT * min((away for away in near if away > 0), default=np.inf)


def _sight(figure: Figure, key: Box, room: float, color: tuple[int, int, int]) -> _Sight | None:
    """The surroundings of a key against its own ground; None where no level line with something on its middle is."""
    cover = cover_of(figure, key, room, color)
    if cover is None:
        return None
    drawn = np.flatnonzero(cover.mean(axis=1) > LINE_COVERS)
    if drawn.size == 0 or drawn[-1] - drawn[0] >= THICKEST * len(cover):
        return None
    plain = np.median(cover, axis=1)  # of the line without the mark
    own = slice(max(0, int(drawn[0]) - 1), int(drawn[-1]) + 2)
    free = np.repeat(1.0 - plain[:, None], cover.shape[1], axis=1)
    free[own] = 0.0
    ink = np.clip((cover - plain[:, None]) / np.maximum(1.0 - plain[:, None], LEAST_FREE), 0.0, 1.0)
    there = ink * free
    if (there > LIT).sum() < LEAST_PIXELS or float((ink * there).sum()) < LEAST_ENERGY:
        return None
    wide = cover.shape[1]
    column = float(there.sum(axis=0) @ np.arange(wide)) / float(there.sum())
    if abs(column - (wide - 1) / 2) > OFF_MIDDLE * wide:
        return None
    weight = cover.mean(axis=1)[own]
    row = float((np.arange(len(cover))[own] * weight).sum() / weight.sum())
    return _Sight(ink, free, row, float(weight.sum()), column)


def _likeliest(sight: _Sight) -> _Seen | None:
    """The symbol that explains most of what stands on a key; None where that is not nearly all."""
    rows = np.flatnonzero((sight.ink * sight.free > LIT).any(axis=1))
    tall = float(np.abs(rows - sight.row).max()) + 0.5
    first = [_best(sight, _sizes(kind, tall, sight.width, COARSE, WIDTHS[::2]), (0.0,)) for kind in KINDS]
    likely = sorted((f for f in first if f is not None), key=lambda f: -f.explained)[:CLOSER_KINDS]
    close = [_best(sight, _sizes(f.symbol.kind, tall, sight.width, CLOSE, WIDTHS), OFF_LINE) for f in likely]
    best = max((f for f in close if f is not None), key=lambda f: f.explained, default=None)
    return best if best and best.explained >= EXPLAINED * sight.energy and best.opacity >= FAINTEST else None


def _sizes(kind: Kind, tall: float, line: float, steps: Sequence[float], widths: Sequence[float]) -> Iterator[Symbol]:
    """Symbols of a kind that end about ``tall`` pixels above and below their middle, on a line so wide."""
    for by in steps:
        for width in [1.0] if kind.filled else sorted({max(THINNEST_PX, share * line) for share in widths}):
            reach = tall + by if kind.upright or kind.filled else tall + by - width / 2
            if kind is Kind.CROSS:
                reach *= np.sqrt(2)
            if reach > LEAST_REACH_PX:
                yield Symbol(kind, float(reach), float(width))


def _best(sight: _Sight, symbols: Iterable[Symbol], offs: Sequence[float]) -> _Seen | None:
    found = (_Seen(*_explains(sight, symbol, off), off) for symbol in symbols for off in offs)
    return max(found, key=lambda seen: seen.explained, default=None)


def _explains(sight: _Sight, symbol: Symbol, off: float) -> tuple[float, Symbol, float]:
    """Squared ink that a symbol explains so far below the line, and the opacity with which it explains most."""
    y, x = sight.row + off, sight.column
    row, column = round(y), round(x)
    i, j = (min(PHASES - 1, max(0, int((at - whole + 0.5) * PHASES))) for at, whole in ((y, row), (x, column)))
    stamp = stamps_of(symbol)[i, j]
    height, width = sight.ink.shape
    top, left = row - len(stamp) // 2, column - len(stamp) // 2
    r0, r1, c0, c1 = max(0, top), min(height, top + len(stamp)), max(0, left), min(width, left + len(stamp))
    part = stamp[r0 - top : r1 - top, c0 - left : c1 - left]
    seen = part * sight.free[r0:r1, c0:c1]
    both, own = float((seen * sight.ink[r0:r1, c0:c1]).sum()), float((seen * part).sum())
    opacity = min(1.0, both / own) if own > 0 else 0.0
    return 2 * opacity * both - opacity**2 * own, symbol, opacity
