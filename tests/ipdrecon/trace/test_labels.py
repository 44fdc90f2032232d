"""Texts that may name a curve."""

from __future__ import annotations

import pytest

from ipdrecon.trace.labels import clean_label


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
