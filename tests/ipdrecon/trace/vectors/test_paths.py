"""Curves and marks from vector paths: exact to 1e-4 of the axis range, whatever the program's way to draw them."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np
import pytest
from matplotlib.axes import Axes as Plot
from matplotlib.figure import Figure as Canvas

from ipdrecon.digitization import TracedCurve
from ipdrecon.figure import Box
from ipdrecon.frozen import floats
from ipdrecon.reading import read_all
from ipdrecon.trace.sources.page import load
from ipdrecon.trace.vectors.axes import plot_area
from ipdrecon.trace.vectors.paths import curves_of, refine
from tests.ipdrecon.trace.vectors.vector_plots import BLUE, RED, Arm, arm, calibration, canvas, saved

#: What the project promises for vector input: of the axis range.
EXACT = 1e-4


def traced(figure: Canvas, plot: Plot, path: Path, *, incidence: bool = False) -> tuple[TracedCurve, ...]:
    got = saved(figure, path)
    box, axes = calibration(got, plot, off_px=1.5, incidence=incidence)
    return curves_of(got, box, refine(got, box, axes))


def assert_exact(curve: TracedCurve, truth: Arm, *, marks: bool = False) -> None:
    steps = curve.steps
    assert steps.time[1:] == pytest.approx(truth.time, abs=EXACT * 36)
    assert steps.survival[1:] == pytest.approx(truth.survival, abs=EXACT)
    assert steps.survival[0] == 1
    assert steps.end == pytest.approx(truth.end, abs=EXACT * 36)
    assert steps.marks == pytest.approx(truth.marks if marks else [], abs=EXACT * 36)


@pytest.mark.parametrize("name", ["figure.svg", "figure.pdf"])
def test_every_drop_and_mark_is_read_exactly(tmp_path: Path, name: str) -> None:
    figure, plot = canvas()
    arms = [arm(1), arm(2, last=0.5)]
    for a, color in zip(arms, ("tab:red", "tab:blue"), strict=True):
        plot.plot(*a.corners, drawstyle="steps-post", color=color)
        plot.plot(a.marks, a.at(a.marks), ls="", marker="+", color=color)
    curves = traced(figure, plot, tmp_path / name)
    assert [curve.style.color for curve in curves] == [RED, BLUE]
    for curve, truth in zip(curves, arms, strict=True):
        assert_exact(curve, truth, marks=True)


@pytest.mark.parametrize("marker", ["|", "x", "o", "s", 2, (3, 0, 0), (3, 0, 180)])
def test_marks_of_any_shape_in_black(tmp_path: Path, marker: str | int | tuple[int, int, int]) -> None:
    """Marker 2 is matplotlib's tick that stands on the line; a triangle has the line at its centre, a third up."""
    figure, plot = canvas()
    truth = arm(3)
    plot.plot(*truth.corners, drawstyle="steps-post", color="tab:red")
    plot.plot(truth.marks, truth.at(truth.marks), ls="", marker=marker, color="black", ms=7)
    (curve,) = traced(figure, plot, tmp_path / "figure.svg")
    assert_exact(curve, truth, marks=True)


def test_marks_in_a_flat_plot_are_as_large_as_in_others(tmp_path: Path) -> None:
    """Law: a program draws marks in points, however low the plot above a table is pressed."""
    figure, plot = canvas()
    plot.set_position((0.12, 0.4, 0.8, 0.2))
    a = arm(1)
    plot.plot(*a.corners, drawstyle="steps-post", color="tab:red")
    plot.plot(a.marks, a.at(a.marks), ls="", marker="|", markersize=12, color="tab:red")
    figure.savefig(tmp_path / "flat.svg")
    (panel,) = read_all(tmp_path / "flat.svg")[0].digitization.panels
    assert_exact(panel.curves[0], a, marks=True)


