"""What the counts of a row must keep: they fall, and agree with percentages printed beside them."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.table.line import Line

#: Reader's score under which a cell is doubtful, and under which it is read again.
SURE, WEAK = 0.55, 0.8
#: Share of steps that rise from which counts of events are cumulative.
MOSTLY = 0.7
#: Rounding of a printed percentage, in percent.
ROUNDING = 0.51
#: Share of a row's cells that may lack a bracket in a row of brackets.
FEW_BARE = 0.4
#: Fewest percentages from which the number of patients follows.
MIN_SHARES = 3


def is_counted(row: Line, first: int) -> bool:
    """Whether a line is a row of a table: it has its first count, or most of its cells are lawful counts.

    Numbers of a legend ("Quartile 1", "2", "3") may stand near columns, but none at the first.
    """
    known = [c for c in row.cells if np.isfinite(row.cells[c].count)]
    lawless = suspects(row, weak=False)
    return bool(known) and (first in known or sum(c not in lawless for c in known) > 0.5 * len(row.cells))


def suspects(row: Line, *, weak: bool = True) -> list[int]:
    """Columns whose cell breaks a law of the row, or (``weak``) was not surely read."""
    columns = sorted(row.cells)
    counts = np.array([row.cells[c].count for c in columns])
    bad = np.isnan(counts)
    if row.kind in ("", "at_risk"):
        bad = bad | breaks_fall(counts)
    elif (steps := np.diff(counts[~bad])).size and np.mean(steps >= 0) > MOSTLY:  # counted up to each column
        bad = bad | breaks_fall(-counts)
    brackets = np.array([row.cells[c].bracket for c in columns])
    bad = bad | breaks_share(counts, brackets) | lacks_bracket(counts, brackets)
    if weak:
        bad = bad | np.array([row.cells[c].score < WEAK or row.cells[c].joined for c in columns])
    return [c for c, b in zip(columns, bad, strict=True) if b]


def breaks_fall(counts: Floats, twice: Floats | None = None) -> Bools:
    """Cells that are not part of every longest run that never rises: one of them at least is wrong.

    ``twice`` (m,) is by how much each may be above those before it, for it may hold so many a second time.
    """
    known = np.flatnonzero(~np.isnan(counts))
    bad = np.zeros(counts.size, dtype=np.bool_)
    values = counts[known]
    once = values if twice is None else values - twice[known]
    if values.size < 2 or (once[1:] <= values[:-1]).all():
        return bad
    n = values.size
    fits = np.tril(once[:, None] <= values[None, :], -1)  # [i, j]: j before i, and no smaller
    length, ways = np.ones(n, dtype=np.int64), np.ones(n)
    after, ways_after = np.ones(n, dtype=np.int64), np.ones(n)
    for i in range(n):
        length[i], ways[i] = _chains(fits[i], length, ways)
    for i in reversed(range(n)):
        after[i], ways_after[i] = _chains(fits[:, i], after, ways_after)
    longest = int(length.max())
    total = float(ways[length == longest].sum())
    through = np.where(length + after - 1 == longest, ways * ways_after, 0.0)
    bad[known] = through < total - 0.5
    return bad


def _chains(linked: Bools, length: np.ndarray[tuple[int], np.dtype[np.int64]], ways: Floats) -> tuple[int, float]:
    """Length of the longest chain through one of the linked cells and one more, and how many there are."""
    if not linked.any():
        return 1, 1.0
    longest = int(length[linked].max())
    return longest + 1, float(ways[linked & (length == longest)].sum())


def are_shares(counts: Floats, brackets: Floats) -> bool:
    """Whether what stands in brackets is the percentage still at risk: it begins at 100 and falls with the counts."""
    both = ~np.isnan(brackets) & ~np.isnan(counts)
    shares = brackets[both]
    if shares.size < MIN_SHARES or shares.max() > 100 or shares[0] < shares[-1] or shares[0] <= ROUNDING:
        return False
    low, high = _patients(counts[both], shares)
    inside = max(float(np.sum((low <= n) & (n <= high))) for n in [*low, *high])
    return bool(shares[0] >= 99 or inside == shares.size) and inside >= 0.6 * shares.size


def breaks_share(counts: Floats, brackets: Floats) -> Bools:
    """Cells whose count and percentage disagree with the patients that most of the others speak of."""
    bad = np.zeros(counts.size, dtype=np.bool_)
    if not are_shares(counts, brackets):
        return bad
    both = np.flatnonzero(~np.isnan(brackets) & ~np.isnan(counts))
    low, high = _patients(counts[both], brackets[both])
    ends = np.concatenate([low, high])
    most = ends[int(np.argmax([np.sum((low <= n) & (n <= high)) for n in ends]))]
    bad[both] = (low > most) | (high < most)
    return bad


def lacks_bracket(counts: Floats, brackets: Floats) -> Bools:
    """Cells with nothing in brackets where the others of the row have something: what was read may be both in one."""
    known = ~np.isnan(counts)
    bare = known & np.isnan(brackets)
    return bare if bare.sum() < FEW_BARE * known.sum() else np.zeros(counts.size, dtype=np.bool_)


def breaks_balance(at_risk: Floats, *others: Floats, summed: bool = False) -> Bools:
    """Cells that count more patients, with those who had events or were censored so far, than began.

    Events at a column's own time may be counted with those at risk just before it, so only cells beyond all of them
    are told from ties. Where most cells are beyond, the first count is, which lost a figure, and not the others, unless
    these are ``summed`` up from counts of intervals: one of these may have been misread, and is in every sum behind it.
    """
    bad = np.zeros(at_risk.size, dtype=np.bool_)
    if not others or not np.isfinite(at_risk[0]):
        return bad
    gone = np.sum(others, axis=0)
    step = np.diff(gone, prepend=0.0, append=np.nan)
    ties = np.fmax(np.nan_to_num(step[:-1]), np.nan_to_num(step[1:]))
    known = ~np.isnan(gone) & ~np.isnan(at_risk)
    over = known & (at_risk + gone - ties > at_risk[0] + 0.5)
    if over.sum() > 0.5 * known[1:].sum():
        bad[0] = True
        return bad | over if summed else bad
    return np.asarray(over)


def _patients(counts: Floats, shares: Floats) -> tuple[Floats, Floats]:
    """Least and most patients that turn each count into its percentage."""
    low = 100.0 * counts / (shares + ROUNDING)
    high = np.where(shares > ROUNDING, 100.0 * counts / np.maximum(shares - ROUNDING, 1e-9), np.inf)
    return low, high
