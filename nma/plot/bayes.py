"""Pictures of a Bayesian analysis: those of any network, and the traces and densities of its chains, by ArviZ."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from matplotlib import MatplotlibDeprecationWarning
from matplotlib.figure import Figure

from ipdrecon.plot.style import rendered
from nma.bayes.diagnostics import arviz
from nma.bayes.result import BayesComponent
from nma.bayes.sampler import Draws
from nma.plot.forest import forest_plot
from nma.plot.league import league_heat_map
from nma.plot.network import network_plot
from nma.plot.rankogram import rankogram
from nma.plot.style import CYCLE, styled

#: Draws of each chain that a trace shows: more than pixels across only blacken it.
SHOWN = 1500
#: Parameters on one sheet.
ROWS = 12


def figures(part: BayesComponent) -> dict[str, Any]:
    """Figures by name, sized to the number of treatments."""
    n = len(part.treatments)
    made: dict[str, Any] = {}
    with styled():
        made["network"] = _single(5.0 if n <= 12 else 6.5, 5.0 if n <= 12 else 6.5)
        network_plot(part.network, made["network"].gca())
        made["forest"] = _single(7.5, 1.3 + 0.27 * n)
        forest_plot(part.league, made["forest"].gca(), reference=part.reference, small_better=part.small_better)
        side = max(4.5, 0.62 * n) if n <= 12 else 0.36 * n + 1.5
        made["league"] = _single(side + 1.0, side)
        league_heat_map(part.league, made["league"].gca(), small_better=part.small_better)
        columns = min(5, max(2, round(n**0.5 + 0.5)))
        made["rankogram"] = Figure(figsize=(1.5 * columns, 1.35 * -(-n // columns) + 0.6), layout="constrained")
        rankogram(part.ranking, made["rankogram"])
        if part.draws is not None:
            made.update(trace_plots(part.draws))
    return made


def pictures(part: BayesComponent) -> list[tuple[str, bytes]]:
    """File names and contents of all figures."""
    with styled():
        return [
            (f"{name}.{kind}", rendered(figure, kind))
            for name, figure in figures(part).items()
            for kind in ("svg", "png")
        ]


def trace_plots(draws: Draws) -> dict[str, Figure]:
    """Density and trace of every parameter, one colour a chain, on as many sheets as they need."""
    az = arviz()
    columns = {name: draws.effects[:, :, j] for j, name in enumerate(draws.design.names)}
    if draws.random:
        columns["τ"] = draws.tau
    columns["deviance"] = draws.deviance
    names = list(columns)
    step = max(1, draws.tau.shape[1] // SHOWN)
    sheets = [names[i : i + ROWS] for i in range(0, len(names), ROWS)]
    made = {}
    for number, sheet in enumerate(sheets, start=1):
        figure = Figure(figsize=(9.0, 1.35 * len(sheet) + 0.3), layout="constrained")
        axes = figure.subplots(len(sheet), 2, squeeze=False, gridspec_kw={"width_ratios": [1, 2]})
        chains = [CYCLE[c % len(CYCLE)] for c in range(draws.tau.shape[0])]
        with warnings.catch_warnings():
            # ArviZ speaks to Matplotlib in a way that its next release but one will not understand.
            warnings.simplefilter("ignore", MatplotlibDeprecationWarning)
            az.plot_trace(
                az.from_dict({name: columns[name][:, ::step] for name in sheet}),
                axes=axes,
                compact=False,
                show=False,
                chain_prop={"color": chains},
                plot_kwargs={"linewidth": 0.9},
                trace_kwargs={"linewidth": 0.35, "alpha": 0.8, "rasterized": True},
            )
        for row, name in zip(axes, sheet, strict=True):
            for ax in row:
                ax.set_title("")
            row[0].set_title(name, fontsize=9, loc="left")
            for ax in row:
                ax.tick_params(labelsize=8)
            row[0].set_yticks([])
            row[1].set_xticks(np.linspace(0, columns[name][:, ::step].shape[1], 4).round())
            row[1].set_xticklabels([f"{int(x) * step:,}" for x in row[1].get_xticks()])
        axes[-1][1].set_xlabel("iteration after burn-in", fontsize=8)
        made["trace" if len(sheets) == 1 else f"trace_{number}"] = figure
    return made


def _single(width: float, height: float) -> Figure:
    figure = Figure(figsize=(width, height), layout="constrained")
    figure.add_subplot()
    return figure
