"""Predicted curves: exponential survival in closed form, simulation, and the commands that make them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ipdrecon.errors import InputError, NetworkError
from nma import nma
from nma.baseline import Baseline
from nma.contrasts import Contrasts
from nma.predicted import predict, summary_of_curve
from nma.result import ComponentResult

GRID = np.linspace(0, 60, 301)


def star() -> ComponentResult:
    trials = [Contrasts.two_arm("x", "B", "A", np.log(0.5), 0.1), Contrasts.two_arm("y", "C", "A", np.log(1.5), 0.2)]
    return nma(trials, reference="A")[0]


def exponential(rate: float = 0.05, *, step: bool = False, spread: float = 1e-6) -> Baseline:
    """Log S = -rate t, its variance spread t² as if the rate were uncertain: fully correlated over time."""
    return Baseline("A", GRID, np.exp(-rate * GRID), spread * np.outer(GRID, GRID), step=step)


def test_exponential_survival_keeps_its_closed_form() -> None:
    """Median ln 2 / (rate × HR); restricted mean (1 - exp(-rate HR t)) / (rate HR); 1e-4 is the grid's own."""
    found = predict(star(), exponential(), horizon=40)
    rate = 0.05 * np.array([1.0, 0.5, 1.5])
    np.testing.assert_allclose(found.median, np.log(2) / rate, rtol=5e-5)
    np.testing.assert_allclose(found.rmst, (1 - np.exp(-rate * 40)) / rate, rtol=1e-4)
    np.testing.assert_allclose(found.survival, np.exp(-rate[:, None] * GRID), rtol=1e-12)


def test_uncertainty_of_curve_and_network_adds_up_on_the_log_hazard() -> None:
    """With log S = -h t and a sure network all uncertainty is that of the rate, and the other way round."""
    found = predict(star(), exponential(spread=1e-4))
    at = 100
    own = np.log(-np.log(found.low[:, at])) - np.log(-np.log(found.survival[:, at]))
    rate_variance = 1e-4 / 0.05**2
    np.testing.assert_allclose(own, 1.959963984540054 * np.sqrt(rate_variance + np.array([0, 0.01, 0.04])), rtol=1e-9)


@pytest.mark.parametrize("step", [True, False])
def test_restricted_means_vary_as_simulation_does(step: bool) -> None:
    """Curve and hazard ratios drawn together: 20,000 draws leave 2% in a standard error; the rest is curvature."""
    time = np.arange(0.0, 25.0, 3.0)
    survival = np.exp(-0.04 * time)
    baseline = Baseline.of_points("A", time, survival, log_se=0.02 * np.sqrt(time), step=step)
    part = star()
    found = predict(part, baseline, horizon=20.0)
    rng = np.random.default_rng(1)
    values, vectors = np.linalg.eigh(baseline.log_covariance)
    drawn = np.log(survival) + rng.standard_normal((20_000, time.size)) @ (vectors * np.sqrt(np.maximum(values, 0))).T
    effect, covariance = part.main.against("A")
    ratio = np.exp(rng.multivariate_normal(effect, covariance, 20_000, method="svd"))
    fine = np.linspace(0, 20, 401)
    if step:
        reference = np.exp(drawn)[:, np.searchsorted(time, fine, side="right") - 1]
    else:
        j = np.clip(np.searchsorted(time, fine, side="right") - 1, 0, time.size - 2)
        share = (fine - time[j]) / (time[j + 1] - time[j])
        reference = np.exp(drawn)[:, j] * (1 - share) + np.exp(drawn)[:, j + 1] * share
    means = np.column_stack([np.trapezoid(reference ** ratio[:, [i]], fine, axis=1) for i in range(3)])
    np.testing.assert_allclose(found.rmst_se, means.std(axis=0), rtol=0.04)
    np.testing.assert_allclose(found.rmst_difference()[1][1:], (means - means[:, [0]]).std(axis=0)[1:], rtol=0.04)


