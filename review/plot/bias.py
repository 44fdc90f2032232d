"""Risk of bias: the traffic light of every trial, and the share of trials by judgement."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from matplotlib.figure import Figure

from ipdrecon.plot.style import INK
from review.folder.rows import Bias, BiasSummary

#: Colour and sign of a judgement; the sign carries the meaning where colours do not.
LIGHTS = {
    "low": ("#2E8B57", "+"),
    "some concerns": ("#E3B505", "−"),
    "unclear": ("#E3B505", "?"),
    "high": ("#C0392B", "×"),
    "no information": ("#B8B8B8", "·"),
}


def traffic_light(trials: Sequence[str], rows: Sequence[Bias]) -> Figure | None:
    """One row a trial, one column a domain; an empty cell where nothing is said. None where nothing is said at all."""
    if not rows:
        return None
    domains = list(dict.fromkeys(row.domain for row in rows))
    said = {(row.trial, row.domain): row.judgement for row in rows}
    heads = [textwrap.fill(domain, 16) for domain in domains]
    most = max(head.count("\n") + 1 for head in heads)
    longest = max(len(trial) for trial in trials)
    figure = Figure(figsize=(0.085 * longest + 1.35 * len(domains) + 0.4, 0.27 * len(trials) + 0.17 * most + 0.7))
    figure.set_layout_engine("constrained")
    ax = figure.add_subplot()
    for i, trial in enumerate(trials):
        for j, domain in enumerate(domains):
            judgement = said.get((trial, domain))
            if judgement is None:
                ax.plot([j], [i], marker="o", ms=11, mfc="white", mec="#CCCCCC", mew=0.8)
                continue
            color, sign = LIGHTS[judgement]
            ax.plot([j], [i], marker="o", ms=13, mfc=color, mec="none")
            ax.text(j, i, sign, ha="center", va="center", fontsize=9, weight="bold", color="white")
    ax.set_xlim(-0.6, len(domains) - 0.4)
    ax.set_ylim(len(trials) - 0.5, -0.5)
    ax.set_xticks(range(len(domains)), heads, fontsize=8)
    ax.set_yticks(range(len(trials)), trials, fontsize=8.5)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    used = [name for name in LIGHTS if name in said.values()]
    key = "   ".join(f"{LIGHTS[name][1]} {name}" for name in used)
    hollow = "" if len(said) == len(trials) * len(domains) else "   ○ not reported for this trial"
    ax.set_xlabel(key + hollow, fontsize=8, color=INK)
    return figure


def summary(counts: Sequence[tuple[str, dict[str, float]]], trials: int) -> Figure | None:
    """Stacked bars: trials by judgement in every domain; what is not reported stays open."""
    if not counts:
        return None
    figure = Figure(figsize=(7.2, 0.42 * len(counts) + 0.9), layout="constrained")
    ax = figure.add_subplot()
    for place, (_, found) in enumerate(counts):
        left = 0.0
        for judgement, (color, sign) in LIGHTS.items():
            width = found.get(judgement, 0.0)
            if not width:
                continue
            ax.barh(place, width, left=left, color=color, height=0.62)
            ax.text(left + width / 2, place, f"{sign} {width:.0f}", ha="center", va="center", fontsize=8, color="white")
            left += width
        if left < trials:
            ax.barh(place, trials - left, left=left, color="white", ec="#BBBBBB", hatch="///", height=0.62, lw=0.6)
            ax.text(
                left + (trials - left) / 2, place, f"{trials - left:.0f}", ha="center", va="center", fontsize=8,
                bbox={"fc": "white", "ec": "none", "pad": 1.0},
            )  # fmt: skip
    ax.set_yticks(range(len(counts)), [textwrap.fill(name, 34) for name, _ in counts], fontsize=8.5)
    ax.invert_yaxis()
    ax.set_xlim(0, trials)
    used = {judgement for _, found in counts for judgement, n in found.items() if n}
    key = "   ".join(f"{sign} {name}" for name, (_, sign) in LIGHTS.items() if name in used)
    ax.set_xlabel(f"Trials.   {key}   hatched: not reported", fontsize=8)
    return figure


def counted(rows: Sequence[Bias], summaries: Sequence[BiasSummary]) -> list[tuple[str, dict[str, float]]]:
    """Trials by judgement in each domain: the larger of what single trials and the summary say."""
    domains = list(dict.fromkeys([*(row.domain for row in summaries), *(row.domain for row in rows)]))
    found = []
    for domain in domains:
        single: dict[str, float] = {}
        for row in rows:
            if row.domain == domain:
                single[row.judgement] = single.get(row.judgement, 0.0) + 1
        for total in (row for row in summaries if row.domain == domain):
            for judgement in ("low", "unclear", "high"):
                value = getattr(total, judgement)
                if value == value:
                    single[judgement] = max(single.get(judgement, 0.0), value)
        found.append((domain, single))
    return found
