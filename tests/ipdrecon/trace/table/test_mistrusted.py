"""Tables that can hardly be read."""

from __future__ import annotations

import numpy as np
import pytest

from ipdrecon.risktable import RiskTable
from ipdrecon.trace.table.mistrusted import doubted_where_most_are
from ipdrecon.trace.table.row import RiskRow


@pytest.mark.parametrize(
    ("doubts", "believed"), [((1, 1), 8), ((3, 2), 0), ((2, 1), 7), ((4, 0), 6), ((3,), 2), ((4,), 0)]
)
def test_no_cell_is_believed_where_half_of_the_table_is_in_doubt(doubts: tuple[int, ...], believed: int) -> None:
    """Law: the counts of a table are in one print; where most break laws, others keep them by chance.

    Three of five say nothing of the print: one misread count breaks its laws with both of its neighbours.
    """
    rows = [
        RiskRow(
            "Drug",
            RiskTable(np.arange(5.0), np.array([40.0, 30.0, 20.0, 10.0, 5.0]), doubtful=np.arange(5) < count),
            (),
            None,
        )
        for count in doubts
    ]
    found = doubted_where_most_are(rows)
    assert sum(int((~row.table.doubtful).sum()) for row in found) == believed
