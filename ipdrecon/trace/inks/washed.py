"""Colours that JPEG has washed out.

JPEG keeps brightness in full and colour at half the resolution (ITU-T T.871: Y, Cb, Cr, chroma 4:2:0), so a thin stroke
keeps its brightness and loses part of its colour to the paper beside it, in the hue it has.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ipdrecon.trace.lines.stroke import GREY_SPREAD, is_neutral

Color = npt.NDArray[np.float32]

#: RGB → Y, Cb, Cr (ITU-R BT.601).
YCBCR = np.array([[0.299, 0.587, 0.114], [-0.1687, -0.3313, 0.5], [0.5, -0.4187, -0.0813]])
#: Bounds of the brightness that is kept and of the colour that is left, as shares of the ink's, and the distance from
#: its hue. Blends with the paper lose as much of the one as of the other.
BRIGHTNESS, COLOUR, OFF_HUE = (0.75, 1.15), (0.25, 0.85), 12.0
#: Contrast against an ink's below which print is far paler; RGB distance within which it may be a shade of it, cosine
#: of their contrasts, and share of its contrast a shade has at least: a band's is paler.
FAR_PALER, SHADE, SAME_HUE, AS_STRONG = 0.6, 90.0, 0.92, 0.85
#: Least contrast in brightness of an ink that can be told.
MIN_BRIGHTNESS = 40.0
#: Difference between its channels below which a legend's sample is a grey: one short thin line has lost more than the
#: strokes have.
GREY_SAMPLE = 20.0
#: RGB distance up to which strokes are as washed out as a sample.
AS_WASHED = 26.0
#: The distance of such strokes from the sample, against that of their ink, up to which they are nearer to it.
NEARER = 0.75


def sample_unwashed(color: Color, found: list[Color], paper: Color, samples: list[Color]) -> Color:
    """The colour of a legend's sample, or that of the strokes it is washed out of.

    Where it is no grey, it is that only if some of the strokes are as washed out, or nearer to it than their ink is,
    which would pass for the curve beside its own ink, and none of the legend's ``samples`` is nearer to that ink.
    """
    inks = list(range(len(found)))
    of = washed_from(color, inks, found, paper, GREY_SAMPLE)
    if of is None:  # the sample is thinner, or less of it is left, than of the strokes
        near = min(found, key=lambda core: float(np.linalg.norm(core - color)), default=color)
        of = washed_from(near, inks, found, paper) if float(np.linalg.norm(near - color)) < AS_WASHED else None
    if of is None or is_neutral(color):
        return color if of is None else found[of]
    nearest = min(samples, key=lambda sample: float(np.linalg.norm(sample - found[of])))
    gaps = [float(np.linalg.norm(color - core)) for core in found]
    alike = any(
        gap < AS_WASHED or (gap < NEARER * gaps[of] and washed_from(found[i], [of], found, paper) is not None)
        for i, gap in enumerate(gaps)
        if i != of
    )
    return found[of] if alike and nearest is color else color


def washed_inks(cores: list[Color], named: list[int], paper: Color) -> dict[int, int]:
    """Core → the ink that it is washed out of, where it is of one: one of those ``named`` where there are any.

    Marks and lines lose unequal shares of their colour: what is washed out of another that is so itself has its ink.
    """
    inks = named or list(range(len(cores)))
    found = {i: washed_from(cores[i], inks, cores, paper) for i in range(len(cores)) if i not in named}
    of = {i: j for i, j in found.items() if j is not None}
    full: dict[int, int] = {}
    for i in of:
        way = [i]
        while way[-1] in of and len(way) <= len(of):
            way.append(of[way[-1]])
        if way[-1] not in of:
            full[i] = way[-1]
    return full


def is_dulled(color: Color, ink: Color, paper: Color) -> bool:
    """Whether a colour may be thin print in an ink: far paler than it, a shade of it, or of its hue and duller."""
    off, full = color - paper, ink - paper
    strength, whole = float(np.linalg.norm(off)), max(float(np.linalg.norm(full)), 1.0)
    if strength < FAR_PALER * whole:
        return True
    near = float(np.linalg.norm(off - full)) < SHADE and float(off @ full) >= SAME_HUE * strength * whole
    return (near and strength >= AS_STRONG * whole) or _has_lost_hue(off, full)


def _has_lost_hue(off: Color, full: Color) -> bool:
    """Whether less is left of the hue of a contrast with the paper than of its brightness, in the same direction."""
    shares = _shares(off, full)
    if shares is None:
        return False
    bright, left, aside = shares
    return bright < BRIGHTNESS[1] and 0.0 < left < COLOUR[1] * bright and aside < OFF_HUE


def _shares(off: Color, full: Color) -> tuple[float, float, float] | None:
    """Shares of the brightness and of the colour of an ink's contrast that another one has, and its distance from the
    ink's hue; None where the ink's cannot be told."""
    mine, ink = YCBCR @ off, YCBCR @ full
    length = float(np.linalg.norm(ink[1:]))
    if abs(ink[0]) < MIN_BRIGHTNESS or length < 1.0:
        return None
    left = float(mine[1:] @ ink[1:]) / length**2
    return float(mine[0] / ink[0]), left, float(np.linalg.norm(mine[1:] - left * ink[1:]))


def washed_from(
    color: Color, inks: list[int], cores: list[Color], paper: Color, grey: float = GREY_SPREAD
) -> int | None:
    """Which of the cores that are ``inks`` a colour is washed out of; None where it is of none, or is a ``grey``."""
    if is_neutral(color, grey):
        return None
    found: list[tuple[float, int]] = []
    for i in inks:
        shares = _shares(color - paper, cores[i] - paper)
        if shares is None:
            continue
        bright, left, off = shares
        if BRIGHTNESS[0] < bright < BRIGHTNESS[1] and COLOUR[0] < left < COLOUR[1] * bright and off < OFF_HUE:
            found.append((off, i))
    return min(found)[1] if found else None
