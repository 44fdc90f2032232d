"""One measured figure and the limit it must keep."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import attrs


@attrs.frozen
class Figure:
    """What was measured, in which unit, and the most it may be (or the least, where ``at_least``)."""

    name: str
    value: float
    unit: str
    limit: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the figure is within its limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def line(self) -> str:
        """Name, value, limit and verdict, aligned."""
        verdict = "ok" if self.kept else "MISSED"
        return f"{self.name:<74} {self.value:>9.4g} {self.unit:<3} (limit {self.limit:g})  {verdict}"


def best_cpu_seconds(work: Callable[[], object], repeats: int) -> float:
    """Least processor time of several runs: other work on the machine can only add to it."""
    least = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least


def peak_gigabytes() -> float:
    """Most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
