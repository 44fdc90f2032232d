"""What a person changed of a figure's reading: where it stands, and how it differs from what was read."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ipdrecon.digitization import Digitization, Panel
from ipdrecon.errors import InputError
from ipdrecon.files import read_json, read_risk_tables
from ipdrecon.files.atomic import write_bytes
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

#: Differences below these are not told: they are rounding of decimals.
SMALLEST_S, SMALLEST_TIME = 5e-4, 1e-6


def keep_edit(edited: Path, corrections: Path) -> str:
    """Copy a digitisation that was edited among the results to where corrections stand; says so.

    A correction that stands there already is not overwritten.

    Raises
    ------
    InputError  where both exist and differ: a person must choose.
    """
    target = corrections / edited.name
    content = edited.read_bytes()
    if target.is_file() and target.read_bytes() != content:
        raise InputError(
            f"{edited} was edited, but corrections/{target.name} holds another correction of the same figure; keep one "
            "of them (delete the other)"
        )
    read_json(edited, Digitization)
    write_bytes(target, content)
    return f"the edited {edited.name} among the results was kept as corrections/{target.name}"


def typed_tables(path: Path) -> dict[str, RiskTable]:
    """Numbers at risk typed by a person beside the figure; empty where there is no such file."""
    return read_risk_tables(path) if path.is_file() else {}


def differences(read: Digitization | None, corrected: Digitization) -> list[str]:
    """How a correction differs from what was read, one sentence each."""
    if read is None:
        return ["the figure could not be read; everything comes from the correction"]
    said = []
    pairs = (read.whole_panels, corrected.whole_panels)
    if len(pairs[0]) != len(pairs[1]):
        said.append(f"{len(pairs[0])} panels read, {len(pairs[1])} in the correction")
    for number, (old, new) in enumerate(zip(*pairs, strict=False), start=1):
        name = f"panel {number}: " if len(pairs[1]) > 1 else ""
        said += [name + text for text in _panel(old, new)]
    return said or ["the correction says the same as the reading"]


def _panel(old: Panel, new: Panel) -> list[str]:
    said = []
    if old.axes != new.axes:
        said.append("axes changed")
    before = {curve.label: curve.steps for curve in old.curves}
    after = {curve.label: curve.steps for curve in new.curves}
    said += [f"curve '{label}' removed or renamed" for label in before if label not in after]
    said += [f"curve '{label}' added or renamed" for label in after if label not in before]
    for label in (label for label in after if label in before):
        gap = _gap(before[label], after[label])
        if gap > SMALLEST_S:
            said.append(f"curve '{label}' moved by up to {gap:.3f} in S")
        if abs(before[label].end - after[label].end) > SMALLEST_TIME:
            said.append(f"curve '{label}' ends at {after[label].end:g} instead of {before[label].end:g}")
        if before[label].marks.size != after[label].marks.size:
            said.append(
                f"curve '{label}' has {after[label].marks.size} censor marks instead of {before[label].marks.size}"
            )
    for row in new.risk:
        table = old.risk_of(row.curve)
        if table is None:
            said.append(f"numbers at risk of '{row.curve}' added")
        elif not (
            np.array_equal(table.time, row.table.time) and np.array_equal(table.at_risk, row.table.at_risk, True)
        ):
            said.append(f"numbers at risk of '{row.curve}' changed")
    return said


def _gap(one: StepCurve, two: StepCurve) -> float:
    times = np.unique(np.concatenate([one.time, two.time]))
    times = times[times <= min(one.end, two.end)]
    return float(np.max(np.abs(one(times) - two(times))))
