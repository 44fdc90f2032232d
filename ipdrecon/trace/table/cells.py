"""Cells the detector overlooked, read by recognition alone where they must stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace.table.again import read_again
from ipdrecon.trace.table.counts import count_of
from ipdrecon.trace.table.laws import SURE, suspects
from ipdrecon.trace.table.line import Cell, Line
from ipdrecon.trace.table.rule import beside_rule
from ipdrecon.trace.table.spots import is_inked, spot_of
from ipdrecon.trace.text.places import Place, read_places


def fill(figure: Figure, place: Floats, used: list[int], rows: Sequence[Line], rules: Mapping[int, Box]) -> None:
    """Read the cells the detector overlooked, those that ``rules`` run through, and weak or lawless ones.

    A place with ink that cannot be read becomes a cell without a count; a bare one is left out.
    """
    wanted: list[tuple[Line, int, Box]] = []
    places: list[Place] = []
    for row in rows:
        for column in used:
            rule = rules.get(column)
            spot = spot_of(figure, place, row, column, rows) if column not in row.cells or rule is not None else None
            if spot is not None:
                wanted.append((row, column, spot))
                inner = beside_rule(figure, spot, rule, row.height) if rule and column == used[0] else spot
                places.append(Place(inner, 0.0, rule))
    for (row, column, spot), found in zip(wanted, read_places(figure, places), strict=True):
        count = count_of(found.text) if found is not None else None
        if found is not None and count is not None and (column not in row.cells or found.score >= SURE):
            _put(row, column, Cell(*count, found.box, found.score))
        elif column not in row.cells and is_inked(figure, spot):
            row.cells[column] = Cell(np.nan, np.nan, spot, 0.0)
    read_again(figure, place, rows, rules)


def _put(row: Line, column: int, cell: Cell) -> None:
    """Set a cell, unless it breaks a law that the one before it keeps."""
    before = row.cells.get(column)
    lawful = before is not None and column not in suspects(row, weak=False)
    row.cells[column] = cell
    if before is not None and lawful and column in suspects(row, weak=False):
        row.cells[column] = before
