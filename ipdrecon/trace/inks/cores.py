"""The colours curves are drawn in: modes of the colours on the ridges of strokes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ipdrecon.frozen import Ints
from ipdrecon.trace import cv
from ipdrecon.trace.inks.blends import as_blend
from ipdrecon.trace.inks.contrast import distance
from ipdrecon.trace.inks.ink import Ink, Layer, ridges
from ipdrecon.trace.inks.meetings import are_meetings, is_level
from ipdrecon.trace.lines.stroke import is_neutral

Colors = npt.NDArray[np.float32]

#: Radius in RGB within which ridge pixels belong to one mode (JPEG at quality 40 scatters by about 20).
MODE_RADIUS = 26.0
#: A curve's colour must show in this share of the plot's columns.
MIN_COLUMNS = 0.06
#: Contrast with the page below which a colour is paper or a pale band, not a line.
MIN_LINE_CONTRAST = 56.0
#: A colour paler than this, most of whose pixels survive an opening wider than any stroke fills an area.
MAX_FILL_CONTRAST = 130.0
FILL_SHARE = 0.25
#: The same where bands overlap in a strip too narrow to count as paper.
MAX_OVERLAP_CONTRAST, OVERLAP_SHARE = 200.0, 0.4
#: RGB distance within which colours of bands are one, and share of such pixels that are paper where it is a band's.
PAPER_RADIUS, PAPER_SHARE = 12.0, 0.9
#: A paler stroke is the same ink, thinner or between two rows, where it holds as much ink across: typical strokes of
#: both compared, and its typical stroke with the plain ones of the darker ink.
SAME_TYPICAL, SAME_PLAIN = 0.72, 0.88
#: Ink across typical strokes of two blends of one thin ink, the one against the other: it does not change with their
#: place between the pixels.
AS_MUCH_ACROSS = (0.92, 1.15)
#: Coverage of a line thinner than a pixel where it lies in one row, and ink across it against that row's up to which it
#: has no more; how far, in coverage, what is printed over it may fall short of two layers, and stays short of full.
HAIR, ONE_ROW, LAYERS, NEVER_FULL = (0.6, 0.85), 1.15, 0.07, 0.006
#: Ink across typical strokes of what is printed over a thin line, against its thinnest: marks of all heights.
UNEVEN_INK = 1.3
#: Share of its ridge pixels on level ground of its own colour from which a colour is no blend.
OWN_FLAT = 0.4
#: RGB distance from the blends of an ink, and pixels against its, from which a colour is another ink.
ANOTHER_HUE, OFTEN = 30.0, 0.5
#: Of two colours of other hues as strong as this, one against the other, the one with so many times the pixels is ink.
SAME_STRENGTH, MORE = 0.85, 2.0
#: Grey levels between the quartiles of a mode from which it is no one colour.
MIN_SHADES = 4.0
#: Difference between channels up to which a colour is a grey. A grey that is one pixel wide, beside a darker one that
#: is wider, is the darker ink in a thinner line: widths in pixels.
NEUTRAL, HAIRLINE, BOLD = 40.0, 1.15, 1.3
#: Most modes looked for: 8 curves, their marks, reference lines and annotations.
MAX_MODES = 20


def find_cores(ink: Ink) -> Colors:
    """Core colours (k, 3) float32, RGB, most frequent first; blends of one core with the paper are merged into it."""
    spine = ridges(ink)
    rows, columns = np.nonzero(spine)
    if rows.size == 0:
        return np.zeros((0, 3), np.float32)
    colors = ink.rgb[rows, columns]
    left = np.ones(rows.size, np.bool_)
    need = MIN_COLUMNS * ink.shape[1]
    banded = ink.banded
    modes: list[npt.NDArray[np.float32]] = []
    for _ in range(MAX_MODES):
        mode = _strongest(colors[left])
        if mode is None:
            break
        near = left & (((colors - mode) ** 2).sum(axis=1) < MODE_RADIUS**2)
        if np.unique(columns[near]).size < need:
            if near.sum() < 0.02 * rows.size:
                break
            left &= ~near
            continue
        found = np.median(colors[near], axis=0)
        contrast = float(np.linalg.norm(found - ink.page))
        pale = contrast < MAX_FILL_CONTRAST
        share = FILL_SHARE if pale else OVERLAP_SHARE if banded and contrast < MAX_OVERLAP_CONTRAST else 1.0
        if contrast > MIN_LINE_CONTRAST and not _is_fill(ink.rgb, found, share) and (pale or not _is_paper(ink, found)):
            modes.append(found)
        left &= ~near
    return _merge_blends(ink, modes, colors, rows, columns)


def _is_fill(rgb: Layer, color: Colors, share: float) -> bool:
    """Whether at least a share of what has a colour is wider than any stroke."""
    mask = distance(rgb, color) < MODE_RADIUS
    size = max(6, round(0.016 * min(rgb.shape[:2])))
    return bool(cv.open_(mask, size, size).sum() > share * max(1, mask.sum()))


def _is_paper(ink: Ink, color: Colors) -> bool:
    """Whether nearly all that has a colour is paper: where several bands overlap it is far from that of the page."""
    mask = distance(ink.rgb, color) < PAPER_RADIUS
    return bool((mask & (ink.contrast < PAPER_RADIUS)).sum() > PAPER_SHARE * max(1, mask.sum()))


def _strongest(colors: Colors) -> npt.NDArray[np.float32] | None:
    """Centre of the fullest neighbourhood of a coarse colour histogram."""
    if len(colors) < 8:
        return None
    bins = np.minimum((colors / 12.0).astype(np.int64), 21)
    counts = np.zeros((24, 24, 24))
    np.add.at(counts, (bins[:, 0] + 1, bins[:, 1] + 1, bins[:, 2] + 1), 1.0)
    smooth = counts
    for axis in range(3):
        smooth = smooth + 0.5 * (np.roll(smooth, 1, axis) + np.roll(smooth, -1, axis))
    at = np.unravel_index(int(np.argmax(smooth)), smooth.shape)
    center = (np.array(at, np.float32) - 1 + 0.5) * 12.0
    for _ in range(4):
        near = ((colors - center) ** 2).sum(axis=1) < MODE_RADIUS**2
        if not near.any():
            break
        center = colors[near].mean(axis=0)
    return np.asarray(center, np.float32)


def stroke_integral(ink: Ink, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Contrast summed across the stroke at each ridge pixel, the smaller of the vertical and the horizontal sum.

    It does not change with the sub-pixel position of an anti-aliased stroke, so it tells a pale or thin line from a
    dark one that falls between two rows.
    """
    padded = np.pad(ink.contrast, 6).astype(np.float64)
    sums = []
    for dr, dc in ((1, 0), (0, 1)):
        total = padded[rows + 6, columns + 6].copy()
        for sign in (-1, 1):
            alive = np.ones(rows.size, np.bool_)
            previous = total * 0 + padded[rows + 6, columns + 6]
            for d in range(1, 7):
                value = padded[rows + 6 + sign * d * dr, columns + 6 + sign * d * dc]
                alive &= (value > 12) & (value <= previous + 25)
                total += np.where(alive, value, 0.0)
                previous = value
        sums.append(total)
    return np.minimum(sums[0], sums[1])


