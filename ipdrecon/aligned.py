"""Tables as text on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def aligned(rows: Sequence[Sequence[str]], *, numbers: bool = False) -> list[str]:
    """Rows of as many cells each, one line a row, in columns.

    ``numbers`` says that all columns but the first hold numbers, which stand to the right.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if numbers and place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def shown(value: Any) -> str:
    """A value in four digits, both ends of an interval; a dash where there is none."""
    if value is None:
        return "-"
    if isinstance(value, tuple):
        return f"{shown(value[0])} to {shown(value[1])}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
