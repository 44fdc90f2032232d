"""Rows and results in the plain forms files take: CSV with all digits, and what JSON can hold."""

from __future__ import annotations

import csv
import io
import math
from typing import Any

import numpy as np


def table_csv(rows: list[dict[str, Any]]) -> str:
    """Rows as CSV with all digits; NaN is empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, np.generic | np.ndarray):
        value = value.item()
    return "" if isinstance(value, float) and math.isnan(value) else value


def plain(value: Any) -> Any:
    """Arrays as lists, keys as text, and None for what is no finite number."""
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value
