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
    name : str    As reported: HR, OR, RR, RD, MD, SMD.
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
