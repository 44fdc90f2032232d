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


@pytest.mark.parametrize(("counts", "scores"), [((100, 80, 90, 60), (1, 1, 0.4, 1)), ((9, 80, 72, 60), (0.4, 1, 1, 1))])
def test_a_weak_count_denies_no_sure_one_its_fall(counts: tuple[float, ...], scores: tuple[float, ...]) -> None:
    """Law: of two counts that rise one is wrong; where one of them is weak it is doubted alone."""
    line = row(100.0, counts, "at_risk", "B")
    line.cells = {c: attrs.evolve(cell, score=scores[c]) for c, cell in line.cells.items()}
    (arm,) = by_arm([line], [line], 10.0 * np.arange(4), [0, 1, 2, 3], "")
    assert arm.table.doubtful.tolist() == [score < 1 for score in scores]


def test_a_weak_first_count_denies_no_sure_one_its_patients() -> None:
    """Law: a first count that may be misread ("88" as 60) does not say how many patients there are."""
    rows = [row(100.0, (60, 80, 41, 14), "at_risk", "B"), row(130.0, (0, 2, 22, 40), "events", "B")]
    rows[0].cells[0] = attrs.evolve(rows[0].cells[0], score=0.4)
    (arm,) = by_arm(rows, rows, 10.0 * np.arange(4), [0, 1, 2, 3], "")
    assert arm.table.doubtful.tolist() == [True, False, False, False]


def test_weak_counts_have_no_say_in_how_many_patients_there_are() -> None:
    """Law: a count that was surely misread (14 as 19) is told by sure ones, though two weak ones agree on none."""
    rows = [row(100.0, (88, 41, 19, 11, 8), "at_risk", "B"), row(130.0, (0, 10, 22, 24, 26), "events", "B")]
    rows += [row(160.0, (0, 37, 52, 55, 57), "censored", "B")]
    for column in (3, 4):
        rows[0].cells[column] = attrs.evolve(rows[0].cells[column], score=0.4)
    (arm,) = by_arm(rows, rows, 10.0 * np.arange(5), [0, 1, 2, 3, 4], "")
    assert arm.table.doubtful.tolist() == [False, False, True, True, True]


@pytest.mark.parametrize(("second", "score"), [(72, 0.4), (72, 1.0), (17, 0.4)])
def test_a_misread_count_of_an_interval_is_in_all_sums_behind_it(second: float, score: float) -> None:
    """Law: sums of counts of intervals that agree with each other and not with the first count are all in doubt: they
    hold a misread one ("12"), or the first count is misread."""
    rows = [row(100.0, (100, 80, 62, 45, 30), "at_risk", "B"), row(130.0, (0, second, 10, 9, 8), "events", "B")]
    rows += [row(160.0, (0, 8, 8, 8, 7), "censored", "B")]
    rows[1].cells[1] = attrs.evolve(rows[1].cells[1], score=score)
    (arm,) = by_arm(rows, rows, 6.0 * np.arange(5), [0, 1, 2, 3, 4], "")
    assert arm.table.doubtful.all()


def test_a_weak_count_of_an_interval_whose_sums_keep_the_first_count_is_sure() -> None:
    """Law: everybody who began is at risk, had an event or was censored by each column: no misread count keeps that."""
    rows = [row(100.0, (100, 80, 62, 45, 30), "at_risk", "B"), row(130.0, (0, 12, 10, 9, 8), "events", "B")]
    rows += [row(160.0, (0, 8, 8, 8, 7), "censored", "B")]
    rows[1].cells[1] = attrs.evolve(rows[1].cells[1], score=0.4)
    (arm,) = by_arm(rows, rows, 6.0 * np.arange(5), [0, 1, 2, 3, 4], "")
    assert not arm.table.doubtful.any()


@pytest.mark.parametrize(
    ("firsts", "doubtful"),
    [
        ((168,), [False, False]),
        ((169,), [True, False]),
        ((68,), [True, True]),
        ((168, 169), [True, True, False]),
        ((), [True]),
    ],
)
def test_a_first_count_that_is_one_less_is_sure_where_all_arms_have_it_so(
    firsts: tuple[float, ...], doubtful: list[bool]
) -> None:
    """Law: a program that counts the last who left twice (lifelines) does so in each arm; where another arm does not,
    or none says so, the first count may be misread."""
    rows = [row(100.0, (88, 42, 15), "at_risk", "A"), row(130.0, (0, 10, 22), "events", "A")]
    rows += [row(160.0, (0, 37, 52), "censored", "A")]
    for y, first, name in zip((200.0, 300.0), firsts, "BC", strict=False):
        rows += [row(y, (first, 120, 78), "at_risk", name), row(y + 30, (0, 15, 28), "events", name)]
        rows += [row(y + 60, (0, 34, 63), "censored", name)]
    arms = by_arm(rows, rows, COLUMNS, [0, 1, 2], "")
    assert [bool(arm.table.doubtful[0]) for arm in arms] == doubtful
    assert not any(arm.table.doubtful[1:].any() for arm in arms)
