"""Tables of figures, reconstructed patients, pooled medians and rates."""

from __future__ import annotations

import math
from collections.abc import Sequence

from review.figures.result import ArmResult
from review.folder.project import Review, in_set
from review.networks.result import NetworkResult
from review.plot.against import Pair
from review.plot.bubble import Bubble
from review.report.facts import trial
from review.report.table import MARKS, Table, count, interval, linked, number, text
from review.results import Results

SIMULATED = MARKS["simulated"]


def figures(results: Results, unit: str) -> Table:
    """Every curve of every figure with its assessment."""
    rows, anchors = [], []
    for figure in results.figures:
        for arm in figure.arms:
            mark = SIMULATED if figure.simulated else ""
            rows.append(
                (
                    text(figure.file, link=f"figure-{figure.stem}", mark=mark), trial(figure.trial),
                    text(figure.outcome),
                    text(arm.curve), text(arm.treatment), count(arm.patients) if not arm.missing else text("–"),
                    count(arm.events) if not arm.missing else text("–"), text(arm.counts_from, kind="wide"),
                    interval(arm.median, arm.median_low, arm.median_high), number(arm.printed_median),
                    number(arm.rmse, 4), number(arm.max_difference, 4),
                    text(_kept(arm)),
                    number(100 * arm.confidence, 0),
                    text("read" if not figure.corrections else "corrected by a person"),
                    text(arm.missing or arm.verdict, kind="wide"),
                )
            )  # fmt: skip
            anchors.append("")
    columns = (
        "figure", "trial", "outcome", "curve", "treatment", "patients", "events", "patients from",
        f"median ({unit}, 95% CI)", "reported median", "RMSE of S", "largest gap of S", "numbers at risk kept",
        "confidence (%)", "how", "assessment",
    )  # fmt: skip
    return Table("figures", "Figures and reconstructed patients", columns, tuple(rows), anchors=tuple(anchors))


def _kept(arm: ArmResult) -> str:
    return f"{arm.table_cells - arm.table_off} of {arm.table_cells}" if arm.table_cells else "none printed"


def failures(results: Results) -> Table | None:
    """Figures that could not be used."""
    if not results.failures:
        return None
    rows = [(text(f.file), trial(f.trial), text(f"figures.csv, row {f.row}"), text(f.reason)) for f in results.failures]
    return Table("failed_figures", "Figures that could not be used", ("figure", "trial", "from", "reason"), tuple(rows))


def pooled(review: Review, results: Results, outcome: str) -> Table | None:
    """Pooled medians per treatment beside the published ones."""
    curves = [curve for curve in results.pooled if curve.outcome == outcome]
    if not curves:
        return None
    told = {row.treatment: row for row in review.published_medians if row.outcome == outcome}
    stems = {r.trial: r.stem for r in results.figures if r.outcome == outcome}
    rows = []
    for curve in sorted(curves, key=lambda c: -c.pooled.median):
        one, row = curve.pooled, told.get(curve.treatment)
        first = stems.get(one.trials[0], "")
        i2 = one.heterogeneity.i2 if one.heterogeneity is not None else math.nan
        cells = [
            text(curve.treatment, kind="head", mark=SIMULATED if curve.simulated else ""), count(len(one.trials)),
            count(one.patients), count(one.events),
            interval(one.median, one.median_low, one.median_high, link=f"figure-{first}" if first else ""),
            interval(one.rmst, one.rmst_low, one.rmst_high), number(one.horizon, 1), number(100 * i2, 0),
            linked([(name, f"figure-{stems[name]}" if name in stems else "") for name in one.trials]),
            text(one.method),
        ]  # fmt: skip
        if told:
            cells += [
                interval(row.median, row.ci_low, row.ci_high) if row else text(""),
                number(one.median - row.median) if row else text(""),
            ]
        rows.append(tuple(cells))
    unit = review.project.review.time_unit
    level = f"{review.project.model.level * 100:g}% CI"
    columns = ["treatment", "trials", "patients", "events", f"pooled median ({unit}, {level})",
               "restricted mean", "up to", "I² (%)",
               "of", "method"]  # fmt: skip
    if told:
        columns += ["published pooled median", "difference"]
    missing = [name for name in told if name not in {c.treatment for c in curves}]
    note = f"Published, but no figure is in this folder: {', '.join(missing)}." if missing else ""
    return Table(f"{outcome}_pooled_medians", "Pooled medians per treatment", tuple(columns), tuple(rows), note)


