"""Which marks are in one ink: of ticks, pluses, other symbols and any shape that recurs those that explain most."""

from __future__ import annotations

from collections.abc import Sequence

from ipdrecon.trace.censor.bumps import find_bumps
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.marks import Marks, are_uprights, explained_share, total_gain, total_worth
from ipdrecon.trace.censor.recurring import find_recurring
from ipdrecon.trace.censor.symbols import find_low_symbols, find_symbols, uprights_alone
from ipdrecon.trace.censor.upright import HAIRLINE
from ipdrecon.trace.censor.uprights import find_hairlines, find_low_uprights, paired_apart

#: Share of the leftover ink from which ticks in the curves' own colours leave nothing to ask, and evidence against that
#: for another shape from which marks are ticks or pluses: these are what most figures have.
PLAIN_TICKS, WORTH_UPRIGHT = 0.6, 0.6
#: Share of the leftover ink below which ticks of which some stand alone may be the sides of squares all the same.
SIDES = 0.55
#: Evidence for circles, crosses or squares against that for other marks, from which they are the marks: where those
#: are of another shape, and where they are ticks, which most figures have.
WORTH_SYMBOL, WORTH_SYMBOL_TICKS = 1.1, 1.3
#: How many symbols may be the marks whose shape recurs, against the number of these.
MORE_MARKS = 1.1
#: Share of the leftover ink that ticks or pluses may leave to be the marks whatever so many of them cost, and share of
#: what the best marks leave.
NEXT_TO_NOTHING, HALF_LEFT = 0.1, 0.5


def marks_in(beside: Sequence[Ground], half: Sequence[float]) -> list[Marks]:
    """Marks in one ink: uprights that stand alone, or another shape where that explains far more."""
    uprights, alone = uprights_alone(beside, half)
    if uprights and alone and explained_share(uprights) >= PLAIN_TICKS:
        return uprights
    apart = None if uprights else paired_apart(beside, half)
    others = find_recurring(beside, apart or 0.0)
    best = uprights if uprights and total_worth(uprights) >= WORTH_UPRIGHT * total_worth(others) else others
    symbols = None if alone and explained_share(best) >= SIDES else find_symbols(beside, half, uprights)
    more = WORTH_SYMBOL_TICKS if are_uprights(best) and not are_uprights(symbols or []) else WORTH_SYMBOL
    if symbols and (
        total_gain(symbols) > more * total_gain(best)
        or _leave_next_to_nothing(symbols, best)
        or _are_what_recurs(symbols, best)
    ):
        best = symbols
    if any(marks.x.size for marks in best):
        return _or_paler(best, beside, half)
    low = None if apart else find_hairlines(beside, half) or find_low_uprights(beside, half)
    return low or find_low_symbols(beside, half) or find_bumps(beside, half) or best


def _are_what_recurs(symbols: Sequence[Marks], best: Sequence[Marks]) -> bool:
    """Whether symbols are the marks whose shape recurs: of those they explain as much, and are no more.

    A symbol is drawn between the pixels, and so found where little of it is seen and where a curve ends in it.
    """
    if are_uprights(best) or are_uprights(symbols) or explained_share(symbols) < explained_share(best):
        return False
    return sum(m.x.size for m in symbols) <= MORE_MARKS * sum(m.x.size for m in best)


def _leave_next_to_nothing(symbols: Sequence[Marks], best: Sequence[Marks]) -> bool:
    """Whether ticks or pluses explain nearly all ink, and leave less than half of what the best marks leave.

    In combs more of them than can be told are counted, and each costs; a clump of a comb that recurs costs as one.
    """
    left = 1.0 - explained_share(symbols)
    return are_uprights(symbols) and left < NEXT_TO_NOTHING and left < HALF_LEFT * (1.0 - explained_share(best))


def _or_paler(thin: list[Marks], beside: Sequence[Ground], half: Sequence[float]) -> list[Marks]:
    """These marks, or hairlines where they are so thin themselves and explain little: most of those are paler."""
    if not are_uprights(thin) or explained_share(thin) >= PLAIN_TICKS or max(m.width for m in thin) >= HAIRLINE:
        return thin
    paler = find_hairlines(beside, half)
    return paler if paler and explained_share(paler) > explained_share(thin) else thin