def test_the_reference_gets_its_own_curve_back() -> None:
    baseline = exponential(step=True, spread=1e-5)
    found, own = predict(star(), baseline, horizon=40), summary_of_curve(baseline, level=0.95, horizon=40)
    np.testing.assert_allclose(found.survival[0], baseline.survival)
    np.testing.assert_allclose(found.low[0], own.low)
    assert (found.rmst[0], found.rmst_se[0]) == pytest.approx((own.rmst, own.rmst_se))
    assert found.median[0] == own.median
    assert found.rmst_difference()[0][0] == 0
    assert found.rmst_difference()[1][0] == 0


def test_a_median_that_is_not_reached_is_infinite() -> None:
    """B's hazard is half: its median lies at 28 where the curve ends at 20."""
    short = Baseline("A", GRID[:101], np.exp(-0.05 * GRID[:101]), np.zeros((101, 101)))
    found = predict(star(), short)
    assert np.isfinite(found.median[0])
    assert np.isinf(found.median[1])
    assert found.horizon == 20.0


def test_nobody_left_is_no_division_by_zero() -> None:
    baseline = Baseline.of_points(
        "A", np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.2, 0.0]), log_se=np.array([0.1, 0.3, np.inf])
    )
    found = predict(star(), baseline)
    assert found.survival[:, -1].tolist() == [0, 0, 0]
    assert np.isfinite(found.rmst_covariance).all()
    assert (found.high[:, -1] >= found.high[:, -1].min()).all()
    assert (np.diff(found.high, axis=1) <= 0).all()


def test_what_cannot_be_predicted_says_why() -> None:
    with pytest.raises(InputError, match="horizon 99"):
        predict(star(), exponential(), horizon=99)
    with pytest.raises(NetworkError, match="'D' is not in the network"):
        predict(star(), Baseline("D", GRID, np.exp(-GRID), np.zeros((301, 301))))
    odds = nma([Contrasts.two_arm("x", "B", "A", 0.1, 0.1, measure="OR")])[0]
    with pytest.raises(InputError, match="effects are OR"):
        predict(odds, exponential())


def test_the_command_lays_predicted_and_pooled_curves_side_by_side(tmp_path: Path) -> None:
    import json

    from click.testing import CliRunner

    import cli

    trials, curves = tmp_path / "hr.csv", tmp_path / "curves.csv"
    trials.write_text("trial,treat1,treat2,hr,ci_low,ci_high\nx,B,A,0.5,0.4,0.625\n", encoding="utf-8")
    rows = [f"{name},{t},{np.exp(-rate * t)},0.03" for name, rate in (("A", 0.05), ("B", 0.03)) for t in (5, 15, 30)]
    curves.write_text("regimen,time,survival,se\n" + "\n".join(rows) + "\n", encoding="utf-8")
    words = ["nma", str(trials), "--reference", "A", "--baseline", str(curves), "--rmst", "20"]
    result = CliRunner().invoke(cli.main, [*words, "--json", "--out", str(tmp_path / "out")])
    assert result.exit_code == 0
    content = json.loads(result.stdout)
    one, two = content["predicted"]["summary"]
    assert (one["treatment"], two["treatment"]) == ("A", "B")
    assert one["largest_gap"] == pytest.approx(0, abs=1e-12)
    assert two["largest_gap"] == pytest.approx(np.exp(-0.025 * 30) - np.exp(-0.03 * 30), abs=1e-9)
    assert content["restricted_means"] is None
    assert content["options"]["baseline"] == ["curves.csv"]
    assert (tmp_path / "out" / "predicted.svg").exists()
    text = CliRunner().invoke(cli.main, words).stdout
    assert "pooled median" in text
    wrong = CliRunner().invoke(cli.main, [*words[:2], "--reference", "B", "--baseline", str(trials)])
    assert wrong.exit_code == 2
    assert "a reference curve has" in wrong.stderr
