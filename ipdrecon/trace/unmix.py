"""Coverage of each pixel by each of the curves' colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ipdrecon.trace.bands import opacity
from ipdrecon.trace.ink import Ink, Layer
from ipdrecon.trace.kernels.unmix import blends


def unmix(ink: Ink, cores: npt.NDArray[np.float32]) -> tuple[Layer, Layer]:
    """Coverage of each pixel by each core colour.

    Each pixel goes to the core whose blend with the local paper comes closest; a pixel no blend comes close to
    (text of another colour, an overlap of two half-covered edges) stays with none.

    Returns
    -------
    alpha : (k, h, w)    Coverage in [0, 1].
    other : (h, w)       Ink of no core or of another one, as contrast in [0, 1].
    """
    veil = opacity(ink.paper, ink.page, cores)
    if veil is None:
        veil = np.zeros((0, 0), np.float32)
    alpha, other = blends(ink.rgb, ink.paper, ink.contrast, ink.rules, np.asarray(cores), ink.page, veil)
    return alpha, other
