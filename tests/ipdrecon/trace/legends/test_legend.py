"""Legends in rows, columns and grids give every entry once, with the key that stands beside it."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from PIL import Image, ImageDraw

from ipdrecon.figure import Box, Figure, Source, Word
from ipdrecon.trace.legends.legend import read_legend
from ipdrecon.trace.legends.parted import keys_inside, parted
from ipdrecon.trace.text.lettering import _font
from tests.ipdrecon.trace import drawn_legends
from tests.ipdrecon.trace.drawn_legends import COLORS, LABELS, drawn_legend, panel_frame
from tests.ipdrecon.trace.printed import BLACK, SIZE, Sheet


@pytest.mark.parametrize(
    "places",
    [
        [(180, 100), (380, 100), (620, 100), (860, 100)],
        [(850, 240), (850, 280), (850, 320), (850, 360)],
        [(300, 80), (560, 80), (300, 120), (560, 120)],
        [(500, 250), (500, 290)],
    ],
    ids=["row", "column", "grid", "two inside"],
)
def test_every_entry_has_its_key(places: list[tuple[int, int]]) -> None:
    figure, words = drawn_legend(places)
    entries = read_legend(figure, panel_frame(), words)
    assert {e.label: e.color for e in entries} == dict(zip(LABELS[: len(places)], COLORS, strict=False))


def _dashed_before(figure: Figure, text: str, x: int, y: int) -> tuple[Figure, Word]:
    """A text with a piece of a dashed curve before it."""
    image = Image.fromarray(figure.pixels.copy())
    draw, font = ImageDraw.Draw(image), _font().font_variant(size=SIZE)
    draw.text((x, y), text, font=font, fill="black")
    left, _, end, _ = draw.textbbox((x, y), text, font=font)
    for begin in (x - 44, x - 28):
        draw.line((begin, y + 14, begin + 10, y + 14), fill=COLORS[0], width=3)
    return attrs.evolve(figure, pixels=np.asarray(image)), Word(
        text, Box(left, y - 1.0, end, y + 30.0), color=(0, 0, 0)
    )


@pytest.mark.parametrize("share", ["73.", "8%", "73.8%", "87\u00b73"])
def test_a_share_beside_a_dashed_curve_is_no_entry_of_a_legend(share: str) -> None:
    """Law: what a line leaves of a share that is printed at a curve names none, and its dashes are no key."""
    figure, words = drawn_legend([(500, 250), (500, 290)])
    figure, word = _dashed_before(figure, share, 500, 330)
    assert [e.label for e in read_legend(figure, panel_frame(), (*words, word))] == list(LABELS[:2])
    empty, _ = drawn_legend([])
    figure, word = _dashed_before(empty, share, 500, 330)
    assert read_legend(figure, panel_frame(), (word,)) == ()


@pytest.mark.parametrize("labels", [("Placebo", "0.5", "1.0", "2.0"), ("Placebo", "2.5", "5", "10")])
def test_doses_below_a_word_are_names(labels: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: several numbers in the column of a name are names as it is, and no shares at curves."""
    monkeypatch.setattr(drawn_legends, "LABELS", labels)
    figure, words = drawn_legend([(560, 230 + 34 * i) for i in range(len(labels))])
    assert [e.label for e in read_legend(figure, panel_frame(), words)] == list(labels)


def test_a_pale_grey_key_stands_below_those_of_its_column_wherever_its_text_seems_to_begin() -> None:
    """Law: the boxes of texts are read some pixels off, keys of a column stand one below the other."""
    figure, words = drawn_legend([(850, 240), (850, 280), (850, 320)])
    pixels = figure.pixels.copy()
    pixels[320:346, 786:840][(pixels[320:346, 786:840] != 255).any(axis=2)] = 255
    pixels[333:336, 790:835] = 211
    third = attrs.evolve(words[2], box=attrs.evolve(words[2].box, left=words[2].box.left + 6))
    entries = read_legend(attrs.evolve(figure, pixels=pixels), panel_frame(), (*words[:2], third))
    assert [e.color for e in entries] == [*COLORS[:2], (211, 211, 211)]


