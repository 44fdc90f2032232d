"""Labels and rows of a table given to curves."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve
from ipdrecon.trace.arms.beside import Candidate
from ipdrecon.trace.arms.match import match_labels
from ipdrecon.trace.arms.names import SAME_NAME, name_likeness
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.table import RiskRow

BLACK, RED = (0, 0, 0), (200, 0, 0)
AXES = Axes(Axis(100.0, 10.0, 0.0, 40.0), Axis(400.0, -350.0, 0.0, 1.0), "months")
FRAME = Frame(Box(100, 50, 500, 400), AXES)


def candidate(color: tuple[int, int, int], last: float) -> Candidate:
    steps = StepCurve([0.0, 10.0], [1.0, last], end=40.0)
    return Candidate(color, (), (500.0, float(AXES.survival_pixel(last))), steps)


def entry(label: str, row: float, color: tuple[int, int, int]) -> LegendEntry:
    return LegendEntry(label, Box(430, row - 6, 480, row + 6), Box(400, row - 1, 420, row + 1), color)


def row(label: str, counts: list[float]) -> RiskRow:
    boxes = tuple(Box(90 + 100.0 * i, 440, 110 + 100.0 * i, 450) for i in range(len(counts)))
    return RiskRow(label, RiskTable(10.0 * np.arange(len(counts)), counts, label=label), boxes)


def test_short_names_are_not_parts_of_others() -> None:
    """Law: arm "A" is not arm "Placebo" because the letter stands in it."""
    curves = [candidate((255, 0, 0), 0.5), candidate((0, 0, 255), 0.8)]
    entries = [entry("A", 60, (255, 0, 0)), entry("Placebo", 80, (0, 0, 255))]
    found = match_labels(curves, entries, [row("Placebo", [50, 48, 30]), row("A", [50, 49, 20])], [], FRAME)
    assert found.labels == ("A", "Placebo")
    assert found.rows == (1, 0)


def test_keys_that_look_alike_leave_their_rows_unsure() -> None:
    """Law: two keys in one black tell neither curve's name, so the rows of both are unsure; a red one is sure."""
    curves = [candidate(BLACK, 0.5), candidate(BLACK, 0.8), candidate(RED, 0.6)]
    entries = [entry("one", 60, BLACK), entry("two", 80, BLACK), entry("three", 100, RED)]
    rows = [row(name, [50, 50, 20]) for name in ("one", "two", "three")]
    found = match_labels(curves, entries, rows, [], FRAME)
    assert found.unsure == (True, True, False)
    assert found.doubted == (True, True, False)
    assert len(found.warnings) == 1
    assert "look alike" in found.warnings[0]


def test_counts_of_events_tell_keys_that_look_alike() -> None:
    """Law: between two columns S falls by the share at risk who have events, so rows by name say whose a curve is."""
    curves = [candidate(BLACK, 0.5), candidate(BLACK, 0.8)]
    entries = [entry("one", 60, BLACK), entry("two", 80, BLACK)]
    names, events = ("one", "two"), ([0, 10, 10], [0, 25, 25])
    tables = [RiskTable([0, 20, 40], [50, 20, 10], events=e, label=name) for name, e in zip(names, events, strict=True)]
    rows = [RiskRow(name, table, ()) for name, table in zip(names, tables, strict=True)]
    found = match_labels(curves, entries, rows, [], FRAME)
    assert found.labels == ("two", "one")
    assert found.rows == (1, 0)
    assert found.unsure == (False, False)
    assert found.doubted == (False, False)
    assert not found.warnings


def test_counts_tell_curves_whose_dashes_are_hardly_seen() -> None:
    """Law: of 100 patients 77 cannot be at risk where a curve leaves 0.74 alive, though its dashes look more so."""
    upper, lower = (
        attrs.evolve(candidate(BLACK, last), dashes=dashes) for last, dashes in ((0.8, (3.0, 2.0)), (0.74, (4.0, 2.0)))
    )
    entries = [
        attrs.evolve(entry(name, place, BLACK), dashes=dashes)
        for name, place, dashes in (("one", 60, (12.0, 7.0)), ("two", 80, (4.0, 4.0)))
    ]
    rows = [row("one", [100, 100, 77]), row("two", [100, 100, 60])]
    assert match_labels([upper, lower], entries, [], [], FRAME).labels == ("two", "one")
    assert match_labels([upper, lower], entries, rows, [], FRAME).labels == ("one", "two")


