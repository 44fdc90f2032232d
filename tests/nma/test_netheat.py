"""Net heat: its parts add up to the inconsistency, and a planted departure shows."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import NetworkError
from nma.contrasts import Contrasts
from nma.decomposition import decomposition
from nma.frequentist import fit
from nma.netheat import net_heat
from nma.network import components
from tests.nma.oracle import NETMETA, network


@pytest.mark.parametrize("name", NETMETA)
def test_shares_add_up_to_the_inconsistency(name: str) -> None:
    found = network(name)
    assert net_heat(found).q.sum() == pytest.approx(decomposition(found).between.q, rel=1e-9)


def test_columns_add_up_to_what_detaching_saves() -> None:
    """Over all rows a column holds the drop of Q that decomposition() gives for its design."""
    found = network("senn2013")
    heat, parts = net_heat(found), decomposition(found)
    detached = {part.name: part.q for part in parts.detached}
    for column, design in enumerate(heat.designs):
        assert heat.change[:, column].sum() == pytest.approx(parts.between.q - detached[" : ".join(design)], abs=1e-8)


def test_the_planted_departure_is_the_hottest() -> None:
    """Four treatments, all pairs consistent but one."""
    truth = {"A": 0.0, "B": 0.3, "C": 0.5, "D": 0.1}
    rows = [(a, b) for a in truth for b in truth if a < b]
    trials = [
        Contrasts.two_arm(f"{a}{b}", a, b, truth[a] - truth[b] + (1.0 if (a, b) == ("B", "D") else 0.0), 0.2)
        for a, b in rows
    ]
    heat = net_heat(components(trials)[0])
    i, j = np.unravel_index(int(heat.change.argmax()), heat.change.shape)
    assert heat.designs[i] == heat.designs[j] == ("B", "D")
    assert heat.hat[0, 0] == pytest.approx(fit(components(trials)[0]).variances[0, 1] / 0.04)


def test_a_star_has_no_net_heat() -> None:
    star = [Contrasts.two_arm(f"t{i}", name, "hub", 0.1 * i, 0.2) for i, name in enumerate("AB")]
    with pytest.raises(NetworkError, match="closed loop"):
        net_heat(components(star)[0])
