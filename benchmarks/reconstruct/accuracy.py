"""Accuracy of single reconstructions: every quality of coordinates crossed with every setting of information."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np

from benchmarks.reconstruct.cases import Trial, clicked, published, table_of
from benchmarks.reconstruct.measures import ArmScore, Tally, rmse
from ipdrecon.errors import IpdreconError
from ipdrecon.ipd import IPD
from ipdrecon.reconstruction import reconstruct
from ipdrecon.steps import StepCurve
from ipdrecon.twoarm import compare


def run_setting(tally: Tally, trial: Trial, curves: list[StepCurve], setting: str, method: str) -> None:
    """Reconstruct both arms under one setting and add their scores."""
    found = []
    for patients, curve in zip((trial.first, trial.second), curves, strict=True):
        got = _arm(tally, patients, curve, trial.axis, setting, method)
        if got is not None:
            found.append(got)
    if len(found) == 2:
        true, mine = compare(trial.first, trial.second), compare(*found)
        tally.log_hr_off.append(abs(mine.log_hr - true.log_hr))


def _arm(tally: Tally, patients: IPD, curve: StepCurve, axis: float, setting: str, method: str) -> IPD | None:
    table = table_of(patients, axis) if "R" in setting else None
    events = int(patients.event.sum())
    began = time.process_time()
    try:
        found = reconstruct(
            curve,
            patients=len(patients),
            risk_table=table,
            events=events if "E" in setting else None,
            marks="auto" if "C" in setting else "ignore",
            method=method,
        )
    except IpdreconError:
        tally.refused += 1
        return None
    seconds = time.process_time() - began
    ipd = found.ipd
    off = float("nan")
    if table is not None:
        off = float(np.abs(ipd.at_risk(table.time, convention=found.convention) - table.at_risk).max())
    tally.arms.append(
        ArmScore(
            rmse(ipd.km(), patients.km()),
            rmse(curve, patients.km()),
            abs(int(ipd.event.sum()) - events) / events,
            len(ipd) == len(patients)
            and np.array_equal(ipd.time, patients.time)
            and np.array_equal(ipd.event, patients.event),
            off,
            seconds,
        )
    )
    return ipd


def accuracy(
    trials: Iterable[Trial], qualities: list[str], settings: list[str], seed: int, *, method: str, merged: bool
) -> dict[tuple[str, str], Tally]:
    """Tallies by (quality, setting). "clicks" is about sixty clicked corners, with a table and without."""
    tallies: dict[tuple[str, str], Tally] = {}
    for number, trial in enumerate(trials):
        rng = np.random.default_rng([seed, number, 1])
        for quality in qualities:
            if quality == "clicks":
                points = [clicked(arm, trial.axis, rng) for arm in (trial.first, trial.second)]
                curves = [StepCurve.from_points(t, s, clicked=True) for t, s in points]
            else:
                curves = [
                    published(arm, quality, trial.axis, rng, merged=merged) for arm in (trial.first, trial.second)
                ]
            for setting in settings:
                if quality == "clicks" and "C" in setting:
                    continue
                run_setting(tallies.setdefault((quality, setting), Tally()), trial, curves, setting, method)
    return tallies
