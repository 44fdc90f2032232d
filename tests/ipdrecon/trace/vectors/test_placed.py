"""Marks of a vector figure sit on the curve they are drawn at."""

from __future__ import annotations

import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Path
from ipdrecon.trace.vectors.lines import Chain
from ipdrecon.trace.vectors.placed import Mark, placed_on

AXES = Axes(Axis(100.0, 10.0, 0.0, 36.0), Axis(400.0, -350.0, 0.0, 1.0))
STAIRS = np.array([[100.0, 50.0], [200.0, 50.0], [200.0, 120.0], [300.0, 120.0]])
CURVE = Chain(STAIRS, Path(STAIRS, stroke=(0, 0, 0)), (0,))


def bars(*columns: float, letter: bool = True) -> list[Mark]:
    """Upright bars on the line, printed as characters of 20 pixels."""
    rows = [50.0 if x < 200 else 120.0 for x in columns]
    return [Mark(x, y - 10, y + 10, ("|",), (0, 0, 0), letter) for x, y in zip(columns, rows, strict=True)]


def test_a_character_at_last_follow_up_may_be_off_as_far_as_any_other() -> None:
    """Law: programs round the widths of letters, so the last one may stand right of the end of its curve."""
    members = bars(120.3, 180.3, 240.3, 300.3)
    assert [mark.x for mark, _ in placed_on(members, [CURVE], AXES)] == [120.3, 180.3, 240.3, 300.3]


def test_what_stands_beyond_the_end_is_on_no_curve() -> None:
    members = bars(120.3, 180.3, 240.3, 303.0)
    assert [mark.x for mark, _ in placed_on(members, [CURVE], AXES)] == [120.3, 180.3, 240.3]
    assert len(placed_on(bars(120.0, 180.0, 303.0, letter=False), [CURVE], AXES)) == 2
