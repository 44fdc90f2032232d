"""Coverage of each pixel by each of the curves' colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ipdrecon.trace.inks.bands import opacity
from ipdrecon.trace.inks.contrast import distance
from ipdrecon.trace.inks.ink import Ink, Layer
from ipdrecon.trace.kernels.unmix import blends
from ipdrecon.trace.lines.stroke import is_neutral

#: Opacity of a band, and RGB distance within which a pixel has a line's own colour.
LEAST_VEIL, OWN_COLOR = 0.05, 8.0
#: Share of the plot's columns in which a line above bands shows its colour there.
OFTEN = 0.3


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
    if veil is None or _are_above(ink, veil, cores):
        veil = np.zeros((0, 0), np.float32)
    alpha, other = blends(ink.rgb, ink.paper, ink.contrast, ink.rules, np.asarray(cores), ink.page, veil)
    return alpha, other


def _are_above(ink: Ink, veil: Layer, cores: npt.NDArray[np.float32]) -> bool:
    """Whether grey lines lie above their bands: each shows its own colour where bands are, as none beneath them does.

    A dark grey above a band is as far from it as a paler one beneath would be, weakened by the band: greys differ in
    nothing else.
    """
    if not all(is_neutral(core) for core in cores):
        return False
    banded = (veil > LEAST_VEIL) & (ink.contrast > ink.least)
    return all(np.any(banded & (distance(ink.rgb, c) < OWN_COLOR), axis=0).mean() > OFTEN for c in cores)
