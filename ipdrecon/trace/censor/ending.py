"""Curves that end in a mark whose shape is known: its rim is no fall, and its far half no follow-up.

The path followed its rim, so the curve stands on no level on which that mark was looked for. It is looked for once more
with the curve ended in its middle, on each of the levels the curve has near its end; and cut in its middle, as the
plot's edge does.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.tried import Trial
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.lines.level import Staircase

#: Pixels by which the middle of the mark may lie beside where it is tried, and how often it is then tried anew.
BESIDE_PX, CLOSER = 1.5, 2
#: Mean coverage on either side of the line from which a tick crosses it.
CROSSES = 0.25
#: Pixels by which what a path fell along may reach farther than the mark.
LONGER_PX = 2.0
#: Share of the mark that must be seen, of what is seen that must speak for it, and of the whole by which the end is
#: explained better with it than without. The plot's edge halves a tick all along: of one, half as much.
SEEN, GOOD, HALVED, BETTER = 0.3, 0.5, 0.5, 0.25


@attrs.frozen
class _Last:
    """A mark at the end of a curve: its column, the evidence for it and what of it could be seen, pixels of ink."""

    x: float
    evidence: float
    visible: float


def ended_in_mark(trial: Trial) -> Staircase | None:
    """The curve ended in the middle of a mark; None where it does not end in one, or that was found."""
    stair, reach, energy = trial.curve.stair, trial.reach, trial.energy
    before, _ = _evidence(trial, stair, clipped=False, beyond=0.0)
    best, most = None, before
    # A tick has no rim that leads a path astray, but the plot's edge may cut it; a filled square is a thick one.
    upright = trial.like.template is None or trial.like.template.upright
    half = trial.like.shape.width / 2 if isinstance(trial.like.shape, Upright) else 0.0
    rims, part = ((half,) if half > BESIDE_PX else (), HALVED) if upright else ((reach, reach / 2), 1.0)
    wide = 2 * reach + trial.like.width + stair.width
    for k in range(max(0, int(np.searchsorted(stair.x, stair.end - wide)) - 1), stair.x.size):
        if stair.y[-1] - stair.y[k] > reach + stair.width / 2 + LONGER_PX:
            continue  # a fall that no mark is as long as is the curve's own
        for back, clipped in (*((rim, False) for rim in rims), (0.0, True)):
            tried = _ended(stair, k, stair.end - back)
            own = None
            for _ in range(CLOSER):
                if tried is not None:
                    whole, own = _evidence(trial, tried, clipped=clipped)
                    tried = None if own is None else _ended(stair, k, own.x)
            if tried is None or own is None:
                continue
            clear = own.visible >= part * SEEN * energy and own.evidence >= part * GOOD * own.visible
            if clear and whole > before + BETTER * (own.visible if upright else energy) and whole > most:
                best, most = tried, whole
    return best


def _ended(stair: Staircase, k: int, end: float) -> Staircase | None:
    """The curve ended on its level ``k``; None where it begins later."""
    if stair.x[k] >= end:
        return None
    return attrs.evolve(stair, x=stair.x[: k + 1], y=stair.y[: k + 1], y_se=stair.y_se[: k + 1], end=end)


def _evidence(
    trial: Trial, stair: Staircase, *, clipped: bool, beyond: float = BESIDE_PX
) -> tuple[float, _Last | None]:
    """Evidence for all marks near the end, and the one that stands about the end of this staircase.

    ``clipped`` is whether nothing is drawn beyond the end of the ink, the plot's edge; a mark may stand so many pixels
    ``beyond`` the end of the staircase.
    """
    last = trial.curve.stair.end
    longer = attrs.evolve(stair, end=stair.end + beyond)
    placed, ground = trial.placed(longer, last - 4 * trial.reach, last, clipped=clipped)
    whole = float(placed.evidence.sum())
    if not placed.x.size:
        return whole, None
    k = int(np.argmin(np.abs(placed.x - stair.end)))
    x, y = float(placed.x[k]), float(placed.y[k])
    if abs(x - stair.end) > BESIDE_PX:
        return whole, None
    left, top = trial.corner(longer, last - 4 * trial.reach)
    if isinstance(trial.like.shape, Upright) and not _crosses(ground, trial.like.shape, x - left, y - top):
        return whole, None
    return whole, _Last(x, float(placed.evidence[k]), float(placed.visible[k]))


def _crosses(ground: Ground, shape: Upright, x: float, y: float) -> bool:
    """Whether an upright that reaches to both sides of its line is seen there: a last fall goes down only."""
    column, middle = round(x), round(y)
    sides = [(middle - round(shape.up), middle), (middle + 1, middle + 1 + round(shape.down))]
    for (top, bottom), reach in zip(sides, (shape.up, shape.down), strict=True):
        part = slice(max(0, top), bottom), slice(max(0, column - 1), column + 2)
        seen = (ground.ink[part] * ground.free[part]).max(axis=1, initial=0.0)
        if reach > 0 and float(seen.sum()) < CROSSES * reach:
            return False
    return True
