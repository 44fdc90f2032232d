"""A study by itself, to stand behind the pooled curve."""

from __future__ import annotations

import numpy as np

from pooling.intervals import crossing_of_steps, limits, quantile
from pooling.result import StudyResult
from pooling.studies import StudyCurve


def alone(study: StudyCurve, *, level: float) -> StudyResult:
    """A study by itself: its curve with log(-log) limits, and its median (Brookmeyer & Crowley 1982)."""
    table = study.product_limit
    se = np.sqrt(table.log_variance)
    low, high = limits(table.survival, se, quantile(level, np.inf), "log-log")
    time, survival = table.time, table.survival
    return StudyResult(
        study=study.study,
        patients=study.size,
        events=study.events,
        time=time,
        survival=survival,
        low=low,
        high=high,
        at_risk=table.at_risk,
        step=study.patients is not None,
        end=study.end,
        median=crossing_of_steps(time, survival),
        median_low=crossing_of_steps(time, low),
        median_high=crossing_of_steps(time, high),
    )
