"""Cox regression of a trial: a published data set, and the covariance a shared arm brings."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import NetworkError
from ipdrecon.ipd import IPD
from nma.cox import cox
from nma.evidence import evidence_of_patients

#: Weeks of remission of leukaemia, placebo and 6-mercaptopurine, censored ones with a minus (Freireich et al. 1963).
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
MERCAPTOPURINE = [6, 6, 6, 7, 10, 13, 16, 22, 23, -6, -9, -10, -11, -17, -19, -20, -25, -32, -32, -34, -35]


def arm(times: list[int], treatment: str, trial: str = "Freireich") -> IPD:
    values = np.array(times, dtype=np.float64)
    return IPD.of_arm(np.abs(values), values > 0, treatment=treatment, trial=trial)


def three_arms() -> IPD:
    rng = np.random.default_rng(7)
    parts = []
    for name, rate in (("A", 0.1), ("B", 0.07), ("C", 0.12)):
        time = np.ceil(rng.exponential(1 / rate, 80))
        parts.append(IPD.of_arm(np.minimum(time, 15), time < 15, treatment=name, trial="T"))
    return IPD.concat(parts)


def test_freireich_with_efron_ties() -> None:
    """coxph of R's survival package gives 1.5721 (se 0.4124) for placebo with Efron's ties."""
    found = cox(IPD.concat([arm(MERCAPTOPURINE, "6-MP"), arm(PLACEBO, "placebo")]))
    assert found.contrasts.reference == "6-MP"
    assert found.contrasts.effect[0] == pytest.approx(1.5721, abs=5e-5)
    assert found.contrasts.se[0] == pytest.approx(0.4124, abs=5e-5)
    assert found.contrasts.patients.tolist() == [21, 21]
    assert found.contrasts.events.tolist() == [9, 21]


def test_the_reference_arm_does_not_matter() -> None:
    """The three log hazard ratios and their covariance are one thing, seen from any arm."""
    one, two = cox(three_arms(), reference="A").contrasts.against("C"), cox(three_arms(), reference="C").contrasts
    order = [one.treatments.index(name) for name in two.treatments]
    np.testing.assert_allclose(one.effect[order], two.effect, atol=1e-8)
    np.testing.assert_allclose(one.covariance[np.ix_(order, order)], two.covariance, atol=1e-8)
    assert two.covariance[0, 1] > 0.3 * two.covariance[0, 0]


def test_the_time_unit_does_not_matter() -> None:
    ipd = three_arms()
    longer = IPD(time=ipd.time * 30.4375, event=ipd.event, treatment=ipd.treatment, trial=ipd.trial)
    np.testing.assert_allclose(cox(ipd).contrasts.effect, cox(longer).contrasts.effect, atol=1e-9)


def test_crossing_hazards_are_found() -> None:
    rng = np.random.default_rng(0)
    early, late = rng.weibull(0.5, 300) * 5, rng.weibull(3.0, 300) * 5
    parts = [
        IPD.of_arm(np.minimum(time, 15), time < 15, treatment=name, trial="X")
        for name, time in (("A", early), ("B", late))
    ]
    found = evidence_of_patients(IPD.concat(parts))
    assert found.regressions[0].proportional.p[0] < 1e-6
    assert any("do not look proportional" in line for line in found.warnings)


def test_an_arm_without_events_is_left_out_with_a_sentence() -> None:
    silent = IPD.concat([arm([-3, -4], "A", "Silent"), arm([1, 2], "B", "Silent")])
    with pytest.raises(NetworkError, match="no event on 'A'"):
        cox(silent)
    both = IPD.concat([silent, arm(MERCAPTOPURINE, "6-MP"), arm(PLACEBO, "placebo")])
    found = evidence_of_patients(both)
    assert [c.trial for c in found.contrasts] == ["Freireich"]
    assert any("Silent" in line for line in found.warnings)


def test_one_arm_is_no_comparison() -> None:
    with pytest.raises(NetworkError, match="two arms"):
        cox(arm(PLACEBO, "placebo"))


def test_an_arm_without_events_leaves_the_trial_s_other_arms() -> None:
    """A three-arm trial with only two arms used says so."""
    silent = IPD.of_arm([5.0, 6.0], [False, False], treatment="C", trial="Freireich")
    found = evidence_of_patients(IPD.concat([arm(MERCAPTOPURINE, "6-MP"), arm(PLACEBO, "placebo"), silent]))
    (trial,) = found.contrasts
    assert trial.arms == ("6-MP", "placebo")
    assert trial.effect[0] == pytest.approx(1.5721, abs=5e-5)
    assert any("'C'" in line and "other arms" in line for line in found.warnings)


def test_an_arm_that_two_trials_share_is_said() -> None:
    """Law: one control arm in two trials is the same patients twice; each one's own other arm is not."""
    times = np.random.default_rng(1).exponential(12.0, (3, 60))
    parts = [
        IPD.of_arm(time, np.ones(60, bool), treatment=treatment, trial=trial)
        for trial, own in (("first", 1), ("second", 2))
        for treatment, time in (("placebo", times[0]), ("drug", times[own]))
    ]
    said = [text for text in evidence_of_patients(IPD.concat(parts)).warnings if "the same patients" in text]
    assert said == ["'first' and 'second' have nearly the same patients on 'placebo'; if they are one trial, keep one"]
