"""Colours, lines and type shared by all pictures; colours by Okabe & Ito (2008) for any colour vision."""

from __future__ import annotations

import textwrap
from contextlib import AbstractContextManager
from typing import Any

import matplotlib as mpl
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.plot.style import SETTINGS as HOUSE
from pooling.result import Pooled

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9")
#: After one round of colours the next takes another dash, so that fourteen regimens stay apart.
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (1.2, 1.2)), (0, (5, 1.4, 1.2, 1.4)))
GREY, PALE = "#777777", "#C8C8C8"
SETTINGS: dict[Any, Any] = {**HOUSE, "font.family": "sans-serif", "svg.fonttype": "none"}
#: Bold letters that fit over a panel of a row of three.
PANEL_LETTERS = 38


def styled() -> AbstractContextManager[None]:
    """The house's settings for the length of a ``with`` block."""
    return mpl.rc_context(SETTINGS)


def look(number: int) -> dict[str, Any]:
    """Colour and dash of the n-th regimen."""
    return {"color": PALETTE[number % len(PALETTE)], "ls": DASHES[(number // len(PALETTE)) % len(DASHES)]}


def traced(result: Pooled, values: Floats) -> tuple[Floats, Floats]:
    """Times and values to draw with straight lines, steps unfolded, up to the end of the curve."""
    return unfolded(result.time, values, result.end) if result.step else (result.time, values)


def unfolded(time: Floats, values: Floats, end: float) -> tuple[Floats, Floats]:
    """A step function as the corners of its line."""
    edges = np.append(time, max(end, time[-1]))
    return np.repeat(edges, 2)[1:-1], np.repeat(values, 2)


def time_label(results: Any) -> str:
    """Label of a time axis."""
    unit = results[0].time_unit
    return f"Time ({unit})" if unit else "Time"


def ticks(end: float, unit: str = "", most: int = 8) -> list[float]:
    """Round times from 0 up to the end, at most ``most`` intervals: months by threes, sixes and twelves."""
    if unit == "months":
        steps = [0.5, 1, 2, 3, 6, 12, 24, 36, 60, 120]
    else:
        power = 10.0 ** np.floor(np.log10(end / most))
        steps = [power * m for m in (1, 2, 2.5, 5, 10, 20)]
    step = next((s for s in steps if end / s <= most), steps[-1])
    return [float(t) for t in step * np.arange(int(end / step * (1 + 1e-9)) + 1)]


def wrapped(name: str, letters: int = PANEL_LETTERS) -> str:
    """A name in lines of so many letters; without a number those that fit over a panel."""
    return "\n".join(textwrap.wrap(name, letters)) or name
