"""What medians that are printed inside a figure say against its curves."""

from __future__ import annotations

from ipdrecon.digitization import Panel, TracedCurve
from ipdrecon.trace.arms.match import PLACE_SLACK_PX
from ipdrecon.trace.arms.printed_medians import of_fact

#: Most by which a curve may be off one half at its printed median: what makes a curve wrong, in S.
OFF_HALF = 0.02


def denied_by_medians(curve: TracedCurve, panel: Panel) -> list[str]:
    """A sentence for each median printed for a curve at which that does not pass one half."""
    slack = PLACE_SLACK_PX / abs(panel.axes.x.px_per_unit)
    found = []
    for fact in panel.facts:
        if fact.kind != "median" or fact.curve != curve.label or fact.bound:
            continue
        median = of_fact(fact, panel.axes.time_unit)
        if median.denial(curve.steps, slack) > OFF_HALF:
            found.append(
                f"its median is printed as {fact.value:g}, where it is at S = {float(curve.steps(median.time)):.3f}: "
                "it may follow another line, or the median is another curve's"
            )
    return found
