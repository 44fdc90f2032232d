"""Piecewise exponential hazard ratios: counts and person-time by hand, and what equal hazards give."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from ipdrecon.errors import InputError, NetworkError
from ipdrecon.ipd import IPD
from nma import nma
from nma.piecewise import Stretch, rate_contrasts, stretches
from nma.sensitivity import piecewise
from tests.nma.oracle import reference
from tests.nma.test_proportional import four_arms


def test_rates_are_events_over_person_time() -> None:
    """Events and person-time of each arm, counted in R."""
    known = reference("cox_four_arms")["piecewise_6"]
    for stretch, events, spent in zip(stretches([6]), known["events"], known["person_time"], strict=True):
        trial = rate_contrasts(four_arms(), stretch, reference="A")
        rate = np.array(events) / np.array(spent)
        np.testing.assert_allclose(trial.effect, np.log(rate[1:] / rate[0]), rtol=1e-12)
        np.testing.assert_allclose(trial.covariance, np.diag(1 / np.array(events[1:])) + 1 / events[0], rtol=1e-12)


def test_one_stretch_of_all_time_is_the_exponential_model() -> None:
    ipd = four_arms("AB")
    trial = rate_contrasts(ipd, Stretch(0.0, math.inf), reference="A")
    rate = [ipd.arm(name).event.sum() / ipd.arm(name).time.sum() for name in "AB"]
    assert trial.effect[0] == pytest.approx(math.log(rate[1] / rate[0]), rel=1e-12)


def test_hazards_that_cross_differ_between_stretches() -> None:
    rng = np.random.default_rng(3)
    early, late = rng.weibull(0.5, 300) * 5, rng.weibull(3.0, 300) * 5
    crossing = IPD.concat(
        [IPD.of_arm(np.minimum(t, 15), t < 15, treatment=n, trial="X") for n, t in (("A", early), ("B", late))]
    )
    result = nma(crossing, reference="A")
    found = piecewise(result.evidence, [3], result[0])
    effect, _ = found.against("B", "A")
    assert effect[0] < 0 < effect[1]
    assert found.equality("B", "A")[2] < 1e-6
    assert found.equality("B", "A")[1] == 1


def test_equality_is_the_chi_square_of_independent_estimates() -> None:
    result = nma(four_arms("AB"), reference="A")
    found = piecewise(result.evidence, [4, 8], result[0])
    effect, se = found.against("B", "A")
    weight = 1 / se**2
    q = (weight * (effect - np.average(effect, weights=weight)) ** 2).sum()
    assert found.equality("B", "A")[:2] == (pytest.approx(q), 2)


def test_a_stretch_without_events_is_not_available_and_said() -> None:
    result = nma(four_arms("AB"), reference="A")
    found = piecewise(result.evidence, [6, 1000], result[0])
    effect, _ = found.against("B", "A")
    assert np.isnan(effect[2])
    assert found.equality("B", "A")[1] == 1
    assert any("after 1000" in note for note in found.notes)
    with pytest.raises(NetworkError, match="no event on"):
        rate_contrasts(four_arms("AB"), Stretch(1000.0, math.inf))


@pytest.mark.parametrize("cuts", [[], [0], [-1], [6, 6], [6, 3], [math.nan], [math.inf]])
def test_cuts_are_rising_times(cuts: list[float]) -> None:
    with pytest.raises(InputError, match="rising"):
        stretches(cuts)


def test_the_command_prints_and_writes_them(tmp_path: Path) -> None:
    from click.testing import CliRunner

    import cli

    rows = [
        f"{t},{int(e)},{a},Four"
        for t, e, a in zip(*(getattr(four_arms("AB"), n) for n in ("time", "event", "treatment")), strict=True)
    ]
    path = tmp_path / "ipd.csv"
    path.write_text("time,event,treatment,trial\n" + "\n".join(rows) + "\n", encoding="utf-8")
    words = ["nma", str(path), "--reference", "A", "--piecewise", "4,8", "--rmst", "12"]
    result = CliRunner().invoke(cli.main, [*words, "--out", str(tmp_path / "out")])
    assert result.exit_code == 0
    assert "hazard ratios by time" in result.stdout
    assert "restricted mean survival time to 12" in result.stdout
    assert "Proportional hazards (Grambsch & Therneau" in result.stdout
    for name in ("piecewise.csv", "piecewise_equality.csv", "piecewise.svg", "rmst_league.txt", "rmst_forest.png",
                 "proportional_hazards.csv"):  # fmt: skip
        assert (tmp_path / "out" / name).exists()
    bad = CliRunner().invoke(cli.main, [*words[:4], "--piecewise", "8,4"])
    assert bad.exit_code == 2
    assert "rising" in bad.stderr
