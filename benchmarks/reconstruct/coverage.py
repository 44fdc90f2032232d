"""Coverage of ensembles: how often their 95% intervals hold the value of the true patients."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np

from benchmarks.reconstruct.cases import Trial, published, table_of
from benchmarks.reconstruct.measures import rmst, within
from ipdrecon.errors import IpdreconError
from ipdrecon.reconstruction.ensemble import ensemble, interval
from ipdrecon.twoarm import compare

#: Part of follow-up that the restricted mean is taken over.
HORIZON = 0.9


def coverage(
    trials: Iterable[Trial], quality: str, settings: list[str], replicates: int, seed: int, *, merged: bool
) -> dict[str, dict[str, float]]:
    """Shares covered, by setting: log HR by trial; events, median and RMST by arm; and CPU seconds an ensemble."""
    held: dict[str, dict[str, list[float]]] = {s: {} for s in settings}
    for number, trial in enumerate(trials):
        rng = np.random.default_rng([seed, number, 1])
        pair = trial.first, trial.second
        curves = [published(arm, quality, trial.axis, rng, merged=merged) for arm in pair]
        for setting in settings:
            notes = held[setting]
            found = []
            for arm, curve in zip(pair, curves, strict=True):
                began = time.process_time()
                try:
                    several = ensemble(
                        curve,
                        replicates=replicates,
                        seed=number,
                        patients=len(arm),
                        risk_table=table_of(arm, trial.axis) if "R" in setting else None,
                        events=int(arm.event.sum()) if "E" in setting else None,
                        marks="auto" if "C" in setting else "ignore",
                    )
                except IpdreconError:
                    notes.setdefault("refused", []).append(1.0)
                    continue
                notes.setdefault("seconds", []).append(time.process_time() - began)
                found.append(several)
                horizon = HORIZON * float(arm.time.max())
                notes.setdefault("events", []).append(within(float(arm.event.sum()), interval(several.events)))
                notes.setdefault("median", []).append(within(arm.km().median(), interval(several.medians)))
                notes.setdefault("rmst", []).append(within(rmst(arm, horizon), interval(several.rmst(horizon))))
            if len(found) == 2:
                pairs = zip(found[0].replicates, found[1].replicates, strict=True)
                ratios = np.array([compare(a, b).log_hr for a, b in pairs])
                notes.setdefault("log_hr", []).append(within(compare(*pair).log_hr, interval(ratios)))
    return {
        setting: {
            name: (
                float(np.median(values))
                if name == "seconds"
                else float(np.sum(values) if name == "refused" else 100 * np.mean(values))
            )
            for name, values in notes.items()
        }
        for setting, notes in held.items()
    }
