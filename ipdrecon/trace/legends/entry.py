"""One entry of a legend."""

from __future__ import annotations

import attrs

from ipdrecon.figure import Box


@attrs.frozen(eq=False)
class LegendEntry:
    """One entry of a legend, or a text beside a curve (then without sample).

    Attributes
    ----------
    label : str
    text : Box                  Of the label.
    sample : Box or None        Of the line sample.
    color : RGB or None         Of the sample's line, or of the text where there is no sample.
    dashes : tuple of float     On and off lengths in pixels; empty where solid.
    """

    label: str
    text: Box
    sample: Box | None = None
    color: tuple[int, int, int] | None = None
    dashes: tuple[float, ...] = ()

    @property
    def box(self) -> Box:
        """Around text and sample."""
        return self.text if self.sample is None else self.text.union(self.sample)
