"""Pooled survival of the treatments of one outcome, as it is kept and reported."""

from __future__ import annotations

import attrs

from pooling.result import Pooled


@attrs.frozen
class PooledCurve:
    """One treatment in one network.

    Attributes
    ----------
    outcome, network : str
    pooled : Pooled        Times in the review's time unit.
    simulated : bool       Whether any of its patients were simulated.
    """

    outcome: str
    network: str
    pooled: Pooled
    simulated: bool

    @property
    def treatment(self) -> str:
        """The regimen."""
        return self.pooled.regimen


@attrs.frozen
class PooledCurves:
    """All treatments of one outcome.

    Attributes
    ----------
    curves : tuple of PooledCurve
    pictures : tuple of (stem, words)    In ``plots``.
    """

    curves: tuple[PooledCurve, ...]
    pictures: tuple[tuple[str, str], ...] = ()
