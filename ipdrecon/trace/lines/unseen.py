"""Where a stroke runs in columns in which nothing of it is seen: as its path does, moved to the stroke's middle."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints


def with_unseen(rise: Floats, fall: Floats, top: Ints, bottom: Ints, known: Bools) -> tuple[Floats, Floats]:
    """Levels told by the upper and the lower edge of a stroke (m,), completed where they are not ``known``.

    A path, with rows ``top`` to ``bottom``, may run along a thick stroke's rim, and still does where a grid line or
    another curve lies over the stroke: it is moved as far as in the nearest columns that run level.
    """
    if known.all():
        return rise, fall
    middle, level = (rise + fall) / 2, known & (top == bottom)
    return _completed(rise, top, middle, known, level), _completed(fall, bottom, middle, known, level)


def _completed(edge: Floats, row: Ints, middle: Floats, known: Bools, level: Bools) -> Floats:
    """One edge (m,), which does not leave what is known of it before and after."""
    columns = np.arange(row.size)
    filled = row.astype(np.float64)
    if level.any():
        before, after = _neighbours(columns, np.flatnonzero(level))
        filled += (middle[before] - row[before] + middle[after] - row[after]) / 2
    before, after = _neighbours(columns, np.flatnonzero(known))
    low, high = np.minimum(edge[before], edge[after]), np.maximum(edge[before], edge[after])
    filled = np.where(before != after, np.clip(filled, low, high), filled)
    return np.asarray(np.where(known, edge, filled))


def _neighbours(columns: Ints, at: Ints) -> tuple[Ints, Ints]:
    """The nearest of the columns ``at``, in rising order, before and after each one."""
    before = np.clip(np.searchsorted(at, columns, side="right") - 1, 0, at.size - 1)
    after = np.clip(np.searchsorted(at, columns), 0, at.size - 1)
    return at[before], at[after]
