"""What an analyst can choose."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Floats, Locked, array_field, floats

#: Methods by name, with what each does.
METHODS = {
    "random": "summary curve, random effects (Combescure 2014)",
    "fixed": "summary curve, fixed effects (Combescure 2014)",
    "naive": "Kaplan-Meier of all patients as if of one trial",
    "stratified": "mixture of the studies' Kaplan-Meier curves",
    "cluster": "Kaplan-Meier of all patients, interval robust to clustering in studies",
    "bootstrap": "Kaplan-Meier of all patients, studies and then patients resampled",
    "parametric": "a distribution fitted to each study, its parameters pooled",
}
TRANSFORMS = ("log-log", "log", "plain")
INTERVALS = ("auto", "hartung-knapp", "normal", "simulated")
MEDIANS = ("band", "simulated")
DF_RULES = ("times", "studies")
WEIGHTS = ("patients", "equal", "precision")
FAMILIES = ("exponential", "weibull", "lognormal", "loglogistic", "gengamma", "spline")


@attrs.frozen
class Settings(Locked):
    """Choices of a pooled analysis, checked at birth.

    Attributes
    ----------
    method : str         One of METHODS.
    level : float        Of all intervals.
    transform : str      Scale of S on which limits are symmetric: "log-log", "log" or "plain".
    interval : str       Of a summary curve: "hartung-knapp" (t quantile, variance scaled to what the studies show),
                         "normal" (as the R packages RISCA and metaSurvival), "simulated" (percentiles of draws), or
                         "auto": Hartung-Knapp for three studies or more under random effects, else normal.
    median : str         Limits of the median: where the band crosses one half ("band"), or percentiles of medians
                         of simulated curves ("simulated").
    df : str             Degrees of freedom of Q: cells minus "times" (right) or minus "studies" (RISCA, metaSurvival).
    correction : bool    Quarter-patient correction of the arcsine scale.
    unit_variance : bool Variance 1/n instead of 1/(4n), metaSurvival's fault when its correction is off.
    grid : (T,) float    Times of the summary curve; empty: chosen, with the reason in the result.
    horizons, landmarks : (m,) float   Times of restricted means and of survival to report.
    weights : str        Of the studies in a stratified mixture: "patients", "equal", "precision" (of each study's
                         restricted mean), or numbers as "STUDY=2,OTHER=1"; a study without one counts 1.
    family : str         Of a parametric fit, or "auto" for the lowest AIC.
    draws : int          Simulated curves.
    seed : int
    """

    method: str = "random"
    level: float = 0.95
    transform: str = "log-log"
    interval: str = "auto"
    median: str = "band"
    df: str = "times"
    correction: bool = True
    unit_variance: bool = False
    grid: Floats = array_field(floats, factory=lambda: floats([]))
    horizons: Floats = array_field(floats, factory=lambda: floats([]))
    landmarks: Floats = array_field(floats, factory=lambda: floats([]))
    weights: str = "patients"
    family: str = "auto"
    draws: int = 10_000
    seed: int = 1

    def __attrs_post_init__(self) -> None:
        for name, allowed in (
            ("method", tuple(METHODS)),
            ("transform", TRANSFORMS),
            ("interval", INTERVALS),
            ("median", MEDIANS),
            ("df", DF_RULES),
            ("family", ("auto", *FAMILIES)),
        ):
            if getattr(self, name) not in allowed:
                raise InputError(f"{name} '{getattr(self, name)}' is unknown; use one of {', '.join(allowed)}")
        if self.weights not in WEIGHTS and "=" not in self.weights:
            raise InputError(
                f"weights '{self.weights}' is unknown; use one of {', '.join(WEIGHTS)}, or STUDY=NUMBER,..."
            )
        if not 0 < self.level < 1:
            raise InputError(f"level {self.level:g} is no probability; give for example 0.95")
        if self.draws < 100:
            raise InputError(f"{self.draws} draws give no interval; use 100 or more")
        for name in ("grid", "horizons", "landmarks"):
            values = getattr(self, name)
            if values.ndim != 1 or not np.isfinite(values).all() or (values <= 0).any() or (np.diff(values) <= 0).any():
                raise InputError(f"{name} {values.tolist()} must be times above 0 in rising order")

    @property
    def study_weights(self) -> dict[str, float]:
        """Weights given study by study; empty where they follow from the data.

        Raises
        ------
        InputError  where one of them is no number above 0.
        """
        found: dict[str, float] = {}
        for part in self.weights.split(",") if "=" in self.weights else ():
            study, _, text = part.rpartition("=")
            try:
                found[study.strip()] = float(text)
            except ValueError:
                found[study.strip()] = float("nan")
            if not found[study.strip()] > 0:
                raise InputError(f"weight '{part.strip()}' is not understood; give STUDY=NUMBER with a number above 0")
        return found
