"""Censor marks in a colour of their own (red pluses on a black curve), whose ink is that of no curve."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.trace.censor import reach_px
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.lines.stroke import Stroke, is_neutral
from ipdrecon.trace.lines.walk import OTHER_INK, OWN

#: Share of a path that shows its own ink at most, and share of the rest that runs on another line at least.
SHOWN, ON_ANOTHER = 0.6, 0.8
#: Fewest marks, and the share of the pieces of own ink that stand out of the path as marks do.
FEWEST, STANDING = 4, 0.7
#: How far marks stand out above and below their line, in pixels beyond it, together.
STANDS_OUT_PX = 3.0


def split_mark_ink(strokes: Sequence[Stroke], layers: Layers, styles: dict[int, int]) -> tuple[list[Stroke], list[int]]:
    """The curves, and the colours (layers) of marks on other curves that passed for further curves.

    Such a path shows its colour in short pieces that stand out of it above and below, and runs on another line between
    them. What the legend shows (``styles``) is a curve.
    """
    marks = [s for s in strokes if s.layer not in styles and _is_row_of_marks(s, layers)]
    return [s for s in strokes if not any(s is m for m in marks)], sorted({s.layer for s in marks})


def with_mark_ink(dark: Layer, layers: Layers, inks: Sequence[int]) -> tuple[Layer, Layers]:
    """The black ink, and the layers, with the ``inks`` of marks: as black on coloured curves, as their own on greys."""
    if not inks:
        return dark, layers
    marks = layers.alpha[list(inks)].max(axis=0)
    alpha = layers.alpha.copy()
    for i, core in enumerate(layers.cores):
        if is_neutral(core):
            alpha[i] = np.maximum(alpha[i], marks)
    return np.maximum(dark, marks), attrs.evolve(layers, alpha=alpha)


def _is_row_of_marks(stroke: Stroke, layers: Layers) -> bool:
    alpha = layers.alpha[stroke.layer]
    columns = np.flatnonzero(stroke.path.top >= 0)
    rows = stroke.path.top[columns].astype(np.intp)
    own = _along(alpha, rows, columns) >= OWN
    if not own.any() or own.mean() > SHOWN:
        return False
    if (_along(layers.any_ink - alpha, rows, columns)[~own] >= OTHER_INK).mean() < ON_ANOTHER:
        return False
    reach = round(reach_px((alpha.shape[0], alpha.shape[1])))
    pieces = np.split(np.flatnonzero(own), np.flatnonzero(np.diff(np.flatnonzero(own)) > 1) + 1)
    standing = [_height(alpha, rows[p], columns[p], reach) >= stroke.stair.width + STANDS_OUT_PX for p in pieces]
    return len(pieces) >= FEWEST and float(np.mean(standing)) >= STANDING


def _along(layer: Layer, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp]) -> Layer:
    """The most of a layer within a pixel above and below a path, column by column."""
    last = layer.shape[0] - 1
    return np.asarray(np.maximum.reduce([layer[np.clip(rows + d, 0, last), columns] for d in (-1, 0, 1)]))


def _height(alpha: Layer, rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], reach: int) -> int:
    """The most rows of ink in one column of a piece of a path."""
    return max(
        int((alpha[max(0, row - reach) : row + reach + 1, column] >= OWN).sum())
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    )
