"""Networks: trials that connect nothing, facts that are used nowhere, and how well those that are used are known."""

from __future__ import annotations

from collections.abc import Iterator

from review.folder.finding import Finding
from review.folder.project import Review, in_set
from review.folder.rows import Binary, Effect

#: Statuses of facts that no publication prints.
WEAK = ("back-solved", "unverified")


def findings(review: Review) -> Iterator[Finding]:
    """Sets that are empty, trials that are in no analysis, facts without a source, facts that are weak."""
    for file, kind in (("effects.csv", Effect), ("binary.csv", Binary)):
        rows = [row for row in review.reported if isinstance(row, kind)]
        for row in rows:
            if row.status == "verified" and not row.source:
                yield Finding(
                    "warning", file, "is empty, but the row counts as verified; name the source", row.row, "source"
                )
            if not row.status:
                yield Finding("note", file, "is empty; say how well the fact is known", row.row, "status")
        weak: dict[tuple[str, str], list[int]] = {}
        for row in rows:
            used = ", ".join(name for name in review.sets if in_set(row.input_set, name))
            if row.status in WEAK and used:
                weak.setdefault((row.status, used), []).append(row.row)
        for (status, used), lines in weak.items():
            which = f"rows {', '.join(map(str, lines))} are" if len(lines) > 1 else f"row {lines[0]} is"
            yield Finding("note", file, f"{which} {status} and used in {used}; results that rest on them are marked")
    reported = [name for name, plan in review.sets.items() if plan.kind == "reported"]
    for name in reported:
        if not any(in_set(row.input_set, name) for row in review.reported):
            yield Finding("warning", "review.toml", f"[inputs.{name}] has no row in effects.csv or binary.csv")
    inside = {row.trial for row in review.reported if row.input_set != "none"}
    inside |= {row.trial for row in review.figures}
    for study in review.studies:
        if study.trial not in inside:
            yield Finding(
                "warning", "studies.csv", f"trial '{study.trial}' has no result that is used", study.row, "trial"
            )
    yield from _apart(review)
    for figure in review.figures:
        if figure.simulated == "yes":
            sentence = f"{figure.file} shows simulated patients; its results say so"
            yield Finding("note", "figures.csv", sentence, figure.row)


def _apart(review: Review) -> Iterator[Finding]:
    """Networks whose trials of an outcome fall into pieces that nothing connects, each said once."""
    told: set[tuple[str, str, str]] = set()
    for name, plan in review.sets.items():
        for network in review.project.networks:
            trials = set(review.trials_of(network))
            for outcome in review.project.outcomes:
                if plan.kind == "figures":
                    used = {row.trial for row in review.figures if row.outcome == outcome}
                else:
                    used = {r.trial for r in review.reported if r.outcome == outcome and in_set(r.input_set, name)}
                parts = _components([{a.treatment for a in review.arms_of(t)} for t in sorted(used & trials)])
                words = "; ".join(", ".join(sorted(part)) for part in parts)
                if len(parts) > 1 and (network, outcome, words) not in told:
                    told.add((network, outcome, words))
                    sentence = (
                        f"[networks.{network}] falls into {len(parts)} parts for {outcome} that no trial connects "
                        f"({words}); treatments of two parts cannot be compared"
                    )
                    yield Finding("warning", "review.toml", sentence)


def _components(trials: list[set[str]]) -> list[set[str]]:
    """Treatments that some chain of trials connects."""
    parts: list[set[str]] = []
    for arms in trials:
        touched = [part for part in parts if part & arms]
        parts = [part for part in parts if not part & arms] + [arms.union(*touched)]
    return parts
