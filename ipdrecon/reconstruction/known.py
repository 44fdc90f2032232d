"""What is published of an arm beside its curve, gathered and checked against itself and the curve."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.errors import InfeasibleError, InputError
from ipdrecon.frozen import Floats, Ints
from ipdrecon.reconstruction.feasibility import consistent_columns, flow_conflict
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

#: Part of the patients that must be alive at the first column for their number to follow from it.
LEAST_ALIVE = 0.1


@attrs.frozen(eq=False)
class Known:
    """Counts that divide follow-up.

    Attributes
    ----------
    time : (J + 1,) float      Columns; ``time[0]`` is 0.
    at_risk : (J + 1,) int     Patients at each, never rising.
    events, censored : (J,) int   Of the interval after each column but the last, -1 where not known.
    total : int or None        Events of the arm.
    """

    time: Floats
    at_risk: Ints
    events: Ints
    censored: Ints
    total: int | None = None


def gather(
    curve: StepCurve,
    table: RiskTable | None,
    patients: int | None,
    events: int | None,
    *,
    nearest: bool,
) -> tuple[Known, list[str], list[str]]:
    """Counts that may be kept together, what was relaxed to get there, and warnings.

    Raises
    ------
    InputError       where neither patients nor numbers at risk are given.
    InfeasibleError  where counts contradict each other or the curve and ``nearest`` is False.
    """
    relaxed: list[str] = []
    warnings: list[str] = []
    if patients is not None and patients < 1:
        raise InputError(f"{patients} patients are no arm; give 1 or more")
    if table is None or np.isnan(table.at_risk).all():
        if patients is None:
            raise InputError("an arm needs its patients or its numbers at risk; give --patients ARM=N or --risk-table")
        none = np.zeros(0, np.int64)
        known = Known(np.zeros(1), np.array([patients], np.int64), none, none, events)
        return _with_total(known, nearest, relaxed), relaxed, warnings
    time, at_risk, trust, flow = _columns(curve, table, patients, warnings)
    if at_risk[0] < 1:
        raise InputError("nobody is at risk at time 0; correct the table, or give --patients ARM=N")
    keep, conflict = consistent_columns(curve, time, at_risk, trust)
    if not keep.all():
        names = tuple(_name(time[i], patients is not None and i == 0) for i in conflict)
        dropped = [f"{at_risk[i]} at risk at {time[i]:g}" for i in np.flatnonzero(~keep)]
        if not nearest:
            raise InfeasibleError(
                f"{_and(names)} contradict each other or the curve "
                f"({_and(tuple(str(at_risk[i]) for i in conflict))}); correct the table, or ask for the nearest answer "
                "with --nearest",
                names,
            )
        relaxed += [f"{text} was not kept: it contradicts the other numbers or the curve" for text in dropped]
    known = Known(time[keep], at_risk[keep], *_flows(flow, keep), events)
    if (wrong := flow_conflict(curve, known.time, known.at_risk, known.events, known.censored)) is not None:
        if not nearest:
            raise InfeasibleError(
                f"{_and(wrong)} contradict each other; correct one, or ask for the nearest answer with --nearest",
                wrong,
            )
        relaxed.append("events and censored of the table's columns were not kept: they contradict its numbers at risk")
        none = np.full(known.time.size - 1, -1, np.int64)
        known = attrs.evolve(known, events=none, censored=none)
    return _with_total(known, nearest, relaxed), relaxed, warnings


def _columns(
    curve: StepCurve, table: RiskTable, patients: int | None, warnings: list[str]
) -> tuple[Floats, Ints, Floats, Floats]:
    """Columns that were read, beginning at time 0, how far each is trusted, and cumulative (events, censored)."""
    keep = ~np.isnan(table.at_risk)
    time, exact = table.time[keep], table.at_risk[keep]
    at_risk = np.round(exact).astype(np.int64)
    if np.abs(exact - at_risk).max() > 1e-6:
        warnings.append("numbers at risk are not whole (a weighted analysis); they were rounded")
    trust = np.where(table.doubtful[keep], 0.3, 1.0)
    nothing = np.full(time.size, np.nan)
    flow = np.array(
        [table.events[keep] if table.events.size else nothing, table.censored[keep] if table.censored.size else nothing]
    )
    if time[0] == 0:
        if patients is not None and patients != at_risk[0]:
            # Both are kept for the check, a hair apart; the one that fits the other numbers stays.
            time, at_risk = np.append(0.0, time), np.append(patients, at_risk)
            trust, flow = np.append(0.9, trust), np.column_stack([[np.nan, np.nan], flow])
        return time, at_risk, trust, flow
    if patients is None:
        alive = float(curve.before(min(float(time[0]), curve.end)))
        if alive < LEAST_ALIVE:
            raise InputError(
                f"the table begins at {time[0]:g}, where the curve leaves {alive:.3g} alive: patients cannot be told "
                "from it; give --patients ARM=N"
            )
        patients = max(round(float(at_risk[0]) / alive), int(at_risk[0]), 1)
        warnings.append(f"no number at risk at time 0: {patients} patients follow from the first column and the curve")
    start = np.array([[0.0], [0.0]]) if not np.isnan(flow).all() else np.array([[np.nan], [np.nan]])
    return (
        np.append(0.0, time),
        np.append(patients, at_risk),
        np.append(2.0, trust),
        np.column_stack([start, flow]),
    )


def _flows(flow: Floats, keep: np.ndarray) -> tuple[Ints, Ints]:
    """Events and censored between the columns that stay, -1 where not known."""
    gaps = np.diff(flow[:, keep], axis=1)
    whole = np.where(np.isnan(gaps), -1, np.round(np.where(np.isnan(gaps), 0, gaps))).astype(np.int64)
    return whole[0], whole[1]


def _with_total(known: Known, nearest: bool, relaxed: list[str]) -> Known:
    """Check the total of events against what the counts allow."""
    if known.total is None:
        return known
    gone = known.at_risk[:-1] - known.at_risk[1:]
    most = int(np.where(known.events >= 0, known.events, gone).sum() + known.at_risk[-1])
    fewest = int(np.where(known.events >= 0, known.events, 0).sum())
    if fewest <= known.total <= most:
        return known
    if not nearest:
        raise InfeasibleError(
            f"{known.total} events cannot be among {known.at_risk[0]} patients, whose counts allow {fewest} to {most}; "
            "correct one of them",
            ("total events", "patients" if known.total > known.at_risk[0] else "numbers at risk"),
        )
    relaxed.append(f"{known.total} events were not kept: the counts allow {fewest} to {most}")
    return attrs.evolve(known, total=None)


def _name(time: float, patients: bool) -> str:
    return "patients" if patients else f"at risk at {time:g}"


def _and(items: tuple[str, ...]) -> str:
    return " and ".join(items) if len(items) < 3 else f"{', '.join(items[:-1])} and {items[-1]}"
