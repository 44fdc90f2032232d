"""Effects and standard errors against netmeta, and the laws of generalised least squares."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import block_diag

from nma.contrasts import Contrasts
from nma.frequentist import fit, gathered, hat_matrix, pieces, pseudo_inverse, q_by_trial
from nma.network import Network, components
from tests.nma.oracle import NETMETA, matrix, network, reference, simulated


@pytest.mark.parametrize("name", NETMETA)
def test_effects_and_standard_errors_are_those_of_netmeta(name: str) -> None:
    known, found = reference(name), network(name)
    assert list(found.treatments) == known["treatments"]
    for model, tau2 in (("fixed", 0.0), ("random", known["tau2"])):
        at = fit(found, tau2=tau2)
        np.testing.assert_allclose(at.effects, matrix(known[f"effect_{model}"]), rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(at.se, matrix(known[f"se_{model}"]), rtol=1e-10)


def dense(found: Network, tau2: float) -> tuple[np.ndarray, np.ndarray, float]:
    """The same model written out in full: basic contrasts against the first treatment, one large covariance."""
    n = len(found.treatments)
    design, effects, blocks = [], [], []
    for trial in found.trials:
        for name in trial.treatments:
            row = np.zeros(n)
            row[found.index(name)] += 1
            row[found.index(trial.reference)] -= 1
            design.append(row[1:])
        effects.append(trial.effect)
        k = len(trial.treatments)
        blocks.append(trial.covariance + tau2 * (np.eye(k) + 1) / 2)
    X, y, W = np.array(design), np.concatenate(effects), np.linalg.inv(block_diag(*blocks))
    covariance = np.linalg.inv(X.T @ W @ X)
    estimate = covariance @ X.T @ W @ y
    left = y - X @ estimate
    return estimate, covariance, float(left @ W @ left)


@pytest.mark.parametrize("tau2", [0.0, 0.07])
def test_the_graph_gives_generalised_least_squares(tau2: float) -> None:
    """Trials of 2, 3 and 4 arms with any covariance: the Laplacian is C'V⁻¹C (Rücker & Schwarzer 2014)."""
    (found,) = components(simulated(np.random.default_rng(5)))
    estimate, covariance, q = dense(found, tau2)
    at = fit(found, tau2=tau2)
    effects, own = at.against(found.treatments[0])
    np.testing.assert_allclose(effects[1:], estimate, atol=1e-12)
    np.testing.assert_allclose(own[1:, 1:], covariance, atol=1e-13)
    assert float(q_by_trial(found, at).sum()) == pytest.approx(q, rel=1e-11)


def test_the_reference_of_a_trial_does_not_matter() -> None:
    trials = simulated(np.random.default_rng(6))
    turned = [trial.against(trial.treatments[-1]) for trial in trials]
    one, two = (fit(components(given)[0]) for given in (trials, turned))
    np.testing.assert_allclose(one.effects, two.effects, atol=1e-12)
    np.testing.assert_allclose(one.se, two.se, atol=1e-13)


def test_the_unit_of_the_effects_scales_everything() -> None:
    """A network in other units (grams for kilograms) is the same network."""
    trials = simulated(np.random.default_rng(8))
    scaled = [Contrasts(t.trial, t.reference, t.treatments, 1e6 * t.effect, 1e12 * t.covariance, "MD") for t in trials]
    one, two = fit(components(trials)[0]), fit(components(scaled)[0])
    np.testing.assert_allclose(1e6 * one.effects, two.effects, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(1e6 * one.se, two.se, rtol=1e-9)


@pytest.mark.parametrize("name", NETMETA)
def test_trace_of_the_hat_matrix(name: str) -> None:
    found = network(name)
    _, hat = hat_matrix(found, fit(found))
    assert np.trace(hat) == pytest.approx(len(found.treatments) - 1, abs=1e-9)
    np.testing.assert_allclose(hat @ hat, hat, atol=1e-10)


def test_pseudo_inverse_is_that_of_moore_and_penrose() -> None:
    (found,) = components(simulated(np.random.default_rng(9)))
    laplacian, _ = gathered(len(found.treatments), tuple(pieces(block) for block in found.blocks))
    np.testing.assert_allclose(pseudo_inverse(laplacian), np.linalg.pinv(laplacian), atol=1e-12)


def test_a_star_passes_its_trials_through() -> None:
    """Without loops and replication every network estimate against the hub is the trial's own."""
    hub = [Contrasts.two_arm(f"t{i}", name, "hub", 0.1 * i, 0.1 + 0.05 * i) for i, name in enumerate("ABCD")]
    at = fit(components(hub)[0])
    effects, covariance = at.against("hub")
    np.testing.assert_allclose(effects[:4], [0.0, 0.1, 0.2, 0.3], atol=1e-14)
    np.testing.assert_allclose(np.sqrt(np.diag(covariance)[:4]), [0.1, 0.15, 0.2, 0.25], rtol=1e-12)
