"""``ipdrecon reconstruct`` as a user types it: curves and counts from files alone."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

import cli
from ipdrecon.files import read_ipd, read_replicates, write_curves, write_risk_tables
from tests.ipdrecon.reconstruction.arms import drawn, pixels, table

ARMS = {"Control": drawn(31, 100), "Drug": drawn(32, 110)}


def run(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(cli.main, ["reconstruct", *(str(word) for word in words)])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    curves = write_curves(tmp_path / "trial.csv", {name: pixels(ipd) for name, ipd in ARMS.items()})
    return curves, write_risk_tables(tmp_path / "risk.csv", {name: table(ipd) for name, ipd in ARMS.items()})


def test_everything_is_written_and_kept(files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(files[0], "--risk-table", files[1], "--hr", "0.8,0.6,1.1", "--ensemble", 20, "-o", out)
    found = read_ipd(out / "trial_ipd.csv")
    for name, ipd in ARMS.items():
        own = found.arm(name)
        assert len(own) == len(ipd)
        assert np.array_equal(own.at_risk(table(ipd).time), table(ipd).at_risk)
    assert (out / "trial_fit.png").read_bytes().startswith(b"\x89PNG")
    rows = list(csv.DictReader((out / "trial_fit.csv").read_text("utf-8").splitlines()))
    assert {row["measure"] for row in rows} == {
        "rmse",
        "mean_difference",
        "max_difference",
        "iae",
        "events",
        "median",
        "at_risk",
    }
    assert all(float(r["published"]) == float(r["reconstructed"]) for r in rows if r["measure"] == "at_risk")
    replicates = read_replicates(out / "trial_ensemble.csv")
    assert len(replicates) == 20 and replicates[0].treatments == ("Control", "Drug")
    assert result.output.count("numbers at risk kept") == 2
    assert "published HR 0.8" in result.output and "over compatible reconstructions" in result.output


def test_json_says_what_was_used_and_assumed(files: tuple[Path, Path], tmp_path: Path) -> None:
    totals = [f"--events={name}={int(ipd.event.sum())}" for name, ipd in ARMS.items()]
    said = json.loads(run(files[0], "--risk-table", files[1], *totals, "--json", "-o", tmp_path).stdout)
    for row, ipd in zip(said["arms"], ARMS.values(), strict=True):
        assert row["events"] == ipd.event.sum()
        assert row["used"] == ["numbers at risk", "total events"] and row["assumed"] and not row["relaxed"]


def test_calibration_is_labelled(files: tuple[Path, Path], tmp_path: Path) -> None:
    result = run(files[0], "--risk-table", files[1], "--hr", "0.8", "--calibrate", "hr", "--json", "-o", tmp_path)
    said = json.loads(result.stdout)
    assert "calibrated to the published hazard ratio" in said["arms"][0]["used"]
    assert "calibrated, so no check" in said["comparison"]


def test_one_curve_with_marks_needs_no_label(tmp_path: Path) -> None:
    ipd = drawn(33, 60)
    rows = zip(ipd.km().time, ipd.km().survival, strict=True)
    curve = tmp_path / "one.csv"
    curve.write_text("".join(f"{t!r},{s!r}\n" for t, s in ((float(t), float(s)) for t, s in rows)))
    marks = tmp_path / "marks.csv"
    marks.write_text("time\n" + "".join(f"{float(t)!r}\n" for t in ipd.km().marks))
    run(curve, "--patients", 60, "--marks", marks)
    found = read_ipd(tmp_path / "one_ipd.csv")
    assert np.array_equal(found.time, ipd.time) and np.array_equal(found.event, ipd.event)


@pytest.mark.parametrize("method", ["guyot", "constrained"])
def test_methods(method: str, files: tuple[Path, Path], tmp_path: Path) -> None:
    run(files[0], "--risk-table", files[1], "--method", method, "-o", tmp_path / "out")
    assert len(read_ipd(tmp_path / "out" / "trial_ipd.csv")) == 210


@pytest.mark.parametrize(
    "words, sentence",
    [
        ((), "needs its patients or its numbers at risk"),
        (("--patients", "Nobody=5"), "--patients names 'Nobody'"),
        (("--patients", "Control=many"), "is not understood"),
        (("--patients", "Control=100", "--patients", "Drug=110", "--events", "Control=101"), "Control: 101 events"),
        (("--patients", "Control=100", "--patients", "Drug=110", "--calibrate", "hr"), "needs the printed value"),
        (("--patients", "Control=100", "--patients", "Drug=110", "--ensemble", "1"), "ask for 2 or more"),
        (("--patients", "Control=100", "--patients", "Drug=110", "--method", "magic"), "'magic' is unknown"),
        (("--hr", "zero"), "is no hazard ratio"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_written(
    words: tuple[str, ...], sentence: str, files: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert sentence in run(files[0], *words, "-o", out, code=2).output
    assert not out.exists()


def test_contradictions_name_their_arm_and_can_be_relaxed(files: tuple[Path, Path], tmp_path: Path) -> None:
    wrong = files[1].read_text().replace("\n0,100,Control", "\n0,40,Control")
    files[1].write_text(wrong)
    assert "Control:" in run(files[0], "--risk-table", files[1], "-o", tmp_path / "out", code=2).output
    result = run(files[0], "--risk-table", files[1], "--patients", "Control=100", "--nearest", "-o", tmp_path / "out")
    assert "relaxed" in result.output
