"""CPU time an arm, kernels compiled, beside its points and patients: how it grows."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.reconstruct.cases import table_of
from ipdrecon.ipd import IPD
from ipdrecon.reconstruction import reconstruct
from ipdrecon.reconstruction.ensemble import ensemble
from ipdrecon.reconstruction.guyot.kernels import guyot_arm, rows_of
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

#: Patients and points that are timed.
SIZES = ((150, 400), (1000, 400), (10_000, 1000), (100_000, 2000))


def _least(work: Callable[[], object], rounds: int) -> float:
    work()
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def speed() -> list[dict[str, float]]:
    """A row a size: milliseconds of the Guyot kernel, of both methods as called, and of an ensemble of 200."""
    rows = []
    for patients, points in SIZES:
        rng = np.random.default_rng(patients)
        failing, leaving = rng.exponential(12, patients), rng.uniform(6, 30, patients)
        ipd = IPD.of_arm(np.minimum(failing, leaving), failing <= leaving)
        true = ipd.km()
        # Points as an automatic tracer samples them: at equal times, levels to the pixel.
        times = np.linspace(0, true.end, points)
        survival = np.round(true(times) * 500) / 500
        curve = StepCurve.from_points(times, survival, end=true.end)
        table = table_of(ipd, true.end)
        at_risk = table.at_risk.astype(np.int64)

        def kernel(
            times: np.ndarray = times, survival: np.ndarray = survival, columns: np.ndarray = table.time,
            at_risk: np.ndarray = at_risk, end: float = true.end,
        ) -> None:  # fmt: skip
            events, censored, left, _ = guyot_arm(times, survival, columns, at_risk, end, -1)
            rows_of(times, columns, events, censored, int(left), end)

        def published(curve: StepCurve = curve, table: RiskTable = table, method: str = "guyot") -> None:
            reconstruct(curve, risk_table=table, method=method)

        def several(curve: StepCurve = curve, table: RiskTable = table) -> None:
            ensemble(curve, risk_table=table, replicates=200)

        rows.append(
            {
                "patients": patients,
                "points": points,
                "guyot_kernel_us": 1e6 * _timed_batch(kernel),
                "guyot_ms": 1e3 * _least(published, 5),
                "constrained_ms": 1e3 * _least(partial(published, method="constrained"), 5),
                "ensemble_200_s": _least(several, 2) if patients <= 1000 else float("nan"),
            }
        )
    return rows


def _timed_batch(work: Callable[[], object], batch: int = 50) -> float:
    """Seconds a call, least of five batches: a single call is shorter than the clock's tick."""

    def many() -> None:
        for _ in range(batch):
            work()

    return _least(many, 5) / batch
