"""Rows of events joined to the arm's row at risk. Oracle: what is printed."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.table.arms import by_arm
from ipdrecon.trace.table.line import Cell, Line

NAN = float("nan")
COLUMNS = np.array([0.0, 10.0, 20.0])


def row(y: float, counts: tuple[float, ...], kind: str, label: str = "") -> Line:
    cells = {c: Cell(n, float("nan"), Box(100 * c, y - 10, 100 * c + 30, y + 10), 1.0) for c, n in enumerate(counts)}
    return Line(y, 20.0, label, None, cells, None, kind)


@pytest.mark.parametrize("names", [("", ""), ("Placebo", "Drug")])
def test_rows_of_events_may_stand_above_those_at_risk(names: tuple[str, str]) -> None:
    """Law: which block of a table comes first does not matter; rows without names are taken in turn (ggsurvfit)."""
    events = [row(100.0, (0, 10, 23), "events", names[0]), row(130.0, (0, 15, 28), "events", names[1])]
    at_risk = [row(190.0, (154, 108, 71), "at_risk", names[0]), row(220.0, (168, 113, 77), "at_risk", names[1])]
    rows = [*events, *at_risk]
    first, second = by_arm(rows, rows, COLUMNS, [0, 1, 2], "")
    assert first.table.events.tolist() == [0, 10, 23]
    assert second.table.events.tolist() == [0, 15, 28]


def test_a_count_outside_the_longest_rise_is_left_out_alone() -> None:
    """Law: a last count that the edge of the picture cuts ("46" read as 41) takes no other one with it."""
    columns = np.arange(6.0)
    at_risk = row(100.0, (88, 41, 14, 6, 0, 0), "at_risk", "B")
    events = row(130.0, (0, 22, 41, 45, 46, 41), "events", "B")
    (arm,) = by_arm([at_risk, events], [at_risk, events], columns, list(range(6)), "")
    assert arm.table.events == pytest.approx([0, 22, 41, 45, 46, NAN], nan_ok=True)


@pytest.mark.parametrize(("counts", "first"), [((NAN, 10, 23), 0.0), ((NAN, 23, 10), NAN)])
def test_nobody_had_an_event_by_time_0(counts: tuple[float, ...], first: float) -> None:
    """Law: where a line runs through the first of counts up to each column it is 0; of those of intervals it is not."""
    rows = [row(100.0, (154, 108, 71), "at_risk", "A"), row(130.0, counts, "events", "A")]
    (arm,) = by_arm(rows, rows, COLUMNS, [0, 1, 2], "")
    assert arm.table.events[:1] == pytest.approx([first], nan_ok=True)


def test_percentages_at_risk_are_no_patients() -> None:
    """Law: rows of shares say nothing of how many patients there are (survminer's "Percentage at risk")."""
    shares = [row(100.0, (100, 64, 46), "share", "A"), row(130.0, (100, 71, 50), "share", "B")]
    assert by_arm(shares, shares, COLUMNS, [0, 1, 2], "") == ()


def test_a_heading_names_one_arm() -> None:
    """Law: rows at risk below one heading are of two arms where the second one's heading ("l") was not read."""
    heading = Line(100.0, 20.0, "Control", None, {})
    one = [row(130.0, (154, 108, 71), "at_risk", "At risk"), row(160.0, (0, 10, 23), "events", "Events")]
    two = [row(220.0, (168, 113, 77), "at_risk", "At risk"), row(250.0, (0, 15, 28), "events", "Events")]
    first, second = by_arm([heading, *one, *two], [*one, *two], COLUMNS, [0, 1, 2], "")
    assert (first.label, second.label) == ("Control", "row 2")
    assert second.table.events.tolist() == [0, 15, 28]


@pytest.mark.parametrize(("second", "score"), [(15, 1.0), (15, 0.4)])
def test_a_count_of_events_that_is_denied_or_weak_makes_its_column_doubtful(second: float, score: float) -> None:
    """Law: a column is sure only where every count in it is: those at risk, with events and censored."""
    (arm,) = by_arm(*_with_flows((88, 41, 14), (0, second, 22), {(1, 1): score}), COLUMNS, [0, 1, 2], "")
    assert arm.table.doubtful.tolist() == [False, True, False]


def test_weak_counts_that_add_up_to_the_patients_are_sure() -> None:
    """Law: who is at risk, had an event or was censored was there at the beginning: no misread count adds up to that
    by chance."""
    weak = {(0, 2): 0.4, (1, 1): 0.4}
    (arm,) = by_arm(*_with_flows((88, 41, 14), (0, 10, 22), weak), COLUMNS, [0, 1, 2], "")
    assert not arm.table.doubtful.any()


@pytest.mark.parametrize("score", [0.4, 1.0])
def test_a_first_count_that_lost_a_figure_is_doubted_alone(score: float) -> None:
    """Law: counts that were surely read and agree are not denied by a first one that lost its first figure."""
    (arm,) = by_arm(*_with_flows((8, 41, 14), (0, 10, 22), {(0, 0): score}), COLUMNS, [0, 1, 2], "")
    assert arm.table.doubtful.tolist() == [True, False, False]


def _with_flows(
    at_risk: tuple[float, ...], events: tuple[float, ...], scores: dict[tuple[int, int], float]
) -> tuple[list[Line], list[Line]]:
    """Rows of an arm of 88 patients, with events and censored, some cells (row, column) read with another score."""
    rows = [row(100.0, at_risk, "at_risk", "B"), row(130.0, events, "events", "B")]
    rows += [row(160.0, (0, 37, 52), "censored", "B")]
    for (line, column), score in scores.items():
        rows[line].cells[column] = attrs.evolve(rows[line].cells[column], score=score)
    return rows, rows
