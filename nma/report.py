"""Everything an analysis gives, as files: tables, pictures and one JSON with all numbers and where they came from."""

from __future__ import annotations

import json
import math
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from ipdrecon.files import write_bytes, write_text
from nma import extras_report, league_print
from nma.cox import CoxTrial
from nma.extras import Extras
from nma.plain import plain, table_csv
from nma.result import ComponentResult, NMAResult

__all__ = ["as_json", "as_text", "plain", "table_csv", "write"]

#: Libraries whose versions can change a digit.
LIBRARIES = ("ipdrecon", "numpy", "scipy", "lifelines")
#: Cells of the largest contribution matrix that is made unasked; its work grows with the fifth power of treatments.
MAX_CONTRIBUTION_CELLS = 1_000_000
#: Version of the JSON's form.
SCHEMA = {"schema": "ipdrecon/NMAResult", "version": 1}


def as_text(result: NMAResult, extras: Extras | None = None) -> str:
    """What the command prints: league table, ranking, heterogeneity, and what cannot be known."""
    tested = "\n".join(_proportional_text(found) for found in result.evidence.regressions)
    heading = "\nProportional hazards (Grambsch & Therneau, small p against)\n"
    return (
        "\n".join(_component_text(part) for part in result)
        + (f"{heading}{tested}\n" if tested else "")
        + (extras_report.as_text(result, extras) if extras is not None else "")
    )


def write(
    result: NMAResult, folder: Path, *, options: dict[str, Any] | None = None, extras: Extras | None = None
) -> list[Path]:
    """Write all tables, pictures and the JSON into a folder; the files of a second component carry its number."""
    made = []
    for part in result:
        tail = "" if part.network.of == 1 else f"_{part.network.number}"
        for name, text in _tables(part).items():
            stem, _, kind = name.rpartition(".")
            made.append(write_text(folder / f"{stem}{tail}.{kind}", text))
        for name, content in _pictures(part):
            stem, _, kind = name.rpartition(".")
            made.append(write_bytes(folder / f"{stem}{tail}.{kind}", content))
    made.append(
        write_bytes(folder / "league.xlsx", league_print.as_xlsx([(part.network.name, part.league) for part in result]))
    )
    if tested := [row for found in result.evidence.regressions for row in _proportional_rows(found)]:
        made.append(write_text(folder / "proportional_hazards.csv", table_csv(tested)))
    made.append(write_text(folder / "result.json", as_json(result, options=options, extras=extras)))
    return made + (extras_report.write(result, extras, folder) if extras is not None else [])


def too_large(part: ComponentResult) -> bool:
    """Whether the contribution matrix would take minutes and fill a disk."""
    n = len(part.treatments)
    return n * (n - 1) // 2 * int(np.count_nonzero(np.triu(part.network.studies))) > MAX_CONTRIBUTION_CELLS


