"""Which symbol the marks of curves are: of all kinds and sizes the one that explains the ink with the fewest marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from ipdrecon.threads import side_by_side
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.price import price_px
from ipdrecon.trace.censor.symbol.match import explained_well, lone_symbols, place_symbols
from ipdrecon.trace.censor.symbol.sample import crowded, halved, joined, reach_range, stretches_of
from ipdrecon.trace.censor.symbol.shape import Kind, Symbol

#: Smallest reach that is tried, in pixels and beyond the line's edge, and how much larger each next one is.
LEAST_REACH_PX, BEYOND_LINE_PX, NEXT_REACH = 2.2, 0.7, 1.18
#: Reach below which other symbols than ticks and pluses are not told from these, in pixels.
TOLD_APART_PX = 2.5
#: Reach of other symbols than ticks and pluses against the farthest any mark reaches.
SMALLER = 0.75
#: Thinnest strokes with which sizes are tried, in pixels, and how much thicker each next ones are.
LEAST_TRIED_PX, NEXT_WIDTH = 0.9, 1.7
#: Least width in pixels, and most against the thinnest curve's.
THIN_PX, THICKEST = 0.5, 1.1
#: Factors by which its width and pixels by which its size are then changed, and how often.
WIDER, CLOSER_PX, ROUNDS = (0.6, 0.8, 1.25, 1.6), (-0.7, -0.35, 0.35, 0.7), 2
#: Kinds that are looked at closer, and share of the best one's worth they must reach at first sight.
CLOSER_KINDS, WORTH_A_CLOSER_LOOK = 4, 0.5
#: Reach from which symbols are sketched at half the size first, in pixels, and the coarsest sketch.
LARGE_PX, COARSEST = 5.0, 4
#: Reach in pixels in which it is still seen whether a symbol fits.
JUDGED_PX = 10.0
#: Fewest marks that stand alone.
LEAST_LONE = 2
#: Worth against the best one's, from which another kind may be the one as well.
AS_LIKELY = 0.8
#: Pixels by which a symbol may be larger than where it explains most, one after the other.
LARGER_PX = (0.3, 0.6, 0.9)
#: Kinds so alike that their worth alone tells them apart.
DIAGONAL = (Kind.CROSS, Kind.LETTER)
#: Share of the squared ink that symbols explain at first sight: bands and limits leave much more.
LEAST_EXPLAINED = 0.06
#: Fewest symbols that leave little of the ink around them over, and share of those that are found: on the stretches,
#: and on all of the curves where the stretches hold fewer.
LEAST_WELL, LEAST_WELL_AT_LARGE, WELL_SHARE = 2, 4, 0.5


def learn_symbol(beside: Sequence[Ground], half: Sequence[float], most_px: float, ease: float = 1.0) -> Symbol | None:
    """The symbol that is seen most; None where none is.

    ``half`` is half of each curve's stroke width, ``most_px`` the largest reach, ``ease`` the share of the usual
    evidence and price of each mark.
    """
    stretches = stretches_of(beside, most_px)
    if not stretches or crowded(stretches):
        return None
    line = min(half)
    near, far = reach_range(stretches, most_px)
    stretches = joined(stretches)
    scale, sketch = 1, stretches
    while near > LARGE_PX * scale and scale < COARSEST:
        scale, sketch = 2 * scale, [halved(ground) for ground in sketch]
    first = side_by_side(
        lambda kind: _likeliest(sketch, _of_all_sizes(kind, line, near, far), (0.0, None), scale, ease), Kind
    )
    first.sort(key=lambda found: -found[0])
    energy = sum(float((ground.ink**2 * ground.free).sum()) for ground in sketch)
    if first[0][0] < LEAST_EXPLAINED * energy:
        return None
    least = WORTH_A_CLOSER_LOOK * first[0][0]
    close = side_by_side(
        lambda known: _closer(sketch, known, line, scale, ease), [k for k in first[:CLOSER_KINDS] if k[0] > least]
    )
    full = [(worth, _in_full(stretches, symbol, line, scale, ease)) for worth, symbol in close if symbol is not None]
    fitting = [(worth, symbol) for worth, symbol in full if _fits_roughly(stretches, beside, scale, ease, symbol)]
    most, symbol = max(full, key=lambda known: known[0], default=(0.0, None))
    if symbol is not None and AS_LIKELY * most > max((worth for worth, _ in fitting), default=0.0):
        fitting += _larger(stretches, symbol, ease)
    return _likeliest_kind(fitting, lambda symbol: _lone(stretches, symbol)[1])


def _likeliest_kind(fitting: Sequence[tuple[float, Symbol]], lone: Callable[[Symbol], float]) -> Symbol | None:
    """Of the kinds that explain nearly as much, (worth, symbol), the one that is best seen alone.

    Combs of circles are filled. Crosses and letters are alike, and of these the one that explains most is asked.
    """
    least = AS_LIKELY * max((worth for worth, _ in fitting), default=0.0)
    cross = max((worth for worth, symbol in fitting if symbol.kind in DIAGONAL), default=0.0)
    likely = [
        (lone(symbol), worth, symbol)
        for worth, symbol in fitting
        if worth >= max(least, cross if symbol.kind in DIAGONAL else 0.0)
    ]
    return max(likely, key=lambda found: found[:2])[2] if likely else None


def _in_full(stretches: Sequence[Ground], symbol: Symbol, line: float, scale: int, ease: float) -> Symbol:
    """A symbol that was sketched at another scale, in the size and width that fit best."""
    return symbol if scale == 1 else _closer(stretches, (0.0, symbol), line, 1, ease)[1] or symbol


def _fits_roughly(
    stretches: Sequence[Ground], beside: Sequence[Ground], scale: int, ease: float, symbol: Symbol
) -> bool:
    """Whether a symbol fits the stretches, or all of the curves, up to so many times smaller.

    Large ones that are placed to a quarter of the figure's pixel take a hundred times as long, and fit no better.
    """
    while scale > 1 and symbol.reach < JUDGED_PX * scale:
        scale //= 2
    seen = attrs.evolve(symbol, reach=symbol.reach / scale, width=symbol.width / scale)
    if _fits(_at_scale(stretches, scale), seen, ease):
        return True
    return _fits(_at_scale(beside, scale), seen, ease, LEAST_WELL_AT_LARGE)


def _at_scale(grounds: Sequence[Ground], scale: int) -> Sequence[Ground]:
    """The grounds with so many by so many pixels, a power of two, as one."""
    return grounds if scale == 1 else _at_scale([halved(ground) for ground in grounds], scale // 2)


def _fits(beside: Sequence[Ground], symbol: Symbol, ease: float, least: int = LEAST_WELL) -> bool:
    placed = [place_symbols(ground, symbol, ease=ease) for ground in beside]
    well = sum(int(explained_well(g, symbol, p).sum()) for g, p in zip(beside, placed, strict=True))
    return well >= max(least, WELL_SHARE * sum(p.x.size for p in placed))


def _larger(stretches: Sequence[Ground], symbol: Symbol, ease: float) -> list[tuple[float, Symbol]]:
    """A symbol that explains most and yet does not fit, a little larger and worth nearly as much, where that fits.

    A letter stands a pixel above or below its line, so the size that explains most is cut at one end.
    """
    if symbol.upright:
        return []
    own, _ = _likeliest(stretches, [symbol], (0.0, None), 1, ease)
    for by in LARGER_PX:
        worth, larger = _likeliest(
            stretches, [attrs.evolve(symbol, reach=symbol.reach + by)], (AS_LIKELY * own, None), 1, ease
        )
        if larger is not None and _fits(stretches, larger, ease):
            return [(worth, larger)]
    return []


def _of_all_sizes(kind: Kind, half: float, near: float, far: float) -> Iterator[Symbol]:
    """Symbols of one kind that end between two distances from the curve, the smallest first."""
    widths = [1.0] if kind.filled else [LEAST_TRIED_PX]
    while not kind.filled and widths[-1] * NEXT_WIDTH <= THICKEST * 2 * half:
        widths.append(widths[-1] * NEXT_WIDTH)
    squat = 1.0 if kind.upright else SMALLER
    least, reach = max(half + BEYOND_LINE_PX, near * squat / NEXT_REACH), LEAST_REACH_PX
    while reach <= far:
        if reach >= least and (kind.upright or reach >= TOLD_APART_PX):
            yield from (Symbol(kind, reach, width) for width in widths)
        reach *= NEXT_REACH


def is_seen(beside: Sequence[Ground], symbol: Symbol, least: int = LEAST_LONE) -> bool:
    """Whether some of these symbols stand alone."""
    return _lone(beside, symbol)[0] >= least


def _lone(beside: Sequence[Ground], symbol: Symbol) -> tuple[int, float]:
    """How many of these symbols stand alone, and how much better they fit than they must."""
    found = [lone_symbols(ground, symbol) for ground in beside]
    return sum(count for count, _ in found), sum(better for _, better in found)


def _closer(
    stretches: Sequence[Ground], known: tuple[float, Symbol | None], half: float, scale: int, ease: float
) -> tuple[float, Symbol | None]:
    """The symbol in the size and width that fit best, and its worth."""
    thickest = max(1.0, THICKEST * 2 * half)
    for _ in range(ROUNDS):
        at = known[1]
        if at is None:
            break
        if not at.kind.filled:
            widths = (min(max(THIN_PX, at.width * by), thickest) for by in WIDER)
            known = _likeliest(stretches, [attrs.evolve(at, width=width) for width in widths], known, scale, ease)
            at = known[1] or at
        sizes = [attrs.evolve(at, reach=max(half + BEYOND_LINE_PX, at.reach + scale * by)) for by in CLOSER_PX]
        known = _likeliest(stretches, sizes, known, scale, ease)
        if known[1] is at:
            break
    return known


def _likeliest(
    stretches: Sequence[Ground],
    symbols: Iterable[Symbol],
    known: tuple[float, Symbol | None],
    scale: int,
    ease: float,
) -> tuple[float, Symbol | None]:
    """The symbol of the greatest worth, and that worth: the evidence for its marks less what each of them costs.

    One pixel of the ``stretches`` is ``scale`` of the figure's.
    """
    best = known
    for symbol in symbols:
        price = ease * price_px(symbol.reach) / scale**2
        seen = attrs.evolve(symbol, reach=symbol.reach / scale, width=symbol.width / scale)
        worth = 0.0
        for ground in stretches:
            placed = place_symbols(ground, seen, roughly=True, least_px=price, ease=ease)
            worth += float((placed.evidence - price).sum())
        if worth > best[0]:
            best = worth, symbol
    return best
