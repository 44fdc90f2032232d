"""Q taken apart: within designs (heterogeneity) and between them (inconsistency)."""

from __future__ import annotations

import math

import attrs
import numpy as np
from scipy import special

from ipdrecon.errors import NetworkError
from nma.fit import Fit
from nma.frequentist import fit, q_by_trial
from nma.heterogeneity import degrees_of_freedom, dl_divisor
from nma.network import Network, components

#: A leverage closer to 1 than this is rounding: nothing but the design itself speaks of that direction.
LEVERAGE_TOLERANCE = 1e-9


@attrs.frozen
class ChiSquare:
    """A sum of squares with its degrees of freedom; p is NaN where there are none."""

    name: str
    q: float
    df: int

    @property
    def p(self) -> float:
        """Upper tail of the chi-square distribution."""
        return float(special.chdtrc(self.df, self.q)) if self.df > 0 else math.nan


@attrs.frozen
class Decomposition:
    """Cochran's Q by design, fixed-effect weights (Krahn, Binder & König 2013).

    Attributes
    ----------
    total, within, between : ChiSquare
    designs : tuple of ChiSquare       Q within each design, named by its treatments.
    detached : tuple of ChiSquare      Q between the other designs, with each design given parameters of its own; only
                                       designs that take part in a test.
    between_random : ChiSquare or None The design-by-treatment test under random effects (Higgins et al. 2012), with τ²
                                       from within designs; None where that cannot be estimated.
    tau2_within : float                NaN where it cannot be estimated.
    """

    total: ChiSquare
    within: ChiSquare
    between: ChiSquare
    designs: tuple[ChiSquare, ...]
    detached: tuple[ChiSquare, ...]
    between_random: ChiSquare | None
    tau2_within: float


def decomposition(network: Network) -> Decomposition:
    """Total, within, between, each design, each design detached, and the test under random effects."""
    designs = network.designs
    parts = {design: network.subset(trials) for design, trials in designs.items()}
    fits = {design: fit(part) for design, part in parts.items()}
    by_design = tuple(
        ChiSquare(design_name(design), _q(part, fits[design]), degrees_of_freedom(part))
        for design, part in parts.items()
    )
    whole = fit(network)
    total = ChiSquare("total", _q(network, whole), degrees_of_freedom(network))
    within = ChiSquare("within designs", sum(found.q for found in by_design), sum(found.df for found in by_design))
    # A sum of squares cannot be negative; the difference of two may be, by its last digit.
    between = ChiSquare("between designs", max(0.0, total.q - within.q), total.df - within.df)
    tau2_within, between_random = math.nan, None
    if within.df > 0:
        divisor = sum(dl_divisor(part, fits[design]) for design, part in parts.items() if len(part.trials) > 1)
        tau2_within = max(0.0, (within.q - within.df) / divisor)
        if between.df > 0:
            repeated = [part for part in parts.values() if len(part.trials) > 1]
            inner = sum(_q(part, fit(part, tau2=tau2_within)) for part in repeated)
            outer = _q(network, fit(network, tau2=tau2_within))
            between_random = ChiSquare("between designs, random effects", max(0.0, outer - inner), between.df)
    return Decomposition(
        total, within, between, by_design, tuple(_detached(whole, fits, between)), between_random, tau2_within
    )


def design_name(design: tuple[str, ...]) -> str:
    """Treatments with " : " between them, which reads well where names hold colons."""
    return " : ".join(design)


def without_design(network: Network, design: tuple[str, ...]) -> tuple[Network, ...]:
    """The components left when all trials of a design are taken out.

    Raises
    ------
    NetworkError  where the network has no such design.
    """
    if design not in network.designs:
        raise NetworkError(f"no trial compares {design_name(design)}")
    held = set(network.designs[design])
    rest = [trial for k, trial in enumerate(network.trials) if k not in held]
    return components(rest) if rest else ()


def _detached(whole: Fit, fits: dict[tuple[str, ...], Fit], between: ChiSquare) -> list[ChiSquare]:
    """Q between designs with each design given parameters of its own, all from the fit of the whole network.

    Such parameters take ``e' S⁺ e`` out of Q, where e is the design's own estimate less the network's and S = V - H
    its covariance: V is that of the own estimate, H that of the network's. The rank of S is the degrees of freedom.
    """
    place = {name: i for i, name in enumerate(whole.treatments)}
    found = []
    for design, own in fits.items():
        at = [place[name] for name in own.treatments]
        effect, spread = own.against(own.treatments[0])
        fitted = (whole.potential[at] - whole.potential[at[0]])[1:]
        shared = whole.covariance[at]
        shared = (shared - shared[:1])[:, at]
        shared = (shared - shared[:, :1])[1:, 1:]
        left = np.linalg.solve(root := np.linalg.cholesky(spread[1:, 1:]), effect[1:] - fitted)
        leverage = np.linalg.solve(root, np.linalg.solve(root, shared).T)
        # 1 where the rest of the network says nothing about a direction, below 1 where it does.
        values, directions = np.linalg.eigh(leverage)
        free = values < 1 - LEVERAGE_TOLERANCE
        if free.any():
            gone = float(np.sum((directions[:, free].T @ left) ** 2 / (1 - values[free])))
            df = between.df - int(free.sum())
            found.append(ChiSquare(design_name(design), max(0.0, between.q - gone) if df > 0 else 0.0, df))
    return found


def _q(network: Network, at: Fit) -> float:
    if len(network.trials) == 1:
        return 0.0  # A trial alone is what its network says.
    return float(q_by_trial(network, at).sum())
