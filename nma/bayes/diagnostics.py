"""Whether chains have converged and how far their numbers can be trusted, by ArviZ."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import attrs
import numpy as np

from ipdrecon.errors import ConvergenceError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from nma.bayes.sampler import Draws

#: Vehtari et al. (2021): chains agree where the rank-normalised split R̂ is below this,
RHAT = 1.01
#: and have enough to estimate it where bulk and tail hold this many independent draws.
ESS = 400
#: Quantiles whose Monte Carlo error is given.
QUANTILES = (0.025, 0.5, 0.975)


def arviz() -> Any:
    """The library, without the notice about its next version that it prints when it is loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import arviz as library
    return library


@attrs.frozen
class Diagnostics(Locked):
    """One row a parameter, deviance and (random effects) τ last.

    Attributes
    ----------
    names : tuple of str
    mean, sd : (k,) float
    mcse_mean : (k,) float
    quantile, mcse_quantile : (k, 3) float   At 2.5%, 50%, 97.5%, with their Monte Carlo standard errors.
    rhat : (k,) float                        Rank-normalised split R̂ (Gelman-Rubin, Vehtari et al. 2021).
    ess_bulk, ess_tail : (k,) float
    """

    names: tuple[str, ...]
    mean: Floats = array_field(floats)
    sd: Floats = array_field(floats)
    mcse_mean: Floats = array_field(floats)
    quantile: Floats = array_field(floats)
    mcse_quantile: Floats = array_field(floats)
    rhat: Floats = array_field(floats)
    ess_bulk: Floats = array_field(floats)
    ess_tail: Floats = array_field(floats)

    @property
    def converged(self) -> bool:
        """Whether every parameter passes."""
        return not self.failed

    @property
    def failed(self) -> tuple[str, ...]:
        """Parameters that do not pass; a number that cannot be computed does not."""
        good = (self.rhat < RHAT) & (self.ess_bulk >= ESS) & (self.ess_tail >= ESS)
        return tuple(name for name, fine in zip(self.names, good, strict=True) if not fine)

    @property
    def sentence(self) -> str:
        """Convergence in one sentence."""
        worst = f"largest R̂ {self.rhat.max():.4f}, smallest ESS {min(self.ess_bulk.min(), self.ess_tail.min()):.0f}"
        if self.converged:
            return f"The chains have converged ({worst})."
        return f"The chains have not converged in {', '.join(self.failed)} ({worst})."

    def require(self, what: str) -> None:
        """Raise where something has not converged.

        Raises
        ------
        ConvergenceError  saying which, and what to do.
        """
        if not self.converged:
            raise ConvergenceError(
                f"{what}: {self.sentence[0].lower()}{self.sentence[1:-1]}; R̂ must be below {RHAT} and ESS at least "
                f"{ESS}: give more --iterations, or --allow-unconverged to see the results all the same"
            )


def diagnostics(draws: Draws) -> Diagnostics:
    """Diagnostics of all parameters, the total deviance and τ."""
    az = arviz()
    columns = [(name, draws.effects[:, :, j]) for j, name in enumerate(draws.design.names)]
    columns.append(("deviance", draws.deviance))
    if draws.random:
        columns.append(("τ", draws.tau))
    values = [x for _, x in columns]
    return Diagnostics(
        tuple(name for name, _ in columns),
        mean=np.array([x.mean() for x in values]),
        sd=np.array([x.std(ddof=1) for x in values]),
        mcse_mean=_each(lambda x: az.mcse(x, method="mean"), values),
        quantile=np.array([np.quantile(x, QUANTILES) for x in values]),
        mcse_quantile=np.array([[mcse(x, p) for p in QUANTILES] for x in values]),
        rhat=_each(lambda x: az.rhat(x, method="rank"), values),
        ess_bulk=_each(lambda x: az.ess(x, method="bulk"), values),
        ess_tail=_each(lambda x: az.ess(x, method="tail"), values),
    )


def _each(measure: Callable[[Floats], Any], values: Sequence[Floats]) -> Floats:
    """One number a parameter; the library wraps it differently from one measure to the next."""
    return np.array([np.asarray(measure(x)).item() for x in values])


def mcse(x: Floats, p: float) -> float:
    """Monte Carlo standard error of a quantile of (chains, draws)."""
    return float(np.asarray(arviz().mcse(x, method="quantile", prob=p)).item())
