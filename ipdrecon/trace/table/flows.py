"""Counts of events and of censored against those at risk: whoever is gone had the one or the other."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np

from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.table.laws import breaks_balance, breaks_fall

#: Share of a row's counts that must rise where they are counts up to each column.
RISING = 0.6

#: Fewest columns that say how many patients there are, and share of them that must agree on it.
FEWEST, MOSTLY = 3, 0.6
#: Share of columns up to which the rest may fall: more of them do where times are whole, and events tie with columns.
FEW = 0.25
#: Most patients that are taken to be gone at a column's own time, where not all who are left are: a misread figure is
#: seldom so little off.
TIES = 2.0


def up_to_each(printed: Mapping[str, Floats], at_risk: Floats) -> dict[str, Floats]:
    """Counts (m,) of events and of censored up to each column, which are printed so or per interval.

    Counts that fall now and then are either: of the readings of both rows those that agree best with each other and
    with the numbers at risk are taken.
    """
    readings = [_readings(counts, at_risk) for counts in printed.values()]
    ways = list(itertools.product(*readings))
    best = ways[0] if len(ways) == 1 else min(ways, key=lambda way: _denied(at_risk, *way))
    return dict(zip(printed, best, strict=True))


def are_summed(printed: Mapping[str, Floats], counts: Mapping[str, Floats]) -> bool:
    """Whether counts up to each column are sums of what is printed per interval: a misread one is in all behind it."""
    return any(bool((np.nan_to_num(np.abs(counts[kind] - printed[kind])) > 0).any()) for kind in printed)


def _denied(at_risk: Floats, *gone: Floats) -> int:
    """How many columns speak against what counts of events and censored may be; one that is left out does as well."""
    total = at_risk + np.sum(gone, axis=0)
    known = total[~np.isnan(total)]
    if len(gone) > 1:
        off = known.size - int(np.unique(known, return_counts=True)[1].max(initial=0))
    else:
        off = int(breaks_fall(total).sum())
    return int(off + breaks_balance(at_risk, *gone).sum() + total.size - known.size)


def _readings(counts: Floats, at_risk: Floats) -> list[Floats]:
    """What printed counts may be up to each column: as they are where they never fall, else their sums, or as they are
    without those outside the longest rise, one of which at least was misread."""
    known = counts[~np.isnan(counts)]
    if (np.diff(known) >= 0).all():
        return [counts]
    patients = float(np.nanmax(at_risk)) if np.isfinite(at_risk).any() else np.inf
    found = [np.where(np.isnan(counts), np.nan, np.nancumsum(counts))] if known.sum() <= patients else []
    kept = np.where(counts > patients, np.nan, counts)
    kept = np.where(breaks_fall(-kept), np.nan, kept)
    if np.isfinite(kept).sum() >= RISING * known.size:
        found.append(kept)
    return found or [np.full(counts.shape, np.nan)]


def breaks_flow(at_risk: Floats, *gone: Floats, summed: bool = False, late: bool = False) -> Bools:
    """Columns with a count that disagrees with those of the other columns.

    ``gone`` are events and censored up to each column, NaN where not known: both, or one of them. Where both are
    printed all three add up to the patients; where one is, what it leaves of those who are gone never falls; but for
    the few who go at a column's own time (`_ties`), or all at the last (`_all_leave`), who may be counted both as at
    risk and as gone. Where they are ``summed`` up from those of intervals and most add up to more or less than began,
    either the first count or one of an interval was misread, which all behind it hold. ``late``: see `begins_one_less`.
    """
    if not gone:
        return np.zeros(at_risk.size, dtype=np.bool_)
    left = np.sum(gone, axis=0)
    if len(gone) == 1:
        twice = np.where(_all_leave(at_risk, left), at_risk, _ties(at_risk, left))
        return _rises(at_risk + left, twice)
    total = at_risk + left
    patients = _patients(total)
    if np.isnan(patients):
        return np.zeros(total.size, dtype=np.bool_)
    agrees = (total >= patients) & (total <= patients + _ties(at_risk, left))
    agrees |= _all_leave(at_risk, left) & (left == patients)
    agrees |= (left == 0) & (total == patients - 1) & late
    return np.asarray(~np.isnan(total) & (~agrees | (summed and not agrees[0])))


def begins_one_less(at_risk: Floats, *gone: Floats) -> bool | None:
    """Whether one patient more is counted in most columns than in the first, or as many; None where neither is known.

    Those at risk are counted just before a column's time and the others up to it, so that ties are counted twice:
    where they are counted just before the last who left (lifelines, from the start of a period), that one is counted
    twice in each column but those by which nobody is gone.
    """
    total = _total(at_risk, *gone)
    less = _patients(total) - float(total[0])
    return less == 1 if less in (0, 1) else None


def adds_up(at_risk: Floats, *gone: Floats) -> Bools:
    """Columns whose counts of all three kinds add up to as many patients as most others do: none was misread, unless
    it is in all of them alike (`breaks_flow`)."""
    total = _total(at_risk, *gone)
    return np.asarray(total == _patients(total))


def _total(at_risk: Floats, *gone: Floats) -> Floats:
    """Those at risk, with events and censored up to each column (m,); NaN where one of the three is not known."""
    return at_risk + np.sum(gone, axis=0) if len(gone) > 1 else np.full(at_risk.shape, np.nan)


def _patients(total: Floats) -> float:
    """The patients that most columns' counts add up to; NaN where too few agree."""
    values, times = np.unique(total[~np.isnan(total)], return_counts=True)
    if times.sum() < FEWEST or times.max() < max(FEWEST - 1, MOSTLY * times.sum()):
        return np.nan
    return float(values[int(np.argmax(times))])


def _ties(at_risk: Floats, left: Floats) -> Floats:
    """How many may be counted twice in each column (m,): no more than are at risk there, nor than left since the one
    before."""
    return np.maximum(0.0, np.fmin(TIES, np.fmin(at_risk, _since(left))))


def _all_leave(at_risk: Floats, left: Floats) -> Bools:
    """Whether all who are at risk in a column (m,) may leave at its time: at the last, where a trial ends for them."""
    ends = at_risk <= _since(left)
    ends[:-1] = False
    return ends


def _since(left: Floats) -> Floats:
    """How many left since the column before (m,) that is known; NaN where it is not known how many did."""
    known = ~np.isnan(left)
    since = np.full(left.shape, np.nan)
    since[known] = np.diff(left[known], prepend=0.0)
    return since


def _rises(total: Floats, ties: Floats) -> Bools:
    """Columns that break the fall of what those at risk and those gone for the one reason add up to, if few do."""
    bad = breaks_fall(total, ties)
    return bad if bad.sum() <= FEW * np.sum(~np.isnan(total)) else np.zeros(total.size, dtype=np.bool_)
