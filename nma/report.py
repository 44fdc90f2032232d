"""Everything an analysis gives, as files: tables, pictures and one JSON with all numbers and where they came from."""

from __future__ import annotations

import json
import math
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ipdrecon.files import write_bytes, write_text
from nma import extras_report, league_print
from nma.cox import CoxTrial
from nma.extras import Extras
from nma.part_files import write_part
from nma.plain import plain, table_csv
from nma.report_tables import chi_rows, proportional_rows, split_rows, tables, too_large
from nma.result import ComponentResult, NMAResult

__all__ = ["as_json", "as_text", "plain", "table_csv", "write"]

#: Libraries whose versions can change a digit.
LIBRARIES = ("ipdrecon", "numpy", "scipy", "lifelines")
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
    made: list[Path] = []
    for part in result:
        made += write_part(folder, part.network, tables(part), _pictures(part))
    made.append(
        write_bytes(folder / "league.xlsx", league_print.as_xlsx([(part.network.name, part.league) for part in result]))
    )
    if tested := [row for found in result.evidence.regressions for row in proportional_rows(found)]:
        made.append(write_text(folder / "proportional_hazards.csv", table_csv(tested)))
    made.append(write_text(folder / "result.json", as_json(result, options=options, extras=extras)))
    return made + (extras_report.write(result, extras, folder) if extras is not None else [])


def as_json(result: NMAResult, *, options: dict[str, Any] | None = None, extras: Extras | None = None) -> str:
    """All numbers with the hashes of the inputs, options, seed and versions; NaN is null."""
    content = {
        **SCHEMA,
        "inputs": [{"file": Path(name).name, "sha256": digest} for name, digest in result.evidence.inputs],
        "options": options or {},
        "versions": {"python": platform.python_version(), **{name: version(name) for name in LIBRARIES}},
        "warnings": result.warnings,
        "proportional_hazards": [row for found in result.evidence.regressions for row in proportional_rows(found)],
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
        "decomposition": chi_rows(part),
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
        "splitting": split_rows(part),
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


def _proportional_text(found: CoxTrial) -> str:
    rows = [f"{row['treatment']} p = {row['p']:.2g}" for row in proportional_rows(found)]
    return f"  {found.contrasts.trial} (v {found.contrasts.reference}): {', '.join(rows)}"


def _pictures(part: ComponentResult) -> list[tuple[str, bytes]]:
    from nma.plot.all import pictures

    return pictures(part)
