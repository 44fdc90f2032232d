"""What a published total of events says about the censorings, and how it is kept when the curve resists."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.reconstruction.kernels import expected_events
from ipdrecon.reconstruction.pieces import Pieces

#: How far the spread of censorings is believed before the total is known: SD of the log power inside intervals, and
#: relative SD of the events after the last known count.
POWER_SD, OPEN_SD = 0.35, 0.35
#: Powers that are tried: from nearly everybody at the beginning of an interval to nearly everybody at its end.
POWERS = (0.02, 60.0)


def tilted(pieces: Pieces, total: float, *, exactly: bool = False) -> Pieces:
    """Pieces whose censorings come earlier or later in the intervals, so that the curve asks for the total.

    Later censoring leaves more patients at risk at the drops, and so more events to the same curve. Without a table
    the power is solved for; with one it is weighed against the uncertainty of the stretch after the last column,
    unless it is to lead to the total ``exactly``.
    """
    if pieces.spread.time.size == 0 or not pieces.time.size:
        return pieces
    base = _expected(pieces, 1.0)
    gap = total - float(base.sum())
    if exactly or pieces.known.time.size == 1:
        return _powered(pieces, _solve(pieces, float(total)))
    more = _expected(pieces, 1.25)
    slope = float((more - base)[:-1].sum()) / np.log(1.25)
    open_variance = (OPEN_SD * (float(base[-1]) + 1.0)) ** 2
    if slope <= 1e-9:
        return pieces
    # The most likely pair of log power and open events that adds up to the total.
    goal = float(base.sum()) + gap * slope**2 * POWER_SD**2 / (slope**2 * POWER_SD**2 + open_variance)
    return _powered(pieces, _solve(pieces, goal))


def fixed(pieces: Pieces, total: int) -> Pieces | None:
    """Pieces with events per interval that add up to the total, as near as the counts allow to what the curve asks for.

    None where the counts do not allow the total.
    """
    drops = np.diff(pieces.first) > 0
    at_risk = pieces.known.at_risk
    low = np.append(pieces.fewest, 0)
    high = np.append(
        np.minimum(pieces.most, at_risk[:-1] - at_risk[1:] - pieces.marks[:-1]), at_risk[-1] - pieces.marks[-1]
    )
    high = np.where(drops, high, low.clip(max=0))
    if (high < low).any() or not low.sum() <= total <= high.sum():
        return None
    asked = np.clip(_expected(pieces, 1.0), low, high)
    a, b = -float(total) - 1, float(total) + 1
    for _ in range(100):
        middle = 0.5 * (a + b)
        if np.clip(asked + middle * (asked + 1.0), low, high).sum() < total:
            a = middle
        else:
            b = middle
    wanted = np.clip(asked + b * (asked + 1.0), low, high)
    events = np.floor(wanted).astype(np.int64)
    # The largest remainders are rounded up until the total is met.
    for j in np.argsort(events - wanted, kind="stable"):
        events[j] += int(events.sum() < total and events[j] < high[j])
    for j in np.argsort(wanted - events, kind="stable"):
        events[j] += int(np.clip(total - events.sum(), low[j] - events[j], high[j] - events[j]))
    return attrs.evolve(pieces, fewest=events[:-1], most=events[:-1])


def _expected(pieces: Pieces, power: float) -> Floats:
    out = np.zeros(pieces.first.size - 1)
    share = pieces.share if power == 1.0 else pieces.share**power
    expected_events(
        pieces.survival, share, pieces.marked, pieces.first, pieces.known.at_risk, pieces.marks, pieces.spread.stay,
        pieces.fewest, pieces.most, out,
    )  # fmt: skip
    return out


def _solve(pieces: Pieces, goal: float) -> float:
    """The power for which the curve asks for ``goal`` events; the nearest that is tried where none does."""
    a, b = np.log(POWERS[0]), np.log(POWERS[1])
    for _ in range(30):
        middle = 0.5 * (a + b)
        if _expected(pieces, float(np.exp(middle))).sum() < goal:
            a = middle
        else:
            b = middle
    return float(np.exp(0.5 * (a + b)))


def _powered(pieces: Pieces, power: float) -> Pieces:
    spread = attrs.evolve(pieces.spread, power=pieces.spread.power * power)
    return attrs.evolve(pieces, spread=spread, share=pieces.share**power)
