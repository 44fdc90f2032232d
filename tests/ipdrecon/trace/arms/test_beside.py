"""Labels from text beside the curves."""

from __future__ import annotations

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.steps import StepCurve
from ipdrecon.trace.arms.beside import Candidate, by_place, names_beside
from ipdrecon.trace.axes.frame import Frame

AXES = Axes(Axis(100.0, 10.0, 0.0, 40.0), Axis(400.0, -350.0, 0.0, 1.0), "months", x_title="Months of therapy")
FRAME = Frame(Box(100, 50, 500, 400), AXES, title="Overall survival")


def curve(last: float) -> Candidate:
    steps = StepCurve([0.0, 10.0], [1.0, last], end=40.0)
    return Candidate((0, 0, 0), (), (500.0, float(AXES.survival_pixel(last))), steps)


def text(name: str, x: float, level: float) -> Word:
    y = float(AXES.survival_pixel(level))
    return Word(name, Box(x, y - 8, x + 70, y + 8))


def test_each_curve_has_the_text_next_to_it() -> None:
    labels, unsure = by_place([curve(0.3), curve(0.7)], [text("Drug", 300, 0.73), text("Placebo", 320, 0.34)], FRAME)
    assert labels == ["Placebo", "Drug"]
    assert unsure == []


def test_texts_as_near_to_each_others_curve_are_unsure() -> None:
    """Law: where an exchange costs next to nothing, nearness does not tell."""
    curves = [curve(0.50), curve(0.49)]
    labels, unsure = by_place(curves, [text("Drug", 300, 0.53), text("Placebo", 300, 0.45)], FRAME)
    assert set(labels) == {"Drug", "Placebo"}
    assert len(unsure) == 1


def test_fewer_texts_than_curves_or_far_ones_name_none() -> None:
    curves = [curve(0.3), curve(0.7)]
    assert by_place(curves, [text("Drug", 300, 0.7)], FRAME)[0] == ["", ""]
    assert by_place(curves, [text("Drug", 300, 0.7), text("Note", 300, 0.98)], FRAME)[0] == ["", ""]


def test_titles_and_statistics_name_no_curve() -> None:
    words = [
        text(name, 300, 0.5)
        for name in (
            "Overall survival",
            "Log-rank P = .003",
            "Median 5.5 mo",
            "Months of therapy",
            "Drug",
            "Drug NR",
            "95% CI",
        )
    ]
    assert [word.text for word in names_beside(words, FRAME)] == ["Drug"]
