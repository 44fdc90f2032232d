"""Bubble plot of a rate per treatment: bubble size by patients, colour by follow-up, the rate inside."""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs
import numpy as np
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from ipdrecon.plot.style import INK
from review.plot.style import GREY

#: Bubble areas in points² for the fewest and the most patients; the smallest still holds two digits.
AREA_PT2 = (420.0, 2100.0)


@attrs.frozen
class Bubble:
    """One treatment in one network.

    Attributes
    ----------
    treatment, network : str
    responders, patients : float
    trials : int
    follow_up : float    Median follow-up, mean over its trials weighted by patients; NaN where not known.
    """

    treatment: str
    network: str
    responders: float
    patients: float
    trials: int
    follow_up: float

    @property
    def rate(self) -> float:
        """Percent."""
        return 100 * self.responders / self.patients


def bubbles(rows: Sequence[Bubble], *, title: str, unit: str) -> Figure | None:
    """The plot, one row a treatment, highest rate on top within its network; None where there is nothing to show."""
    if not rows:
        return None
    names = list(dict.fromkeys(row.network for row in rows))
    ordered = [row for name in names for row in sorted((r for r in rows if r.network == name), key=lambda r: -r.rate)]
    patients = np.array([row.patients for row in ordered])
    known = [row.follow_up for row in ordered if math.isfinite(row.follow_up)]
    figure = Figure(figsize=(8.0, 0.62 * len(ordered) + 0.35 * len(names) + 1.1), layout="constrained")
    ax = figure.add_subplot()
    spread = np.sqrt(patients.max()) - np.sqrt(patients.min())
    share = (np.sqrt(patients) - np.sqrt(patients.min())) / spread if spread else np.full(patients.size, 0.4)
    area = AREA_PT2[0] + (AREA_PT2[1] - AREA_PT2[0]) * share
    shade = Normalize(min(known) - 1e-9, max(known) + 1e-9) if known else None
    import matplotlib as mpl

    colors = mpl.colormaps["viridis"]
    place, places, label = 0.0, [], ""
    for row, size in zip(ordered, area, strict=True):
        if row.network != label:
            label = row.network
            place += 0.75
            ax.text(
                0, place - 0.62, label, transform=ax.get_yaxis_transform(), fontsize=8.5, weight="bold", va="center"
            )
        fill = colors(shade(row.follow_up)) if shade and math.isfinite(row.follow_up) else "#B5B5B5"
        dark = np.dot(fill[:3], (0.3, 0.59, 0.11)) < 0.55 if not isinstance(fill, str) else False
        ax.scatter([row.rate], [place], s=size, color=[fill], edgecolor="white", lw=1.0, zorder=3, clip_on=False)
        ax.text(
            row.rate, place, f"{row.rate:.0f}", ha="center", va="center", fontsize=8.5, zorder=4,
            color="white" if dark else INK,
        )  # fmt: skip
        ax.axhline(place, color="#E5E5E5", lw=0.8, zorder=1)
        places.append(place)
        place += 1.0
    ax.set_yticks(places, [f"{row.treatment}\n{row.responders:.0f}/{row.patients:.0f}" for row in ordered], fontsize=8)
    ax.set_ylim(place - 0.3, -0.1)
    ax.set_xlim(-4, max(row.rate for row in ordered) * 1.08 + 6)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(f"{title} (%), pooled over trials. Bubble area grows with the square root of patients.", fontsize=8.5)
    if shade:
        bar = figure.colorbar(mpl.cm.ScalarMappable(shade, colors), ax=ax, shrink=0.6, pad=0.02, aspect=24)
        bar.outline.set_visible(False)
        bar.set_label(f"Median follow-up ({unit})", fontsize=8)
        if len(known) < len(ordered):
            bar.ax.set_xlabel("grey:\nnot known", fontsize=7, color=GREY)
    else:
        ax.set_title("Median follow-up is not known for any of them: all grey", fontsize=8, loc="left", color=GREY)
    return figure
