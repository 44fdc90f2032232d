"""Geometry of paths: clips keep exactly what is inside, Bézier curves end where they say, matrices compose."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipdrecon.figure import Box
from ipdrecon.trace.sources.outline import Pen, clipped_path, cubic, cut, matrix, meet, moved, stretch

BLACK = Pen(stroke=(0, 0, 0))


def test_line_through_a_clip_keeps_its_inner_part() -> None:
    (piece,) = cut(np.array([[-10.0, 5.0], [30.0, 5.0]]), np.array([0.0, 0.0]), np.array([20.0, 10.0]))
    assert np.allclose(piece, [[0, 5], [20, 5]])


def test_line_that_leaves_and_comes_back_gives_two_pieces() -> None:
    points = np.array([[1.0, 1.0], [1.0, 20.0], [5.0, 20.0], [5.0, 1.0]])
    first, second = cut(points, np.array([0.0, 0.0]), np.array([10.0, 10.0]))
    assert np.allclose(first, [[1, 1], [1, 10]])
    assert np.allclose(second, [[5, 10], [5, 1]])


@given(st.lists(st.tuples(st.floats(-5, 15), st.floats(-5, 15)), min_size=2, max_size=12))
def test_what_a_clip_leaves_lies_inside_it_and_on_the_line(corners: list[tuple[float, float]]) -> None:
    points = np.array(corners)
    for piece in cut(points, np.zeros(2), np.full(2, 10.0)):
        assert (piece >= -1e-9).all()
        assert (piece <= 10 + 1e-9).all()
        assert piece.shape[1] == 2
        for point in piece:  # the distance to the nearest segment of the line is nothing
            a, b = points[:-1], points[1:]
            span = np.maximum(((b - a) ** 2).sum(axis=1), 1e-300)
            share = np.clip(((point - a) * (b - a)).sum(axis=1) / span, 0, 1)
            assert np.hypot(*(a + share[:, None] * (b - a) - point).T).min() < 1e-6


def test_path_outside_its_clip_is_gone_and_one_inside_is_untouched() -> None:
    points = np.array([[1.0, 1.0], [2.0, 3.0]])
    assert clipped_path([points], BLACK, Box(5, 5, 9, 9)) is None
    kept = clipped_path([points], BLACK, Box(0, 0, 9, 9))
    assert kept is not None
    assert np.array_equal(kept.points, points)


def test_line_along_the_edge_of_a_clip_stays() -> None:
    kept = clipped_path([np.array([[0.0, 0.0], [9.0, 0.0]])], BLACK, Box(0, 0, 9, 9))
    assert kept is not None


def test_bezier_ends_at_its_end_and_passes_its_middle() -> None:
    points = cubic(*(np.array(p, dtype=float) for p in ((0, 0), (0, 4), (4, 4), (4, 0))))
    assert points[-1] == pytest.approx([4, 0])
    assert points[len(points) // 2 - 1] == pytest.approx([2, 3])


def test_matrix_is_the_one_pdf_and_svg_write() -> None:
    turn = matrix(0, 1, -1, 0, 10, 20)  # x' = -y + 10, y' = x + 20
    assert moved([(1, 2)], turn)[0] == pytest.approx([8, 21])
    assert stretch(matrix(3, 0, 0, 3, 5, 5)) == pytest.approx(3)


def test_clips_meet_in_their_common_part() -> None:
    assert meet(Box(0, 0, 5, 5), Box(3, 1, 9, 4)) == Box(3, 1, 5, 4)
    assert meet(None, Box(3, 1, 9, 4)) == Box(3, 1, 9, 4)
    apart = meet(Box(0, 0, 1, 1), Box(3, 3, 4, 4))
    assert apart is not None
    assert apart.width == apart.height == 0


@pytest.mark.parametrize("pen", [Pen(stroke=(0, 0, 0)), Pen(stroke=(0, 0, 0), fill=(0, 0, 0)), Pen(fill=(0, 0, 0))])
def test_a_mark_on_the_edge_of_a_clip_keeps_its_middle(pen: Pen) -> None:
    """Half of a mark at S = 1 is cut off by a clip along the top of the plot; its middle is where it was drawn."""
    clip = Box(0, 0, 100, 100)
    mark = clipped_path([np.array([[50.0, -2.0], [50.0, 2.0]])], pen, clip)
    assert mark is not None and mark.box.center == (50.0, 0.0)
    gone = clipped_path([np.array([[50.0, -4.0], [50.0, -0.1]])], Pen(stroke=(0, 0, 0)), clip)
    assert (gone is not None and gone.box.bottom < 0) or gone is None


def test_the_last_piece_of_a_curve_that_was_drawn_in_pieces_ends_at_the_clip() -> None:
    """Law: a single level stroke of some length is part of a line; a cross of two such strokes is a mark."""
    clip = Box(0, 0, 100, 60)
    piece = clipped_path([np.array([[94.0, 30.0], [101.0, 30.0]])], BLACK, clip)
    assert piece is not None and piece.box.right == pytest.approx(100.0, abs=0.05)
    cross = [np.array([[95.5, 30.0], [102.5, 30.0]]), np.array([[99.0, 26.5], [99.0, 33.5]])]
    mark = clipped_path(cross, BLACK, clip)
    assert mark is not None and mark.box.right == 102.5
