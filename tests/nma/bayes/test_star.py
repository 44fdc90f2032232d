"""Stars of counts against brute force on a dense grid."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import NetworkError
from nma.arms import ArmCounts
from nma.bayes.effects import StarEffects
from nma.bayes.priors import Priors, TauPrior, tsd2
from nma.bayes.star import effect_curve, is_star, star
from tests.nma.bayes.oracle import counts

TAU = TauPrior("uniform", 1.0)


@pytest.mark.parametrize(
    ("cells", "sd"),
    [
        ([(3, 39, 300, 1000)], 5.0),
        ([(0, 30, 5, 40)], 6.0),
        ([(0, 30, 0, 25)], 6.0),
        ([(0, 5, 5, 5)], 4.0),
        ([(7, 40, 9, 41), (2, 80, 0, 70)], 5.0),
    ],
)
def test_a_curve_is_the_trapezium_rule_on_a_dense_grid(cells: list[tuple[int, ...]], sd: float) -> None:
    """The rule converges exponentially for these densities, so that a step of 0.02 leaves rounding only."""
    d = np.arange(-8 * sd, 8 * sd, 0.02)
    mu = np.arange(-8 * sd, 8 * sd, 0.02)
    log = -0.5 * (d / sd) ** 2
    for r1, n1, r2, n2 in cells:
        hub = r1 * mu - n1 * np.logaddexp(0, mu) - 0.5 * (mu / sd) ** 2
        for i in range(0, d.size, 200):
            shifted = mu + d[i : i + 200, None]
            joint = hub + r2 * shifted - n2 * np.logaddexp(0, shifted)
            top = joint.max(axis=1)
            log[i : i + 200] += top + np.log(np.exp(joint - top[:, None]).sum(axis=1))
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    mean = weight @ d
    curve = effect_curve(np.array(cells, dtype=float), Priors(sd, TAU, sd))
    assert curve.mean == pytest.approx(mean, abs=1e-9)
    assert curve.sd == pytest.approx(np.sqrt(weight @ (d - mean) ** 2), abs=1e-9)
    for p in (0.025, 0.5, 0.975):
        q = float(curve.quantile(p)[0])
        # The grid knows its distribution function between two of its points.
        assert weight[d < q - 0.01].sum() - 0.02 < p < weight[d < q + 0.01].sum() + 0.02
        assert float(curve.cdf(q)) == pytest.approx(p, abs=1e-12)


def test_with_many_events_the_curve_is_the_normal_one() -> None:
    cells = np.array([[4000.0, 10_000.0, 5000.0, 10_000.0]])
    logit = np.log([4000 / 6000, 1.0])
    curve = effect_curve(cells, tsd2())
    # The next term of the large-sample expansion is of the order of one over the events.
    assert curve.mean == pytest.approx(logit[1] - logit[0], abs=2e-4)
    assert curve.sd == pytest.approx(np.sqrt(1 / 4000 + 1 / 6000 + 2 / 5000), rel=1e-3)


def test_two_spokes_compare_by_convolution() -> None:
    """Against differences of the independent draws of the two curves."""
    trials = [trial for trial in counts("certolizumab") if {"Etanercept", "CZP"} & set(trial.treatments)]
    found = star(trials, "Placebo", tsd2())
    effects = StarEffects(("CZP", "Etanercept", "Placebo"), "Placebo", found)
    drawn = found.draws(np.random.default_rng(4), 400_000)
    gap = drawn[:, found.treatments.index("Etanercept")] - drawn[:, found.treatments.index("CZP")]
    p = (0.025, 0.5, 0.975)
    # Three standard errors: √(p (1-p) / n) over the density, which is above 0.02 at all three.
    assert np.allclose(effects.quantiles(p)[:, 1, 0], np.quantile(gap, p), atol=0.035)
    assert np.allclose(effects.quantiles(p)[::-1, 0, 1], -effects.quantiles(p)[:, 1, 0], atol=1e-9)
    assert effects.above(0.5)[1, 0] == pytest.approx((gap > 0.5).mean(), abs=3e-3)


def test_quantiles_of_pairs_close_on_the_reference() -> None:
    """A spoke against the hub is its own curve, either way round."""
    trials = counts("certolizumab")
    found = star(trials, "Placebo", tsd2())
    names = tuple(sorted({name for trial in trials for name in trial.treatments}))
    at = StarEffects(names, "Placebo", found).quantiles((0.1, 0.9))
    hub = names.index("Placebo")
    for name, curve in zip(found.treatments, found.curves, strict=True):
        assert np.allclose(at[:, names.index(name), hub], curve.quantile(np.array([0.1, 0.9])))
        assert np.allclose(at[:, hub, names.index(name)], -curve.quantile(np.array([0.9, 0.1])))


def test_what_is_no_star_is_refused() -> None:
    trials = [
        ArmCounts("x", ("A", "B"), np.array([1, 2]), np.array([9, 9])),
        ArmCounts("y", ("B", "C"), np.array([1, 2]), np.array([9, 9])),
    ]
    assert not is_star(trials, "A")
    assert is_star(trials, "B")
    with pytest.raises(NetworkError, match="no star"):
        star(trials, "A", tsd2())
