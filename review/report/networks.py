"""Tables of relative effects: trials, league tables, rankings, heterogeneity, and versions laid beside each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from nma.league import League
from nma.ranking import Ranking
from review.folder.project import Review
from review.folder.rows import slug
from review.networks.result import NetworkResult, Posterior
from review.report.facts import trial, trial_link
from review.report.table import MARKS, Cell, Table, count, interval, linked, number, text

#: Statuses from best to worst known; a result carries the marks of all that its trials have.
MARKED = ("back-solved", "unverified", "simulated")


def marks_of(result: NetworkResult, trials: Sequence[str]) -> str:
    """Signs of how well the facts behind some trials are known; none where all are verified."""
    found = {origin.status for origin in result.origins if origin.trial in trials}
    return "".join(MARKS[status] for status in MARKED if status in found)


def rests_on(result: NetworkResult) -> dict[frozenset[str], tuple[str, ...]]:
    """Trials behind each comparison."""
    return {frozenset((row.treatment, row.comparator)): row.trials for row in result.rests}


def trials(result: NetworkResult) -> Table:
    """What each trial says, as the analysis took it, with the rows it comes from."""
    rows = []
    for effect in result.effects:
        origins = [origin for origin in result.origins if origin.trial == effect.trial]
        rows.append(
            (
                trial(effect.trial), text(effect.treatment), text(effect.comparator),
                interval(effect.estimate, effect.low, effect.high, mark=marks_of(result, [effect.trial])),
                text("; ".join(dict.fromkeys(o.text for o in origins))),
                linked(list(dict.fromkeys((o.words, o.anchor) for o in origins))),
                text("; ".join(dict.fromkeys(o.status for o in origins if o.status)), kind="status"),
                text("; ".join(dict.fromkeys(o.population for o in origins if o.population))),
            )
        )  # fmt: skip
    columns = (
        "trial", "treatment", "comparator", f"{result.measure} ({_level(result.league)})", "as it stands in the table",
        "from", "status", "population",
    )  # fmt: skip
    return Table(f"{result.stem}_trials", "Trials of the network", columns, tuple(rows))


def _level(league: League) -> str:
    return f"{league.level * 100:g}% {league.interval}"


def league(result: NetworkResult, table: League, *, stem: str, title: str) -> Table:
    """The printed league table: estimate of the row's treatment against the column's in every cell."""
    behind = rests_on(result)
    null = 1.0 if result.measure != "RD" else 0.0
    rows = []
    for i, one in enumerate(table.treatments):
        cells = [text(one, kind="head")]
        for j, two in enumerate(table.treatments):
            if i == j:
                cells.append(Cell("—", kind="self"))
                continue
            on = behind.get(frozenset((one, two)), ())
            low, high = float(table.low[i, j]), float(table.high[i, j])
            better = (high < null) if result.small_better else (low > null)
            worse = (low > null) if result.small_better else (high < null)
            cells.append(
                interval(
                    float(table.estimate[i, j]), low, high, mark=marks_of(result, on),
                    link=_rest_anchor(result, one, two), title=f"{one} v {two} rests on {', '.join(on)}",
                )
            )  # fmt: skip
            if better or worse:
                last = cells[-1]
                cells[-1] = Cell(last.text, last.value, last.link, last.title, last.mark, "good" if better else "worse")
        rows.append(tuple(cells))
    note = (
        f"{result.measure} with {_level(table)} of the row's treatment against the column's; best on top. Shaded: the "
        "interval excludes no difference, in favour of the row (green) or of the column (orange)."
    )
    return Table(stem, title, ("", *table.treatments), tuple(rows), note)


def league_long(result: NetworkResult, table: League, *, stem: str) -> Table:
    """The same as tidy rows, all digits."""
    behind = rests_on(result)
    rows = []
    for row in table.rows():
        on = behind.get(frozenset((row["treatment"], row["comparator"])), ())
        rows.append(
            (
                text(row["treatment"]), text(row["comparator"]), text(result.measure),
                number(row["estimate"], 4), number(row["low"], 4), number(row["high"], 4),
                text("; ".join(on)), text(marks_of(result, on)),
            )
        )  # fmt: skip
    columns = ("treatment", "comparator", "measure", "estimate", "low", "high", "rests on", "marks")
    return Table(stem, "League table, long", columns, tuple(rows))


def _rest_anchor(result: NetworkResult, one: str, two: str) -> str:
    """Place of a comparison among those of :func:`rests`, whichever treatment is named first."""
    return f"{result.stem}_rests_" + "_".join(sorted((slug(one), slug(two))))


def rests(result: NetworkResult) -> Table:
    """Which trials each comparison rests on, and where what they say stands."""
    rows, anchors = [], []
    for row in result.rests:
        origins = [o for name in row.trials for o in result.origins if o.trial == name]
        rows.append(
            (
                text(f"{row.treatment} v {row.comparator}"),
                linked([(name, trial_link(name)) for name in row.trials], mark=marks_of(result, row.trials)),
                linked([(f"{o.trial}: {o.words}", o.anchor) for o in origins]),
            )
        )
        anchors.append(_rest_anchor(result, row.treatment, row.comparator))
    title = "What each comparison rests on"
    return Table(f"{result.stem}_rests", title, ("comparison", "trials", "from"), tuple(rows), anchors=tuple(anchors))


def ranking(result: NetworkResult) -> Table:
    """Treatments from best to worst by the main model, with the posterior's SUCRA where there is one."""
    main = result.ranking
    posterior = result.posteriors[0].ranking if result.posteriors else None
    order = (posterior or main).order
    names = (posterior or main).treatments
    rows = []
    for place, i in enumerate(order, start=1):
        name = names[i]
        k = main.treatments.index(name)
        cells = [
            count(place), text(name, kind="head"), number(float(main.score[k]), 3),
            text(f"{main.mean[k]:.1f} ({main.low[k]:.0f} to {main.high[k]:.0f})", kind="number"),
            number(float(main.probability[k, 0]), 3),
        ]  # fmt: skip
        if posterior is not None:
            cells.append(number(float(posterior.score[i]), 3))
            cells.append(
                text(f"{posterior.mean[i]:.1f} ({posterior.low[i]:.0f} to {posterior.high[i]:.0f})", kind="number")
            )
        rows.append(tuple(cells))
    columns = ["place", "treatment", "P-score", "mean rank (interval)", "probability best"]
    if posterior is not None:
        columns += ["SUCRA", "mean rank (CrI)"]
    better = "low" if result.small_better else "high"
    return Table(
        f"{result.stem}_ranking", "Ranking", tuple(columns), tuple(rows),
        f"{better.capitalize()} values are good. Ranks whose intervals overlap are not told apart by this evidence.",
    )  # fmt: skip


