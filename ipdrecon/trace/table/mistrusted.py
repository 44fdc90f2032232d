"""Tables that can hardly be read: what keeps the laws among their cells does so by chance."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.trace.table.row import RiskRow

#: Share of a table's cells in doubt from which none is believed, and fewest such cells.
MOSTLY, FEWEST = 0.5, 4


def doubted_where_most_are(rows: Sequence[RiskRow]) -> tuple[RiskRow, ...]:
    """The rows, all their cells made doubtful where half of those of the table are: all are in the same print."""
    doubtful = np.concatenate([row.table.doubtful for row in rows]) if rows else np.zeros(0, dtype=np.bool_)
    if doubtful.sum() < max(FEWEST, MOSTLY * doubtful.size):
        return tuple(rows)
    return tuple(attrs.evolve(row, table=row.table.doubted()) for row in rows)
