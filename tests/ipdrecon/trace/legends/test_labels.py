"""Texts that may name a curve."""

from __future__ import annotations

import pytest

from ipdrecon.axes import Axes, Axis
from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.legends.labels import NOT_A_LABEL, clean_label, may_be_label, without_statistic


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("- Placebo", "Placebo"),
        ("+ Drug A -", "Drug A"),
        ("Arm A--", "Arm A"),
        ("# FOLFIRI", "FOLFIRI"),
        ("++++ Standard of care", "Standard of care"),
        ("#2 or more", "#2 or more"),
        ("HER2-", "HER2-"),
        ("ER+ / HER2-", "ER+ / HER2-"),
        ("Surgery |", "Surgery"),
    ],
)
def test_a_label_keeps_its_own_minus_and_no_line_beside_it(text: str, label: str) -> None:
    """Law: a minus close behind a capital or a figure belongs to the name, other lines are the key or the frame."""
    assert clean_label(text) == label


@pytest.mark.parametrize(
    ("text", "is_label"),
    [
        ("HR-/HER2+", True),
        ("HR+, HER2-", True),
        ("HR positive", True),
        ("HR 0.45", False),
        ("HR0.91 067712]", False),
        ("HR=0.45 (95% CI 0.29-0.68)", False),
        ("HR-0.45", False),
        ("HR: 0.7", False),
        ("Group-A", True),
        ("Age group < 65", True),
        ("p = 0.03", False),
        ("Log-rank p<0.001", False),
        ("value=0.287", False),
        ("Ki-67 value > 20%", True),
        ("P value = 0.07", False),
        ("Pv alue = 0.00", False),
        ("High value", True),
        ("NR", True),
        ("ns", False),
        ("n.s.", False),
        ("NS", True),
        ("Drug NR", False),
        ("Drug 12.1 (9.8-NE), not reached", False),
        ("_Placebo_lower_0.95", False),
        ("Treated_lower_0.8", False),
        ("Ratio lower 0.95", True),
        ("Arm upper 0.95 mg", True),
        ("Placebo_upper__0.95", False),
        ("Lower dose", True),
        ("stage_upper", True),
    ],
)
def test_names_that_look_like_statistics_are_labels(text: str, is_label: bool) -> None:
    assert (NOT_A_LABEL.search(text) is None) == is_label


def test_the_legend_of_a_low_panel_may_stand_below_all_its_tables() -> None:
    """Law: tables are so many lines high however low their panel is, and a legend may stand below them (survminer)."""
    axes = Axes(Axis(60.0, 10.0, 0.0, 50.0), Axis(160.0, -140.0, 0.0, 1.0))
    frame = Frame(Box(60, 20, 560, 160), axes, bottom=190.0, label_rows=(165.0, 180.0))
    legend, caption = (Word("Placebo", Box(200.0, y, 250.0, y + 16.0)) for y in (484.0, 1200.0))
    assert may_be_label(legend, frame, (legend,))
    assert not may_be_label(caption, frame, (caption,))


def test_a_name_before_counts_with_brackets_is_of_a_table_and_no_legend() -> None:
    """Law: "38 (0)" beside "32 (0)" and "25 (1)" below the axis are a row, whatever its name was read with."""
    texts = (("cap 38 (0)", 100.0), ("32 (0)", 260.0), ("25 (1)", 330.0))
    row = tuple(Word(text, Box(left, 470.0, left + 12.0 + 6.0 * len(text), 486.0), 0.99) for text, left in texts)
    axes = Axes(Axis(60.0, 10.0, 0.0, 50.0), Axis(360.0, -340.0, 0.0, 1.0))
    frame = Frame(Box(160, 20, 560, 360), axes, bottom=410.0, label_rows=(365.0, 380.0))
    assert not may_be_label(row[0], frame, row)
    assert may_be_label(row[0], frame, row[:1])
    legend = [("Low", 160.0), ("(52)", 200.0), ("Mid", 260.0), ("(48)", 300.0), ("High", 360.0), ("(50)", 400.0)]
    entries = tuple(Word(t, Box(left, 470.0, left + 12.0 + 6.0 * len(t), 486.0), 0.99) for t, left in legend)
    assert may_be_label(entries[0], frame, entries)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Group A, median 2.1 (months)", "Group A"),
        ("Placebo (median 5.6 mo; 95% CI 4.1-7.0)", "Placebo"),
        ("Docetaxel: HR 0.71, p=0.02", "Docetaxel"),
        ("Arm B median survival", "Arm B median survival"),
        ("Wilcoxon p=0.02", "Wilcoxon p=0.02"),
        ("Median OS 12.1", "Median OS 12.1"),
        ("5-year OS (95% CI 30-40)", "5-year OS (95% CI 30-40)"),
        ("HR+ (n=20)", "HR+ (n=20)"),
        ("Above median (n=41)", "Above median (n=41)"),
        ("Low-hazard (n=30)", "Low-hazard (n=30)"),
        ("Chi-square 4.3, p=0.02", "Chi-square 4.3, p=0.02"),
        ("Mantel-Haenszel HR 0.71", "Mantel-Haenszel HR 0.71"),
        ("ITT population HR 0.71", "ITT population HR 0.71"),
    ],
)
def test_a_name_ends_before_the_statistic_behind_it(text: str, name: str) -> None:
    """Law: what stands before a number that says how an arm fared is its name, unless it says what the number is."""
    found = without_statistic(Word(text, Box(100, 20, 100 + 8.0 * len(text), 40)))
    assert found.text == name
    assert found.box.right == pytest.approx(100 + 8 * len(name), abs=0.16 * 8 * len(text))
