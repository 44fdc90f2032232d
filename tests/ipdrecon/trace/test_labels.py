"""Texts that may name a curve."""

from __future__ import annotations

import pytest

from ipdrecon.trace.labels import NOT_A_LABEL, clean_label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("- Placebo", "Placebo"),
        ("+ Drug A -", "Drug A"),
        ("Arm A--", "Arm A"),
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
        ("HR=0.45 (95% CI 0.29-0.68)", False),
        ("HR-0.45", False),
        ("HR: 0.7", False),
        ("Group-A", True),
        ("Age group < 65", True),
        ("p = 0.03", False),
        ("Log-rank p<0.001", False),
    ],
)
def test_names_that_look_like_statistics_are_labels(text: str, is_label: bool) -> None:
    assert (NOT_A_LABEL.search(text) is None) == is_label
