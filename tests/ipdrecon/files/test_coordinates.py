"""Coordinates as other programs export them: read, repaired, and the repair said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ipdrecon.errors import InputError
from ipdrecon.files import read_coordinates, write_curves
from ipdrecon.steps import StepCurve

TIME, SURVIVAL = [0.0, 2.5, 4.0, 7.5, 9.0], [1.0, 0.9, 0.75, 0.6, 0.55]


def written(folder: Path, text: str) -> Path:
    path = folder / "curve.csv"
    path.write_text(text, "utf-8")
    return path


FORMS = {
    "webplotdigitizer": "\n".join(f"{t}, {s}" for t, s in zip(TIME, SURVIVAL, strict=True)),
    "digitizeit": "# DigitizeIt\nx;y\n"
    + "\n".join(f"{t};{s}".replace(".", ",") for t, s in zip(TIME, SURVIVAL, strict=True)),
    "tabs": "Time\tSurvival\n" + "\n".join(f"{t}\t{s}" for t, s in zip(TIME, SURVIVAL, strict=True)),
    "blanks": "\n".join(f"{t} {s}" for t, s in zip(TIME, SURVIVAL, strict=True)),
    "ipdfromkm": '"","time","sur"\n'
    + "\n".join(f'"{i}",{t},{s}' for i, (t, s) in enumerate(zip(TIME, SURVIVAL, strict=True), 1)),
    "write.table": '"V1" "V2"\n'
    + "\n".join(f'"{i}" {t} {s}' for i, (t, s) in enumerate(zip(TIME, SURVIVAL, strict=True), 1)),
    "percent": "month,percent\n" + "\n".join(f"{t},{100 * s}" for t, s in zip(TIME, SURVIVAL, strict=True)),
    "unordered": "\n".join(f"{TIME[i]},{SURVIVAL[i]}" for i in (0, 2, 1, 3, 4)),
    "labelled": "time,survival,curve\n" + "\n".join(f"{t},{s},A" for t, s in zip(TIME, SURVIVAL, strict=True)),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms(form: str, tmp_path: Path) -> None:
    (read,) = read_coordinates(written(tmp_path, FORMS[form])).values()
    assert read.curve.time.tolist() == TIME
    assert np.allclose(read.curve.survival, SURVIVAL, atol=1e-12)
    said = {"percent": "percent", "unordered": "out of order"}.get(form)
    assert any(said in note for note in read.notes) if said else read.notes == ()


def test_pairs_of_columns_under_the_names_of_data_sets(tmp_path: Path) -> None:
    text = "Placebo,,Drug,\nX,Y,X,Y\n0,1,0,1\n2,0.8,3,0.9\n4,0.6,,\n"
    read = read_coordinates(written(tmp_path, text))
    assert list(read) == ["Placebo", "Drug"]
    assert read["Placebo"].curve.time.tolist() == [0, 2, 4]
    assert read["Drug"].curve.time.tolist() == [0, 3]


def test_clicks_that_rise_a_little_are_flattened_to_the_nearest_falling_levels(tmp_path: Path) -> None:
    """Pool adjacent violators: 0.80 and 0.81 become 0.805, not the lower of the two."""
    (read,) = read_coordinates(written(tmp_path, "0,1\n1,0.9\n2,0.80\n3,0.81\n4,0.7\n")).values()
    assert read.curve(2.0) == pytest.approx(0.805)
    assert "1 rises of up to 0.010 were flattened" in read.notes
    assert read.curve.survival_se.max() > 0


def test_corners_clicked_in_the_wrong_order_at_one_time_are_exchanged(tmp_path: Path) -> None:
    (read,) = read_coordinates(written(tmp_path, "0,1\n50,1\n50.1,0.9\n99.9,0.8\n100,0.9\n150,0.8\n")).values()
    assert read.curve(75.0) == pytest.approx(0.9)
    assert read.curve(120.0) == pytest.approx(0.8)


def test_clicks_know_since_when_and_steps_do_not(tmp_path: Path) -> None:
    path = written(tmp_path, FORMS["webplotdigitizer"])
    assert read_coordinates(path)[""].curve.since.tolist() == [0.0, 0.0, 2.5, 4.0, 7.5]
    assert read_coordinates(path, points="steps")[""].curve.since.tolist() == TIME
    corners = written(tmp_path, "0,1\n2,1\n2,0.9\n5,0.9\n5,0.7\n")
    assert read_coordinates(corners)[""].curve.since.tolist() == [0.0, 2.0, 5.0]


def test_curves_of_this_project_come_back_with_their_errors(tmp_path: Path) -> None:
    curve = StepCurve(TIME, SURVIVAL, end=12.0, survival_se=[0, 0.001, 0.001, 0.002, 0.002])
    read = read_coordinates(write_curves(tmp_path / "c.csv", {"A": curve}))["A"]
    assert read.curve == curve and read.notes == ()


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "is empty"),
        ("time,survival\n", "no coordinates"),
        ("0,1\n1,0.5\n2,0.8\n", "cannot rise"),
        ("0,1000\n1,500\n", "goes up to 1000"),
        ("0,1,2\n1,0.5,3\n", "3 columns"),
        ("-5,1\n1,0.5\n", "0 or later"),
    ],
)
def test_what_is_no_curve_is_said(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=words):
        read_coordinates(written(tmp_path, text))
