"""Speed of the summary curve: processor seconds, the least of several repeats, as other work shares the machine."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.pooling.example import studies
from pooling import combescure, draws
from pooling.cells import cells
from pooling.grid import automatic
from pooling.settings import Settings
from pooling.summary import pool, summarise

REPEATS = 20
#: Seconds of the R packages for the same data, 2 shared cores (metaSurvival 0.1.0; RISCA 1.0.7; R 4.2.2).
ESTABLISHED = {"metaSurvival, FE and RE": 0.69, "RISCA, FE and RE": 1.25}
#: What is promised, milliseconds.
PROMISED = {"FE and RE summary of 27 studies": 20.0, "10,000 simulated medians": 100.0}


def run() -> dict[str, float]:
    """Milliseconds of each."""
    group = studies()
    fixed, random = Settings(method="fixed"), Settings(method="random")

    def both() -> None:
        pool(group, "all", fixed)
        pool(group, "all", random)

    grid = automatic(group)
    fit = summarise(cells(group, grid.time), grid, random).fit

    def simulated() -> None:
        rng = np.random.default_rng(1)
        draws.percentiles(draws.medians(grid.time, draws.curves(fit, 10_000, rng)), 0.95)

    def core() -> None:
        y, v = combescure.arcsine(*_cells)
        combescure.fixed(y, v)
        combescure.random(y, v, combescure.between(y, v))

    made = cells(group, grid.time)
    _cells = (made.conditional, made.at_risk)
    return {
        "FE and RE summary of 27 studies": least(both),
        "of which both fits": least(core),
        "10,000 simulated medians": least(simulated),
    }


def least(work: Callable[[], None]) -> float:
    """Milliseconds of processor time, least of the repeats."""
    spent = []
    for _ in range(REPEATS):
        begun = time.process_time_ns()
        work()
        spent.append((time.process_time_ns() - begun) / 1e6)
    return min(spent)


def as_text(found: dict[str, float]) -> str:
    """A line each, with what is promised and what others take."""
    lines = [
        f"  {name:<36}{ms:>9.2f} ms" + (f"   promised {PROMISED[name]:g} ms" if name in PROMISED else "")
        for name, ms in found.items()
    ]
    lines += [
        f"  {name:<36}{seconds * 1000:>9.0f} ms   (measured once, given here)" for name, seconds in ESTABLISHED.items()
    ]
    return "\n".join(lines) + "\n"
