"""Absolute effects: pooled survival of each regimen.

analyse(files, ...) -> Analysis                              what the command does
pool(patients or curves, regimens, method=...) -> Pooled     one a regimen
"""

from __future__ import annotations

from pooling.analysis import Analysis, analyse
from pooling.medians import MedianReport
from pooling.pool import pool
from pooling.result import Pooled
from pooling.settings import Settings
from pooling.studies import StudyCurve

__all__ = ["Analysis", "MedianReport", "Pooled", "Settings", "StudyCurve", "analyse", "pool"]
