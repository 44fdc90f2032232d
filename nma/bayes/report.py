"""A Bayesian analysis as text and files: tables, pictures, and one JSON with priors, seeds, versions and hashes."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ipdrecon.files import write_bytes, write_text
from nma import league_print
from nma.bayes.consistency import Estimate
from nma.bayes.result import BayesComponent, BayesResult
from nma.league import printed
from nma.part_files import write_part
from nma.report import plain, table_csv

#: Libraries whose versions can change a digit.
LIBRARIES = ("ipdrecon", "numpy", "scipy", "numba", "arviz")
#: Version of the JSON's form.
SCHEMA = {"schema": "ipdrecon/BayesResult", "version": 1}


def as_text(result: BayesResult) -> str:
    """What the command prints."""
    return "\n".join(_component_text(part) for part in result)


def write(result: BayesResult, folder: Path, *, options: dict[str, Any] | None = None) -> list[Path]:
    """Write all tables, pictures and the JSON into a folder; the files of a second component carry its number."""
    from nma.plot.bayes import pictures

    made: list[Path] = []
    for part in result:
        made += write_part(folder, part.network, tables(part), pictures(part))
    book = [(part.network.name, part.league) for part in result]
    made.append(write_bytes(folder / "league.xlsx", league_print.as_xlsx(book)))
    made.append(write_text(folder / "result.json", as_json(result, options=options)))
    return made


def as_json(result: BayesResult, *, options: dict[str, Any] | None = None) -> str:
    """All numbers with priors, seed, hashes of the inputs, options and versions; NaN is null."""
    content = {
        **SCHEMA,
        "inputs": [{"file": Path(name).name, "sha256": digest} for name, digest in result.evidence.inputs],
        "options": options or {},
        "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
        "warnings": result.warnings,
        "components": [_component(part) for part in result],
    }
    return json.dumps(plain(content), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def tables(part: BayesComponent) -> dict[str, str]:
    """Files by name."""
    league = part.league
    made = {
        **league_print.as_files(league),
        "ranking.csv": table_csv(ranking_rows(part)),
        "superiority.csv": table_csv(superiority_rows(part)),
        "posterior.csv": table_csv(posterior_rows(part)),
        "deviance.csv": table_csv(deviance_rows(part)),
        "prior_sensitivity.csv": table_csv(sensitivity_rows(part)),
    }
    if part.predicted is not None:
        made["prediction.csv"] = league_print.as_long_csv(part.league_of(part.predicted, "effect in the next trial"))
    if part.sampled is not None:
        made["league_sampled.csv"] = league_print.as_long_csv(part.sampled)
    if part.monte_carlo_error is not None:
        made["monte_carlo_error.csv"] = table_csv(error_rows(part))
    if part.unrelated is not None:
        made["unrelated_effects.csv"] = table_csv(unrelated_rows(part))
    if part.splittings:
        made["node_splits.csv"] = table_csv(splitting_rows(part))
    return made


def ranking_rows(part: BayesComponent) -> list[dict[str, Any]]:
    """One row a treatment, best first; the interval of SUCRA is that of the share of others it beats."""
    ranks, n = part.ranking, len(part.treatments)
    return [
        {
            "treatment": part.treatments[i], "sucra": ranks.score[i],
            "sucra_low": (n - ranks.high[i]) / (n - 1), "sucra_high": (n - ranks.low[i]) / (n - 1),
            "mean_rank": ranks.mean[i], "rank_low": ranks.low[i], "rank_median": ranks.median[i],
            "rank_high": ranks.high[i],
            **{f"p_rank_{k + 1}": ranks.probability[i, k] for k in range(n)},
        }
        for i in ranks.order
    ]  # fmt: skip


def superiority_rows(part: BayesComponent) -> list[dict[str, Any]]:
    """Probability that the row's treatment is better than each other one by the margin."""
    corner = "better (row) than" if part.margin == 0 else f"better (row) by a margin of {part.margin:g} than"
    return [
        {corner: name, **dict(zip(part.treatments, row, strict=True))}
        for name, row in zip(part.treatments, part.superiority(part.margin).tolist(), strict=True)
    ]


def posterior_rows(part: BayesComponent) -> list[dict[str, Any]]:
    """One row a parameter, analysis scale; Monte Carlo errors and diagnostics where there are chains."""
    if part.diagnostics is not None:
        found = part.diagnostics
        return [
            {
                "parameter": name, "mean": found.mean[j], "sd": found.sd[j], "mcse_mean": found.mcse_mean[j],
                "q2.5": found.quantile[j, 0], "q50": found.quantile[j, 1], "q97.5": found.quantile[j, 2],
                "mcse_q2.5": found.mcse_quantile[j, 0], "mcse_q50": found.mcse_quantile[j, 1],
                "mcse_q97.5": found.mcse_quantile[j, 2],
                "rhat": found.rhat[j], "ess_bulk": found.ess_bulk[j], "ess_tail": found.ess_tail[j],
            }
            for j, name in enumerate(found.names)
        ]  # fmt: skip
    at = part.treatments.index(part.reference)
    rows = [
        {
            "parameter": f"{name} v {part.reference}", "median": part.quantiles[0, i, at],
            "low": part.quantiles[1, i, at], "high": part.quantiles[2, i, at],
        }
        for i, name in enumerate(part.treatments)
        if i != at
    ]  # fmt: skip
    if part.tau is not None:
        rows.append({"parameter": "τ", **_estimate(part.tau)})
    return rows


