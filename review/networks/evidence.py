"""The rows of one outcome, network and input set as trials, with where each comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

import attrs
import numpy as np
from scipy.special import ndtri

from ipdrecon.errors import IpdreconError
from ipdrecon.ipd import IPD
from nma.arms import ArmCounts
from nma.contrasts import Contrasts
from nma.evidence import Evidence, evidence_of_patients
from nma.measures import measure_of
from review.folder.project import Review, in_set
from review.folder.rows import Binary, Effect

R = TypeVar("R", Effect, Binary)


@attrs.frozen
class Origin:
    """Where what a trial says comes from.

    Attributes
    ----------
    trial : str
    anchor : str     Place in the report: the row's or the figure's.
    words : str      "effects.csv, row 5" or the figure's file.
    status : str
    population : str
    text : str       The numbers as they stand there.
    note : str
    """

    trial: str
    anchor: str
    words: str
    status: str
    population: str
    text: str
    note: str = ""


@attrs.frozen
class Gathered:
    """The trials of one analysis.

    Attributes
    ----------
    evidence : Evidence
    origins : tuple of Origin
    """

    evidence: Evidence
    origins: tuple[Origin, ...]


def gather(review: Review, outcome: str, network: str, input_set: str, patients: Mapping[str, IPD]) -> Gathered:
    """What the folder says on an outcome in a network under an input set.

    Parameters
    ----------
    patients : mapping
        Figure stem → patients of its trial, of the figures that gave any.

    Raises
    ------
    IpdreconError  where rows of one trial contradict each other; the message names the table.
    """
    inside = set(review.trials_of(network))
    if review.sets[input_set].kind == "figures":
        return _of_figures(review, outcome, network, inside, patients)
    if review.project.outcomes[outcome].kind == "time":
        return _of_effects(review, outcome, input_set, inside)
    counted = [
        r for r in review.binary if r.outcome == outcome and r.trial in inside and in_set(r.input_set, input_set)
    ]
    told = [r for r in review.effects if r.outcome == outcome and r.trial in inside and in_set(r.input_set, input_set)]
    one, two = _of_counts(counted), _of_effects(review, outcome, input_set, inside) if told else None
    if two is None:
        return one
    return Gathered(Evidence.concat([one.evidence, two.evidence]), (*one.origins, *two.origins))


def _of_effects(review: Review, outcome: str, input_set: str, inside: set[str]) -> Gathered:
    measure = measure_of(review.project.outcomes[outcome].measure)
    rows = [r for r in review.effects if r.outcome == outcome and r.trial in inside and in_set(r.input_set, input_set)]
    contrasts, origins = [], []
    for trial, own in _by_trial(rows).items():
        pairs, effect, se = [], [], []
        for row in own:
            level = (95.0 if math.isnan(row.ci_level) else row.ci_level) / 100
            scale = np.log if measure.ratio else np.asarray
            pairs.append((row.treat1, row.treat2))
            effect.append(float(scale(row.estimate)))
            # The width of the interval, not one half of it: it does not depend on how the estimate was rounded.
            se.append(float((scale(row.ci_high) - scale(row.ci_low)) / (2 * ndtri((1 + level) / 2))))
            origins.append(_origin_of_effect(row, measure.name, level))
        arms: dict[str, float] = {}
        for arm in review.arms_of(trial):
            arms[arm.treatment] = arms.get(arm.treatment, 0.0) + arm.n
        fields = {
            name: " / ".join(dict.fromkeys(value for row in own if (value := str(getattr(row, name)))))
            for name in ("population", "source")
        }
        try:
            contrasts.append(
                Contrasts.from_pairs(
                    trial, pairs, effect, se, measure=measure.name, patients=arms, endpoint=outcome, **fields
                )
            )
        except IpdreconError as error:
            raise type(error)(f"effects.csv, row {own[0].row}: {error}") from error
    return Gathered(Evidence(contrasts=tuple(contrasts)), tuple(origins))


def _origin_of_effect(row: Effect, measure: str, level: float) -> Origin:
    return Origin(
        row.trial, f"effects-{row.row}", f"effects.csv, row {row.row}", row.status, row.population,
        f"{measure} {row.treat1} v {row.treat2} {row.estimate:g} ({100 * level:g}% CI {row.ci_low:g} to "
        f"{row.ci_high:g})",
        row.note,
    )  # fmt: skip


def _of_counts(rows: Sequence[Binary]) -> Gathered:
    counts, origins = [], []
    for trial, own in _by_trial(rows).items():
        arms = tuple(row.treatment for row in own)
        if len(set(arms)) > 1:
            counts.append(
                ArmCounts.merged(
                    trial, arms, np.array([row.responders for row in own]), np.array([row.n for row in own]),
                    population=" / ".join(dict.fromkeys(row.population for row in own if row.population)),
                    endpoint=own[0].outcome, source=" / ".join(dict.fromkeys(row.source for row in own if row.source)),
                )
            )  # fmt: skip
        origins += [
            Origin(
                trial, f"binary-{row.row}", f"binary.csv, row {row.row}", row.status, row.population,
                f"{row.treatment} {row.responders:g}/{row.n:g}", row.note,
            )
            for row in own
        ]  # fmt: skip
    return Gathered(Evidence(counts=tuple(counts)), tuple(origins))


def _of_figures(review: Review, outcome: str, network: str, inside: set[str], patients: Mapping[str, IPD]) -> Gathered:
    rows = [row for row in review.figures if row.outcome == outcome and row.trial in inside and row.stem in patients]
    origins = tuple(
        Origin(
            row.trial, f"figure-{row.stem}", f"figures.csv, row {row.row} ({row.file})",
            "simulated" if row.simulated == "yes" else row.status, row.population,
            f"{len(patients[row.stem])} reconstructed patients", row.note,
        )
        for row in rows
    )  # fmt: skip
    if not rows:
        return Gathered(Evidence(), ())
    together = IPD.concat(patients[row.stem] for row in rows)
    reference = review.project.networks[network].reference
    return Gathered(evidence_of_patients(together, reference=reference, source="reconstructed patients"), origins)


def _by_trial(rows: Sequence[R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = {}
    for row in rows:
        found.setdefault(row.trial, []).append(row)
    return found
