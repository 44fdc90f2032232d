"""Inconsistency models against gemtc and least squares."""

from __future__ import annotations

import math

import numpy as np
import pytest

from nma.arms import ArmCounts
from nma.bayes.analysis import analyse
from nma.bayes.consistency import estimate, probability_above
from nma.bayes.design import node_split, pair_rows
from nma.bayes.priors import Priors, TauPrior, gemtc
from nma.bayes.sampler import Chains, sample
from nma.contrasts import Contrasts
from nma.network import components
from tests.nma.bayes.oracle import counts, parkinson
from tests.nma.oracle import network, reference


def test_flat_priors_split_two_arm_networks_as_back_calculation_does() -> None:
    """A triangle of two-arm trials: direct and indirect evidence are apart by themselves."""
    trials = [
        Contrasts.two_arm("x", "B", "A", 0.3, 0.1),
        Contrasts.two_arm("y", "C", "B", 0.2, 0.2),
        Contrasts.two_arm("z", "C", "A", 0.9, 0.3),
    ]
    (net,) = components(trials)
    flat = Priors(math.inf, TauPrior("uniform", 1.0))
    found = analyse(net, reference="A", random=False, priors=flat, inconsistency=True)
    (split,) = [s for s in found.splittings if (s.treatment, s.comparator) == ("C", "A")]
    assert split.direct.median == pytest.approx(0.9)
    assert split.indirect.median == pytest.approx(0.5)
    z = 0.4 / math.sqrt(0.3**2 + 0.1**2 + 0.2**2)
    from scipy import stats

    assert split.p == pytest.approx(2 * stats.norm.sf(z), rel=1e-9)
    assert found.unrelated is not None
    # Three comparisons with a parameter each fit exactly; as many effective parameters as data.
    assert found.unrelated.deviance.dbar == pytest.approx(3.0)
    assert found.unrelated.deviance.pd == pytest.approx(3.0)
    assert found.deviance.pd == pytest.approx(2.0)


def test_splits_of_parkinson_are_gemtc() -> None:
    """Difference trials, random effects. gemtc leaves further arms out of trials of the pair, so they are left out."""
    net = parkinson()
    for pair, known in reference("gemtc")["parkinson_diff"]["splits_random"].items():
        two, one = pair.split()
        trials = [_only(t, two, one) if {one, two} <= set(t.arms) else t for t in net.trials]
        (again,) = components(trials)
        found = analyse(again, reference="A", random=True, priors=gemtc(net.trials), inconsistency=True)
        split = next(s for s in found.splittings if {s.treatment, s.comparator} == {one, two})
        sign = 1.0 if split.treatment == one else -1.0
        # Limits rest on few draws of large τ: 3 errors of a mean with an ESS of 5,500 are 0.05.
        assert sign * split.direct.median == pytest.approx(known["direct"][0], abs=0.05)
        assert sign * split.indirect.median == pytest.approx(known["indirect"][0], abs=0.08)
        assert split.p == pytest.approx(known["pvalue"], abs=0.03)


def _only(trial: Contrasts, base: str, other: str) -> Contrasts:
    based = trial.against(base)
    at = based.treatments.index(other)
    return Contrasts(
        trial.trial, base, (other,), based.effect[[at]], based.covariance[np.ix_([at], [at])], measure=trial.measure
    )


@pytest.mark.parametrize("pair", ["A C", "C D"])
def test_splits_of_smoking_are_gemtc(pair: str) -> None:
    two, one = pair.split()
    known = reference("gemtc")["smoking"]["splits_random"][pair]
    trials = []
    for trial in counts("smoking"):
        if {one, two} <= set(trial.treatments):
            at = [trial.treatments.index(name) for name in (two, one)]
            trial = ArmCounts(trial.trial, (two, one), trial.events[at], trial.patients[at])
        trials.append(trial)
    design = node_split([t.treatments for t in trials], "ABCD", "A", (one, two))
    chains = Chains(iterations=12_000, burn_in=4_000, seed=3)
    found = sample(trials, design, random=True, priors=gemtc(counts("smoking")), chains=chains)
    rows = pair_rows("ABCD", "A")
    direct = np.append(np.zeros(3), 1.0)
    indirect = np.append(rows["ABCD".index(one)] - rows["ABCD".index(two)], 0.0)
    # 3 errors of either run: standard deviations of 0.25 to 0.9, 5,000 independent draws in gemtc's.
    assert estimate(found, direct, 0.95).median == pytest.approx(known["direct"][0], abs=0.03)
    assert estimate(found, indirect, 0.95).median == pytest.approx(known["indirect"][0], abs=0.06)
    over = probability_above(found, direct - indirect)
    assert 2 * min(over, 1 - over) == pytest.approx(known["pvalue"], abs=0.02)


def test_trees_have_nothing_to_split_and_say_so() -> None:
    (net,) = components([Contrasts.two_arm(f"t{i}", name, "hub", 0.1 * i, 0.2) for i, name in enumerate("ABC")])
    wide = Priors(10.0, TauPrior("uniform", 1.0))
    found = analyse(net, reference="hub", random=False, priors=wide, inconsistency=True)
    assert found.splittings == ()
    assert found.unrelated is None
    assert "no closed loop" in found.not_estimable["inconsistency"]


def test_every_comparison_with_other_evidence_is_split() -> None:
    net = network("senn2013")
    found = analyse(net, reference="plac", random=True, priors=gemtc(net.trials), inconsistency=True)
    pairs = {(s.treatment, s.comparator) for s in found.splittings}
    # netmeta drops whole trials of a pair; what is left then still compares at least these.
    both = {frozenset(row[0].split(":")) for row in reference("senn2013")["split_drop_random"] if row[7] is not None}
    assert len(both) > 5
    assert {frozenset(pair) for pair in pairs} >= both
    assert all(0 <= s.p <= 1 for s in found.splittings)
