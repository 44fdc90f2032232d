"""Curves of a file against what a person told about them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.digitization import TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box
from ipdrecon.trace.hints import Hints

#: RGB distance up to which a told colour is that of a stroke.
SAME_COLOR = 60.0


def chosen(curves: Sequence[TracedCurve], drawn: Sequence[float], hints: Hints, box: Box) -> list[int]:
    """Which of the curves found among a file's paths a person means, in drawing order.

    Those of the told colours, and where fewer are told than were found, the longest; ``drawn`` are their lengths.

    Raises
    ------
    FigureError  where no curve has a told colour.
    """
    kept = list(range(len(curves)))
    if hints.colors and curves:
        kept = [k for k in kept if any(_alike(curves[k], color) for color in hints.colors)]
        if not kept:
            own = ", ".join(dict.fromkeys(_hex(curve.style.color) for curve in curves))
            raise FigureError(
                f"no curve has a colour of --colors {','.join(map(_hex, hints.colors))}; the curves of the file are "
                f"drawn in {own}",
                (box.left, box.top, box.right, box.bottom),
            )
    if hints.curves is not None and len(kept) > hints.curves:
        kept = sorted(sorted(kept, key=lambda k: -drawn[k])[: hints.curves])
    return kept


def missing(found: int, hints: Hints, named: int | None = None) -> tuple[str, ...]:
    """A warning where other than the told number of curves was found, or fewer than legend and table both name."""
    if hints.curves is not None and found != hints.curves:
        return (f"--curves says {hints.curves}, but {found} could be told apart",)
    if hints.curves is None and len(hints.colors) > found:
        return (f"--colors names {len(hints.colors)} colours, but a curve was found in {found} of them only",)
    if named is not None and found < named:
        return (f"the figure names {named} curves, but {found} could be told apart; look at the overlay",)
    return ()


def _alike(curve: TracedCurve, color: tuple[int, int, int]) -> bool:
    return float(np.linalg.norm(np.subtract(curve.style.color, color))) <= SAME_COLOR


def _hex(color: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)
