"""Which symbol the marks of curves are: of all kinds and sizes the one that is seen most where marks stand alone.

Where marks crowd, the sides of circles pass for ticks and combs of pluses for squares; what stands alone is itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.symbol.match import lone_symbols
from ipdrecon.trace.censor.symbol.shape import Kind, Symbol

#: Smallest reach that is tried, in pixels, and how much more each next one has: widths of its stroke, or a share.
LEAST_REACH_PX, NEXT_WIDTHS, NEXT_REACH = 2.2, 0.7, 0.1
#: Reach of other symbols than ticks and pluses against the farthest any mark reaches.
SMALLER = 0.6
#: Width of its strokes against the thinnest curve's, with which sizes are tried, and widths tried then.
TRIED_WIDTH, WIDTHS = 0.8, (0.6, 0.8, 1.0, 1.25, 1.6)
#: Least width in pixels, and most against the thinnest curve's.
THIN_PX, THICKEST = 0.5, 1.1
#: Pixels by which the size is then changed.
CLOSER_PX = (-0.7, -0.35, 0.35, 0.7)
#: Share of the explained for the best kind that another one must reach at first sight.
WORTH_A_CLOSER_LOOK = 0.25
#: Fewest marks that stand alone.
LEAST_LONE = 2


def learn_symbol(beside: Sequence[Ground], half: Sequence[float], most_px: float) -> Symbol | None:
    """The symbol that is seen most; None where none is.

    ``half`` is half of each curve's stroke width, ``most_px`` the largest reach.
    """
    first = [_likeliest(beside, _of_all_sizes(kind, half, most_px), (0.0, None), roughly=True) for kind in Kind]
    least = WORTH_A_CLOSER_LOOK * max(explained for explained, _ in first)
    best: tuple[float, Symbol | None] = (0.0, None)
    for known in first:
        if known[1] is None or known[0] < least:
            continue
        best = max(best, _closer(beside, known[1], half), key=lambda found: found[0])
    return best[1] if best[1] is not None and is_seen(beside, best[1]) else None


def _of_all_sizes(kind: Kind, half: Sequence[float], most_px: float) -> Iterator[Symbol]:
    wide = max(1.0, TRIED_WIDTH * 2 * min(half))
    symbol = Symbol(kind, max(LEAST_REACH_PX, min(half) + 1.0), wide)
    while symbol.reach <= most_px * (1.0 if symbol.upright else SMALLER):
        yield symbol
        symbol = attrs.evolve(symbol, reach=symbol.reach + max(NEXT_WIDTHS * wide, NEXT_REACH * symbol.reach))


def is_seen(beside: Sequence[Ground], symbol: Symbol, least: int = LEAST_LONE) -> bool:
    """Whether some of these symbols stand alone."""
    return sum(lone_symbols(ground, symbol)[0] for ground in beside) >= least


def _closer(beside: Sequence[Ground], symbol: Symbol, half: Sequence[float]) -> tuple[float, Symbol | None]:
    """The symbol in the size and width that fit best, and what it explains."""
    thickest = max(1.0, THICKEST * 2 * min(half))
    for roughly in (True, False):
        best: tuple[float, Symbol | None] = (0.0, symbol)
        for _ in range(2):
            at = best[1] or symbol
            widths = (min(max(THIN_PX, at.width * by), thickest) for by in WIDTHS)
            best = _likeliest(beside, (Symbol(at.kind, at.reach, width) for width in widths), best, roughly=roughly)
            at = best[1] or symbol
            sizes = (Symbol(at.kind, at.reach + by, at.width) for by in CLOSER_PX)
            best = _likeliest(beside, sizes, best, roughly=roughly)
        symbol = best[1] or symbol
    return best


def _likeliest(
    beside: Sequence[Ground], symbols: Iterable[Symbol], known: tuple[float, Symbol | None], *, roughly: bool = False
) -> tuple[float, Symbol | None]:
    best = known
    for symbol in symbols:
        explained = sum(lone_symbols(ground, symbol, roughly=roughly)[1] for ground in beside)
        if explained > best[0]:
            best = explained, symbol
    return best