def test_the_frame_of_the_plot_is_no_key_of_a_legends_title() -> None:
    """Law: a title above its entries stands beside the line of the frame, which runs through the whole plot."""
    figure, words = drawn_legend([(500, 205), (500, 245), (500, 285)])
    pixels = figure.pixels.copy()
    pixels[200:226, 436:490] = 255  # the key of the first text, which is a title
    pixels[216:219, 100:761] = 170
    entries = read_legend(attrs.evolve(figure, pixels=pixels), panel_frame(), words)
    assert [e.label for e in entries] == list(LABELS[1:3])


def test_keys_right_of_their_texts() -> None:
    figure, words = drawn_legend([(850, 240), (850, 280), (850, 320)], right=True)
    entries = read_legend(figure, panel_frame(), words)
    assert {e.label: e.color for e in entries} == dict(zip(LABELS[:3], COLORS, strict=False))


def test_a_word_read_over_a_key_is_two_entries() -> None:
    figure, words = drawn_legend([(180, 100), (380, 100), (620, 100)])
    one, two, three = words
    whole = Word(f"{one.text} -+ {two.text}", one.box.union(two.box), color=(0, 0, 0))
    entries = read_legend(figure, panel_frame(), (whole, three))
    assert {e.label: e.color for e in entries} == dict(zip(LABELS[:3], COLORS, strict=False))


def test_a_part_of_a_word_has_the_colour_of_its_own_letters() -> None:
    """Law: the ink of a key that was read along with a text says nothing of the text's colour."""
    figure, words = drawn_legend([(180, 100), (380, 100)])
    one, two = words
    for key in ("→", "-X"):
        box = Box(one.box.left, one.box.top, two.box.left - 16, one.box.bottom)
        (part,) = parted(figure, Word(f"{one.text} {key}", box, color=COLORS[1]))
        assert part.text == one.text
        assert part.color is not None
        assert max(part.color) < 60


def test_a_word_is_not_parted_at_the_plus_between_two_names() -> None:
    """Law: a plus that is printed with the words around it is no key, though a line lies across the letters near it."""
    sheet = Sheet()
    box = sheet.text("Gemcitabine + nab-paclitaxel", 40, 60)
    behind = sheet.text("Gemcitabine + ", 40, 60).right
    sheet.line([(behind + 2, 68), (behind + 34, 68)], BLACK, 3)  # as the feet of bold letters join
    word = Word("Gemcitabine + nab-paclitaxel", box, color=BLACK)
    assert keys_inside(sheet.figure(), word)
    assert parted(sheet.figure(), word) == [word]


def test_a_tall_box_around_two_entries_does_not_hide_the_key_between_them() -> None:
    """Law: the height of a line is that of the lower boxes; a reader draws one tall where it joins two entries."""
    places = [(180, 100), (380, 100), (620, 100)]
    figure, words = drawn_legend(places)
    first, second, third = (word.box for word in words)
    joined = Word("Drug 10 mg Drug 20 mg", attrs.evolve(second.union(third), top=second.top - 16, bottom=146.0))
    entries = read_legend(figure, panel_frame(), (attrs.evolve(words[0], box=first), joined))
    assert [entry.label for entry in entries] == list(LABELS[:3])


def test_an_entry_inside_a_panel_is_its_legend_though_another_panel_has_a_longer_one() -> None:
    """Law: in the other panel's row of keys and texts every key but one stands right of some text as well."""
    figure, words = drawn_legend([(250, 250), (320, 100), (540, 100), (760, 100), (970, 100)])
    frame = attrs.evolve(panel_frame(), box=Box(100, 200, 420, 600), others=(Box(480, 200, 1090, 600),))
    assert [e.label for e in read_legend(figure, frame, words)] == ["Placebo"]


def test_a_mark_read_along_with_its_text_makes_no_key_too_short() -> None:
    """Law: a text read together with the mark before it has a higher box, and its key is as long as others'."""
    figure, words = drawn_legend([(500, 250), (500, 300)])
    box = words[0].box
    high = Word(f"+ {words[0].text}", Box(box.left - 55, box.top - 14, box.right, box.bottom + 14), color=(0, 0, 0))
    words = (high, *words[1:], *(Word("0", Box(x, 606.0, x + 15, 644.0)) for x in (100.0, 250.0, 400.0)))
    entries = read_legend(figure, panel_frame(), words)
    assert {e.label: e.color for e in entries} == dict(zip(LABELS[:2], COLORS, strict=False))


