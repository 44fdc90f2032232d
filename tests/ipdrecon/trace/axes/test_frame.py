"""Axes of pictures, against drawings whose axes are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import Panel
from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.reading import digitize
from ipdrecon.trace.axes.frame import Frame, _are_labels, _parted, _told, _without_tables
from ipdrecon.trace.axes.ticks import even_run, labels_of
from ipdrecon.trace.axes.titles import is_incidence, own_title, time_unit

#: The last level is drawn for 2 months.
TIMES = np.append(np.arange(0.0, 58.5, 3.0), 60.0)


def levels(last: float) -> Floats:
    return np.append(np.linspace(1, last, TIMES.size - 1), last)


def drawn(
    folder: Path, *, turned: bool = False, beyond: bool = False, times: list[int] | None = None
) -> tuple[Panel, float]:
    """Two curves as R's own plots show them, read; and the height of the y axis in pixels."""
    picture = Picture(figsize=(7.6, 5.4), dpi=100)
    FigureCanvasAgg(picture)
    axes = picture.add_axes((0.12, 0.15, 0.82, 0.78))
    axes.step(TIMES, levels(0.35), where="post", color="red", label="A")
    axes.step(TIMES, levels(0.6), where="post", color="blue", label="B")
    axes.set_xlim(-2, 62)
    axes.set_ylim(-0.04, 1.04)
    axes.set_xticks(np.arange(0, 49 if beyond else 61, 12))
    axes.set_yticks(np.arange(0, 1.01, 0.2))
    if turned:
        axes.tick_params(axis="y", labelrotation=90)
    if times is not None:
        axes.set_xticks(times)
        axes.tick_params(axis="x", length=0)
    if beyond:
        for side in axes.spines.values():
            side.set_visible(False)
        axes.plot([0, 48], [-0.04, -0.04], color="black", lw=1.2, clip_on=False)
        axes.plot([-2, -2], [0, 1], color="black", lw=1.2, clip_on=False)
    axes.set_xlabel("Time (months)")
    axes.set_ylabel("Overall survival")
    axes.legend(loc="lower left", frameon=False)
    picture.savefig(folder / "drawn.png")
    return digitize(folder / "drawn.png").panel, 0.78 * 540 / 1.08


def test_labels_that_run_upwards_calibrate_the_axis(tmp_path: Path) -> None:
    """Law: turned labels say what upright ones say; letters of a legend that stand one below the other are two."""
    panel, height = drawn(tmp_path, turned=True)
    assert panel.axes.y.ticks == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert abs(panel.axes.y.px_per_unit) == pytest.approx(height, rel=0.003)  # 1 px of the axis
    assert {c.label: round(float(c.steps.survival[-1]), 2) for c in panel.curves} == {"A": 0.35, "B": 0.6}


@pytest.mark.parametrize(("times", "sure"), [([0, 12, 24, 36, 48, 60], True), ([0, 12, 48, 60], False)])
def test_times_without_ticks_are_unsure_where_labels_between_others_were_not_read(
    tmp_path: Path, times: list[int], sure: bool
) -> None:
    """Law: where labels alone tell the time, one that is missing may have moved the others."""
    panel, _ = drawn(tmp_path, times=times)
    assert panel.axes.x.ticks == pytest.approx(times)
    assert (panel.axes.x.se < 0.3) is sure
    assert all((curve.confidence > 0.75) is sure for curve in panel.curves)


def test_curves_run_on_beyond_an_axis_that_ends_at_its_last_tick(tmp_path: Path) -> None:
    """Law: the plot area reaches as far as the curves do (R's bty = "n")."""
    panel, _ = drawn(tmp_path, beyond=True)
    assert panel.axes.x.ticks[-1] == 48
    assert [round(c.steps.end) for c in panel.curves] == [60, 60]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Time since randomisation (months)", "months"),
        ("Survival time, yr", "years"),
        ("Time since randomization, y", "years"),
        ("Follow-up, d", "days"),
        ("Days", "days"),
        ("Time", ""),
    ],
)
def test_units_of_titles(title: str, unit: str) -> None:
    """Oracle: x titles as journals print them."""
    assert time_unit(title) == unit