def test_rings_that_stand_close_are_marks_and_no_staircase(tmp_path: Path) -> None:
    """Law: an outline that closes is a shape. Arcs of neighbouring rings go right and down one after the other."""
    figure, plot = canvas()
    truth = attrs.evolve(arm(3, last=0.9), marks=np.arange(2.0, 36.0, 0.15))
    plot.plot(*truth.corners, drawstyle="steps-post", color="tab:red")
    plot.plot(truth.marks, truth.at(truth.marks), ls="", marker="o", mfc="none", color="tab:red", ms=5, mew=0.75)
    (curve,) = traced(figure, plot, tmp_path / "figure.svg")
    assert_exact(curve, truth, marks=True)


def test_black_marks_on_every_curve_though_one_of_them_is_black(tmp_path: Path) -> None:
    """Law: marks in the colour of one curve belong to the others as well, where these have them too."""
    figure, plot = canvas()
    arms = [arm(1), arm(2, last=0.5)]
    for a, color in zip(arms, ("black", "tab:red"), strict=True):
        plot.plot(*a.corners, drawstyle="steps-post", color=color)
        plot.plot(a.marks, a.at(a.marks), ls="", marker="+", color="black")
    for curve, truth in zip(traced(figure, plot, tmp_path / "figure.svg"), arms, strict=True):
        assert_exact(curve, truth, marks=True)


def test_confidence_bands_limits_and_lines_are_left_out(tmp_path: Path) -> None:
    figure, plot = canvas()
    plot.grid(True)
    arms = [arm(4), arm(5, last=0.6)]
    for a, color in zip(arms, ("tab:red", "tab:blue"), strict=True):
        x, y = a.corners
        low, high = np.clip(y - 0.2 * (1 - y), 0, 1), np.clip(y + 0.15 * (1 - y), 0, 1)
        plot.fill_between(x, low, high, step="post", color=color, alpha=0.2)
        plot.plot(x, low, drawstyle="steps-post", color=color, ls="--", lw=0.8)
        plot.plot(x, high, drawstyle="steps-post", color=color, ls="--", lw=0.8)
        plot.plot(x, y, drawstyle="steps-post", color=color, label=color)
    plot.axhline(0.5, color="grey", ls=":")
    plot.plot([0, 12, 12], [0.5, 0.5, 0.0], color="black", ls="--", lw=0.7)
    plot.legend(loc="upper right")
    curves = traced(figure, plot, tmp_path / "figure.svg")
    assert len(curves) == 2
    for curve, truth in zip(curves, arms, strict=True):
        assert_exact(curve, truth)


def test_limits_in_the_style_of_their_curve_are_left_out(tmp_path: Path) -> None:
    figure, plot = canvas()
    x, y = arm(4).corners
    for level in (np.clip(y - 0.2 * (1 - y), 0, 1), y, np.clip(y + 0.15 * (1 - y), 0, 1)):
        plot.plot(x, level, drawstyle="steps-post", color="black", lw=1)
    (curve,) = traced(figure, plot, tmp_path / "figure.pdf")
    assert_exact(curve, arm(4))


def test_dashed_lines_are_limits_where_the_legend_shows_whole_ones_only(tmp_path: Path) -> None:
    """Law: limits that do not step with their curve are known by their dashes, if the whole lines suffice."""
    figure, plot = canvas()
    plot.plot(*arm(4).corners, drawstyle="steps-post", color="black")
    plot.plot(*arm(9, last=0.6).corners, drawstyle="steps-post", color="black", ls="--")
    got = saved(figure, tmp_path / "figure.svg")
    box, axes = calibration(got, plot)
    assert [len(curves_of(got, box, axes, whole=n)) for n in (0, 1, 2)] == [2, 1, 2]


def test_an_axis_along_the_top_with_its_tick_is_no_curve(tmp_path: Path) -> None:
    figure, plot = canvas()
    plot.set_ylim(0, 1.05)
    plot.plot(*arm(4).corners, drawstyle="steps-post", color="black")
    plot.plot([0, 0, 30], [1.008, 1.0, 1.0], color="black")
    plot.plot([0, 20, 20, 30], [1.008, 1.008, 1.0, 1.0], color="black")
    (curve,) = traced(figure, plot, tmp_path / "figure.svg")
    assert_exact(curve, arm(4))


