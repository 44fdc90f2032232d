"""The command as a user meets it: what it prints, writes and draws."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import attrs
import numpy as np
import pytest
from click.testing import CliRunner

import cli
from ipdrecon.files import dumps, loads, read_ipd, write_ipd
from ipdrecon.ipd import IPD
from pooling import Pooled, Settings, analyse, pool
from pooling.report import file_names
from pooling.settings import METHODS
from tests.pooling.oracle import simulated


@pytest.fixture(name="patients")
def _patients(tmp_path: Path) -> Path:
    ipd = IPD.concat(
        [simulated(4), simulated(3, treatment="B", seed=8, median=6.0), simulated(1, treatment="C", seed=9, median=5.0)]
    )
    return write_ipd(tmp_path / "patients.csv", ipd)


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli.main, ["pool", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_the_table_names_every_regimen_and_the_files_hold_its_numbers(patients: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, text, said = run(patients, "--out", out, "--landmarks", "6,12", "--horizons", "10", "--compare", "A,B")
    assert code == 0, said
    head = text.splitlines()[0].split()
    assert head[:4] == ["regimen", "studies", "n", "events"]
    rows = {row["regimen"]: row for row in table(out / "pooled_medians.csv")}
    assert list(rows) == ["A", "B", "C"]
    assert f"{float(rows['A']['median']):.2f}" in text
    assert (rows["A"]["method"], rows["C"]["method"]) == ("random", "naive")
    one = loads((out / "pooled_A.json").read_text(), Pooled)
    assert one.median == float(rows["A"]["median"])
    curve = [row for row in table(out / "pooled_curves.csv") if row["regimen"] == "A"]
    np.testing.assert_array_equal([float(r["survival"]) for r in curve], one.survival)
    assert "Restricted mean of A against B" in text
    left = [float(r["median"]) for r in table(out / "pooled_leave_one_out.csv") if r["regimen"] == "A"]
    assert len(left) == 4
    assert f"{min(left):.2f} to {max(left):.2f}" in text
    names = {p.name for p in out.iterdir()}
    for name in ("curves", "studies", "heterogeneity"):
        assert {f"pooled_{name}.svg", f"pooled_{name}.png"} <= names
    assert {"pooled_leave_one_out.csv", "pooled_grids.csv", "pooled_covariance.csv", "pooled_times.csv"} <= names


def test_the_covariance_file_is_a_covariance(patients: Path, tmp_path: Path) -> None:
    """Symmetric without negative eigenvalues, its diagonal the squared standard errors of log S."""
    run(patients, "--out", tmp_path / "out")
    rows = [r for r in table(tmp_path / "out" / "pooled_covariance.csv") if r["regimen"] == "B"]
    size = round(len(rows) ** 0.5)
    matrix = np.array([float(r["covariance_log_survival"]) for r in rows]).reshape(size, size)
    np.testing.assert_array_equal(matrix, matrix.T)
    assert np.linalg.eigvalsh(matrix).min() > -1e-12
    made = analyse([patients])["B"]
    np.testing.assert_allclose(np.diag(matrix), made.log_se[1:] ** 2, rtol=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_the_one_type_back_from_json(patients: Path, method: str) -> None:
    for made in analyse([patients], method=method, draws=200).results:
        again = loads(dumps(made), Pooled)
        assert dumps(again) == dumps(made)
        assert made.time[0] == 0 and (np.diff(made.time) > 0).all()
        assert (np.diff(made.survival) <= 1e-12).all()
        assert (made.low <= made.survival + 1e-9).all() and (made.survival <= made.high + 1e-9).all()
        assert made.time.size == made.survival.size == made.low.size == made.at_risk.size == made.log_se.size
        assert made.log_covariance.shape == (made.grid_time.size,) * 2
        assert made.rmst_low <= made.rmst <= made.rmst_high <= made.horizon
        assert len(made.studies) == len(made.trials)


def test_regimens_join_arms_and_two_arms_of_a_trial_count_once(tmp_path: Path) -> None:
    ipd = IPD.concat([simulated(2, treatment="low"), simulated(2, treatment="high", seed=8)])
    path = write_ipd(tmp_path / "p.csv", ipd)
    code, text, said = run(path, "--map", "low=dose", "--map", "high=dose")
    assert code == 0
    assert text.splitlines()[1].split()[:3] == ["dose", "2", str(len(ipd))]
    assert "arms low and high count as one" in said


def test_medians_stand_beside_the_curves(patients: Path, tmp_path: Path) -> None:
    published = tmp_path / "m.csv"
    published.write_text("study,regimen,median,ci_low,ci_high\nu,A,9,7,12\nv,A,11,9,14\n")
    code, text, _ = run(patients, published)
    assert code == 0
    assert "Medians pooled without curves" in text
    assert "10.10" in text.split("without curves")[1]
    code, text, _ = run(published, "--out", tmp_path / "out")
    assert code == 0 and text.startswith("Medians pooled")


def test_json_on_standard_output(patients: Path) -> None:
    code, text, _ = run(patients, "--json")
    assert code == 0
    assert [entry["content"]["regimen"] for entry in json.loads(text)] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--method", "best"), "use one of random"),
        (("--level", "95"), "no probability"),
        (("--grid", "6,3"), "rising order"),
        (("--grid", "a,b"), "list of times"),
        (("--map", "A"), "ARM=REGIMEN"),
        (("--map", "Z=A"), "no patient on 'Z'"),
        (("--compare", "A"), "two regimens"),
        (("--compare", "A,Z"), "no regimen 'Z'"),
        (("--at-risk", "never"), "use one of auto"),
        (("--draws", "5"), "100 or more"),
        (("--family", "gamma"), "use one of auto"),
    ],
)
def test_wrong_options_are_one_sentence_and_exit_code_2(patients: Path, words: tuple[str, ...], said: str) -> None:
    code, _, error = run(patients, *words)
    assert code == 2
    assert said in error and "Traceback" not in error


def test_landmarks_beyond_the_curve_are_said_not_invented(patients: Path) -> None:
    code, _, error = run(patients, "--landmarks", "6,300")
    assert code == 0
    assert "survival at 300 is not known" in error


def test_prediction_band_is_wider_than_the_confidence_band_and_needs_three_studies() -> None:
    made, *_ = pool(simulated(5, sigma=0.4))
    assert (made.prediction_low[1:] <= made.low[1:]).all() and (made.prediction_high[1:] >= made.high[1:]).all()
    assert pool(simulated(2))[0].prediction_low.size == 0


def test_two_studies_are_warned_of() -> None:
    made, *_ = pool(simulated(2))
    assert made.interval == "normal"
    assert "too narrow" in made.warnings[0]
    assert pool(simulated(2), interval="hartung-knapp")[0].df[1] == pytest.approx(1.0, abs=0.01)


def test_regimens_whose_names_a_file_cannot_tell_apart_get_files_of_their_own() -> None:
    results = pool(IPD.concat([simulated(1, treatment=name) for name in ("a/b", "a b", "A b")]))
    assert file_names(results) == ["pooled_a_b.json", "pooled_a_b_2.json", "pooled_A_b_3.json"]


def test_settings_lock_their_times() -> None:
    assert not Settings(grid=[1, 2]).grid.flags.writeable


def test_one_trial_under_two_names_is_said(patients: Path, tmp_path: Path) -> None:
    """Law: patients of a figure and of its curves' file are the same; pooled they count twice, and that is a note."""
    copy = read_ipd(patients)
    again = write_ipd(tmp_path / "again.csv", attrs.evolve(copy, trial=[f"{name} again" for name in copy.trial]))
    _, _, notes = run(patients, again)
    assert len(re.findall("have nearly the same patients", notes)) == len(list(copy.arms()))
    assert "have nearly the same patients" not in run(patients)[2]
