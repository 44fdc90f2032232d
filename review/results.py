"""Everything a run gave."""

from __future__ import annotations

from pathlib import Path

import attrs

from review.absolute.job import PoolFailure
from review.absolute.result import PooledCurve
from review.figures.result import Failure, FigureResult
from review.folder.finding import Finding
from review.networks.job import NetworkFailure
from review.networks.result import NetworkResult


@attrs.frozen
class Results:
    """What ``review run`` gave and ``review report`` writes up.

    Attributes
    ----------
    out : Path                        The results folder; files named below stand in it.
    figures : tuple of FigureResult
    failures : tuple of Failure       Figures that could not be used.
    networks : tuple of NetworkResult
    pooled : tuple of PooledCurve
    pooled_pictures : tuple of str    Stems in ``plots``.
    broken : tuple                    Analyses that could not be made.
    findings : tuple of Finding       Of ``review check``.
    made, kept : int                  Steps done now, and steps kept from before.
    """

    out: Path
    figures: tuple[FigureResult, ...]
    failures: tuple[Failure, ...]
    networks: tuple[NetworkResult, ...]
    pooled: tuple[PooledCurve, ...]
    pooled_pictures: tuple[str, ...]
    broken: tuple[NetworkFailure | PoolFailure, ...]
    findings: tuple[Finding, ...]
    made: int
    kept: int

    @property
    def problems(self) -> list[str]:
        """One sentence for every figure and analysis that is missing."""
        return [
            *(f"figure {f.file} (figures.csv, row {f.row}): {f.reason}" for f in self.failures),
            *(
                f"{b.outcome} in network '{b.network}', input set '{b.input_set}': {b.reason}"
                if isinstance(b, NetworkFailure)
                else f"pooled {b.outcome}: {b.reason}"
                for b in self.broken
            ),
        ]

    @property
    def exit_code(self) -> int:
        """0 where all went well, 3 where all that is missing did not converge, else 2."""
        codes = [b.exit_code for b in self.broken] + [2] * len(self.failures)
        return 0 if not codes else (3 if set(codes) == {3} else 2)