def test_arms_on_a_common_grid_of_times_are_not_taken_for_limits(tmp_path: Path) -> None:
    figure, plot = canvas()
    grid = np.arange(1.0, 31.0)
    arms = [Arm(grid, 1 - last * np.arange(1, 31) / 31, np.array([]), 36.0) for last in (0.3, 0.5, 0.8)]
    for a, dashes in zip(arms, ("-", "--", ":"), strict=True):
        plot.plot(*a.corners, drawstyle="steps-post", color="black", ls=dashes)
    curves = traced(figure, plot, tmp_path / "figure.svg")
    assert len(curves) == 3
    for curve, truth in zip(curves, arms, strict=True):
        assert_exact(curve, truth)
    assert curves[0].style.dashes == ()
    assert curves[1].style.dashes != curves[2].style.dashes != ()


def test_a_curve_drawn_segment_by_segment_is_one_curve(tmp_path: Path) -> None:
    """As SAS and others draw; two arms in black meet at their start."""
    figure, plot = canvas()
    arms = [arm(6), arm(7, last=0.5)]
    for a in arms:
        x, y = a.corners
        for i in range(1, len(x)):
            plot.plot([x[i - 1], x[i]], [y[i - 1], y[i - 1]], color="black", lw=1)
            if y[i] < y[i - 1]:
                plot.plot([x[i], x[i]], [y[i], y[i - 1]], color="black", lw=1)  # drawn upwards
    curves = traced(figure, plot, tmp_path / "figure.pdf")
    assert len(curves) == 2
    for curve, truth in zip(curves, arms, strict=True):
        assert_exact(curve, truth)


def test_a_tail_that_turns_dashed_belongs_to_its_curve(tmp_path: Path) -> None:
    figure, plot = canvas()
    truth = arm(8)
    x, y = np.repeat(truth.corners[0], 2)[1:], np.repeat(truth.corners[1], 2)[:-1]
    plot.plot(x[:41], y[:41], color="tab:red")
    plot.plot(x[40:], y[40:], color="tab:red", ls="--")
    (curve,) = traced(figure, plot, tmp_path / "figure.svg")
    assert_exact(curve, truth)


def test_incidence_is_turned_into_survival(tmp_path: Path) -> None:
    figure, plot = canvas()
    truth = arm(9)
    x, y = truth.corners
    plot.plot(x, 1 - y, drawstyle="steps-post", color="tab:red")
    plot.plot(truth.marks, 1 - truth.at(truth.marks), ls="", marker="|", color="tab:red")
    (curve,) = traced(figure, plot, tmp_path / "figure.svg", incidence=True)
    assert_exact(curve, truth, marks=True)


def test_a_curve_that_leaves_a_cut_axis_ends_there(tmp_path: Path) -> None:
    figure, plot = canvas()
    plot.set_ylim(0.5, 1.02)
    truth = arm(10)
    plot.plot(*truth.corners, drawstyle="steps-post", color="tab:red")
    got = saved(figure, tmp_path / "figure.svg")
    box, axes = calibration(got, plot)
    (curve,) = curves_of(got, box, axes)
    last = int(np.argmax(truth.survival < 0.5))
    assert curve.steps.end == pytest.approx(truth.time[last], abs=EXACT * 36)
    assert curve.steps.survival[1:] == pytest.approx(truth.survival[:last], abs=EXACT)
    assert "goes on below" in curve.warnings[0]


def test_smooth_curves_are_no_staircases(tmp_path: Path) -> None:
    figure, plot = canvas()
    x = np.linspace(0, 36, 400)
    plot.plot(x, np.exp(-x / 20), color="tab:red")
    assert traced(figure, plot, tmp_path / "figure.svg") == ()


