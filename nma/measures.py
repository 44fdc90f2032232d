"""Effect measures: what they are called, on which scale they are analysed, and which way is better."""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats


@attrs.frozen
class Measure:
    """A relative effect of one treatment against another.

    Attributes
    ----------
    name : str    As reported: HR, OR, RR, RD, MD, SMD, RMST.
    words : str   In words.
    ratio : bool  Analysed as its logarithm; "no difference" is 1 instead of 0.
    """

    name: str
    words: str
    ratio: bool

    @property
    def null(self) -> float:
        """Value of "no difference" on the reported scale."""
        return 1.0 if self.ratio else 0.0

    def report(self, effect: npt.ArrayLike) -> Floats:
        """Analysed effects (logarithms of ratios) on the reported scale."""
        values = np.asarray(effect, dtype=np.float64)
        return np.exp(values) if self.ratio else values

    def margin(self, given: float | None) -> float:
        """A margin on the analysis scale, without sign: 0.9 and 1.11 are the same margin of a ratio.

        Raises
        ------
        InputError  where it is no margin on the reported scale.
        """
        if given is None:
            return 0.0
        if not np.isfinite(given) or (self.ratio and given <= 0):
            allowed = "a ratio above 0, such as 0.9" if self.ratio else "a difference, such as 0.5"
            raise InputError(f"margin {given:g} is none for the {self.words}; give {allowed}")
        return abs(float(np.log(given))) if self.ratio else abs(float(given))


#: All measures by name.
MEASURES = {
    measure.name: measure
    for measure in (
        Measure("HR", "hazard ratio", True),
        Measure("OR", "odds ratio", True),
        Measure("RR", "risk ratio", True),
        Measure("RD", "risk difference", False),
        Measure("MD", "mean difference", False),
        Measure("SMD", "standardised mean difference", False),
        Measure("RMST", "difference in restricted mean survival time", False),
    )
}


def measure_of(name: str) -> Measure:
    """The measure of that name, in any case.

    Raises
    ------
    InputError  where there is none.
    """
    if name.upper() not in MEASURES:
        raise InputError(f"measure '{name}' is unknown; use one of {', '.join(MEASURES)}")
    return MEASURES[name.upper()]
