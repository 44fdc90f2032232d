"""The panels of one figure, which are drawn alike: what one of them shows plainly tells how to read another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import attrs

from ipdrecon.digitization import Panel
from ipdrecon.errors import FigureError
from ipdrecon.figure import Figure, Word
from ipdrecon.memory import given_back_at_once
from ipdrecon.threads import one_by_one, side_by_side
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.curves.look import with_common_marks
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.panel import Draft, draft_panel, finish_panel
from ipdrecon.trace.twice import LARGE_PX, agreed, second_zoom
from ipdrecon.trace.zoom import Zoom

A = TypeVar("A")
B = TypeVar("B")


def read_panels(
    figure: Figure, frames: Sequence[Frame], words: tuple[Word, ...], hints: Hints
) -> list[Panel | FigureError]:
    """What each frame shows, or why it was refused; pixels are read in two sizes."""
    first = _read(figure, frames, words, hints)
    seen = [i for i, panel in enumerate(first) if isinstance(panel, Panel)]
    if figure.is_vector or not seen:
        return first
    zoom = second_zoom(figure.width * figure.height, [frames[i] for i in seen])
    larger = [zoom.frame(frames[i]) for i in seen]
    second = _read(zoom.figure(figure), larger, tuple(zoom.word(word) for word in words), hints)
    told = [hints.curves if frames[i].place is None else None for i in seen]  # an inset has a number of its own
    both = {i: _of_both(first[i], other, zoom, n) for i, other, n in zip(seen, second, told, strict=True)}
    return [both.get(i, panel) for i, panel in enumerate(first)]


def _of_both(
    first: Panel | FigureError, second: Panel | FigureError, zoom: Zoom, told: int | None
) -> Panel | FigureError:
    if isinstance(first, FigureError) or isinstance(second, FigureError):
        return first  # a person is told of what the figure shows in its own size
    second = (~zoom).panel(second)
    return agreed(second, first, told) if zoom.factor > 1 else agreed(first, second, told)


def _read(figure: Figure, frames: Sequence[Frame], words: tuple[Word, ...], hints: Hints) -> list[Panel | FigureError]:
    """The panels of one picture, or why they were refused."""

    def draft(frame: Frame) -> Draft | FigureError:
        return _or_reason(lambda f: draft_panel(figure, f, words, hints), frame)

    def finished(draft: Draft | FigureError) -> Panel | FigureError:
        return draft if isinstance(draft, FigureError) else _or_reason(finish_panel, draft)

    large = figure.width * figure.height > LARGE_PX  # each panel takes several layers of memory
    with one_by_one(large), given_back_at_once(large or figure.source.scale < 1):
        if large:
            return [finished(draft(frame)) for frame in frames]
        return side_by_side(finished, _marked_alike(side_by_side(draft, frames)))


def _marked_alike(drafts: Sequence[Draft | FigureError]) -> list[Draft | FigureError]:
    """The drafts, their marks of the shape that all of them show together; an inset has smaller ones of its own."""
    alike = {i: d.drawn for i, d in enumerate(drafts) if isinstance(d, Draft) and d.drawn.frame.place is None}
    looks = {i: drawn.look for i, drawn in alike.items() if drawn.look is not None}
    better = dict(zip(looks, with_common_marks(list(looks.values())), strict=True))
    return [
        attrs.evolve(d, drawn=attrs.evolve(d.drawn, look=better[i])) if isinstance(d, Draft) and i in better else d
        for i, d in enumerate(drafts)
    ]


def _or_reason(function: Callable[[A], B], item: A) -> B | FigureError:
    try:
        return function(item)
    except FigureError as error:
        return error
