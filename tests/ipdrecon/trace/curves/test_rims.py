"""Paths along the rims of marks are no curves."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.figure import Box
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.curves.look import Bare
from ipdrecon.trace.curves.rims import without_rims_of_marks
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.layers import find_layers

HEIGHT, WIDTH = 300, 480
#: Half the side of the squares, and their middles.
HALF, MIDDLES = 8, range(50, 440, 30)
#: Columns between which a line of its own is drawn: nowhere, all along, and where marks explain most of
#: a path as long as that.
NOWHERE, ALL, PARTLY = (0, 0), (10, 460), (165, 315)


def _level(column: int) -> int:
    return 12 if column < 30 else 60 + 40 * (column // 160)


def beside(*, drawn: tuple[int, int]) -> Bare:
    """A curve with squares, and a path along their lower rims, or along a line of its own that is ``drawn`` there
    between two columns."""
    image = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    levels = np.array([_level(c) for c in range(WIDTH)])
    for c in range(10, 460):
        image[levels[c - 1] if c > 10 else levels[c] : levels[c] + 2, c] = 0
    rim = levels.copy()
    for middle in MIDDLES:
        y = int(levels[middle])
        rows, columns = slice(y - HALF, y + HALF + 2), slice(middle - HALF, middle + HALF + 2)
        image[rows, [middle - HALF, middle + HALF + 1]] = 0
        image[[y - HALF, y + HALF + 1], columns] = 0
        rim[columns] = y + HALF + 1
    begin, end = drawn
    rim[begin:end] = levels[begin:end] + HALF + 1
    for c in range(begin, end):
        image[rim[c - 1] if c > begin else rim[c] : rim[c] + 2, c] = 0
    ink = read_ink(image, Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    bare = find_curves(ink, find_layers(ink, find_cores(ink)), (12.0, 10.0), expected=1, sure=True)
    (curve,) = bare.strokes
    first, last = drawn if drawn == PARTLY else (30, 460)
    on = (np.arange(WIDTH) >= first) & (np.arange(WIDTH) < last)
    path = attrs.evolve(curve.path, top=np.where(on, rim, -1), bottom=np.where(on, rim, -1), score=1.0)
    return attrs.evolve(bare, strokes=[curve, attrs.evolve(curve, path=path)])


@pytest.mark.parametrize(
    ("expected", "drawn", "left"),
    [
        (1, NOWHERE, 1),
        (2, NOWHERE, 2),
        (None, NOWHERE, 1),
        (1, ALL, 2),
        (None, ALL, 2),
        (1, PARTLY, 1),
        (None, PARTLY, 2),
    ],
)
def test_a_path_along_the_rims_of_marks_is_no_curve(expected: int | None, drawn: tuple[int, int], left: int) -> None:
    """Law: a further path that is never farther from a curve than a mark reaches, and whose ink is that of its marks,
    is no curve where the panel names no more; a line of its own ink is one. Where marks explain most of its ink, but
    not all, it is one unless the panel names fewer."""
    assert len(without_rims_of_marks(beside(drawn=drawn), expected).strokes) == left


def test_ticks_have_no_rims(monkeypatch: pytest.MonkeyPatch) -> None:
    """Law: rows of ticks that explain the edge of a band make no rim of it."""
    monkeypatch.setattr("ipdrecon.trace.curves.rims.are_uprights", lambda _: True)
    assert len(without_rims_of_marks(beside(drawn=NOWHERE), 1).strokes) == 2
