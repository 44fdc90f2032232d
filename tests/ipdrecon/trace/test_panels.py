"""The panels of a figure, from both sizes in which it is read."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.digitization import LineStyle, Panel, TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure, Path, Word
from ipdrecon.frozen import floats
from ipdrecon.steps import StepCurve
from ipdrecon.trace import panels
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.twice import second_zoom

FRAME = Frame(Box(40.0, 20.0, 340.0, 220.0), Axes(Axis(40.0, 5.0, 0.0, 60.0), Axis(220.0, -200.0, 0.0, 1.0)))
FIGURE = Figure(np.full((260, 400, 3), 255, dtype=np.uint8))


class Reader:
    """Stands for the reading of one picture: each shows a mark of its own; remembers what it was given."""

    def __init__(self, rises: float = 0.0, refuses: int | None = None) -> None:
        self.given: list[tuple[Figure, Frame]] = []
        self.rises, self.refuses = rises, refuses

    def __call__(
        self, figure: Figure, frames: list[Frame], words: tuple[Word, ...], hints: Hints
    ) -> list[Panel | FigureError]:
        del words, hints
        self.given.append((figure, frames[0]))
        if self.refuses == len(self.given):
            return [FigureError("no curve")]
        frame = frames[0]
        steps = StepCurve(
            floats([0.0, 10.0]),
            floats([1.0, 0.6 + self.rises * len(self.given)]),
            end=50.0,
            marks=floats([20.0 + len(self.given)]),
        )
        shared = attrs.evolve(steps, marks=np.concatenate([[15.0], steps.marks]))
        return [Panel(frame.box, frame.axes, (TracedCurve("A", shared, LineStyle((0, 0, 0), 2.0)),))]


def read(
    monkeypatch: pytest.MonkeyPatch, reader: Reader, figure: Figure = FIGURE, frame: Frame = FRAME
) -> list[Panel | FigureError]:
    monkeypatch.setattr(panels, "_read", reader)
    return panels.read_panels(figure, [frame], (Word("Arm A", Box(100.0, 30.0, 140.0, 40.0)),), Hints())


def test_a_figure_is_read_in_two_sizes_and_told_of_in_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: the second picture comes with its frame in its own pixels; the panel stands in those of the figure."""
    reader = Reader()
    (panel,) = read(monkeypatch, reader)
    zoom = second_zoom(400 * 260, [FRAME])
    assert [figure.width for figure, _ in reader.given] == [400, 600]
    assert reader.given[1][1].box == zoom.frame(FRAME).box
    assert isinstance(panel, Panel) and panel.box == FRAME.box and panel.curves[0].style.width == pytest.approx(2 / 1.5)
    np.testing.assert_allclose(panel.curves[0].steps.marks, [15.0, 21.0, 22.0])


def test_the_larger_picture_of_a_wide_plot_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: where the second picture is the smaller one the first reading is believed."""
    wide = attrs.evolve(FRAME, box=Box(40.0, 20.0, 840.0, 220.0))
    reader = Reader(0.02)
    (panel,) = read(monkeypatch, reader, attrs.evolve(FIGURE, pixels=np.full((260, 900, 3), 255, np.uint8)), wide)
    assert [figure.width for figure, _ in reader.given] == [900, 675]
    assert isinstance(panel, Panel) and panel.curves[0].steps.survival[-1] == pytest.approx(0.62)
    (narrow,) = read(monkeypatch, Reader(0.02))
    assert isinstance(narrow, Panel) and narrow.curves[0].steps.survival[-1] == pytest.approx(0.64)


@pytest.mark.parametrize(("refuses", "times"), [(1, 1), (2, 2)])
def test_the_figure_in_its_own_size_says_whether_it_can_be_read(
    monkeypatch: pytest.MonkeyPatch, refuses: int, times: int
) -> None:
    """Law: what is refused is not looked at again, and a second reading that fails takes nothing away."""
    reader = Reader(refuses=refuses)
    (panel,) = read(monkeypatch, reader)
    assert len(reader.given) == times
    assert isinstance(panel, FigureError) == (refuses == 1)


def test_paths_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: the lines of a vector file have no pixels to lie otherwise on."""
    reader = Reader()
    path = Path(floats([[0.0, 0.0], [10.0, 0.0]]), stroke=(0, 0, 0))
    read(monkeypatch, reader, attrs.evolve(FIGURE, paths=(path,)))
    assert len(reader.given) == 1
