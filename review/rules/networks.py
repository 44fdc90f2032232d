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
    for figure in review.figures:
        if figure.simulated == "yes":
            sentence = f"{figure.file} shows simulated patients; its results say so"
            yield Finding("note", "figures.csv", sentence, figure.row)
