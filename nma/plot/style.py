"""Colours and type shared by all pictures; the colours are told apart with any colour vision (Okabe & Ito 2008)."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import matplotlib as mpl

from ipdrecon.plot.style import SETTINGS as HOUSE

BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY, YELLOW = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442",
)  # fmt: skip
CYCLE = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, "#000000")
GREY, PALE = "#777777", "#DDDDDD"
#: Diverging map from blue over white to vermilion, for "better" and "worse" about no difference.
DIVERGING = ("#0072B2", "#7FB8D8", "#FFFFFF", "#EAAE7F", "#D55E00")
SETTINGS: dict[Any, Any] = {**HOUSE, "font.family": "sans-serif", "svg.fonttype": "none"}


def styled() -> AbstractContextManager[None]:
    """The house's settings for the length of a ``with`` block."""
    return mpl.rc_context(SETTINGS)


def text_width(text: str, size: float) -> float:
    """Points a line of text takes in the house's type, so that room can be made for it before it is drawn."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    if not text.strip():
        return 0.0
    return float(TextPath((0, 0), text, size=size, prop=FontProperties(family=["sans-serif"])).get_extents().width)


def fixed(width: float, height: float) -> Any:
    """A figure whose axes keep their size in inches whatever the length of the names around them."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    figure.add_axes((0.0, 0.0, 1.0, 1.0))
    return figure


def colour_bar(image: Any, ax: Any) -> Any:
    """A colour bar beside the axes that takes nothing of their room: 0.14 in wide, 0.25 in off."""
    width = ax.get_position().width * ax.figure.get_figwidth()
    place = ax.inset_axes((1 + 0.25 / width, 0.2, 0.14 / width, 0.6))
    bar = ax.figure.colorbar(image, cax=place)
    bar.outline.set_visible(False)
    return bar


def hide_spare(axes: Any, n: int) -> None:
    """Hide panels beyond the first n of a grid, and give those above a hidden one the time axis it had."""
    columns = axes.shape[1]
    for ax in axes.flat[n:]:
        ax.set_visible(False)
    for ax in axes.flat[max(0, n - columns) : n]:
        ax.tick_params(labelbottom=True)
