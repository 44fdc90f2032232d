"""How the answer moves: with each study left out, and with the grid of times."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats, floats
from pooling.grid import automatic
from pooling.result import Pooled
from pooling.settings import Settings
from pooling.studies import StudyCurve
from pooling.summary import pool


@attrs.frozen
class Variant:
    """A regimen pooled another way.

    Attributes
    ----------
    regimen : str
    change : str      Study left out, or the grid used.
    result : Pooled
    """

    regimen: str
    change: str
    result: Pooled


def leave_one_out(studies: Sequence[StudyCurve], regimen: str, settings: Settings) -> tuple[Variant, ...]:
    """The summary curve without each study in turn, on the grid of them all; empty where there are fewer than three.

    A study without which nobody is followed into the grid has no entry.
    """
    if len(studies) < 3:
        return ()
    grid = settings.grid if settings.grid.size else automatic(studies).time
    same = attrs.evolve(settings, grid=grid)
    made = []
    for i, left_out in enumerate(studies):
        rest = [*studies[:i], *studies[i + 1 :]]
        if any(s.end >= grid[0] for s in rest):
            made.append(Variant(regimen, left_out.study, pool(rest, regimen, same)))
    return tuple(made)


def grids(studies: Sequence[StudyCurve], regimen: str, settings: Settings) -> tuple[Variant, ...]:
    """The summary curve on other grids: every second time, times in between, equal steps."""
    chosen = settings.grid if settings.grid.size else automatic(studies).time
    return tuple(
        Variant(regimen, name, pool(studies, regimen, attrs.evolve(settings, grid=grid)))
        for name, grid in _others(chosen).items()
    )


def _others(chosen: Floats) -> dict[str, Floats]:
    begun = np.append(0.0, chosen)
    finer = np.sort(np.append(chosen, (begun[:-1] + begun[1:]) / 2))
    coarser = chosen[::-1][::2][::-1]
    equal = np.linspace(0.0, chosen[-1], chosen.size + 1)[1:]
    made = {"as used": chosen, "every second time": coarser, "twice as fine": finer, "equal steps": equal}
    return {f"{name} ({grid.size} times)": floats(grid) for name, grid in made.items()}
