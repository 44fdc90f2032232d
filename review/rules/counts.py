"""Cells that cannot be: counts above their patients, shares above 100 %, arms that do not add up to their trial."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ipdrecon.errors import InputError
from review.folder.cells import number_of
from review.folder.finding import Finding
from review.folder.project import Review
from review.folder.rows import Arm, Study


def findings(review: Review) -> Iterator[Finding]:
    """Impossible cells of studies.csv, arms.csv and binary.csv."""
    for study in review.studies:
        yield from _extra("studies.csv", study)
        arms = [arm.n for arm in review.arms_of(study.trial)]
        total = sum(arms)
        if not math.isnan(study.n) and not math.isnan(total) and total > study.n:
            yield Finding(
                "warning", "studies.csv",
                f"trial '{study.trial}' has n = {study.n:g}, but its arms in arms.csv add up to {total:g}",
                study.row, "n",
            )  # fmt: skip
    for arm in review.arms:
        yield from _extra("arms.csv", arm)
    yield from _swapped(review)
    enrolled = _enrolled(review)
    for item in review.binary:
        n = enrolled.get((item.trial, item.treatment), math.nan)
        if item.n > n:
            yield Finding(
                "warning", "binary.csv",
                f"'{item.treatment}' of trial '{item.trial}' has {item.n:g} patients here but {n:g} in arms.csv; the "
                "populations differ, or one of them is mistyped", item.row, "n",
            )  # fmt: skip


def _enrolled(review: Review) -> dict[tuple[str, str], float]:
    """Patients of each treatment of each trial, over arms of the same treatment."""
    found: dict[tuple[str, str], float] = {}
    for arm in review.arms:
        found[arm.trial, arm.treatment] = found.get((arm.trial, arm.treatment), 0.0) + arm.n
    return found


def _extra(file: str, row: Study | Arm) -> Iterator[Finding]:
    """Shown columns by the ending of their name: ``_pct`` from 0 to 100, ``_n`` no more than the patients."""
    what = f"trial '{row.trial}'" + (f", arm '{row.arm}'" if isinstance(row, Arm) else "")
    for column, cell in row.extra.items():
        if not column.endswith(("_pct", "_n")) or not cell:
            continue
        try:
            value = number_of(cell)
        except ValueError:
            yield Finding("warning", file, f"holds '{cell}', which is no number", row.row, column)
            continue
        if column.endswith("_pct") and not 0 <= value <= 100:
            yield Finding("warning", file, f"{what} has {value:g} %, which is no share", row.row, column)
        if column.endswith("_n") and value > row.n:
            yield Finding(
                "warning", file, f"{what} has {value:g} among {row.n:g} patients, which cannot be", row.row, column
            )


def _swapped(review: Review) -> Iterator[Finding]:
    """An impossible cell whose trial would be possible with two arms' cells the other way round."""
    for study in review.studies:
        arms = review.arms_of(study.trial)
        if len(arms) != 2:
            continue
        one, two = arms
        for column in one.extra:
            if not column.endswith("_n"):
                continue
            try:
                first, second = number_of(one.extra[column]), number_of(two.extra.get(column, ""))
            except (ValueError, InputError):
                continue
            if (first > one.n or second > two.n) and second <= one.n and first <= two.n:
                bad = one if first > one.n else two
                yield Finding(
                    "note", "arms.csv",
                    f"{first:g} and {second:g} of trial '{study.trial}' would both be possible the other way round; "
                    "they may be swapped", bad.row, column,
                )  # fmt: skip
