"""Labels the detector overlooked."""

from __future__ import annotations

from ipdrecon.figure import Word
from ipdrecon.trace.text.overlooked import overlooked_texts
from tests.ipdrecon.trace.printed import BLUE, LINE, RED, Sheet, frame


def test_text_beside_a_curve_is_found_and_the_curve_is_not() -> None:
    """Oracle: two labels behind curves with marks, of which one is known."""
    sheet = Sheet(860, 320)
    for y, color in ((100, BLUE), (200, RED)):
        sheet.line([(30, y), (420, y)], color)
        for x in (200, 260, 300, 330, 420):
            sheet.line([(x, y - 8), (x, y + 8)], color)
    known = Word("Placebo", sheet.text("Placebo", 440, 100, BLUE), 1.0)
    sheet.text("Radiotherapy", 440, 200, RED)
    (found,) = overlooked_texts(sheet.figure(), frame(), [known], LINE)
    assert found.text == "Radiotherapy"
    assert found.color is not None
    assert found.color[0] > 150 > found.color[2]


def test_free_marks_are_no_text() -> None:
    sheet = Sheet()
    for x in range(100, 400, 14):
        sheet.draw.ellipse((x, 150, x + 10, 160), outline=BLUE, width=2)
    assert overlooked_texts(sheet.figure(), frame(), [], LINE) == []
