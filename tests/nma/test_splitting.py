"""Direct and indirect evidence against netmeta's netsplit, both ways."""

from __future__ import annotations

import numpy as np
import pytest

from nma.contrasts import Contrasts
from nma.frequentist import fit
from nma.network import components
from nma.splitting import back_calculation, drop_and_refit
from tests.nma.oracle import NETMETA, network, reference


@pytest.mark.parametrize("model", ["fixed", "random"])
@pytest.mark.parametrize("method", ["back", "drop"])
@pytest.mark.parametrize("name", NETMETA)
def test_splits_are_those_of_netmeta(name: str, method: str, model: str) -> None:
    found, known = network(name), reference(name)
    at = fit(found, tau2=known["tau2"] if model == "random" else 0.0)
    split = back_calculation(found, at) if method == "back" else drop_and_refit(found, at)
    matrices = (split.share, split.direct, split.direct_se, split.indirect, split.indirect_se, split.z, split.p)
    for row in known[f"split_{method}_{model}"]:
        i, j = (found.index(name) for name in row[0].split(":"))
        for value, matrix in zip(row[1:], matrices, strict=True):
            if value is None:
                assert np.isnan(matrix[i, j])
            else:
                assert matrix[i, j] == pytest.approx(value, rel=1e-10, abs=1e-11)


def test_direct_and_indirect_make_the_network_estimate() -> None:
    """Back-calculation is the weighted mean read backwards."""
    found = network("senn2013")
    at = fit(found)
    split = back_calculation(found, at)
    both = np.isfinite(split.z)
    mean = split.share * split.direct + (1 - split.share) * split.indirect
    np.testing.assert_allclose(mean[both], at.effects[both], atol=1e-12)


def test_a_triangle_by_hand() -> None:
    """Bucher (1997): the indirect estimate of A v C is A v B plus B v C."""
    given = (("x", "A", "B", 0.3, 0.1), ("y", "B", "C", 0.2, 0.2), ("z", "A", "C", 0.9, 0.3))
    trials = [Contrasts.two_arm(*row) for row in given]
    (found,) = components(trials)
    split = back_calculation(found, fit(found))
    assert split.indirect[0, 2] == pytest.approx(0.5, rel=1e-12)
    assert split.indirect_se[0, 2] == pytest.approx(np.sqrt(0.05), rel=1e-12)
    assert split.difference[0, 2] == pytest.approx(0.4, rel=1e-12)


def test_what_cannot_be_split_has_a_reason() -> None:
    star = [Contrasts.two_arm(f"t{i}", name, "hub", 0.1 * i, 0.2) for i, name in enumerate("AB")]
    (found,) = components(star)
    for split in (back_calculation(found, fit(found)), drop_and_refit(found, fit(found))):
        assert np.isnan(split.p).all()
        a, b, hub = (found.index(name) for name in ("A", "B", "hub"))
        assert split.reason[a, hub] == "no indirect evidence"
        assert split.reason[a, b] == "no direct evidence"
        assert split.indirect[a, b] == pytest.approx(-0.1)
