"""Type, colours and rendering of the review's pictures; the colours are told apart with any colour vision."""

from __future__ import annotations

import math
from contextlib import AbstractContextManager
from typing import Any

import matplotlib as mpl

from ipdrecon.plot import style as house

GREY, PALE = "#6B6B6B", "#DDDDDD"
#: Okabe & Ito (2008) without yellow, which vanishes on white.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#7A4EAB")
SETTINGS: dict[Any, Any] = {
    **house.SETTINGS,
    "font.family": "DejaVu Sans",
    # Letters as outlines: a browser without the font shows the same picture, and no label is cut.
    "svg.fonttype": "path",
}


def styled() -> AbstractContextManager[None]:
    """The review's settings for the length of a ``with`` block."""
    return mpl.rc_context(SETTINGS)


def rendered(figure: Any, kind: str, *, dpi: int = house.DPI) -> bytes:
    """The figure as SVG or PNG, cropped to what is drawn; the same results give the same bytes."""
    with styled():
        return house.rendered(figure, kind, dpi=dpi)


def step_ticks(end: float) -> list[float]:
    """From 0 in steps of 1, 2, 3, 6, 12 (times a power of ten above), at most ten of them."""
    steps = [1.0, 2.0, 3.0, 6.0, 12.0, *(m * 10.0**e for e in range(1, 6) for m in (2, 5, 10))]
    if end < 2:
        steps = [10.0 ** math.floor(math.log10(max(end, 1e-9))) * m for m in (0.1, 0.2, 0.5, 1.0)]
    step = next((s for s in steps if end / s <= 10), steps[-1])
    return [step * i for i in range(int(end / step + 1e-9) + 1)]
