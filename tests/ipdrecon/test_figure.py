"""Figures, boxes and paths."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure, Path, Source


def test_a_box_inside_out_is_refused() -> None:
    with pytest.raises(FigureError, match="inside out"):
        Box(10, 0, 5, 5)


def test_boxes_that_only_touch_do_not_overlap() -> None:
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 20, 10))
    assert Box(0, 0, 10, 10).overlaps(Box(9, 9, 20, 20))


def test_the_union_contains_both() -> None:
    both = Box(0, 0, 10, 10).union(Box(5, -5, 8, 20))
    assert both == Box(0, -5, 10, 20)


def test_sub_paths_are_the_points_between_their_starts() -> None:
    path = Path(np.arange(10.0).reshape(5, 2), starts=(0, 2))
    assert [len(part) for part in path.subpaths()] == [2, 3]


def test_pixels_are_rgb_and_locked_even_after_a_trip_to_another_process() -> None:
    """numpy hands unpickled arrays back writable; ours stay locked."""
    figure = Figure(np.zeros((4, 6, 3)), Source("x.png"))
    again = pickle.loads(pickle.dumps(figure))
    assert again == figure
    assert (again.width, again.height) == (6, 4)
    with pytest.raises(ValueError, match="read-only"):
        again.pixels[0, 0, 0] = 1


def test_a_grey_image_is_no_figure_yet() -> None:
    with pytest.raises(FigureError, match="height, width, 3"):
        Figure(np.zeros((4, 6)))
