"""Tables as text."""

from __future__ import annotations

from ipdrecon.aligned import aligned, shown


def test_columns_begin_below_each_other_and_numbers_end_below_each_other() -> None:
    """Law: each column is as wide as its widest cell; no line ends in blanks."""
    rows = [("arm", "n"), ("Placebo", "7"), ("A", "120")]
    assert aligned(rows) == ["arm      n", "Placebo  7", "A        120"]
    assert aligned(rows, numbers=True) == ["arm        n", "Placebo    7", "A        120"]
    assert aligned([("a", ""), ("", "")]) == ["a", ""]


def test_values_are_shown_in_four_digits() -> None:
    """Law: intervals show both ends, and what is not there is a dash."""
    assert [shown(v) for v in (None, 12, 3.14159, (1.0, None), "NR")] == ["-", "12", "3.142", "1 to -", "NR"]
