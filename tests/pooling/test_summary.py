"""Summary survival curve against RISCA and metaSurvival, and its laws."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.errors import CurveError, InputError
from pooling import Pooled, StudyCurve, pool
from tests.pooling.oracle import LEVEL_OF_196, hepatocellular, reference

#: RISCA and metaSurvival fill missing cells with a variance of 1e12: their random-effects curve is off by 5e-7.
TOLERANCE = {"fixed": 1e-8, "random": 1e-6}


def established(method: str, **choices: object) -> Pooled:
    made, *_ = pool(
        hepatocellular(), method=method, interval="normal", transform="log", df="studies", level=LEVEL_OF_196, **choices
    )
    return made


@pytest.mark.parametrize("method", ["fixed", "random"])
def test_curve_and_delta_method_limits(method: str) -> None:
    made = established(method)
    curve, low, high = (np.array(x) for x in reference("hepatocellular")["results"][f"{method}_cc"])
    np.testing.assert_allclose(made.survival[1:], curve, rtol=TOLERANCE[method])
    np.testing.assert_allclose(made.low[1:], low, rtol=TOLERANCE[method])
    # Their limits are not held below 1; ours are.
    np.testing.assert_allclose(made.high[1:], np.minimum(high, 1.0), rtol=TOLERANCE[method])


@pytest.mark.parametrize("method", ["fixed", "random"])
def test_without_correction_the_variance_is_a_quarter_unless_theirs_is_asked_for(method: str) -> None:
    """metaSurvival's variance is 1/n without its correction: twice as wide, and Q a quarter."""
    made = established(method, correction=False, unit_variance=True)
    curve, low, _ = (np.array(x) for x in reference("hepatocellular")["results"][f"{method}_nocc"])
    # Their filler weighs a little more against this larger variance.
    np.testing.assert_allclose(made.survival[1:], curve, rtol=5 * TOLERANCE[method])
    np.testing.assert_allclose(made.low[1:], low, rtol=5 * TOLERANCE[method])
    right = established("fixed", correction=False)
    assert made.heterogeneity is not None and right.heterogeneity is not None
    assert right.heterogeneity.q == pytest.approx(4 * reference("hepatocellular")["summary"]["greenwood_nocc"]["Q"])


def test_median_and_mean() -> None:
    """5.376 under random effects; the rest of the difference is their filler variance."""
    said = reference("hepatocellular")["summary"]["greenwood_cc"]
    for method in ("fixed", "random"):
        made = established(method)
        assert made.median == pytest.approx(said[f"median_{method}"][0], rel=1e-9)
        assert made.mean == pytest.approx(said[f"mean_{method}"][0], rel=2e-9)


@pytest.mark.parametrize("method", ["fixed", "random"])
def test_simulated_median_within_a_tenth_of_a_month(method: str) -> None:
    made = established(method, median="simulated")
    _, low, high = reference("hepatocellular")["summary"]["greenwood_cc"][f"median_{method}"]
    assert made.simulated_low == pytest.approx(low, abs=0.1)
    assert made.simulated_high == pytest.approx(high, abs=0.1)


@pytest.mark.parametrize("method", ["fixed", "random"])
def test_simulated_limits_of_the_curve(method: str) -> None:
    """Two sets of 10,000 draws differ by a few thousandths."""
    made, *_ = pool(hepatocellular(), method=method, interval="simulated")
    _, low, high = (np.array(x) for x in reference("hepatocellular")["results"][f"{method}_montecarlo"])
    np.testing.assert_allclose(made.low[1:], low, atol=0.006)
    np.testing.assert_allclose(made.high[1:], high, atol=0.006)


def test_heterogeneity_with_their_degrees_of_freedom_and_with_the_right_ones() -> None:
    said = reference("hepatocellular")["summary"]["greenwood_cc"]
    theirs, ours = established("random").heterogeneity, pool(hepatocellular())[0].heterogeneity
    assert theirs is not None and ours is not None
    assert theirs.q == pytest.approx(said["Q"], rel=1e-10)
    assert theirs.df == 290
    assert theirs.h2 == pytest.approx(said["H2"], rel=1e-10)
    assert theirs.i2 * 100 == pytest.approx(said["I2_percent"], rel=1e-10)
    assert ours.df == 297, "317 cells and one parameter for each of the 20 times"
    assert ours.time_q.sum() == pytest.approx(ours.q)
    assert int(ours.time_df.sum()) == 297


def test_strata_pool_by_themselves() -> None:
    """Medians of RISCA's strata are printed with two digits. It keeps only times where each stratum has two studies."""
    said = reference("hepatocellular")["strata"]["medians"]
    fixed = {r.regimen: r for r in pool(hepatocellular(strata=True), method="fixed", interval="normal")}
    for name in ("Asia", "NortAmericaEurope"):
        assert fixed[name].median == pytest.approx(said[name][0], abs=0.006)


def test_one_study_gives_its_own_corrected_curve() -> None:
    """sin² undoes the arcsine: conditional survival (n c + 1/4) / (n + 1/2), multiplied up."""
    study = StudyCurve.of_points("x", "a", np.array([1.0, 2.0]), np.array([0.8, 0.4]), np.array([20.0, 16.0]))
    made, *_ = pool([study])
    expected = np.array([16.25 / 20.5, 16.25 / 20.5 * 8.25 / 16.5])
    np.testing.assert_allclose(made.survival[1:], expected, rtol=1e-12)
    assert made.heterogeneity is None
    assert "one study" in made.warnings[0]