def heterogeneity(result: NetworkResult) -> Table:
    """Heterogeneity and inconsistency, and the reason where something cannot be known."""
    found = result.heterogeneity
    rows = [
        (text("Trials, designs, closed loops"), text(f"{result.trials}, {result.designs}, {result.loops}"), text("")),
    ]
    if found.df > 0:
        i2 = f"{found.i2:.0%}" + ("" if math.isnan(found.i2_low) else f" ({found.i2_low:.0%} to {found.i2_high:.0%})")
        rows += [
            (text("Cochran's Q"), text(f"{found.q:.3f} on {found.df} df, p = {found.p:.3g}"), text(found.reason)),
            (text("I²"), text(i2), text("")),
            (text("τ²"), text(f"{found.tau2:.4g} ({found.method})"), text(_few(found.df))),
        ]
    for pair in result.inconsistency:
        if not math.isnan(pair.p):
            rows.append(
                (
                    text(f"Direct v indirect: {pair.treatment} v {pair.comparator}"),
                    text(f"{pair.direct:.2f} v {pair.indirect:.2f}, p = {pair.p:.3g}"), text(""),
                )
            )  # fmt: skip
    rows += [(text(what[:1].upper() + what[1:]), text("NA"), text(why)) for what, why in result.not_estimable.items()]
    return Table(
        f"{result.stem}_heterogeneity", "Heterogeneity and inconsistency", ("quantity", "value", "reason or remark"),
        tuple(rows),
    )  # fmt: skip


