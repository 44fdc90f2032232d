"""Whether the names that tables use of each other exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from review.folder.finding import Finding
from review.folder.project import Review, in_set
from review.folder.rows import TABLES, Effect, Row, slug

#: Columns that name something, the kind of thing they name, and the table it stands in.
NAMES = {
    "trial": ("trial", "studies.csv"),
    "treatment": ("treatment", "arms.csv"),
    "treat1": ("treatment", "arms.csv"),
    "treat2": ("treatment", "arms.csv"),
    "comparator": ("treatment", "arms.csv"),
    "outcome": ("outcome", "review.toml"),
    "network": ("network", "review.toml"),
    "input_set": ("input set", "review.toml"),
}


def unresolved(review: Review) -> Iterator[Finding]:
    """A finding for every name that leads nowhere, and for every row that is there twice."""
    in_arms = {arm.treatment for arm in review.arms}
    known: Mapping[str, Sequence[str]] = {
        "trial": [study.trial for study in review.studies],
        "treatment": sorted(in_arms),
        "outcome": list(review.project.outcomes),
        "network": list(review.project.networks),
        "input set": [*review.sets, "none"],
    }
    for table in TABLES:
        own = {"trial"} if table == "studies" else {"treatment"} if table == "arms" else set()
        for row in getattr(review, table):
            yield from _row(f"{table}.csv", row, {k: v for k, v in NAMES.items() if k not in own}, known)
    yield from _project(review, in_arms)
    yield from _twice(review)
    yield from _figures(review)
    yield from _same_files(review)
    yield from _arms_of_trials(review)


def _row(
    file: str, row: Row, names: Mapping[str, tuple[str, str]], known: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    for column, (kind, home) in names.items():
        cell: Any = getattr(row, column, "")
        parts = [part.strip() for part in cell.split(";")] if column == "input_set" else [cell]
        for part in parts:
            if part and part not in known[kind]:
                have = ", ".join(known[kind][:12]) + (", ..." if len(known[kind]) > 12 else "")
                yield Finding(
                    "error", file, f"names {kind} '{part}', which {home} does not have ({have})", row.row, column
                )


def _project(review: Review, in_arms: set[str]) -> Iterator[Finding]:
    file = "review.toml"
    for name in review.project.treatments:
        if name not in in_arms:
            yield Finding("warning", file, f'[treatments."{name}"] is on no arm of arms.csv')
    for name, plan in review.project.networks.items():
        trials = set(review.trials_of(name))
        inside = {arm.treatment for arm in review.arms if arm.trial in trials}
        if not trials:
            yield Finding("warning", file, f"[networks.{name}] has no trial in studies.csv")
        elif plan.reference not in inside:
            have = ", ".join(sorted(inside))
            yield Finding(
                "error", file, f"[networks.{name}] has reference '{plan.reference}', which none of its arms is ({have})"
            )


def _twice(review: Review) -> Iterator[Finding]:
    keys = {
        "studies": ("trial",),
        "arms": ("trial", "arm"),
        "landmarks": ("trial", "outcome", "treatment", "time"),
        "risk_of_bias": ("trial", "domain"),
        "risk_of_bias_summary": ("domain",),
        "figures": ("file", "panel", "outcome"),
        "published_medians": ("outcome", "treatment"),
        "published_ranking": ("outcome", "network", "rank"),
    }
    for table, names in keys.items():
        seen: dict[tuple[str, ...], int] = {}
        for row in getattr(review, table):
            key = tuple(str(getattr(row, name)) for name in names)
            if key in seen:
                what = " / ".join(part for part in key if part and part != "nan")
                yield Finding("error", f"{table}.csv", f"'{what}' is in row {seen[key]} already; keep one", row.row)
            seen.setdefault(key, row.row)
    for name in review.sets:
        used: dict[tuple[object, ...], int] = {}
        for row in review.reported:
            if not in_set(row.input_set, name):
                continue
            if isinstance(row, Effect):
                file, pair = "effects.csv", frozenset((row.treat1, row.treat2))
            else:
                file, pair = "binary.csv", frozenset((row.treatment,))
            place = (file, row.trial, row.outcome, pair)
            if place in used:
                yield Finding(
                    "error", file,
                    f"trial '{row.trial}' has {row.outcome} of {' v '.join(sorted(pair))} in row "
                    f"{used[place]} already, "
                    f"and both are in input set '{name}'; put one of them in another set, or in 'none'", row.row,
                    "input_set",
                )  # fmt: skip
            used.setdefault(place, row.row)


def _same_files(review: Review) -> Iterator[Finding]:
    """Names that differ, but not in what their files would be called."""
    project = review.project
    for table, names in (("outcomes", project.outcomes), ("networks", project.networks), ("inputs", review.sets)):
        called: dict[str, str] = {}
        for name in names:
            key = slug(name).casefold()
            if key in called:
                sentence = (
                    f"[{table}] has '{called[key]}' and '{name}', whose files would be called the same; rename one"
                )
                yield Finding("error", "review.toml", sentence)
            called.setdefault(key, name)
    stems: dict[str, int] = {}
    shown: dict[tuple[str, str], int] = {}
    for row in review.figures:
        key = row.stem.casefold()
        if key in stems:
            sentence = (
                f"results of '{row.file}' would be called like those of row {stems[key]}; rename the file, or say the "
                "panel"
            )
            yield Finding("error", "figures.csv", sentence, row.row, "file")
        stems.setdefault(key, row.row)
        if (row.trial, row.outcome) in shown:
            sentence = (
                f"shows {row.outcome} of trial '{row.trial}', as row {shown[row.trial, row.outcome]} does; "
                "its patients "
                "would count twice"
            )
            yield Finding("error", "figures.csv", sentence, row.row, "trial")
        shown.setdefault((row.trial, row.outcome), row.row)


def _figures(review: Review) -> Iterator[Finding]:
    for row in review.figures:
        if not (review.folder / "figures" / row.file).is_file():
            yield Finding(
                "error", "figures.csv", f"names '{row.file}', which the folder figures/ does not hold", row.row, "file"
            )
        if review.project.outcomes.get(row.outcome) and review.project.outcomes[row.outcome].kind != "time":
            yield Finding(
                "error", "figures.csv", f"shows '{row.outcome}', which is no time to an event", row.row, "outcome"
            )
    for table, kind in (("effects", ""), ("medians", "time"), ("landmarks", "time"), ("binary", "binary")):
        for row in getattr(review, table):
            outcome = review.project.outcomes.get(row.outcome)
            if kind and outcome and outcome.kind != kind:
                yield Finding(
                    "error",
                    f"{table}.csv",
                    f"'{row.outcome}' is of kind {outcome.kind}, this table is for {kind}",
                    row.row,
                    "outcome",
                )


def _arms_of_trials(review: Review) -> Iterator[Finding]:
    on: dict[str, set[str]] = {}
    for arm in review.arms:
        on.setdefault(arm.trial, set()).add(arm.treatment)
    for study in review.studies:
        if study.trial not in on:
            yield Finding("error", "studies.csv", f"trial '{study.trial}' has no arm in arms.csv", study.row, "trial")
        elif len(on[study.trial]) < 2:
            yield Finding(
                "warning", "studies.csv", f"trial '{study.trial}' has arms of one treatment only", study.row, "trial"
            )
    for table, names in (("effects", ("treat1", "treat2")), ("binary", ("treatment",)), ("medians", ("treatment",))):
        for row in getattr(review, table):
            for column in names:
                name = getattr(row, column)
                if row.trial in on and name not in on[row.trial]:
                    have = ", ".join(sorted(on[row.trial]))
                    yield Finding(
                        "error",
                        f"{table}.csv",
                        f"trial '{row.trial}' has no arm on '{name}' (it has {have})",
                        row.row,
                        column,
                    )
    for row in review.effects:
        if row.treat1 == row.treat2:
            yield Finding("error", "effects.csv", f"compares '{row.treat1}' with itself", row.row, "treat2")
        if row.ci_low > row.ci_high:
            yield Finding(
                "error",
                "effects.csv",
                f"runs from {row.ci_low:g} to {row.ci_high:g}; give the lower limit first",
                row.row,
                "ci_low",
            )
        elif row.ci_low == row.ci_high:
            yield Finding(
                "error", "effects.csv", "the interval has no width; give it with more decimals", row.row, "ci_high"
            )
        measure = review.project.outcomes[row.outcome].measure if row.outcome in review.project.outcomes else ""
        if measure != "RD" and min(row.estimate, row.ci_low) <= 0:
            yield Finding(
                "error",
                "effects.csv",
                f"{measure} {row.estimate:g} ({row.ci_low:g} to {row.ci_high:g}) must be above 0",
                row.row,
                "estimate",
            )
    for item in review.binary:
        if item.responders > item.n:
            yield Finding(
                "error",
                "binary.csv",
                f"{item.responders:g} responders cannot be among {item.n:g} patients",
                item.row,
                "responders",
            )