def test_dashes_of_a_key_read_as_part_of_its_text_are_dashes() -> None:
    """Law: in the box of a text that begins with dashes no letter stands before the room that its letters need."""
    figure, words = drawn_legend([(500, 250)])
    pixels = np.array(figure.pixels)
    image = Image.fromarray(pixels)
    draw, font = ImageDraw.Draw(image), _font().font_variant(size=SIZE)
    draw.text((500, 290), "IRI", font=font, fill="black")
    left, _, end, _ = draw.textbbox((500, 290), "IRI", font=font)
    for begin in (left - 80, left - 54, left - 28):
        draw.line((begin, 304, begin + 17, 304), fill=BLACK, width=3)
    read = Word("- - IRI", Box(left - 58.0, 289.0, end, 320.0), color=(0, 0, 0))
    drawn = Figure(pixels=np.asarray(image), source=Source("drawn.png"))
    dashed = {e.label: e.dashes for e in read_legend(drawn, panel_frame(), (*words, read))}
    assert dashed == {LABELS[0]: (), "IRI": (18.0, 8.0)}


def test_the_title_of_a_legend_is_no_label_beside_a_curve() -> None:
    """Law: a text over the only entry of a legend, in line with its sample, leaves it a legend."""
    figure, words = drawn_legend([(500, 300)])
    left = words[0].box.left - 60
    title = Word("Treatment", Box(left, 265.0, left + 120, 292.0), color=(0, 0, 0))
    assert [e.color for e in read_legend(figure, panel_frame(), (title, *words))] == [COLORS[0]]


@pytest.mark.parametrize("symbol", ["→*", "×", "x", "-×-"])
def test_a_key_with_a_cross_on_it_is_read_as_many_things(symbol: str) -> None:
    """Law: whatever a reader takes a key between two texts for, the ink there is a key."""
    figure, words = drawn_legend([(180, 100), (380, 100), (620, 100)])
    one, two, three = words
    whole = Word(f"{one.text} {symbol} {two.text}", one.box.union(two.box), color=(0, 0, 0))
    entries = read_legend(figure, panel_frame(), (whole, three))
    assert {e.label: e.color for e in entries} == dict(zip(LABELS[:3], COLORS, strict=False))


def test_labels_of_the_axis_beside_the_letters_of_its_turned_title_are_no_legend() -> None:
    figure, words = drawn_legend([(300, 80), (560, 80)])
    pixels = figure.pixels.copy()
    ticks = []
    for row, text in ((240, "0.9"), (320, "0.7"), (400, "0.5")):
        pixels[row - 2 : row + 2, 20:34] = 60  # the stem of a turned letter
        ticks.append(Word(f"{text}-", Box(56, row - 12.0, 103, row + 12.0), color=(0, 0, 0)))  # read with its tick
    entries = read_legend(attrs.evolve(figure, pixels=pixels), panel_frame(), (*words, *ticks))
    assert [e.label for e in entries] == list(LABELS[:2])


def test_the_end_of_a_curve_at_its_label_is_no_key() -> None:
    """Law: a key and its text stand both in the panel or both outside; what ends at the panel's edge is a curve."""
    figure, words = drawn_legend([(790, 300)])
    inside = attrs.evolve(panel_frame(), box=Box(100, 200, 785, 600))
    assert not any(e.sample for e in read_legend(figure, inside, words))
    apart = attrs.evolve(panel_frame(), box=Box(100, 200, 700, 600))
    assert [e.color for e in read_legend(figure, apart, words)] == [COLORS[0]]


def test_a_row_s_name_at_the_next_panel_is_no_label_beside_a_curve_of_this_one() -> None:
    """Law: a text right of a panel that stands nearer to the next one belongs to that."""
    figure, words = drawn_legend([(300, 300)])
    frame = attrs.evolve(panel_frame(), box=Box(100, 200, 560, 600), others=(Box(760, 200, 1090, 400),))
    row = Word("Tivozanib", Box(670.0, 500.0, 720.0, 530.0), color=(0, 0, 0))
    assert [e.color for e in read_legend(figure, frame, (*words, row))] == [COLORS[0]]


