"""The commands as a user types them: from a figure to a league table, each reading what the one before wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

import cli
from ipdrecon.digitization import Digitization
from ipdrecon.files import read_curves, read_ipd, read_json, read_risk_tables

FIXTURES = Path(__file__).parent.parent / "fixtures"


def run(*words: object) -> Result:
    result = CliRunner().invoke(cli.main, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture(scope="module")
def digitized(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("digitized")
    run("digitize", FIXTURES / "alder.png", "--out", folder)
    return folder


def test_digitize_writes_all_that_was_read(digitized: Path) -> None:
    assert {"alder.json", "alder_curves.csv", "alder_risk_table.csv", "alder_ipd.csv", "alder_overlay.png"} <= {
        path.name for path in digitized.iterdir()
    }
    whole = read_json(digitized / "alder.json", Digitization).panel
    for label, steps in read_curves(digitized / "alder_curves.csv").items():
        assert steps.time.tolist() == whole.curve(label).steps.time.tolist()
    assert set(read_risk_tables(digitized / "alder_risk_table.csv")) == {"Chemotherapy", "Immunotherapy"}


def test_an_edited_digitisation_is_read_again(digitized: Path, tmp_path: Path) -> None:
    """A person corrects one cell; curves and patients follow from there, the file itself is left as it is."""
    path = tmp_path / "alder.json"
    edited = json.loads((digitized / "alder.json").read_text("utf-8"))
    row = next(r for r in edited["content"]["panels"][0]["risk"] if r["curve"] == "Chemotherapy")
    row["table"]["at_risk"][0] = 161
    path.write_text(json.dumps(edited), "utf-8")
    before = path.read_bytes()
    run("digitize", path)
    assert path.read_bytes() == before
    assert len(read_ipd(tmp_path / "alder_ipd.csv").arm("Chemotherapy")) == 161


def test_what_was_read_already_is_not_told_how_to_be_read(tmp_path: Path) -> None:
    """An option that would change nothing is refused, with what to do instead."""
    path = tmp_path / "alder.json"
    path.write_text("{}", "utf-8")
    result = CliRunner().invoke(cli.main, ["digitize", str(path), "--x-range", "0,40"])
    assert result.exit_code == 2
    assert "--x-range tells how a figure is read" in result.output


def test_of_several_figures_one_that_fails_stops_none(digitized: Path, tmp_path: Path) -> None:
    """Law: each figure is read by itself; what was not read is named at the end and in the exit code."""
    whole, broken = tmp_path / "alder.json", tmp_path / "birch.json"
    whole.write_bytes((digitized / "alder.json").read_bytes())
    broken.write_text("{}", "utf-8")
    result = CliRunner().invoke(cli.main, ["digitize", str(broken), str(whole), "--json"])
    assert result.exit_code == 2
    assert "1 of 2 figures could not be read" in result.stderr
    first, second = json.loads(result.stdout)
    assert first["figure"] == str(broken) and first["error"]
    assert {row["curve"] for row in second["curves"]} == {"Chemotherapy", "Immunotherapy"}
    assert (tmp_path / "alder_ipd.csv").exists()


def test_figures_of_one_file_are_not_written_over_those_of_another(digitized: Path, tmp_path: Path) -> None:
    """Law: the figures of a file of pages are numbered; one whose number another file's name ends in stops them all."""
    pages, beside = tmp_path / "alder.tiff", tmp_path / "alder_2.json"
    page = Image.open(FIXTURES / "alder.png").convert("RGB")
    page.save(pages, save_all=True, append_images=[page])
    beside.write_bytes((digitized / "alder.json").read_bytes())
    result = CliRunner().invoke(cli.main, ["digitize", str(pages), str(beside)])
    assert result.exit_code == 2
    assert "alder.tiff holds 2 figures, of which one would be written as alder_2.json" in result.output
    assert not list(tmp_path.glob("alder_1*"))
    assert (tmp_path / "alder_2_ipd.csv").exists()


def test_pictures_made_of_a_figure_are_no_figures(digitized: Path, tmp_path: Path) -> None:
    """Law: ``digitize *.png`` may be typed again; overlays and fits of the figures given are left out."""
    names = ("alder.json", "alder_overlay.png", "alder_fit.png", "alder_1_fit_2.png")
    (tmp_path / names[0]).write_bytes((digitized / "alder.json").read_bytes())
    for name in names[1:]:
        (tmp_path / name).write_bytes(b"")
    found = json.loads(run("digitize", *(tmp_path / name for name in names), "--json").stdout)
    assert [Path(each["figure"]).name for each in found] == ["alder.json"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["alder.png", "alder.pdf"], "would both be written as alder.json"),
        (["alder.png", "birch.png", "--trial", "A"], "--trial tells something of one figure, but 2 are given"),
    ],
)
def test_several_figures_that_cannot_be_read_in_one_run(words: list[str], sentence: str, tmp_path: Path) -> None:
    """Law: nothing is read where two figures would write one file, or one option is told to several figures."""
    paths = [str(tmp_path / word) if "." in word else word for word in words]
    result = CliRunner().invoke(cli.main, ["digitize", *paths])
    assert result.exit_code == 2
    assert sentence in result.output


@pytest.mark.parametrize(("value", "words"), [("120", "names no arm"), ("Placebo=many", "is not understood")])
def test_patients_of_a_figure_are_told_by_arm(value: str, words: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, ["digitize", str(tmp_path / "a.png"), "--patients", value])
    assert result.exit_code == 2
    assert f"--patients '{value}' {words}" in result.output


def test_reconstruct_gives_the_patients_digitize_gave(digitized: Path, tmp_path: Path) -> None:
    """Curves, marks and numbers at risk as files hold all that the patients follow from."""
    files = [f"--{name.replace('_', '-')}={digitized / f'alder_{name}.csv'}" for name in ("risk_table", "marks")]
    run("reconstruct", digitized / "alder_curves.csv", *files, "--out", tmp_path)
    again, before = read_ipd(tmp_path / "alder_curves_ipd.csv"), read_ipd(digitized / "alder_ipd.csv")
    for arm in before.treatments:
        assert len(again.arm(arm)) == len(before.arm(arm))
        assert abs(int(again.arm(arm).event.sum()) - int(before.arm(arm).event.sum())) <= 2


def test_pool_and_nma_read_what_digitize_wrote(digitized: Path, tmp_path: Path) -> None:
    pooled = run("pool", digitized / "alder_ipd.csv", "--out", tmp_path / "pooled")
    assert "Chemotherapy" in pooled.stdout
    assert "months" in pooled.stdout
    assert f"wrote {len(list((tmp_path / 'pooled').iterdir()))} files into" in pooled.stderr
    league = run("nma", digitized / "alder_ipd.csv", "--out", tmp_path / "network")
    assert "hazard ratio" in league.stdout
    assert (tmp_path / "network" / "league.csv").exists()
    assert f"wrote {len(list((tmp_path / 'network').iterdir()))} files into" in league.stderr


@pytest.mark.parametrize("command", [name for name, c in cli.main.commands.items() if not hasattr(c, "commands")])
def test_every_command_speaks_json(command: str) -> None:
    assert "--json" in CliRunner().invoke(cli.main, [command, "--help"]).output


def test_json_on_standard_output_is_json_alone(digitized: Path) -> None:
    """Notes go to standard error, so that a pipe gets nothing else."""
    found = json.loads(run("pool", digitized / "alder_ipd.csv", "--json").stdout)
    assert found
