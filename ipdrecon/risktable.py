"""Numbers at risk as a figure prints them, for one arm."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.errors import RiskTableError
from ipdrecon.frozen import Bools, Floats, Locked, array_field, bools, floats

#: Who counts as at risk at time t: those with time >= t (R, SAS, Stata, KMunicate) or those with time > t (lifelines).
CONVENTIONS = ("", "at_or_after", "after")


@attrs.frozen
class RiskTable(Locked):
    """Numbers at risk of one arm.

    Attributes
    ----------
    time : (m,) float          Strictly increasing, in the axis' time unit.
    at_risk : (m,) float       Whole numbers (fractional only in weighted tables); NaN where a cell could not be read.
    events : (m,) float        Events printed in the same column, or empty. Cumulative up to that column.
    censored : (m,) float      Censored printed in the same column, or empty. Cumulative up to that column.
    doubtful : (m,) bool       Columns with a count that was read but fails a check, or was read with low confidence.
    convention : str           "at_or_after", "after", or "" where it is not known.
    label : str                The row's text.
    """

    time: Floats = array_field(floats)
    at_risk: Floats = array_field(floats)
    events: Floats = array_field(floats, factory=lambda: floats([]))
    censored: Floats = array_field(floats, factory=lambda: floats([]))
    doubtful: Bools = array_field(bools, factory=lambda: bools([]))
    convention: str = ""
    label: str = ""

    def __attrs_post_init__(self) -> None:
        time, at_risk = self.time, self.at_risk
        if time.ndim != 1 or time.shape != at_risk.shape or time.size == 0:
            raise RiskTableError(
                f"a risk table has {time.size} times and {at_risk.size} counts; it needs as many of one as of the "
                "other, and at least one"
            )
        if not np.isfinite(time).all() or time[0] < 0 or (np.diff(time) <= 0).any():
            raise RiskTableError("times of a risk table must be 0 or later and rise strictly")
        if self.doubtful.size == 0:
            object.__setattr__(self, "doubtful", bools(np.zeros(time.size)))
        for name in ("events", "censored"):
            if getattr(self, name).size not in (0, time.size):
                raise RiskTableError(f"a risk table of {time.size} columns has {getattr(self, name).size} {name}")
        if self.doubtful.shape != time.shape:
            raise RiskTableError(f"a risk table of {time.size} columns has {self.doubtful.size} doubt flags")
        known = at_risk[~np.isnan(at_risk)]
        if known.size and known.min() < 0:
            raise RiskTableError(f"a risk table holds {known.min():g} patients at risk; counts must be 0 or more")
        if self.convention not in CONVENTIONS:
            raise RiskTableError(f"convention '{self.convention}' is unknown; use 'at_or_after' or 'after'")

    def doubted(self) -> RiskTable:
        """The table with every column in doubt."""
        return attrs.evolve(self, doubtful=bools(np.ones(self.time.size)))

    @property
    def rises(self) -> bool:
        """Whether counts go up somewhere: delayed entry, or a misread cell."""
        known = self.at_risk[~np.isnan(self.at_risk)]
        return bool((np.diff(known) > 0).any())

    @property
    def patients(self) -> float:
        """Patients at the first column when that column is time 0, else NaN."""
        return float(self.at_risk[0]) if self.time[0] == 0 else float("nan")
