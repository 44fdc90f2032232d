"""Whose a mark is that stands where several curves run: it is drawn once, on one of them."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace.censor.marks import Marks

#: Columns and rows within which marks found on two curves are one.
SAME_COLUMN_PX, SAME_ROW_PX = 1.5, 3.0


def with_one_owner(marks: Sequence[Marks]) -> list[Marks]:
    """The marks of all curves, each on the curve whose line it fits best."""
    known = [(float(e), i, k) for i, m in enumerate(marks) for k, e in enumerate(m.evidence)]
    taken: list[tuple[float, int, int]] = []
    kept = [np.ones(m.x.size, np.bool_) for m in marks]
    for _evidence, i, k in sorted(known, key=lambda mark: -mark[0]):
        x, row = float(marks[i].x[k]), int(marks[i].rows[k])
        if any(j != i and abs(x - a) <= SAME_COLUMN_PX and abs(row - b) <= SAME_ROW_PX for a, b, j in taken):
            kept[i][k] = False
        else:
            taken.append((x, row, i))
    return [
        m if keep.all() else attrs.evolve(m, x=m.x[keep], rows=m.rows[keep], evidence=m.evidence[keep])
        for m, keep in zip(marks, kept, strict=True)
    ]


def with_one_owner_in_each_ink(marks: Sequence[Marks], inks: Sequence[int]) -> list[Marks]:
    """The marks of all curves, those of curves in the same ink (``inks`` tells it for each curve) on one of them."""
    owned = list(marks)
    for ink in set(inks):
        alike = [i for i, other in enumerate(inks) if other == ink]
        if len(alike) > 1:
            for i, m in zip(alike, with_one_owner([marks[i] for i in alike]), strict=True):
                owned[i] = m
    return owned