@pytest.mark.parametrize(
    ("bare", "labels", "doubted"), [((0.34, 0.08), ("two", "one"), False), ((0.1, 0.08), None, True)]
)
def test_of_two_curves_whose_dashes_are_not_seen_the_barer_one_has_the_dashed_key(
    bare: tuple[float, float], labels: tuple[str, str] | None, doubted: bool
) -> None:
    """Law: marks fill the gaps of dashes, so these are not alike; but a whole line is bare in far less of it."""
    curves = [attrs.evolve(candidate(BLACK, last), bare=share) for last, share in zip((0.8, 0.5), bare, strict=True)]
    entries = [entry("one", 60, BLACK), attrs.evolve(entry("two", 80, BLACK), dashes=(9.0, 4.0))]
    found = match_labels(curves, entries, [], [], FRAME)
    assert labels is None or found.labels == labels
    assert found.doubted == (doubted, doubted)


def test_printed_medians_tell_curves_whose_dashes_say_otherwise() -> None:
    """Law: where marks crowd they look like dashes, but a curve is one half where its median is printed."""
    steps = [StepCurve([0.0, time], [1.0, 0.4], end=40.0) for time in (20.0, 10.0)]
    curves = [Candidate(BLACK, dashes, (500.0, 260.0), s) for dashes, s in zip(((5.0, 1.0), ()), steps, strict=True)]
    entries = [entry("one", 60, BLACK), attrs.evolve(entry("two", 80, BLACK), dashes=(12.0, 5.0))]
    printed = [Word(f"median {time}", Box(485, row - 6, 499, row + 6), 1.0) for time, row in ((20.0, 60), (10.0, 80))]
    assert match_labels(curves, entries, [], [], FRAME).labels == ("two", "one")
    assert match_labels(curves, entries, [], printed, FRAME).labels == ("one", "two")


@pytest.mark.parametrize(("counts", "unsure"), [([[50, 50, 40], [50, 49, 20]], False), ([[50, 20], [30, 24]], True)])
def test_counts_against_the_order_of_the_legend_leave_rows_unsure(counts: list[list[float]], unsure: bool) -> None:
    """Law: rows stand as the legend does: where they have no names, a count that denies it may be misread itself."""
    steps = [StepCurve([0.0, 5.0], [1.0, last], end=40.0) for last in (0.8, 0.5)]
    ends = [(500.0, float(AXES.survival_pixel(s.survival[-1]))) for s in steps]
    curves = [Candidate(color, (), end, s) for color, end, s in zip((BLACK, RED), ends, steps, strict=True)]
    entries = [entry("one", 60, BLACK), entry("two", 80, RED)]
    found = match_labels(curves, entries, [row("", c) for c in counts], [], FRAME)
    assert found.rows == ((1, 0) if unsure else (0, 1))
    assert found.unsure == (unsure, unsure)


@pytest.mark.parametrize(
    ("names", "unsure"),
    [
        (("row 1", "row 2"), False),
        (("1", "2"), False),
        (("Arm K", "Drug"), True),
        (("-", "+"), True),
        (("P", "X"), True),
        (("SD", "PR"), True),
    ],
)
def test_rows_without_names_stand_as_the_legend_does(names: tuple[str, str], unsure: bool) -> None:
    """Law: where counts suit both curves, the order of a legend tells rows that have no other name."""
    curves = [candidate(BLACK, 0.5), candidate(RED, 0.6)]
    entries = [entry("one", 60, BLACK), entry("two", 80, RED)]
    found = match_labels(curves, entries, [row(name, [50, 45, 20]) for name in names], [], FRAME)
    assert found.rows == (0, 1)
    assert found.unsure == (unsure, unsure)


def test_printed_medians_take_the_doubt_from_keys_that_look_alike() -> None:
    """Law: S is one half at a median, so a median behind each name says whose a curve is."""
    curves = [candidate(BLACK, 0.2), candidate(BLACK, 0.8)]
    entries = [entry("one", 60, BLACK), entry("two", 80, BLACK)]
    assert match_labels(curves, entries, [], [], FRAME).doubted == (True, True)
    lines = [e.text for e in entries]
    said = ["median not reached", "median 10.0 months"]
    words = [Word(text, Box(e.right + 5, e.top, e.right + 90, e.bottom)) for text, e in zip(said, lines, strict=True)]
    found = match_labels(curves, entries, [], words, FRAME)
    assert found.labels == ("two", "one")
    assert found.doubted == (False, False)
    assert not found.warnings


def test_rows_are_unsure_where_a_curve_was_lost() -> None:
    """Law: of two curves for three rows, either may have the name of the third; for two rows none has."""
    curves = [candidate(BLACK, 0.5), candidate(RED, 0.6)]
    entries = [entry("one", 60, BLACK), entry("two", 80, RED)]
    rows = [row(name, [50, 50, 20]) for name in ("one", "two", "three")]
    assert match_labels(curves, entries, rows, [], FRAME).unsure == (True, True, True)
    assert match_labels(curves, entries, rows[:2], [], FRAME).unsure == (False, False)


