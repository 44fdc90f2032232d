"""Components, designs and counts of a network."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.errors import NetworkError
from nma.contrasts import Contrasts
from nma.network import components
from tests.nma.oracle import network


def two(trial: str, one: str, other: str, **fields: object) -> Contrasts:
    return Contrasts.two_arm(trial, one, other, 0.1, 0.2, **fields)


def test_components_are_found_and_the_larger_comes_first() -> None:
    first, second = components([two("x", "C", "D"), two("a", "A", "B"), two("b", "B", "E"), two("c", "E", "A")])
    assert first.treatments == ("A", "B", "E")
    assert second.treatments == ("C", "D")
    assert (first.name, second.name) == ("component 1 of 2", "component 2 of 2")
    assert (first.loops, second.loops) == (1, 0)


def test_any_label_works() -> None:
    names = ["T-DXd", "150 mg", "Prednisolon é", "a:b", "x/y", "5%"]
    (found,) = components([two(f"t{i}", name, "ref:1") for i, name in enumerate(names)])
    assert set(found.treatments) == {*names, "ref:1"}


def test_designs_of_senn() -> None:
    found = network("senn2013").designs
    assert len(found) == 15
    assert len(found[("acar", "metf", "plac")]) == 1


def test_studies_count_multi_arm_trials_in_each_of_their_pairs() -> None:
    found = network("smoking")
    assert int(np.triu(found.studies).sum()) == 28
    assert found.studies[found.index("A"), found.index("C")] == 15


@pytest.mark.parametrize(
    ("trials", "says"),
    [
        ([], "no trial"),
        ([two("x", "A", "B"), two("x", "A", "C")], "given twice"),
        ([two("x", "A", "B"), two("y", "A", "C", measure="OR")], "HR and OR"),
    ],
)
def test_what_makes_no_network(trials: list[Contrasts], says: str) -> None:
    with pytest.raises(NetworkError, match=says):
        components(trials)


def test_patients_are_unknown_where_no_trial_says() -> None:
    (found,) = components([two("x", "A", "B", patients=[100, 120]), two("y", "C", "B")])
    assert found.patients.tolist()[:2] == [120, 100]
    assert np.isnan(found.patients[2])
