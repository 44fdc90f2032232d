"""Pictures of predicted curves, restricted means and piecewise hazard ratios, as SVG and PNG."""

from __future__ import annotations

from math import ceil, sqrt
from typing import Any

from matplotlib.figure import Figure

from ipdrecon.plot.style import rendered
from nma.extras import Extras
from nma.plot.forest import forest_figure
from nma.plot.piecewise import piecewise_plot
from nma.plot.predicted import predicted_plot
from nma.plot.style import styled
from nma.result import NMAResult


def pictures(result: NMAResult, extras: Extras) -> list[tuple[str, bytes]]:
    """File names and contents of the pictures of all that was asked for."""
    made: dict[str, Any] = {}
    with styled():
        if extras.predicted is not None:
            made["predicted"] = _panels(len(extras.predicted.treatments))
            predicted_plot(extras.predicted, extras.pooled, made["predicted"])
        if extras.restricted is not None:
            for part in extras.restricted.components:
                name = "rmst_forest" if part.network.of == 1 else f"rmst_forest_{part.network.number}"
                made[name] = forest_figure(part.league, reference=part.reference, small_better=part.small_better)
        if extras.piecewise is not None:
            for part in result:
                name = "piecewise" if part.network.of == 1 else f"piecewise_{part.network.number}"
                made[name] = _panels(len(part.treatments) - 1)
                piecewise_plot(extras.piecewise, part, made[name])
        return [(f"{name}.{kind}", rendered(figure, kind)) for name, figure in made.items() for kind in ("svg", "png")]


def _panels(n: int) -> Figure:
    columns = min(4, ceil(sqrt(n)))
    return Figure(figsize=(2.3 * columns + 0.9, 1.9 * ceil(n / columns) + 0.7), layout="constrained")
