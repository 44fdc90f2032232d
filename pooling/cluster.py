"""Pooled Kaplan-Meier with an interval that knows patients of one study are alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.frozen import Floats
from pooling.kaplan_meier import areas_wanted, covariance_grid, patients_of, worded
from pooling.product_limit import ProductLimit, of_patients
from pooling.result import Pooled
from pooling.settings import Settings
from pooling.studies import StudyCurve

#: With fewer clusters than this a sandwich variance comes out too low.
FEW_CLUSTERS = 10


def influence(studies: Sequence[StudyCurve], table: ProductLimit) -> Floats:
    """Infinitesimal-jackknife influence of each study on log S at each event time, (K, k).

    One patient more at risk or with an event moves log(1 - d/n) by d/(n(n - d)) or -1/n; summed over the patients of
    study k that is (n_k d - d_k n) / (n(n - d)) at each event time (Therneau & Grambsch 2000, sec. 7.2).
    """
    n, d = table.at_risk, table.events
    left = n - d
    scale = np.where(left > 0, 1.0 / np.where(left > 0, n * left, 1.0), 0.0)
    rows = []
    for s in studies:
        assert s.patients is not None
        at_risk = s.patients.at_risk(table.time)
        own = np.sort(s.patients.time[s.patients.event])
        events = np.searchsorted(own, table.time, side="right") - np.searchsorted(own, table.time, side="left")
        rows.append(np.cumsum((at_risk * d - events * n) * scale))
    return np.array(rows)


def pool(studies: Sequence[StudyCurve], regimen: str, settings: Settings) -> Pooled:
    """Kaplan-Meier of all patients with a variance from the studies' influences.

    ``interval`` "normal" is R's ``survfit(..., cluster = study)``: no correction for few studies. "auto" multiplies
    the variance by K/(K-1) and takes Student's t with K-1 degrees of freedom from three studies on.

    Raises
    ------
    InputError  where a study is known by its curve only.
    """
    table = of_patients(patients_of(studies, "cluster"))
    count = len(studies)
    moved = influence(studies, table)
    corrected = settings.interval != "normal" and count > 1
    student = corrected and count > 2
    factor = count / (count - 1.0) if corrected else 1.0
    variance = factor * (moved**2).sum(axis=0)
    variance[table.survival <= 0] = np.inf
    grid = covariance_grid(table)
    rows = table.index(grid)
    areas = np.array([_area(table, moved, h) for h in areas_wanted(studies, settings, table.end)])
    few = (
        (f"{count} studies: a variance from fewer than {FEW_CLUSTERS} clusters is uncertain and tends to be low",)
        if count < FEW_CLUSTERS
        else ()
    )
    return worded(
        table, np.sqrt(variance), studies, regimen, settings, method="cluster",
        interval="cluster-robust t" if student else "cluster-robust", df=count - 1.0 if student else np.inf,
        grid=(grid, factor * moved[:, rows].T @ moved[:, rows]), rmst_covariance=factor * areas @ areas.T, warnings=few,
    )  # fmt: skip


def _area(table: ProductLimit, moved: Floats, horizon: float) -> Floats:
    """Influence of each study (K,) on the area under the curve."""
    width = np.diff(np.append(np.minimum(table.time, horizon), horizon))
    return np.asarray((moved * table.survival * width).sum(axis=1))
