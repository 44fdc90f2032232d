"""Ink in a line's own colour upon the line that a band tints.

Marks that are drawn after the bands keep the colour their line was drawn in, and the line beneath the bands has lost
it: the mark is seen upon its own line, and on a steep or crowded one there only.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from ipdrecon.trace.inks.ink import Ink, Layer

Color = npt.NDArray[np.float32]

#: Opacity of the other curves' bands over a line: together at most, and RGB distance of a tint from such a blend.
MAX_OPACITY, MISFIT = 0.6, 16.0
#: RGB distance of a tint from the line's own colour from which both are told apart, and that of a pixel from the blends
#: of the two up to which it is one.
LEAST_TINT, OFF_BLENDS = 36.0, 14.0


def untinted(ink: Ink, cores: Color, tints: dict[int, int]) -> dict[int, Layer]:
    """Core → share (h, w) of its own colour in each pixel of its tinted line, -1 where that cannot be told.

    ``tints`` sends a core to the one it is a tint of.
    """
    lines = [i for i in range(len(cores)) if i not in tints]
    found: dict[int, Layer] = {}
    for core in lines:
        shades = [cores[t] for t, c in tints.items() if c == core and is_tint(cores[t], core, cores, lines)]
        if shades and ink.banded:
            found[core] = share_of(ink.rgb, cores[core], shades)
    return found


def is_tint(color: Color, core: int, cores: Color, lines: list[int]) -> bool:
    """Whether bands in the colours of other ``lines`` turn that of ``core`` into this one, far enough to be told."""
    off = (color - cores[core]).astype(np.float64)
    basis = np.array([cores[other] - cores[core] for other in lines if other != core], np.float64).T
    if not basis.size or float(np.linalg.norm(off)) < LEAST_TINT:
        return False
    opacity, rest = nnls(basis, off)
    return bool(rest < MISFIT and float(opacity.sum()) < MAX_OPACITY)


def share_of(rgb: Layer, color: Color, shades: list[Color]) -> Layer:
    """Share (h, w) of a colour in each pixel of a line in one of the ``shades``, -1 where that cannot be told."""
    share = np.full(rgb.shape[:2], -1.0, np.float32)
    nearest = np.full(rgb.shape[:2], OFF_BLENDS, np.float32)
    for shade in shades:
        line = color - shade
        off = rgb - shade
        part = np.clip(off @ line / float(line @ line), 0.0, 1.0).astype(np.float32)
        rest = np.linalg.norm(off - part[..., None] * line, axis=2)
        better = rest < nearest
        share[better], nearest[better] = part[better], rest[better]
    return share