@pytest.mark.parametrize(
    ("title", "rising"),
    [
        ("Cumulative incidence of relapse", True),
        ("Cumulative event rate (%)", True),
        ("Event-free survival", False),
        ("Cumulative survival", False),
        ("Probability of death", True),
    ],
)
def test_titles_that_speak_of_incidence(title: str, rising: bool) -> None:
    """Oracle: y titles as journals print them."""
    assert is_incidence(title) is rising


def test_a_told_axis_keeps_the_places_of_its_labels() -> None:
    """Law: columns of a table stand at the labels' places, whatever range is told."""
    axis = _told((0.0, 70.0), 100.0, 800.0, np.array([99.0, 340.0, 580.0]))
    assert axis.ticks.tolist() == [0.0, 24.0, 48.0]
    assert axis.value(450.0) == pytest.approx(35.0)


def test_a_told_range_that_names_the_outer_labels_confirms_them() -> None:
    """Law: the line of an axis may end at its outer labels while the frame goes on; any other range is the frame's."""
    ticks = np.array([0.0, 10.0, 20.0, 30.0])
    assert _are_labels((0.0, 30.0), ticks)
    assert not _are_labels((0.0, 35.0), ticks)
    assert not _are_labels((-1.0, 30.0), ticks)


def test_legend_above_the_plot_is_no_title() -> None:
    assert own_title("Strata Arm A Arm B", ["Arm A", "Arm B"]) == ""
    assert own_title("Progression-free survival", ["Arm A", "Arm B"]) == "Progression-free survival"
    assert own_title("Overall survival", [""]) == "Overall survival"


def test_axes_of_a_tables_columns_are_no_panel_below_one() -> None:
    """Law: counts that rise with their rows and lie on a line with their places are no shares of an axis."""

    def panel(box: Box, times: tuple[float, ...], shares: tuple[float, ...]) -> Frame:
        x = Axis(box.left, 30.0, 0.0, 16.0, ticks=np.array(times))
        y = Axis(box.bottom, -box.height, 0.0, 1.0, ticks=np.array(shares))
        return Frame(box, Axes(x, y), bottom=box.bottom + 40, label_rows=(box.bottom + 10, box.bottom + 30))

    plot = panel(Box(84, 15, 985, 362), (0.0, 4.0, 8.0, 16.0), (0.0, 0.5, 1.0))
    table = panel(Box(228, 419, 728, 527), (0.0, 4.0, 8.0, 16.0), (0.07, 0.22, 0.25))
    below = panel(Box(228, 419, 728, 527), (0.0, 4.0, 8.0, 16.0), (0.0, 0.5, 1.0))
    assert _without_tables([plot, table]) == [plot]
    assert _without_tables([plot, below]) == [plot, below]


@pytest.mark.parametrize(("right", "end"), [(95.0, 500.0), (395.0, np.inf)])
def test_a_panel_ends_where_the_shares_of_a_lost_one_below_it_begin(right: float, end: float) -> None:
    """Law: the table below a panel is its own up to the next y axis in its column, be its times illegible."""
    axes = Axes(Axis(110.0, 10.0, 0.0, 30.0), Axis(390.0, -330.0, 0.0, 1.0))
    frame = Frame(Box(100, 50, 420, 400), axes, bottom=440.0)
    texts = ("1.0", "0.5", "0.0")
    words = [Word(text, Box(right - 20, 494 + 80 * i, right, 506 + 80 * i)) for i, text in enumerate(texts)]
    lost = even_run(labels_of(words), vertical=True)
    assert lost is not None
    assert _parted([frame], [lost])[0].end == end
