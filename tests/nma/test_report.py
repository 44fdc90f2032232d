"""The command and its files: the same numbers in every form, the same bytes from the same input."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.special import ndtr

import cli
from nma import nma
from tests.nma.oracle import reference

HR = """trial,treat1,treat2,hr,ci_low,ci_high,ci_level
EMERALD,Elacestrant,ET,0.70,0.55,0.88,95
PALMIRA,Palbociclib,ET,0.84,0.66,1.07,95
PACE,Palbociclib,ET,1.11,0.79,1.55,90
"""


@pytest.fixture
def senn(tmp_path: Path) -> Path:
    rows = "\n".join(",".join(str(cell) for cell in row) for row in reference("senn2013")["contrasts"])
    path = tmp_path / "senn.csv"
    path.write_text(f"studlab,treat1,treat2,TE,seTE\n{rows}\n", encoding="utf-8")
    return path


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.main, ["nma", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def test_tables_json_and_pictures(senn: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, text, _ = run(senn, "--measure", "MD", "--model", "random", "--reference", "plac", "--out", out)
    assert code == 0
    assert "Q = 96.986 on 18 df" in text
    assert (out / "league.txt").read_text(encoding="utf-8") in text
    content = json.loads((out / "result.json").read_text(encoding="utf-8"))
    (found,) = nma(senn, measure="MD", model="random")
    (part,) = content["components"]
    np.testing.assert_array_equal(np.array(part["random"]["effects"]), found.effects)
    assert part["heterogeneity"]["tau2"] == found.heterogeneity.tau2
    assert content["inputs"] == [{"file": "senn.csv", "sha256": hashlib.sha256(senn.read_bytes()).hexdigest()}]
    assert content["options"]["model"] == "random"
    assert content["versions"]["numpy"] == np.__version__
    with (out / "ranking.csv").open(encoding="utf-8") as file:
        best = next(csv.DictReader(file))
    assert best["treatment"] == "rosi"
    with (out / "prediction.csv").open(encoding="utf-8") as file:
        first = next(csv.DictReader(file))
    i, j = (found.network.index(first[name]) for name in ("treatment", "comparator"))
    assert found.prediction is not None
    assert float(first["prediction_low"]) == pytest.approx(found.prediction.low[i, j], rel=1e-12)
    for name in ("network", "forest", "league", "rankogram", "funnel", "net_heat"):
        assert (out / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert b"<svg" in (out / f"{name}.svg").read_bytes()[:500]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "hr.csv"
    path.write_text(HR, encoding="utf-8")
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        assert run(path, "--out", folder)[0] == 0
    files = [{p.name: p.read_bytes() for p in sorted(folder.iterdir())} for folder in folders]
    assert files[0].keys() == files[1].keys()
    # A workbook is a zip whose entries carry the time of writing.
    assert [name for name in files[0] if files[0][name] != files[1][name]] in ([], ["league.xlsx"])


def test_warnings_go_to_standard_error(tmp_path: Path) -> None:
    path = tmp_path / "hr.csv"
    path.write_text(HR, encoding="utf-8")
    code, text, diagnostics = run(path)
    assert code == 0
    assert "90% interval" in diagnostics
    assert "90% interval" not in text
    assert "inconsistency: NA (no closed loop" in text


def test_two_components_have_their_own_files(tmp_path: Path) -> None:
    path = tmp_path / "hr.csv"
    path.write_text(HR + "X,A,B,0.7,0.5,0.98,95\n", encoding="utf-8")
    code, text, _ = run(path, "--out", tmp_path / "out")
    assert code == 0
    assert "Component 2 of 2: A, B" in text
    assert (tmp_path / "out" / "league_2.csv").exists()
    assert (tmp_path / "out" / "forest_1.svg").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [(("--reference", "nobody"), "in no trial"), (("--measure", "??"), "unknown"), (("--tau2", "PM"), "DL, REML, ML")],
)
def test_bad_options_exit_with_2_and_write_nothing(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    path = tmp_path / "hr.csv"
    path.write_text(HR, encoding="utf-8")
    code, _, diagnostics = run(path, *words, "--out", tmp_path / "out")
    assert code == 2
    assert says in diagnostics
    assert not (tmp_path / "out").exists()


def test_json_on_standard_output_is_the_file(senn: Path, tmp_path: Path) -> None:
    code, text, diagnostics = run(senn, "--measure", "MD", "--margin", "0.5", "--json", "--out", tmp_path / "out")
    assert (code, diagnostics) == (
        0,
        f"wrote {len(list((tmp_path / 'out').iterdir()))} files into {tmp_path / 'out'}\n",
    )
    assert text == (tmp_path / "out" / "result.json").read_text(encoding="utf-8")
    (part,) = json.loads(text)["components"]
    (found,) = nma(senn, measure="MD", margin=0.5)
    assert part["superiority"]["margin"] == 0.5
    i, j = found.network.index("rosi"), found.network.index("metf")
    effect, se = found.effect("rosi", "metf")
    assert part["superiority"]["probability"][i][j] == pytest.approx(float(ndtr((-effect - 0.5) / se)), rel=1e-12)
    assert part["superiority"]["probability"][i][i] is None


@pytest.mark.parametrize(("margin", "says"), [("0", "above 0"), ("nan", "above 0")])
def test_a_margin_of_a_ratio_is_above_0(tmp_path: Path, margin: str, says: str) -> None:
    path = tmp_path / "hr.csv"
    path.write_text(HR, encoding="utf-8")
    code, text, diagnostics = run(path, "--margin", margin)
    assert (code, text) == (2, "")
    assert says in diagnostics


def test_a_ratio_and_its_inverse_are_one_margin(tmp_path: Path) -> None:
    path = tmp_path / "hr.csv"
    path.write_text(HR, encoding="utf-8")
    one, two = (nma(path, margin=margin)[0].superiority for margin in (0.8, 1.25))
    np.testing.assert_allclose(one, two, rtol=1e-12)
