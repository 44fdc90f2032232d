"""The project file as types, and a review as a whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import attrs

from review.folder import rows as r

TIME_UNITS = ("days", "weeks", "months", "years")
#: How curves of one treatment may be pooled, as ``ipdrecon pool --method``.
POOLING = ("random", "fixed", "naive", "stratified", "cluster", "bootstrap", "parametric")


def _one_of(*options: str) -> Any:
    def check(_: Any, attribute: attrs.Attribute[str], value: str) -> None:
        if value not in options:
            raise ValueError(f"{attribute.name} = '{value}'; use one of {', '.join(options)}")

    return check


def _within(low: float, high: float) -> Any:
    def check(_: Any, attribute: attrs.Attribute[Any], value: float) -> None:
        if not low <= value <= high:
            raise ValueError(f"{attribute.name} = {value:g}; it must lie from {low:g} to {high:g}")

    return check


def _color(_: Any, attribute: attrs.Attribute[str], value: str) -> None:
    if value and not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError(f"{attribute.name} = '{value}'; write it #rrggbb, for example #0072B2")


@attrs.frozen
class About:
    """Table [review]: what it is called, and what holds for all of it."""

    title: str
    authors: str = ""
    question: str = ""
    citation: str = ""
    doi: str = ""
    time_unit: str = attrs.field(default="months", validator=_one_of(*TIME_UNITS))
    seed: int = attrs.field(default=1, validator=_within(0, 2**63 - 1))
    ae_threshold: float = attrs.field(default=10.0, validator=_within(0, 100))


@attrs.frozen
class Outcome:
    """Table [outcomes.ID]: an outcome with its measure and its good direction."""

    name: str = ""
    kind: str = attrs.field(default="time", validator=_one_of("time", "binary"))
    measure: str = attrs.field(default="HR", validator=_one_of("HR", "OR", "RR", "RD"))
    better: str = attrs.field(default="low", validator=_one_of("low", "high"))

    def __attrs_post_init__(self) -> None:
        if (self.kind == "time") != (self.measure == "HR"):
            fitting = "HR" if self.kind == "time" else "OR, RR or RD"
            raise ValueError(f"kind = '{self.kind}' with measure = '{self.measure}'; this kind has {fitting}")


@attrs.frozen
class Treatment:
    """Table [treatments.ID]."""

    name: str = ""
    class_: str = ""
    color: str = attrs.field(default="", validator=_color)


@attrs.frozen
class NetworkPlan:
    """Table [networks.ID]."""

    reference: str
    name: str = ""


@attrs.frozen
class Model:
    """Table [model]: how networks are analysed and curves are pooled.

    ``priors`` names a set ("" leaves the choice to the measure); ``prior_effect`` and ``prior_baseline`` (standard
    deviations, 0 where not given) and ``prior_tau`` replace single ones.
    """

    effects: str = attrs.field(default="fixed", validator=_one_of("fixed", "random"))
    tau2: str = attrs.field(default="DL", validator=_one_of("DL", "REML", "ML"))
    level: float = attrs.field(default=0.95, validator=_within(0.5, 0.999))
    bayes: bool = True
    chains: int = attrs.field(default=4, validator=_within(2, 64))
    iterations: int = attrs.field(default=50_000, validator=_within(100, 10_000_000))
    burn_in: int = attrs.field(default=20_000, validator=_within(0, 10_000_000))
    priors: str = attrs.field(default="", validator=_one_of("", "tsd2", "gemtc"))
    prior_effect: float = attrs.field(default=0.0, validator=_within(0, 1e6))
    prior_baseline: float = attrs.field(default=0.0, validator=_within(0, 1e6))
    prior_tau: str = ""
    pooling: str = attrs.field(default="random", validator=_one_of(*POOLING))

    def __attrs_post_init__(self) -> None:
        if self.burn_in >= self.iterations:
            raise ValueError(
                f"burn_in = {self.burn_in} leaves nothing of iterations = {self.iterations}; "
                "iterations count the burn-in, give more of them"
            )


@attrs.frozen
class InputSet:
    """Table [inputs.ID]: which of several versions of the inputs an analysis stands on."""

    name: str = ""
    note: str = ""
    kind: str = attrs.field(default="reported", validator=_one_of("reported", "figures"))


@attrs.frozen
class Project:
    """review.toml."""

    review: About
    outcomes: dict[str, Outcome]
    networks: dict[str, NetworkPlan]
    treatments: dict[str, Treatment] = attrs.field(factory=dict)
    model: Model = attrs.field(factory=Model)
    inputs: dict[str, InputSet] = attrs.field(factory=dict)


@attrs.frozen
class Review:
    """Everything in the folder, read and cross-checked. Tables keep the order of their files."""

    folder: Path
    project: Project
    studies: tuple[r.Study, ...]
    arms: tuple[r.Arm, ...]
    effects: tuple[r.Effect, ...] = ()
    medians: tuple[r.Median, ...] = ()
    landmarks: tuple[r.Landmark, ...] = ()
    binary: tuple[r.Binary, ...] = ()
    adverse_events: tuple[r.AdverseEvent, ...] = ()
    risk_of_bias: tuple[r.Bias, ...] = ()
    risk_of_bias_summary: tuple[r.BiasSummary, ...] = ()
    prisma: tuple[r.Prisma, ...] = ()
    figures: tuple[r.FigureRow, ...] = ()
    published_league: tuple[r.PublishedEffect, ...] = ()
    published_medians: tuple[r.PublishedMedian, ...] = ()
    published_ranking: tuple[r.PublishedRank, ...] = ()
    published_rates: tuple[r.PublishedRate, ...] = ()

    @property
    def sets(self) -> dict[str, InputSet]:
        """Input sets, the main one first; those that follow from what is there where none is named."""
        if self.project.inputs:
            return self.project.inputs
        found = {}
        if self.effects or self.binary:
            found["reported"] = InputSet("As reported")
        if self.figures:
            found["reconstructed"] = InputSet("From reconstructed patients", kind="figures")
        return found

    @property
    def reported(self) -> tuple[r.Effect | r.Binary, ...]:
        """Rows of effects.csv, then of binary.csv."""
        found: list[r.Effect | r.Binary] = [*self.effects, *self.binary]
        return tuple(found)

    @property
    def treatments(self) -> tuple[str, ...]:
        """All treatments in the order of review.toml, then of arms.csv."""
        return tuple(dict.fromkeys([*self.project.treatments, *(arm.treatment for arm in self.arms)]))

    def study(self, trial: str) -> r.Study:
        """The row of a trial."""
        return next(study for study in self.studies if study.trial == trial)

    def arms_of(self, trial: str) -> tuple[r.Arm, ...]:
        """The arms of a trial."""
        return tuple(arm for arm in self.arms if arm.trial == trial)

    def trials_of(self, network: str) -> tuple[str, ...]:
        """Trials of a network."""
        return tuple(study.trial for study in self.studies if study.network == network)

    def title_of(self, outcome: str) -> str:
        """An outcome's name, its id where it has none."""
        return self.project.outcomes[outcome].name or outcome

    def network_name(self, network: str) -> str:
        """A network's name, its id where it has none."""
        return self.project.networks[network].name or network

    def set_name(self, input_set: str) -> str:
        """An input set's name, its id where it has none."""
        return self.sets[input_set].name or input_set


def in_set(cell: str, input_set: str) -> bool:
    """Whether a row with this cell in column ``input_set`` belongs to a set; an empty cell belongs to all."""
    return cell == "" or input_set in [part.strip() for part in cell.split(";")]