def test_a_text_in_a_curve_s_colour_has_its_key_in_that_colour() -> None:
    """Law: a legend that writes its labels in the colours of its curves shows the keys in the same ones."""
    figure, words = drawn_legend([(850, 240), (850, 280)])
    right = [attrs.evolve(word, color=color) for word, color in zip(words, COLORS, strict=False)]
    assert all(e.sample for e in read_legend(figure, panel_frame(), tuple(right)))
    wrong = [attrs.evolve(word, color=color) for word, color in zip(words, COLORS[1::-1], strict=True)]
    assert not any(e.sample for e in read_legend(figure, panel_frame(), tuple(wrong)))


def test_beside_a_legend_inside_the_plot_stand_no_further_entries() -> None:
    """Law: what looks like a key among the numbers of an axis is none."""
    figure, words = drawn_legend([(195, 480), (195, 520)])
    image = Image.fromarray(figure.pixels.copy())
    draw = ImageDraw.Draw(image)
    draw.line((10, 534, 54, 534), fill="black", width=3)
    draw.text((70, 520), "41", font=_font().font_variant(size=SIZE), fill="black")
    entries = read_legend(attrs.evolve(figure, pixels=np.asarray(image)), panel_frame(), words)
    assert [e.label for e in entries] == list(LABELS[:2])


def test_short_names_of_a_legend_left_of_the_labels_of_the_axis_are_entries() -> None:
    """Law: what stands left of all labels of the y axis is none of them, however short it is."""
    sheet = Sheet(1100, 700)
    for y, color in ((350, COLORS[0]), (390, COLORS[1])):
        sheet.line([(20, y), (60, y)], color)
    names = tuple(Word(text, sheet.text(text, 75, y), color=(0, 0, 0)) for text, y in (("Obs", 350.0), ("Lev", 390.0)))
    ticks = tuple(Word(text, sheet.text(text, 160, y)) for text, y in (("0", 600.0), ("0.5", 400.0), ("1", 200.0)))
    frame = attrs.evolve(panel_frame(), box=Box(220, 200, 880, 600))
    assert [e.label for e in read_legend(sheet.figure(), frame, (*names, *ticks))] == ["Obs", "Lev"]


def test_two_dashes_of_a_key_that_were_read_before_its_text_are_its_key() -> None:
    """Law: dashes of a key are read as dashes: what is left of the width of the letters they stand in."""
    sheet = Sheet(1100, 700)
    names = []
    for text, y, spans in (("Women", 300, [(0, 28)]), ("- -Men", 340, [(0, 10), (18, 28)])):
        for begin, end in spans:
            sheet.line([(500 + begin, y), (500 + end, y)], COLORS[0 if y < 320 else 1])
        box = sheet.text(text.lstrip("- "), 542, float(y))
        box = Box(500 if text[0] == "-" else box.left, box.top - 2, box.right, box.bottom + 2)
        names.append(Word(text, box, color=BLACK))
    entries = read_legend(sheet.figure(), panel_frame(), tuple(names))
    assert [(e.label, bool(e.dashes)) for e in entries] == [("Women", False), ("Men", True)]


def test_the_end_of_a_dash_that_was_read_as_a_point_before_a_text_belongs_to_its_key() -> None:
    """Law: "--·Low risk" is a key that ends in the beginning of a dash, and its text."""
    sheet = Sheet(1100, 700)
    names = []
    for text, y, spans in (("Erlotinib", 300, [(0, 44)]), ("--·Low risk", 340, [(0, 14), (20, 34), (42, 44)])):
        for begin, end in spans:
            sheet.line([(500 + begin, y), (500 + end, y)], BLACK)
        box = sheet.text(text.lstrip("-·"), 556, y - 10.0)
        names.append(Word(text, Box(504 if text[0] == "-" else box.left, y - 15, box.right, y + 15), color=BLACK))
    entries = read_legend(sheet.figure(), panel_frame(), tuple(names))
    assert [(e.label, bool(e.dashes)) for e in entries] == [("Erlotinib", False), ("Low risk", True)]


