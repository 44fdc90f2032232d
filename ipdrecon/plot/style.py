"""The house's settings for pictures, and pictures as files: the same results give the same bytes."""

from __future__ import annotations

import io
from typing import Any

from matplotlib.figure import Figure

INK = "#222222"
SETTINGS: dict[Any, Any] = {
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    # A treatment, a trial or a curve may have a "$" in its name.
    "text.parse_math": False,
    # The same results give the same file.
    "svg.hashsalt": "ipdrecon",
}
DPI = 200


def rendered(figure: Figure, kind: str, *, dpi: int = DPI) -> bytes:
    """The figure as SVG or PNG, cropped to what is drawn."""
    out = io.BytesIO()
    metadata = {"Date": None} if kind == "svg" else {"Software": "ipdrecon"}
    figure.savefig(out, format=kind, dpi=dpi, bbox_inches="tight", facecolor="white", metadata=metadata)
    return out.getvalue()