def as_json(result: NMAResult, *, options: dict[str, Any] | None = None, extras: Extras | None = None) -> str:
    """All numbers with the hashes of the inputs, options, seed and versions; NaN is null."""
    content = {
        **SCHEMA,
        "inputs": [{"file": Path(name).name, "sha256": digest} for name, digest in result.evidence.inputs],
        "options": options or {},
        "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
        "warnings": result.warnings,
        "proportional_hazards": [row for found in result.evidence.regressions for row in _proportional_rows(found)],
        "components": [_component(part) for part in result],
    }
    if extras is not None:
        content |= extras_report.as_dict(result, extras)
    return json.dumps(plain(content), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _component(part: ComponentResult) -> dict[str, Any]:
    found, ranks, split = part.heterogeneity, part.ranking, part.split
    fits = {"fixed": part.fixed, "random": part.random}
    return {
        "name": part.network.name,
        "treatments": part.treatments,
        "trials": [
            {
                "trial": t.trial, "reference": t.reference, "treatments": t.treatments, "effect": t.effect,
                "covariance": t.covariance, "patients": t.patients, "events": t.events, "population": t.population,
                "endpoint": t.endpoint, "source": t.source,
            }
            for t in part.network.trials
        ],
        "measure": part.measure.name,
        "model": part.model,
        "reference": part.reference,
        "small_better": part.small_better,
        "level": part.level,
        "seed": part.seed,
        "heterogeneity": {
            "Q": found.q, "df": found.df, "p": found.p, "I2": found.i2, "I2_low": found.i2_low,
            "I2_high": found.i2_high, "tau2": found.tau2, "method": found.method,
        },
        "not_estimable": part.not_estimable,
        **{
            name: None if at is None else {"effects": at.effects, "se": at.se, "tau2": at.tau2}
            for name, at in fits.items()
        },
        "league": part.league.rows(),
        "ranking": {
            "p_score": ranks.score, "mean_rank": ranks.mean, "rank_low": ranks.low, "rank_median": ranks.median,
            "rank_high": ranks.high, "probability": ranks.probability,
        },
        "decomposition": _chi_rows(part),
        "contribution": None if too_large(part) else {
            "comparisons": part.contribution.comparisons, "direct": part.contribution.direct,
            "method": part.contribution.method, "share": part.contribution.share,
        },
        "prediction": None if (ahead := part.prediction) is None else {"low": ahead.low, "high": ahead.high},
        "superiority": {"margin": part.margin, "probability": part.superiority},
        "egger": {
            "intercept": part.funnel.intercept, "se": part.funnel.intercept_se, "p": part.funnel.p,
            "reason": part.funnel.reason,
        },
        "splitting": _split_rows(part),
        "share_of_direct_evidence": split.share,
    }  # fmt: skip


def _component_text(part: ComponentResult) -> str:
    network, found = part.network, part.heterogeneity
    lines = []
    if network.of > 1:
        lines += [f"{network.name.capitalize()}: {', '.join(network.treatments)}", ""]
    lines += [league_print.as_text(part.league)]
    better = "low" if part.small_better else "high"
    lines += [f"Ranking ({better} values are better)"]
    width = max(len(name) for name in part.treatments)
    ranks = part.ranking
    for i in ranks.order:
        lines.append(
            f"  {part.treatments[i].ljust(width)}  P-score {ranks.score[i]:.3f}  "
            f"rank {ranks.mean[i]:.1f} ({ranks.low[i]:.0f} to {ranks.high[i]:.0f}){_beyond_margin(part, i)}"
        )
    counted = [(len(network.trials), "trial"), (len(network.treatments), "treatment"), (len(network.designs), "design")]
    if part.pooled_designs:
        counted[0] = (0, "")
    lines += ["", ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in counted if word)]
    if found.df > 0 and not part.pooled_designs:
        interval = "" if math.isnan(found.i2_low) else f" ({found.i2_low:.0%} to {found.i2_high:.0%})"
        lines.append(
            f"Q = {found.q:.3f} on {found.df} df (p = {found.p:.3g}), I² = {found.i2:.0%}{interval}, "
            f"τ² = {found.tau2:.4g} ({found.method})" + (f"; {found.reason}" if found.reason else "")
        )
    parts = part.decomposition
    if parts.between.df > 0:
        within = f"Within designs Q = {parts.within.q:.3f} on {parts.within.df} df; between"
        lines.append(
            f"{'Between' if part.pooled_designs else within} designs (inconsistency) "
            f"Q = {parts.between.q:.3f} on {parts.between.df} df (p = {parts.between.p:.3g})"
        )
    lines += [f"{what}: NA ({why})" for what, why in part.not_estimable.items()]
    return "\n".join(lines) + "\n"


def _beyond_margin(part: ComponentResult, i: int) -> str:
    """Probability of superiority over the reference, where a margin was given."""
    if part.margin == 0 or part.treatments[i] == part.reference:
        return ""
    chance = part.superiority[i, part.network.index(part.reference)]
    return f"  better than {part.reference} by the margin: {chance:.3f}"


def _tables(part: ComponentResult) -> dict[str, str]:
    league = part.league
    ranks = part.ranking
    ranking = [
        {
            "treatment": part.treatments[i], "p_score": ranks.score[i], "mean_rank": ranks.mean[i],
            "rank_low": ranks.low[i], "rank_median": ranks.median[i], "rank_high": ranks.high[i],
            **{f"p_rank_{k + 1}": ranks.probability[i, k] for k in range(len(part.treatments))},
        }
        for i in ranks.order
    ]  # fmt: skip
    return {
        "league.txt": league_print.as_text(league),
        "league.csv": league_print.as_csv(league),
        "league_long.csv": league_print.as_long_csv(league),
        "league_matrix.csv": league_print.as_matrix_csv(league),
        "league.tex": league_print.as_latex(league),
        "league.html": league_print.as_html(league),
        "ranking.csv": table_csv(ranking),
        "splitting.csv": table_csv(_split_rows(part)),
        "decomposition.csv": table_csv(_chi_rows(part)),
        "superiority.csv": table_csv(_superiority_rows(part)),
        "trials.csv": table_csv(_trial_rows(part)),
        **({} if too_large(part) else {"contribution.csv": table_csv(_contribution_rows(part))}),
    }


