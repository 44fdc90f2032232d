"""Keys that are covered in part stand in line with the others."""

from __future__ import annotations

import attrs

from ipdrecon.figure import Box, Word
from ipdrecon.trace.legends.legend import read_legend
from tests.ipdrecon.trace.drawn_legends import COLORS, LABELS, drawn_legend, panel_frame
from tests.ipdrecon.trace.printed import BLACK, Sheet


def test_a_single_dash_in_the_column_of_the_keys_is_one() -> None:
    """Law: of a dashed line a short key shows one dash and a gap; its name is no second line of the one above."""
    sheet = Sheet(1100, 700)
    for y, begin, end in ((300, 20, 44), (336, 20, 32), (372, 20, 44)):
        sheet.line([(begin, y), (end, y)], BLACK)
    texts = (("Obs", 300.0), ("Lev", 336.0), ("Lev+5FU", 372.0))
    names = tuple(Word(text, sheet.text(text, 60, y), color=BLACK) for text, y in texts)
    frame = attrs.evolve(panel_frame(), box=Box(220, 200, 880, 600))
    ticks = tuple(Word(text, Box(185, y - 10, 210, y + 10)) for text, y in (("0", 590.0), ("0.5", 400.0), ("1", 205.0)))
    entries = read_legend(sheet.figure(), frame, (*names, *ticks))
    assert [e.label for e in entries] == ["Obs", "Lev", "Lev+5FU"]
    assert [bool(e.dashes) for e in entries] == [False, True, False]


def test_a_key_that_a_curve_leads_to_is_found_beneath_another_though_the_boxes_of_their_texts_overlap() -> None:
    """Law: rows of a legend stand closer than the boxes of a reader are high; one's key says where the other's is."""
    figure, words = drawn_legend([(500, 250), (500, 276)])
    image = figure.pixels.copy()
    image[288:292, 300:425] = COLORS[1]  # a curve falls to the height of the second key, and ends before it
    image[200:292, 300:304] = COLORS[1]
    high = tuple(attrs.evolve(w, box=Box(w.box.left, w.box.top - 3, w.box.right, w.box.bottom + 3)) for w in words)
    entries = read_legend(attrs.evolve(figure, pixels=image), panel_frame(), high)
    assert {e.label: e.color for e in entries} == dict(zip(LABELS[:2], COLORS, strict=False))


def test_a_single_dash_in_the_row_of_the_keys_is_one() -> None:
    """Law: keys of a row stand as far before their texts; of a dashed line a short one shows one dash and a gap."""
    sheet = Sheet(1100, 700)
    names = []
    for text, left, length in (("No therapy", 300, 24), ("Therapy", 520, 11)):
        sheet.line([(left, 100), (left + length, 100)], COLORS[0 if length > 20 else 1])
        names.append(Word(text, sheet.text(text, left + 40, 100.0), color=BLACK))
    entries = read_legend(sheet.figure(), panel_frame(), tuple(names))
    assert [(e.label, bool(e.dashes)) for e in entries] == [("No therapy", False), ("Therapy", True)]
