"""Statistics printed on a figure: hazard ratio with its interval, p value, medians."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ipdrecon.ipd import IPD
from ipdrecon.simulate.look import Look

if TYPE_CHECKING:
    from matplotlib.axes import Axes as Plot


def log_rank(control: IPD, other: IPD) -> tuple[float, float]:
    """Observed minus expected events of ``other`` and their variance (Peto et al. 1977)."""
    times = np.unique(np.concatenate([control.time[control.event], other.time[other.event]]))
    difference = variance = 0.0
    for time in times:
        n0, n1 = float(np.sum(control.time >= time)), float(np.sum(other.time >= time))
        d0 = float(np.sum(control.event & (control.time == time)))
        d1 = float(np.sum(other.event & (other.time == time)))
        n, d = n0 + n1, d0 + d1
        difference += d1 - d * n1 / n
        if n > 1:
            variance += d * (n1 / n) * (n0 / n) * (n - d) / (n - 1)
    return difference, variance


def hazard_ratio(control: IPD, other: IPD) -> tuple[float, float, float, float]:
    """One-step hazard ratio exp((O - E) / V) with 95 % limits, and the log-rank p value (Peto et al. 1977)."""
    from scipy.stats import norm

    difference, variance = log_rank(control, other)
    if variance <= 0:
        return 1.0, 0.1, 10.0, 1.0
    log_ratio, half = difference / variance, 1.96 / np.sqrt(variance)
    p = 2 * float(norm.sf(abs(difference) / np.sqrt(variance)))
    return float(np.exp(log_ratio)), float(np.exp(log_ratio - half)), float(np.exp(log_ratio + half)), p


def write_note(plot: Plot, arms: dict[str, IPD], look: Look, rng: np.random.Generator) -> tuple[tuple[str, float], ...]:
    """Write what the look asks for, lower left (upper left on incidence axes), and say what was printed."""
    if not look.note or len(arms) < 2:
        return ()
    control, other = list(arms.values())[:2]
    ratio, low, high, p = hazard_ratio(control, other)
    lines, facts = [], []
    if look.note in {"hr", "hr_p"}:
        form = str(
            rng.choice(
                [
                    "HR {:.2f} (95% CI {:.2f}-{:.2f})",
                    "HR = {:.2f}, 95% CI {:.2f} to {:.2f}",
                    "Hazard ratio, {:.2f} (95% CI, {:.2f}-{:.2f})",
                ]
            )
        )
        lines.append(form.format(ratio, low, high))
        facts.append(("hazard_ratio", round(ratio, 2)))
    if look.note in {"p", "hr_p"}:
        lines.append("p < 0.001" if p < 0.001 else str(rng.choice(["p = {:.3f}", "Log-rank p = {:.3f}"])).format(p))
        facts.append(("p_value", 0.001 if p < 0.001 else round(p, 3)))
    if look.note == "medians":
        for label, patients in arms.items():
            median = patients.km().median()
            if np.isfinite(median):
                lines.append(f"{label}: median {median:.1f}")
                facts.append(("median", round(median, 1)))
    if not lines:
        return ()
    plot.text(
        0.03,
        0.97 if look.incidence else (0.24 if look.table == "inside" else 0.04),
        "\n".join(lines),
        transform=plot.transAxes,
        va="top" if look.incidence else "bottom",
        ha="left",
        fontsize=0.9 * look.font_px * 72 / plot.figure.dpi,
        zorder=6,
    )
    return tuple(facts)
