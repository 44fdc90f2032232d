"""Tick marks on pictures of known ticks."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.calibrate import _robust, fit_axis
from ipdrecon.trace.axes.runs import height_of
from ipdrecon.trace.axes.ticks import Label, Run

#: Columns of the ticks of an axis from 0 to 40.
TICKS = np.array([40.0, 100.0, 160.0, 220.0, 280.0])


def labels(top: float, *, off: float = 0.6) -> Run:
    """Labels 12 px high whose boxes begin at a row and whose middles lie beside their ticks."""
    value = np.arange(0.0, 41.0, 10.0)
    found = [
        Label(float(v), False, Word(f"{v:g}", Box(p + off - 6, top, p + off + 6, top + 12)))
        for v, p in zip(value, TICKS, strict=True)
    ]
    return Run(tuple(found), 40.0 + off, 6.0)


def paper(*, ticks: range) -> Floats:
    """Contrast of an axis' ticks, one pixel wide, without a line."""
    sheet = np.zeros((120, 320))
    for at in TICKS:
        sheet[ticks.start : ticks.stop, int(at)] = 255.0
    return sheet


def test_ticks_that_meet_in_the_corner_are_told_apart() -> None:
    """Law: the tick of the other axis that begins at the same corner does not move the first tick."""
    sheet = paper(ticks=range(80, 86))
    sheet[80, 34:41] = 255.0  # the y axis' tick at 0
    fit = fit_axis(sheet, labels(90.0), 90.0, 70.0)
    assert fit.zero == pytest.approx(40.0, abs=0.02)  # exact but for rounding of centroids
    assert fit.per_unit == pytest.approx(6.0, abs=0.001)


def test_the_edge_of_a_tinted_panel_does_not_move_its_last_tick() -> None:
    """Law: ground is taken off on each side by itself; here it is grey up to the last tick and white beyond."""
    sheet = np.zeros((120, 320))
    sheet[:84, 40:281] = 20.0
    for at in TICKS:
        sheet[79:84, int(at)] = 255.0
    fit = fit_axis(sheet, labels(90.0), 90.0, 60.0)
    assert fit.source == "inside ticks"
    assert fit.rest == pytest.approx(np.zeros(5), abs=0.05)  # a grey of 20 against 255 would move one by 0.4 px


def test_a_tick_that_was_taken_for_part_of_its_label_is_found() -> None:
    """Law: ticks begin in one row and are thin, though the boxes of their labels begin above their ends."""
    sheet = paper(ticks=range(80, 86))
    for at in TICKS:  # print, broad and well apart from the ticks
        sheet[89:98, int(at) - 4 : int(at) + 6] = 200.0
    fit = fit_axis(sheet, labels(81.0), 81.0, 70.0)
    assert fit.source == "outside ticks"
    assert fit.zero == pytest.approx(40.0, abs=0.02)


def test_strokes_that_end_all_labels_are_no_ticks() -> None:
    """Law: what ends every label alike (a percent sign) is thinner than a tick is long, so labels say where it is."""
    sheet = np.zeros((120, 320))
    for at in TICKS:
        sheet[84:86, int(at) + 2 : int(at) + 5] = 255.0
        sheet[86:94, int(at) - 4 : int(at) + 6 : 5] = 255.0
    fit = fit_axis(sheet, labels(81.0), 81.0, 70.0)
    assert fit.source == "labels"


def test_strokes_of_some_labels_are_no_ticks() -> None:
    """Law: without a line ticks stand at four of five labels and more; three that seem to are strokes of letters."""
    sheet = np.zeros((120, 320))
    for at in (41, 101, 222):
        sheet[86:92, at] = 255.0
    assert fit_axis(sheet, labels(90.0), 90.0, 70.0).source == "labels"
    for at in (41, 101, 161, 222):
        sheet[86:92, at] = 255.0
    assert fit_axis(sheet, labels(90.0), 90.0, 70.0).source == "outside ticks"


def test_ticks_stand_over_the_middle_of_their_labels() -> None:
    """Law: lines that all stand a quarter of a label's height beside the labels' middles mark something else."""
    sheet = paper(ticks=range(80, 86))
    assert fit_axis(sheet, labels(90.0, off=1.5), 90.0, 70.0).source == "outside ticks"
    fit = fit_axis(sheet, labels(90.0, off=3.0), 90.0, 70.0)
    assert fit.source == "labels"
    assert fit.zero == pytest.approx(43.0, abs=1e-9)


def test_grid_lines_are_surer_than_strokes_below_a_panel_without_a_line() -> None:
    """Law: strokes that all labels have (of a percent sign) are no ticks where grid lines meet the labels."""
    sheet = np.zeros((120, 320))
    for at in TICKS:
        sheet[:80, int(at)] = 30.0
        sheet[82:88, int(at) + 2] = 255.0
    fit = fit_axis(sheet, labels(90.0), 90.0, 78.0)
    assert fit.source == "grid"
    assert fit.zero == pytest.approx(40.0, abs=0.02)


@pytest.mark.parametrize("width", [1, 4])
def test_of_grid_lines_as_strong_the_nearest_is_a_labels_own(width: int) -> None:
    """Law: minor grid lines lie half way between labels, within reach of those of large print."""
    sheet = np.zeros((120, 320))
    sheet[:80, 10:311:20] = 30.0
    for at in TICKS:
        sheet[:80, int(at) : int(at) + width] = 30.0
    run = labels(90.0, off=2.0)
    wide = [attrs.evolve(label, word=attrs.evolve(label.word, box=tall(label.word.box))) for label in run.labels]
    fit = fit_axis(sheet, Run(tuple(wide), run.zero, run.per_unit), 90.0, 78.0)
    assert fit.source == "grid"
    assert (fit.zero, fit.per_unit) == pytest.approx((40.0 + (width - 1) / 2, 6.0), abs=0.02)


