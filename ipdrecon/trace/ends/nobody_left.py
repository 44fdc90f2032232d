"""Ends of curves that were lost beneath another one, against their numbers at risk: nobody is followed to a 0.

Such a curve is read to end with the one that hides it, which nothing but its table can deny.
"""

from __future__ import annotations

import attrs

from ipdrecon.digitization import TracedCurve
from ipdrecon.risktable import RiskTable
from ipdrecon.trace.curves.behind import END_UNKNOWN


def ended_by_count(curve: TracedCurve, lost: float, table: RiskTable, slack: float) -> TracedCurve:
    """A curve seen up to the time ``lost``, ended before the first column with nobody at risk, and doubted there.

    The last patient left between what is known of the last one at risk and that column, and nothing says when: the
    middle is never far. ``slack`` is the error of times, by which a curve may be read beyond such a column.
    """
    sure = ~table.doubtful
    last = float(table.time[sure & (table.at_risk > 0)].max(initial=0.0))
    none = table.time[sure & (table.at_risk == 0) & (table.time > last)]
    if not none.size or none[0] >= curve.steps.end - slack:
        return curve
    end = max(lost, (max(lost, last) + float(none[0])) / 2)
    inferred = curve.inferred.copy()
    inferred[:, 1] = inferred[:, 1].clip(max=end)
    warning = (
        f"it is hidden beneath another line from {lost:.3g} on, and nobody is at risk at {none[0]:.5g}: where it ends "
        "is not known"
    )
    return attrs.evolve(
        curve,
        steps=attrs.evolve(curve.steps, end=end),
        inferred=inferred[inferred[:, 0] < inferred[:, 1]],
        confidence=min(curve.confidence, END_UNKNOWN),
        warnings=(*curve.warnings, warning),
    )
