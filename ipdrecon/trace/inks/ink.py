"""Ink of a plot area: what lies on the background, unmixed into the colours the curves are drawn in.

A thin stroke is blended with what lies under it, so a pixel of it is ``background + a (core - background)``. The
background is local (panels, confidence bands), found by a closing wider than any stroke; cores are found as modes
of the colours on the ridges of strokes.
"""

from __future__ import annotations

from functools import cached_property

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.figure import Box
from ipdrecon.trace import cv
from ipdrecon.trace.cv import Image, Mask
from ipdrecon.trace.inks.bands import has_bands, page_color
from ipdrecon.trace.inks.contrast import distance, median_value, spread
from ipdrecon.trace.lines.dashes import DASHED, dashes_in, is_dashed

Layer = npt.NDArray[np.float32]

#: RGB distance from the background below which a pixel is paper (JPEG noise at quality 40 stays under it).
MIN_CONTRAST = 28.0
#: Grey levels that noise adds to the paper at most, and every how many pixels it is looked for.
MOST_NOISE, EVERY = 24.0, 7
#: Grey level of white paper.
WHITE = 255.0
#: Share of a row or column that one neutral ink must cover, in every tenth of it, to be a grid or frame line.
RULE_COVERAGE = 0.3
#: Tenths of a rule that are seen at least; a legend may cover the others.
LEAST_SEEN = 6
#: Rows and columns from the lower and the left edge of the plot area that may be its axes.
EDGE_PX = 3.0
#: Share of a tenth of a rule that other ink covers where curves lie over it.
OVERLAID = 0.9
#: Contrast from which a rule must run through the whole plot area.
STRONG_RULE = 150.0
#: The same share of a frame line, which is whole, and the thickest one in pixels.
FULL_COVERAGE, MAX_RULE_PX = 0.97, 12
#: Share of a row that the axis line takes, and most of one below it that its ticks do.
AXIS_COVERAGE, TICKS_COVER = 0.8, 0.15
#: Share of the plot's height that a line from the time axis up to a curve covers at least, to be none itself.
LANDMARK = 0.5
#: Grey levels by which a rule's own pixels differ.
RULE_SPREAD = 30.0


@attrs.frozen(eq=False)
class Ink:
    """The plot area without its background. Rows and columns count from ``left`` and ``top`` of the crop.

    Attributes
    ----------
    left, top : int              Pixel of the figure at (row 0, column 0).
    rgb : (h, w, 3) float32
    paper : (h, w, 3) float32    Local background.
    page : (3,) float32          Background where no confidence band covers it.
    contrast : (h, w) float32    RGB distance from it.
    hidden : (h, w) bool         Text, legend and rules: ink here says nothing about curves.
    rules : (h, w) bool          Grid and frame lines.
    ground : (h, w) bool         Ground of the legend and of insets, which may be opaque.
    least : float                Contrast from which there is ink.
    right : float                Column where the plot area ends.
    """

    left: int
    top: int
    rgb: Layer
    paper: Layer
    page: Layer
    contrast: Layer
    hidden: Mask
    rules: Mask
    ground: Mask
    least: float = MIN_CONTRAST
    right: float = np.inf

    @cached_property
    def banded(self) -> bool:
        """Whether confidence bands tint areas of the paper."""
        return has_bands(self.paper, self.page)

    @property
    def shape(self) -> tuple[int, int]:
        return self.contrast.shape[0], self.contrast.shape[1]


def read_ink(
    pixels: Image, box: Box, *, covers: tuple[Box, ...] = (), grounds: tuple[Box, ...] = (), margin: int = 4
) -> Ink:
    """Ink of the plot area ``box``; ``covers`` are boxes of text and legend samples, ``grounds`` may be opaque."""
    height, width = pixels.shape[:2]
    left, right = max(0, int(box.left) - margin), min(width, int(np.ceil(box.right)) + margin + 1)
    top, bottom = max(0, int(box.top) - margin), min(height, int(np.ceil(box.bottom)) + margin + 1)
    rgb = pixels[top:bottom, left:right].astype(np.float32)
    paper = paper_of(pixels[top:bottom, left:right])
    contrast = distance(rgb, paper)
    beneath = _within(contrast.shape, grounds, left, top)
    hidden = _within(contrast.shape, covers, left, top) | beneath
    rules = rules_of(rgb, paper, contrast, beneath, (box.bottom - top, box.left - left))
    rules |= _below_axis(rules, contrast, 2 * margin)
    page, end = page_color(paper), box.right - left
    return Ink(left, top, rgb, paper, page, contrast, hidden, rules, beneath, right=end)


