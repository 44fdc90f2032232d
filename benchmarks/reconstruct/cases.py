"""Two-arm trials at random, their published curves at four qualities, and what else was published."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.ipd import IPD
from ipdrecon.risktable import RiskTable
from ipdrecon.simulate.censoring import censor_times, staggered_entry
from ipdrecon.simulate.hazards import EventTimes, LogNormal, PiecewiseExponential, Weibull
from ipdrecon.steps import StepCurve

PATIENTS = (25, 50, 100, 150, 250, 500, 1000)
HAZARDS = ("exponential", "weibull", "piecewise", "lognormal")
CENSORING = ("random", "administrative", "front", "back", "heavy")

#: How exact the coordinates of a curve are.
QUALITIES = ("exact", "decimals", "pixels", "jitter")

#: N patients, E total events, R numbers at risk, C censor marks.
SETTINGS = ("NERC", "NER", "NRC", "NEC", "NR", "NE", "NC", "N")

#: Grid of pixel coordinates on both axes.
PIXELS = 500
#: Standard deviation of jittered coordinates: of S, and of the time as a share of the axis.
JITTER, TIME_JITTER = 0.003, 0.0005
#: Clicked corners, and the standard deviation of their times as a share of the axis.
CLICKS, CLICK_TIME_JITTER = 60, 0.002


@attrs.frozen(eq=False)
class Trial:
    """Both arms' patients and the length of the time axis."""

    first: IPD
    second: IPD
    axis: float
    name: str


def draw_trial(rng: np.random.Generator) -> Trial:
    """A two-arm trial: one of four hazards, one of five kinds of censoring, 25 to 1,000 patients an arm."""
    n = int(rng.choice(PATIENTS))
    hazard, censoring = str(rng.choice(HAZARDS)), str(rng.choice(CENSORING))
    median, ratio = rng.uniform(6, 24), float(np.exp(rng.normal(-0.3, 0.3)))
    shape, sigma = rng.uniform(0.7, 1.6), rng.uniform(0.7, 1.4)
    horizon = median * rng.uniform(1.5, 3.0)
    arms = []
    for hr in (1.0, ratio):
        times: EventTimes
        if hazard == "exponential":
            times = Weibull.of_median(median / hr)
        elif hazard == "weibull":
            times = Weibull.of_median(median * hr ** (-1 / shape), shape)
        elif hazard == "lognormal":
            times = LogNormal(median / hr, sigma)
        else:
            times = PiecewiseExponential(np.array([0.4 * median]), np.log(2) / median * np.array([1.4, 0.8 * hr]))
        events = times.draw(rng, n)
        if censoring == "administrative":
            leave = staggered_entry(rng, n, accrual=horizon * 0.5, cutoff=horizon, dropout_rate=0.02 / median)
        elif censoring == "random":
            leave = np.minimum(rng.uniform(0, 2.2 * horizon, n), horizon)
        elif censoring == "heavy":
            leave = np.minimum(rng.exponential(0.7 * median, n), horizon)
        else:
            leave = np.minimum(censor_times(rng, events, pattern=censoring, share=0.35), horizon)
        arms.append(IPD.of_arm(np.maximum(np.minimum(events, leave), 1e-3), events <= leave))
    if min(arm.event.sum() for arm in arms) < 2:
        return draw_trial(rng)
    return Trial(arms[0], arms[1], max(float(arm.time.max()) for arm in arms), f"{hazard}, {censoring}, n = {n}")


def _on_grid(values: Floats, step: float) -> Floats:
    return np.round(values / step) * step


def published(patients: IPD, quality: str, axis: float, rng: np.random.Generator, *, merged: bool = False) -> StepCurve:
    """The product-limit estimate as it is read off a figure, with its censor marks.

    ``merged``: marks in one pixel column show as one, so they are no longer complete.
    """
    true = patients.km()
    time, survival, marks, end = true.time[1:], true.survival[1:], true.marks, true.end
    if true.survival[0] < 1:
        time, survival = true.time, true.survival
    if quality == "decimals":
        time, survival, marks = np.round(time, 3), np.round(survival, 3), np.round(marks, 3)
        end = round(end, 3)
    elif quality == "pixels":
        step = axis / PIXELS
        time, marks, end = _on_grid(time, step), _on_grid(marks, step), float(_on_grid(np.array(end), step))
        survival = _on_grid(survival, 1 / PIXELS)
    elif quality == "jitter":
        time = np.sort(np.clip(time + rng.normal(0, TIME_JITTER * axis, time.size), 0, end))
        survival = survival + rng.normal(0, JITTER, survival.size)
        marks = np.sort(np.clip(marks + rng.normal(0, TIME_JITTER * axis, marks.size), 0, end))
    end = max(end, float(time.max(initial=0)), float(marks.max(initial=0)))
    return StepCurve.from_points(
        np.append(0.0, time),
        np.append(1.0, np.clip(survival, 0, 1)),
        end=end,
        marks=np.unique(marks) if merged else marks,
        marks_complete=not merged,
    )


def table_of(patients: IPD, axis: float) -> RiskTable:
    """Numbers at risk at about seven round columns over the axis."""
    step = axis / 7
    scale = 10.0 ** np.floor(np.log10(step))
    step = scale * min((s for s in (1, 2, 2.5, 5, 10)), key=lambda s: abs(s * scale - step))
    columns = np.arange(0.0, axis + 1e-9, step)
    return RiskTable(columns, patients.at_risk(columns))


def clicked(patients: IPD, axis: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """About sixty corners of the curve as a careful hand clicks them: times and levels, in the order of clicking."""
    true = patients.km()
    upper = np.column_stack([true.time[1:], true.survival[:-1]])
    lower = np.column_stack([true.time[1:], true.survival[1:]])
    corners = np.stack([upper, lower], axis=1).reshape(-1, 2)
    pick = np.unique(np.round(np.linspace(0, corners.shape[0] - 1, min(CLICKS, corners.shape[0]))).astype(int))
    chosen = np.vstack([[0.0, 1.0], corners[pick], [true.end, true.survival[-1]]])
    time = np.clip(chosen[:, 0] + rng.normal(0, CLICK_TIME_JITTER * axis, chosen.shape[0]), 0, None)
    return time, np.clip(chosen[:, 1] + rng.normal(0, JITTER, chosen.shape[0]), 0, 1)


def trials_of(path: Path) -> list[Trial]:
    """Two-arm trials of a table ``figure,arm,time,event`` (as the R package kmdata holds them)."""
    import pandas as pd

    rows = pd.read_csv(path)
    trials = []
    for name, figure in rows.groupby("figure", sort=False):
        arms = [
            IPD.of_arm(arm["time"].to_numpy(float), arm["event"].to_numpy(bool))
            for _, arm in figure.groupby("arm", sort=False)
        ]
        if len(arms) == 2 and min(int(arm.event.sum()) for arm in arms) >= 2:
            trials.append(Trial(arms[0], arms[1], max(float(arm.time.max()) for arm in arms), str(name)))
    return trials
