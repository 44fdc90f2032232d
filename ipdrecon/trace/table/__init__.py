"""Numbers at risk: rows of whole numbers under (or inside) a panel, their columns at times of its x axis."""

from __future__ import annotations

from ipdrecon.figure import Figure, Word
from ipdrecon.trace.frame import Frame
from ipdrecon.trace.table.arms import by_arm
from ipdrecon.trace.table.cells import fill, rule_through
from ipdrecon.trace.table.color import row_color
from ipdrecon.trace.table.columns import columns_of
from ipdrecon.trace.table.counts import parted
from ipdrecon.trace.table.kinds import bracket_kind
from ipdrecon.trace.table.line import (
    groups_of,
    hidden_columns,
    in_reach,
    is_row,
    line_of,
    spacing_of,
    without_counts,
    without_numbers,
)
from ipdrecon.trace.table.row import RiskRow

__all__ = ["RiskRow", "read_risk_rows"]


def read_risk_rows(figure: Figure, frame: Frame, words: tuple[Word, ...]) -> tuple[RiskRow, ...]:
    """Rows of the panel's risk table from top to bottom; empty where there is none."""
    if frame.axes.x.ticks.size < 2:
        return ()
    near = [word for word in words if word.angle == 0 and in_reach(word, frame)]
    columns = columns_of(groups_of(near), frame)
    place = frame.axes.x.pixel(columns)
    groups = groups_of([part for word in near for part in parted(word, place, spacing_of(place))])
    lines = [line_of(group, place, spacing_of(place)) for group in groups]
    rows = [line for line in lines if is_row(line, columns, frame)]
    if not rows:
        return ()
    used = sorted({column for row in rows for column in row.cells} | hidden_columns(rows, place))
    rule = rule_through(figure, place, used, rows)
    for row in rows:
        fill(figure, place, row, used, rows, rule)
        row.color = row_color(figure, row, words)
        row.label = without_counts(row, used)
    without_numbers(rows)
    height = max(row.height for row in rows)
    bracket = bracket_kind(near, rows[0].y - 3.5 * height, rows[0].y - 0.5 * height)
    return by_arm(lines, rows, columns, used, bracket or "events")