def deviance_rows(part: BayesComponent) -> list[dict[str, Any]]:
    """One row a point, and the totals."""
    found = part.deviance
    rows = [
        {"trial": trial, "arm": arm, "points": int(n), "deviance": d, "leverage": h}
        for trial, arm, n, d, h in zip(
            found.trial, found.arm, found.points, found.mean.tolist(), found.leverage.tolist(), strict=True
        )
    ]
    total = {"trial": "total", "arm": "", "points": int(found.points.sum())}
    return [*rows, {**total, "deviance": found.dbar, "leverage": found.pd}]


def sensitivity_rows(part: BayesComponent) -> list[dict[str, Any]]:
    """Every effect against the reference under both sets of priors, reported scale."""
    found, report = part.sensitivity, part.measure.report
    return [
        {
            "treatment": row.treatment, "comparator": row.comparator, "priors": priors.words(
                baselines=bool(part.counts), random=part.random
            ),
            **{name: float(report(getattr(at, name))) for name in ("median", "low", "high")},
            "shift": row.shift, "prior_driven": row.driven,
        }
        for row in found.comparisons
        for priors, at in ((found.main, row.main), (found.other, row.other))
    ]  # fmt: skip


def error_rows(part: BayesComponent) -> list[dict[str, Any]]:
    """Monte Carlo standard errors of all pairs, analysis scale."""
    error = part.monte_carlo_error
    assert error is not None
    return [
        {
            "treatment": one, "comparator": two, "median": error[0, i, j], "low": error[1, i, j],
            "high": error[2, i, j],
        }
        for i, one in enumerate(part.treatments)
        for j, two in enumerate(part.treatments)
        if i > j
    ]  # fmt: skip


def unrelated_rows(part: BayesComponent) -> list[dict[str, Any]]:
    """One row a comparison with trials of its own, reported scale."""
    if part.unrelated is None:
        return []
    return [
        {"treatment": one, "comparator": two, **_reported(part, at)}
        for (one, two), at in zip(part.unrelated.pairs, part.unrelated.estimates, strict=True)
    ]


def splitting_rows(part: BayesComponent) -> list[dict[str, Any]]:
    """One row a comparison, reported scale except for the difference."""
    return [
        {
            "treatment": split.treatment, "comparator": split.comparator,
            **{f"direct_{key}": value for key, value in _reported(part, split.direct).items()},
            **{f"indirect_{key}": value for key, value in _reported(part, split.indirect).items()},
            **{f"difference_{key}": value for key, value in _estimate(split.difference).items()},
            "p": split.p,
        }
        for split in part.splittings
    ]  # fmt: skip


def _estimate(at: Estimate) -> dict[str, float]:
    return {"median": at.median, "low": at.low, "high": at.high}


def _reported(part: BayesComponent, at: Estimate) -> dict[str, float]:
    return {name: float(part.measure.report(value)) for name, value in _estimate(at).items()}


def _component(part: BayesComponent) -> dict[str, Any]:
    chains = None
    if part.draws is not None and part.diagnostics is not None:
        run = part.draws.chains
        chains = {
            "iterations": run.iterations, "burn_in": run.burn_in, "chains": run.chains, "seed": run.seed,
            "converged": part.diagnostics.converged, "sentence": part.diagnostics.sentence,
            "distance_from_exact_in_mcse": part.agreement,
        }  # fmt: skip
    unrelated = None
    if part.unrelated is not None:
        fit = part.unrelated.deviance
        unrelated = {
            "effects": unrelated_rows(part), "Dbar": fit.dbar, "pD": fit.pd, "DIC": fit.dic,
            "tau": None if part.unrelated.tau is None else _estimate(part.unrelated.tau),
        }  # fmt: skip
    return {
        "name": part.network.name,
        "treatments": part.treatments,
        "trials": [
            {"trial": t.trial, "treatments": t.treatments, "events": t.events, "patients": t.patients}
            for t in part.counts
        ]
        or [
            {
                "trial": t.trial, "reference": t.reference, "treatments": t.treatments, "effect": t.effect,
                "covariance": t.covariance, "population": t.population, "endpoint": t.endpoint, "source": t.source,
            }
            for t in part.network.trials
        ],
        "measure": part.measure.name,
        "model": "random" if part.random else "fixed",
        "computation": part.how,
        "reference": part.reference,
        "small_better": part.small_better,
        "level": part.level,
        "seed": part.seed,
        "priors": {
            "name": part.priors.name, "effect_sd": part.priors.effect_sd,
            "baseline_sd": part.priors.baseline_sd if part.counts else None,
            "tau": str(part.priors.tau) if part.random else None,
            "words": part.priors.words(baselines=bool(part.counts), random=part.random),
        },
        "chains": chains,
        "posterior": posterior_rows(part),
        "tau": None if part.tau is None else _estimate(part.tau),
        "deviance": {
            "Dbar": part.deviance.dbar, "pD": part.deviance.pd, "DIC": part.deviance.dic,
            "points": int(part.deviance.points.sum()), "rows": deviance_rows(part)[:-1],
        },
        "league": part.league.rows(),
        "prediction": None if part.predicted is None else part.league_of(part.predicted, "").rows(),
        "ranking": ranking_rows(part),
        "superiority": {"margin": part.margin, "probability": part.superiority(part.margin)},
        "prior_sensitivity": sensitivity_rows(part),
        "unrelated_effects": unrelated,
        "node_splits": splitting_rows(part),
        "not_estimable": part.not_estimable,
    }  # fmt: skip


