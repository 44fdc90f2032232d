"""Rows at risk, of events and of censored of one arm, brought together."""

from __future__ import annotations

import itertools
import re

import numpy as np

from ipdrecon.figure import Box
from ipdrecon.frozen import Floats, floats
from ipdrecon.risktable import RiskTable
from ipdrecon.trace.table.cells import SURE
from ipdrecon.trace.table.kinds import kind_of
from ipdrecon.trace.table.line import Line
from ipdrecon.trace.table.row import RiskRow


def by_arm(lines: list[Line], rows: list[Line], columns: Floats, used: list[int], bracket: str) -> tuple[RiskRow, ...]:
    """Rows of events and censored joined to the arm's row at risk, by heading, label or order."""
    top, bottom = rows[0].y, rows[-1].y
    heading, block = "", "at_risk"
    arms: list[tuple[str, dict[str, Line]]] = []
    for line in lines:
        if line.y < top - 2.2 * line.height or line.y > bottom + 0.5 * line.height:
            continue
        kind = kind_of(line.label)
        if not any(line is row for row in rows):
            # A stratum may be called by a number, which stands alone in its line.
            lone = f"{next(iter(line.cells.values()))[0]:g}" if len(line.cells) == 1 else ""
            text = line.label.strip() or lone
            if len(line.cells) > 1 or not text:
                continue
            if kind:  # a head; what stands in brackets, "(number censored)", speaks of counts in brackets
                block = kind_of(re.sub(r"\(.*", "", text)) or block
            elif len(text) < 60 and not re.search(r"^time|month|year|day|week", text, re.I):
                heading = text
            continue
        name = heading if kind else (line.label.strip() or heading)
        kind = kind or block
        if kind == "at_risk":
            arms.append((name or f"row {len(arms) + 1}", {"at_risk": line}))
            continue
        owner = _owner(arms, name, kind)
        if owner is not None:
            owner[kind] = line
    return tuple(_row(name, parts, columns, used, bracket) for name, parts in arms)


def _owner(arms: list[tuple[str, dict[str, Line]]], name: str, kind: str) -> dict[str, Line] | None:
    """The arm a row of events or censored belongs to: the one of its name, else the first that has none yet."""
    for label, parts in arms:
        if label == name and kind not in parts:
            return parts
    for _, parts in arms:
        if kind not in parts:
            return parts
    return None


def _row(name: str, parts: dict[str, Line], columns: Floats, used: list[int], bracket: str) -> RiskRow:
    line = parts["at_risk"]
    keep = [c for c in used if c <= max(line.cells)]
    at_risk = np.array([line.cells[c][0] if c in line.cells else np.nan for c in keep])
    score = np.array([line.cells[c][3] if c in line.cells else 0.0 for c in keep])
    doubtful = (score < SURE) | np.isnan(at_risk)
    known = np.flatnonzero(~np.isnan(at_risk))
    for a, b in itertools.pairwise(known):
        if at_risk[b] > at_risk[a]:
            doubtful[[a, b]] = True
    counts: dict[str, Floats] = {
        kind: _cumulative(_printed(parts[kind], keep, 0), at_risk) for kind in ("events", "censored") if kind in parts
    }
    brackets = _printed(line, keep, 1)
    if bracket and bracket not in counts and np.isfinite(brackets).any():
        counts[bracket] = _cumulative(brackets, at_risk)
    table = RiskTable(
        columns[keep],
        at_risk,
        events=counts.get("events", floats([])),
        censored=counts.get("censored", floats([])),
        doubtful=doubtful,
        label=name,
    )
    height = line.height
    boxes = tuple(
        line.cells[c][2] if c in line.cells else Box(0.0, line.y - height / 2, 1.0, line.y + height / 2) for c in keep
    )
    return RiskRow(name, table, boxes, line.color)


def _printed(line: Line, keep: list[int], place: int) -> Floats:
    """Counts of a line by column (``place`` 1: those in brackets), NaN where none was read."""
    return np.array([line.cells[c][place] if c in line.cells else np.nan for c in keep], dtype=np.float64)


def _cumulative(counts: Floats, at_risk: Floats) -> Floats:
    """Counts up to each column: as printed where they never fall, summed where they are per interval.

    Counts that fall now and then, but add up to more than the patients, are counts up to each column with a misread
    cell: those that break the rise are left out.
    """
    known = counts[~np.isnan(counts)]
    if (np.diff(known) >= 0).all():
        return counts
    patients = float(np.nanmax(at_risk)) if np.isfinite(at_risk).any() else np.inf
    if known.sum() <= patients:
        return np.where(np.isnan(counts), np.nan, np.nancumsum(counts))
    kept = counts.copy()
    for i in np.flatnonzero(~np.isnan(counts)):
        before, after = counts[:i][~np.isnan(counts[:i])], counts[i + 1 :][~np.isnan(counts[i + 1 :])]
        wrong_before, wrong_after = float(np.sum(before > counts[i])), float(np.sum(after < counts[i]))
        if wrong_before + wrong_after > 0.5 * (before.size + after.size) or counts[i] > patients:
            kept[i] = np.nan
    left = kept[~np.isnan(kept)]
    return kept if (np.diff(left) >= 0).all() else np.full(counts.shape, np.nan)
