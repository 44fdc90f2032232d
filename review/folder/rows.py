"""Rows of the tables of a review: one type a table, one field a column.

Every row knows its line in the file, so that each number of the report can name it. Empty cells are "" or NaN; a
value that was not reached (NR) is inf.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import attrs

#: How well a fact is known, best first.
STATUSES = ("verified", "reported by the review", "back-solved", "unverified", "simulated")
#: What each of them means, as the report says it.
STATUS_WORDS = {
    "verified": "printed in the public source that is named",
    "reported by the review": "printed by the published review; not seen in the trial's own publication",
    "back-solved": "worked back from a published result; no publication prints it",
    "unverified": "carried without having seen its source",
    "simulated": "from patients simulated to match published summaries",
}
JUDGEMENTS = ("low", "some concerns", "unclear", "high", "no information")
PRISMA_ITEMS = (
    "databases", "other_sources", "duplicates_removed", "screened", "excluded", "full_text", "full_text_excluded",
    "included_search", "included_other", "reports_included", "studies_included", "patients_included",
)  # fmt: skip

Check = Callable[[Any, "attrs.Attribute[Any]", Any], None]


class CellError(ValueError):
    """A cell that cannot be; ``column`` says which."""

    def __init__(self, column: str, text: str) -> None:
        super().__init__(text)
        self.column = column


def _filled(_: Any, attribute: attrs.Attribute[Any], value: Any) -> None:
    if value == "" or (isinstance(value, float) and math.isnan(value)):
        raise CellError(attribute.name, "is empty; fill it in")


def _one_of(options: Sequence[str], *, empty: bool = False) -> Check:
    def check(_: Any, attribute: attrs.Attribute[Any], value: str) -> None:
        if value not in options and not (empty and value == ""):
            raise CellError(attribute.name, f"holds '{value}'; use one of {', '.join(options)}")

    return check


def _between(low: float, high: float, *, whole: bool = False) -> Check:
    def check(_: Any, attribute: attrs.Attribute[Any], value: float) -> None:
        if math.isnan(value):
            return
        if not low <= value <= high:
            limits = f"from {low:g} to {high:g}" if math.isfinite(high) else f"of {low:g} or more"
            raise CellError(attribute.name, f"holds {value:g}; it must be a number {limits}")
        if whole and value != round(value):
            raise CellError(attribute.name, f"holds {value:g}; it must be a whole number")

    return check


def name(**more: Any) -> Any:
    """A cell that must be filled."""
    return attrs.field(validator=_filled, **more)


def text() -> Any:
    """A cell that may be empty."""
    return attrs.field(default="")


def number(low: float = -math.inf, high: float = math.inf) -> Any:
    """A number within limits, or an empty cell."""
    return attrs.field(default=math.nan, validator=_between(low, high))


def count() -> Any:
    """A whole number of 0 or more, or an empty cell."""
    return attrs.field(default=math.nan, validator=_between(0, math.inf, whole=True))


def known(what: type[float], low: float = -math.inf) -> Any:
    """A number that must be there."""
    return attrs.field(validator=[_filled, _between(low, math.inf)])


def choice(options: Sequence[str], *, empty: bool = True) -> Any:
    """One of several words."""
    if empty:
        return attrs.field(default="", validator=_one_of(options, empty=True))
    return attrs.field(validator=_one_of(options))


@attrs.frozen(kw_only=True)
class Row:
    """What every row has: its line in the file, where its facts come from, and how well they are known."""

    row: int
    source: str = text()
    status: str = choice(STATUSES)
    note: str = text()


@attrs.frozen(kw_only=True)
class Study(Row):
    """A trial (studies.csv). ``extra`` holds the columns that are only shown."""

    trial: str = name()
    network: str = name()
    first_author_year: str = text()
    registration: str = text()
    design: str = text()
    region: str = text()
    population: str = text()
    lines: str = text()
    outcomes: str = text()
    n: float = count()
    extra: dict[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Arm(Row):
    """An arm of a trial (arms.csv): what the trial calls it, and which treatment of the network it is."""

    trial: str = name()
    arm: str = name()
    treatment: str = name()
    role: str = choice(("experimental", "control"))
    n: float = count()
    extra: dict[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Effect(Row):
    """A reported relative effect, treat1 against treat2 (effects.csv); ``input_set`` says where it is used."""

    trial: str = name()
    outcome: str = name()
    treat1: str = name()
    treat2: str = name()
    estimate: float = known(float)
    ci_low: float = known(float)
    ci_high: float = known(float)
    ci_level: float = attrs.field(default=math.nan, validator=_between(50, 99.99))
    population: str = text()
    assessor: str = text()
    input_set: str = text()


@attrs.frozen(kw_only=True)
class Median(Row):
    """A reported median (medians.csv), in the review's time unit."""

    trial: str = name()
    outcome: str = name()
    treatment: str = name()
    median: float = known(float, 0)
    ci_low: float = number(0)
    ci_high: float = number(0)
    ci_level: float = attrs.field(default=math.nan, validator=_between(50, 99.99))
    n: float = count()
    population: str = text()


@attrs.frozen(kw_only=True)
class Landmark(Row):
    """A reported rate at a time (landmarks.csv)."""

    trial: str = name()
    outcome: str = name()
    treatment: str = name()
    time: float = known(float, 0)
    rate_pct: float = attrs.field(validator=[_filled, _between(0, 100)])
    ci_low_pct: float = number(0, 100)
    ci_high_pct: float = number(0, 100)


