"""The order in which a page is read: rows from the top, each from the left."""

from __future__ import annotations

from collections.abc import Sequence

from ipdrecon.figure import Box


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """Indices of ``boxes`` in reading order.

    A box stands in a row where its middle lies within the height of the row's highest box, so that panels whose tops
    differ by a legend or a heading are still side by side.
    """
    rows: list[list[int]] = []
    for i in sorted(range(len(boxes)), key=lambda i: boxes[i].top):
        row = next((row for row in rows if boxes[row[0]].top <= boxes[i].center[1] <= boxes[row[0]].bottom), None)
        if row is None:
            rows.append([i])
        else:
            row.append(i)
    return [i for row in rows for i in sorted(row, key=lambda i: boxes[i].left)]
