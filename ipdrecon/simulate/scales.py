"""Axis ticks as people choose them."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats

#: Tick steps people use for each unit.
TIME_STEPS = {
    "months": (1, 2, 3, 4, 6, 10, 12, 20, 24, 36),
    "years": (0.5, 1, 2, 3, 5),
    "weeks": (2, 4, 8, 12, 13, 26, 52),
    "days": (30, 50, 90, 100, 180, 200, 250, 365, 500, 1000),
    "": (1, 2, 5, 10, 20, 50, 100, 200, 500),
}


def time_ticks(end: float, unit: str, rng: np.random.Generator) -> tuple[float, ...]:
    """Ticks from 0 to at least ``end`` (rarely a little less than it): 4 to 12 steps of a usual size."""
    fitting = [step for step in TIME_STEPS[unit] if 4 <= np.ceil(end / step) <= 12] or [end / 6]
    step = float(fitting[int(rng.integers(len(fitting)))])
    return tuple(float(round(step * i, 6)) for i in range(int(np.ceil(end / step - 1e-9)) + 1))


def level_ticks(low: float, rng: np.random.Generator) -> Floats:
    """Ticks of the printed proportion from ``low`` to 1."""
    steps = [step for step in (0.1, 0.2, 0.25) if abs((1 - low) / step - round((1 - low) / step)) < 1e-9]
    step = steps[int(rng.integers(len(steps)))] if steps else 0.1
    return np.round(np.arange(low, 1 + step / 2, step), 6)


def level_labels(ticks: Floats, *, percent: bool, sign: bool) -> list[str]:
    """Tick labels: 0.25, or 25, or 25%."""
    if percent:
        return [f"{100 * tick:.0f}{'%' if sign else ''}" for tick in ticks]
    digits = 2 if any(abs(tick * 10 - round(tick * 10)) > 1e-9 for tick in ticks) else 1
    return [f"{tick:.{digits}f}" for tick in ticks]


def number(value: float) -> str:
    """A tick value without needless decimals."""
    return f"{value:g}"
