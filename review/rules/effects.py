"""Reported effects: intervals that are no intervals, levels that differ, directions that disagree, a trial twice."""

from __future__ import annotations

import math
from collections.abc import Iterator

from nma.checks import Interval, interval_warnings
from review.folder.finding import Finding
from review.folder.project import Review, in_set
from review.folder.rows import Effect


def findings(review: Review) -> Iterator[Finding]:
    """What is odd about the rows of effects.csv, set by set, each said once."""
    yield from _intervals(review)
    yield from _levels(review)
    yield from _twins(review)
    yield from _populations(review)
    yield from _published(review)


def _intervals(review: Review) -> Iterator[Finding]:
    for row in review.effects:
        measure = review.project.outcomes[row.outcome].measure
        level = (95.0 if math.isnan(row.ci_level) else row.ci_level) / 100
        interval = Interval(
            "", row.trial, row.treat1, row.treat2, row.estimate, row.ci_low, row.ci_high, level, measure != "RD",
            decimals=max(_decimals(row.ci_low), _decimals(row.ci_high)),
            patients=_patients(review, row), medians=_medians(review, row),
        )  # fmt: skip
        for sentence in interval_warnings([interval]):
            yield Finding("warning", "effects.csv", sentence.removeprefix(": ").rstrip("."), row.row)
        if math.isnan(row.ci_level):
            yield Finding("note", "effects.csv", "is empty; the interval is read as a 95 % one", row.row, "ci_level")


def _decimals(value: float) -> int:
    return len(f"{value:.10f}".rstrip("0").partition(".")[2])


def _patients(review: Review, row: Effect) -> float:
    return sum(arm.n for arm in review.arms_of(row.trial) if arm.treatment in (row.treat1, row.treat2))


def _medians(review: Review, row: Effect) -> tuple[float, float]:
    """Reported medians of the same trial, outcome and population."""
    found = {
        m.treatment: m.median
        for m in review.medians
        if (m.trial, m.outcome) == (row.trial, row.outcome) and m.population in ("", row.population)
    }
    return found.get(row.treat1, math.nan), found.get(row.treat2, math.nan)


def _levels(review: Review) -> Iterator[Finding]:
    """A level unlike the others; and the same interval given two levels in two sets."""
    by_outcome: dict[str, list[Effect]] = {}
    for row in review.effects:
        by_outcome.setdefault(row.outcome, []).append(row)
    for rows in by_outcome.values():
        levels = [95.0 if math.isnan(row.ci_level) else row.ci_level for row in rows]
        usual = max(set(levels), key=levels.count)
        for row, level in zip(rows, levels, strict=True):
            if level != usual:
                yield Finding(
                    "warning", "effects.csv",
                    f"trial '{row.trial}' has a {level:g} % interval among {usual:g} % ones; its level is taken into "
                    "account", row.row, "ci_level",
                )  # fmt: skip
        for i, one in enumerate(rows):
            for j, two in enumerate(rows[:i]):
                same = (one.trial, one.ci_low, one.ci_high) == (two.trial, two.ci_low, two.ci_high)
                if same and levels[i] != levels[j]:
                    yield Finding(
                        "warning", "effects.csv",
                        f"trial '{one.trial}' has the interval {one.ci_low:g} to {one.ci_high:g} as a "
                        f"{levels[j]:g} % one "
                        f"in row {two.row} and as a {levels[i]:g} % one here; one of them misreads it", one.row,
                        "ci_level",
                    )  # fmt: skip


def _twins(review: Review) -> Iterator[Finding]:
    """The same numbers under two trials, the same registration or the same name written twice."""
    seen: dict[tuple[object, ...], Effect] = {}
    for row in review.effects:
        key = (row.outcome, row.treat1, row.treat2, row.estimate, row.ci_low, row.ci_high)
        if key in seen and seen[key].trial != row.trial:
            yield Finding(
                "warning", "effects.csv",
                f"trials '{seen[key].trial}' (row {seen[key].row}) and '{row.trial}' have the same "
                "treatments, estimate "
                "and interval; if they are one trial, keep one", row.row,
            )  # fmt: skip
        seen.setdefault(key, row)
    registered: dict[str, str] = {}
    written: dict[str, str] = {}
    for study in review.studies:
        number = study.registration.replace(" ", "").upper()
        if number and number in registered:
            yield Finding(
                "warning", "studies.csv",
                f"trials '{registered[number]}' and '{study.trial}' have the same registration; they may be one trial",
                study.row, "registration",
            )  # fmt: skip
        registered.setdefault(number, study.trial)
        plain = "".join(ch for ch in study.trial.lower() if ch.isalnum())
        if plain in written:
            yield Finding(
                "warning", "studies.csv",
                f"trials '{written[plain]}' and '{study.trial}' differ in blanks and signs only; they may be one trial",
                study.row, "trial",
            )  # fmt: skip
        written.setdefault(plain, study.trial)


def _populations(review: Review) -> Iterator[Finding]:
    """One trial, two populations, in the outcomes of one input set; said once for all sets alike."""
    told: set[tuple[str, ...]] = set()
    for name in review.sets:
        for study in review.studies:
            said: dict[str, tuple[str, int, str]] = {}
            for row in review.reported:
                if row.trial == study.trial and row.population and in_set(row.input_set, name):
                    file = "effects.csv" if isinstance(row, Effect) else "binary.csv"
                    said.setdefault(row.population, (row.outcome, row.row, file))
            key = (study.trial, *said)
            if len(said) > 1 and key not in told:
                told.add(key)
                parts = "; ".join(f"{outcome}: {who}" for who, (outcome, _, _) in said.items())
                _, line, file = list(said.values())[-1]
                yield Finding(
                    "note",
                    file,
                    f"trial '{study.trial}' enters with different populations ({parts})",
                    line,
                    "population",
                )


def _published(review: Review) -> Iterator[Finding]:
    """A published table against itself: A v B is one over B v A."""
    ratio = {name: outcome.measure != "RD" for name, outcome in review.project.outcomes.items()}
    cells = {
        (row.outcome, row.network, row.input_set, row.treatment, row.comparator): row
        for row in review.published_league
        if ratio[row.outcome]
    }
    for (outcome, network, input_set, one, two), row in cells.items():
        back = cells.get((outcome, network, input_set, two, one))
        if back is None or back.row < row.row:
            continue
        for name, here, there in (
            ("estimate", row.estimate, back.estimate),
            ("ci_low", row.ci_low, back.ci_high),
            ("ci_high", row.ci_high, back.ci_low),
        ):
            if math.isnan(here) or math.isnan(there):
                continue
            # One unit of the last printed place on either side: printed values are rounded, sometimes from draws.
            low, high = 1 / (there + 0.011), 1 / max(there - 0.011, 1e-9)
            if not low - 0.011 <= here <= high + 0.011:
                yield Finding(
                    "warning", "published_league.csv",
                    f"{one} v {two} is {here:g}, but {two} v {one} in row {back.row} is {there:g}, and one is not the "
                    "inverse of the other", row.row, name,
                )  # fmt: skip
