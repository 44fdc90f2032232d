"""Keys drawn as small stairs, as SPSS draws them: a level, a fall or two, a lower level, in one thin stroke."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ipdrecon.frozen import Bools, Floats, Ints

#: Narrowest and lowest stairs, in text heights: letters are narrower.
WIDE, HIGH = 0.75, 0.25
#: Thickest stroke in text heights (pixels at least), and the least share of the columns that show a level of it.
THICK, THICK_PX, LEVELS = 0.25, 2.0, 0.4
#: Least share of its columns that the first and the last level take, the share of these that shows it, and how far a
#: column may lie off it.
END, HALF, OFF_PX = 0.15, 0.5, 1.1
#: Least share of the columns that are crossed once.
ONE_STROKE = 0.9
#: Width before stairs that is bare, in text heights: a dash of a curve follows another one.
BARE = 0.45


def stairs_in(ink: Bools, line: float, first: int, widest: float) -> tuple[slice, slice] | None:
    """Rows and columns of the last stairs in a strip that end after column ``first``; None where there are none."""
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    best: tuple[slice, slice] | None = None
    for number, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        wide, high = columns.stop - columns.start, rows.stop - rows.start
        if columns.stop <= first or columns.start < 1 or not WIDE * line <= wide <= widest or high < HIGH * line:
            continue
        before = ink[:, max(0, columns.start - round(BARE * line)) : columns.start]
        later = best is None or columns.stop > best[1].stop
        if later and not before.any() and _are_stairs(np.asarray(parts[rows, columns] == number), line):
            best = (rows, columns)
    return best


def _are_stairs(own: Bools, line: float) -> bool:
    """Whether a part is one stroke of level pieces that only falls or only rises, but for what JPEG left beside it."""
    runs = np.diff(np.pad(own, ((1, 1), (0, 0))).astype(np.int8), axis=0).clip(0).sum(axis=0)
    height: Ints = own.sum(axis=0)
    level: Floats = (own * np.arange(len(own))[:, None]).sum(axis=0) / height
    thin = (height <= max(THICK_PX, min(THICK * line, 1.5 * float(np.median(height)) + 1))) & (runs == 1)
    size = max(3, int(np.ceil(END * thin.size)))
    first, last = level[:size][thin[:size]], level[-size:][thin[-size:]]
    if (runs == 1).mean() < ONE_STROKE or thin.mean() < LEVELS or min(first.size, last.size) < HALF * size:
        return False
    steps = np.diff(level[thin])
    one_way = (steps > -OFF_PX).all() or (steps < OFF_PX).all()
    fall = abs(float(np.median(last) - np.median(first)))
    return bool(one_way and max(np.ptp(first), np.ptp(last)) <= OFF_PX and fall >= HIGH * line)
