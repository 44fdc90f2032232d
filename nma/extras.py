"""What survival data allow beside the hazard ratios: predicted curves, restricted means, hazard ratios by time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs
import numpy as np

from ipdrecon.errors import InputError
from nma.baseline import Baseline
from nma.baseline_files import read_baselines
from nma.predicted import CurveSummary, Predicted, predict, summary_of_curve
from nma.result import ComponentResult, NMAResult
from nma.sensitivity import Piecewise, RestrictedMeans, piecewise, restricted_means


@attrs.frozen
class Extras:
    """Additions to one analysis; each is None where it was not asked for.

    Attributes
    ----------
    predicted : Predicted or None
    pooled : dict of str to CurveSummary   Directly pooled curves of the treatments that have one, beside the predicted.
    restricted : RestrictedMeans or None
    piecewise : Piecewise or None
    """

    predicted: Predicted | None = None
    pooled: dict[str, CurveSummary] = attrs.field(factory=dict)
    restricted: RestrictedMeans | None = None
    piecewise: Piecewise | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out of them, and what they assume."""
        found: list[str] = []
        for one in (self.restricted, self.piecewise):
            found += one.notes if one is not None else ()
        return tuple(dict.fromkeys(found))


def extras(
    result: NMAResult,
    *,
    baseline: Sequence[str | Path] | Mapping[str, Baseline] = (),
    rmst: float | None = None,
    cuts: Sequence[float] = (),
) -> Extras:
    """All that is asked for.

    Parameters
    ----------
    baseline : files, a folder of pooled results, or curves by regimen
        The curve of the network's reference is multiplied by the hazard ratios; the others are laid beside.
    rmst : float, optional
        Horizon of restricted means: of the network of their differences where there are patients, and of the predicted
        curves.
    cuts : times
        Ends of the stretches with a hazard ratio each.

    Raises
    ------
    InputError    where curves, horizon or cuts cannot be used, or patients are needed and missing.
    NetworkError  where no trial reaches the horizon.
    """
    part = result[0]
    predicted, pooled = None, {}
    if baseline:
        curves = dict(baseline) if isinstance(baseline, Mapping) else read_baselines(baseline)
        part, own = _of_reference(result, curves)
        predicted = predict(part, own, horizon=rmst)
        pooled = {
            name: summary_of_curve(curve, level=part.level, horizon=predicted.horizon)
            for name, curve in curves.items()
            if name in part.treatments
        }
    # Without patients, a horizon still ends the restricted means of predicted curves.
    restricted = None
    if rmst is not None and (predicted is None or result.evidence.patients):
        restricted = restricted_means(result.evidence, rmst, part)
    return Extras(
        predicted,
        pooled,
        restricted,
        piecewise(result.evidence, cuts, part) if len(cuts) else None,
    )


def _of_reference(result: NMAResult, curves: Mapping[str, Baseline]) -> tuple[ComponentResult, Baseline]:
    """The component whose reference has a curve, and that curve; one without a name is the reference's."""
    if set(curves) == {""}:
        return result[0], attrs.evolve(curves[""], treatment=result[0].reference)
    for part in result:
        if part.reference in curves:
            return part, curves[part.reference]
    raise InputError(
        f"the reference curves are of {', '.join(sorted(curves))}, none of the reference '{result[0].reference}'; "
        "choose one of them by --reference, by the name it has in the trials"
    )


def largest_gap(predicted: Predicted, name: str, pooled: CurveSummary) -> float:
    """Largest distance between the predicted and the directly pooled curve over the time both have."""
    row = predicted.survival[predicted.treatments.index(name)]
    time = np.union1d(predicted.time, pooled.curve.time)
    time = time[time <= min(predicted.time[-1], pooled.curve.end)]
    if predicted.step:
        here = row[np.searchsorted(predicted.time, time, side="right") - 1]
    else:
        here = np.interp(time, predicted.time, row)
    return float(np.abs(here - pooled.curve.at(time)).max())
