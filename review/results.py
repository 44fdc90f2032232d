"""Everything a run gave."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import attrs
import numpy as np

from nma.ranking import Ranking
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
    pooled_pictures : tuple of (str, str)   Stems in ``plots`` and what they show.
    broken : tuple                    Analyses that could not be made.
    findings : tuple of Finding       Of ``review check``.
    made, kept : int                  Steps done now, and steps kept from before.
    """

    out: Path
    figures: tuple[FigureResult, ...]
    failures: tuple[Failure, ...]
    networks: tuple[NetworkResult, ...]
    pooled: tuple[PooledCurve, ...]
    pooled_pictures: tuple[tuple[str, str], ...]
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
            *(
                f"{r.outcome} in network '{r.network}', input set '{r.input_set}': the chains have not converged; give "
                "more iterations in [model]"
                for r in self.networks
                if not r.converged
            ),
        ]

    def as_text(self) -> str:
        """What the command prints."""
        lines = [
            f"{len(self.figures)} figure{'s' * (len(self.figures) != 1)} read, {len(self.failures)} failed; "
            f"{len(self.networks)} network analyses; {len(self.pooled)} pooled curves",
            f"{self.made} step{'s' * (self.made != 1)} done now, {self.kept} kept from before",
        ]
        lines += [
            f"{result.outcome}, {result.network}, {result.input_set}: {result.trials} trials, "
            f"{len(result.treatments)} treatments, best {result.best}"
            for result in self.networks
        ]
        return "\n".join([*lines, f"wrote {self.out / 'report.html'}"]) + "\n"

    def as_json(self) -> str:
        """The numbers behind the report: networks with leagues and rankings, pooled medians, figures, problems."""
        return json.dumps(summary(self), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    @property
    def exit_code(self) -> int:
        """0 where all went well, 3 where all that is missing did not converge, else 2."""
        codes = [b.exit_code for b in self.broken] + [2] * len(self.failures)
        codes += [3 for r in self.networks if not r.converged]
        return 0 if not codes else (3 if set(codes) == {3} else 2)


def summary(results: Results) -> dict[str, Any]:
    """Results as plain values; NaN is None, infinity is "NR"."""
    return {
        "schema": "ipdrecon/ReviewResults",
        "version": 1,
        "networks": [_network(result) for result in results.networks],
        "pooled": [
            _plain(
                {
                    "outcome": curve.outcome, "network": curve.network, "treatment": curve.treatment,
                    "method": curve.pooled.method, "trials": curve.pooled.trials, "patients": curve.pooled.patients,
                    "events": curve.pooled.events, "median": curve.pooled.median, "low": curve.pooled.median_low,
                    "high": curve.pooled.median_high, "rmst": curve.pooled.rmst, "horizon": curve.pooled.horizon,
                    "simulated": curve.simulated,
                }
            )
            for curve in results.pooled
        ],
        "figures": [_plain(attrs.asdict(figure)) for figure in results.figures],
        "problems": results.problems,
        "findings": [attrs.asdict(finding) for finding in results.findings],
    }  # fmt: skip


def _network(result: NetworkResult) -> dict[str, Any]:
    found: dict[str, Any] = {
        "outcome": result.outcome, "network": result.network, "input_set": result.input_set, "part": result.part,
        "measure": result.measure, "model": result.title, "reference": result.reference,
        "trials": [attrs.asdict(effect) for effect in result.effects],
        "origins": [attrs.asdict(origin) for origin in result.origins],
        "league": result.league.rows(), "ranking": _ranks(result.ranking),
        "heterogeneity": attrs.asdict(result.heterogeneity), "not_estimable": result.not_estimable,
        "bayes": [
            {
                "method": p.method, "priors": p.priors, "converged": p.converged, "league": p.league.rows(),
                "ranking": _ranks(p.ranking), "diagnostics": [attrs.asdict(d) for d in p.diagnostics],
                "facts": p.facts, "warnings": p.warnings,
            }
            for p in result.posteriors
        ],
        "warnings": result.warnings,
    }  # fmt: skip
    plain: dict[str, Any] = _plain(found)
    return plain


def _ranks(ranking: Ranking) -> list[dict[str, Any]]:
    return [
        {
            "place": place, "treatment": ranking.treatments[i], "score": ranking.score[i], "mean_rank": ranking.mean[i],
            "rank_low": ranking.low[i], "rank_high": ranking.high[i], "probability_best": ranking.probability[i, 0],
        }
        for place, i in enumerate(ranking.order, start=1)
    ]  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else "NR"
    return value
