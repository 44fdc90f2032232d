"""Conditional survival of each study in each interval of a common grid."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from pooling.studies import StudyCurve, carried


@attrs.frozen
class Cells(Locked):
    """Studies by intervals; NaN where a study is not observed.

    Attributes
    ----------
    time : (T,) float             Ends of the intervals; the first begins at 0.
    conditional : (K, T) float    Survival to the end of an interval among those alive at its start.
    at_risk : (K, T) float        Patients at risk in it.
    """

    time: Floats = array_field(floats)
    conditional: Floats = array_field(floats)
    at_risk: Floats = array_field(floats)

    def without(self, study: int) -> Cells:
        """The same without one study; times nobody else reached are left off."""
        conditional, at_risk = np.delete(self.conditional, study, axis=0), np.delete(self.at_risk, study, axis=0)
        seen = ~np.isnan(conditional).all(axis=0)
        last = int(np.argmin(seen)) if not seen.all() else seen.size
        return Cells(self.time[:last], conditional[:, :last], at_risk[:, :last])


def cells(studies: Sequence[StudyCurve], grid: Floats) -> Cells:
    """Evaluate every study on the grid.

    A study counts up to the last grid time inside its follow-up; intervals that begin with nobody at risk or nobody
    alive tell nothing and end its row. Grid times that no study reached are left off.

    Raises
    ------
    InputError  where no study is observed in the first interval.
    """
    rows = [_of_patients(s, grid) if s.patients is not None else _of_curve(s, grid) for s in studies]
    conditional, at_risk = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
    empty = ~(at_risk > 0) | np.isnan(conditional)
    gone = np.logical_or.accumulate(empty, axis=1)
    conditional, at_risk = np.where(gone, np.nan, conditional), np.where(gone, np.nan, at_risk)
    reached = np.asarray(~gone.all(axis=0))
    if not reached[0]:
        raise InputError(
            f"no study of '{studies[0].regimen}' is followed to {grid[0]:g}, where the grid begins; begin it earlier"
        )
    last = int(reached.sum())
    return Cells(grid[:last], conditional[:, :last], at_risk[:, :last])


def _of_patients(study: StudyCurve, grid: Floats) -> tuple[Floats, Floats]:
    """From patients: at risk are those left at the start, less half of those censored inside (Cutler & Ederer 1958)."""
    ipd = study.patients
    assert ipd is not None
    levels = study.product_limit.survival[study.product_limit.index(grid)]
    starts = np.append(0.0, grid[:-1])
    at_risk = ipd.at_risk(starts, convention="after")
    at_risk[0] = float(len(ipd))
    leaving = np.sort(ipd.time[~ipd.event])
    censored = np.diff(np.searchsorted(leaving, np.append(-1.0, grid), side="right"))
    before = np.append(1.0, levels[:-1])
    # With nobody left to fail the curve stays at 0 for good, or ends with the last patient.
    inside = (grid <= ipd.time.max()) | (levels <= 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        conditional = np.where(inside & (before > 0), levels / before, np.nan)
    return conditional, np.where(at_risk > 0, at_risk - 0.5 * censored, 0.0)


def _of_curve(study: StudyCurve, grid: Floats) -> tuple[Floats, Floats]:
    """From a curve: a step function; numbers at risk between those given are carried along (see ``carried``)."""
    own = study.time.size
    if own <= grid.size and np.array_equal(grid[:own], study.time):
        after = np.full(grid.size - own, np.nan)
        before = np.append(1.0, study.survival[:-1])
        with np.errstate(invalid="ignore", divide="ignore"):
            inside = np.where(before > 0, study.survival / before, np.nan)
        return np.append(inside, after), np.append(study.at_risk, after)
    time, survival = np.append(0.0, study.time), np.append(1.0, study.survival)
    levels = survival[np.searchsorted(time, grid, side="right") - 1]
    starts = np.append(0.0, grid[:-1])
    alive = survival[np.searchsorted(time, starts, side="right") - 1]
    at_risk = carried(alive, starts, study.at_risk, survival[:-1], time[:-1])
    at = np.searchsorted(time[:-1], starts, side="right") - 1
    exact = np.isclose(time[:-1][at], starts, rtol=0, atol=1e-12)
    at_risk = np.where(exact, study.at_risk[at], at_risk)
    before = np.append(1.0, levels[:-1])
    inside = (grid <= study.time[-1]) | (levels <= 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(inside & (before > 0), levels / before, np.nan), at_risk