def _below_axis(rules: Mask, contrast: Layer, depth: int) -> Mask:
    """Rows from the lower edge of the axis line on, in the last ``depth`` rows, where little but the ticks of the axis
    is drawn: no curve falls to them."""
    below = np.zeros(rules.shape, np.bool_)
    lines = np.flatnonzero(rules[-depth:].mean(axis=1) > AXIS_COVERAGE)
    if lines.size:
        first = len(rules) - min(depth, len(rules)) + int(lines[-1])
        ticks = (contrast[first:] > MIN_CONTRAST) & ~rules[first:]
        below[first:] = ticks.mean(axis=1, keepdims=True) < TICKS_COVER
    return below


def _within(shape: tuple[int, ...], boxes: tuple[Box, ...], left: int, top: int) -> Mask:
    """Pixels of the crop that boxes of the figure cover."""
    mask = np.zeros(shape, np.bool_)
    for box in boxes:
        r0, r1 = int(np.floor(box.top)) - top, int(np.ceil(box.bottom)) - top + 1
        c0, c1 = int(np.floor(box.left)) - left, int(np.ceil(box.right)) - left + 1
        mask[max(0, r0) : max(0, r1), max(0, c0) : max(0, c1)] = True
    return mask


def closing_px(shape: tuple[int, ...]) -> int:
    """Side of a square wider than any stroke of a plot area (h, w), in pixels."""
    return 2 * max(4, round(min(shape[:2]) * 0.02)) + 1


def paper_of(crop: Image) -> Layer:
    """Local background: a closing per channel that is wider than any stroke, on dark paper an opening."""
    size = closing_px(crop.shape[:2])
    small = cv.closing(crop, size)
    if median_value(crop) < 100:  # light strokes on dark paper
        small = cv.opening(crop, size)
    brightest = np.asarray(cv.box_blur(small, 3), np.float32)
    return _without_rings(crop, np.asarray(np.clip(brightest - _noise(crop, brightest), 0.0, 255.0)))


def _without_rings(crop: Image, paper: Layer) -> Layer:
    """The local paper, beneath ink no brighter than the page by what may be noise.

    JPEG rings beside strokes, and on a panel that is not white the brightest of that passed for the paper of all of the
    stroke, on which thin marks looked like a dull colour of their own.
    """
    if median_value(paper[::EVERY, ::EVERY]) >= WHITE:
        return paper  # none is brighter
    page = page_color(paper)
    above = np.maximum.reduce([paper[..., j] - page[j] for j in range(3)])
    rings = (above > 0) & (above < MOST_NOISE) & (distance(crop, paper) > MIN_CONTRAST)
    without = paper.copy()
    without[rings] = np.minimum(paper[rings], page)
    return without


def _noise(crop: Image, brightest: Layer) -> npt.NDArray[np.float32]:
    """By how much the paper is brighter where its noise makes it brightest than it is mostly, (3,) whole grey levels.

    Beside a paper that its noise does not make white, the closing of a noisy picture is brighter by some of its
    standard deviations, and all of the plot would have contrast.
    """
    gap = brightest.reshape(-1, 3)[::EVERY] - crop.reshape(-1, 3)[::EVERY]
    paper = np.abs(gap).max(axis=1) < MOST_NOISE
    return np.rint(np.median(gap[paper], axis=0)).astype(np.float32) if paper.any() else np.zeros(3, np.float32)


