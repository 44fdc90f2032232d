"""Names beside curves in two lines."""

from __future__ import annotations

from ipdrecon.figure import Box, Word
from ipdrecon.trace.arms.two_lines import lines_joined


def word(text: str, left: float, top: float) -> Word:
    return Word(text, Box(left, top, left + 10 * len(text), top + 16))


def test_two_lines_that_are_the_name_of_a_row_are_one_text() -> None:
    """Law: "Continued" above "Bevacizumab" is the arm of the table; two arms of it that stand so are two texts."""
    texts = [
        word("Continued", 300, 50),
        word("Bevacizumab", 300, 68),
        word("Drug", 300, 200),
        word("Drug + B", 300, 218),
    ]
    rows = ["Continued Bevacizumab", "Drug", "Drug + B", "Drug Drug B"]
    assert [w.text for w in lines_joined(texts, rows)] == ["Continued Bevacizumab", "Drug", "Drug + B"]


def test_lines_far_apart_are_two_texts() -> None:
    texts = [word("Continued", 300, 50), word("Bevacizumab", 300, 168)]
    assert len(lines_joined(texts, ["Continued Bevacizumab"])) == 2
