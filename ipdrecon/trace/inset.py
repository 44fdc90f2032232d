"""Insets: small plots inside a panel, which show its curves once more at another scale."""

from __future__ import annotations

from collections.abc import Sequence

from ipdrecon.figure import Box

#: How far beyond its panel an inset may reach, in pixels, and the largest share of the panel it takes.
BEYOND_PX, MOST = 3.0, 0.5
#: How far above its panel's lower edge an inset ends at least, as a share of its height: its times stand there.
ABOVE = 0.03


def insets(boxes: Sequence[Box]) -> list[int]:
    """Indices of plot areas that lie inside another one."""
    return [i for i, box in enumerate(boxes) if any(_holds(other, box) for other in boxes if other is not box)]


def _holds(outer: Box, inner: Box) -> bool:
    corners = ((inner.left, inner.top), (inner.right, inner.bottom))
    small = inner.width * inner.height < MOST * outer.width * outer.height
    above = outer.bottom - inner.bottom > ABOVE * outer.height
    return small and above and all(outer.contains(*corner, BEYOND_PX) for corner in corners)
