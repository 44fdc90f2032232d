"""Tables of what the folder says: studies, arms, bias, records, effects, counts, medians, adverse events, findings."""

from __future__ import annotations

import math
from collections.abc import Sequence

from review.folder.finding import Finding
from review.folder.project import Review, in_set
from review.folder.rows import PRISMA_ITEMS, Row, slug
from review.plot.heat import GRADES
from review.report.table import Cell, Table, count, interval, number, status, text


def trial_link(trial: str) -> str:
    """Anchor of a trial's row among the study characteristics."""
    return f"study-{slug(trial)}"


def trial(name: str) -> Cell:
    """A trial's name that leads to its row."""
    return text(name, link=trial_link(name))


def source(row: Row) -> list[Cell]:
    """Source, status and note of a row."""
    return [text(row.source, kind="source"), status(row.status), text(row.note, kind="note")]


SOURCE = ("source", "status", "note")


def studies(review: Review, findings: Sequence[Finding]) -> Table:
    """Study characteristics with their arms; cells that a rule objects to are marked."""
    doubted = {(f.file, f.row, f.column): f.text for f in findings if f.level == "warning"}
    study_extra = list(dict.fromkeys(key for study in review.studies for key in study.extra))
    arm_extra = list(dict.fromkeys(key for arm in review.arms for key in arm.extra))
    rows, anchors = [], []
    for study in review.studies:
        arms = review.arms_of(study.trial)

        def joined(values: Sequence[str]) -> str:
            return " / ".join(value or "–" for value in values) if any(values) else ""

        cells = [
            text(study.trial, kind="head"), text(study.first_author_year), text(study.registration),
            text(review.network_name(study.network)), text(study.design), text(study.region), text(study.population),
            text(study.lines), _doubted(count(study.n), doubted, "studies.csv", study.row, "n"),
            text(" v ".join(arm.arm for arm in arms)), text(" v ".join(arm.treatment for arm in arms)),
            text(joined(["" if math.isnan(arm.n) else f"{arm.n:.0f}" for arm in arms])),
        ]  # fmt: skip
        cells += [_doubted(text(study.extra.get(k, "")), doubted, "studies.csv", study.row, k) for k in study_extra]
        for key in arm_extra:
            cell = text(joined([arm.extra.get(key, "") for arm in arms]))
            for arm in arms:
                cell = _doubted(cell, doubted, "arms.csv", arm.row, key)
            cells.append(cell)
        rows.append((*cells, *source(study)))
        anchors.append(trial_link(study.trial))
    columns = (
        "trial", "publication", "registration", "network", "design", "region", "population", "lines", "n", "arms",
        "treatments", "n per arm", *(_words(key) for key in study_extra),
        *(f"{_words(key)} per arm" for key in arm_extra), *SOURCE,
    )  # fmt: skip
    return _without_empty(
        Table(
            "study_characteristics", "Study characteristics", columns, tuple(rows),
            "Cells as their sources print them; ⚠ marks a cell that a rule objects to (point at it for the reason).",
            tuple(anchors),
        )
    )  # fmt: skip


def _doubted(cell: Cell, doubted: dict[tuple[str, int, str], str], file: str, row: int, column: str) -> Cell:
    if (file, row, column) not in doubted:
        return cell
    return Cell(cell.text, cell.value, cell.link, doubted[file, row, column], cell.mark + "⚠", "bad")


def _words(column: str) -> str:
    return column.removesuffix("_pct").removesuffix("_n").replace("_", " ") + (
        " (%)" if column.endswith("_pct") else " (n)" if column.endswith("_n") else ""
    )


def _without_empty(table: Table) -> Table:
    """The table without columns that are empty in all rows."""
    keep = [j for j in range(len(table.columns)) if any(row[j].text for row in table.rows)]
    return Table(
        table.stem, table.title, tuple(table.columns[j] for j in keep),
        tuple(tuple(row[j] for j in keep) for row in table.rows), table.note, table.anchors,
    )  # fmt: skip


def effects(review: Review) -> Table:
    """Every reported effect with the sets it is in, as the analyses took it."""
    rows = []
    for row in review.effects:
        level = "95 (assumed)" if math.isnan(row.ci_level) else f"{row.ci_level:g}"
        sets = [review.set_name(name) for name in review.sets if in_set(row.input_set, name)]
        rows.append(
            (
                count(row.row), trial(row.trial), text(row.outcome), text(row.treat1), text(row.treat2),
                number(row.estimate, 3), number(row.ci_low, 3), number(row.ci_high, 3), text(level, kind="number"),
                text(row.population), text(row.assessor), text(", ".join(sets) or "none (shown only)"), *source(row),
            )
        )  # fmt: skip
    columns = ("row", "trial", "outcome", "treatment", "comparator", "estimate", "CI low", "CI high", "CI level (%)",
               "population", "assessed by", "input sets", *SOURCE)  # fmt: skip
    return _without_empty(
        Table("effects", "Reported relative effects (effects.csv)", columns, tuple(rows),
              anchors=tuple(f"effects-{row.row}" for row in review.effects))
    )  # fmt: skip


