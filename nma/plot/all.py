"""All pictures of one component, as SVG and PNG."""

from __future__ import annotations

from typing import Any

from matplotlib.figure import Figure

from ipdrecon.plot.style import rendered
from nma.plot.forest import forest_figure
from nma.plot.funnel import funnel_plot
from nma.plot.league import league_heat_map, league_side
from nma.plot.netheat import net_heat_plot, net_heat_side
from nma.plot.network import network_plot, network_side
from nma.plot.rankogram import MAX_PANELS, rankogram
from nma.plot.style import fixed, styled
from nma.result import ComponentResult

#: Most designs a net heat plot can show; its squares and names would be specks.
MAX_DESIGNS = 60


def figures(part: ComponentResult) -> dict[str, Any]:
    """Figures by name, sized to the number of treatments; net heat only where something can disagree."""
    with styled():
        made = {name: draw(part) for name, draw in DRAWN.items()}
        if len(part.network.designs) <= MAX_DESIGNS and part.net_heat is not None:
            side = net_heat_side(len(part.net_heat.names))
            made["net_heat"] = fixed(side, side)
            net_heat_plot(part.net_heat, made["net_heat"].gca())
    return made


def _network(part: ComponentResult) -> Any:
    side = network_side(len(part.treatments))
    figure = fixed(side, side)
    network_plot(part.network, figure.gca())
    return figure


def _forest(part: ComponentResult) -> Any:
    return forest_figure(part.league, reference=part.reference, small_better=part.small_better)


def _league(part: ComponentResult) -> Any:
    side = league_side(len(part.treatments))
    figure = fixed(side, side)
    league_heat_map(part.league, figure.gca(), small_better=part.small_better)
    return figure


def _funnel(part: ComponentResult) -> Any:
    figure = fixed(4.2, 3.2)
    funnel_plot(part.funnel, figure.gca())
    return figure


def _rankogram(part: ComponentResult) -> Any:
    n = min(len(part.treatments), MAX_PANELS)
    columns = min(5, max(2, round(n**0.5 + 0.5)))
    # A panel is as wide as the name above it.
    wide = max(1.5, 0.35 + 0.075 * max(len(name) for name in part.treatments))
    figure = Figure(figsize=(wide * columns, 1.35 * -(-n // columns) + 0.6), layout="constrained")
    rankogram(part.ranking, figure)
    return figure


#: The pictures every component has.
DRAWN = {"network": _network, "forest": _forest, "league": _league, "funnel": _funnel, "rankogram": _rankogram}


def pictures(part: ComponentResult) -> list[tuple[str, bytes]]:
    """File names and contents of all figures."""
    with styled():
        return [
            (f"{name}.{kind}", rendered(figure, kind))
            for name, figure in figures(part).items()
            for kind in ("svg", "png")
        ]
