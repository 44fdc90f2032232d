"""What medians that are printed inside a figure say against its curves."""

from __future__ import annotations

from ipdrecon.axes import MONTHS_PER_UNIT
from ipdrecon.digitization import Panel, PrintedFact, TracedCurve
from ipdrecon.trace.arms.match import PLACE_SLACK_PX
from ipdrecon.trace.arms.printed_medians import PrintedMedian
from ipdrecon.trace.axes.titles import time_unit

#: Most by which a curve may be off one half at its printed median: what makes a curve wrong, in S.
OFF_HALF = 0.02


def denied_by_medians(curve: TracedCurve, panel: Panel) -> list[str]:
    """A sentence for each median printed for a curve at which that does not pass one half."""
    slack = PLACE_SLACK_PX / abs(panel.axes.x.px_per_unit)
    found = []
    for fact in panel.facts:
        if fact.kind != "median" or fact.curve != curve.label or fact.bound:
            continue
        time, rounded = _on_axis(fact, panel.axes.time_unit)
        if PrintedMedian(time, rounded).denial(curve.steps, slack) > OFF_HALF:
            found.append(
                f"its median is printed as {fact.value:g}, where it is at S = {float(curve.steps(time)):.3f}: it may "
                "follow another line, or the median is another curve's"
            )
    return found


def _on_axis(fact: PrintedFact, unit: str) -> tuple[float, float]:
    """A printed median in the unit of the axis, and by how much it may be rounded."""
    decimals = len(f"{fact.value:g}".partition(".")[2])
    said = time_unit(fact.text)
    factor = MONTHS_PER_UNIT[said] / MONTHS_PER_UNIT[unit] if said and unit else 1.0
    return fact.value * factor, 0.5 * 10.0**-decimals * factor
