"""What a tick or a plus is: four lengths."""

from __future__ import annotations

import attrs


@attrs.frozen
class Upright:
    """A tick or a plus, in pixels.

    Attributes
    ----------
    up, down : float    How far its upright reaches above and below the middle of the line.
    width : float       Of the upright.
    arm : float         How far its cross-bar reaches to either side; 0 where it has none, or none is seen.
    runs : int          Places it was learned from.
    """

    up: float
    down: float
    width: float
    arm: float = 0.0
    runs: int = 0

    @property
    def ink(self) -> float:
        """Area of the upright."""
        return (self.up + self.down) * self.width
