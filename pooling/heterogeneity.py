"""Disagreement between studies: Q, H² and I², over the whole curve and time by time."""

from __future__ import annotations

import numpy as np
from scipy.special import chdtrc

from ipdrecon.frozen import Floats
from pooling.combescure import Fit
from pooling.result import Heterogeneity


def heterogeneity(time: Floats, y: Floats, v: Floats, fixed: Fit, random: Fit | None, *, rule: str) -> Heterogeneity:
    """Cochran's Q of all cells against the fixed-effect curve.

    The curve has one parameter a time, so Q has as many degrees of freedom as cells less times. RISCA and
    metaSurvival subtract studies instead; ``rule`` "studies" gives theirs.
    """
    seen = ~np.isnan(y)
    parts = np.where(seen, fixed.residual**2 / np.where(seen, v, 1.0), 0.0)
    counts = seen.sum(axis=0)
    q = float(parts.sum())
    df = int(seen.sum()) - (y.shape[0] if rule == "studies" else y.shape[1])
    h2 = q / df if df > 0 else float("nan")
    several = counts > 1
    time_q, time_df = parts.sum(axis=0), counts - 1
    survival_i2 = _of_survival(y, v)
    multivariate = float("nan")
    if random is not None:
        # Times seen in several studies only: elsewhere both covariances are the same.
        _, wide = np.linalg.slogdet(random.covariance)
        _, narrow = np.linalg.slogdet(fixed.covariance)
        ratio = np.exp((wide - narrow) / max(int(several.sum()), 1))
        multivariate = float(max(0.0, 1.0 - 1.0 / ratio))
    return Heterogeneity(
        q=q,
        df=df,
        p=float(chdtrc(df, q)) if df > 0 else float("nan"),
        h2=h2,
        i2=max(0.0, 1.0 - 1.0 / h2) if h2 > 0 else (0.0 if df > 0 else float("nan")),
        df_rule=rule,
        multivariate_i2=multivariate,
        time=time,
        time_q=np.where(several, time_q, np.nan),
        time_df=time_df,
        time_i2=np.where(several, np.maximum(0.0, 1.0 - time_df / np.where(time_q > 0, time_q, np.inf)), np.nan),
        survival_i2=survival_i2,
        tau=np.sqrt(np.diag(random.between)) if random is not None else np.zeros(time.size),
        studies=counts,
    )


def _of_survival(y: Floats, v: Floats) -> Floats:
    """I² (T,) of survival itself up to each time: of the studies' log(-log S), by the delta method from their cells."""
    sine = np.clip(np.abs(np.sin(y)), 1e-12, 1.0)
    logs = np.cumsum(2.0 * np.log(sine), axis=1)
    variance = np.cumsum(4.0 * (np.cos(y) / sine) ** 2 * v, axis=1)
    known = ~np.isnan(logs) & (logs < 0) & (variance > 0)
    w = np.where(known, logs**2 / np.where(known, variance, 1.0), 0.0)
    value = np.log(np.where(known, -logs, 1.0))
    total = np.maximum(w.sum(axis=0), 1e-300)
    q = (w * (value - (w * value).sum(axis=0) / total) ** 2).sum(axis=0)
    df = known.sum(axis=0) - 1.0
    return np.where(df > 0, np.maximum(0.0, 1.0 - df / np.where(q > 0, q, np.inf)), np.nan)
