"""What is asked of a reconstruction: the curve, the counts and the choices."""

from __future__ import annotations

import attrs

from ipdrecon.errors import InputError
from ipdrecon.reconstruction.spread import ASSUMPTIONS
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve

CONVENTIONS = ("auto", "at_or_after", "after")
MARK_USES = ("auto", "complete", "some", "ignore")


@attrs.frozen(eq=False)
class Request:
    """One arm's curve with all that was published of it; options as :func:`ipdrecon.reconstruction.reconstruct`.

    Raises
    ------
    InputError  where an option is unknown.
    """

    curve: StepCurve
    risk_table: RiskTable | None = None
    patients: int | None = None
    events: int | None = None
    assumption: str = "smooth"
    convention: str = "auto"
    marks: str = "auto"
    nearest: bool = False

    def __attrs_post_init__(self) -> None:
        for name, value, allowed in (
            ("assumption", self.assumption, tuple(ASSUMPTIONS)),
            ("convention", self.convention, CONVENTIONS),
            ("use of marks", self.marks, MARK_USES),
        ):
            if value not in allowed:
                raise InputError(f"{name} '{value}' is unknown; use one of {', '.join(allowed)}")
        if self.events is not None and self.events < 0:
            raise InputError(f"{self.events} events are no count; give 0 or more")

    @property
    def used(self) -> tuple[str, ...]:
        """Published items that are there, in words."""
        table = self.risk_table
        items = {
            "patients": self.patients is not None,
            "numbers at risk": table is not None,
            "total events": self.events is not None,
            "censor marks": self.marks != "ignore" and self.curve.marks.size > 0,
            "events per interval": table is not None and table.events.size > 0,
            "censored per interval": table is not None and table.censored.size > 0,
        }
        return tuple(name for name, there in items.items() if there)
