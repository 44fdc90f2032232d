"""The colours of a panel's curves: those found on its strokes, with those its legend or a person names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ipdrecon.trace.hints import Hints
from ipdrecon.trace.inks.bands import is_mixture, is_of_several
from ipdrecon.trace.inks.blends import (
    FULLER,
    MIN_BLEND,
    SAME_COLOR,
    ink_gap,
    off_blends,
    paler_than,
    same_ink,
    strength,
)
from ipdrecon.trace.inks.contrast import distance
from ipdrecon.trace.inks.cores import MIN_LINE_CONTRAST, find_cores, is_on_strokes, is_own_ink
from ipdrecon.trace.inks.ink import Ink, Layer
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.inks.washed import GREY_SAMPLE, sample_unwashed, washed_inks
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.lines.stroke import GREY_SPREAD, is_neutral

#: Opacity of a confidence band that lies over a line, and how well the mixture must fit (RGB distance).
MIN_TINT, MAX_TINT, TINT_MISFIT = 0.08, 0.45, 16.0
#: RGB distance within which a colour may be one of the legend's, spoilt by JPEG.
SPOILT = 100.0
#: Contrast of a line, against that of its band, and contrast below which a mixture is of bands.
OF_A_LINE, VERY_PALE = 1.5, 100.0
#: Contrast of the palest colour of a curve that a legend may show, and difference between its channels: the grounds of
#: legends are grey.
PALEST, PALEST_CHROMA = 32.0, 20.0
#: Share of a line's colour in its blend with black, RGB distance from such a blend, RGB distance within which a pixel
#: is of a colour, and pixels of the blend against those of the line's own colour up to which marks may be all of it.
IN_BLACK, OFF_BLACK, OF_COLOR, FEW = (0.2, 0.8), 20.0, 24.0, 0.15
#: Brightest channel of what is black.
BLACK = 40.0
#: Distance in RGB of a colour from the blends of another, from which both can be told apart on thin strokes.
ANOTHER_HUE = 24.0


def curve_colors(
    ink: Ink, entries: tuple[LegendEntry, ...], hints: Hints, *, sure: bool, exact: Sequence[Layer] = ()
) -> tuple[npt.NDArray[np.float32], dict[int, int]]:
    """Colours found on the strokes, with those the legend or a person names; and which is a tint of which.

    ``sure`` says that the legend is known to be whole, ``exact`` are its greys that strokes show exactly.
    """
    found = find_cores(ink)
    if hints.colors:
        return np.array(hints.colors, np.float32), {}
    if exact:
        found = _with_exact(found, exact)
    cores = list(found)
    paper = ink.page
    shown = [color for color in full_shades(entries, found, paper) if color is not None]
    greys = [c for c in shown if is_neutral(c)]
    own_greys = [c for c in greys if is_own_ink(ink, c, found) or _is_another_grey(ink, c, greys)]
    if not all(_is_found(c, found) or _is_one_of(c, own_greys) for c in greys):
        shown = [np.array(e.color, np.float32) for e in entries if e.color is not None]
    shown = [sample_unwashed(color, cores, paper, shown) for color in shown]
    for color in shown:
        # A thin black sample is some grey; a grey that curves are drawn in is found on them.
        blend = is_neutral(color) and any(is_neutral(c) and strength(color, c, paper) > MIN_BLEND for c in found)
        blend = blend and not (_is_one_of(color, own_greys) or is_own_ink(ink, color, found))
        fresh = not blend and not _is_paper(color, paper) and not any(same_ink(color, core, paper) for core in cores)
        thin = _nearest(color, cores, paper) if cores and _is_one_of(color, own_greys) else None
        if thin is not None and strength(color, cores[thin], paper) > FULLER and same_ink(color, cores[thin], paper):
            cores[thin] = color  # what was found are its thin strokes; marks in it are fuller
        elif fresh or (not is_neutral(color) and _is_apart(color, shown, cores, ink)):
            cores.append(color)
    plain = [c for c in shown if _is_one_of(c, exact) or not _is_paper(c, paper)]
    seen = [(c, paler_than(c, shown, paper)) for c in plain if cores]
    own = [(_nearest(color, cores, paper, most), most) for color, most in seen]
    nearest = {i for i, _ in own}
    named = sorted({_strongest(i, cores, nearest, paper, most) for i, most in own})
    for (color, most), (i, _) in zip(seen, own, strict=True):
        if np.isfinite(most) and i in named and strength(color, cores[i], paper) > FULLER:
            cores[i] = color  # thin strokes of a pale shade look like thinner ones of the dark shade
    # JPEG washes thin strokes and marks out: they are counted to their ink, if no legend shows it to be another.
    washed = washed_inks(cores, named, paper)
    # Beside a colour of the legend, another blend of the same ink is its thin stretches or its marks, and a mixture of
    # such colours is where confidence bands overlap.
    bands = ink.banded
    black = any(float(cores[j].max()) < BLACK for j in named)
    kept = [
        i
        for i, c in enumerate(cores)
        if i in named
        or (
            i in washed
            or not (
                any(same_ink(c, cores[j], paper) for j in named)
                or (bands and _is_overlap(c, [cores[j] for j in named], cores, paper))
                or any(_is_under_black(c, cores[j], ink, sure=sure or black) for j in named)
            )
        )
    ]
    tints = {
        kept.index(i): kept.index(j)
        for i in kept
        if i not in named
        and (j := washed[i] if i in washed else _tint_of(cores[i], cores, named, sure=sure)) is not None
    }
    return np.array([cores[i] for i in kept], np.float32).reshape(-1, 3), tints


def _with_exact(found: npt.NDArray[np.float32], exact: Sequence[Layer]) -> npt.NDArray[np.float32]:
    """Colours found on the strokes, greys that the legend shows and strokes have exactly in place of near ones."""
    others = [c for c in found if not (is_neutral(c) and min(np.linalg.norm(c - grey) for grey in exact) < SAME_COLOR)]
    return np.array([*others, *exact], np.float32)


def _is_one_of(color: npt.NDArray[np.float32], colors: Sequence[Layer]) -> bool:
    return any(np.array_equal(color, other) for other in colors)


def _is_overlap(
    color: npt.NDArray[np.float32],
    named: list[npt.NDArray[np.float32]],
    cores: list[npt.NDArray[np.float32]],
    paper: npt.NDArray[np.float32],
) -> bool:
    """Whether a colour is a mixture of bands in those of the legend; else of two fuller lines, or it is very pale."""
    if len(named) > 1:
        return is_mixture(color, np.array(named), paper)
    fuller = [c for c in cores if strength(c, color, paper) > OF_A_LINE]
    if len(fuller) < 2 or not is_mixture(color, np.array(fuller), paper):
        return False
    if float(np.linalg.norm(color - paper)) < VERY_PALE:
        return True
    alone = any(off_blends(color, c, paper) < TINT_MISFIT for c in fuller)
    return not alone and is_of_several(color, np.array(fuller), paper)


def _is_under_black(color: npt.NDArray[np.float32], line: npt.NDArray[np.float32], ink: Ink, *, sure: bool) -> bool:
    """Whether a colour is what thin black marks leave of a line: a blend with black, seen on few of its pixels.

    Where the legend is ``sure`` to be whole no curve has that colour, be it seen often; nor where it shows a black line
    beside the other, which thin lines that lie over each other blend with.
    """
    if is_neutral(line):
        return False
    share = float(color @ line) / max(1.0, float(line @ line))
    if not IN_BLACK[0] < share < IN_BLACK[1] or float(np.linalg.norm(color - share * line)) > OFF_BLACK:
        return False
    seen, whole = (int((distance(ink.rgb, c) < OF_COLOR).sum()) for c in (color, line))
    return sure or seen < FEW * whole


def _is_another_grey(ink: Ink, color: Layer, greys: Sequence[Layer]) -> bool:
    """Whether a legend shows a grey beside others that are no blends of it, and strokes show it.

    Samples of one legend are equally thick: what they show in two greys is drawn in two, though ticks in the darker one
    may hold as little ink as lines in the other.
    """
    others = [c for c in greys if float(np.linalg.norm(c - color)) > SAME_COLOR]
    return bool(others) and is_on_strokes(ink, color, others)


def _is_apart(
    color: npt.NDArray[np.float32],
    shown: list[npt.NDArray[np.float32]],
    cores: list[npt.NDArray[np.float32]],
    ink: Ink,
) -> bool:
    """Whether a colour of the legend was merged with a near one that another entry has, and strokes show both."""
    merged = cores[_nearest(color, cores, ink.page)]
    hue = off_blends(color, merged, ink.page)
    others = [other for other in shown if np.linalg.norm(other - merged) < np.linalg.norm(color - merged)]
    other_ink = hue > ANOTHER_HUE or strength(color, merged, ink.page) < MIN_BLEND
    return other_ink and bool(others) and is_on_strokes(ink, color, [merged, *others])


def _is_found(color: npt.NDArray[np.float32], cores: npt.NDArray[np.float32]) -> bool:
    return any(float(np.linalg.norm(color - core)) <= SAME_COLOR / 2 for core in cores)


def full_shades(
    entries: tuple[LegendEntry, ...], cores: npt.NDArray[np.float32], paper: npt.NDArray[np.float32]
) -> list[npt.NDArray[np.float32] | None]:
    """Colours of the legend's entries, each grey as dark as a wide line of its ink would be; None where one has none.

    Samples of one legend are equally thin, so all are blended with the paper in the share of the darkest one, whose ink
    is the darkest grey of the curves.
    """
    colors = [None if e.color is None else np.array(e.color, np.float32) for e in entries]
    inks = [c for c in cores if is_neutral(c)]
    # Where strokes show colours, a dull sample has one; where they have lost them too, it is as grey as they are.
    below = GREY_SPREAD if len(inks) == len(cores) else GREY_SAMPLE
    grey = [c is not None and is_neutral(c, below) and not _is_paper(c, paper) for c in colors]
    greys = [c for c, is_grey in zip(colors, grey, strict=True) if c is not None and is_grey]
    if len(greys) < 2 or not inks:
        return colors
    share = max(float(np.linalg.norm(c - paper)) for c in greys) / max(float(np.linalg.norm(c - paper)) for c in inks)
    drawn_so = all(any(np.array_equal(grey, core) for core in inks) for grey in greys)
    if not MIN_BLEND < share < 1.0 or drawn_so:
        return colors
    return [
        np.clip(paper + (c - paper) / share, 0.0, 255.0) if c is not None and is_grey else c
        for c, is_grey in zip(colors, grey, strict=True)
    ]


def _tint_of(
    color: npt.NDArray[np.float32],
    cores: list[npt.NDArray[np.float32]],
    named: list[int],
    *,
    sure: bool,
) -> int | None:
    """The named colour a band of another named colour would turn into this one; None where there is none.

    Where the legend is whole, a colour much nearer to one of its colours than to any other is that one, spoilt (JPEG
    keeps colour at half the resolution).
    """
    if sure and named and not is_neutral(color):
        gaps = sorted((float(np.linalg.norm(color - cores[i])), i) for i in named)
        if gaps[0][0] < SPOILT and (len(gaps) == 1 or gaps[0][0] < 0.6 * gaps[1][0]):
            return gaps[0][1]
    for i in named:
        for j in named:
            line = cores[j] - cores[i]
            share = float((color - cores[i]) @ line) / max(1.0, float(line @ line))
            rest = float(np.linalg.norm(color - cores[i] - share * line))
            if i != j and MIN_TINT < share < MAX_TINT and rest < TINT_MISFIT:
                return i
    return None


def _strongest(
    i: int, cores: list[npt.NDArray[np.float32]], taken: set[int], paper: npt.NDArray[np.float32], most: float
) -> int:
    """The fullest blend of the ink of core ``i``, below a contrast ``most``, unless the legend shows it as its own.

    One hardly fuller is where strokes meet, and no better.
    """
    same = [j for j in range(len(cores)) if j == i or (j not in taken and same_ink(cores[i], cores[j], paper))]
    same = [
        j
        for j in same
        if j == i
        or (float(np.linalg.norm(cores[j] - paper)) < most and off_blends(cores[i], cores[j], paper) < ANOTHER_HUE)
    ]
    best = max(same, key=lambda j: float(np.linalg.norm(cores[j] - paper)))
    return best if strength(cores[best], cores[i], paper) > FULLER else i


def _nearest(
    color: npt.NDArray[np.float32],
    cores: list[npt.NDArray[np.float32]],
    paper: npt.NDArray[np.float32],
    most: float = float("inf"),
) -> int:
    """The core that is the likest ink to a colour, of those with a contrast below ``most`` where there are any.

    A thin grey sample is pale, but no less a grey: where strokes show its ink, a dull colour as dark (where lines lie
    over each other) is none.
    """
    gaps = np.array([ink_gap(color, core, paper) for core in cores])
    if is_neutral(color, GREY_SAMPLE):
        greys = np.array([is_neutral(core) for core in cores])
        fuller = any(MIN_BLEND < strength(color, core, paper) < FULLER for core in np.array(cores)[greys])
        gaps = np.where(greys, gaps, np.inf) if fuller else gaps
    dark = np.linalg.norm(np.array(cores) - paper, axis=1) >= most
    return int(np.argmin(gaps if dark.all() else np.where(dark, np.inf, gaps)))


def _is_paper(color: npt.NDArray[np.float32], paper: npt.NDArray[np.float32]) -> bool:
    """Whether a sample's colour is the ground between its dashes: pale, and in no colour of its own."""
    contrast = float(np.linalg.norm(color - paper))
    return contrast < MIN_LINE_CONTRAST and (contrast < PALEST or float(np.ptp(color - paper)) < PALEST_CHROMA)


def samples_by_layer(
    entries: tuple[LegendEntry, ...], layers: Layers, paper: npt.NDArray[np.float32]
) -> dict[int, int]:
    """Layer → how many legend samples have its colour; empty where no sample has a colour."""
    count: dict[int, int] = {}
    shades = full_shades(entries, layers.cores, paper)
    if not all(_is_found(c, layers.cores) for c in shades if c is not None and is_neutral(c)):
        shades = [None if e.color is None else np.array(e.color, np.float32) for e in entries]
    for entry, color in zip(entries, shades, strict=True):
        if entry.sample is None or color is None:
            continue
        gap = np.linalg.norm(layers.cores - color, axis=1) if len(layers.cores) else np.zeros(0)
        # A thin sample is a blend with the paper: of its hue, or some grey where it is black.
        alike = [
            i
            for i, core in enumerate(layers.cores)
            if (is_neutral(core) == is_neutral(color) or gap[i] < SAME_COLOR)
            and (gap[i] < float(np.linalg.norm(color - paper)) or same_ink(color, core, paper))
        ]
        if alike:
            nearest = min(alike, key=lambda i: ink_gap(color, layers.cores[i], paper))
            count[nearest] = count.get(nearest, 0) + 1
    return count