def reestimated(review: Review, results: Results, outcome: str) -> tuple[Table, list[Pair]] | None:
    """Hazard ratios of the reconstructed patients beside those reported for the same trial and pair."""
    of_figures = [r for r in results.networks if r.outcome == outcome and review.sets[r.input_set].kind == "figures"]
    found = {(e.trial, frozenset((e.treatment, e.comparator))): e for r in of_figures for e in r.effects}
    stems = {r.trial: (r.stem, r.simulated) for r in results.figures if r.outcome == outcome}
    if not found:
        return None
    main = next((name for name, plan in review.sets.items() if plan.kind == "reported"), "")
    rows, pairs = [], []
    for row in review.effects:
        key = (row.trial, frozenset((row.treat1, row.treat2)))
        if row.outcome != outcome or key not in found:
            continue
        effect = found[key]
        ours = (effect.estimate, effect.low, effect.high)
        if effect.treatment != row.treat1:
            ours = (1 / ours[0], 1 / ours[2], 1 / ours[1])
        stem, simulated = stems[row.trial]
        level = 95 if math.isnan(row.ci_level) else row.ci_level
        used = in_set(row.input_set, main)
        rows.append(
            (
                trial(row.trial), text(f"{row.treat1} v {row.treat2}"), text(row.population),
                interval(
                    row.estimate, row.ci_low, row.ci_high, link=f"effects-{row.row}", mark=MARKS.get(row.status, "")
                ),
                text(f"{level:g}%", kind="number"), text("yes" if used else "no"),
                interval(*ours, link=f"figure-{stem}", mark=SIMULATED if simulated else ""),
                number(100 * (ours[0] / row.estimate - 1), 1),
            )
        )  # fmt: skip
        if used:
            pairs.append(Pair(f"{row.trial}: {row.treat1}", (row.estimate, row.ci_low, row.ci_high), ours))
    if not rows:
        return None
    columns = ("trial", "comparison", "reported for", "reported HR", "CI level", "in the main set",
               "re-estimated from patients (95% CI)", "difference (%)")  # fmt: skip
    note = (
        "A figure shows its trial's whole population as a rule; an effect reported for a subgroup, by another assessor "
        "or from a stratified model differs for that reason alone."
    )
    return Table(
        f"{outcome}_reestimated", "Hazard ratios re-estimated from reconstructed patients", columns, tuple(rows), note
    ), pairs


def bubbles(review: Review, outcome: str) -> list[Bubble]:
    """Responders of each treatment over the trials of each network, main input set."""
    main = next((name for name, plan in review.sets.items() if plan.kind == "reported"), "")
    found = []
    for network in review.project.networks:
        trials = set(review.trials_of(network))
        rows = [r for r in review.binary if r.outcome == outcome and r.trial in trials and in_set(r.input_set, main)]
        for treatment in dict.fromkeys(row.treatment for row in rows):
            own = [row for row in rows if row.treatment == treatment]
            followed = [row for row in own if not math.isnan(row.follow_up)]
            n = sum(row.n for row in followed)
            found.append(
                Bubble(
                    treatment, review.network_name(network), sum(r.responders for r in own), sum(r.n for r in own),
                    len({row.trial for row in own}), sum(r.follow_up * r.n for r in followed) / n if n else math.nan,
                )
            )  # fmt: skip
    return found


def rates(review: Review, outcome: str) -> Table | None:
    """Pooled rates per treatment with exact intervals, beside the published ones."""
    from scipy.stats import binomtest

    found = bubbles(review, outcome)
    if not found:
        return None
    told = {row.treatment: row for row in review.published_rates if row.outcome == outcome}
    main = next((name for name, plan in review.sets.items() if plan.kind == "reported"), "")
    rows = []
    for bubble in found:
        limits = binomtest(int(bubble.responders), int(bubble.patients)).proportion_ci(review.project.model.level)
        own = [
            r
            for r in review.binary
            if r.treatment == bubble.treatment and r.outcome == outcome and in_set(r.input_set, main)
        ]
        marks = "".join(sorted({MARKS[r.status] for r in own if r.status in ("back-solved", "unverified")}))
        row = told.get(bubble.treatment)
        cells = [
            text(bubble.treatment, kind="head"), text(bubble.network), count(bubble.trials), count(bubble.responders),
            count(bubble.patients),
            interval(bubble.rate, 100 * limits.low, 100 * limits.high, 1, mark=marks, link=f"binary-{own[0].row}"),
            number(bubble.follow_up, 1),
        ]  # fmt: skip
        if told:
            # Printed without decimals, so half a percent either way is the same.
            off = row is not None and not row.low_pct - 0.5 <= bubble.rate <= row.high_pct + 0.5
            cells.append(text("" if row is None else _range(row.low_pct, row.high_pct), kind="bad" if off else ""))
        rows.append(tuple(cells))
    unit = review.project.review.time_unit
    columns = ["treatment", "network", "trials", "responders", "patients", "rate (%, exact CI)", f"follow-up ({unit})"]
    return Table(
        f"{outcome}_rates", f"{review.title_of(outcome)} per treatment", (*columns,
        *(["published (%)"] if told else [])),
        tuple(rows),
        "Responders and patients added up over trials; trials are not weighted otherwise. Shaded: the "
        "published rate or "
        "range does not hold the rate that these counts give.",
    )  # fmt: skip


def _range(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def by_outcome(results: Sequence[NetworkResult], outcome: str, network: str) -> list[NetworkResult]:
    """Results of one outcome in one network, main input set first."""
    return [r for r in results if (r.outcome, r.network) == (outcome, network)]
