"""The README is true: its Python runs, its commands exist, its pictures are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cli
from ipdrecon.files import read_ipd
from nma import nma

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_python_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the simulated patients behind the figure; a hundredth in log HR is a thirteenth of its standard error."""
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.S)
    found: dict = {}
    exec(code, found)
    truth = read_ipd(ROOT / "fixtures" / "alder.truth.csv")
    for treatment in truth.treatments:
        assert found["medians"][treatment] == pytest.approx(truth.arm(treatment).km().median(), rel=0.02)
    assert found["log_hr"] == pytest.approx(nma(truth).effect("Immunotherapy", "Chemotherapy")[0], abs=0.01)


def test_every_command_of_the_readme_exists() -> None:
    assert set(re.findall(r"^ipdrecon (\w+)", README, flags=re.M)) == set(cli.main.commands)


def test_every_picture_and_folder_of_the_readme_is_there() -> None:
    for path in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (ROOT / path).exists()
