"""Q taken apart: within designs (heterogeneity) and between them (inconsistency)."""

from __future__ import annotations

import math

import attrs
from scipy import special

from ipdrecon.errors import NetworkError
from nma.fit import Fit
from nma.frequentist import fit, q_by_trial
from nma.heterogeneity import degrees_of_freedom, dl_divisor
from nma.network import Network, components


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
    total = ChiSquare("total", _q(network, fit(network)), degrees_of_freedom(network))
    within = ChiSquare("within designs", sum(found.q for found in by_design), sum(found.df for found in by_design))
    # A sum of squares cannot be negative; the difference of two may be, by its last digit.
    between = ChiSquare("between designs", max(0.0, total.q - within.q), total.df - within.df)
    tau2_within, between_random = math.nan, None
    if within.df > 0:
        divisor = sum(dl_divisor(part, fits[design]) for design, part in parts.items())
        tau2_within = max(0.0, (within.q - within.df) / divisor)
        if between.df > 0:
            inner = sum(_q(part, fit(part, tau2=tau2_within)) for part in parts.values())
            outer = _q(network, fit(network, tau2=tau2_within))
            between_random = ChiSquare("between designs, random effects", max(0.0, outer - inner), between.df)
    return Decomposition(
        total, within, between, by_design, tuple(_detached(network, by_design, between)), between_random, tau2_within
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


def _detached(network: Network, by_design: tuple[ChiSquare, ...], between: ChiSquare) -> list[ChiSquare]:
    """A design with parameters of its own leaves the fit of the others, so it can as well be taken out."""
    found = []
    own = {chi.name: chi.q for chi in by_design}
    for design in network.designs:
        rest = without_design(network, design)
        name = design_name(design)
        inside = sum(own[design_name(other)] for other in network.designs if other != design)
        df = sum(sum(len(other) - 1 for other in part.designs) - len(part.treatments) + 1 for part in rest)
        if df < between.df:
            q = sum(_q(part, fit(part)) for part in rest) - inside
            found.append(ChiSquare(name, max(0.0, q) if df > 0 else 0.0, df))
    return found


def _q(network: Network, at: Fit) -> float:
    return float(q_by_trial(network, at).sum())
