"""Pictures that are read section by section."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from ipdrecon.figure import Box, Figure, Source
from ipdrecon.trace.text import ocr
from ipdrecon.trace.text.places import plain_text
from ipdrecon.trace.text.words import _cells, _sections, read_rotated
from tests.ipdrecon.trace.printed import BLACK, BLUE, Sheet

#: A blank page, where only the boxes of what was read tell.
PAPER = np.full((100, 100, 3), 255, np.uint8)


def stacked(height: int, width: int) -> Figure:
    """Blocks of ink, 300 px high, with blank rows between them."""
    pixels = np.full((height, width, 3), 240, np.uint8)
    for top in range(20, height - 320, 400):
        pixels[top : top + 300 : 2, 10:-10] = 0
    return Figure(pixels, Source("stacked.png"))


def test_a_column_of_panels_is_cut_at_blank_rows() -> None:
    """Law: sections cover every row once, and no cut runs through ink."""
    figure = stacked(2400, 500)
    sections = _sections(figure)
    assert len(sections) > 1
    assert sections[0][0] == 0
    assert sections[-1][1] == 2400
    for (_, end), (begin, _) in pairwise(sections):
        assert end == begin
        assert np.ptp(figure.pixels[end]) == 0


def test_other_pictures_are_read_at_one_look() -> None:
    """Law: ordinary figures, and columns without a blank row, are not cut."""
    assert _sections(stacked(700, 900)) == [(0, 700)]
    full = np.tile(np.array([0, 255], np.uint8), (2400, 250))[..., None].repeat(3, axis=2)
    assert _sections(Figure(full, Source("full.png"))) == [(0, 2400)]


def test_entries_of_a_legend_are_parted_though_their_samples_are_higher_than_the_letters() -> None:
    """Law: a gap of four letters parts a line, however high the detector drew its box around the samples."""
    at = {"cap": (1042, 1104), "+B": (1109, 1158), "eribulin": (1229, 1359), "+A": (1363, 1412)}
    line = [(text, 0.99, [[a, 22], [b, 22], [b, 110], [a, 110]]) for text, (a, b) in at.items()]
    assert [word.text for word in _cells(line, 1.0, PAPER)] == ["cap+B", "eribulin+A"]


def test_a_plus_between_words_of_narrow_letters_is_no_sample() -> None:
    """Law: the size of print follows from the widths of its own letters, of which l, i and t are narrow."""
    at = {"erlotinib": (1918, 1992), "+": (2000, 2013), "A": (2022, 2036)}
    line = [(text, 0.99, [[a, 321], [b, 321], [b, 355], [a, 355]]) for text, (a, b) in at.items()]
    assert [word.text for word in _cells(line, 1.0, PAPER)] == ["erlotinib + A"]


def test_a_dash_behind_a_text_is_the_next_entrys_sample() -> None:
    def box(left: float, right: float) -> list[list[float]]:
        return [[left, 0.0], [right, 0.0], [right, 55.0], [left, 55.0]]

    apart = [("wt_b", 1.0, box(1051.0, 1127.0)), ("−", 1.0, box(1165.0, 1184.0))]
    assert [(word.text, word.box.right) for word in _cells(apart, 1.0, PAPER)] == [("wt_b", 1127.0)]
    joined = [("CD34", 1.0, box(0.0, 110.0)), ("−", 1.0, box(120.0, 140.0))]
    assert [word.text for word in _cells(joined, 1.0, PAPER)] == ["CD34 -"]


def test_two_narrow_letters_or_figures_do_not_run_upwards() -> None:
    """Law: letters no longer than their line is high, turned by a quarter, are no box that is higher than wide."""
    narrow = [("rt", 0.99, [[44, 114], [50, 114], [50, 132], [44, 132]])]
    assert [word.angle for word in _cells(narrow, 1.0, PAPER)] == [0]
    figures = [("68", 0.99, [[44, 114], [59, 114], [59, 139], [44, 139]])]
    assert [word.angle for word in _cells(figures, 1.0, PAPER)] == [0]
    turned = [("Time", 0.99, [[44, 114], [62, 114], [62, 160], [44, 160]])]
    assert [word.angle for word in _cells(turned, 1.0, PAPER)] == [90]


def test_a_figure_beneath_its_tick_mark_does_not_run_upwards() -> None:
    """Law: what a tick mark is read as is no letter beside the one figure of a label."""
    for text in ("-6", "6'", "|6"):
        label = [(text, 0.99, [[44, 114], [50, 114], [50, 125], [44, 125]])]
        assert [word.angle for word in _cells(label, 1.0, PAPER)] == [0]


@pytest.mark.parametrize(
    ("read", "plain"),
    [
        ("wt_ b", "wt_b"),
        ("palbociclib _letrozole", "palbociclib_letrozole"),
        ("Axitınib  5 mg", "Axitinib 5 mg"),
        ("0-3 （95％ CI)", "0-3 (95% CI)"),
        ("a _ b", "a _ b"),
    ],
)
def test_look_alikes_and_blanks_beside_underscores_are_made_plain(read: str, plain: str) -> None:
    assert plain_text(read) == plain


@pytest.mark.parametrize("arms", [(3, 15), (3, 3)])
def test_a_sign_between_two_words_is_no_key_however_wide_the_font_sets_it(arms: tuple[int, int]) -> None:
    """Law: a plus or a dash as far from the word before it as from the one behind belongs to one label.

    Drawn in another colour, or nearer to the text behind it, it is the key of the next entry.
    """
    for shift, color, parts in ((0, BLACK, 1), (0, BLUE, 2), (16, BLACK, 2)):
        sheet = Sheet()
        before, after = sheet.text("Drug", 40, 60), sheet.text("Other", 40 + 115, 60)
        x = (before.right + after.left) / 2 + shift
        sheet.line([(x - 7, 60), (x + 7, 60)], color, arms[0])
        sheet.line([(x, 60 - arms[1] // 2), (x, 60 + arms[1] // 2)], color, 3)
        pieces = [("Drug", before), ("+", Box(x - 9, before.top, x + 9, before.bottom)), ("Other", after)]
        line = [(text, 0.99, corners(box)) for text, box in pieces]
        assert len(_cells(line, 1.0, sheet.figure().pixels)) == parts


def corners(box: Box) -> list[tuple[float, float]]:
    """The corners of a box, as a reader gives them."""
    return [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]


def test_turned_labels_that_stand_as_close_as_words_are_labels_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: a line of several numbers is as many labels, each where its own print is; other lines stay whole."""
    figure = stacked(400, 60)
    numbers = [("0.0", 0.9, corners(Box(10, 5, 30, 15))), ("0.5", 0.9, corners(Box(50, 5, 70, 15)))]
    title = [("Overall", 0.9, corners(Box(10, 25, 50, 35))), ("survival", 0.9, corners(Box(55, 25, 90, 35)))]
    whole = [corners(Box(10, 5, 70, 15)), corners(Box(10, 25, 90, 35))]
    read = SimpleNamespace(
        txts=("0.0 0.5", "Overall survival"), scores=(0.9, 0.9), boxes=whole, word_results=(numbers, title)
    )
    monkeypatch.setattr(ocr, "read_page", lambda *_, **__: read)
    words = read_rotated(figure, Box(0, 0, 59, 399))
    assert [word.text for word in words] == ["0.0", "0.5", "Overall survival"]
    assert words[0].box.top > words[1].box.bottom  # it runs upwards
    read.word_results = (title,)  # the reader leaves out lines whose words it did not part
    assert [word.text for word in read_rotated(figure, Box(0, 0, 59, 399))] == ["0.0 0.5", "Overall survival"]
