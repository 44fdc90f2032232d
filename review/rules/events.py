"""Adverse events, risk of bias and the flow of records: sums that do not add up, cells that contradict each other."""

from __future__ import annotations

import math
from collections.abc import Iterator

from review.folder.finding import Finding
from review.folder.project import Review
from review.folder.rows import AdverseEvent


def findings(review: Review) -> Iterator[Finding]:
    """Contradictions within and between the tables of events, bias and records."""
    yield from _adverse(review)
    yield from _bias(review)
    yield from _flow(review)


def _adverse(review: Review) -> Iterator[Finding]:
    seen: dict[tuple[str, str, str, str], AdverseEvent] = {}
    by_rate: dict[tuple[str, str, float], AdverseEvent] = {}
    for row in review.adverse_events:
        key = (row.trial, row.treatment, row.event.casefold(), row.grade)
        what = f"{row.event} (grade {row.grade}) on '{row.treatment}'"
        if math.isnan(row.rate):
            yield Finding("warning", "adverse_events.csv", "has neither a rate nor events and n", row.row, "rate_pct")
            continue
        if row.events > row.n:
            yield Finding(
                "warning", "adverse_events.csv", f"{what}: {row.events:g} among {row.n:g} cannot be", row.row, "events"
            )
        if row.rate_high < row.rate:
            yield Finding("warning", "adverse_events.csv", f"{what}: the range falls", row.row, "rate_high_pct")
        if key in seen and (seen[key].rate, seen[key].rate_high) != (row.rate, row.rate_high):
            yield Finding(
                "warning", "adverse_events.csv",
                f"{what} is {_shown(row)} here and {_shown(seen[key])} in row {seen[key].row}; they "
                "contradict each other",
                row.row, "rate_pct",
            )  # fmt: skip
        twin = by_rate.get((row.event.casefold(), row.grade, row.rate))
        exact = row.rate != round(row.rate) and row.rate == row.rate_high
        if exact and twin is not None and twin.treatment != row.treatment and not row.trial:
            yield Finding(
                "warning", "adverse_events.csv",
                f"{what} is {row.rate:g} %, exactly as on '{twin.treatment}' (row {twin.row}); one may be a slip",
                row.row, "rate_pct",
            )  # fmt: skip
        by_rate.setdefault((row.event.casefold(), row.grade, row.rate), row)
        seen.setdefault(key, row)
    for (trial, treatment, event, grade), row in seen.items():
        if grade == ">=3":
            every = seen.get((trial, treatment, event, "any"))
            if every is not None and row.rate > every.rate_high:
                yield Finding(
                    "warning", "adverse_events.csv",
                    f"{row.event} on '{treatment}' is {_shown(row)} at grade >=3 but {_shown(every)} at any grade "
                    f"(row {every.row})", row.row, "rate_pct",
                )  # fmt: skip
            whole = seen.get((trial, treatment, "any", ">=3"))
            if whole is not None and event != "any" and row.rate > whole.rate_high:
                yield Finding(
                    "warning", "adverse_events.csv",
                    f"{row.event} on '{treatment}' is {_shown(row)} at grade >=3, more than all events together "
                    f"({_shown(whole)}, row {whole.row})", row.row, "rate_pct",
                )  # fmt: skip


def _shown(row: AdverseEvent) -> str:
    return f"{row.rate:g} %" if row.rate == row.rate_high else f"{row.rate:g} to {row.rate_high:g} %"


def _bias(review: Review) -> Iterator[Finding]:
    trials = len(review.studies)
    for row in review.risk_of_bias_summary:
        counted = [x for x in (row.low, row.unclear, row.high) if not math.isnan(x)]
        if sum(counted) > trials:
            yield Finding(
                "warning", "risk_of_bias_summary.csv",
                f"'{row.domain}' counts {sum(counted):g} judgements for {trials} trials", row.row,
            )  # fmt: skip
        for judgement in ("low", "unclear", "high"):
            single = sum(b.domain == row.domain and b.judgement == judgement for b in review.risk_of_bias)
            summed = getattr(row, judgement)
            if single > summed:
                yield Finding(
                    "warning", "risk_of_bias_summary.csv",
                    f"'{row.domain}' counts {summed:g} trials as {judgement}, but risk_of_bias.csv has {single}",
                    row.row, judgement,
                )  # fmt: skip


def _flow(review: Review) -> Iterator[Finding]:
    total: dict[str, float] = {}
    line: dict[str, int] = {}
    for row in review.prisma:
        total[row.item] = total.get(row.item, 0.0) + row.count
        line[row.item] = row.row

    def adds_up(result: str, parts: tuple[str, ...], sign: tuple[int, ...]) -> Iterator[Finding]:
        if result in total and all(part in total for part in parts):
            expected = sum(s * total[part] for s, part in zip(sign, parts, strict=True))
            if expected != total[result]:
                words = " ".join(
                    f"{'+' if s > 0 else '−'} {part} {total[part]:g}" for s, part in zip(sign, parts, strict=True)
                ).removeprefix("+ ")
                yield Finding(
                    "warning", "prisma.csv", f"{result} is {total[result]:g}, but {words} is {expected:g}",
                    line[result],
                    "count",
                )  # fmt: skip

    yield from adds_up("full_text", ("screened", "excluded"), (1, -1))
    yield from adds_up("screened", ("databases", "other_sources", "duplicates_removed"), (1, 1, -1))
    yield from adds_up("included_search", ("full_text", "full_text_excluded"), (1, -1))
    yield from adds_up("reports_included", ("included_search", "included_other"), (1, 1))
    if total.get("studies_included", len(review.studies)) != len(review.studies):
        yield Finding(
            "warning", "prisma.csv",
            f"studies_included is {total['studies_included']:g}, but studies.csv has {len(review.studies)}",
            line["studies_included"], "count",
        )  # fmt: skip
    patients = sum(study.n for study in review.studies)
    if "patients_included" in total and not math.isnan(patients) and total["patients_included"] != patients:
        yield Finding(
            "warning", "prisma.csv",
            f"patients_included is {total['patients_included']:g}, but studies.csv adds up to {patients:g}; "
            "subgroups, or "
            "arms left out, may explain it", line["patients_included"], "count",
        )  # fmt: skip
