"""What a reconstruction gives."""

from __future__ import annotations

import attrs

from ipdrecon.ipd import IPD

#: How a reconstruction may be made.
METHODS = ("constrained", "guyot", "marks")


@attrs.frozen(eq=False)
class Reconstruction:
    """Patients of one arm and what they rest on.

    Attributes
    ----------
    ipd : IPD
    method : str              One of ``METHODS``.
    used : tuple of str       Published items it rests on: "patients", "numbers at risk", "total events", ...
    assumed : tuple of str    What had to be assumed because nothing was published about it.
    relaxed : tuple of str    Published items that were not kept, in words.
    convention : str          Who counts as at risk in the table, as :data:`ipdrecon.risktable.CONVENTIONS`.
    warnings : tuple of str
    level_se : float          Standard error of the curve's levels that was reckoned with.
    """

    ipd: IPD
    method: str
    used: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    relaxed: tuple[str, ...] = ()
    convention: str = "at_or_after"
    warnings: tuple[str, ...] = ()
    level_se: float = 0.0

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the patients must know: relaxations and warnings."""
        return (*(f"relaxed: {text}" for text in self.relaxed), *self.warnings)
