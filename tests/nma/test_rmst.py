"""Restricted means against R's survfit, and the network of their differences."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import InputError, NetworkError
from ipdrecon.ipd import IPD
from nma import nma
from nma.contrasts import Contrasts
from nma.rmst import arm_rmst, rmst_contrasts
from nma.sensitivity import restricted_means
from tests.nma.oracle import reference
from tests.nma.test_proportional import four_arms


def test_arms_are_those_of_survfit() -> None:
    """print(survfit, rmean = 12): mean and standard error of four arms with ties."""
    known = reference("cox_four_arms")
    found = [arm_rmst(four_arms(name), 12.0) for name in "ABCD"]
    np.testing.assert_allclose([mean for mean, _ in found], known["rmst_12"], rtol=1e-12)
    np.testing.assert_allclose([np.sqrt(variance) for _, variance in found], known["rmst_12_se"], rtol=1e-12)


def test_contrasts_share_the_reference_arm() -> None:
    trial = rmst_contrasts(four_arms(), 12.0, reference="C")
    assert trial.reference == "C"
    shared = arm_rmst(four_arms("C"), 12.0)[1]
    assert trial.covariance[0, 1] == pytest.approx(shared)
    assert trial.covariance[0, 0] == pytest.approx(shared + arm_rmst(four_arms("A"), 12.0)[1])
    assert trial.measure == "RMST"


def test_an_arm_that_died_out_has_a_mean_at_any_later_horizon() -> None:
    gone = IPD.of_arm([1.0, 2.0, 3.0], [True, True, True], treatment="A", trial="T")
    assert arm_rmst(gone, 100.0)[0] == pytest.approx(2.0)
    assert np.isnan(arm_rmst(IPD.of_arm([1.0, 2.0], [True, False], treatment="A", trial="T"), 3.0)[0])


def test_a_trial_that_ends_early_is_left_out_and_said() -> None:
    late = four_arms("AB")
    early = IPD.of_arm([1, 2, 3, 4], [True, False, True, False], treatment="A", trial="Early")
    early = IPD.concat([early, IPD.of_arm([2, 3, 4, 5], [True, False, True, False], treatment="B", trial="Early")])
    result = nma(IPD.concat([late, IPD(early.time, early.event, early.treatment, early.trial, "months")]))
    found = restricted_means(result.evidence, 12.0, result[0])
    assert len(found.components[0].network.trials) == 1
    assert any("'Early'" in note and "horizon 12" in note for note in found.notes)
    # More time is better where a low hazard is.
    assert not found.components[0].small_better
    with pytest.raises(NetworkError, match="no trial follows"):
        restricted_means(result.evidence, 900.0, result[0])


def test_without_patients_there_is_no_restricted_mean() -> None:
    result = nma([Contrasts.two_arm("x", "B", "A", 0.1, 0.2)])
    with pytest.raises(InputError, match="need patients"):
        restricted_means(result.evidence, 12.0, result[0])
    with pytest.raises(InputError, match="above 0"):
        restricted_means(result.evidence, 0.0, result[0])