def _few(df: int) -> str:
    if df > 2:
        return ""
    return f"rests on {df} degree{'s' * (df > 1)} of freedom: one comparison's spread would widen all others"


def sets(results: Sequence[NetworkResult], review: Review) -> Table | None:
    """Every treatment against the reference under each input set; what a set changes is emphasised."""
    if len(results) < 2:
        return None
    first = results[0]
    reference = first.reference
    scores = {r.input_set: dict(zip(r.ranking.treatments, r.ranking.score, strict=True)) for r in results}
    rows = []
    for name in [t for t in first.treatments if t != reference] + [reference]:
        cells, base = [text(name, kind="head")], None
        for result in results:
            table = result.league
            if name not in table.treatments or reference not in table.treatments:
                cells += [text("not in it"), text("")]
                continue
            i, j = table.treatments.index(name), table.treatments.index(reference)
            on = rests_on(result).get(frozenset((name, reference)), ())
            value = (float(table.estimate[i, j]), float(table.low[i, j]), float(table.high[i, j]))
            cell = interval(*value, mark=marks_of(result, on)) if name != reference else text("1 (reference)")
            printed = tuple(f"{v:.2f}" for v in value)
            if base is not None and printed != base:
                cell = Cell(cell.text, cell.value, cell.link, "differs from the first set", cell.mark, "changed")
            base = base or printed
            cells += [cell, number(float(scores[result.input_set][name]), 3)]
        rows.append(tuple(cells))
    columns = ["treatment"]
    for result in results:
        label = review.set_name(result.input_set)
        columns += [f"{label}: {first.measure} v {reference}", f"{label}: P-score"]
    return Table(
        f"{first.outcome}_{first.network}_input_sets", "What the input sets change", tuple(columns), tuple(rows),
        "Emphasised: differs from the first set in the printed decimals.",
    )  # fmt: skip


def published(review: Review, results: Sequence[NetworkResult], outcome: str, network: str) -> list[Table]:
    """A published league table beside ours, number by number, and a sentence on how many agree."""
    made = []
    for result in results:
        cells = [
            row for row in review.published_league
            if (row.outcome, row.network) == (outcome, network) and row.input_set in ("", result.input_set)
        ]  # fmt: skip
        if not cells or not set(result.treatments) & {row.treatment for row in cells}:
            continue
        sampled = review.project.outcomes[outcome].kind == "binary"
        # A binomial likelihood and inverse variance are two models; where the first was asked for, it is compared.
        versions = [] if sampled and result.posteriors else [("frequentist", result.league)]
        for k, p in enumerate(result.posteriors):
            versions.append(("Markov chains" if k else "Bayesian", p.league))
        made += [_published(result, name, table, cells, sampled=sampled) for name, table in versions]
    return made


def _published(result: NetworkResult, name: str, table: League, cells: Sequence[object], *, sampled: bool) -> Table:
    from review.folder.rows import PublishedEffect

    rows, inside, total, worst = [], 0, 0, 0.0
    for row in cells:
        assert isinstance(row, PublishedEffect)
        if row.treatment not in table.treatments or row.comparator not in table.treatments:
            continue
        i, j = table.treatments.index(row.treatment), table.treatments.index(row.comparator)
        ours = [float(m[i, j]) for m in (table.estimate, table.low, table.high)]
        theirs = [row.estimate, row.ci_low, row.ci_high]
        gaps = [abs(a - b) / b for a, b in zip(ours, theirs, strict=True) if b == b and b]
        same = [
            _agrees(a, b, sampled=sampled, limit=k > 0)
            for k, (a, b) in enumerate(zip(ours, theirs, strict=True))
            if b == b
        ]
        inside, total = inside + sum(same), total + len(same)
        worst = max([worst, *gaps])
        rows.append(
            (
                text(row.treatment), text(row.comparator), interval(theirs[0], theirs[1], theirs[2]),
                interval(ours[0], ours[1], ours[2]),
                number(100 * max(gaps, default=math.nan), 1),
                text("yes" if all(same) else "no", kind="" if all(same) else "bad"),
            )
        )  # fmt: skip
    columns = ("treatment", "comparator", "published", f"reproduced ({name})", "largest gap (%)", "agrees")
    if sampled:
        within = "3 % (estimates), 6 % (limits) or 0.015, whichever is larger: the printed numbers come from draws."
    else:
        within = f"0.015 (below 2) or 1.5 % (from 2); the largest gap is {100 * worst:.1f} %."
    note = f"{inside} of {total} printed numbers agree within {within}"
    stem = f"{result.stem}_published_{slug(name).lower()}"
    return Table(stem, "The published table beside this one", columns, tuple(rows), note)