def test_two_equal_studies_have_no_heterogeneity_and_random_is_fixed() -> None:
    time, survival, at_risk = np.array([3.0, 6.0, 9.0]), np.array([0.8, 0.6, 0.45]), np.array([90.0, 70.0, 50.0])
    pair = [StudyCurve.of_points(name, "a", time, survival, at_risk) for name in "xy"]
    fixed, random = pool(pair, method="fixed")[0], pool(pair, method="random")[0]
    np.testing.assert_allclose(random.survival, fixed.survival, rtol=1e-12)
    np.testing.assert_allclose(random.log_se, fixed.log_se, rtol=1e-12)
    assert random.heterogeneity is not None and random.heterogeneity.q == pytest.approx(0, abs=1e-20)


def test_order_of_studies_does_not_matter() -> None:
    forward, backward = pool(hepatocellular())[0], pool(hepatocellular()[::-1])[0]
    np.testing.assert_allclose(forward.survival, backward.survival, rtol=1e-10)
    np.testing.assert_allclose(forward.low, backward.low, rtol=1e-9)


# Edges: what curves from figures bring along.


def two(time: list[float], *rows: tuple[list[float], list[float]]) -> list[StudyCurve]:
    return [
        StudyCurve.of_points(
            str(i), "a", np.array(time[: len(survival)]), np.array(survival), np.array(at_risk, dtype=float)
        )
        for i, (survival, at_risk) in enumerate(rows)
    ]


def test_median_in_the_first_interval() -> None:
    """Both established programs fail here; the line from (0, 1) crosses one half."""
    made, *_ = pool(two([4, 8], ([0.3, 0.1], [50, 15]), ([0.3, 0.1], [50, 15])), interval="normal")
    assert made.median == pytest.approx(4 * 0.5 / (1 - made.survival[1]))
    assert 0 < made.median_low < made.median < made.median_high < np.inf


def test_curve_exactly_at_one_half() -> None:
    """Without correction equal studies give the curve itself; it reaches one half at 6 and rests there."""
    same = ([0.8, 0.5, 0.5], [40, 32, 20])
    made, *_ = pool(two([3, 6, 9], same, same), correction=False, interval="normal")
    np.testing.assert_allclose(made.survival[1:], [0.8, 0.5, 0.5], rtol=1e-12)
    assert made.median == pytest.approx(6.0)


def test_survival_of_zero_ends_a_study_and_leaves_finite_numbers() -> None:
    made, *_ = pool(two([1, 2, 3], ([0.5, 0.0, 0.0], [10, 5, 0]), ([0.7, 0.5, 0.4], [20, 14, 10])))
    assert made.heterogeneity is not None
    assert made.heterogeneity.studies.tolist() == [2, 2, 1]
    assert np.isfinite(made.survival).all() and (made.survival > 0).all()
    assert any("one study only" in text for text in made.warnings)


def test_nobody_at_risk_ends_a_study() -> None:
    made, *_ = pool(two([1, 2, 3], ([0.8, 0.6, 0.6], [10, 8, 0]), ([0.7, 0.5, 0.4], [20, 14, 10])))
    assert made.heterogeneity is not None
    assert made.heterogeneity.studies.tolist() == [2, 2, 1]


def test_fractional_numbers_at_risk_are_weights() -> None:
    made, *_ = pool(two([1], ([0.8], [10.5]), ([0.6], [20.25])), method="fixed")
    y = np.arcsin(np.sqrt([(10.5 * 0.8 + 0.25) / 11, (20.25 * 0.6 + 0.25) / 20.75]))
    assert made.survival[1] == pytest.approx(np.sin((11 * y[0] + 20.75 * y[1]) / 31.75) ** 2)


def test_one_time() -> None:
    made, *_ = pool(two([12], ([0.5], [40]), ([0.7], [60]), ([0.6], [50])))
    assert made.time.tolist() == [0, 12]
    assert made.heterogeneity is not None and made.heterogeneity.df == 2


def test_a_small_rise_is_flattened_and_said() -> None:
    study, *_ = two([1, 2, 3], ([0.8, 0.81, 0.6], [30, 24, 22]))
    assert study.survival.tolist() == [0.8, 0.8, 0.6]
    assert "0.0100" in pool([study])[0].warnings[-1]


def test_a_large_rise_is_refused() -> None:
    with pytest.raises(CurveError, match=r"rises by 0\.200"):
        two([1, 2], ([0.6, 0.8], [30, 24]))


def test_follow_up_that_does_not_overlap_at_a_given_grid() -> None:
    """A study that ends before the grid begins says nothing; where all do, there is nothing to pool."""
    short, long = two([1, 2], ([0.9, 0.8], [30, 27]), ([0.7, 0.6], [30, 27]))
    longer = attrs.evolve(long, time=np.array([6.0, 12.0]))
    made, *_ = pool([short, longer], grid=[6, 12])
    assert made.heterogeneity is not None and made.heterogeneity.studies.tolist() == [1, 1]
    with pytest.raises(InputError, match="followed to 20"):
        pool([short, longer], grid=[20, 30])


def test_unequal_grids_are_evaluated_as_steps() -> None:
    """On a grid between its times a curve holds its last level."""
    first, *_ = two([1, 2, 4], ([0.9, 0.8, 0.5], [30, 27, 24]))
    made, *_ = pool([first], grid=[3, 4], correction=False)
    np.testing.assert_allclose(made.survival[1:], [0.8, 0.5], rtol=1e-12)