def is_on_strokes(ink: Ink, color: Colors, others: Sequence[Colors]) -> bool:
    """Whether strokes show a colour, nearer to it than to any of some others, in enough columns."""
    rows, columns = np.nonzero(ridges(ink))
    colors = ink.rgb[rows, columns]
    gap = np.linalg.norm(colors - color, axis=1)
    rest = np.min([np.linalg.norm(colors - other, axis=1) for other in others], axis=0)
    mine = (gap < MODE_RADIUS / 2) & (gap < rest)
    return bool(np.unique(columns[mine]).size >= 2 * MIN_COLUMNS * ink.shape[1])


def is_own_ink(ink: Ink, color: Colors, cores: Colors) -> bool:
    """Whether level strokes of a grey hold too little ink to be thin or blurred strokes of a darker grey.

    Ends of dashes hold less than their line, and crowded marks more: neither goes on beside itself as a line does.
    Bands take contrast from all lines over them, so ink is measured in widths of a line of the darker grey.
    """
    rows, columns = _on_level_lines(ink, *np.nonzero(ridges(ink)))
    colors = ink.rgb[rows, columns]
    darker = [
        c for c in cores if np.ptp(c) < NEUTRAL and np.linalg.norm(c - ink.page) > np.linalg.norm(color - ink.page)
    ]
    mine = ((colors - color) ** 2).sum(axis=1) < (MODE_RADIUS / 2) ** 2
    if not darker or np.unique(columns[mine]).size < MIN_COLUMNS * ink.shape[1]:
        return False
    integral, paper = stroke_integral(ink, rows, columns), ink.paper[rows, columns]
    shares = []
    for core in darker:
        theirs = ((colors - core) ** 2).sum(axis=1) < MODE_RADIUS**2
        if theirs.any():  # crossings and marks only ever add to it
            width = integral / np.maximum(distance(paper, core), 1.0)
            shares.append(float(np.quantile(width[mine], 0.1) / np.quantile(width[theirs], 0.1)))
    return max(shares, default=1.0) < SAME_TYPICAL


def _on_level_lines(ink: Ink, rows: Ints, columns: Ints) -> tuple[Ints, Ints]:
    """Those of some pixels whose neighbours on both sides have their colour; all of them where hardly any has such."""
    level = is_level(ink.rgb, rows, columns)
    if np.unique(columns[level]).size < MIN_COLUMNS * ink.shape[1]:
        return rows, columns
    return rows[level], columns[level]


