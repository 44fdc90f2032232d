"""Medians and landmark rates of one arm against each other."""

from __future__ import annotations

import math
from collections.abc import Iterator

from review.folder.finding import Finding
from review.folder.project import Review


def findings(review: Review) -> Iterator[Finding]:
    """Medians outside their interval, rates that rise with time, rates that contradict a median."""
    for told in review.medians:
        if told.median < told.ci_low or told.median > told.ci_high:
            yield Finding(
                "warning", "medians.csv",
                f"median {told.median:g} lies outside its interval {told.ci_low:g} to {told.ci_high:g}", told.row,
                "median",
            )  # fmt: skip
    last: dict[tuple[str, str, str], tuple[float, float, int]] = {}
    ordered = sorted(review.landmarks, key=lambda row: row.time)
    for row in ordered:
        key = (row.trial, row.outcome, row.treatment)
        if key in last and row.rate_pct > last[key][1]:
            time, rate, line = last[key]
            yield Finding(
                "warning", "landmarks.csv",
                f"'{row.treatment}' of trial '{row.trial}' has {row.rate_pct:g} % at {row.time:g} after {rate:g} % at "
                f"{time:g} (row {line}); survival cannot rise", row.row, "rate_pct",
            )  # fmt: skip
        last[key] = (row.time, row.rate_pct, row.row)
        for median in review.medians:
            if (median.trial, median.outcome, median.treatment) != key or math.isinf(median.median):
                continue
            late = row.time > median.median and row.rate_pct > 50
            early = row.time < median.median and row.rate_pct < 50
            if late or early:
                yield Finding(
                    "warning", "landmarks.csv",
                    f"'{row.treatment}' of trial '{row.trial}' has {row.rate_pct:g} % at {row.time:g}, but its median "
                    f"(medians.csv, row {median.row}) is {median.median:g}; their populations or assessments "
                    "may differ",
                    row.row, "rate_pct",
                )  # fmt: skip
