"""Where frames and grids end."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.trace.axes.panel_ends import behind_the_grid, panel_end


@pytest.mark.parametrize(("goes_on", "end"), [(True, 180.0), (False, 120.0)])
def test_a_grid_paler_across_than_along_goes_on_to_its_frame(goes_on: bool, end: float) -> None:
    """Law: lines that go on beyond a column as they are before it lead to the frame; those that stop there do not."""
    contrast = np.zeros((200, 220))
    contrast[20:180, [120, 180]] = 90.0  # the last column of the grid, drawn twice, and what stands behind it
    across = np.array([20.0, 60.0, 100.0, 140.0, 179.0])
    for row in across:
        contrast[int(row), 10 : 180 if goes_on else 120] = 28.0
    found = behind_the_grid(contrast, 120.0, 200, (20.0, 179.0), across)
    assert found == pytest.approx(end, abs=0.5)  # a line may lie between two pixels


@pytest.mark.parametrize(("off", "end"), [(0, 180), (3, 180), (7, 180)])
def test_a_dotted_grid_goes_on_over_the_gaps_between_its_dots(off: int, end: int) -> None:
    """Law: a grid ends where more paper follows than between its dots before the last tick."""
    contrast = np.zeros((200, 260))
    rows = np.array([40.0, 80.0, 120.0, 160.0])
    for start in range(20, end, 4 + off):
        contrast[rows.astype(int), start : min(end, start + 4)] = 40.0
    found = panel_end(contrast, rows, 121.0, 250.0)
    assert found == pytest.approx(end, abs=off + 2)
