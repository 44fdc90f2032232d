"""Type, colours and rendering of the review's pictures; the colours are told apart with any colour vision."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl

INK, GREY, PALE = "#222222", "#6B6B6B", "#DDDDDD"
#: Okabe & Ito (2008) without yellow, which vanishes on white.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#000000", "#7A4EAB")
SETTINGS: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    # Letters as outlines: a browser without the font shows the same picture, and no label is cut.
    "svg.fonttype": "path",
    "svg.hashsalt": "ipdrecon",
}
DPI = 200


@contextmanager
def styled() -> Iterator[None]:
    """The review's settings for the length of a ``with`` block."""
    with mpl.rc_context(SETTINGS):
        yield


def rendered(figure: Any, kind: str, *, dpi: int = DPI) -> bytes:
    """The figure as SVG or PNG, cropped to what is drawn; the same results give the same bytes."""
    out = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": "ipdrecon"}
    with styled():
        figure.savefig(out, format=kind, dpi=dpi, bbox_inches="tight", facecolor="white", metadata=metadata)
    return out.getvalue()


def step_ticks(end: float) -> list[float]:
    """From 0 in steps of 1, 2, 3, 6, 12 (times a power of ten above), at most ten of them."""
    steps = [1.0, 2.0, 3.0, 6.0, 12.0, *(m * 10.0**e for e in range(1, 6) for m in (2, 5, 10))]
    if end < 2:
        steps = [10.0 ** math.floor(math.log10(max(end, 1e-9))) * m for m in (0.1, 0.2, 0.5, 1.0)]
    step = next((s for s in steps if end / s <= 10), steps[-1])
    return [step * i for i in range(int(end / step + 1e-9) + 1)]