def binary(review: Review) -> Table:
    """Every reported count."""
    rows = [
        (
            count(row.row), trial(row.trial), text(row.outcome), text(row.treatment), count(row.responders),
            count(row.n), number(100 * row.responders / row.n, 1), number(row.follow_up, 1), text(row.population),
            text(", ".join(review.set_name(s) for s in review.sets if in_set(row.input_set, s)) or "none (shown only)"),
            *source(row),
        )
        for row in review.binary
    ]  # fmt: skip
    unit = review.project.review.time_unit
    columns = ("row", "trial", "outcome", "treatment", "responders", "n", "rate (%)", f"follow-up ({unit})",
               "population", "input sets", *SOURCE)  # fmt: skip
    return _without_empty(
        Table("binary", "Reported responders (binary.csv)", columns, tuple(rows),
              anchors=tuple(f"binary-{row.row}" for row in review.binary))
    )  # fmt: skip


def medians(review: Review) -> Table:
    """Reported medians and landmark rates."""
    rows = [
        (
            trial(m.trial), text(m.outcome), text(m.treatment), text("median"),
            interval(m.median, m.ci_low, m.ci_high), text("" if math.isnan(m.ci_level) else f"{m.ci_level:g}"),
            text(m.population), *source(m),
        )
        for m in review.medians
    ]  # fmt: skip
    rows += [
        (
            trial(m.trial), text(m.outcome), text(m.treatment), text(f"% at {m.time:g}"),
            interval(m.rate_pct, m.ci_low_pct, m.ci_high_pct, 1), text(""), text(""), *source(m),
        )
        for m in review.landmarks
    ]  # fmt: skip
    columns = ("trial", "outcome", "treatment", "quantity", "value (CI)", "CI level (%)", "population", *SOURCE)
    title = f"Reported medians and landmark rates ({review.project.review.time_unit})"
    anchors = (*(f"medians-{m.row}" for m in review.medians), *(f"landmarks-{m.row}" for m in review.landmarks))
    return _without_empty(Table("medians", title, columns, tuple(rows), anchors=anchors))


def risk_of_bias(review: Review) -> Table:
    """Judgements of single trials, then counts of trials where only these are known."""
    rows = [
        (trial(row.trial), text(row.domain), text(row.judgement), text(row.reason), *source(row))
        for row in review.risk_of_bias
    ]
    for total in review.risk_of_bias_summary:
        said = [
            f"{name} {value:g}" for name in ("low", "unclear", "high") if not math.isnan(value := getattr(total, name))
        ]
        rows.append(
            (
                text("all trials"),
                text(total.domain),
                text(", ".join(said) or "no count printed"),
                text(""),
                *source(total),
            )
        )
    return _without_empty(
        Table("risk_of_bias", "Risk of bias", ("trial", "domain", "judgement", "reason", *SOURCE), tuple(rows))
    )


def prisma(review: Review) -> Table:
    """Counts of the flow of records."""
    order = {item: i for i, item in enumerate(PRISMA_ITEMS)}
    rows = [
        (text(row.item.replace("_", " ")), count(row.count), text(row.reason), *source(row))
        for row in sorted(review.prisma, key=lambda row: order[row.item])
    ]
    return _without_empty(Table("prisma", "Flow of records", ("item", "count", "reason", *SOURCE), tuple(rows)))


def adverse_events(review: Review) -> Table:
    """Adverse events; those that reach the threshold are emphasised."""
    threshold = review.project.review.ae_threshold
    order = {name: i for i, name in enumerate(review.treatments)}
    rows, anchors = [], []
    for row in sorted(review.adverse_events, key=lambda r: (list(GRADES).index(r.grade), r.event, order[r.treatment])):
        rate = (
            ""
            if math.isnan(row.rate)
            else f"{row.rate:g}" + (f"–{row.rate_high:g}" if row.rate_high != row.rate else "")
        )
        rows.append(
            (
                text(row.event), text(GRADES[row.grade]), text(row.treatment),
                trial(row.trial) if row.trial else text(""),
                Cell(rate, value=row.rate if row.rate == row.rate_high else rate, kind="number"),
                text("yes" if row.rate_high >= threshold else "no"), count(row.events), count(row.n), *source(row),
            )
        )  # fmt: skip
        anchors.append(f"adverse-{row.row}")
    columns = ("event", "grade", "treatment", "trial", "rate (%)", f"at least {threshold:g} %", "events", "n", *SOURCE)
    return _without_empty(Table("adverse_events", "Adverse events", columns, tuple(rows), anchors=tuple(anchors)))


def findings(found: Sequence[Finding]) -> Table:
    """What the rules say about the folder."""
    rows = [(text(f.level, kind="bad" if f.level != "note" else ""), text(f.where), text(f.text)) for f in found]
    return Table("findings", "What the rules found in the folder", ("level", "where", "finding"), tuple(rows))
