"""Figures by lifelines: their truth says what their pixels show."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from benchmarks.digitize.libraries.lifelines_ import draw_lifelines
from ipdrecon.ipd import IPD

#: A draw of the style in which marks are shown on lines thinner than they are tall.
SEED = 5


def test_a_mark_is_as_wide_as_its_truth_says(tmp_path: Path) -> None:
    """Law: marks that touch are no single ones; so their width must be known, and is that of the ink drawn."""
    ipd = IPD([3, 6, 9, 12, 15, 18, 21, 24], [1, 0, 1, 0, 1, 0, 1, 1], ["A"] * 8, [""] * 8, "months")
    path = tmp_path / "a.png"
    panel = draw_lifelines(ipd, path, rng=np.random.default_rng(SEED)).panels[0]
    (curve,) = panel.curves
    assert panel.axes is not None
    assert curve.steps.marks.size == 3
    x, y = panel.axes.x, panel.axes.y
    ink = np.abs(imread(path)[..., :3] * 255 - np.array(curve.color)).max(axis=2) < 60
    for mark in curve.steps.marks:
        level = curve.steps.survival[np.searchsorted(curve.steps.time, mark, side="right") - 1]
        row, column = round(float(y.pixel(level)) - 3), round(float(x.pixel(mark)))
        lit = np.flatnonzero(ink[row, column - 8 : column + 9])
        assert lit.size == pytest.approx(curve.mark_width * x.px_per_unit, abs=1.0)
        assert lit.size >= 1
