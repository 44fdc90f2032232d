"""Tables of what was drawn or printed beside what the review gave."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from ipdrecon.files import read_ipd
from ipdrecon.simulate.summary import shown
from review.results import Results


def rows(path: Path) -> list[dict[str, str]]:
    """A table of the review's folder."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(review: Path, found: Results) -> str:
    """Every figure: medians, hazard ratio, events and patients of those drawn and of those read from the pixels."""
    lines: list[tuple[str, ...]] = [
        ("figure", "medians drawn", "read", "HR drawn", "read", "events drawn", "read", "patients drawn", "read")
    ]
    arms = {(row["trial"], row["arm"]): row for row in rows(review / "arms.csv")}
    for figure in found.figures:
        stem = Path(figure.file).stem
        truth = read_ipd(review / "figures" / "truth" / f"{stem}.truth.csv").in_unit("months")
        read = read_ipd(found.out / figure.folder / figure.ipd, time_unit="months")
        own = [arms[figure.trial, arm] for arm in truth.treatments]
        control, other = sorted(own, key=lambda row: row["role"] != "control")
        drawn = shown(truth.arm(control["arm"]), truth.arm(other["arm"]))
        seen = shown(read.arm(control["treatment"]), read.arm(other["treatment"]))
        lines.append(
            (
                stem,
                *(" ".join(f"{median:.2f}" for median in at.medians) for at in (drawn, seen)),
                *(f"{at.hazard_ratio:.3f}" for at in (drawn, seen)),
                *(str(at.events) for at in (drawn, seen)),
                *(f"{len(at.arm(one))} {len(at.arm(two))}" for at, one, two in (
                    (truth, control["arm"], other["arm"]), (read, control["treatment"], other["treatment"])
                )),
            )
        )  # fmt: skip
    return table(lines)


def medians(review: Path, found: Results) -> str:
    """Pooled medians in months: published, and from the pixels of figures of simulated patients."""
    printed = {row["treatment"]: row for row in rows(review / "published_medians.csv")}
    lines: list[tuple[str, ...]] = [("regimen", "published", "pooled here", "method", "difference")]
    for curve in found.pooled:
        row, pooled = printed.get(curve.treatment), curve.pooled
        here = f"{pooled.median:.2f} ({pooled.median_low:.2f}, {pooled.median_high:.2f})"
        if row is None:
            lines.append((curve.treatment, "-", here, pooled.method, "-"))
            continue
        limits = f" ({row['ci_low']}, {row['ci_high']})" if row["ci_low"] else ""
        gap = pooled.median / float(row["median"]) - 1
        lines.append((curve.treatment, row["median"] + limits, here, pooled.method, f"{gap:+.1%}"))
    return table(lines)


def leagues(review: Path, found: Results) -> str:
    """Printed numbers of each league table, how many are met, and the largest gap of those that are not sparse."""
    lines: list[tuple[str, ...]] = [
        ("table", "numbers", "estimates within 3 %, limits within 6 %", "within 0.015 or 1.5 %", "largest gap")
    ]
    cells = rows(review / "published_league.csv")
    for name in dict.fromkeys(row["table"] for row in cells):
        own = [row for row in cells if row["table"] == name]
        (result,) = [
            r
            for r in found.networks
            if (r.outcome, r.network, r.input_set) == tuple(own[0][k] for k in ("outcome", "network", "input_set"))
        ]
        league = result.posteriors[0].league if result.posteriors else result.league
        gaps, wide, narrow = [], 0, 0
        for row in own:
            i, j = league.treatments.index(row["treatment"]), league.treatments.index(row["comparator"])
            for column, matrix in (("estimate", league.estimate), ("ci_low", league.low), ("ci_high", league.high)):
                here, there = float(matrix[i, j]), float(row[column])
                gap = abs(here - there)
                gaps.append(gap / there)
                narrow += gap <= (0.015 if there < 2 else 0.015 * there)
                # Printed to two decimals: half a unit of the last is no disagreement.
                wide += gap <= (0.03 if column == "estimate" else 0.06) * there + 0.005
        lines.append((name, str(len(gaps)), str(wide), str(narrow), f"{max(gaps):.1%}"))
    return table(lines)


def table(lines: Sequence[tuple[str, ...]]) -> str:
    """Columns as wide as their widest cell."""
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)
