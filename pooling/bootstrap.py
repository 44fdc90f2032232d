"""Pooled Kaplan-Meier with intervals from resampling studies and the patients inside them."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.frozen import Floats, floats
from ipdrecon.ipd import IPD
from pooling.draws import percentiles
from pooling.kaplan_meier import covariance_grid, patients_of, worded
from pooling.product_limit import of_patients
from pooling.result import Pooled
from pooling.settings import Settings
from pooling.studies import StudyCurve

#: Fewer studies than this have too few different resamples to say how studies vary.
FEWEST_STUDIES = 5
#: Resamples; percentiles of 2,000 are good to a tenth of a standard error.
RESAMPLES = 2_000
#: Resamples worked on at once, to keep memory small.
CHUNK = 100


@attrs.frozen(eq=False)
class Resampled:
    """Curves (B, k) at the rows of a product-limit table, medians (B,) and areas (B,)."""

    survival: Floats
    median: Floats
    area: Floats


def resample(
    ipd: IPD, at: Floats, horizon: float, *, studies_too: bool, count: int, rng: np.random.Generator
) -> Resampled:
    """Draw patients with replacement inside each study, after the studies themselves where ``studies_too``."""
    from pooling.kernels import weighted_curves

    order = np.argsort(ipd.time, kind="stable")
    time, event = floats(ipd.time[order]), np.ascontiguousarray(ipd.event[order].astype(np.int64))
    event.setflags(write=False)
    _, study = np.unique(ipd.trial[order], return_inverse=True)
    members = [np.flatnonzero(study == k) for k in range(int(study.max()) + 1)]
    distinct = np.unique(time)
    columns = np.searchsorted(distinct, at, side="right") - 1
    curves, medians, areas = [], [], []
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        weights = np.zeros((size, time.size), dtype=np.int64)
        for row in weights:
            picks = rng.integers(len(members), size=len(members)) if studies_too else np.arange(len(members))
            for k in picks:
                drawn = rng.integers(members[k].size, size=members[k].size)
                row[members[k]] += np.bincount(drawn, minlength=members[k].size)
        weights.setflags(write=False)
        survival, median, area = np.empty((size, distinct.size)), np.empty(size), np.empty(size)
        weighted_curves(time, event, weights, horizon, survival, median, area)
        # Before the first patient leaves a curve is at 1.
        curves.append(np.where(columns < 0, 1.0, survival[:, np.maximum(columns, 0)]))
        medians.append(median)
        areas.append(area)
    return Resampled(np.concatenate(curves), np.concatenate(medians), np.concatenate(areas))


def pool(studies: Sequence[StudyCurve], regimen: str, settings: Settings) -> Pooled:
    """Kaplan-Meier of all patients, percentile intervals of the two-level bootstrap.

    With fewer than five studies only patients are resampled, inside their studies; the note gives the median's
    interval of the two-level bootstrap beside it.

    Raises
    ------
    InputError  where a study is known by its curve only.
    """
    ipd = patients_of(studies, "bootstrap")
    table = of_patients(ipd)
    horizon = min(s.end for s in studies)
    rng = np.random.default_rng(settings.seed)
    several = len(studies) >= FEWEST_STUDIES
    count = min(settings.draws, RESAMPLES)
    drawn = resample(ipd, table.time, horizon, studies_too=several, count=count, rng=rng)
    low, high = percentiles(drawn.survival, settings.level)
    median_low, median_high = (float(x) for x in percentiles(drawn.median, settings.level))
    rmst_low, rmst_high = (float(x) for x in percentiles(drawn.area, settings.level))
    said = []
    if len(studies) == 1:
        said.append("one study: patients are resampled")
    elif not several:
        both = resample(ipd, table.time, horizon, studies_too=True, count=count, rng=rng)
        below, above = (float(x) for x in percentiles(both.median, settings.level))
        said.append(
            f"{len(studies)} studies are too few to resample: only patients inside them are; with studies resampled "
            f"too the median's interval is {below:.4g} to {'NR' if np.isinf(above) else f'{above:.4g}'}"
        )
    logs = np.log(np.maximum(drawn.survival, 1e-12))
    grid = covariance_grid(table)
    covariance = np.atleast_2d(np.cov(logs[:, table.index(grid)], rowvar=False)) if grid.size else np.zeros((0, 0))
    made = worded(
        table, logs.std(axis=0, ddof=1), studies, regimen, settings, method="bootstrap", interval="percentile",
        grid=(grid, covariance), warnings=tuple(said),
    )  # fmt: skip
    low[0], high[0] = min(low[0], 1.0), 1.0
    return attrs.evolve(
        made, low=np.minimum.accumulate(low), high=np.minimum.accumulate(high), median_low=median_low,
        median_high=median_high, simulated_low=median_low, simulated_high=median_high, rmst_low=rmst_low,
        rmst_high=rmst_high, rmst_se=float(drawn.area.std(ddof=1)),
    )  # fmt: skip
