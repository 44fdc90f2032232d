"""Coverage told by brightness alone: JPEG halves the resolution of colour, and keeps that of brightness."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ipdrecon.trace.inks.ink import Ink, Layer

#: Brightness of a colour, as JPEG separates it from the colour (ITU-R BT.601).
WEIGHTS = np.array([0.299, 0.587, 0.114], np.float32)
#: Grey levels by which ink is darker than the page at least, to be told by that.
LEAST_DARKER = 40.0


def by_brightness(ink: Ink, color: npt.NDArray[np.float32]) -> Layer | None:
    """Coverage (h, w) by ink of a ``color`` (3,) as its darkness tells it, of any hue; None where the colour is hardly
    darker than the page."""
    darker = float((ink.page - color) @ WEIGHTS)
    if darker < LEAST_DARKER:
        return None
    weights = WEIGHTS / np.float32(darker)
    return np.asarray(np.clip(ink.paper @ weights - ink.rgb @ weights, 0.0, 1.0), np.float32)
