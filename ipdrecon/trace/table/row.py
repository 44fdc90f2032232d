"""Numbers at risk of one arm, as they were read."""

from __future__ import annotations

import attrs

from ipdrecon.figure import Box
from ipdrecon.risktable import RiskTable


@attrs.frozen(eq=False)
class RiskRow:
    """Numbers at risk of one arm.

    Attributes
    ----------
    label : str
    table : RiskTable
    boxes : tuple of Box   One per cell.
    color : RGB or None    Of the label or of the mark beside it, where it has a colour.
    unsaid : bool          Whether counts stand in brackets and no head says of what; they are taken as events.
    """

    label: str
    table: RiskTable
    boxes: tuple[Box, ...]
    color: tuple[int, int, int] | None = None
    unsaid: bool = False