def test_a_number_in_a_legend_right_of_the_panel_is_a_name_beside_labels_of_the_axis() -> None:
    """Law: the numbers left of the panel are its axis's, and none of the legend's row."""
    figure, words = drawn_legend([(850, 240), (850, 280)])
    box = words[0].box
    zero = attrs.evolve(words[0], text="0", box=attrs.evolve(box, right=box.left + 14.0))
    label = Word("0.75", Box(50.0, zero.box.top, 90.0, zero.box.bottom))
    entries = read_legend(figure, panel_frame(), (zero, words[1], label))
    assert [entry.label for entry in entries] == ["0", LABELS[1]]


def test_a_cross_on_a_key_that_was_read_as_a_letter_names_nothing() -> None:
    """Law: a letter with a line through it that goes on is a mark; half of the key before it is none of its own."""
    figure, words = drawn_legend([(180, 100), (380, 100), (620, 100)])
    pixels = figure.pixels.copy()
    pixels[105:124, 141:144] = 255
    pixels[113:116, 96:164] = COLORS[0]
    for k in range(-8, 9):
        pixels[114 + k, 140 + k : 144 + k] = pixels[114 - k, 140 + k : 144 + k] = COLORS[0]
    cross = Word("X", Box(136.0, 99.0, 148.0, 130.0), color=COLORS[0])
    entries = read_legend(attrs.evolve(figure, pixels=pixels), panel_frame(), (*words, cross))
    assert {e.label: e.color for e in entries} == dict(zip(LABELS[:3], COLORS, strict=False))


def test_letters_that_run_together_are_no_key_of_a_text_read_with_its_key() -> None:
    """Law: a key that was read with its text ("- Placebo") ends where the letters begin, wide as they may be."""
    figure, (word,) = drawn_legend([(300, 100)])
    pixels = figure.pixels.copy()
    box = word.box
    full = slice(round(box.left + 0.4 * box.width), round(box.left + 0.7 * box.width))
    pixels[round(box.top + 8) : round(box.bottom - 6), full] = 60  # letters of a blurred print
    joined = attrs.evolve(word, text=f"- {word.text}", box=Box(box.left - 22, box.top, box.right, box.bottom))
    (entry,) = read_legend(attrs.evolve(figure, pixels=pixels), panel_frame(), (joined,))
    assert (entry.label, entry.color) == (word.text, COLORS[0])


def test_what_marks_leave_of_a_reading_is_no_legend_inside_its_panel() -> None:
    """Law: a name is not far lower than other texts: a stroke of 8 pixels beside a line names no curve."""
    figure, words = drawn_legend([(180, 100), (380, 100)])
    pixels = figure.pixels.copy()
    pixels[402:405, 560:585] = COLORS[3]
    pixels[399:407, 590:593] = 0
    crumb = Word("• i", Box(588.0, 398.0, 595.0, 408.0))
    frame = attrs.evolve(panel_frame(), others=(Box(860, 200, 1050, 600),))
    entries = read_legend(attrs.evolve(figure, pixels=pixels), frame, (*words, crumb))
    assert [e.label for e in entries] == list(LABELS[:2])


def test_counts_of_a_table_with_lines_through_its_rows_are_no_names() -> None:
    """Law: numbers below the axis at its ticks are a table's, however many have a line before them."""
    figure, words = drawn_legend([(300, 80), (560, 80)])
    pixels = np.pad(figure.pixels, ((0, 200), (0, 0), (0, 0)), constant_values=255)
    frame = panel_frame()
    x = attrs.evolve(frame.axes.x, ticks=np.arange(0.0, 21.0, 5.0))
    frame = attrs.evolve(frame, axes=attrs.evolve(frame.axes, x=x))
    counts = []
    for y in (740, 780):
        counts.append(Word("Placebo31", Box(20, y - 15, 410, y + 15)))
        for dot in range(425, 800, 11):
            pixels[y - 1 : y + 2, dot : dot + 3] = 150
        for place in x.pixel(x.ticks)[3:]:
            pixels[y - 14 : y + 15, int(place) - 22 : int(place) + 22] = 255
            pixels[y - 8 : y + 9, int(place) - 14 : int(place) + 14 : 5] = 0
            counts.append(Word("36", Box(place - 16, y - 15, place + 16, y + 15)))
    found = read_legend(Figure(pixels, figure.source), frame, (*words, *counts))
    assert [entry.label for entry in found] == [word.text for word in words]
