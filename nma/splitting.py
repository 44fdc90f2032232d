"""Direct against indirect evidence: does the way round a loop tell the same story?"""

from __future__ import annotations

import attrs
import numpy as np
from scipy import special

from ipdrecon.frozen import Floats, Locked, Texts, array_field, floats, texts
from nma.direct import Direct, direct
from nma.fit import Fit
from nma.frequentist import fit
from nma.heterogeneity import heterogeneity
from nma.network import Network, components

#: A share of direct evidence closer than this to 0 or 1 is rounding: the other kind of evidence does not exist.
SHARE_TOLERANCE = 5e-4


@attrs.frozen
class Split(Locked):
    """Direct and indirect estimates of all pairs; matrices are (n, n), row against column, analysis scale.

    Attributes
    ----------
    treatments : tuple of n str
    method : str                     "back-calculation" or "drop and refit".
    share : (n, n) float             Of direct evidence in the network estimate.
    direct, direct_se, indirect, indirect_se : (n, n) float   NaN where that evidence does not exist.
    difference, difference_se, z, p : (n, n) float            Direct minus indirect; NaN where either is missing.
    reason : (n, n) str              Why a pair cannot be tested; "" where it can.
    """

    treatments: tuple[str, ...]
    method: str
    share: Floats = array_field(floats)
    direct: Floats = array_field(floats)
    direct_se: Floats = array_field(floats)
    indirect: Floats = array_field(floats)
    indirect_se: Floats = array_field(floats)
    difference: Floats = array_field(floats)
    difference_se: Floats = array_field(floats)
    z: Floats = array_field(floats)
    p: Floats = array_field(floats)
    reason: Texts = array_field(texts)


def back_calculation(network: Network, at: Fit, evidence: Direct | None = None) -> Split:
    """All pairs at once from one fit: the network estimate less its direct part (König, Krahn & Binder 2013).

    Loops that multi-arm trials close by themselves leave a share just below 1 without evidence from elsewhere;
    :func:`drop_and_refit` is the check.
    """
    found = evidence or direct(network, tau2=at.tau2)
    variance = at.variances
    np.fill_diagonal(variance, np.nan)
    share = np.where(found.studies > 0, variance / found.se**2, 0.0)
    np.fill_diagonal(share, np.nan)
    effects = at.effects
    with np.errstate(divide="ignore", invalid="ignore"):
        indirect = np.where(found.studies > 0, (effects - share * found.effects) / (1 - share), effects)
        indirect_se = np.where(found.studies > 0, np.sqrt(variance / (1 - share)), np.sqrt(variance))
    only = share > 1 - SHARE_TOLERANCE
    indirect, indirect_se = np.where(only, np.nan, indirect), np.where(only, np.nan, indirect_se)
    np.fill_diagonal(indirect, np.nan)
    return _split(network, "back-calculation", found, share, indirect, indirect_se)


def drop_and_refit(network: Network, at: Fit, *, method: str = "DL") -> Split:
    """Each pair's indirect estimate from a network without any trial that compares it (Efthimiou et al. 2019).

    Under random effects the smaller network estimates its own τ² by ``method``; where it cannot, that of the whole
    network stands in.
    """
    n = len(network.treatments)
    found = direct(network, tau2=at.tau2)
    variance = at.variances
    indirect, indirect_se = at.effects, np.sqrt(variance)
    np.fill_diagonal(indirect, np.nan)
    for i, j in np.argwhere(np.triu(found.studies)):
        one, two = network.treatments[i], network.treatments[j]
        rest = [trial for trial in network.trials if not {one, two} <= set(trial.arms)]
        value, se = np.nan, np.nan
        for part in components(rest) if rest else ():
            if one in part.treatments and two in part.treatments:
                again = fit(part)
                if at.tau2 > 0:
                    own = heterogeneity(part, again, method=method).tau2
                    again = fit(part, tau2=at.tau2 if np.isnan(own) else own)
                a, b = part.index(one), part.index(two)
                value, se = again.effects[a, b], again.se[a, b]
        indirect[i, j], indirect[j, i] = value, -value
        indirect_se[i, j] = indirect_se[j, i] = se
    share = np.zeros((n, n))
    np.divide(variance, found.se**2, out=share, where=found.studies > 0)
    np.fill_diagonal(share, np.nan)
    return _split(network, "drop and refit", found, share, indirect, indirect_se)


def _split(network: Network, method: str, found: Direct, share: Floats, indirect: Floats, indirect_se: Floats) -> Split:
    difference = found.effects - indirect
    difference_se = np.sqrt(found.se**2 + indirect_se**2)
    z = difference / difference_se
    reason = np.full(share.shape, "", dtype="<U22")
    reason[np.isnan(indirect)] = "no indirect evidence"
    reason[found.studies == 0] = "no direct evidence"
    np.fill_diagonal(reason, "one treatment")
    return Split(
        network.treatments,
        method,
        share,
        found.effects,
        found.se,
        indirect,
        indirect_se,
        difference,
        difference_se,
        z,
        2 * special.ndtr(-np.abs(z)),
        reason,
    )
