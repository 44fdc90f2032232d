"""Laws of joining: what a file places as texts of their own stays apart where it runs into each other."""

from __future__ import annotations

import attrs

from ipdrecon.figure import Box
from ipdrecon.trace.text.lettering import Piece, join, without_marks

BLACK, BLUE = (0, 0, 0), (0, 0, 200)


def piece(text: str, left: float, right: float, item: int, size: float = 20.0) -> Piece:
    return Piece(text, Box(left, 80, right, 100), 100.0, size, 0, BLACK, item, measured=True)


def texts(*pieces: Piece) -> list[str]:
    return [word.text for word in join(pieces)]


def test_a_cell_that_touches_its_label_is_a_word_of_its_own() -> None:
    label = piece("Stage", 0, 50, 1), piece("4", 56, 66, 1)
    assert texts(*label, piece("144", 70, 100, 2, size=24.0)) == ["Stage 4", "144"]
    assert texts(*label, attrs.evolve(piece("144", 68, 98, 2), color=BLUE)) == ["Stage 4", "144"]
    assert texts(*label, piece("144", 60, 90, 2)) == ["Stage 4", "144"]


def test_cells_side_by_side_are_two_cells() -> None:
    assert texts(piece("347 (0)", 0, 70, 1), piece("279 (53)", 74, 160, 2)) == ["347 (0)", "279 (53)"]


def test_a_word_written_as_several_texts_is_one_word() -> None:
    assert texts(piece("Sur", 0, 30, 1), piece("vival", 30.5, 80, 2)) == ["Survival"]
    assert texts(piece("Overall", 0, 70, 1), piece("survival", 76, 150, 2)) == ["Overall survival"]
    assert texts(piece("0.", 0, 15, 1), piece("75", 15.2, 35, 2)) == ["0.75"]


def test_an_exponent_belongs_to_its_base() -> None:
    exponent = Piece("9", Box(21, 74, 28, 88), 93.0, 14.0, 0, BLACK, 2, measured=True)
    assert texts(piece("10", 0, 20, 1), exponent) == ["109"]


def test_a_plus_between_the_words_of_a_label_is_no_censor_mark() -> None:
    """Law: a lone "+" close between words of its colour is one of their letters, on however many lines it stands."""
    rows = [(piece("imatinib", 0, 70, 1), piece("+", 76, 88, 2), piece(letter, 94, 108, 3)) for letter in "ABCD"]
    labels = [attrs.evolve(p, box=p.box.shift(0, 30 * i), base=100.0 + 30 * i) for i, r in enumerate(rows) for p in r]
    marks = [attrs.evolve(piece("+", 300 + 9 * i, 312 + 9 * i, 4), base=100.0 + 7 * i) for i in range(8)]
    kept, found = without_marks([*labels, *marks])
    assert len(found) == len(marks)
    assert [word.text for word in join(kept)] == [f"imatinib + {letter}" for letter in "ABCD"]
