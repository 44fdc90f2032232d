"""Numbers at risk: rows of whole numbers under (or inside) a panel, their columns at times of its x axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Figure, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.table.agree import as_censored, counts_censored, with_doubts
from ipdrecon.trace.table.apart import counts_apart
from ipdrecon.trace.table.arms import by_arm
from ipdrecon.trace.table.bracketed import read_bracketed
from ipdrecon.trace.table.brackets import add_brackets
from ipdrecon.trace.table.cells import fill
from ipdrecon.trace.table.centred import read_first
from ipdrecon.trace.table.clip import doubt_clipped
from ipdrecon.trace.table.color import row_color
from ipdrecon.trace.table.columns import columns_of
from ipdrecon.trace.table.gaps import missing_rows, neighbours
from ipdrecon.trace.table.glued import glued_apart
from ipdrecon.trace.table.heads import set_kinds
from ipdrecon.trace.table.kinds import bracket_kind
from ipdrecon.trace.table.labels import (
    hidden_columns,
    without_counts,
    without_last_letters,
    without_numbers,
    without_odd_numbers,
    without_samples,
)
from ipdrecon.trace.table.laws import is_counted
from ipdrecon.trace.table.line import (
    Line,
    copies_axis,
    groups_of,
    in_reach,
    is_row,
    line_of,
    spacing_of,
    step_of,
)
from ipdrecon.trace.table.mistrusted import doubted_where_most_are
from ipdrecon.trace.table.overlaid import doubt_overlaid
from ipdrecon.trace.table.row import RiskRow
from ipdrecon.trace.table.rule import rules_through
from ipdrecon.trace.table.shifted import first_moved_in, printed_at
from ipdrecon.trace.table.small import doubt_small
from ipdrecon.trace.table.spots import inked_columns
from ipdrecon.trace.table.tall import once_a_row, without_tall
from ipdrecon.trace.table.touched import doubt_touched

__all__ = ["RiskRow", "as_censored", "counts_censored", "read_risk_rows", "with_doubts"]


def read_risk_rows(figure: Figure, frame: Frame, words: tuple[Word, ...]) -> tuple[RiskRow, ...]:
    """Rows of the panel's risk table from top to bottom; empty where there is none."""
    if frame.axes.x.ticks.size < 2:
        return ()
    near = [word for word in words if word.angle == 0 and in_reach(word, frame)]
    if not figure.words:  # a file says its text itself
        near = [part for word in near for part in counts_apart(figure, word, frame.axes.x.pixel(frame.axes.x.ticks))]
    columns = columns_of(groups_of(near), frame)
    copies = [group for group in groups_of(near) if copies_axis(group, columns)]
    others = [word for word in near if not any(word is copy for group in copies for copy in group)]
    ticks = frame.axes.x.pixel(columns)
    place = printed_at(near, ticks)
    place = first_moved_in(others, place, frame.box.right)
    others = glued_apart(figure, others, place)
    others = once_a_row(others)
    groups = groups_of(others)
    lines = [line_of(group, place, spacing_of(place)) for group in groups]
    step = step_of(lines, columns)
    rows = [line for line in lines if is_row(line, columns, frame, step)]
    if not rows:
        return ()
    rows = sorted([*rows, *neighbours(lines, rows, columns)], key=lambda row: row.y)
    axes = [float(np.mean([word.box.center[1] for word in group])) for group in copies]
    lost = [row for row in missing_rows(figure, place, lines, rows, columns) if not _stands_at(row, axes)]
    lines = sorted([*lines, *(row for row in lost if row not in lines)], key=lambda line: line.y)
    rows = sorted([*rows, *lost], key=lambda row: row.y)
    used = sorted({column for row in rows for column in row.cells} | hidden_columns(rows, place))
    without_tall(rows)
    used = sorted([*used, *inked_columns(figure, place, frame, rows, used)])
    rules = rules_through(figure, place, used, rows)
    set_kinds(lines, rows)
    fill(figure, place, used, rows, rules)
    add_brackets(rows, others, place)
    rows = [row for row in rows if is_counted(row, used[0])]
    if not rows:
        return ()
    doubt_clipped(figure, frame, place, rows)
    for row in rows:
        row.color = row_color(figure, row, words)
        row.label = without_counts(row, used)
    without_numbers(rows)
    without_odd_numbers(rows, place)
    without_last_letters(figure, rows, place, ticks=ticks)
    if not figure.words:
        read_first(figure, place, rows, used[0], rules.get(used[0]), ticks=ticks)
        read_bracketed(figure, place, rows, used[0], rules.get(used[0]))
        doubt_small(rows)
        doubt_overlaid(rows, others, place)
        doubt_touched(figure, rows, used[0])
    without_samples(rows)
    height = max(row.height for row in rows)
    bracket = bracket_kind(near, rows[0].y - 3.5 * height, rows[0].y - 0.3 * height)
    return doubted_where_most_are(by_arm(lines, rows, columns, used, bracket))


def _stands_at(row: Line, middles: Sequence[float]) -> bool:
    """Whether a row without words stands where some do: a table's own axis between its rows and a legend is none."""
    return any(abs(row.y - middle) < 0.5 * row.height for middle in middles)