def test_counts_at_a_drop_belong_to_either_side_of_it() -> None:
    """Law: a count printed for the time of a drop may be the one before it, wherever the pixel of the drop fell."""
    curves = [candidate((255, 0, 0), 0.5), candidate((0, 0, 255), 0.8)]
    entries = [entry("Drug one", 60, (255, 0, 0)), entry("Drug two", 80, (0, 0, 255))]
    rows = [row("", [50, 50, 20]), row("", [50, 50, 38])]
    assert match_labels(curves, entries, rows, [], FRAME).rows == (0, 1)


@pytest.mark.parametrize("flipped", [False, True])
def test_a_row_called_as_a_curve_is_that_curve_s(flipped: bool) -> None:
    """Counts that fit both curves decide nothing: "Drug" is not "Drug + partner", in whichever order rows stand."""
    steps = StepCurve([0, 3, 6], [1.0, 0.6, 0.3], end=12)
    curves = [Candidate(BLACK, (), (100.0, 80.0), steps), Candidate(RED, (), (100.0, 60.0), steps)]
    names = ["Drug + partner", "Drug"]
    box = Box(0, 0, 10, 10)
    entries = [LegendEntry(name, box, sample=box, color=color) for name, color in zip(names, (BLACK, RED), strict=True)]
    rows = [RiskRow(name, RiskTable([0, 6, 12], [n, n // 3, 0]), ()) for name, n in zip(names, (111, 55), strict=True)]
    found = match_labels(curves, entries, rows[::-1] if flipped else rows, [], FRAME)
    assert found.labels == tuple(names)
    assert found.rows == ((1, 0) if flipped else (0, 1))


def test_a_misread_first_count_does_not_exchange_rows() -> None:
    """Law: where later counts are above the first, the first is wrong; names and colours say whose the row is."""
    curves = [candidate(RED, 0.5), candidate((0, 0, 200), 0.8)]
    entries = [entry("Standard", 60, RED), entry("Experimental", 80, (0, 0, 200))]
    rows = [row("Standard", [781.0, 525.0, 336.0]), row("Experimental", [79.0, 445.0, 247.0])]
    matched = match_labels(curves, entries, rows, (), FRAME)
    assert matched.labels == ("Standard", "Experimental")
    assert matched.rows == (0, 1)


def test_counts_tell_where_the_places_of_texts_do_not() -> None:
    """Law: n(t) <= N S(t) holds for one of the two curves only."""

    def word(name: str, level: float) -> Word:
        y = float(AXES.survival_pixel(level))
        return Word(name, Box(300, y - 8, 370, y + 8))

    curves = [candidate(BLACK, 0.50), candidate(BLACK, 0.56)]
    rows = [row("Upper", [100.0, 56.0, 55.0]), row("Lower", [100.0, 49.0, 40.0])]
    matched = match_labels(curves, (), rows, (word("Upper", 0.60), word("Lower", 0.58)), FRAME)
    assert matched.labels == ("Lower", "Upper")


@pytest.mark.parametrize(("upper", "moved"), [([80.0, 79.0, 78.0], True), ([80.0, 58.0, 55.0], False)])
def test_counts_outweigh_the_place_of_a_name(upper: list[float], moved: bool) -> None:
    """Law: n(t) <= N S(t): with 78 of 100 at risk at last a name is not that of the curve at 0.6 it stands beside.

    One count alone may be misread, and says nothing against the place.
    """

    def word(name: str, level: float) -> Word:
        y = float(AXES.survival_pixel(level))
        return Word(name, Box(300, y - 8, 370, y + 8))

    curves = [candidate(BLACK, 0.60), candidate(BLACK, 0.80)]
    rows = [row("Upper", [100.0, 99.0, *upper]), row("Lower", [100.0, 90.0, 60.0, 57.0, 50.0])]
    matched = match_labels(curves, (), rows, (word("Upper", 0.62), word("Lower", 0.75)), FRAME)
    assert matched.labels == (("Lower", "Upper") if moved else ("Upper", "Lower"))


@pytest.mark.parametrize(("last", "unsure"), [(40.0, False), (20.0, True)])
def test_rows_that_only_their_order_tells_are_unsure(last: float, unsure: bool) -> None:
    """Law: a curve at 0.5 cannot have 40 of 50 at risk, but 20 and 25 may be either curve's."""
    curves = [candidate(BLACK, 0.8), candidate(BLACK, 0.5)]
    found = match_labels(curves, [], [row("one", [50, 50, last]), row("two", [50, 49, 25])], [], FRAME)
    assert found.rows == (0, 1)
    assert found.unsure == (unsure, unsure)


def test_a_name_read_for_two_curves_leaves_their_rows_unsure() -> None:
    """Law: of two labels torn to one name ("et" of "et_a" and "et_b") neither says whose a row is, and a third does."""
    curves = [candidate(RED, 0.5), candidate((0, 0, 200), 0.8), candidate((0, 140, 0), 0.6)]
    entries = [entry("et", 60, RED), entry("et", 80, (0, 0, 200)), entry("pem", 100, (0, 140, 0))]
    rows = [row(name, [50, 40, 20]) for name in ("et_a", "et_b", "pem")]
    found = match_labels(curves, entries, rows, [], FRAME)
    assert found.labels == ("et", "et (2)", "pem")
    assert found.unsure == (True, True, False)
    assert "more than one curve" in found.warnings[0]


@pytest.mark.parametrize(("name", "owner"), [("row 1", None), ("Overall", None), ("Drug two", 1)])
def test_one_row_without_a_curves_name_counts_the_patients_of_all(name: str, owner: int | None) -> None:
    """Law: where several curves have one row, it is one curve's only by its name."""
    curves = [candidate((255, 0, 0), 0.5), candidate((0, 0, 255), 0.8)]
    entries = [entry("Drug one", 60, (255, 0, 0)), entry("Drug two", 80, (0, 0, 255))]
    found = match_labels(curves, entries, [row(name, [100, 98, 50])], [], FRAME)
    assert found.rows == (owner,)
    assert any("all of them" in warning for warning in found.warnings) == (owner is None)


def test_a_row_called_as_a_curve_is_its_row_though_its_last_count_stands_behind_the_curve_s_end() -> None:
    """Law: the end of a curve is lost sooner than a letter of a name: names one letter apart are two names."""
    short = StepCurve([0.0, 10.0], [1.0, 0.7], end=28.0)
    curves = [Candidate(RED, (), (380.0, 155.0), short), candidate(BLACK, 0.8)]
    entries = [entry("stad", 60, RED), entry("ltad", 80, BLACK)]
    rows = [row("ltad", [63, 62, 50]), row("stad", [63, 61, 44, 1])]
    assert match_labels(curves, entries, rows, [], FRAME).rows == (1, 0)


@pytest.mark.parametrize(
    ("one", "two", "same"), [("IO", "10", True), ("l", "1", True), ("l_b", "1_b", True), ("A1", "A2", False)]
)
def test_letters_that_look_like_figures_name_one_arm(one: str, two: str, same: bool) -> None:
    """Law: a name that is read once as letters and once as figures is one name."""
    assert (name_likeness(one, two) >= SAME_NAME) == same


def test_what_is_left_of_a_name_does_not_tell_whose_a_row_is() -> None:
    """Law: a row called like no curve, given to one without a name as another is not wholly unlike it, is unsure."""
    curves = [candidate(BLACK, 0.5), candidate(RED, 0.5)]
    rows = [row("row 1", [55, 40, 20]), row("l_b", [62, 50, 30])]
    matched = match_labels(curves, [entry("b", 100.0, RED)], rows, [], FRAME)
    assert matched.unsure == (True, True)


@pytest.mark.parametrize(("unsaid", "rows"), [(True, (0, 1)), (False, (1, 0))])
def test_counts_in_brackets_that_may_be_censored_exchange_no_rows(unsaid: bool, rows: tuple[int, int]) -> None:
    """Law: events in brackets tell whose row it is, and outweigh its name; what only may be events does not."""
    falls = StepCurve([0.0, 5.0, 15.0, 25.0, 35.0], [1.0, 0.7, 0.5, 0.3, 0.2], end=45.0)
    stays = StepCurve([0.0, 5.0, 15.0, 25.0, 35.0], [1.0, 0.98, 0.96, 0.94, 0.92], end=45.0)
    red, blue, time, at_risk = (200, 30, 30), (30, 30, 200), np.arange(0.0, 50.0, 10.0), [100, 70, 45, 25, 10]
    curves = [Candidate(c, (), (500.0, 100.0), s) for c, s in ((red, stays), (blue, falls))]
    printed = {"Alpha": [0, 28, 52, 71, 86], "Beta": [0, 0, 5, 15, 20]}
    found = [RiskRow(n, RiskTable(time, at_risk, events=b, label=n), (), None, unsaid) for n, b in printed.items()]
    matched = match_labels(curves, [entry("Alpha", 60, red), entry("Beta", 80, blue)], found, [], FRAME)
    assert matched.rows == rows
