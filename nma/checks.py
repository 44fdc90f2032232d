"""What reviewers get wrong when they copy results into a table: each finding is one warning sentence."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence

import attrs

from nma.contrasts import Contrasts
from nma.network import Network

#: Ratio of the two half-widths of an interval, on the analysis scale, beyond which rounding does not explain it.
MAX_ASYMMETRY = 0.15
#: How far the implied number of events may exceed the patients before it is said; 4/se² holds for 1:1 trials.
EVENT_SLACK = 1.1
#: The same effect and standard error to this relative precision under two names is likely one trial.
TWIN_TOLERANCE = 1e-6


@attrs.frozen
class Interval:
    """A printed estimate with its interval, as the file has it.

    Attributes
    ----------
    where : str                  File and row.
    trial, treatment, reference : str
    estimate, low, high : float  Printed values.
    level : float                Of the interval, such as 0.95.
    ratio : bool                 Whether the measure is analysed as a logarithm.
    decimals : int               Printed decimals of the limits.
    patients : float             In the two arms together; NaN where not given.
    medians : (float, float)     Of treatment and reference; NaN where not given, inf where not reached.
    """

    where: str
    trial: str
    treatment: str
    reference: str
    estimate: float
    low: float
    high: float
    level: float
    ratio: bool
    decimals: int = 2
    patients: float = math.nan
    medians: tuple[float, float] = (math.nan, math.nan)


def interval_warnings(rows: Sequence[Interval]) -> list[str]:
    """Asymmetry, estimates outside, mixed levels, medians against the hazard ratio, impossible numbers of events."""
    found = []
    levels = [row.level for row in rows]
    usual = max(set(levels), key=levels.count) if levels else 0.95
    for row in rows:
        what = f"{row.where}: {row.treatment} v {row.reference} in trial '{row.trial}'"
        if not row.low <= row.estimate <= row.high:
            found.append(f"{what} has estimate {row.estimate:g} outside its interval {row.low:g} to {row.high:g}.")
        elif sentence := _asymmetry(row):
            found.append(f"{what} {sentence}")
        if row.level != usual:
            found.append(
                f"{what} has a {row.level:.0%} interval among {usual:.0%} ones; the level was taken into account."
            )
        one, two = row.medians
        # A median that is not reached (inf) is longer than any; two of them say nothing.
        if row.ratio and one != two and (row.estimate - 1) * (one - two) > 0:
            first, second = ("NR" if math.isinf(median) else f"{median:g}" for median in (one, two))
            found.append(
                f"{what} has hazard ratio {row.estimate:g} but medians {first} v {second}, which point the other way; "
                "one of them may be inverted (crossing curves can also do this)."
            )
        if math.isfinite(row.patients):
            events = 4 / _se(row) ** 2 if row.ratio and row.high > row.low else math.nan
            if events > EVENT_SLACK * row.patients:
                found.append(
                    f"{what}: the interval implies about {events:.0f} events, but there are {row.patients:.0f} "
                    "patients; the interval is too narrow or its level is not what is given."
                )
    return found


def _scaled(row: Interval) -> tuple[float, float, float]:
    values = (row.low, row.estimate, row.high)
    return tuple(math.log(v) for v in values) if row.ratio else values  # type: ignore[return-value]


def _se(row: Interval) -> float:
    from scipy.special import ndtri

    low, _, high = _scaled(row)
    return (high - low) / (2 * float(ndtri((1 + row.level) / 2)))


def _asymmetry(row: Interval) -> str:
    low, middle, high = _scaled(row)
    if low == middle or middle == high:
        return "has an estimate equal to one of its limits." if low != high else ""
    lopsided = (high - middle) / (middle - low)
    # Rounding alone can bend a narrow interval: half a unit of the last printed decimal at each limit and the middle.
    half = 0.5 * 10.0**-row.decimals
    blur = half * (1 / row.low + 2 / row.estimate + 1 / row.high) if row.ratio else 4 * half
    allowed = MAX_ASYMMETRY + blur / min(high - middle, middle - low)
    if abs(lopsided - 1) <= allowed and abs(1 / lopsided - 1) <= allowed:
        return ""
    scale = "on the log scale" if row.ratio else "about its estimate"
    return (
        f"has interval {row.low:g} to {row.high:g}, which is not symmetric {scale} about {row.estimate:g} "
        f"(upper part {lopsided:.2f} times the lower); check for a misprint."
    )


def twin_warnings(trials: Iterable[Contrasts]) -> list[str]:
    """Two trials of different names with the same treatments, effects and standard errors."""
    seen: dict[tuple[object, ...], str] = {}
    found = []
    for trial in trials:
        first = min(trial.arms)
        based = trial.against(first)
        order = sorted(range(len(based.treatments)), key=based.treatments.__getitem__)
        digits = tuple(_rounded(float(v)) for v in (*based.effect[order], *based.se[order]))
        key = (tuple(sorted(trial.arms)), trial.population, trial.endpoint, digits)
        if key in seen:
            found.append(
                f"Trials '{seen[key]}' and '{trial.trial}' have the same treatments, effects and standard errors; "
                "if they are one trial, keep one of them."
            )
        seen.setdefault(key, trial.trial)
    return found


def name_warnings(networks: Iterable[Network]) -> list[str]:
    """Treatments whose names differ only in case, blanks, hyphens or accents, and so are analysed as two."""
    seen: dict[str, str] = {}
    found = []
    for name in (name for network in networks for name in network.treatments):
        plain = unicodedata.normalize("NFKD", name.casefold())
        key = "".join(ch for ch in plain if ch.isalnum() or ch in "+/")
        if key in seen:
            found.append(f"Treatments '{seen[key]}' and '{name}' are taken as two; if they are one, spell them alike.")
        seen.setdefault(key, name)
    return found


def endpoint_warnings(networks: Iterable[Network]) -> list[str]:
    """Components whose trials report different endpoints, such as OS among PFS."""
    found = []
    for network in networks:
        endpoints: dict[str, list[str]] = {}
        for trial in network.trials:
            if trial.endpoint:
                endpoints.setdefault(trial.endpoint.casefold(), []).append(trial.trial)
        if len(endpoints) > 1:
            told = "; ".join(f"{name.upper()}: {', '.join(trials)}" for name, trials in endpoints.items())
            found.append(f"Trials of the {network.name} report different endpoints ({told}); analyse them apart.")
    return found


def _rounded(value: float) -> str:
    return f"{value:.{max(0, round(-math.log10(TWIN_TOLERANCE)) - 1)}e}"


def arm_variance_warnings(trials: Iterable[Contrasts]) -> list[str]:
    """Multi-arm trials whose standard errors imply an arm with a negative variance, mostly through rounding."""
    import numpy as np

    found = []
    for trial in trials:
        k = len(trial.arms)
        if k < 3:
            continue
        spread = np.zeros((k, k))
        place = {name: i for i, name in enumerate(trial.arms)}
        for one, two, _, se in trial.pairs():
            spread[place[one], place[two]] = spread[place[two], place[one]] = se**2
        arm = (spread.sum(axis=1) - spread.sum() / (2 * (k - 1))) / (k - 2)
        if arm.min() < 0:
            found.append(
                f"The standard errors of multi-arm trial '{trial.trial}' imply a variance below 0 for arm "
                f"'{trial.arms[int(arm.argmin())]}'; they may be rounded too much or mistyped."
            )
    return found
