"""Bad input at each command: one sentence, exit code 2, no traceback, nothing half-written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

import cli

HEADER = "trial,treat1,treat2,hr,ci_low,ci_high\n"


def noise() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 255, (300, 400, 3), dtype=np.uint8)


def png(path: Path, pixels: np.ndarray) -> None:
    Image.fromarray(pixels).save(path)


def truncated(path: Path) -> None:
    png(path, noise())
    path.write_bytes(path.read_bytes()[:20_000])


FIGURES = {
    "a picture without a figure": ("x.png", lambda p: png(p, noise()), "no axes"),
    "a blank page": ("x.png", lambda p: png(p, np.full((300, 400, 3), 255, np.uint8)), "no axes"),
    "an empty file": ("x.png", lambda p: p.write_bytes(b""), "is empty"),
    "a truncated file": ("x.png", truncated, "damaged or cut off"),
    "text that calls itself a picture": ("x.png", lambda p: p.write_text("hello"), "no picture"),
    "more pixels than memory should hold": ("x.png", lambda p: Image.new("1", (40_000, 40_000)).save(p), "pixels"),
    "a broken PDF": ("x.pdf", lambda p: p.write_bytes(b"%PDF-1.4\nnothing"), "damaged or cut off"),
    "a broken SVG": ("x.svg", lambda p: p.write_text("<svg><path d='M0,0"), "broken SVG"),
    "a folder": ("x.png", lambda p: p.mkdir(), "is a folder"),
    "a digitisation of another version": ("x.json", lambda p: p.write_text('{"schema": "other"}'), "is needed here"),
}

PATIENTS = {
    "an empty table": ("", "is empty"),
    "wrong columns": ("a,b\n1,2\n", "it lacks time and event"),
    "negative times": ("time,event,treatment\n-1,1,A\n", "row 2 has time -1"),
    "words for numbers": ("time,event,treatment\nsoon,1,A\n", "no number"),
    "events that are neither 0 nor 1": ("time,event,treatment\n1,3,A\n", "must be 1"),
}

ESTIMATES = {
    "a treatment against itself": (HEADER + "x,A,A,0.5,0.3,0.8\n", "with itself"),
    "a hazard ratio below 0": (HEADER + "x,A,B,-0.5,0.3,0.8\n", "above 0"),
    "an interval that does not hold its estimate": (HEADER + "x,A,B,0.9,0.3,0.8\n", "outside its interval"),
    "an interval inside out": (HEADER + "x,A,B,0.5,0.8,0.3\n", "0.8"),
    "one trial twice": (HEADER + "x,A,B,0.5,0.3,0.8\nx,A,B,0.6,0.3,0.9\n", "twice"),
    "wrong columns": ("a,b\n1,2\n", "column"),
    "an empty table": ("", "is empty"),
}


def refused(folder: Path, *words: object) -> str:
    """The one sentence of a command that must fail, after checking that it left nothing behind."""
    before = sorted(folder.rglob("*"))
    result = CliRunner().invoke(cli.main, [str(word) for word in words])
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert result.stdout == ""
    assert sorted(folder.rglob("*")) == before
    lines = [line for line in result.stderr.splitlines() if not line.startswith(("Warning", "Note", "Usage", "Try"))]
    assert len([line for line in lines if line.strip()]) == 1, lines
    return result.stderr


@pytest.mark.parametrize("name", FIGURES)
def test_digitize(name: str, tmp_path: Path) -> None:
    file, make, words = FIGURES[name]
    make(tmp_path / file)
    assert words in refused(tmp_path, "digitize", tmp_path / file, "--out", tmp_path / "out")


@pytest.mark.parametrize("command", ["pool", "nma"])
@pytest.mark.parametrize("name", PATIENTS)
def test_patients(name: str, command: str, tmp_path: Path) -> None:
    text, words = PATIENTS[name]
    (tmp_path / "x.csv").write_text(text)
    said = refused(tmp_path, command, tmp_path / "x.csv", "--out", tmp_path / "out")
    assert words in said or command == "nma"  # nma reads four forms and says which columns they have


@pytest.mark.parametrize("name", ESTIMATES)
def test_estimates(name: str, tmp_path: Path) -> None:
    text, words = ESTIMATES[name]
    (tmp_path / "x.csv").write_text(text)
    assert words in refused(tmp_path, "nma", tmp_path / "x.csv", "--out", tmp_path / "out")


def test_one_trial_in_two_files_is_not_pooled_twice(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("time,event,treatment,trial\n1,1,A,x\n2,0,A,x\n")
    assert "each trial once" in refused(tmp_path, "pool", tmp_path / "a.csv", tmp_path / "b.csv")


def test_a_picture_given_for_a_table_is_said(tmp_path: Path) -> None:
    png(tmp_path / "x.png", noise())
    for command in ("pool", "nma"):
        assert "UTF-8" in refused(tmp_path, command, tmp_path / "x.png")


@pytest.mark.parametrize(
    "words",
    [
        ("--x-range", "0"),
        ("--x-range", "36,0"),
        ("--curves", "0"),
        ("--colors", "red"),
        ("--time-unit", "moons"),
        ("--patients", "A"),
        ("--crop", "0,0,1,1"),
        ("--panel", "7"),
        ("--page", "7"),
    ],
)
def test_options_of_digitize_that_cannot_be(words: tuple[str, str], tmp_path: Path) -> None:
    figure = Path(__file__).parent.parent / "fixtures" / "elm.png"
    refused(tmp_path, "digitize", figure, "--out", tmp_path / "out", *words)
