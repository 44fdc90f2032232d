"""Marks along a curve: loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

#: What a pixel of a mark's shape without ink counts against one with ink, and ink right above or below the shape.
MISSING, BEYOND = 2.0, 1.0
#: What a place costs that is not on the level of its column: on a neighbour's, or on the fall between two levels.
NEIGHBOUR, BETWEEN = 0.25, 1.0
#: Columns to either side whose levels a mark may stand on: times are read so far off.
NEAR = 2
#: Width of a bin of distances, in pixels; pixels beside a fall that say nothing of level stretches; coverage from which
#: a column of a dashed stroke is drawn.
HALO_STEP, LEVEL_PX, DRAWN = 0.25, 2.0, 0.5
#: Coverage against its neighbour's from which a column is none of the rounded ends of a dash.
ENDS = 0.8
#: Share of a mark's ink that it explains in the columns beside it: its blur.
BLUR = 0.8
#: Coverage against that of a stroke's middle below which its edge falls, and how much more shows behind it where
#: another stroke begins: the rim of a circle around the line.
HOLLOW, RISE = 0.5, 0.15


@njit(cache=True, nogil=True)
def stroke_cover(x, y, end, width, slack_rows, slack_columns, halo, height, columns):
    """Coverage of each pixel by a drawn staircase, its strokes made wider by a slack on either side.

    x, y (k,) where each level begins and its row; end: its last column; width: of the stroke; halo (n,): coverage by
    its blur, by the distance of a pixel's centre from the stroke's edge, from -0.5 px on in steps of HALO_STEP.
    Returns (height, columns) float32.
    """
    cover = np.zeros((height, columns), np.float32)
    half = width / 2
    for i in range(x.size):
        stop = x[i + 1] if i + 1 < x.size else end
        _cover_bar(cover, x[i] - half, stop + half, y[i] - half, y[i] + half, 0.0, slack_rows, halo)
        if i > 0:
            _cover_bar(cover, x[i] - half, x[i] + half, y[i - 1] - half, y[i] + half, slack_columns, slack_rows, halo)
    return cover


@njit(cache=True, nogil=True)
def _cover_bar(cover, left, right, top, bottom, aside, beyond, halo):
    """One bar, ``aside`` wider to left and right and ``beyond`` taller at either end, with its blur around it."""
    height, width = cover.shape
    far = halo.size * HALO_STEP
    for r in range(max(0, int(np.floor(top - far))), min(height - 1, int(np.ceil(bottom + far))) + 1):
        tall = min(bottom + beyond, r + 0.5) - max(top - beyond, r - 0.5)
        off = max(top - r, r - bottom)
        for c in range(max(0, int(np.floor(left - far))), min(width - 1, int(np.ceil(right + far))) + 1):
            wide = min(right + aside, c + 0.5) - max(left - aside, c - 0.5)
            most = max(tall, 0.0) * max(wide, 0.0)
            out = max(off, max(left - c, c - right) - aside)
            bin = int((out + 0.5) / HALO_STEP)
            if 0 <= bin < halo.size:
                most = max(most, halo[bin])
            if most > cover[r, c]:
                cover[r, c] = most


@njit(cache=True, nogil=True)
def _level_columns(ink, x, y, end, margin):
    """Columns where a staircase runs level, ``margin`` pixels from its falls, and is drawn (not the gaps of dashes).

    x, y (k,) where each level begins and its row; end: its last column. Returns (m,) columns and (m,) levels.
    """
    height, columns = ink.shape
    at, level = np.empty(columns, np.int64), np.empty(columns)
    count = 0
    for i in range(x.size):
        stop = x[i + 1] if i + 1 < x.size else end
        middle = int(np.round(y[i]))
        if middle < 0 or middle >= height:
            continue
        for c in range(max(0, int(np.ceil(x[i] + margin))), min(columns - 1, int(np.floor(stop - margin))) + 1):
            if ink[middle, c] >= DRAWN and count < columns:
                at[count], level[count] = c, y[i]
                count += 1
    return at[:count], level[:count]


@njit(cache=True, nogil=True)
def stroke_halo(ink, hidden, x, y, end, width, bins):
    """Ink beside the level stretches of a stroke, pixel by pixel, and how far from its edge each lies.

    Returns (m,) distance bins (see ``stroke_cover``) and (m,) ink, where nothing else is known to lie.
    """
    height = ink.shape[0]
    half = width / 2
    reach = int(np.ceil(half + bins * HALO_STEP)) + 1
    along, level = _level_columns(ink, x, y, end, half + LEVEL_PX)
    at = np.empty(along.size * (2 * reach + 1), np.int64)
    value = np.empty(at.size, np.float32)
    count = 0
    for k in range(along.size):
        c, middle = along[k], int(np.round(level[k]))
        if hidden[middle, c]:
            continue
        for r in range(max(0, middle - reach), min(height - 1, middle + reach) + 1):
            bin = int(np.floor((abs(r - level[k]) - half + 0.5) / HALO_STEP))
            if 0 <= bin < bins and not hidden[r, c]:
                at[count], value[count] = bin, ink[r, c]
                count += 1
    return at[:count], value[:count]


@njit(cache=True, nogil=True)
def level_runs(ink, covered, x, y, end, floor, reach):
    """Ink across a staircase, column by column where it runs level and is drawn, and nothing covers its edges.

    covered (h, w): other strokes; x, y (k,) where each level begins and its row; end: its last column; floor: coverage
    below which a run ends; reach: rows it is followed to either side. A run ends as well where coverage rises again.
    Returns (m,) coverage.
    """
    height, columns = ink.shape
    along, level = _level_columns(ink, x, y, end, LEVEL_PX)
    out = np.empty(along.size)
    count = 0
    for k in range(along.size):
        c, middle = along[k], int(np.round(level[k]))
        if min(ink[middle, max(c - 1, 0)], ink[middle, min(c + 1, columns - 1)]) < ENDS * ink[middle, c]:
            continue
        total = ink[middle, c]
        bare = not covered[middle, c]
        for step in (-1, 1):
            r = middle + step
            while 0 <= r < height and abs(r - middle) <= reach and ink[r, c] >= floor:
                total += ink[r, c]
                if (
                    ink[r, c] < HOLLOW * ink[middle, c]
                    and 0 <= r + step < height
                    and ink[r + step, c] > ink[r, c] + RISE
                ):
                    break
                bare = bare and not covered[r, c]
                r += step
            bare = bare and not (0 <= r < height and covered[r, c])
        if bare:
            out[count] = total
            count += 1
    return out[:count]


@njit(cache=True, nogil=True)
def _evidence(ink, free, row0, column, template, first, last):
    """Evidence for a mark whose template's first row lies on ``row0`` and whose middle lies on ``column``.

    Ink where the shape has it speaks for the mark, MISSING times against it where it lacks; half of it is asked pixel
    by pixel, half row by row, as a thin mark may lie anywhere between two columns. Ink that goes on beyond the shape's
    ends speaks against it. first, last: rows of the shape that hold ink.
    Returns the evidence (pixels of ink), the free ink of the shape, and the offset of the ink's centre from it.
    """
    rows, columns = template.shape
    half = columns // 2
    have = 0.0
    want = 0.0
    moment = 0.0
    expected = 0.0
    for i in range(rows):
        r = row0 + i
        if r < 0 or r >= ink.shape[0]:
            continue
        pixels = 0.0
        there = 0.0
        due = 0.0
        for j in range(columns):
            c = column - half + j
            if c < 0 or c >= ink.shape[1]:
                continue
            v = free[r, c]
            t = template[i, j]
            a = v * ink[r, c]
            due += v * t
            there += a
            pixels += min(a, v * t)
            if t > 0:
                moment += min(a, v * t) * (j - half)
                expected += v * t * (j - half)
        if due > 0:
            want += due
            have += 0.5 * (pixels + min(there, due))
    if have <= 0:
        return 0.0, 0.0, 0.0
    beyond = 0.0
    for j in range(columns):
        c = column - half + j
        if c < 0 or c >= ink.shape[1]:
            continue
        tall = max(template[first, j], template[last, j])
        if tall <= 0:
            continue
        for r in (row0 + first - 1, row0 + first - 2, row0 + last + 1, row0 + last + 2):
            if 0 <= r < ink.shape[0]:
                beyond += 0.5 * tall * free[r, c] * max(0.0, ink[r, c] - 0.3)
    return have - MISSING * (want - have) - BEYOND * beyond, want, moment / have - expected / want


@njit(cache=True, nogil=True)
def _any_ink(ink, free, column, top, bottom):
    """Whether there is free ink near a column at all."""
    for c in range(max(0, column - 2), min(ink.shape[1], column + 3)):
        for r in range(max(0, top), min(ink.shape[0], bottom + 1)):
            if ink[r, c] * free[r, c] > 0.1:
                return True
    return False


@njit(cache=True, nogil=True)
def _best_place(ink, free, high, low, levels, column, template, up, first, last, wide):
    """The best place for a mark at a column: on one of the levels there, a row up or down.

    high, low (w,): rows the curve passes at the column, give or take its slack; on a fall in between only shapes that
    stick out to both sides of it are looked for (wide).
    """
    best, shift, row, most = 0.0, 0.0, round(levels[column]) - up, 0.0
    top, bottom = round(high[column]), round(low[column])
    middle = round(levels[column])
    if not _any_ink(ink, free, column, top - up - 1, bottom - up + template.shape[0]):
        return best, shift, row, most
    for r in range(top - 1, bottom + 2):
        off = min(abs(r - middle), abs(r - top), abs(r - bottom))
        if off > 1 and not wide:
            continue
        found, want, moved = _evidence(ink, free, r - up, column, template, first, last)
        found -= 0.0 if r == middle else NEIGHBOUR if off <= 1 else BETWEEN
        if found > best:
            best, shift, row, most = found, moved, r - up, want
    return best, shift, row, most


@njit(cache=True, nogil=True)
def match_marks(ink, free, levels, template, up, least, wide):
    """Marks by matching pursuit: the place with the most evidence first, its pixels then tell no more.

    ink (h, w) float32 coverage; free (h, w) float32 share of each pixel that tells; levels (w,) row of the curve, -1
    outside; template (a, b) float32 with row ``up`` on the curve; least: evidence needed, in pixels of ink; wide:
    whether the shape sticks out of a vertical stroke.
    Returns (m,) centres, (m,) first rows of the template, (m,) evidence, (m,) free ink, in the order they were found.
    """
    left = free.copy()
    width = levels.size
    rows, columns = template.shape
    half = columns // 2
    weight = 0.0
    middle = 0.0
    first, last = rows, 0
    for i in range(rows):
        for j in range(columns):
            weight += template[i, j]
            middle += template[i, j] * (j - half)
            if template[i, j] > 0:
                first = min(first, i)
                last = max(last, i)
    middle /= max(weight, 1e-9)
    high, low = levels.copy(), levels.copy()
    for c in range(width):
        for q in range(max(0, c - NEAR), min(width, c + NEAR + 1)):
            if levels[c] >= 0 and levels[q] >= 0:
                high[c] = min(high[c], levels[q])
                low[c] = max(low[c], levels[q])
    score = np.zeros(width)
    shift = np.zeros(width)
    want = np.zeros(width)
    row = np.zeros(width, np.int64)
    for c in range(width):
        if levels[c] >= 0:
            score[c], shift[c], row[c], want[c] = _best_place(
                ink, left, high, low, levels, c, template, up, first, last, wide
            )
    found = np.empty(width)
    where = np.empty(width, np.int64)
    strength = np.empty(width)
    shown = np.empty(width)
    taken = np.zeros(width, np.bool_)
    count = 0
    while count < width:
        best = -1
        for c in range(width):
            if score[c] >= least and not taken[c] and (best < 0 or score[c] > score[best] + 1e-9):
                best = c
        if best < 0:
            break
        taken[best] = True
        found[count] = best + middle + min(1.0, max(-1.0, shift[best]))
        where[count] = row[best]
        strength[count] = score[best]
        shown[count] = want[best]
        count += 1
        for i in range(rows):
            r = row[best] + i
            if r < 0 or r >= left.shape[0]:
                continue
            for j in range(-1, columns + 1):
                c = best - half + j
                if c < 0 or c >= width:
                    continue
                t = template[i, j] if 0 <= j < columns else 0.0
                if j > 0:
                    t = max(t, BLUR * template[i, j - 1])
                if j + 1 < columns:
                    t = max(t, BLUR * template[i, j + 1])
                left[r, c] *= max(0.0, 1.0 - 1.2 * t)
        for c in range(max(0, best - 2 * half - 2), min(width, best + 2 * half + 3)):
            if levels[c] >= 0:
                score[c], shift[c], row[c], want[c] = _best_place(
                    ink, left, high, low, levels, c, template, up, first, last, wide
                )
    return found[:count], where[:count], strength[:count], shown[:count]
