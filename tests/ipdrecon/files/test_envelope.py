"""JSON of the house's types: exact both ways, and clear about what it will not read."""

from __future__ import annotations

import json

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ipdrecon.digitization import Digitization
from ipdrecon.errors import InputError
from ipdrecon.files import dumps, loads, read_json, write_json
from ipdrecon.ipd import IPD
from ipdrecon.risktable import RiskTable
from tests.ipdrecon.test_digitization import example


def test_a_digitisation_comes_back_exactly(tmp_path) -> None:
    """Law: read(write(x)) == x, NaN cells and thirds among the numbers."""
    path = write_json(tmp_path / "x.json", example())
    assert read_json(path, Digitization) == example()


@given(arrays(np.float64, st.integers(1, 20), elements=st.floats(0, 1e9)))
def test_every_double_comes_back_exactly(times: np.ndarray) -> None:
    ipd = IPD.of_arm(times, times > 1, treatment="é : T-DXd", trial="x")
    assert loads(dumps(ipd), IPD) == ipd


def test_text_says_its_schema_and_version() -> None:
    envelope = json.loads(dumps(example()))
    assert (envelope["schema"], envelope["version"]) == ("ipdrecon/Digitization", 1)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda e: "{", "is no JSON"),
        (lambda e: json.dumps({"content": {}}), "has no 'schema'"),
        (lambda e: json.dumps({**e, "schema": "ipdrecon/IPD"}), "ipdrecon/Digitization is needed here"),
        (lambda e: json.dumps({**e, "version": 99}), "has version 99"),
        (lambda e: json.dumps({**e, "content": {**e["content"], "colour": 1}}), "colour"),
    ],
)
def test_what_cannot_be_read_is_named(change, words: str) -> None:
    envelope = json.loads(dumps(example()))
    with pytest.raises(InputError, match=words):
        loads(change(envelope), Digitization)


def test_a_broken_promise_inside_is_named_with_its_place() -> None:
    envelope = json.loads(dumps(example()))
    envelope["content"]["panels"][0]["curves"][1]["steps"]["survival"] = [1, 0.2, 0.9]
    with pytest.raises(InputError, match=r"\$\.panels\[0\]\.curves\[1\]\.steps"):
        loads(json.dumps(envelope), Digitization)


def test_an_edited_file_is_the_edited_value() -> None:
    """A person may correct one number and go on from there."""
    envelope = json.loads(dumps(example()))
    envelope["content"]["panels"][0]["risk"][0]["table"]["at_risk"] = [100, 61]
    found = loads(json.dumps(envelope), Digitization)
    risk = example().panel.risk[0]
    table = RiskTable([0, 12], [100, 61], doubtful=[False, True])
    assert found.panel.risk[0] == attrs.evolve(risk, table=table)
