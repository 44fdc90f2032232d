"""Tick marks and grid lines near the places where labels say they are, measured to parts of a pixel."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools, Floats

#: Contrast with the paper from which a pixel belongs to a line or a tick.
LINE_CONTRAST = 45.0
#: Shortest tick, and lines between axis and tick that may be blurred, in pixels.
SHORTEST_TICK, BLURRED = 2, 1
#: Least share of a pixel, covered or bare, by which a tick ends in its midst.
PART = 0.2
#: Share of the contrast of the darkest tick near a label from which another one may be its own.
ALIKE = 0.85
#: Grey levels by which a grid line differs from its panel.
MIN_GRID = 5.0
#: Share of the labels at which ticks begin in one row, and whose ticks are alike where the others are not ticks.
MOST = 0.6
#: Ink across a tick, as a share of its fellows', from and up to which it is one, and fewest ticks to judge by.
LEAST_INK, MOST_INK, FELLOWS = 0.6, 1.6, 3


def first_row(contrast: Floats, guess: Floats, rows: tuple[int, int], reach: float, thin: int) -> int | None:
    """Row in which the ticks of an axis without a line begin: the first one with thin ink at most of the guesses."""
    top, bottom = rows
    first = []
    for place in guess:
        c0, c1 = _window(place, reach, contrast.shape[1])
        lit = contrast[top : bottom + 1, c0 : c1 + 1] > LINE_CONTRAST
        inked = np.flatnonzero(lit.any(axis=1))
        if inked.size and lit[inked[0]].sum() <= thin:
            first.append(top + int(inked[0]))
    if not first:
        return None
    begin = int(np.median(first))
    return begin if np.sum(np.abs(np.array(first) - begin) <= 1) >= max(2, MOST * guess.size) else None


def tick_marks(band: Floats, guess: Floats, reach: float, *, rooted: bool, least: float = SHORTEST_TICK) -> Floats:
    """Centre of the tick mark near each guess, NaN where there is none.

    Parameters
    ----------
    band : (h, w)   Contrast of the rows the ticks stand in.
    rooted : bool   Whether ticks grow from the first row, or may stand in any rows.
    least : float   Length of the shortest tick in pixels.
    """
    found, ink = np.full(guess.size, np.nan), np.full(guess.size, np.nan)
    if len(band) < SHORTEST_TICK:
        return found
    for i, place in enumerate(guess):
        c0, c1 = _window(place, reach, band.shape[1])
        if c1 - c0 < 3:
            continue
        window = band[:, c0 : c1 + 1]
        lit = window > LINE_CONTRAST
        if rooted:
            lit = _hanging(lit)
        # A tick is lit in a run of rows from the axis outwards; text below it is lit in other rows.
        count = lit.sum(axis=0)
        if count.max() < least:
            continue
        rows = np.flatnonzero(lit[:, int(np.argmax(count))])
        across = (window[rows] > LINE_CONTRAST).sum(axis=1)
        rows = rows[across <= np.quantile(across, 0.25) + 1]  # at the corner the ticks of two axes meet, or a curve
        profile = window[rows].mean(axis=0)
        dark = np.flatnonzero(profile >= ALIKE * profile.max())  # ticks without labels stand between crowded ones
        peak = int(dark[np.argmin(np.abs(c0 + dark - place))])
        profile = np.maximum(profile - _ground(profile, peak), 0.0)
        if profile[peak] <= 0:
            continue  # an area, and no line
        left, right = peak, peak
        while left > 0 and profile[left - 1] > 0.08 * profile[peak] and peak - left < 6:
            left -= 1
        while right < profile.size - 1 and profile[right + 1] > 0.08 * profile[peak] and right - peak < 6:
            right += 1
        if right - left + 1 > 9:
            continue
        part = profile[left : right + 1]
        found[i], ink[i] = c0 + left + float(part @ np.arange(part.size)) / float(part.sum()), part.sum()
    return np.where(_alike(ink), found, np.nan)


def _alike(ink: Floats) -> Bools:
    """Which ticks have the ink of most: a curve that begins on a tick within the plot hides it; all where few agree."""
    share = ink / np.nanmedian(ink) if np.isfinite(ink).any() else ink
    alike = (share >= LEAST_INK) & (share <= MOST_INK)
    return alike if alike.sum() >= max(FELLOWS, MOST * ink.size) else np.isfinite(ink)


def _window(place: float, reach: float, width: int) -> tuple[int, int]:
    return int(max(0, np.floor(place - reach))), int(min(width - 1, np.ceil(place + reach)))


def _hanging(lit: Bools) -> Bools:
    """The part of a mask that hangs together, column by column, with its first rows."""
    start = lit.copy()
    start[:BLURRED] = True
    kept = np.logical_and.accumulate(start, axis=0) & lit
    return np.asarray(kept)


def _ground(profile: Floats, peak: int) -> Floats:
    """Contrast of the ground left and right of a tick: at the edge of a tinted panel they differ."""
    every = float(np.quantile(profile, 0.3))
    left = float(np.quantile(profile[: peak - 1], 0.3)) if peak > 2 else every
    right = float(np.quantile(profile[peak + 2 :], 0.3)) if peak + 3 < profile.size else every
    side = np.sign(np.arange(profile.size) - peak)
    return np.asarray(np.select([side < 0, side > 0], [left, right], min(left, right)))


def soft_ends(band: Floats, found: Floats) -> bool:
    """Whether most ticks that grow from the first row of a band end in a pixel that they cover in part."""
    part = []
    for place in found[np.isfinite(found)]:
        along = band[:, int(np.clip(round(float(place)), 0, band.shape[1] - 1))]
        peak = float(along[: 2 * SHORTEST_TICK + 1].max())
        beyond = np.flatnonzero(along < PART * peak)
        beyond = beyond[beyond > BLURRED]
        if beyond.size and peak > LINE_CONTRAST:
            part.append(float(along[beyond[0] - 1]) < (1 - PART) * peak)
    return len(part) > 1 and float(np.mean(part)) > 0.5


def grid_lines(contrast: Floats, guess: Floats, r0: int, r1: int, reach: float) -> Floats:
    """Centre of the grid line near each guess, NaN where there is none; pale lines and white ones on grey count."""
    found = np.full(guess.size, np.nan)
    band = contrast[max(0, r0) : max(0, r1) + 1]
    if len(band) < 12:
        return found
    reach = max(reach, 8.0)
    for i, place in enumerate(guess):
        c0, c1 = _window(place, reach, contrast.shape[1])
        if c1 - c0 < 6:
            continue
        window = band[:, c0 : c1 + 1]
        step = window - np.median(window, axis=1, keepdims=True)
        profile = np.abs(np.median(step, axis=0))
        peak = _nearest_peak(profile, place - c0)
        steady = np.mean(np.sign(step[:, peak]) == np.sign(np.median(step[:, peak])))
        if profile[peak] < MIN_GRID or steady < 0.7:
            continue
        if abs(_shade(window, peak, -1) - _shade(window, peak, 1)) > 0.5 * profile[peak]:
            continue  # the edge of the panel
        left, right = max(0, peak - 3), min(profile.size - 1, peak + 3)
        part = np.where(profile[left : right + 1] > 0.15 * profile[peak], profile[left : right + 1], 0.0)
        found[i] = c0 + left + float(part @ np.arange(part.size)) / float(part.sum())
    return found


def _nearest_peak(profile: Floats, place: float) -> int:
    """Middle of the line nearest to a place of those as strong as any: lines without labels stand between others."""
    dark = np.flatnonzero(profile >= ALIKE * profile.max())
    lines = np.split(dark, np.flatnonzero(np.diff(dark) > 1) + 1)
    nearest = min(lines, key=lambda line: abs(float(line.mean()) - place))
    return int(nearest[np.argmax(profile[nearest])]) if nearest.size < 3 else round(float(nearest.mean()))


def _shade(window: Floats, peak: int, side: int) -> float:
    """Contrast of the ground four to six pixels beside a line."""
    columns = np.clip(peak + side * np.arange(4, 7), 0, window.shape[1] - 1)
    return float(np.median(window[:, columns]))
