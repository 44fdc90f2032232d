"""League table: every treatment against every other, as numbers, as tidy rows, and as something to print.

Matrices and tidy rows always hold row against column. The printed table compares, in every cell, the treatment that
stands further to the top left with the other one: below the diagonal the network's estimate (column against row),
above it the direct estimate (row against column), so that two cells mirrored at the diagonal are about the same
comparison. The sentence on the table says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np
import numpy.typing as npt
from scipy import special

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from nma.direct import Direct
from nma.fit import Fit
from nma.measures import Measure, measure_of


@attrs.frozen
class League(Locked):
    """Estimates and intervals on the reported scale (ratios as ratios); matrices are (n, n), row against column.

    Attributes
    ----------
    treatments : tuple of n str
    measure : str
    level : float                   Of the intervals.
    estimate, low, high : (n, n) float            Network estimates; no difference on the diagonal.
    direct, direct_low, direct_high : (n, n) float   NaN where no trial compares the pair (empty: not given).
    title : str                     What was estimated, such as "fixed effect".
    interval : str                  "CI" or "CrI".
    """

    treatments: tuple[str, ...]
    measure: str
    level: float
    estimate: Floats = array_field(floats)
    low: Floats = array_field(floats)
    high: Floats = array_field(floats)
    direct: Floats = array_field(floats, factory=lambda: np.empty((0, 0)))
    direct_low: Floats = array_field(floats, factory=lambda: np.empty((0, 0)))
    direct_high: Floats = array_field(floats, factory=lambda: np.empty((0, 0)))
    title: str = ""
    interval: str = "CI"

    def ordered(self, order: Sequence[int]) -> League:
        """The same table with its treatments in another order."""
        at = np.ix_(order, order)
        matrices = {
            name: getattr(self, name)[at] if getattr(self, name).size else getattr(self, name)
            for name in ("estimate", "low", "high", "direct", "direct_low", "direct_high")
        }
        return attrs.evolve(self, treatments=tuple(self.treatments[i] for i in order), **matrices)

    @property
    def orientation(self) -> str:
        """The sentence that must stand on every printed table."""
        words = measure_of(self.measure).words
        below = f"Below the diagonal: network {words} ({self.level:.0%} {self.interval}) of column against row."
        if not self.direct.size:
            return below
        return below + " Above: direct estimate of the same comparison, row against column."

    def rows(self) -> list[dict[str, Any]]:
        """One row an ordered pair: treatment, comparator, measure, estimate, limits, and the direct estimate's."""
        names = ["estimate", "low", "high"] + (["direct", "direct_low", "direct_high"] if self.direct.size else [])
        return [
            {
                "treatment": one,
                "comparator": two,
                "measure": self.measure,
                **{name: float(getattr(self, name)[i, j]) for name in names},
            }
            for i, one in enumerate(self.treatments)
            for j, two in enumerate(self.treatments)
            if i != j
        ]

    def cells(self, *, digits: int = 2) -> list[list[str]]:
        """(n, n) printed cells: treatments on the diagonal, estimates as ``0.70 (0.55, 0.89)``, "." for none."""
        n = len(self.treatments)
        table = [["."] * n for _ in range(n)]
        for i in range(n):
            for j in range(n):
                if i == j:
                    table[i][j] = self.treatments[i]
                elif i > j:
                    table[i][j] = printed(self.estimate[j, i], self.low[j, i], self.high[j, i], digits)
                elif self.direct.size and np.isfinite(self.direct[i, j]):
                    table[i][j] = printed(self.direct[i, j], self.direct_low[i, j], self.direct_high[i, j], digits)
                elif not self.direct.size:
                    table[i][j] = ""
        return table


def printed(estimate: float, low: float, high: float, digits: int = 2) -> str:
    """An estimate with its interval, ``0.70 (0.55, 0.89)``."""
    # The 0.0 turns -0.00 into 0.00.
    one, two, three = (round(value, digits) + 0.0 for value in (estimate, low, high))
    return f"{one:.{digits}f} ({two:.{digits}f}, {three:.{digits}f})"


def league_of_fit(
    at: Fit, measure: Measure, *, level: float, evidence: Direct | None = None, title: str = ""
) -> League:
    """Normal intervals of a fit, with direct estimates where they are given."""
    z = float(special.ndtri((1 + level) / 2))

    def limits(effect: Floats, se: Floats) -> tuple[Floats, Floats, Floats]:
        return measure.report(effect), measure.report(effect - z * se), measure.report(effect + z * se)

    estimate, low, high = limits(at.effects, at.se)
    table = League(at.treatments, measure.name, level, estimate, low, high, title=title)
    if evidence is None:
        return table
    estimate, low, high = limits(evidence.effects, evidence.se)
    return attrs.evolve(table, direct=estimate, direct_low=low, direct_high=high)


def league_of_draws(
    treatments: tuple[str, ...], draws: npt.ArrayLike, measure: Measure, *, level: float, title: str = ""
) -> League:
    """Medians and equal-tailed intervals of (draws, n) simulated effects against one reference (analysis scale).

    Raises
    ------
    NetworkError  where the draws do not have one column a treatment.
    """
    sample = np.asarray(draws, dtype=np.float64)
    n = len(treatments)
    if sample.ndim != 2 or sample.shape[1] != n:
        raise NetworkError(f"draws have shape {sample.shape}; a league of {n} treatments needs (draws, {n})")
    tail = (1 - level) / 2
    low, middle, high = np.zeros((n, n)), np.zeros((n, n)), np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            a, b, c = np.quantile(sample[:, i] - sample[:, j], (tail, 0.5, 1 - tail))
            low[i, j], middle[i, j], high[i, j] = a, b, c
            low[j, i], middle[j, i], high[j, i] = -c, -b, -a
    return League(
        treatments,
        measure.name,
        level,
        measure.report(middle),
        measure.report(low),
        measure.report(high),
        title=title,
        interval="CrI",
    )
