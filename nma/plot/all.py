"""All pictures of one component, as SVG and PNG."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from nma.plot.forest import forest_plot
from nma.plot.funnel import funnel_plot
from nma.plot.league import league_heat_map
from nma.plot.netheat import net_heat_plot
from nma.plot.network import network_plot
from nma.plot.rankogram import rankogram
from nma.plot.style import rendered, styled
from nma.result import ComponentResult

#: Most designs a net heat plot can show; its squares and names would be specks.
MAX_DESIGNS = 60


def figures(part: ComponentResult) -> dict[str, Any]:
    """Figures by name, sized to the number of treatments."""
    n = len(part.treatments)
    made = {}
    with styled():
        made["network"] = _single(5.0 if n <= 12 else 6.5, 5.0 if n <= 12 else 6.5)
        network_plot(part.network, made["network"].gca())
        made["forest"] = _single(7.5, 1.3 + 0.27 * n)
        forest_plot(part.league, made["forest"].gca(), reference=part.reference, small_better=part.small_better)
        side = max(4.5, 0.62 * n) if n <= 12 else 0.36 * n + 1.5
        made["league"] = _single(side + 1.0, side)
        league_heat_map(part.league, made["league"].gca(), small_better=part.small_better)
        made["funnel"] = _single(5.5, 4.0)
        funnel_plot(part.funnel, made["funnel"].gca())
        if len(part.network.designs) <= MAX_DESIGNS and part.net_heat is not None:
            # The names of designs stand beside and, turned, above the squares.
            names = 0.075 * max(len(name) for name in part.net_heat.names)
            side = 1.6 + names + (0.3 if len(part.net_heat.names) <= 20 else 0.18) * len(part.net_heat.names)
            made["net_heat"] = _single(side + 1.0, side)
            net_heat_plot(part.net_heat, made["net_heat"].gca())
        columns = min(5, max(2, round(n**0.5 + 0.5)))
        # A panel is as wide as the name above it.
        wide = max(1.5, 0.35 + 0.075 * max(len(name) for name in part.treatments))
        made["rankogram"] = Figure(figsize=(wide * columns, 1.35 * -(-n // columns) + 0.6), layout="constrained")
        rankogram(part.ranking, made["rankogram"])
    return made


def pictures(part: ComponentResult) -> list[tuple[str, bytes]]:
    """File names and contents of all figures."""
    with styled():
        return [
            (f"{name}.{kind}", rendered(figure, kind))
            for name, figure in figures(part).items()
            for kind in ("svg", "png")
        ]


def _single(width: float, height: float) -> Figure:
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.add_subplot()
    return figure
