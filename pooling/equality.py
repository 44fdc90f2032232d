"""Whether regimens differ: test of equal pooled curves, and of equal restricted means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs
import numpy as np
from scipy.special import chdtrc

from pooling import combescure
from pooling.areas import area_weights
from pooling.cells import cells
from pooling.grid import automatic
from pooling.intervals import hartung_knapp
from pooling.settings import Settings
from pooling.studies import StudyCurve

#: A between-study covariance needs two studies to exist.
FEWEST_STUDIES = 2


@attrs.frozen
class Equality:
    """Test of equality between regimens.

    Attributes
    ----------
    regimens : tuple of str    Those tested.
    left_out : tuple of str    Those with fewer than two studies.
    times : int                Times of the common grid at which every regimen has two studies.
    statistic, df, p : float   Chi-square of the curves, (S - 1) T degrees of freedom.
    horizon : float            Last of those times.
    rmst_statistic, rmst_df, rmst_p : float   Of the restricted means up to there, S - 1 degrees of freedom.
    """

    regimens: tuple[str, ...]
    left_out: tuple[str, ...]
    times: int
    statistic: float
    df: int
    p: float
    horizon: float
    rmst_statistic: float
    rmst_df: int
    rmst_p: float


def equality(groups: Mapping[str, Sequence[StudyCurve]], settings: Settings) -> Equality | None:
    """Compare the pooled vectors of all regimens (Combescure et al. 2014, sec. 2.4); None where fewer than two can be.

    The chi-square of the curves leans on covariances estimated from few studies and rejects too often with fewer than
    ten or so a regimen; the test of restricted means has one number a regimen and Hartung-Knapp variances.
    """
    tested = {name: list(studies) for name, studies in groups.items() if len(studies) >= FEWEST_STUDIES}
    if len(tested) < 2:
        return None
    every = [s for studies in tested.values() for s in studies]
    grid = settings.grid if settings.grid.size else automatic(every).time
    found = {name: cells(studies, grid) for name, studies in tested.items()}
    several = [(~np.isnan(c.conditional)).sum(axis=0) >= FEWEST_STUDIES for c in found.values()]
    last = min(int(s.sum()) for s in several)
    if last == 0:
        return None
    fits = []
    for made in found.values():
        correction = combescure.QUARTER if settings.correction else (0.0, 0.0)
        y, v = combescure.arcsine(made.conditional[:, :last], made.at_risk[:, :last], correction=correction)
        fixed = settings.method == "fixed"
        fits.append(combescure.fixed(y, v) if fixed else combescure.random(y, v, combescure.between(y, v)))
    precision = [np.linalg.inv(f.covariance) for f in fits]
    middle = np.linalg.solve(sum(precision), sum(p @ f.beta for p, f in zip(precision, fits, strict=True)))
    statistic = sum(float((f.beta - middle) @ p @ (f.beta - middle)) for p, f in zip(precision, fits, strict=True))
    df = (len(fits) - 1) * last
    time = np.append(0.0, grid[:last])
    weights = area_weights(time, float(time[-1]))
    means, variances = [], []
    for f in fits:
        survival = combescure.survival(f.beta)
        slope = ((weights[1:] * survival) @ combescure.log_gradient(f.beta))[None, :]
        scaled = float(hartung_knapp(f, slope)[0][0])
        model = float((slope @ f.covariance @ slope.T)[0, 0])
        means.append(float(weights @ np.append(1.0, survival)))
        variances.append(model if settings.method == "fixed" else max(scaled, model))
    w = 1.0 / np.array(variances)
    centre = float((w * means).sum() / w.sum())
    rmst = float((w * (np.array(means) - centre) ** 2).sum())
    return Equality(
        tuple(tested), tuple(n for n in groups if n not in tested), last, statistic, df, float(chdtrc(df, statistic)),
        float(time[-1]), rmst, len(fits) - 1, float(chdtrc(len(fits) - 1, rmst)),
    )  # fmt: skip
