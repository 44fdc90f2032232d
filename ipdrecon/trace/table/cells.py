"""Cells the detector overlooked or misread, read again by recognition alone where they must stand."""

from __future__ import annotations

import itertools

import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.table.counts import count_of
from ipdrecon.trace.table.kinds import kind_of
from ipdrecon.trace.table.line import Line, spacing_of
from ipdrecon.trace.words import read_place

#: A line through the first column: contrast with the paper, and the share of the table's height it covers.
RULE_CONTRAST, RULE_COVERS = 90.0, 0.97
#: Reader's score under which a cell is doubtful.
SURE = 0.55


def rule_through(figure: Figure, place: Floats, used: list[int], rows: list[Line]) -> Box | None:
    """The line of a table's own y axis, where it runs through the cells of the first column; None where none does."""
    column = used[0]
    spacing = spacing_of(place)
    height = max(row.height for row in rows)
    top, bottom = int(rows[0].y - 0.5 * height), int(rows[-1].y + 0.5 * height)
    left, right = int(max(0.0, place[column] - 0.6 * spacing)), int(place[column])
    patch = figure.pixels[max(0, top) : bottom + 1, left : right + 1].astype(np.float32)
    if patch.size == 0 or len(patch) < 8:
        return None
    paper = np.median(patch.reshape(-1, 3), axis=0)
    dark = (np.abs(patch - paper).max(axis=2) > RULE_CONTRAST).mean(axis=0) > RULE_COVERS
    at = np.flatnonzero(dark)
    if at.size == 0 or at[-1] - at[0] > 0.4 * height:
        return None
    return Box(float(left + at[0]), float(top), float(left + at[-1]), float(bottom))


def fill(figure: Figure, place: Floats, row: Line, used: list[int], rows: list[Line], rule: Box | None = None) -> None:
    """Read the cells the detector overlooked, and those that rise, by recognition where they must stand."""
    spacing = spacing_of(place)
    sizes = [cell[2].width for r in rows for cell in r.cells.values()]
    half = min(0.46 * spacing, 0.75 * max(sizes) + 2)
    tall = 0.62 * float(np.median([cell[2].height for r in rows for cell in r.cells.values()]))
    for column in used:
        crossed = rule is not None and column == used[0]
        if column in row.cells and not crossed:
            continue
        box = Box(place[column] - half, row.y - tall, place[column] + half, row.y + tall)
        if box.left < 0 or box.right >= figure.width or box.bottom >= figure.height:
            box = Box(
                max(0.0, box.left), box.top, min(figure.width - 1.0, box.right), min(figure.height - 1.0, box.bottom)
            )
        found, count = _read_count(figure, box, rule if crossed else None, row.height)
        if found is not None and count is not None and (column not in row.cells or found.score >= SURE):
            row.cells[column] = (*count, found.box, found.score)
    for before, column in zip(sorted(row.cells)[:-1], sorted(row.cells)[1:], strict=True):
        if kind_of(row.label) in ("", "at_risk") and row.cells[column][0] > row.cells[before][0]:
            for suspect in (before, column):
                _read_again(figure, row, suspect)


def _read_count(
    figure: Figure, box: Box, rule: Box | None, height: float
) -> tuple[Word | None, tuple[float, float] | None]:
    """The count at a place; a rule that runs through it is wiped out, its tick marks and what is beyond left out."""
    if rule is not None:
        left = max(0, int(rule.left - 0.4 * height))
        beside = figure.pixels[int(box.top) : int(box.bottom) + 1, left : int(rule.left) - 1].astype(np.float32)
        paper = np.median(figure.pixels[int(box.top) : int(box.bottom) + 1, left : int(box.right)], axis=(0, 1))
        lit = (np.abs(beside - paper).max(axis=2) > RULE_CONTRAST).any(axis=1)
        hangs = lit.sum() > 0.35 * height  # a digit, and no tick mark, stands left of the rule
        box = Box(rule.left - 0.7 * height if hangs else rule.left, box.top, box.right, box.bottom)
    found = read_place(figure, box, margin=0, upright_line=rule)
    return found, count_of(found.text) if found is not None else None


def _read_again(figure: Figure, row: Line, column: int) -> None:
    """Second reading of a suspicious cell; kept where it makes the row fall."""
    found = read_place(figure, row.cells[column][2], margin=2)
    count = count_of(found.text) if found is not None else None
    if found is None or count is None:
        return
    trial = {c: (count[0] if c == column else cell[0]) for c, cell in sorted(row.cells.items())}
    rises = sum(b > a for a, b in zip(list(trial.values())[:-1], list(trial.values())[1:], strict=True))
    now = [cell[0] for _, cell in sorted(row.cells.items())]
    if rises < sum(b > a for a, b in itertools.pairwise(now)):
        row.cells[column] = (*count, row.cells[column][2], found.score)
