"""The whole analysis: components, what cannot be known, prediction, and options."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from ipdrecon.errors import InputError, NetworkError
from nma import ArmCounts, Contrasts, nma
from tests.nma.oracle import NETMETA, counts, matrix, reference, simulated, trials


@pytest.mark.parametrize("name", NETMETA)
def test_prediction_intervals_are_those_of_netmeta(name: str) -> None:
    known = reference(name)
    (found,) = nma(trials(name), model="random")
    assert found.prediction is not None
    np.testing.assert_allclose(found.prediction.low, matrix(known["predict_low"]), rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(found.prediction.high, matrix(known["predict_high"]), rtol=1e-9, atol=1e-11)


def test_the_model_asked_for_is_the_one_shown() -> None:
    fixed, random = nma(trials("senn2013"))[0], nma(trials("senn2013"), model="random")[0]
    np.testing.assert_array_equal(fixed.effects, random.fixed.effects)
    assert fixed.random is not None
    np.testing.assert_array_equal(fixed.random.effects, random.effects)
    assert random.title.startswith("random effects (DL")


def test_a_star_says_what_it_cannot_know() -> None:
    star = [Contrasts.two_arm(f"t{i}", name, "hub", 0.1 * i, 0.2) for i, name in enumerate("ABC")]
    (found,) = nma(star, model="random")
    assert found.random is None
    assert found.main is found.fixed
    assert set(found.not_estimable) == {"Q, I², τ²", "random-effects model", "prediction interval", "inconsistency"}
    assert all(found.not_estimable.values())
    assert found.prediction is None
    assert found.net_heat is None
    assert found.reference == "hub"


def test_loops_of_multi_arm_trials_are_no_test() -> None:
    three = Contrasts("x", "A", ("B", "C"), [0.1, 0.2], [[0.2, 0.1], [0.1, 0.2]])
    again = Contrasts("y", "A", ("B", "C"), [0.2, 0.1], [[0.2, 0.1], [0.1, 0.2]])
    (found,) = nma([three, again])
    assert "multi-arm" in found.not_estimable["inconsistency"]


def test_comparisons_across_components_are_refused_with_the_reason() -> None:
    found = nma([Contrasts.two_arm("x", "A", "B", 0.1, 0.2), Contrasts.two_arm("y", "C", "D", 0.1, 0.2)])
    assert len(found) == 2
    assert found.effect("A", "B") == (pytest.approx(0.1), pytest.approx(0.2))
    with pytest.raises(NetworkError, match="not connected by any chain of trials"):
        found.effect("A", "C")
    with pytest.raises(NetworkError, match="is in no trial"):
        found.effect("A", "E")
    assert any("2 networks" in line for line in found.warnings)


def test_silent_trials_are_left_out_and_said() -> None:
    silent = ArmCounts("Silent", ("Control", "BetaB"), np.array([0, 0]), np.array([10, 10]))
    with_it, without = nma([*counts("blocker"), silent]), nma(counts("blocker"))
    assert with_it.effect("BetaB", "Control") == without.effect("BetaB", "Control")
    assert any("'Silent'" in line for line in with_it.warnings)


def test_risk_differences_keep_silent_trials() -> None:
    silent = ArmCounts("Silent", ("Control", "BetaB"), np.array([0, 0]), np.array([10, 10]))
    assert len(nma([*counts("blocker"), silent], measure="RD")[0].network.trials) == 23


def test_mantel_haenszel_has_no_random_effects() -> None:
    (found,) = nma(counts("dong2013"), method="mh")
    known = reference("dong2013")
    np.testing.assert_allclose(found.effects, matrix(known["effect_mh"]), atol=1e-12)
    assert found.random is None
    assert "Mantel-Haenszel" in found.title
    assert "heterogeneity within designs" in found.not_estimable


def test_likelihood_methods_reach_the_result() -> None:
    (dl,), (reml,) = nma(trials("smoking"), model="random"), nma(trials("smoking"), model="random", tau2="REML")
    assert dl.main.tau2 != reml.main.tau2
    assert reml.heterogeneity.method == "REML"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"model": "mixed"}, "fixed or random"),
        ({"tau2": "PM"}, "DL, REML, ML"),
        ({"level": 95}, "confidence level"),
        ({"measure": "XX"}, "HR, OR"),
        ({"method": "peto"}, "Mantel-Haenszel"),
        ({"measure": "RR"}, "cannot be turned into another measure"),
        ({"method": "mh"}, "needs counts"),
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        nma(trials("woods2010"), **options)  # type: ignore[call-overload]


def test_a_reference_nobody_has_is_refused() -> None:
    with pytest.raises(NetworkError, match="Fluticasone, Placebo"):
        nma(trials("woods2010"), reference="Aspirin")


def test_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        nma([])


def test_every_component_gets_every_answer() -> None:
    """A network with four-arm trials and one with a single trial go through all of the result."""
    lone = Contrasts.two_arm("lone", "X", "Y", -0.2, 0.1)
    for part in nma([*simulated(np.random.default_rng(3)), lone], model="random"):
        n = len(part.treatments)
        assert part.league.estimate.shape == (n, n)
        assert part.contribution.share.sum() == pytest.approx(n * (n - 1) / 2)
        assert part.decomposition.total.df == part.heterogeneity.df
        assert part.ranking.mean.sum() == pytest.approx(n * (n + 1) / 2)
        assert part.split.share.shape == part.split_refit.share.shape == (n, n)
        assert len(part.funnel.trials) >= len(part.network.trials)
        assert math.isfinite(float(part.p_scores.sum()))
