"""The colours arms are drawn in: like those of the figure they come from, where these are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from ipdrecon.frozen import Bytes, Floats

#: Okabe & Ito's colour-blind-safe palette without yellow, which vanishes on white.
PALETTE = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#000000", "#56B4E9", "#E69F00", "#7A4EAB")
#: What a difference in lightness counts against one in hue, by which colours are named.
LIGHTNESS = 0.3
#: From linear RGB to the eye's three receptors, and from the cube roots of these to Oklab.
TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def colors_like(colors: Sequence[tuple[int, int, int]]) -> list[str]:
    """A colour of the palette for each RGB colour of a figure, all different (up to eight) and as like it as can be.

    An orange curve drawn in green beside a green one drawn in orange would have a person judge the wrong one.
    """
    rounds = -(-len(colors) // len(PALETTE))
    offered = [color for _ in range(rounds) for color in PALETTE]
    if not colors:
        return []
    own = np.array([tuple(bytes.fromhex(color[1:])) for color in offered], np.uint8)
    apart = np.linalg.norm(_perceived(np.array(colors, np.uint8))[:, None] - _perceived(own)[None], axis=2)
    taken = linear_sum_assignment(apart**2)[1]
    return [offered[i] for i in taken]


def in_turn(count: int) -> list[str]:
    """Colours of the palette for arms of which no figure's colour is known."""
    return [PALETTE[i % len(PALETTE)] for i in range(count)]


def _perceived(colors: Bytes) -> Floats:
    """(n, 3) RGB colours in Oklab (Ottosson, 2020), in which blue is no purple; their lightness weighed down."""
    share = colors / 255.0
    light = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(light @ TO_CONES.T) @ TO_OKLAB.T * np.array([LIGHTNESS, 1.0, 1.0]))
