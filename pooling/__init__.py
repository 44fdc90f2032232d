"""Absolute effects: pooled survival of each regimen.

pool(patients or curves, regimens, method=...) -> tuple of Pooled
"""

from __future__ import annotations

from pooling.pool import pool, run
from pooling.result import Pooled
from pooling.settings import Settings
from pooling.studies import StudyCurve

__all__ = ["Pooled", "Settings", "StudyCurve", "pool", "run"]