def _component_text(part: BayesComponent) -> str:
    network, ranks, n = part.network, part.ranking, len(part.treatments)
    lines = []
    if network.of > 1:
        lines += [f"{network.name.capitalize()}: {', '.join(network.treatments)}", ""]
    lines.append(league_print.as_text(part.league))
    better = "low" if part.small_better else "high"
    lines.append(f"Ranking ({better} values are better)")
    width = max(len(name) for name in part.treatments)
    for i in ranks.order:
        low, high = (n - ranks.high[i]) / (n - 1), (n - ranks.low[i]) / (n - 1)
        lines.append(
            f"  {part.treatments[i].ljust(width)}  SUCRA {ranks.score[i]:.3f} ({low:.2f} to {high:.2f})  "
            f"rank {ranks.mean[i]:.1f} ({ranks.low[i]:.0f} to {ranks.high[i]:.0f})"
        )
    lines += ["", f"Priors: {part.priors.words(baselines=bool(part.counts), random=part.random)}"]
    if part.tau is not None:
        lines.append(f"Between-trial τ = {part.tau.median:.3f} ({part.tau.low:.3f} to {part.tau.high:.3f})")
    fit, points = part.deviance, int(part.deviance.points.sum())
    lines.append(f"Residual deviance {fit.dbar:.1f} for {points} data points, pD {fit.pd:.1f}, DIC {fit.dic:.1f}")
    lines += _chain_lines(part) + _sensitivity_lines(part) + _inconsistency_lines(part)
    lines += [f"{name}: NA ({reason})" for name, reason in part.not_estimable.items()]
    return "\n".join(lines) + "\n"


def _chain_lines(part: BayesComponent) -> list[str]:
    if part.draws is None or part.diagnostics is None:
        return []
    run, found = part.draws.chains, part.diagnostics
    lines = [
        f"{run.chains} chains of {run.iterations:,} iterations, the first {run.burn_in:,} burnt in, seed {run.seed}. "
        f"{found.sentence}"
    ]
    if part.agreement is not None:
        lines.append(f"Chains and exact answer differ by {part.agreement:.1f} Monte Carlo standard errors at most.")
    width = max(len(name) for name in found.names)
    lines.append(
        f"  {'(log scale)'.ljust(width)}     2.5%  (MCSE)      50%  (MCSE)    97.5%  (MCSE)    R̂     bulk   tail"
    )
    for j, name in enumerate(found.names):
        cells = "  ".join(f"{q:7.3f} ({e:.4f})" for q, e in zip(found.quantile[j], found.mcse_quantile[j], strict=True))
        lines.append(
            f"  {name.ljust(width)}  {cells}  {found.rhat[j]:.4f}  {found.ess_bulk[j]:6.0f} {found.ess_tail[j]:6.0f}"
        )
    return lines


def _sensitivity_lines(part: BayesComponent) -> list[str]:
    found, report = part.sensitivity, part.measure.report
    if not found.driven:
        return []

    def shown(at: Estimate) -> str:
        median, low, high = (float(report(x)) for x in (at.median, at.low, at.high))
        return printed(median, low, high)

    words = found.other.words(baselines=bool(part.counts), random=part.random)
    lines = ["", f"Driven by the prior (second value: {words})"]
    return lines + [
        f"  {row.treatment} v {row.comparator}: {shown(row.main)}; {shown(row.other)}" for row in found.driven
    ]


def _inconsistency_lines(part: BayesComponent) -> list[str]:
    lines = []
    if part.unrelated is not None:
        fit = part.unrelated.deviance
        lines.append(f"Unrelated mean effects: residual deviance {fit.dbar:.1f}, pD {fit.pd:.1f}, DIC {fit.dic:.1f}")
    if part.splittings:
        worst = min(part.splittings, key=lambda split: split.p)
        lines.append(
            f"Direct against indirect: {len(part.splittings)} comparisons tested, smallest p = {worst.p:.3g} "
            f"({worst.treatment} v {worst.comparator})"
        )
    return lines
