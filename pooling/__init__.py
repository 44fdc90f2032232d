"""Absolute effects: pooled survival of each regimen.

pool(ipd, regimens) -> tuple of Pooled
"""

from __future__ import annotations

from pooling.kaplan_meier import pool
from pooling.result import Pooled

__all__ = ["Pooled", "pool"]
