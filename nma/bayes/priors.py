"""Priors: what is believed before the trials are read, always printed with the answer."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats
from nma.arms import ArmCounts
from nma.contrasts import Contrasts

#: Families of priors for τ, in the order the kernels number them, with the names of their arguments.
FAMILIES = {
    "half-normal": ("scale",),
    "half-cauchy": ("scale",),
    "uniform": ("upper limit",),
    "log-normal": ("mean of log τ²", "standard deviation of log τ²"),
}
#: gemtc's priors: effects and baselines have this many times the scale as standard deviation.
GEMTC_FACTOR = 15.0


@attrs.frozen
class TauPrior:
    """Prior of the between-trial standard deviation τ.

    Attributes
    ----------
    family : str     One of :data:`FAMILIES`; log-normal is about τ², as Turner et al. (2012) publish it.
    a, b : float     Its arguments, on the analysis scale.
    """

    family: str
    a: float
    b: float = 0.0

    def __attrs_post_init__(self) -> None:
        if self.family not in FAMILIES:
            raise InputError(f"prior '{self.family}' for τ is unknown; use one of {', '.join(FAMILIES)}")
        scale = self.b if self.family == "log-normal" else self.a
        if not (math.isfinite(self.a) and math.isfinite(self.b) and scale > 0):
            raise InputError(f"prior {self} needs a scale above 0; give for example half-normal(0.5)")

    def __str__(self) -> str:
        if self.family == "log-normal":
            return f"log-normal({self.a:.6g},{self.b:.6g})"
        return f"{self.family}({self.a:.6g})"

    @property
    def words(self) -> str:
        """With what it is a prior of."""
        return f"{'τ²' if self.family == 'log-normal' else 'τ'} ~ {self}"

    @property
    def upper(self) -> float:
        """Largest τ it allows."""
        return self.a if self.family == "uniform" else math.inf

    @property
    def scale(self) -> float:
        """A typical τ: where quadrature puts the middle of its range."""
        return math.exp(self.a / 2) if self.family == "log-normal" else self.a

    def log_density(self, tau: Floats) -> Floats:
        """Log density of τ (not of τ²), with its constant."""
        with np.errstate(divide="ignore"):
            if self.family == "half-normal":
                return np.asarray(0.5 * math.log(2 / math.pi) - math.log(self.a) - 0.5 * (tau / self.a) ** 2)
            if self.family == "half-cauchy":
                return np.asarray(math.log(2 / (math.pi * self.a)) - np.log1p((tau / self.a) ** 2))
            if self.family == "uniform":
                return np.where(tau <= self.a, -math.log(self.a), -np.inf)
            z = (2 * np.log(tau) - self.a) / self.b
            return np.asarray(math.log(2 / self.b) - 0.5 * math.log(2 * math.pi) - 0.5 * z * z - np.log(tau))


def tau_prior(text: str) -> TauPrior:
    """A prior from its name and arguments, such as ``half-normal(0.5)`` or ``log-normal(-2.56,1.74)``.

    Raises
    ------
    InputError  naming the families there are.
    """
    found = re.fullmatch(r"\s*([a-z-]+)\s*\(\s*([^()]*)\)\s*", text.lower())
    family = found[1] if found else ""
    try:
        numbers = [float(part) for part in found[2].split(",")] if found else []
    except ValueError:
        numbers = []
    if family not in FAMILIES or len(numbers) != len(FAMILIES[family]):
        forms = ", ".join(f"{name}({', '.join(arguments)})" for name, arguments in FAMILIES.items())
        raise InputError(f"prior '{text}' for τ is not understood; use one of {forms}")
    return TauPrior(family, *numbers)


@attrs.frozen
class Priors:
    """All priors of an analysis; effects and baselines are normal around 0.

    Attributes
    ----------
    effect_sd : float     Of each effect against the reference (analysis scale); ``inf`` is flat (contrasts only).
    tau : TauPrior        Of the between-trial standard deviation; not used by the fixed-effect model.
    baseline_sd : float   Of each trial's baseline log odds; contrasts have none.
    name : str            Where they come from.
    """

    effect_sd: float
    tau: TauPrior
    baseline_sd: float = 100.0
    name: str = "given"

    def __attrs_post_init__(self) -> None:
        for what, sd in (("effects", self.effect_sd), ("baselines", self.baseline_sd)):
            if not sd > 0:
                raise InputError(f"prior standard deviation of {what} is {sd:g}; it must be above 0")

    def words(self, *, baselines: bool, random: bool) -> str:
        """The priors that matter, for print."""
        flat = math.isinf(self.effect_sd)
        parts = ["effects ~ flat" if flat else f"effects ~ normal(0, {self.effect_sd:.4g}²)"]
        if baselines:
            parts.append(f"baselines ~ normal(0, {self.baseline_sd:.4g}²)")
        if random:
            parts.append(self.tau.words)
        return f"{', '.join(parts)} ({self.name})"


def tsd2() -> Priors:
    """Vague priors of the NICE Decision Support Unit (Dias et al. 2011, TSD 2): N(0, 100²), τ uniform up to 5."""
    return Priors(100.0, TauPrior("uniform", 5.0), 100.0, "TSD 2")


def gemtc(trials: Iterable[Contrasts | ArmCounts]) -> Priors:
    """Priors of gemtc, whose scale depends on the data (van Valkenhoef et al. 2012).

    The scale s is the largest effect any trial reports (1/2 added to all cells of counts); effects and baselines are
    N(0, (15 s)²), τ is uniform up to s.
    """
    s = scale_of(trials)
    return Priors(GEMTC_FACTOR * s, TauPrior("uniform", s), GEMTC_FACTOR * s, f"gemtc, scale {s:.6g}")


def scale_of(trials: Iterable[Contrasts | ArmCounts]) -> float:
    """Largest absolute pairwise effect of any trial, analysis scale; 1 where all are 0."""
    largest = 0.0
    for trial in trials:
        if isinstance(trial, ArmCounts):
            logit = np.log((trial.events + 0.5) / (trial.patients - trial.events + 0.5))
        else:
            logit = np.append(0.0, trial.effect)
        largest = max(largest, float(np.ptp(logit)))
    return largest or 1.0


#: Priors by name; those that need the trials get them.
NAMED = ("tsd2", "gemtc")


def priors(
    trials: Iterable[Contrasts | ArmCounts],
    *,
    name: str | None = None,
    effect_sd: float | None = None,
    baseline_sd: float | None = None,
    tau: str | None = None,
) -> Priors:
    """A named set, with single priors replaced.

    Without a name: TSD 2 for ratios and standardised differences; gemtc's where the unit of the outcome is the
    author's (MD, RD), because no fixed number is vague in every unit.

    Raises
    ------
    InputError  where the name or a prior is unknown.
    """
    given = list(trials)
    measure = next((trial.measure for trial in given if isinstance(trial, Contrasts)), "OR")
    chosen = name or ("gemtc" if measure in ("MD", "RD") else "tsd2")
    if chosen not in NAMED:
        raise InputError(f"priors '{chosen}' are unknown; use one of {', '.join(NAMED)}")
    start = gemtc(given) if chosen == "gemtc" else tsd2()
    given_tau = tau_prior(tau) if tau else None
    changes: dict[str, Any] = {"effect_sd": effect_sd, "baseline_sd": baseline_sd, "tau": given_tau}
    changed = {key: value for key, value in changes.items() if value is not None}
    label = f"{start.name}, changed as asked" if changed else start.name
    return attrs.evolve(start, **changed, name=label)
