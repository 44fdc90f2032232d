"""A review run: everything is made, nothing twice, nothing half, and what a person did is kept."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ipdrecon.files import read_ipd
from nma.cox import cox
from review import run_review
from review.results import Results
from review.run import report_again
from tests.review.small import PATIENTS, TRIALS, patients, write

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Results]:
    """A folder that was run once."""
    folder = write(tmp_path_factory.mktemp("review") / "r", bayes=False)
    return folder, run_review(folder, jobs=1)


@pytest.fixture
def copy(done: tuple[Path, Results], tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(done[0], tmp_path / "copy"))


def test_patients_come_back_from_the_pixels(done: tuple[Path, Results]) -> None:
    """Truth: the patients the figures were drawn from; 0.1 on the log scale is half a standard error here."""
    folder, results = done
    assert results.problems == []
    assert results.exit_code == 0
    assert {figure.trial for figure in results.figures} == set(TRIALS)
    (found,) = (r for r in results.networks if r.input_set == "reconstructed")
    for trial, arms in TRIALS.items():
        ipd = read_ipd(folder / "results" / "figures" / trial / "ipd.csv")
        assert len(ipd) == 2 * PATIENTS
        truth = cox(patients(trial), reference="Control").contrasts
        (effect,) = (e for e in found.effects if e.trial == trial)
        assert (effect.treatment, effect.comparator) == (arms[1], "Control")
        assert abs(np.log(effect.estimate) - truth.effect[0]) < 0.1


def test_intervals_are_read_at_their_own_level(done: tuple[Path, Results]) -> None:
    """0.73 (0.58 to 0.92) at 90 % has the standard error its width over 2 × 1.645 says, so 95 % limits are wider."""
    (found,) = (r for r in done[1].networks if (r.outcome, r.input_set) == ("OS", "reported"))
    (effect,) = (e for e in found.effects if e.trial == "ash")
    se = np.log(0.92 / 0.58) / (2 * 1.6448536269514722)
    assert effect.low == pytest.approx(0.73 * np.exp(-1.959963984540054 * se), rel=1e-12)
    assert {origin.status for origin in found.origins} == {"verified", "unverified"}
    assert all(origin.anchor.startswith("effects-") for origin in found.origins)


def test_a_second_run_does_nothing_and_writes_the_same_report(done: tuple[Path, Results], copy: Path) -> None:
    again = run_review(copy, jobs=1)
    assert (again.made, again.kept) == (0, done[1].made)
    for name in ("report.html", "results.json"):
        assert (copy / "results" / name).read_bytes() == (done[0] / "results" / name).read_bytes()
    assert report_again(copy) == copy / "results" / "report.html"


def test_only_what_changed_is_done(copy: Path) -> None:
    path = copy / "effects.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("0.62,0.47", "0.61,0.46"), encoding="utf-8")
    again = run_review(copy, jobs=1)
    assert again.made == 1
    path = copy / "studies.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("North", "West"), encoding="utf-8")
    assert run_review(copy, jobs=1).made == 0
    assert "West" in (copy / "results" / "report.html").read_text(encoding="utf-8")


def test_rubbish_does_not_stop_the_others(copy: Path) -> None:
    (copy / "figures" / "ash.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    again = run_review(copy, jobs=1)
    assert [failure.file for failure in again.failures] == ["ash.png"]
    assert [figure.trial for figure in again.figures] == ["oak"]
    assert again.exit_code == 2
    (sentence,) = again.problems
    assert "figures.csv, row 3" in sentence
    report = (copy / "results" / "report.html").read_text(encoding="utf-8")
    assert "Missing from this report" in report
    (found,) = (r for r in again.networks if r.input_set == "reconstructed")
    assert [effect.trial for effect in found.effects] == ["oak"]


def test_an_edited_reading_is_kept_used_and_marked(copy: Path) -> None:
    written = copy / "results" / "figures" / "oak" / "oak.json"
    content = json.loads(written.read_text(encoding="utf-8"))
    curve = content["content"]["panels"][0]["curves"][0]["steps"]
    curve["survival"] = [s if i < 5 else s * 0.9 for i, s in enumerate(curve["survival"])]
    edited = json.dumps(content)
    written.write_text(edited, encoding="utf-8")
    again = run_review(copy, jobs=1)
    kept = copy / "corrections" / "oak.json"
    assert kept.read_text(encoding="utf-8") == edited
    (oak,) = (figure for figure in again.figures if figure.trial == "oak")
    assert any("moved by up to" in sentence for sentence in oak.corrections)
    assert "corrected by a person" in (copy / "results" / "report.html").read_text(encoding="utf-8")
    assert run_review(copy, jobs=1).made == 0
    assert kept.read_text(encoding="utf-8") == edited


def test_typed_numbers_at_risk_are_used_and_marked(copy: Path) -> None:
    risk = "time,at_risk,curve\n" + "".join(
        f"{t},{n},{arm}\n" for arm, ns in (("Control", (120, 60, 20)), ("Drug A", (120, 80, 40)))
        for t, n in zip((0, 6, 12), ns, strict=True)
    )  # fmt: skip
    (copy / "figures" / "oak.risk.csv").write_text(risk, encoding="utf-8")
    again = run_review(copy, jobs=1)
    (oak,) = (figure for figure in again.figures if figure.trial == "oak")
    assert all("typed by a person" in arm.counts_from for arm in oak.arms)
    assert len([s for s in oak.corrections if "typed by a person" in s]) == 2


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """The first figure's step is kept, no file is half there, and what a second run makes is what was missing."""
    folder = write(tmp_path / "r", bayes=False)
    state = folder / "results" / "state"
    run = subprocess.Popen(
        [sys.executable, "-m", "cli", "review", "run", str(folder), "--jobs", "1"],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 600
    while not (state / "figure_oak.json").exists() and run.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert (state / "figure_oak.json").exists()
    assert not (folder / "results" / "report.html").exists()
    for path in (folder / "results").rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    before = (folder / "results" / "figures" / "oak" / "ipd.csv").stat().st_mtime_ns
    results = run_review(folder, jobs=1)
    assert results.problems == []
    assert results.kept >= 1
    assert (folder / "results" / "figures" / "oak" / "ipd.csv").stat().st_mtime_ns == before
