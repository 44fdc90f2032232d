"""How far a row of counts is above what a curve leaves alive: n(t) <= N S(t-) holds whatever was censored."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve


def excess(table: RiskTable, steps: StepCurve, slack: float, rounding: float = 0.0) -> Floats:
    """Share of the first count at risk less the share alive, column by column; (k,), NaN where no count was read.

    A number at risk may be counted ``slack`` (time) before the deaths at its time, as places are read no better; S may
    be read ``rounding`` too low. Behind its end a curve keeps its last level. The first count must be above 0.
    """
    alive = steps.before(np.maximum(np.minimum(table.time, steps.end) - slack, 0.0))
    return np.asarray(table.at_risk / table.patients - np.minimum(1.0, alive + rounding))
