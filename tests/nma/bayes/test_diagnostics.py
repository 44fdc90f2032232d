"""Convergence diagnostics: chains that agree, chains that do not."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.errors import ConvergenceError
from nma.bayes.design import consistency
from nma.bayes.diagnostics import diagnostics, mcse
from nma.bayes.sampler import Chains, Draws


def draws(effects: np.ndarray, tau: np.ndarray | None = None) -> Draws:
    chains, kept, _ = effects.shape
    rng = np.random.default_rng(9)
    return Draws(
        consistency([("A", "B")], ["A", "B"], "A"), tau is not None, Chains(kept + 500, 500, chains),
        effects=effects, tau=np.zeros((chains, kept)) if tau is None else tau,
        deviance=rng.chisquare(4, (chains, kept)), fitted=np.array([0.1, 0.2]), arm_deviance=np.array([1.0, 1.0]),
    )  # fmt: skip


def independent(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((4, 5000, 1))


def test_independent_draws_pass_with_their_full_number() -> None:
    found = diagnostics(draws(independent()))
    assert found.converged
    # An estimate of 20,000 from 20,000 draws varies by a few per cent.
    assert found.ess_bulk[0] == pytest.approx(20_000, rel=0.06)
    assert found.mcse_mean[0] == pytest.approx(1 / np.sqrt(20_000), rel=0.06)
    assert found.names == ("B v A", "deviance")


def test_a_chain_elsewhere_is_noticed() -> None:
    apart = independent()
    apart[2] += 0.5
    found = diagnostics(draws(apart))
    assert found.failed == ("B v A",)
    with pytest.raises(ConvergenceError, match=r"B v A.*--iterations"):
        found.require("network")


def test_a_chain_of_another_width_is_noticed() -> None:
    """Its mean is right, so that the classical diagnostic would pass it; the rank-normalised one folds."""
    wide = independent()
    wide[1] *= 2.5
    assert diagnostics(draws(wide)).failed == ("B v A",)


def test_few_independent_draws_are_noticed() -> None:
    """Autocorrelation of 0.99 leaves about one in 200."""
    noise = np.random.default_rng(1).standard_normal((4, 5000))
    slow = np.zeros_like(noise)
    for i in range(1, 5000):
        slow[:, i] = 0.99 * slow[:, i - 1] + noise[:, i]
    found = diagnostics(draws(slow[:, :, None]))
    assert found.ess_bulk[0] < 400
    assert not found.converged


def test_a_parameter_that_never_moves_has_not_converged() -> None:
    still = draws(independent(), tau=np.full((4, 5000), 0.3))
    with np.errstate(all="ignore"):
        found = diagnostics(still)
    assert "τ" in found.failed


def test_the_error_of_a_quantile_is_its_spread_over_repetitions() -> None:
    seen = [np.quantile(independent(seed), 0.975) for seed in range(60)]
    # 60 repetitions give a standard deviation to about 9%.
    assert mcse(independent(99)[:, :, 0], 0.975) == pytest.approx(np.std(seen, ddof=1), rel=0.3)


def test_diagnostics_are_equal_by_content() -> None:
    one, two = diagnostics(draws(independent())), diagnostics(draws(independent()))
    assert one == two
    assert one != attrs.evolve(two, rhat=two.rhat + 1e-9)
