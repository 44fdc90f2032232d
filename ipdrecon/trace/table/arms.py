"""Rows at risk, of events and of censored of one arm, brought together."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box
from ipdrecon.frozen import Bools, Floats, floats
from ipdrecon.risktable import RiskTable
from ipdrecon.trace.table.flows import adds_up, are_summed, begins_one_less, breaks_flow, up_to_each
from ipdrecon.trace.table.heads import heading_of, within
from ipdrecon.trace.table.kinds import kind_of
from ipdrecon.trace.table.laws import SURE, are_shares, breaks_balance, breaks_fall, breaks_share, lacks_bracket
from ipdrecon.trace.table.line import Line
from ipdrecon.trace.table.row import RiskRow


@attrs.frozen(eq=False)
class _Counts:
    """What is printed of an arm: those at risk (m,), what stands in brackets behind them, and by kind those with events
    and censored up to each column, whether they were ``summed`` up, and which cells are unsure."""

    at_risk: Floats
    brackets: Floats
    gone: dict[str, Floats]
    summed: bool
    weak: Bools
    unsaid: bool

    @property
    def one_less(self) -> bool | None:
        return begins_one_less(self.at_risk, *self.gone.values())


def by_arm(lines: list[Line], rows: list[Line], columns: Floats, used: list[int], bracket: str) -> tuple[RiskRow, ...]:
    """Rows of events and censored joined to the arm's row at risk, by heading, label or order.

    They may stand above the row at risk as well as below it. A heading names one arm: a second row at risk below it is
    another's, whose own was not read.
    """
    heading = ""
    arms: list[tuple[str, dict[str, Line]]] = []
    others: list[tuple[str, Line]] = []
    for line in within(lines, rows):
        if not any(line is row for row in rows):
            heading = heading_of(line) or heading
            continue
        name = heading if kind_of(line.label) else (line.label.strip() or heading)
        if line.kind == "at_risk":
            name = "" if name == heading and any(name == known for known, _ in arms) else name
            arms.append((name or f"row {len(arms) + 1}", {"at_risk": line}))
        else:
            others.append((name, line))
    for name, line in others:
        owner = _owner(arms, name, line.kind)
        if owner is not None:
            owner[line.kind] = line
    kept = [[c for c in used if c <= max(parts["at_risk"].cells)] for _, parts in arms]
    counts = [_counts(parts, columns, keep, bracket) for (_, parts), keep in zip(arms, kept, strict=True)]
    ways = [arm.one_less for arm in counts]
    late = ways.count(True) > 1 and False not in ways  # a program counts all arms alike
    return tuple(
        _row(name, parts["at_risk"], arm, columns[keep], keep, late=late)
        for (name, parts), arm, keep in zip(arms, counts, kept, strict=True)
    )


def _owner(arms: list[tuple[str, dict[str, Line]]], name: str, kind: str) -> dict[str, Line] | None:
    """The arm a row of events or censored belongs to: the one of its name, else the first that has none yet."""
    for label, parts in arms:
        if label == name and kind not in parts:
            return parts
    for _, parts in arms:
        if kind not in parts:
            return parts
    return None


def _counts(parts: dict[str, Line], columns: Floats, keep: list[int], bracket: str) -> _Counts:
    line = parts["at_risk"]
    at_risk, brackets = _printed(line, keep), _printed(line, keep, brackets=True)
    score = np.array([line.cells[c].score if c in line.cells else 0.0 for c in keep])
    over = np.isnan(at_risk) & (np.cumsum((at_risk == 0) & (score >= SURE)) > 0)  # after none there is none
    at_risk, score = np.where(over, 0.0, at_risk), np.where(over, 1.0, score)
    kinds = [kind for kind in ("events", "censored") if kind in parts]
    printed: dict[str, Floats] = {kind: _begun(_printed(parts[kind], keep), columns[keep]) for kind in kinds}
    counts = up_to_each(printed, at_risk)
    shares = bracket == "share" or are_shares(at_risk, brackets)
    in_brackets = not shares and bool(np.isfinite(brackets).any())
    unsaid = in_brackets and not bracket and not counts
    if in_brackets and (bracket or "events") not in counts:
        printed = {**printed, bracket or "events": brackets}
        counts = up_to_each({**counts, bracket or "events": brackets}, at_risk)
    weak = score < SURE
    for kind, part in parts.items():
        if kind in counts:
            weak |= np.array([c in part.cells and part.cells[c].score < SURE for c in keep])
    return _Counts(at_risk, brackets, counts, are_summed(printed, counts), weak, unsaid)


def _row(name: str, line: Line, arm: _Counts, time: Floats, keep: Sequence[int], *, late: bool) -> RiskRow:
    at_risk, brackets, gone, summed = arm.at_risk, arm.brackets, tuple(arm.gone.values()), arm.summed
    doubtful = (arm.weak & ~adds_up(at_risk, *gone)) | np.isnan(at_risk)
    sure = np.where(doubtful, np.nan, at_risk)  # what was not surely read denies nothing
    doubtful |= breaks_fall(sure) | breaks_share(sure, brackets) | lacks_bracket(at_risk, brackets)
    doubtful |= breaks_balance(sure, *gone, summed=summed) | breaks_flow(sure, *gone, summed=summed, late=late)
    table = RiskTable(
        time,
        at_risk,
        events=arm.gone.get("events", floats([])),
        censored=arm.gone.get("censored", floats([])),
        doubtful=doubtful,
        label=name,
    )
    height = line.height
    boxes = tuple(
        line.cells[c].box if c in line.cells else Box(0.0, line.y - height / 2, 1.0, line.y + height / 2) for c in keep
    )
    return RiskRow(name, table, boxes, line.color, arm.unsaid)


def _begun(counts: Floats, time: Floats) -> Floats:
    """Counts (m,) up to each column, with the one at time 0 where it is not known: nobody is gone by then."""
    begun = counts.copy()
    rise = np.diff(counts[1:])
    if counts.size > 1 and time[0] == 0 and np.isnan(counts[0]) and (rise >= 0).all() and counts[-1] > counts[1]:
        begun[0] = 0.0
    return begun


def _printed(line: Line, keep: list[int], *, brackets: bool = False) -> Floats:
    """Counts of a line by column, or those in brackets; NaN where none was read."""
    cells = [line.cells.get(c) for c in keep]
    return np.array([np.nan if cell is None else cell.bracket if brackets else cell.count for cell in cells])