@attrs.frozen(kw_only=True)
class Binary(Row):
    """Responders of an arm (binary.csv)."""

    trial: str = name()
    outcome: str = name()
    treatment: str = name()
    responders: float = attrs.field(validator=[_filled, _between(0, math.inf, whole=True)])
    n: float = attrs.field(validator=[_filled, _between(1, math.inf, whole=True)])
    follow_up: float = number(0)
    population: str = text()
    input_set: str = text()


@attrs.frozen(kw_only=True)
class AdverseEvent(Row):
    """How often something happened (adverse_events.csv): a rate, a printed range of rates, or a count."""

    treatment: str = name()
    event: str = name()
    grade: str = choice(("any", ">=3", "serious", "discontinuation"), empty=False)
    trial: str = text()
    rate_pct: float = number(0, 100)
    rate_high_pct: float = number(0, 100)
    events: float = count()
    n: float = count()

    @property
    def rate(self) -> float:
        """Percent; the lower end of a range; NaN where nothing is known."""
        return 100 * self.events / self.n if math.isnan(self.rate_pct) and self.n else self.rate_pct

    @property
    def rate_high(self) -> float:
        """Percent at the upper end of a range."""
        return self.rate if math.isnan(self.rate_high_pct) else self.rate_high_pct


@attrs.frozen(kw_only=True)
class Bias(Row):
    """A judgement of one domain of one trial (risk_of_bias.csv)."""

    trial: str = name()
    domain: str = name()
    judgement: str = choice(JUDGEMENTS, empty=False)
    reason: str = text()


@attrs.frozen(kw_only=True)
class BiasSummary(Row):
    """How many trials were judged how, where only that is known (risk_of_bias_summary.csv)."""

    domain: str = name()
    low: float = count()
    unclear: float = count()
    high: float = count()


@attrs.frozen(kw_only=True)
class Prisma(Row):
    """A count of the flow of records (prisma.csv)."""

    item: str = choice(PRISMA_ITEMS, empty=False)
    count: float = attrs.field(validator=[_filled, _between(0, math.inf, whole=True)])
    reason: str = text()


@attrs.frozen(kw_only=True)
class FigureRow(Row):
    """A published figure (figures.csv); what is not told is found."""

    file: str = name()
    trial: str = name()
    outcome: str = name()
    arms: str = text()
    simulated: str = choice(("yes", "no"))
    population: str = text()
    panel: float = count()
    page: float = count()
    crop: str = text()
    x_range: str = text()
    y_range: str = text()
    curves: float = count()
    labels: str = text()
    colors: str = text()
    incidence: str = choice(("yes", "no"))
    time_unit: str = text()
    method: str = text()

    @property
    def stem(self) -> str:
        """What its results are called: the file's name without folders and ending, and the panel where one is told."""
        from pathlib import PurePosixPath

        tail = "" if math.isnan(self.panel) else f"_panel{self.panel:g}"
        return PurePosixPath(self.file).stem + tail


@attrs.frozen(kw_only=True)
class PublishedEffect(Row):
    """A cell of a published league table (published_league.csv)."""

    table: str = text()
    outcome: str = name()
    network: str = name()
    input_set: str = text()
    treatment: str = name()
    comparator: str = name()
    estimate: float = known(float)
    ci_low: float = number()
    ci_high: float = number()


@attrs.frozen(kw_only=True)
class PublishedMedian(Row):
    """A published pooled median (published_medians.csv)."""

    outcome: str = name()
    treatment: str = name()
    median: float = known(float, 0)
    ci_low: float = number(0)
    ci_high: float = number(0)


@attrs.frozen(kw_only=True)
class PublishedRank(Row):
    """A place in a published ranking (published_ranking.csv)."""

    outcome: str = name()
    network: str = name()
    rank: float = attrs.field(validator=[_filled, _between(1, math.inf, whole=True)])
    treatment: str = name()


@attrs.frozen(kw_only=True)
class PublishedRate(Row):
    """A published rate of a treatment, or the range it lies in (published_rates.csv)."""

    outcome: str = name()
    treatment: str = name()
    low_pct: float = number(0, 100)
    high_pct: float = number(0, 100)


#: Which file holds which rows.
TABLES: dict[str, type[Row]] = {
    "studies": Study,
    "arms": Arm,
    "effects": Effect,
    "medians": Median,
    "landmarks": Landmark,
    "binary": Binary,
    "adverse_events": AdverseEvent,
    "risk_of_bias": Bias,
    "risk_of_bias_summary": BiasSummary,
    "prisma": Prisma,
    "figures": FigureRow,
    "published_league": PublishedEffect,
    "published_medians": PublishedMedian,
    "published_ranking": PublishedRank,
    "published_rates": PublishedRate,
}


def columns(table: type[Row]) -> list[str]:
    """Columns of a table, in the order a new file has them."""
    own = [a.name for a in attrs.fields(table) if a.name not in ("row", "extra", "source", "status", "note")]
    return [*own, "source", "status", "note"]


def slug(text: str) -> str:
    """Letters, digits, - and + of a text, for file names and anchors."""
    return "".join(ch if ch.isalnum() or ch in "-+" else "-" for ch in text).strip("-") or "x"
