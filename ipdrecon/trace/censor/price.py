"""What marks cost that are said to be there."""

from __future__ import annotations

#: What each mark costs that is said to be there: pixels of ink, and per pixel of its reach.
PRICE_PX, PRICE_SHARE = 1.5, 0.4


def price_px(reach: float) -> float:
    """What each mark costs that is said to be there, in pixels of ink: two thin ones explain a thick one as well."""
    return max(PRICE_PX, PRICE_SHARE * reach)
