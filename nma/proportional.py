"""Do hazards of one trial's arms stay proportional? The score test of Grambsch & Therneau (1994)."""

from __future__ import annotations

import attrs
import numpy as np
from scipy import special

from ipdrecon.frozen import Floats, Locked, array_field, floats
from nma.partial_likelihood import Deaths


@attrs.frozen
class Proportionality(Locked):
    """Whether log hazard ratios drift over time: one test a contrast, and one for the trial.

    Attributes
    ----------
    chi2, p : (k-1,) float            One degree of freedom each, against the trial's reference arm.
    overall_chi2, overall_p : float   k-1 degrees of freedom; the choice of the reference arm does not matter.
    """

    overall_chi2: float
    overall_p: float
    chi2: Floats = array_field(floats)
    p: Floats = array_field(floats)


def proportionality(at: Deaths) -> Proportionality:
    """Score test for ``β(t) = β + θ g(t)`` at θ = 0, with g(t) one less the Kaplan-Meier estimate just before t.

    This is the test itself, in which each death's residual has a variance of its own. The customary shortcut by their
    mean (Grambsch & Therneau 1994, eq. 8) goes astray where arms thin out unequally.

    Parameters
    ----------
    at : Deaths   At the maximum of the partial likelihood, where the plain score is 0.
    """
    k = at.residual.shape[1]
    clock = 1.0 - at.survived
    score = np.append(np.zeros(k), clock @ at.residual)
    plain, first, second = (np.einsum("e,eij->ij", clock**power, at.variance) for power in (0, 1, 2))
    information = np.block([[plain, first], [first, second]])

    def chi2(tested: list[int]) -> float:
        rows = [*range(k), *(k + j for j in tested)]
        inside = information[np.ix_(rows, rows)]
        # All deaths at one time leave no drift to see.
        return float(score[rows] @ np.linalg.lstsq(inside, score[rows], rcond=None)[0])

    each = np.array([chi2([j]) for j in range(k)])
    overall = chi2(list(range(k)))
    return Proportionality(overall, float(special.chdtrc(k, overall)), each, special.chdtrc(1, each))
