"""Fit: relative effects of all treatments of a network with their joint covariance."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats, Locked, array_field, floats


@attrs.frozen
class Fit(Locked):
    """Estimates as potentials: the effect of i against j is ``potential[i] - potential[j]``.

    Attributes
    ----------
    treatments : tuple of n str
    potential : (n,) float        Analysis scale (logarithms of ratios), sum 0; only differences mean something.
    covariance : (n, n) float     Pseudo-inverse of the Laplacian; variances of differences are what it is for.
    tau2 : float                  Between-trial variance the fit assumed; 0 for the fixed-effect model.
    """

    treatments: tuple[str, ...]
    potential: Floats = array_field(floats)
    covariance: Floats = array_field(floats)
    tau2: float = 0.0

    @property
    def effects(self) -> Floats:
        """(n, n) effects, row treatment against column treatment."""
        return self.potential[:, None] - self.potential[None, :]

    @property
    def variances(self) -> Floats:
        """(n, n) variances of the effects, 0 on the diagonal."""
        own = self.covariance.diagonal()
        spread = own[:, None] + own[None, :] - self.covariance - self.covariance.T
        np.fill_diagonal(spread, 0.0)
        return spread

    @property
    def se(self) -> Floats:
        """(n, n) standard errors of the effects, 0 on the diagonal."""
        return np.sqrt(self.variances)

    def against(self, reference: str) -> tuple[Floats, Floats]:
        """Effects of all treatments against one, (n,), and their covariance, (n, n); zero at the reference itself.

        Raises
        ------
        NetworkError  where the reference is not among the treatments.
        """
        if reference not in self.treatments:
            raise NetworkError(f"reference '{reference}' is not in the network; it has {', '.join(self.treatments)}")
        at = self.treatments.index(reference)
        own = self.covariance
        return (
            self.potential - self.potential[at],
            own - own[:, [at]] - own[[at], :] + own[at, at],
        )
