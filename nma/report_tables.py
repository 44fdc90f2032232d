"""Tables of one component as CSV and print: league, ranking, splits, Q by design, contributions, trials."""

from __future__ import annotations

from typing import Any

import numpy as np

from nma import league_print
from nma.cox import CoxTrial
from nma.plain import table_csv
from nma.result import ComponentResult

#: Cells of the largest contribution matrix that is made unasked; its work grows with the fifth power of treatments.
MAX_CONTRIBUTION_CELLS = 1_000_000


def tables(part: ComponentResult) -> dict[str, str]:
    """Contents by file name."""
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
        **league_print.as_files(league),
        "ranking.csv": table_csv(ranking),
        "splitting.csv": table_csv(split_rows(part)),
        "decomposition.csv": table_csv(chi_rows(part)),
        "superiority.csv": table_csv(_superiority_rows(part)),
        "trials.csv": table_csv(_trial_rows(part)),
        **({} if too_large(part) else {"contribution.csv": table_csv(_contribution_rows(part))}),
        **({} if part.prediction is None else {"prediction.csv": table_csv(_prediction_rows(part))}),
    }


def split_rows(part: ComponentResult) -> list[dict[str, Any]]:
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


def chi_rows(part: ComponentResult) -> list[dict[str, Any]]:
    """Q of the whole, of each design, and with each design detached."""
    found = part.decomposition
    random = () if found.between_random is None else (found.between_random,)
    kinds = (
        ("whole network", (found.total, found.within, found.between, *random)),
        ("within design", found.designs),
        ("between designs, this one detached", found.detached),
    )
    return [{"part": kind, "name": x.name, "q": x.q, "df": x.df, "p": x.p} for kind, rows in kinds for x in rows]


def _prediction_rows(part: ComponentResult) -> list[dict[str, Any]]:
    """Random-effects estimate of each ordered pair with its limits for a new trial, reported scale."""
    ahead, report, fit = part.prediction, part.measure.report, part.random
    assert ahead is not None and fit is not None
    return [
        {
            "treatment": one, "comparator": two, "estimate": report(fit.effects[i, j]),
            "prediction_low": report(ahead.low[i, j]), "prediction_high": report(ahead.high[i, j]),
        }
        for i, one in enumerate(part.treatments)
        for j, two in enumerate(part.treatments)
        if i != j
    ]  # fmt: skip


def _contribution_rows(part: ComponentResult) -> list[dict[str, Any]]:
    found = part.contribution
    names = [f"{b} v {a}" for a, b in found.direct]
    return [
        {"treatment": two, "comparator": one, **dict(zip(names, row, strict=True))}
        for (one, two), row in zip(found.comparisons, found.share, strict=True)
    ]


def proportional_rows(found: CoxTrial) -> list[dict[str, Any]]:
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


def too_large(part: ComponentResult) -> bool:
    """Whether the contribution matrix would take minutes and fill a disk."""
    n = len(part.treatments)
    return n * (n - 1) // 2 * int(np.count_nonzero(np.triu(part.network.studies))) > MAX_CONTRIBUTION_CELLS
