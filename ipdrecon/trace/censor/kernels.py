"""Marks along a curve: loops over pixels, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def _match(rest, unknown, row0, column, template):
    """Share of the template's visible ink that is there, and the offset of the ink's centre from the template's."""
    rows, columns = template.shape
    half = columns // 2
    have = 0.0
    want = 0.0
    full = 0.0
    moment = 0.0
    expected = 0.0
    for i in range(rows):
        r = row0 + i
        if r < 0 or r >= rest.shape[0]:
            continue
        for j in range(columns):
            t = template[i, j]
            if t <= 0:
                continue
            full += t
            c = column - half + j
            if c < 0 or c >= rest.shape[1] or unknown[r, c]:
                continue
            want += t
            v = min(rest[r, c], t)
            have += v
            moment += v * (j - half)
            expected += t * (j - half)
    if full <= 0 or want < 0.4 * full or have <= 0:
        return 0.0, 0.0
    return have / want, moment / have - expected / want


@njit(cache=True)
def _best_match(rest, unknown, levels, column, template, up):
    """The best match at a column: on its own level or that of a neighbour (at a step), a row up or down."""
    best, shift, row = 0.0, 0.0, round(levels[column]) - up
    for side in (0, -2, 2):
        c = column + side
        if c < 0 or c >= levels.size or levels[c] < 0 or (side != 0 and abs(levels[c] - levels[column]) < 1.5):
            continue
        for up_down in (0, -1, 1):
            start = round(levels[c]) - up + up_down
            found, moved = _match(rest, unknown, start, column, template)
            if found > best + 0.02:
                best, shift, row = found, moved, start
    return best, shift, row


@njit(cache=True)
def match_marks(rest, unknown, levels, template, up, least):
    """Centres of marks by matching pursuit: best match first, its ink taken away, until none matches.

    rest (h, w) float32 leftover ink; unknown (h, w) bool: pixels that say nothing; levels (w,) row of the curve, -1
    outside; template (a, b) float32 with row ``up`` on the curve; least: share of the template's ink needed.
    Returns (m,) float64, unsorted.
    """
    work = rest.copy()
    width = levels.size
    half = template.shape[1] // 2
    weight = 0.0
    middle = 0.0
    for i in range(template.shape[0]):
        for j in range(template.shape[1]):
            weight += template[i, j]
            middle += template[i, j] * (j - half)
    middle /= max(weight, 1e-9)
    score = np.zeros(width)
    shift = np.zeros(width)
    row = np.zeros(width, np.int64)
    for c in range(width):
        if levels[c] >= 0:
            score[c], shift[c], row[c] = _best_match(work, unknown, levels, c, template, up)
    found = np.empty(width)
    count = 0
    while count < width:
        best = -1
        for c in range(width):
            # Among equal matches the one best centred on its ink.
            if score[c] >= least and (
                best < 0 or score[c] - 0.05 * abs(shift[c]) > score[best] - 0.05 * abs(shift[best]) + 1e-9
            ):
                best = c
        if best < 0:
            break
        found[count] = best + middle + shift[best]
        count += 1
        for i in range(template.shape[0]):
            r = row[best] + i
            if r < 0 or r >= work.shape[0]:
                continue
            for j in range(template.shape[1]):
                c = best - half + j
                if 0 <= c < width:
                    work[r, c] = max(0.0, work[r, c] - 1.5 * template[i, j])
        for c in range(max(0, best - 2 * half - 1), min(width, best + 2 * half + 2)):
            if levels[c] >= 0:
                score[c], shift[c], row[c] = _best_match(work, unknown, levels, c, template, up)
        score[best] = 0.0
    return found[:count]
