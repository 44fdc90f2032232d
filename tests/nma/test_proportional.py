"""The test of proportional hazards and Cox's covariances against R's survival package, on a trial full of ties."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.ipd import IPD
from nma.cox import cox
from nma.partial_likelihood import deaths
from tests.nma.oracle import matrix, reference


def four_arms(only: str = "ABCD") -> IPD:
    parts = []
    for name in only:
        times = np.array(reference("cox_four_arms")["times"][name], dtype=np.float64)
        parts.append(IPD.of_arm(np.abs(times), times > 0, treatment=name, trial="Four", time_unit="months"))
    return IPD.concat(parts)


def test_four_arms_are_those_of_coxph_and_cox_zph() -> None:
    """1e-8 is what coxph itself reaches with its tightest control."""
    found, known = cox(four_arms(), reference="A"), reference("cox_four_arms")
    np.testing.assert_allclose(found.contrasts.effect, known["log_hr"], rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(found.contrasts.covariance, matrix(known["covariance"]), rtol=1e-8)
    np.testing.assert_allclose([*found.proportional.chi2, found.proportional.overall_chi2], known["chi2"], rtol=1e-8)
    np.testing.assert_allclose([*found.proportional.p, found.proportional.overall_p], known["p"], rtol=1e-8)


def test_two_arms_are_those_of_coxph_and_cox_zph() -> None:
    found, known = cox(four_arms("AB"), reference="A"), reference("cox_four_arms")["two_arms"]
    assert found.contrasts.effect[0] == pytest.approx(known["log_hr"], rel=1e-8)
    assert found.contrasts.covariance[0, 0] == pytest.approx(known["variance"], rel=1e-8)
    assert found.proportional.chi2[0] == pytest.approx(known["chi2"], rel=1e-8)
    assert found.proportional.overall_chi2 == pytest.approx(known["chi2"], rel=1e-8)


def test_the_whole_trial_s_test_does_not_depend_on_the_reference_arm() -> None:
    one, two = (cox(four_arms(), reference=name).proportional for name in "AC")
    assert one.overall_chi2 == pytest.approx(two.overall_chi2, rel=1e-9)


def test_the_score_is_zero_at_the_maximum() -> None:
    found = cox(four_arms())
    at = deaths(four_arms(), found.contrasts.arms, found.contrasts.effect)
    np.testing.assert_allclose(at.residual.sum(axis=0), 0.0, atol=1e-10)


def test_deaths_at_one_time_leave_nothing_to_test() -> None:
    """One death time has no drift: chi2 is 0 and p is 1, not an error."""
    ipd = IPD.concat([IPD.of_arm([5, 5, 7], [True, False, False], treatment=name, trial="T") for name in ("A", "B")])
    found = cox(ipd)
    assert found.proportional.chi2[0] == pytest.approx(0.0, abs=1e-12)
    assert found.proportional.p[0] == pytest.approx(1.0)
