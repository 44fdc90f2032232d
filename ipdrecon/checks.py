"""What a figure prints beside its curves, against the patients that were reconstructed from them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ipdrecon.agree import Fit, assess
from ipdrecon.digitization import Panel, PrintedFact
from ipdrecon.patients import Arm
from ipdrecon.twoarm import compare


def fit_of(panel: Panel, arm: Arm) -> Fit | None:
    """How one arm's patients agree with its curve and row of the table; None where it has no patients."""
    if arm.reconstruction is None:
        return None
    return assess(
        arm.reconstruction.ipd,
        panel.curve(arm.label).steps,
        risk_table=panel.risk_of(arm.label),
        convention=arm.reconstruction.convention,
        median=next(
            (f.value for f in panel.facts if f.kind == "median" and f.curve == arm.label and not f.bound), None
        ),
    )


def printed_checks(panel: Panel, arms: Sequence[Arm]) -> tuple[str, ...]:
    """A line for each printed median, hazard ratio and p value of a panel that the patients can be held against.

    A hazard ratio and a p value are compared where the panel has two curves; of the two directions a ratio may have,
    the nearer one is taken and said.
    """
    said = []
    known = [arm for arm in arms if arm.reconstruction is not None]
    for arm in known:
        fit = fit_of(panel, arm)
        if fit is not None and not math.isnan(fit.published_median):
            own = f"{fit.median:.4g}" if math.isfinite(fit.median) else "not reached"
            said.append(f"{arm.label}: median {own}, printed {fit.published_median:g}")
    if len(panel.curves) != 2 or len(known) != 2:
        return tuple(said)
    pairs = [(fact, known) for fact in panel.facts if fact.kind in ("hazard_ratio", "p_value") and fact.value > 0]
    for fact, (first, second) in pairs:
        line = _compared(fact, first, second)
        if line:
            said.append(line)
    return tuple(said)


def _compared(fact: PrintedFact, first: Arm, second: Arm) -> str:
    if first.reconstruction is None or second.reconstruction is None:
        return ""
    a, b = first.reconstruction.ipd, second.reconstruction.ipd
    if not (a.event.any() or b.event.any()):
        return ""
    found = compare(a, b)
    if fact.kind == "p_value":
        return f"log-rank p {found.p_value:.3g}, printed p {fact.bound or '='} {fact.value:g}"
    turned = abs(-found.log_hr - math.log(fact.value)) < abs(found.log_hr - math.log(fact.value))
    log_hr = -found.log_hr if turned else found.log_hr
    ratio = math.exp(log_hr) if math.isfinite(log_hr) else math.inf
    of, against = (first, second) if turned else (second, first)
    off = 100 * math.expm1(log_hr - math.log(fact.value)) if math.isfinite(log_hr) else math.inf
    return f"HR {ratio:.3f} ({of.label} against {against.label}), printed {fact.value:g}: {off:+.1f}% off"