@pytest.mark.parametrize("darker", [1.0, 0.95])
def test_of_ticks_alike_the_nearest_is_a_labels_own(darker: float) -> None:
    """Law: ticks without labels stand within reach where labels are few; own ticks may be a shade paler."""
    sheet = np.zeros((120, 320))
    sheet[80, 40:281] = 255.0
    sheet[81:88, 40:281:20] = 255.0
    sheet[81:88, TICKS.astype(int)] = 255.0 * darker
    run = labels(92.0, off=2.0)
    wide = [attrs.evolve(label, word=attrs.evolve(label.word, box=tall(label.word.box))) for label in run.labels]
    fit = fit_axis(sheet, Run(tuple(wide), run.zero, run.per_unit), 92.0, 60.0)
    assert (fit.zero, fit.per_unit) == pytest.approx((40.0, 6.0), abs=0.05)


def tall(box: Box) -> Box:
    """A box of large print, 40 px high, about the same middle."""
    return Box(box.left, box.top, box.right, box.top + 40)


def test_reach_is_told_by_the_height_of_print_that_runs_upwards() -> None:
    """Law: the length of a turned label does not widen the stretch in which its tick is looked for."""
    box = Box(100, 50, 112, 132)
    found = tuple(Label(value, False, Word(f"{value:.2f}", box, angle=90)) for value in (0.0, 1.0))
    assert height_of(Run(found, 0.0, 1.0)) == 12


def test_white_lines_of_a_grid_leave_a_panels_edge_where_it_is() -> None:
    """Law: a tinted panel ends at its edge though a line of its grid lies above that, and ticks grow from there."""
    sheet = np.zeros((120, 320))
    sheet[:84, 30:300] = 20.0
    sheet[76:78, 30:300] = 0.0
    sheet[:84, TICKS.astype(int)] = 0.0
    sheet[84:89, TICKS.astype(int)] = 255.0
    sheet[89, TICKS.astype(int)] = 127.0
    fit = fit_axis(sheet, labels(95.0), 95.0, 70.0)
    assert fit.source == "outside ticks"
    assert fit.soft


def test_ticks_within_the_plot_are_surer_than_strokes_of_labels_close_below_its_axis() -> None:
    """Law: strokes of figures that begin right below the axis lie unevenly; what lies evenly is ticks."""
    sheet = np.zeros((120, 320))
    sheet[80:82, 30:300] = 255.0
    for at, off in zip(TICKS, (-3, 1, 1, 2, 1), strict=True):
        sheet[75:80, int(at)] = 255.0
        sheet[83:94, int(at) + off] = 255.0  # the figure's stroke, a row below the line
    fit = fit_axis(sheet, labels(83.0), 83.0, 60.0)
    assert fit.source == "inside ticks"
    assert (fit.zero, fit.per_unit) == pytest.approx((40.0, 6.0), abs=0.02)


def test_of_ticks_that_lie_evenly_those_near_the_centres_of_the_labels_are_ticks() -> None:
    """Law: labels that all end with a 0 have its stroke at one distance from their centres."""
    sheet = np.zeros((120, 320))
    sheet[80:82, 30:300] = 255.0
    for at in TICKS:
        sheet[75:80, int(at)] = 255.0
        sheet[83:94, int(at) + 2] = 255.0
    fit = fit_axis(sheet, labels(83.0, off=0.0), 83.0, 60.0)
    assert fit.source == "inside ticks"
    assert (fit.zero, fit.per_unit) == pytest.approx((40.0, 6.0), abs=0.02)


def test_lines_of_a_frame_close_to_the_first_and_the_last_tick_are_none_of_them() -> None:
    """Law: ticks that lie exactly on a line are surer than as many that lie about one, nearer as it may be to the
    middles of the labels."""
    sheet = np.zeros((120, 320))
    sheet[80:82, 37:174] = 255.0
    for at in (66, 92, 118, 144):
        sheet[75:80, at] = 255.0
    sheet[:82, [37, 173]] = 255.0  # the frame; curves hide the ticks at 40 and 170
    read = [
        Label(float(v), False, Word(f"{v}", Box(38.5 + 26.7 * v - 6, 90, 38.5 + 26.7 * v + 6, 102))) for v in range(6)
    ]
    fit = fit_axis(sheet, Run(tuple(read), 38.5, 26.7), 90.0, 60.0)
    assert fit.source == "inside ticks"
    assert (fit.zero, fit.per_unit) == pytest.approx((40.0, 26.0), abs=0.05)


def test_of_lines_through_ticks_only_those_through_enough_of_them_are_weighed() -> None:
    """Law: three ticks exactly on a line, of seven, are no axis, and leave it to five that lie about theirs."""
    place = np.array([44.0, 94.0, 138.0, 182.0, 219.0, 271.0, 313.0])
    guess = np.array([50.1, 93.8, 139.6, 182.6, 225.8, 271.3, 313.5])
    fit = _robust(np.arange(7.0), place, guess, 2.4, 0.6)
    assert fit is not None
    assert fit[:2] == pytest.approx((50.0, 44.0), abs=0.25)
