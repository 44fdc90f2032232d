"""Trial designs: each draws the patients of one trial.

Sources of the designs: SurvdigitizeR (Zhang et al., BMC Med Res Methodol 2024;24:147): exponential times, random
censoring, 25 to 1000 patients, 1 to 3 arms. KM-curve-estimator (Wei, public repository, 2026): Weibull times, 51 to
498 patients an arm, four relations between the curves. The ``patterned`` design crosses Weibull and lognormal times
with censoring that comes early, late, evenly or with the outcome.
"""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.ipd import IPD
from ipdrecon.simulate.censoring import PATTERNS, censor_times, staggered_entry
from ipdrecon.simulate.hazards import Cured, EventTimes, LogNormal, PiecewiseExponential, Weibull

#: Arm names a two- or three-arm figure may carry.
ARM_NAMES = (
    ("Placebo", "Treatment"),
    ("Control", "Experimental"),
    ("Chemotherapy", "Nivolumab", "Combination"),
    ("Docetaxel", "Pembrolizumab", "Atezolizumab"),
    ("Arm A", "Arm B", "Arm C", "Arm D", "Arm E", "Arm F", "Arm G", "Arm H"),
    ("Sunitinib", "Axitinib", "Cabozantinib", "Everolimus"),
    ("FOLFOX", "FOLFIRI", "CAPOX", "Best supportive care"),
    ("Low risk", "Intermediate risk", "High risk"),
    ("Standard of care", "Radiotherapy", "Surgery", "Surgery plus radiotherapy"),
    ("Group 1", "Group 2", "Group 3", "Group 4", "Group 5", "Group 6", "Group 7", "Group 8"),
    ("Gemcitabine", "Gemcitabine + nab-paclitaxel", "FOLFIRINOX"),
    ("Male", "Female"),
)

#: Time units with the shortest and longest usual follow-up in them.
FOLLOW_UP = {"months": (12.0, 84.0), "years": (3.0, 15.0), "weeks": (24.0, 208.0), "days": (300.0, 3000.0)}

#: How often figures use each unit.
UNIT_WEIGHTS = {"months": 0.6, "years": 0.2, "weeks": 0.08, "days": 0.12}


@attrs.frozen
class Design:
    """How one arm comes about.

    Attributes
    ----------
    name : str
    patients : int
    times : EventTimes
    """

    name: str
    patients: int
    times: EventTimes


def arm_names(rng: np.random.Generator, arms: int) -> tuple[str, ...]:
    """Names for so many arms."""
    fitting = [names for names in ARM_NAMES if len(names) >= arms]
    return fitting[int(rng.integers(len(fitting)))][:arms]


def pick_unit(rng: np.random.Generator) -> str:
    """A time unit, as often as figures use it."""
    return str(rng.choice(list(UNIT_WEIGHTS), p=list(UNIT_WEIGHTS.values())))


def observe(arm: Design, events: np.ndarray, censored: np.ndarray, *, unit: str, grid: float = 0.0) -> IPD:
    """Patients of one arm from their event and censor times; ``grid`` > 0 rounds times up to whole grid steps."""
    time = np.minimum(events, censored)
    if grid > 0:
        time = np.ceil(np.round(time / grid, 9)) * grid
    return IPD.of_arm(np.maximum(time, 1e-6), events <= censored, treatment=arm.name, time_unit=unit)