def _flat_share(ink: Ink, color: Colors, rows: Ints, columns: Ints) -> float:
    """Share of ridge pixels that have a colour above, below, left and right of them as well.

    A thin stroke is blended with the paper in two rows, or columns, at most: one of three is drawn in its own colour.
    """
    padded = np.pad(ink.rgb, ((1, 1), (1, 1), (0, 0)), mode="edge")
    around = ((-1, 0), (1, 0), (0, -1), (0, 1))
    beside = [np.linalg.norm(padded[rows + 1 + d, columns + 1 + e] - color, axis=1) < MODE_RADIUS for d, e in around]
    return float(np.mean(np.logical_and.reduce(beside))) if rows.size else 0.0


def _is_overprint(dark: float, line: float) -> bool:
    """Whether a grey is where a thin black line meets others and its marks: two layers of it, or more, in one pixel.

    Both are coverages by black. A line of its own that is as dark would be wider than a pixel, and full.
    """
    return 1.0 - (1.0 - line) ** 2 - LAYERS < dark < 1.0 - NEVER_FULL


def _merge_blends(
    ink: Ink,
    modes: list[npt.NDArray[np.float32]],
    colors: Colors,
    rows: npt.NDArray[np.int64],
    columns: npt.NDArray[np.int64],
) -> Colors:
    if not modes:
        return np.zeros((0, 3), np.float32)
    paper = ink.page
    strength = [float(np.linalg.norm(mode - paper)) for mode in modes]
    integral = stroke_integral(ink, rows, columns)
    members = [((colors - mode) ** 2).sum(axis=1) < MODE_RADIUS**2 for mode in modes]
    typical = [float(np.median(integral[m])) for m in members]
    # Crossings and marks only ever add to it.
    plain = [float(np.quantile(integral[m], 0.1)) for m in members]
    shades = [np.quantile(colors[m].mean(axis=1), [0.25, 0.75]) for m in members]
    varies = [float(high - low) for low, high in shades]
    of_a_band = MAX_OVERLAP_CONTRAST if ink.banded else MAX_FILL_CONTRAST  # bands are flat as well
    cover = [value / max(1.0, float(np.linalg.norm(paper))) for value in strength]
    thin_line = [
        is_neutral(mode) and HAIR[0] < part < HAIR[1] and least < ONE_ROW * value
        for mode, part, least, value in zip(modes, cover, plain, strength, strict=True)
    ]
    flat = [_flat_share(ink, modes[j], rows[members[j]], columns[members[j]]) for j in range(len(modes))]
    kept: list[int] = []
    blends: dict[int, list[int]] = {}  # by the mode that is their ink
    for j in sorted(range(len(modes)), key=lambda i: -strength[i]):
        blend = False
        for i in kept:
            a, rest = as_blend(modes[j], modes[i], paper)
            uneven = plain[i] < ONE_ROW * strength[i] or typical[i] > UNEVEN_INK * plain[i]
            if uneven and thin_line[j] and is_neutral(modes[i]) and _is_overprint(cover[i], cover[j]):
                line_of = max((m for m in (j, *blends[i]) if thin_line[m]), key=lambda m: strength[m])
                kept[kept.index(i)] = line_of
                blends[line_of] = [*blends.pop(i), i, j]
                blend = True
                break
            often = members[j].sum() > OFTEN * members[i].sum()
            if rest < (ANOTHER_HUE if often else 14 + 0.12 * strength[j]) and 0.15 < a < 1.1:
                same_ink = typical[j] > SAME_TYPICAL * typical[i]
                # A stroke wider than two pixels covers some pixel wholly wherever it lies; a blend's shade varies.
                thin = plain[i] < 2.0 * strength[i] and varies[j] > MIN_SHADES
                same_ink |= thin and typical[j] > SAME_PLAIN * plain[i]
                # The darkest pixels of a thin line are where strokes meet: its other blends say what it holds.
                same_ink |= any(
                    plain[m] < 2.0 * strength[m] and AS_MUCH_ACROSS[0] < typical[j] / typical[m] < AS_MUCH_ACROSS[1]
                    for m in blends[i]
                )
                darker, paler = ((rows[members[m]], columns[members[m]]) for m in (i, j))
                same_ink |= are_meetings(ink.rgb, darker, paler, need=MIN_COLUMNS * ink.shape[1])
                neutral = max(np.ptp(modes[i]), np.ptp(modes[j])) < NEUTRAL
                hairline = typical[j] < HAIRLINE * strength[j] and plain[i] > BOLD * strength[i]
                same_ink |= bool(neutral and hairline)  # marks and samples drawn in a thinner black than the curves
                same_ink &= flat[j] < OWN_FLAT or strength[j] < of_a_band
                fewer = members[j].sum() < 0.12 * members[i].sum()
                if same_ink or fewer or a > SAME_STRENGTH:
                    blend = True
                    if same_ink or a > SAME_STRENGTH:
                        blends[i].append(j)
                    if a > SAME_STRENGTH and rest > ANOTHER_HUE and members[j].sum() > MORE * members[i].sum():
                        kept[kept.index(i)] = j  # the stronger one is where strokes meet
                        blends[j] = blends.pop(i)
                    break
        if not blend:
            kept.append(j)
            blends[j] = []
    kept.sort(key=lambda i: -int(members[i].sum()))
    return np.array([modes[i] for i in kept], np.float32)
