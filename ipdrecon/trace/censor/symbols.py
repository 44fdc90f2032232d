"""Marks of curves as circles, crosses or squares: learned on all of them together, then sought on each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Marks, Template, explained_share, gain_of, no_marks, reach_px
from ipdrecon.trace.censor.symbol import Kind, Symbol, is_seen, learn_symbol, place_symbols, stamps_of
from ipdrecon.trace.censor.upright import NOISELESS, Placed, Upright
from ipdrecon.trace.censor.uprights import ONE_SIDED_PX, find_uprights, marks_as

#: Evidence of a pixel of full ink, as symbols are weighed.
SYMBOL_UNIT = 0.75
#: Uprights standing alone without which they may be the sides of other symbols, and pixels by which they may be shorter
#: than the whole pixels they were drawn in.
LONE_UPRIGHTS, WHOLE_PIXELS = 2, (0.0, 0.5, 1.0)
#: Height beyond the line in pixels up to which they may be its rim, and share of the leftover ink that marks explain.
LOW_PX, LITTLE_LEFT = 2.5, 0.75
#: The same of ticks above their lines, which that line's own rim may be where none of them stands alone.
RIM_PX = 4.0
#: Evidence in pixels of ink below which symbols are few, of which one at least stands alone, and share of the leftover
#: ink that few explain: greys that lie over each other leave far more.
MANY_PX, EXPLAINED = 100.0, 0.25
#: Share of what ticks explain that another symbol explains at least: squares that happen to stand in combs do not.
AS_MUCH = 0.8
#: Gain against that of ticks from which another symbol needs not be seen alone: its sides make twice as many ticks, and
#: leave its other sides out.
FAR_MORE = 2.0
#: Share of the usual evidence asked of symbols that hardly stick out, and share of the leftover ink they explain.
LOW, EXPLAINED_LOW = 0.25, 0.5
#: Coverage from which ink near a symbol is its own, and pixels around its strokes that are.
OF_IT, AROUND_PX = 0.05, 1


def find_symbols(
    beside: Sequence[Ground], half: Sequence[float], ticks: Sequence[Marks] | None = None
) -> list[Marks] | None:
    """Marks of each curve; None where no symbol recurs. ``half`` is half of each curve's stroke width.

    Ticks and pluses too few for their lengths to recur are found by this as well. Where the marks may be ``ticks``
    whose lengths do recur, another symbol must be seen alone, explain more or gain far more: combs of ticks look like
    squares.
    """
    if not beside:
        return None
    symbol = learn_symbol(beside, half, reach_px(beside[0].ink.shape))
    if symbol is None:
        return None
    if symbol.upright:
        above = symbol.kind is Kind.ABOVE
        # The rim of a line that was read a pixel too low stands above it as well, but nowhere alone.
        out = symbol.reach - min(half)
        if above and (out < ONE_SIDED_PX or (out < RIM_PX and not is_seen(beside, symbol, least=1))):
            return None
        down = 0.0 if above else symbol.reach
        return marks_as(beside, Upright(symbol.reach, down, symbol.width))
    marks = symbols_as(beside, symbol)
    few = sum(m.worth for m in marks) < MANY_PX
    if few and (explained_share(marks) < EXPLAINED or not is_seen(beside, symbol, least=1)):
        return None
    if ticks and explained_share(marks) < AS_MUCH * explained_share(ticks):
        return None
    plain = (
        not ticks
        or explained_share(marks) > explained_share(ticks)
        or sum(m.gain for m in marks) > FAR_MORE * sum(m.gain for m in ticks)
        or is_seen(beside, symbol, least=1)
    )
    return marks if plain else None


def find_low_symbols(beside: Sequence[Ground], half: Sequence[float]) -> list[Marks] | None:
    """Crosses, circles or squares that hardly stick out of thick lines, on clean paper only.

    They are believed where they explain most of the ink beside the curves and some stand alone: a line drawn without
    half tones is a pixel thicker here and there, all along.
    """
    if not beside or any(ground.noise >= NOISELESS for ground in beside):
        return None
    symbol = learn_symbol(beside, half, reach_px(beside[0].ink.shape), LOW)
    if symbol is None or symbol.upright or symbol.width >= symbol.reach:
        return None  # strokes as thick as the whole are none
    marks = [symbols_at(ground, symbol, place_symbols(ground, symbol, ease=LOW)) for ground in beside]
    return marks if explained_share(marks) >= EXPLAINED_LOW and is_seen(beside, symbol, least=1) else None


def uprights_alone(beside: Sequence[Ground], half: Sequence[float]) -> tuple[list[Marks] | None, bool]:
    """Marks of each curve as ticks or pluses, None where there are none, and whether some of them stand alone.

    The sides of circles never do, nor do the rims of lines, which low ticks that leave much unexplained may be.
    """
    uprights = find_uprights(beside, half)
    template = next((marks.template for marks in uprights or () if marks.template is not None), None)
    if uprights is None or template is None:
        return None, False
    down = template.ink.shape[0] - 1 - template.up
    reach = float(max(template.up, down))
    kinds = [Kind.ABOVE if down <= 0 else Kind.TICK]
    if any(isinstance(marks.shape, Upright) and marks.shape.arm > 0 for marks in uprights):
        kinds.append(Kind.PLUS)  # in another ink than the line's it is seen whole, cross-bar and all
    ticks = [Symbol(kind, reach - less, template.width) for kind in kinds for less in WHOLE_PIXELS]
    low = reach - min(half) < LOW_PX and explained_share(uprights) < LITTLE_LEFT
    if low and not any(is_seen(beside, tick, least=1) for tick in ticks):
        return None, False
    return uprights, any(is_seen(beside, tick, LONE_UPRIGHTS) for tick in ticks)


def symbols_as(beside: Sequence[Ground], symbol: Symbol) -> list[Marks]:
    """Marks of each curve that are this symbol."""
    return [symbols_at(ground, symbol, place_symbols(ground, symbol)) for ground in beside]


def symbols_at(ground: Ground, symbol: Symbol, placed: Placed) -> Marks:
    """Marks of one curve: this symbol where it was placed."""
    if placed.x.size == 0:
        return no_marks(ground.ink.shape)
    stamp = stamps_of(symbol)[1, 1]
    side = stamp.shape[0] // 2
    own = np.pad(stamp >= OF_IT, AROUND_PX)
    near = np.zeros_like(own)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            near |= np.roll(own, (down, right), (0, 1))
    reach = side + AROUND_PX
    height, width = ground.ink.shape
    mask = np.zeros((height + 2 * reach, width + 2 * reach), np.bool_)
    for x, y in zip(placed.x, placed.y, strict=True):
        row, column = min(height - 1, max(0, round(y))), min(width - 1, max(0, round(x)))
        mask[row : row + 2 * reach + 1, column : column + 2 * reach + 1] |= near
    rest = ground.rest
    mask = mask[reach:-reach, reach:-reach] & (rest > 0)
    merged = bool((np.diff(placed.x) < 2 * symbol.reach + symbol.width).any())
    return Marks(
        placed.x,
        mask,
        symbol.width,
        merged,
        Template(stamp, side, symbol.width),
        rows=np.round(placed.y).astype(np.int64),
        explained=(float(rest[mask].sum()), float(rest.sum())),
        worth=float(placed.evidence.sum()) / SYMBOL_UNIT,
        gain=gain_of(placed.evidence, symbol.reach),
        evidence=placed.evidence,
        sought=partial(place_symbols, symbol=symbol),
        shape=symbol,
    )
