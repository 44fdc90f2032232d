"""Q by design against netmeta's decomp.design."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import NetworkError
from nma.contrasts import Contrasts
from nma.decomposition import ChiSquare, decomposition, without_design
from nma.network import components
from tests.nma.oracle import NETMETA, network, reference, simulated

#: Absolute tolerance: both programs leave rounding of this size where Q is exactly 0.
ROUNDING = 1e-10


def agree(found: ChiSquare, row: list[float]) -> None:
    q, df, p = row[:3]
    assert found.q == pytest.approx(q, rel=1e-10, abs=ROUNDING)
    assert found.df == df
    if df > 0:
        assert found.p == pytest.approx(p, rel=1e-8)


@pytest.mark.parametrize("name", NETMETA)
def test_total_within_and_between(name: str) -> None:
    found = decomposition(network(name))
    for part, row in zip((found.total, found.within, found.between), reference(name)["decomposition"], strict=True):
        agree(part, row[1:])


@pytest.mark.parametrize("name", NETMETA)
def test_each_design_and_each_design_detached(name: str) -> None:
    found = decomposition(network(name))
    for kind, parts in (("within", found.designs), ("detached", found.detached)):
        by_name = {part.name.replace(" : ", ":"): part for part in parts}
        for row in reference(name)[kind]:
            agree(by_name.pop(row[0]), row[1:])
        # netmeta leaves out designs that have no test once detached; they must have none here either.
        assert all(part.df == 0 for part in by_name.values())


@pytest.mark.parametrize("name", NETMETA)
def test_design_by_treatment_under_random_effects(name: str) -> None:
    found = decomposition(network(name))
    ((_, q, df, p, tau),) = reference(name)["between_random"]
    assert found.between_random is not None
    agree(found.between_random, [q, df, p])
    assert np.sqrt(found.tau2_within) == pytest.approx(tau, rel=1e-10, abs=ROUNDING)


def test_a_star_has_no_inconsistency() -> None:
    star = [Contrasts.two_arm(f"t{i}", name, "hub", 0.1 * i, 0.2) for i, name in enumerate("AAB")]
    found = decomposition(components(star)[0])
    assert (found.between.df, found.between_random) == (0, None)
    assert found.total.q == pytest.approx(found.within.q)


def test_an_unknown_design_is_refused() -> None:
    with pytest.raises(NetworkError, match="no trial compares"):
        without_design(network("woods2010"), ("Placebo", "SFC"))


@pytest.mark.parametrize("seed", range(4))
def test_a_detached_design_leaves_what_is_left_without_its_trials(seed: int) -> None:
    """Parameters of its own take a design out of the fit of the others, bridges and multi-arm designs included."""
    rng = np.random.default_rng(seed)
    trials = simulated(rng, n=6, k=9)
    trials += [
        Contrasts.two_arm(f"again{i}", trials[i].treatments[0], trials[i].reference, 0.1 * i, 0.3) for i in (0, 3)
    ]
    trials.append(Contrasts.two_arm("bridge", "far", "T0", 0.2, 0.1))
    (whole,) = components(trials)
    found = decomposition(whole)
    detached = {part.name: part for part in found.detached}
    for design in whole.designs:
        parts = [decomposition(part) for part in without_design(whole, design)]
        df = sum(part.between.df for part in parts)
        name = " : ".join(design)
        assert (name in detached) == (df < found.between.df)
        if name in detached:
            assert detached[name].df == df
            assert detached[name].q == pytest.approx(sum(part.between.q for part in parts), rel=1e-9, abs=ROUNDING)