def test_axes_come_from_ticks_to_a_hundredth_of_a_pixel(tmp_path: Path) -> None:
    figure, plot = canvas()
    got = saved(figure, tmp_path / "figure.pdf")
    box, true = calibration(got, plot)
    _, spoilt = calibration(got, plot, off_px=2.0)
    refined = refine(got, box, spoilt)
    for exact, found in ((true.x, refined.x), (true.y, refined.y)):
        assert found.zero_px == pytest.approx(exact.zero_px, abs=0.01)
        assert found.px_per_unit == pytest.approx(exact.px_per_unit, rel=1e-5)


def test_grid_lines_serve_where_there_are_no_ticks(tmp_path: Path) -> None:
    figure, plot = canvas()
    plot.grid(True)
    plot.tick_params(length=0)
    got = saved(figure, tmp_path / "figure.svg")
    box, true = calibration(got, plot)
    refined = refine(got, box, calibration(got, plot, off_px=2.0)[1])
    assert refined.x.zero_px == pytest.approx(true.x.zero_px, abs=0.01)
    assert refined.y.zero_px == pytest.approx(true.y.zero_px, abs=0.01)


def test_a_misread_label_does_not_move_the_axis(tmp_path: Path) -> None:
    figure, plot = canvas()
    got = saved(figure, tmp_path / "figure.svg")
    box, true = calibration(got, plot)
    wrong = attrs.evolve(true.y, ticks=floats([0.0, 0.2, 0.4, 0.6, 0.8, 1.001]))
    refined = refine(got, box, attrs.evolve(true, y=wrong))
    assert refined.y.px_per_unit == pytest.approx(true.y.px_per_unit, rel=1e-6)


def test_an_axis_whose_marks_are_not_there_keeps_its_first_guess(tmp_path: Path) -> None:
    figure, plot = canvas()
    plot.tick_params(length=0)
    got = saved(figure, tmp_path / "figure.svg")
    box, axes = calibration(got, plot, off_px=1.0)
    assert refine(got, box, axes) == axes


def test_a_curve_without_events_is_found_by_its_colour_in_the_legend(tmp_path: Path) -> None:
    figure, plot = canvas()
    plot.plot(*arm(11).corners, drawstyle="steps-post", color="tab:red")
    plot.plot([0, 30], [1, 1], color="tab:blue")
    plot.axhline(1.0, color="grey")
    got = saved(figure, tmp_path / "figure.svg")
    box, axes = calibration(got, plot)
    assert len(curves_of(got, box, axes)) == 1
    _, flat = curves_of(got, box, axes, colors=(RED, BLUE))
    assert flat.steps.survival == pytest.approx([1.0])
    assert flat.steps.end == pytest.approx(30, abs=EXACT * 36)


def test_a_path_that_matplotlib_simplified_is_still_one_curve(tmp_path: Path) -> None:
    """By default matplotlib joins points closer than a ninth of a point, so that steps lean a little."""
    figure, plot = canvas()
    rng = np.random.default_rng(5)
    time = np.sort(rng.uniform(0, 36, 300))
    truth = Arm(time, 1 - np.arange(1, 301) / 330, np.array([]), 36.0)
    plot.plot(*truth.corners, drawstyle="steps-post", color="tab:red")
    figure.savefig(tmp_path / "figure.pdf")
    (got,) = load(tmp_path / "figure.pdf")
    box, axes = calibration(got, plot)
    (curve,) = curves_of(got, box, axes)
    at = np.linspace(0, 35.9, 500)
    assert np.sqrt(np.mean((curve.steps(at) - truth.at(at)) ** 2)) < 5e-4