def rules_of(rgb: Layer, paper: Layer, contrast: Layer, beneath: Mask, edges: tuple[float, float]) -> Mask:
    """Rows and columns that are straight neutral lines through the whole plot area.

    The axes, at row and column ``edges``, may end at their last ticks; what is ``beneath`` a legend cannot be seen.
    """
    # Beneath a coloured band a grey line has its colour.
    neutral = (np.minimum(spread(rgb), spread(rgb - paper)) < 40) & (contrast > 8)
    lined = neutral | beneath
    found = np.zeros(contrast.shape, np.bool_)
    across = found.any(axis=1)
    for axis in (0, 1):
        length = neutral.shape[1 - axis]
        tenths = np.array_split(np.arange(length), 10)
        covered = np.stack([np.take(lined, part, axis=1 - axis).mean(axis=1 - axis) for part in tenths])
        inked = np.stack([np.take(contrast > MIN_CONTRAST, part, axis=1 - axis).mean(axis=1 - axis) for part in tenths])
        shown = np.stack([np.take(neutral, part, axis=1 - axis).mean(axis=1 - axis) for part in tenths])
        parts = np.where((shown > RULE_COVERAGE).sum(axis=0) >= LEAST_SEEN, (covered > RULE_COVERAGE).sum(axis=0), 0)
        at_edge = np.abs(np.arange(parts.size) - edges[axis]) <= EDGE_PX
        for line in np.flatnonzero(parts >= np.where(at_edge, 7, 9)):
            # A strong line that leaves out a tenth may be the fall of a curve, if nothing lies over it there.
            lit = np.take(contrast, line, axis=axis)[np.take(neutral, line, axis=axis)]
            left_out = np.minimum(covered, shown)[:, line] <= RULE_COVERAGE
            bare = left_out.any() and inked[left_out, line].min() < OVERLAID
            if bare and not at_edge[line] and np.median(lit) > STRONG_RULE:
                continue
            color = np.take(rgb, line, axis=axis)
            # A curve that runs along the rule is darker (or lighter) than the rule is elsewhere.
            plain = np.abs(color - np.median(color, axis=0)).max(axis=1) < RULE_SPREAD
            # Beneath a band it is darkened with its paper.
            over = color - np.take(paper, line, axis=axis)
            plain |= np.abs(over - np.median(over, axis=0)).max(axis=1) < RULE_SPREAD
            begun = round(edges[1]) + 1
            inside = np.take(lined, line, axis=axis)[begun : length - begun]
            if inside.mean() > FULL_COVERAGE:  # a frame line, over which a grid may be dashed
                thick = _thickness(neutral, int(line), axis)
                plain |= thick <= np.median(thick) + 1
            elif is_dashed(dark := np.take(neutral & (contrast > MIN_CONTRAST), line, axis=axis)):
                thick = _thickness(neutral, int(line), axis)
                plain |= dashes_in(dark) & (thick <= np.median(thick[dark]) + 1)
            if axis == 0:
                found[line, :] |= plain
            else:
                plain |= at_edge[line] & across  # drawn twice where other lines meet the axis, and darker too
                found[:, line] |= plain
        across = found.any(axis=1)
    found |= _landmarks(neutral & (contrast > MIN_CONTRAST), round(edges[0]))
    return np.asarray(found & neutral)


def _landmarks(inked: Mask, foot: int) -> Mask:
    """Thin upright dashed lines from the time axis at row ``foot`` up through at least half of the plot.

    They end at the curves whose values at a time are printed, and may have the colour of one. No curve in dashes falls
    by half of the axis at once.
    """
    found = np.zeros(inked.shape, np.bool_)
    half = foot - round(LANDMARK * foot)
    fifths = [inked[part].mean(axis=0) for part in np.array_split(np.arange(half, foot), 5)]
    dashed = (np.min(fifths, axis=0) > DASHED[0] / 2) & (np.mean(fifths, axis=0) < DASHED[1])
    for line in np.flatnonzero(dashed):
        lit = inked[:foot, line]
        if not is_dashed(lit[half:]):
            continue
        thick = _thickness(inked, int(line), 1)[:foot]
        usual = np.median(thick[half:][lit[half:]])
        if usual <= MAX_RULE_PX / 2:
            found[:foot, line] |= dashes_in(lit) & (thick <= usual + 1)
    return found


def _thickness(inked: Mask, line: int, axis: int) -> npt.NDArray[np.int64]:
    """Pixels across of the ink that row (axis 0) or column (axis 1) ``line`` runs through, at each place along it."""
    rows = inked if axis == 0 else inked.T
    above = rows[max(0, line - MAX_RULE_PX) : line + 1][::-1]
    below = rows[line : line + MAX_RULE_PX + 1]
    runs = [np.logical_and.accumulate(side, axis=0).sum(axis=0) for side in (above, below)]
    return np.asarray(runs[0] + runs[1] - rows[line])


def ridges(ink: Ink) -> Mask:
    """Pixels on the spine of a stroke: no neighbour above, below, left or right has clearly more ink."""
    c = np.pad(ink.contrast, 1)
    here = c[1:-1, 1:-1]
    beside = np.maximum(np.maximum(c[:-2, 1:-1], c[2:, 1:-1]), np.maximum(c[1:-1, :-2], c[1:-1, 2:]))
    return np.asarray((beside <= here + 10) & (here > MIN_CONTRAST) & ~ink.hidden & ~ink.rules)
