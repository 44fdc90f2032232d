"""What a person tells the tracer instead of letting it find it."""

from __future__ import annotations

import attrs

from ipdrecon.axes import MONTHS_PER_UNIT
from ipdrecon.errors import InputError
from ipdrecon.figure import Box


@attrs.frozen
class Hints:
    """Every field is optional; what is not told is found.

    Attributes
    ----------
    x_range, y_range : (low, high)   Values at the two ends of the drawn axis; y as printed (percent or proportion).
    curves : int                     How many curves the panel has.
    labels : tuple of str            Their labels, in the order of the legend (or top to bottom at the end).
    colors : tuple of RGB            Their colours.
    panel : int                      1-based: read only this panel.
    crop : Box                       Read only this part of the figure, in pixels of the file.
    time_unit : str                  "days", "weeks", "months" or "years".
    incidence : bool                 Whether the figure shows 1 - S.
    page : int                       1-based page of a PDF.
    """

    x_range: tuple[float, float] | None = None
    y_range: tuple[float, float] | None = None
    curves: int | None = None
    labels: tuple[str, ...] = ()
    colors: tuple[tuple[int, int, int], ...] = ()
    panel: int | None = None
    crop: Box | None = None
    time_unit: str = ""
    incidence: bool | None = None
    page: int | None = None

    def __attrs_post_init__(self) -> None:
        for name, pair in (("--x-range", self.x_range), ("--y-range", self.y_range)):
            if pair is not None and not pair[0] < pair[1]:
                raise InputError(f"{name} {pair[0]:g},{pair[1]:g} is empty; give the low end first")
        if self.curves is not None and not 1 <= self.curves <= 8:
            raise InputError(f"--curves {self.curves} is out of range; a figure may have 1 to 8 curves")
        if self.labels and self.curves is not None and len(self.labels) != self.curves:
            raise InputError(f"--labels names {len(self.labels)} curves, but --curves says {self.curves}")
        if self.time_unit and self.time_unit not in MONTHS_PER_UNIT:
            raise InputError(f"--time-unit {self.time_unit} is unknown; use one of {', '.join(MONTHS_PER_UNIT)}")

    def of_an_inset(self) -> Hints:
        """What is told of a panel and holds for a plot inside it too, whose axes and number of curves are its own."""
        return attrs.evolve(self, x_range=None, y_range=None, curves=None, labels=())

    def told(self) -> tuple[str, ...]:
        """What was told, in words, for the record in the digitisation."""
        blank = Hints()
        names = [a.name for a in attrs.fields(Hints)]
        return tuple(f"{n} told: {getattr(self, n)}" for n in names if getattr(self, n) != getattr(blank, n))
