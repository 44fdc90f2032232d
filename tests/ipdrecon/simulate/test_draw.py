"""The truth of a figure is where its ink is."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np
import pytest
from PIL import Image

from ipdrecon.ipd import IPD
from ipdrecon.simulate.draw import Drawn, draw
from ipdrecon.simulate.look import Look
from ipdrecon.simulate.spoil import Spoiling, resized, spoil
from ipdrecon.simulate.truth import FigureTruth, from_json, to_json

PATIENTS = IPD.of_arm([2, 4, 4, 7, 9, 10], [1, 1, 0, 1, 0, 0], treatment="A")
LOOK = Look(size=(500, 400), colors=("#c80000",), mark="", table="", legend="none", line_px=2.0)


def figure(folder: Path, look: Look = LOOK) -> tuple[Path, FigureTruth]:
    folder.mkdir(exist_ok=True)
    path = folder / "x.png"
    truth = draw([Drawn({"A": PATIENTS}, (0.0, 5.0, 10.0), "months")], look, path, rng=np.random.default_rng(1))
    return path, truth


def centre_of_red(path: Path, column: int) -> float:
    """Row of the middle of the red ink in a pixel column."""
    pixels = np.asarray(Image.open(path).convert("RGB"), float)[:, column]
    ink = np.clip((pixels[:, 0] - pixels[:, 1]) / 200, 0, 1)  # paper, letters and axes have no hue
    return float((ink * np.arange(ink.size)).sum() / ink.sum())


@pytest.mark.parametrize("time", [1.0, 3.0, 6.0, 9.5])
def test_the_line_is_drawn_where_the_truth_says(tmp_path: Path, time: float) -> None:
    """To half a pixel: matplotlib snaps lines to the grid."""
    path, truth = figure(tmp_path)
    axes, curve = truth.panels[0].axes, truth.panels[0].curves[0]
    assert axes is not None
    column = round(float(axes.x.pixel(time)))
    row = float(axes.survival_pixel(curve.steps(axes.x.value(column))))
    assert centre_of_red(path, column) == pytest.approx(row, abs=0.75)


def test_a_reduced_figure_carries_its_axes_along(tmp_path: Path) -> None:
    path, truth = figure(tmp_path)
    small, after = spoil(path, truth, Spoiling(width=400), rng=np.random.default_rng(1))
    axes, curve = after.panels[0].axes, after.panels[0].curves[0]
    assert axes is not None
    column = round(float(axes.x.pixel(6.0)))
    row = float(axes.survival_pixel(curve.steps(6.0)))
    assert centre_of_red(small, column) == pytest.approx(row, abs=0.75)


def test_axes_resized_there_and_back_are_the_same(tmp_path: Path) -> None:
    _, truth = figure(tmp_path)
    axes = truth.panels[0].axes
    assert axes is not None
    again = resized(resized(axes, (0.5, 0.8)), (2.0, 1.25))
    assert again.x.zero_px == pytest.approx(axes.x.zero_px)
    assert again.y.px_per_unit == pytest.approx(axes.y.px_per_unit)


def test_the_truth_comes_back_from_json(tmp_path: Path) -> None:
    _, truth = figure(tmp_path, attrs.evolve(LOOK, table="below", mark="|"))
    again = from_json(to_json(truth))
    assert to_json(again) == to_json(truth)
    assert again.panels[0].risk[0].at_risk == (6.0, 3.0, 1.0)  # time >= t


def test_the_same_seed_draws_the_same_figure(tmp_path: Path) -> None:
    first = figure(tmp_path / "a")[0].read_bytes()
    assert figure(tmp_path / "b")[0].read_bytes() == first


def test_a_line_turns_dashed_where_few_are_left(tmp_path: Path) -> None:
    """Law: from the time on at which less than the share of the look's tail is at risk, the line has gaps."""
    path, truth = figure(tmp_path, attrs.evolve(LOOK, tail=0.6))  # 3 of 6 from time 5 on: dashed from the drop at 7
    axes = truth.panels[0].axes
    assert axes is not None
    pixels = np.asarray(Image.open(path).convert("RGB"), float)
    inked = (pixels[:, :, 0] - pixels[:, :, 1] > 60).any(axis=0)
    whole = slice(*(round(float(axes.x.pixel(t))) for t in (0.2, 6.8)))
    tail = slice(*(round(float(axes.x.pixel(t))) for t in (7.2, 9.8)))
    assert inked[whole].all()
    assert 0.3 < inked[tail].mean() < 0.9
