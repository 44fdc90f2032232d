"""The commands as a user meets them: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from tests.review.small import write
from tests.test_house import HEAVY, ROOT


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.main, ["review", *map(str, words)])
    assert "Traceback" not in result.output
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("command", ["check", "run", "report"])
def test_a_missing_folder_is_one_sentence(command: str, tmp_path: Path) -> None:
    code, out, err = run(command, tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert "review init" in err
    assert list(tmp_path.iterdir()) == []


def test_from_nothing_to_a_checked_folder(tmp_path: Path) -> None:
    code, out, _ = run("init", tmp_path / "r", "--title", "Ours")
    assert code == 0
    assert 'title = "Ours"' in (tmp_path / "r" / "review.toml").read_text(encoding="utf-8")
    assert out.count("wrote") == len(list((tmp_path / "r").glob("*.*")))
    code, out, _ = run("check", tmp_path / "r")
    assert code == 2
    assert "2 errors, 0 warnings, 0 notes" in out
    assert run("init", tmp_path / "r")[0] == 2


def test_check_tells_people_and_machines(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", figures=False)
    code, out, _ = run("check", folder)
    assert code == 0
    assert "effects.csv, row 3, column 'ci_level'" in out
    code, out, _ = run("check", folder, "--json", "--no-notes")
    found = json.loads(out)
    assert {entry["level"] for entry in found} == {"warning"}
    assert (found[0]["file"], found[0]["row"], found[0]["column"]) == ("effects.csv", 3, "ci_level")


def test_run_prints_a_summary_and_keeps_quiet_in_a_pipe(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", figures=False)
    code, out, err = run("run", folder, "--out", tmp_path / "out", "--jobs", "1", "--json")
    assert (code, err) == (0, "")
    content = json.loads(out)
    assert content == json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert [(r["outcome"], r["input_set"], r["ranking"][0]["treatment"]) for r in content["networks"]] == [
        ("OS", "reported", "Drug A"),
        ("ORR", "reported", "Drug A"),
    ]
    (exact, chains) = content["networks"][1]["bayes"]
    assert exact["diagnostics"] == []
    assert all(row["rhat"] < 1.01 for row in chains["diagnostics"])
    assert not (folder / "results").exists()
    code, out, _ = run("report", folder, "--out", tmp_path / "out")
    assert code == 0
    assert "report.html" in out
    assert run("run", folder, "--jobs", "0")[0] == 2


def test_an_error_in_the_folder_stops_before_anything_is_written(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", figures=False)
    path = folder / "binary.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Drug A,40", "Drug A,400"), encoding="utf-8")
    code, _, err = run("run", folder)
    assert code == 2
    assert "binary.csv, row 2, column 'responders'" in err
    assert not (folder / "results").exists()


def test_help_of_every_part_loads_nothing_heavy() -> None:
    code = (
        "import sys, cli\nfrom click.testing import CliRunner\n"
        "for name in cli.review.commands:\n    CliRunner().invoke(cli.main, ['review', name, '--help'])\n"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.strip() == "[]"