def _agrees(ours: float, theirs: float, *, sampled: bool, limit: bool) -> bool:
    """Within rounding, and within the spread of draws where the published numbers were sampled."""
    share = (0.06 if limit else 0.03) if sampled else 0.015
    allowed = max(0.015, share * theirs) if sampled or theirs >= 2 else 0.015
    return abs(ours - theirs) <= allowed + 1e-9


def published_ranking(review: Review, result: NetworkResult) -> Table | None:
    """A published order beside ours."""
    told = sorted(
        (r for r in review.published_ranking if (r.outcome, r.network) == (result.outcome, result.network)),
        key=lambda r: r.rank,
    )
    if not told:
        return None
    ranks: Ranking = result.posteriors[0].ranking if result.posteriors else result.ranking
    places = {ranks.treatments[i]: place for place, i in enumerate(ranks.order, start=1)}
    rows = []
    for row in told:
        if row.treatment not in places:
            continue
        k = ranks.treatments.index(row.treatment)
        within = bool(ranks.low[k] <= row.rank <= ranks.high[k])
        rows.append(
            (
                count(row.rank), text(row.treatment), count(places[row.treatment]), number(float(ranks.score[k]), 3),
                text(f"{ranks.low[k]:.0f} to {ranks.high[k]:.0f}", kind="number"), text("yes" if within else "no"),
            )
        )  # fmt: skip
    columns = (
        "published place",
        "treatment",
        "place here",
        "score here",
        "ranks (interval)",
        "published within interval",
    )
    return Table(f"{result.stem}_published_ranking", "The published order beside this one", columns, tuple(rows))


def priors(result: NetworkResult, posterior: Posterior, *, stem: str) -> Table | None:
    """Every effect against the reference under two sets of priors; those that the prior decides are emphasised."""
    if not posterior.shifts:
        return None
    rows = [
        (
            text(f"{row.treatment} v {row.comparator}"), interval(*row.main),
            Cell(interval(*row.other).text, kind="changed" if row.driven else "number"),
            text("yes" if row.driven else "no"),
        )
        for row in posterior.shifts
    ]  # fmt: skip
    columns = ("comparison", "; ".join(posterior.priors), posterior.other_priors, "driven by the prior")
    return Table(stem, f"{result.measure} under two sets of priors", columns, tuple(rows))


def diagnostics(result: NetworkResult) -> Table | None:
    """How well the sampler settled, parameter by parameter."""
    rows = [
        (
            text(d.parameter), number(d.rhat, 4), count(np.floor(d.ess_bulk)),
            count(np.floor(d.ess_tail)), number(d.mcse, 4),
        )
        for posterior in result.posteriors
        for d in posterior.diagnostics
    ]  # fmt: skip
    if not rows:
        return None
    columns = ("parameter", "R̂ (rank-normalised split)", "bulk ESS", "tail ESS", "MCSE of the mean")
    methods = "; ".join(posterior.method for posterior in result.posteriors if posterior.diagnostics)
    return Table(
        f"{result.stem}_diagnostics", "Convergence", columns, tuple(rows), f"{methods[:1].upper()}{methods[1:]}."
    )
