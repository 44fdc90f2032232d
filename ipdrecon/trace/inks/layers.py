"""The ink of a panel by colour."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Sequence
from functools import cached_property, partial

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.trace import cv
from ipdrecon.trace.censor.marks import reach_px
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.brightness import by_brightness
from ipdrecon.trace.inks.contrast import spread
from ipdrecon.trace.inks.exact_greys import with_exact_greys
from ipdrecon.trace.inks.greys_apart import of_paler
from ipdrecon.trace.inks.ink import Ink, Layer
from ipdrecon.trace.inks.unmix import unmix
from ipdrecon.trace.inks.untinted import untinted
from ipdrecon.trace.inks.washed import is_dulled
from ipdrecon.trace.lines.stroke import is_neutral
from ipdrecon.trace.lines.walk import OTHER_INK, OWN, bridges

#: Difference between its channels up to which ink may be black, blended with what lies beneath.
DULL = 60.0
#: RGB distance from black from which paper is light.
LIGHT = 220.0
#: Contrast of a grey as a share of a darker one's up to which they are told apart, and how far between the two in
#: coverage full ink of the darker one lies.
DARKER, FULL = 0.85, 0.6
#: Coverage by a paler grey from which its own strokes are full; sides of a piece of it, in pixels, that no blurred line
#: of a darker grey has.
PALER_FULL, SOLID_PX = 0.9, 3
#: Coverage from which there is ink, and below which it is thin; sides of a piece of it that no stroke's edge is, in
#: pixels.
TRACE, THIN, FILLS = 0.2, 0.65, (4, 10)
#: Coverage by it from which an area is filled: what is taken for paper between curves is brighter than it under JPEG.
FAINT = 0.08
#: Width of the holes JPEG leaves in such an area.
HOLE_PX = 3


def _untold(_layer: int) -> None:
    return None


@attrs.frozen(eq=False)
class Layers:
    """The unmixed ink of a panel.

    Attributes
    ----------
    cores : (k, 3) float32     Colours, most frequent first.
    alpha : (k, h, w) float32  Coverage by each.
    other : (h, w) float32     Ink of none of them.
    upon : dict of (h, w)      Layer → share of its own colour upon its line where bands tint that, -1 elsewhere.
    by_brightness : callable   Layer → coverage (h, w) as its brightness alone tells it; None where that does not tell.
    """

    cores: npt.NDArray[np.float32]
    alpha: Layer
    other: Layer
    upon: dict[int, Layer] = attrs.field(factory=dict)
    by_brightness: Callable[[int], Layer | None] = _untold

    @cached_property
    def any_ink(self) -> Layer:
        return np.asarray(np.maximum(self.alpha.max(axis=0, initial=0.0), self.other))


def find_layers(
    ink: Ink, cores: npt.NDArray[np.float32], tints: dict[int, int] | None = None, exact: Sequence[Layer] = ()
) -> Layers:
    """Coverage of the panel by each core colour.

    ``tints`` sends a core to the one it is a tint of: a line takes on the colour of a band that lies over it. ``exact``
    are cores that are greys which strokes show exactly.
    """
    alpha, other = unmix(ink, cores)
    for layer in alpha:
        layer[_filled(layer)] = 0.0
    for i, core in enumerate(cores):
        for darker, other_core in zip(alpha, cores, strict=True):
            if is_neutral(core) and is_neutral(other_core):
                alpha[i][_rim(alpha[i], darker, core, other_core, ink.page)] = 0.0
    grey = [i for i, core in enumerate(cores) if is_neutral(core)]
    pairs = list(itertools.permutations(grey, 2))
    paler = [_solid(alpha[i], alpha[j], cores[i], cores[j], ink.page) for i, j in pairs]
    for (_, j), solid in zip(pairs, paler, strict=True):
        alpha[j][solid] = 0.0
    for i, j in pairs:
        share = _strength(cores[i], ink.page) / max(1.0, _strength(cores[j], ink.page))
        if share <= DARKER:
            alpha[j][of_paler(alpha[j], share, share + FULL * (1.0 - share), reach_px(ink.shape))] = 0.0
    alpha = with_exact_greys(ink, cores, alpha, exact)
    tints = tints or {}
    for tint, core in tints.items():
        alpha[core] = np.maximum(alpha[core], alpha[tint])
    keep = [i for i in range(len(cores)) if i not in tints]
    upon = {keep.index(core): share for core, share in untinted(ink, cores, tints).items()}
    kept = cores[keep]
    return Layers(kept, alpha[keep], other, upon, partial(_by_brightness, ink, kept))


def _by_brightness(ink: Ink, cores: npt.NDArray[np.float32], layer: int) -> Layer | None:
    return by_brightness(ink, cores[layer])


def of_drawn(ink: Ink, layers: Layers, drawn: Collection[int]) -> Layers:
    """The layers, those of coloured curves that were ``drawn`` with the ink of dulled colours that no curve has.

    JPEG keeps the brightness of thin marks and dulls their hue: they are paler than their line, or another red, and
    looked like colours of their own while these might have been another curve's.
    """
    every = sorted(drawn)
    colored = [k for k in every if not is_neutral(layers.cores[k])]
    dull = [
        k
        for k, core in enumerate(layers.cores)
        if k not in drawn and not is_neutral(core) and any(is_dulled(core, layers.cores[i], ink.page) for i in colored)
    ]
    if not dull:
        return layers
    lost = layers.alpha[dull].max(axis=0) >= TRACE
    again, _ = unmix(ink, layers.cores[every])
    alpha = layers.alpha.copy()
    for k in colored:
        alpha[k] = np.where(lost, np.maximum(alpha[k], again[every.index(k)]), alpha[k])
    return attrs.evolve(layers, alpha=alpha)


def _strength(core: npt.NDArray[np.float32], page: npt.NDArray[np.float32]) -> float:
    return float(np.linalg.norm(core - page))


def _filled(alpha: Layer) -> Mask:
    """Where thin ink fills an area: a band too narrow to count as paper. A stroke as wide covers its middle wholly."""
    thin = (alpha >= TRACE) & (alpha < THIN)
    wide, long = FILLS
    filled = cv.open_(thin, wide, long) | cv.open_(thin, long, wide)
    return np.asarray(cv.dilate(filled, long, long) & thin)  # what grid lines and marks cut off from it


def _rim(
    alpha: Layer, darker: Layer, core: npt.NDArray[np.float32], dark: npt.NDArray[np.float32], page: Layer
) -> Mask:
    """Where a grey is but the edge of a stroke in a darker grey: beside its full ink, and thinner than a stroke."""
    full = _full_ink(darker, core, dark, page)
    if full is None:
        return np.zeros(alpha.shape, np.bool_)
    own = alpha >= TRACE
    return np.asarray(cv.dilate(full, 3, 3) & own & ~cv.open_(own, 2, 2))


def _solid(
    alpha: Layer, darker: Layer, core: npt.NDArray[np.float32], dark: npt.NDArray[np.float32], page: Layer
) -> Mask:
    """Where a stroke is a grey's own and no ink of a darker grey, which would cover it in part only.

    Such blends are the edges of darker strokes, and thin ones between two pixels; none is as thick as this.
    """
    full = _full_ink(darker, core, dark, page)
    if full is None:
        return np.zeros(alpha.shape, np.bool_)
    solid = cv.open_((alpha >= PALER_FULL) & ~cv.dilate(full, 5, 5), SOLID_PX, SOLID_PX)
    return np.asarray(cv.dilate(solid, 3, 3) & ~full)


def _full_ink(darker: Layer, core: npt.NDArray[np.float32], dark: npt.NDArray[np.float32], page: Layer) -> Mask | None:
    """Where a darker grey holds more than any blend that has this grey; None where the two are too near to tell."""
    share = float(np.linalg.norm(core - page)) / max(1.0, float(np.linalg.norm(dark - page)))
    return None if share > DARKER else np.asarray(darker > share + FULL * (1.0 - share))


def dark_ink(ink: Ink, layers: Layers) -> Layer:
    """Ink of no colour: black marks over coloured curves."""
    neutral = [layers.alpha[i] for i in range(len(layers.cores)) if is_neutral(layers.cores[i])]
    plain = spread(ink.rgb) < DULL
    dark = np.asarray(np.maximum.reduce([*neutral, np.where(plain, layers.other, np.float32(0.0))]), np.float32)
    veil = _veil(dark)
    return np.asarray(np.maximum(dark - veil, 0.0) / (1.0 - veil), np.float32)


def depth_of(ink: Ink) -> Layer:
    """Contrast (h, w) of ink without a colour against that of black: a grey line's is even; 0 on dark paper."""
    black = float(np.linalg.norm(ink.page))
    if black < LIGHT:
        return np.zeros(ink.shape, np.float32)
    plain = spread(ink.rgb) < DULL
    return np.where(plain, np.minimum(ink.contrast / np.float32(black), np.float32(1.0)), np.float32(0.0))


def _veil(dark: Layer) -> Layer:
    """Weak ink that fills an area, a confidence band, which is no black mark; JPEG leaves holes in it."""
    wide, long = FILLS
    whole = cv.closed(dark, HOLE_PX, HOLE_PX)
    level = np.maximum(cv.opened(whole, wide, long), cv.opened(whole, long, wide))
    level[(level < FAINT) | (level >= THIN)] = 0.0
    return np.minimum(cv.raised(level, long, long), dark)  # what grid lines and marks cut off from it


def lit_where(alpha: Layer, other: Layer, ink: Ink) -> Mask:
    """Where a curve is drawn or may run on beneath something: beneath a rule too, between two pieces of its own ink."""
    own = alpha >= OWN
    beneath = (other >= OTHER_INK) | ink.hidden
    if (beneath & ink.rules).any():
        beneath &= ~ink.rules | bridges(own)
    return np.asarray(own | beneath)