def _split_rows(part: ComponentResult) -> list[dict[str, Any]]:
    """One row a pair, on the reported scale except for the difference and its test."""
    found, report = part.split, part.measure.report
    rows = []
    for j, two in enumerate(part.treatments):
        for i, one in list(enumerate(part.treatments))[j + 1 :]:
            rows.append(
                {
                    "treatment": one, "comparator": two, "studies": int(part.direct.studies[i, j]),
                    "share_direct": found.share[i, j], "network": report(part.effects[i, j]),
                    "direct": report(found.direct[i, j]), "indirect": report(found.indirect[i, j]),
                    "difference": found.difference[i, j], "difference_se": found.difference_se[i, j],
                    "z": found.z[i, j], "p": found.p[i, j], "i2_direct": part.direct.i2[i, j],
                    "reason": str(found.reason[i, j]),
                }
            )  # fmt: skip
    return rows


def _chi_rows(part: ComponentResult) -> list[dict[str, Any]]:
    found = part.decomposition
    random = () if found.between_random is None else (found.between_random,)
    kinds = (
        ("whole network", (found.total, found.within, found.between, *random)),
        ("within design", found.designs),
        ("between designs, this one detached", found.detached),
    )
    return [{"part": kind, "name": x.name, "q": x.q, "df": x.df, "p": x.p} for kind, rows in kinds for x in rows]


def _contribution_rows(part: ComponentResult) -> list[dict[str, Any]]:
    found = part.contribution
    names = [f"{b} v {a}" for a, b in found.direct]
    return [
        {"treatment": two, "comparator": one, **dict(zip(names, row, strict=True))}
        for (one, two), row in zip(found.comparisons, found.share, strict=True)
    ]


def _proportional_text(found: CoxTrial) -> str:
    rows = [f"{row['treatment']} p = {row['p']:.2g}" for row in _proportional_rows(found)]
    return f"  {found.contrasts.trial} (v {found.contrasts.reference}): {', '.join(rows)}"


def _proportional_rows(found: CoxTrial) -> list[dict[str, Any]]:
    """One row a contrast of the trial, and one for all of a trial with more than two arms."""
    test, trial = found.proportional, found.contrasts
    rows = [
        {"trial": trial.trial, "treatment": name, "comparator": trial.reference, "chi2": chi2, "df": 1, "p": p}
        for name, chi2, p in zip(trial.treatments, test.chi2.tolist(), test.p.tolist(), strict=True)
    ]
    if len(rows) > 1:
        whole = {"chi2": test.overall_chi2, "df": len(rows), "p": test.overall_p}
        rows.append({"trial": trial.trial, "treatment": "all", "comparator": trial.reference, **whole})
    return rows


def _superiority_rows(part: ComponentResult) -> list[dict[str, Any]]:
    """Probability that the row's treatment is better than each other one by the margin."""
    corner = "better (row) than" if part.margin == 0 else f"better (row) by a margin of {part.margin:g} than"
    return [
        {corner: name, **dict(zip(part.treatments, row, strict=True))}
        for name, row in zip(part.treatments, part.superiority.tolist(), strict=True)
    ]


def _trial_rows(part: ComponentResult) -> list[dict[str, Any]]:
    return [
        {
            "trial": trial.trial, "treatment": one, "comparator": two, "measure": trial.measure,
            "estimate": part.measure.report(effect), "effect": effect, "se": se, "population": trial.population,
            "endpoint": trial.endpoint, "source": trial.source,
        }
        for trial in part.network.trials
        for one, two, effect, se in trial.pairs()
    ]  # fmt: skip


def _pictures(part: ComponentResult) -> list[tuple[str, bytes]]:
    from nma.plot.all import pictures

    return pictures(part)
