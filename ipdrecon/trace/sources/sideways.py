"""Figures that lie on their side, as wide ones do on an upright page, are set upright by their words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Path, Word
from ipdrecon.trace.text.places import Place, read_places

#: Share of the letters that run up or down from which a figure lies on its side: the titles of its y axes do as well.
MOSTLY = 0.6
#: Fewest lines of print, beside each other, that say so.
LINES = 3
#: Long words whose reading says which side is up.
ENOUGH = 8


def set_upright(
    figure: Figure, words: tuple[Word, ...], read: Callable[[Figure], tuple[Word, ...]]
) -> tuple[Figure, tuple[Word, ...]]:
    """The figure and its words, turned by a quarter where most letters run up or down; ``read`` reads its words.

    A file's own words say which way they run. Those that were read do not: letters that stand on their head are read
    badly, so the better reading of a few long words tells.
    """
    if not lies(words):
        return figure, words
    if figure.words:
        down = _letters([w for w in words if w.angle == 270]) > _letters([w for w in words if w.angle == 90])
        turned = quarter(figure, 1 if down else 3)
        return turned, turned.words
    long = sorted((w for w in words if w.angle != 0), key=lambda w: -len(w.text))[:ENOUGH]
    turned = quarter(figure, max((1, 3), key=lambda quarters: _legible(figure, long, quarters)))
    found = read(turned)
    return (figure, words) if lies(found) else (turned, found)


def _legible(figure: Figure, words: Sequence[Word], quarters: int) -> float:
    """How well words of a figure are read where it is turned by so many quarters."""
    places = [w.box for w in words]
    for step in range(quarters):
        last = (figure.width if step % 2 == 0 else figure.height) - 1.0
        places = [_box(box, last) for box in places]
    found = read_places(quarter(figure, quarters), [Place(box) for box in places])
    return sum(len(word.text) * word.score for word in found if word is not None)


def lies(words: Sequence[Word]) -> bool:
    """Whether most letters run up or down, in several lines, for the title of a y axis may be most of a figure's text.

    Short numbers of labels and counts seem upright either way.
    """
    words = [word for word in words if re.search(r"[^\W\d]{3}", word.text)]
    turned = sorted((word for word in words if word.angle != 0), key=lambda word: word.box.center[0])
    lines = 1 + sum(b.box.center[0] > a.box.right for a, b in itertools.pairwise(turned))
    return lines >= LINES and _letters(turned) > MOSTLY * _letters(words)


def _letters(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words)


def quarter(figure: Figure, quarters: int) -> Figure:
    """The figure turned counter-clockwise by so many quarters: pixels, words and paths."""
    for _ in range(quarters):
        last = figure.width - 1.0
        figure = attrs.evolve(
            figure,
            pixels=np.ascontiguousarray(np.rot90(figure.pixels)),
            paths=tuple(_path(path, last) for path in figure.paths),
            words=tuple(attrs.evolve(w, box=_box(w.box, last), angle=(w.angle + 90) % 360) for w in figure.words),
            source=attrs.evolve(figure.source, angle=figure.source.angle + 90.0),
        )
    return figure


def _path(path: Path, last: float) -> Path:
    """A path of a figure whose last column is ``last``, turned counter-clockwise: (x, y) goes to (y, last - x)."""
    return attrs.evolve(path, points=np.stack([path.points[:, 1], last - path.points[:, 0]], axis=1))


def _box(box: Box, last: float) -> Box:
    return Box(box.top, last - box.right, box.bottom, last - box.left)
