"""The house itself: what stands at the top, what the commands cost to ask, what an error looks like."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli

ROOT = Path(__file__).parent.parent
HEAVY = ("numpy", "scipy", "pandas", "lifelines", "cv2", "numba", "matplotlib", "rapidocr", "openvino", "arviz")


def commands() -> list[list[str]]:
    return [[], *[[name] for name in sorted(cli.main.commands)]]


@pytest.mark.parametrize("words", commands(), ids=lambda words: " ".join(words) or "ipdrecon")
def test_help_names_the_exit_codes_or_the_arguments(words: list[str]) -> None:
    result = CliRunner().invoke(cli.main, [*words, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_asking_for_help_loads_nothing_heavy() -> None:
    """The law behind an answer in well under half a second."""
    code = (
        "import sys, cli\n"
        "from click.testing import CliRunner\n"
        "for name in ['', *cli.main.commands]:\n"
        "    CliRunner().invoke(cli.main, [*([name] if name else []), '--help'])\n"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"


def test_the_top_of_the_house_is_what_the_plan_says() -> None:
    """Python packages and modules at the top: the command line, the rooms, and nothing beside them."""
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks", "fixtures"}
    assert packages <= {"ipdrecon", "pooling", "nma", "review"}
    assert {path.name for path in ROOT.glob("*.py")} == {"cli.py"}


@pytest.mark.parametrize("command", sorted(cli.main.commands))
def test_a_missing_file_is_one_sentence_and_exit_code_2(command: str, tmp_path: Path) -> None:
    missing = tmp_path / "nowhere.csv"
    result = CliRunner().invoke(cli.main, [command, str(missing)])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_verbs_stay_verbs_whatever_was_imported_before() -> None:
    """A submodule of the same name would take a verb's place once it is loaded."""
    code = (
        "import importlib, pkgutil, ipdrecon, nma, pooling\n"
        "for room in (ipdrecon, nma, pooling):\n"
        "    for found in pkgutil.iter_modules(room.__path__, room.__name__ + '.'):\n"
        "        importlib.import_module(found.name)\n"
        "from ipdrecon import digitize, ensemble, reconstruct\n"
        "from nma import nma\n"
        "from pooling import pool\n"
        "print(all(type(verb).__name__ == 'function' for verb in (digitize, ensemble, reconstruct, nma, pool)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "True"
