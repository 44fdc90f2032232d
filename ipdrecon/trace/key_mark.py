"""The mark that the keys of a legend show on their lines: where few stand on the curves, it says what to look for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.entry import LegendEntry

#: Coverage of a row from which it is the line's (its gaps are bare), and how far that fades, in pixels.
LINE_COVERS, FADES_PX = 0.45, 1
#: How far from the middle of its key a mark may stand and how wide it may be, as shares of the key's width.
OFF_MIDDLE, WIDE = 0.15, 0.25
#: Coverage of the strongest column of a mark beyond the line, and least height there in pixels, and how uneven.
SEEN, LEAST_OUT_PX, UNEVEN_PX = 0.25, 1.3, 1.2
#: Room above and below a line in which its mark is looked for, in heights of the key's text.
ROOM = 0.7


def mark_of_keys(figure: Figure, entries: Sequence[LegendEntry]) -> Upright | None:
    """The tick (or the upright of a plus) that half the keys show, its median lengths in pixels; None where none is."""
    keys = [e for e in entries if e.sample is not None and e.color is not None]
    found = [shape for e in keys if (shape := _on_key(figure, e)) is not None]
    if not found or 2 * len(found) < len(keys):
        return None
    up, down, width = np.median([(m.up, m.down, m.width) for m in found], axis=0)
    return Upright(float(up), float(down), float(width), runs=len(found))


def _on_key(figure: Figure, entry: LegendEntry) -> Upright | None:
    """The mark on one key: ink in its middle, narrow, and alike on both sides of a level line."""
    if entry.sample is None or entry.color is None:
        return None
    cover = _cover(figure, entry.sample, entry.text.height, np.array(entry.color, np.float32))
    if cover is None:
        return None
    line = np.flatnonzero(cover.mean(axis=1) > LINE_COVERS)
    if line.size == 0 or line[-1] - line[0] >= len(cover) / 2:
        return None
    above, below = cover[: max(0, line[0] - FADES_PX)], cover[line[-1] + 1 + FADES_PX :]
    if min(len(above), len(below)) < 2:
        return None
    across = np.minimum(above.sum(axis=0), below.sum(axis=0))
    if across.max() < SEEN:
        return None
    lit = np.flatnonzero(across > 0.3 * across.max())
    wide = cover.shape[1]
    middle = float((lit * across[lit]).sum() / max(across[lit].sum(), 1e-9))
    if np.ptp(lit) + 1 > max(3.0, WIDE * wide) or abs(middle - (wide - 1) / 2) > OFF_MIDDLE * wide:
        return None
    own = slice(max(0, int(lit[0]) - 1), int(lit[-1]) + 2)
    high, low = above[:, own].max(axis=1), below[:, own].max(axis=1)
    full = float(np.quantile(np.concatenate([high, low]), 0.8))
    if full < SEEN:
        return None
    center = (line[0] + line[-1]) / 2
    up = center - (len(above) - float(np.minimum(high / full, 1.0).sum())) + 0.5
    down = len(cover) - len(below) + float(np.minimum(low / full, 1.0).sum()) - 0.5 - center
    half = (line[-1] - line[0] + 1) / 2
    if min(up, down) - half < LEAST_OUT_PX or abs(up - down) > UNEVEN_PX:
        return None
    strong = [rows[rows.max(axis=1) > full / 2] for rows in (above[:, own], below[:, own])]
    return Upright(up, down, float(np.concatenate(strong).sum(axis=1).mean()))


def _cover(figure: Figure, key: Box, height: float, color: Floats) -> Floats | None:
    """Coverage (h, w) of a key's surroundings by its colour, against its own ground."""
    room = ROOM * height
    top, bottom = max(0, round(key.center[1] - room)), min(figure.height - 1, round(key.center[1] + room))
    left, right = int(np.ceil(key.left + 0.5)), int(key.right - 0.5)
    area = figure.pixels[top : bottom + 1, left : right + 1].astype(np.float32)
    if min(area.shape[:2]) < 5:
        return None
    paper = np.median(area.reshape(-1, 3), axis=0)
    line = color - paper
    return np.asarray(np.clip(((area - paper) @ line) / max(1.0, float(line @ line)), 0.0, 1.0))
