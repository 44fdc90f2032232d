"""How many curves a panel says it has."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.risktable import RiskTable
from ipdrecon.trace.arms.expected import expected_curves, keys_of, named_curves, strata_beside
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.table import RiskRow

AXES = Axes(Axis(100.0, 10.0, 0.0, 40.0), Axis(400.0, -350.0, 0.0, 1.0), "months")
FRAME = Frame(Box(100, 50, 500, 400), AXES)


def row(label: str) -> RiskRow:
    boxes = (Box(90, 440, 110, 450), Box(190, 440, 210, 450))
    return RiskRow(label, RiskTable(np.array([0.0, 10.0]), [50.0, 40.0], label=label), boxes)


def word(text: str, x: float, y: float) -> Word:
    return Word(text, Box(x, y, x + 60, y + 12))


def test_names_beside_the_curves_confirm_the_rows_of_the_table() -> None:
    """Law: where every row's name stands beside a curve too, there are as many curves as rows; one letter may fail."""
    rows = [row("q3EC-P"), row("q3FEC-P")]
    named = [word("q3EC-P", 510, 100), word("3FEC-P", 510, 150)]
    assert expected_curves((), rows, named, FRAME, Hints()) == (2, True)
    assert expected_curves((), rows, named[:1], FRAME, Hints()) == (2, False)
    assert expected_curves((), [row(""), row("")], named, FRAME, Hints()) == (2, False)


def test_names_line_by_line_at_the_ends_of_curves_say_how_many_there_are() -> None:
    """Law: names in one column in the right part of a plot without legend and table are those of its curves."""
    names = [word("Low risk", 430, 100), word("High risk", 431, 124)]
    assert expected_curves((), [], names, FRAME, Hints()) == (2, False)
    assert expected_curves((), [], [*names, word("Placebo", 470, 300)], FRAME, Hints()) == (None, False)
    assert expected_curves((), [], [word("Low risk", 130, 100), word("High risk", 130, 124)], FRAME, Hints())[0] is None
    assert expected_curves((), [], [names[0], word("HR 0.5 (0.3 to 0.8)", 430, 124)], FRAME, Hints())[0] is None


def test_a_legend_with_as_many_samples_as_the_table_has_rows_is_sure() -> None:
    entries = [LegendEntry("A", Box(430, 60, 480, 70), Box(400, 64, 420, 66))]
    assert expected_curves(entries, [row("A")], [], FRAME, Hints()) == (1, True)
    assert expected_curves(entries, [], [], FRAME, Hints()) == (1, False)


@pytest.mark.parametrize(
    ("colors", "told"),
    [
        (((188, 60, 41), (0, 114, 181)), True),
        (((188, 60, 41), None), False),
        (((188, 60, 41), (60, 60, 60)), False),
        (((188, 60, 41), (200, 70, 50)), False),
    ],
)
def test_rows_in_the_colours_of_their_curves_are_keys(
    colors: tuple[tuple[int, int, int] | None, ...], told: bool
) -> None:
    """Law: a table whose rows have colours of their own says which colours curves have, one each."""
    rows = [attrs.evolve(row(name), color=color) for name, color in zip(("A", "B"), colors, strict=True)]
    assert [entry.color for entry in keys_of(rows)] == (list(colors) if told else [])


def test_strata_of_one_factor_beside_the_curves_are_as_many_curves_at_least() -> None:
    """Law: R names strata by their factor; counts and statistics of the same form are none, and one may be unread."""
    strata = [word("rx=Obs", 300, 200), word("rx=Lev", 420, 260), word("rx=Lev+5FU", 430, 150)]
    assert strata_beside(strata, FRAME) == 3
    assert strata_beside([word("sex=1", 300, 200), word("sex=2", 420, 260)], FRAME) == 2
    assert strata_beside([word("n=120", 300, 200), word("n=118", 420, 260)], FRAME) == 0
    assert strata_beside([word("RMST = 12.1", 300, 200), word("RMST = 9.4", 420, 260)], FRAME) == 0
    assert strata_beside(strata[:1], FRAME) == 0
    assert expected_curves((), (), strata, FRAME, Hints()) == (None, False)


def test_rows_with_names_are_as_many_curves_at_least_where_no_legend_tells() -> None:
    """Law: one label beside a curve is no legend, and does not say that the other row of the table has no curve."""
    rows = [row("Placebo"), row("Drug")]
    label = LegendEntry("Drug", Box(430, 60, 480, 70), None, (200, 30, 40))
    keyed = [LegendEntry(name, Box(430, 60, 480, 70), Box(400, 64, 420, 66)) for name in ("A", "B")]
    assert named_curves(2, False, [label], rows, [], FRAME) == 2
    assert named_curves(2, False, [label], [row(""), row("row 2")], [], FRAME) is None
    assert named_curves(3, False, keyed, [*rows, row("Time")], [], FRAME) == 2  # the samples of a legend