def survdigitizer(rng: np.random.Generator, *, arms: int | None = None) -> IPD:
    """SurvdigitizeR's design: exponential events, random censoring, 25 to 1000 patients over 1 to 3 arms."""
    arms = int(rng.integers(1, 4)) if arms is None else arms
    total = int(rng.choice([25, 50, 150, 250, 1000]))
    unit = pick_unit(rng)
    horizon = rng.uniform(*FOLLOW_UP[unit])
    parts = []
    for name in arm_names(rng, arms):
        design = Design(name, max(total // arms, 8), Weibull.of_median(horizon * rng.uniform(0.2, 0.9)))
        events = design.times.draw(rng, design.patients)
        parts.append(
            observe(design, events, rng.uniform(0, horizon * 1.4, design.patients).clip(max=horizon), unit=unit)
        )
    return IPD.concat(parts)


#: Relations between two curves in KM-curve-estimator's design and how often they occur.
RELATIONS = {"parallel": 0.35, "diverging": 0.26, "converging": 0.27, "crossover": 0.12}


def km_curve_estimator(rng: np.random.Generator) -> IPD:
    """KM-curve-estimator's design: Weibull, 51 to 498 patients an arm, 25 to 59 % of them with the event."""
    arms = int(rng.choice([1, 2, 3], p=[0.09, 0.75, 0.16]))
    relation = str(rng.choice(list(RELATIONS), p=list(RELATIONS.values())))
    unit = pick_unit(rng)
    horizon = rng.uniform(*FOLLOW_UP[unit])
    shape = rng.uniform(0.8, 1.5)
    median = horizon * rng.uniform(0.7, 1.2)
    parts = []
    for index, name in enumerate(arm_names(rng, arms)):
        factor = rng.uniform(1.2, 1.8) ** index
        own = {
            "parallel": Weibull.of_median(median * factor, shape),
            "diverging": Weibull.of_median(median * factor, shape * 1.15**-index),
            "converging": Weibull.of_median(median * factor**0.5, shape * 1.4**index),
            "crossover": Weibull.of_median(median, shape * 1.7**index),
        }[relation]
        design = Design(name, int(rng.integers(51, 499)), own)
        events = own.draw(rng, design.patients)
        leaves = rng.random(design.patients) < rng.uniform(0.02, 0.2)
        censored = np.where(leaves, rng.uniform(0, horizon, design.patients), horizon)
        parts.append(observe(design, events, censored, unit=unit))
    return IPD.concat(parts)


def patterned(rng: np.random.Generator, *, pattern: str | None = None, share: float = 0.3) -> IPD:
    """Two arms of 250; Weibull or lognormal; HR 0.67, 0.85 or 1; a censoring pattern that meets ``share``."""
    pattern = str(rng.choice(PATTERNS)) if pattern is None else pattern
    unit = pick_unit(rng)
    median = rng.uniform(*FOLLOW_UP[unit]) / 2
    ratio = float(rng.choice([0.67, 0.85, 1.0]))
    shape, sigma = float(rng.choice([0.6, 1.0, 2.0])), float(rng.choice([1.0, 2.0]))
    lognormal = rng.random() < 0.4
    parts = []
    for name, hazard_ratio in zip(arm_names(rng, 2), (1.0, ratio), strict=True):
        times: EventTimes = (
            LogNormal(median / hazard_ratio, sigma)
            if lognormal
            else Weibull.of_median(median * hazard_ratio ** (-1 / shape), shape)
        )
        design = Design(name, 250, times)
        events = times.draw(rng, 250)
        censored = np.minimum(censor_times(rng, events, pattern=pattern, share=share), median * 6)
        parts.append(observe(design, events, censored, unit=unit))
    return IPD.concat(parts)


def oncology(rng: np.random.Generator, *, arms: int | None = None, patients: tuple[int, int] = (40, 600)) -> IPD:
    """A trial as they are run: staggered entry, a data cut, a little drop-out, and one of several hazard shapes."""
    arms = (
        int(rng.choice([1, 2, 3, 4, 5, 6, 7, 8], p=[0.12, 0.54, 0.18, 0.08, 0.03, 0.02, 0.02, 0.01]))
        if arms is None
        else arms
    )
    unit = pick_unit(rng)
    horizon = rng.uniform(*FOLLOW_UP[unit])
    median = horizon * rng.uniform(0.15, 1.0)
    shape = str(rng.choice(["exponential", "weibull", "lognormal", "delayed", "early", "cured"]))
    weibull_shape, sigma = rng.uniform(0.7, 1.6), rng.uniform(0.7, 1.3)
    allocated = int(rng.integers(*patients))
    # Times are kept to the day, or to a tenth of a month, or exactly.
    grid = {"days": 1.0, "weeks": 1 / 7, "months": 0.1, "years": 1 / 365.25}[unit] if rng.random() < 0.5 else 0.0
    parts = []
    for index, name in enumerate(arm_names(rng, arms)):
        ratio = 1.0 if index == 0 else float(np.exp(rng.normal(-0.35, 0.35)))
        rate = np.log(2) / median
        times: EventTimes
        if shape == "exponential":
            times = Weibull.of_median(median / ratio)
        elif shape == "weibull":
            times = Weibull.of_median(median * ratio ** (-1 / weibull_shape), weibull_shape)
        elif shape == "lognormal":
            times = LogNormal(median / ratio, sigma)
        elif shape == "delayed":
            times = PiecewiseExponential(np.array([0.3 * median]), rate * np.array([1.0, ratio]))
        elif shape == "early":
            times = PiecewiseExponential(
                np.array([0.1 * horizon, 0.4 * horizon]), rate * ratio * np.array([2.0, 1.0, 0.4])
            )
        else:
            times = Cured(rng.uniform(0.15, 0.5), Weibull.of_median(median * 0.6 / ratio, weibull_shape))
        design = Design(name, max(int(allocated * rng.uniform(0.7, 1.1)), 20), times)
        events = times.draw(rng, design.patients)
        censored = staggered_entry(
            rng,
            design.patients,
            accrual=horizon * rng.uniform(0.2, 0.7),
            cutoff=horizon,
            dropout_rate=float(rng.choice([0.0, 0.05, 0.2])) / horizon,
        )
        parts.append(observe(design, events, censored, unit=unit, grid=grid))
    return IPD.concat(parts)
