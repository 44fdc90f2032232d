"""Rows of a table say what they count."""

from __future__ import annotations

import pytest

from ipdrecon.trace.table.kinds import kind_of


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("At risk", "at_risk"),
        ("No. at risk", "at_risk"),
        ("Numbe ra tris", "at_risk"),  # the k runs into the first count
        ("Atris7$", "at_risk"),  # and so do a line and the first count
        ("Atrisol", ""),
        ("Percentage at risk", "share"),
        ("% at risk", "share"),
        ("No. at risk (%)", "at_risk"),
        ("Number and % at risk", "at_risk"),
        ("Censored", "censored"),
        ("Censo red", "censored"),
        ("C ensored", "censored"),
        ("A tRisk (Events)", "at_risk"),
        ("Events", "events"),
        ("Eve nts", "events"),
        ("Events\u03a6", "events"),  # a nought with a line through it
        ("Arm A", ""),
    ],
)
def test_labels_as_programs_print_and_readers_part_them(label: str, kind: str) -> None:
    assert kind_of(label) == kind