def test_falls_that_matplotlib_joins_into_one_leaning_stroke_keep_their_times(tmp_path: Path) -> None:
    """Two deaths closer than a ninth of a point: both times are the stroke's ends, the level between is the middle."""
    figure, plot = canvas()
    rng = np.random.default_rng(7)
    time = np.sort(rng.uniform(0, 36, 130))
    close = 0.05 * 36 / (plot.get_window_extent().width * 72 / figure.dpi)
    time[1::2] = time[::2] + close
    truth = Arm(time, 1 - np.arange(1, 131) / 140, np.array([]), 36.5)
    plot.plot(*truth.corners, drawstyle="steps-post", color="tab:red")
    figure.savefig(tmp_path / "figure.svg")
    (got,) = load(tmp_path / "figure.svg")
    box, axes = calibration(got, plot, off_px=1.5)
    (curve,) = curves_of(got, box, refine(got, box, axes))
    assert_exact(curve, truth)


def test_marks_between_falls_that_were_joined_are_found(tmp_path: Path) -> None:
    """One death and then three at once, drawn as one leaning stroke: the level their marks stand on is not in it."""
    figure, plot = canvas()
    time = np.repeat(np.arange(1.0, 36.0), 2)
    close = 0.05 * 36 / (plot.get_window_extent().width * 72 / figure.dpi)
    time[1::2] += close
    survival = 1 - np.cumsum(np.tile([1, 3], 35)) / 150
    truth = Arm(time, survival, time[::2] + close / 2, 36.5)
    plot.plot(*truth.corners, drawstyle="steps-post", color="tab:red")
    plot.plot(truth.marks, truth.at(truth.marks), ls="", marker="|", color="black", ms=7)
    (curve,) = traced(figure, plot, tmp_path / "figure.svg")
    assert curve.steps.marks == pytest.approx(truth.marks, abs=EXACT * 36)


def test_ticks_are_told_from_marks_that_stand_by_the_edge(tmp_path: Path) -> None:
    """Upright marks at S = 1, at the top of the plot, are as short as ticks; ticks all begin and end alike."""
    figure, plot = canvas()
    truth = arm(17)
    plot.set(ylim=(0, 1.005))
    plot.plot(*truth.corners, drawstyle="steps-post", color="tab:red")
    early = np.arange(1, 37) + 0.02
    plot.plot(early, np.ones(36), ls="", marker="|", color="tab:blue", ms=8)
    got = saved(figure, tmp_path / "figure.pdf")
    box, axes = calibration(got, plot, off_px=1.0)
    _, exact = calibration(got, plot)
    refined = refine(got, box, axes)
    assert refined.x.pixel([0.0, 36.0]) == pytest.approx(exact.x.pixel([0.0, 36.0]), abs=0.02)


def test_the_plot_area_is_the_rectangle_of_the_file(tmp_path: Path) -> None:
    figure, plot = canvas()
    plot.plot(*arm(18).corners, drawstyle="steps-post", color="tab:red")
    got = saved(figure, tmp_path / "figure.pdf")
    true, axes = calibration(got, plot)
    short = Box(true.left, true.top + 0.1 * true.height, true.right - 0.1 * true.width, true.bottom)
    found = plot_area(got, short, axes)
    for side in ("left", "top", "right", "bottom"):
        assert getattr(found, side) == pytest.approx(getattr(true, side), abs=0.1)


def test_many_small_steps_of_a_file_are_no_slope(tmp_path: Path) -> None:
    """In pixels the steps of many patients look like a slope; the file's path has every corner."""
    figure, plot = canvas()
    time = np.linspace(0.05, 35.9, 700)
    truth = Arm(floats(time), floats(1 - 0.8 * time / 36), floats([]), 36.0)
    plot.plot(*truth.corners, drawstyle="steps-post", color="tab:red", lw=1)
    figure.savefig(tmp_path / "figure.pdf")
    (reading,) = read_all(tmp_path / "figure.pdf")
    (curve,) = reading.digitization.panels[0].curves
    assert curve.confidence > 0.9
    assert curve.steps(time + 0.01) == pytest.approx(truth.survival, abs=EXACT)
