"""Heat map of adverse events: events by treatments, the printed rate or range inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from review.folder.rows import AdverseEvent
from review.plot.style import GREY

GRADES = {"any": "any grade", ">=3": "grade ≥3", "serious": "serious", "discontinuation": "led to discontinuation"}


def adverse_events(rows: Sequence[AdverseEvent], treatments: Sequence[str], threshold: float) -> Figure | None:
    """Events that reach the threshold in some treatment; None where none does."""
    shown = [row for row in rows if row.rate == row.rate]
    keys = dict.fromkeys((row.event, row.grade) for row in shown)
    kept = [key for key in keys if max(row.rate_high for row in shown if (row.event, row.grade) == key) >= threshold]
    if not kept:
        return None
    kept.sort(key=lambda key: (list(GRADES).index(key[1]), key[0].casefold() != "any", key[0].casefold()))
    arms = [
        name for name in treatments if any(row.treatment == name and (row.event, row.grade) in kept for row in shown)
    ]
    figure = Figure(figsize=(2.3 + 0.95 * len(arms), 0.4 * len(kept) + 1.7), layout="constrained")
    ax = figure.add_subplot()
    value = np.full((len(kept), len(arms)), np.nan)
    words: dict[tuple[int, int], list[str]] = {}
    for row in shown:
        if (row.event, row.grade) in kept:
            i, j = kept.index((row.event, row.grade)), arms.index(row.treatment)
            value[i, j] = np.nanmax([value[i, j], (row.rate + row.rate_high) / 2])
            text = f"{row.rate:g}" if row.rate == row.rate_high else f"{row.rate:g}–{row.rate_high:g}"
            words.setdefault((i, j), []).append(text)
    ax.set_facecolor("#F4F4F4")
    image = ax.imshow(np.ma.masked_invalid(value), cmap="YlOrBr", vmin=0, vmax=100, aspect="auto")
    for (i, j), texts in words.items():
        said = list(dict.fromkeys(texts))
        ax.text(
            j, i, "\n".join(said), ha="center", va="center", fontsize=7.5 if len(said) == 1 else 6.3,
            color="white" if value[i, j] > 62 else "black", linespacing=1.0,
        )  # fmt: skip
    ax.set_xticks(range(len(arms)), arms, rotation=40, ha="left", rotation_mode="anchor", fontsize=8)
    ax.set_yticks(range(len(kept)), [_name(event, grade) for event, grade in kept], fontsize=8)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    for side in ax.spines.values():
        side.set_visible(False)
    bar = figure.colorbar(image, ax=ax, shrink=0.7, pad=0.02, aspect=24)
    bar.outline.set_visible(False)
    bar.set_label("Patients (%)", fontsize=8)
    ax.set_xlabel(
        f"Events in at least {threshold:g} % of patients on some treatment. Two values: contradicting sources.",
        fontsize=7.5, color=GREY,
    )  # fmt: skip
    return figure


def _name(event: str, grade: str) -> str:
    word = "Any event" if event.casefold() == "any" else event[:1].upper() + event[1:]
    return f"{word}, {GRADES[grade]}"
