"""The mark that the keys of a legend show on their lines: where few stand on the curves, it says what to look for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.inks.contrast import median_color
from ipdrecon.trace.legends.entry import LegendEntry

#: Coverage of a row from which it is the line's (its gaps are bare), from which nothing on it can be told, and below
#: which there is no ink.
LINE_COVERS, WHOLE, FAINT = 0.45, 0.75, 0.15
#: How far from the middle of its key a mark may stand and how wide it may be, as shares of the key's width.
OFF_MIDDLE, WIDE = 0.15, 0.25
#: Coverage of the strongest column of a mark beyond the line, and least height there in pixels, and how uneven.
SEEN, LEAST_OUT_PX, UNEVEN_PX = 0.25, 0.8, 1.2
#: Room above and below a line in which its mark is looked for, in heights of the key's text.
ROOM = 0.7


def mark_of_keys(figure: Figure, entries: Sequence[LegendEntry]) -> Upright | None:
    """The tick (or the upright of a plus) that half the keys show, its median lengths in pixels; None where none is."""
    covers = covers_of(figure, entries)
    found = [shape for cover in covers if cover is not None and (shape := _on_key(cover)) is not None]
    if not found or 2 * len(found) < len(covers):
        return None
    up, down, width = np.median([(m.up, m.down, m.width) for m in found], axis=0)
    return Upright(float(up), float(down), float(width), runs=len(found))


def _on_key(cover: Floats) -> Upright | None:
    """The mark on one key, from its coverage (h, w): ink in its middle, narrow, alike on both sides of a level line."""
    line = np.flatnonzero(cover.mean(axis=1) > LINE_COVERS)
    if line.size == 0 or line[-1] - line[0] >= len(cover) / 2:
        return None
    plain = np.median(cover, axis=1)  # of the line without the mark, which a row that it covers in part shows too
    out = np.clip((cover - plain[:, None]) / np.maximum(1.0 - plain[:, None], 1.0 - WHOLE), 0.0, 1.0)
    whole = np.flatnonzero(plain > WHOLE)
    first, last = (int(whole[0]), int(whole[-1])) if whole.size else (int(line[0]), int(line[-1]))
    above, below = out[:first][::-1], out[last + 1 :]
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
    full = float(max(above[:, own].max(), below[:, own].max()))
    if full < SEEN or not (plain > FAINT).any():
        return None
    high, low = _length(above[:, own].max(axis=1) / full), _length(below[:, own].max(axis=1) / full)
    drawn = plain > FAINT
    center = float((np.arange(len(plain)) * plain)[drawn].sum() / plain[drawn].sum())
    up, down = center - (first - 0.5 - high), last + 0.5 + low - center
    half = float(plain[drawn].sum()) / 2
    if min(up, down) - half < LEAST_OUT_PX or abs(up - down) > UNEVEN_PX:
        return None
    strong = [rows[rows.max(axis=1) > full / 2] for rows in (above[:, own], below[:, own])]
    return Upright(up, down, float(np.concatenate(strong).sum(axis=1).mean()))


def _length(share: Floats) -> float:
    """Rows that a mark covers, from the line on to where it ends; ``share`` (h,) is that of its full ink."""
    ends = np.flatnonzero(share < FAINT)
    return float(np.minimum(share[: ends[0]] if ends.size else share, 1.0).sum())


def covers_of(figure: Figure, entries: Sequence[LegendEntry]) -> list[Floats | None]:
    """Coverage (h, w) of each key that shows a colour, with room for its mark; None where it is too small."""
    return [
        cover_of(figure, e.sample, ROOM * e.text.height, e.color)
        for e in entries
        if e.sample is not None and e.color is not None
    ]


def cover_of(figure: Figure, key: Box, room: float, color: tuple[int, int, int]) -> Floats | None:
    """Coverage (h, w) of a key and ``room`` pixels above and below it by its colour, against its own ground.

    None where that is too small to tell anything by.
    """
    top, bottom = max(0, round(key.center[1] - room)), min(figure.height - 1, round(key.center[1] + room))
    left, right = int(np.ceil(key.left + 0.5)), int(key.right - 0.5)
    area = figure.pixels[top : bottom + 1, left : right + 1].astype(np.float32)
    if min(area.shape[:2]) < 5:
        return None
    paper = median_color(area)
    line = np.array(color, np.float32) - paper
    return np.asarray(np.clip(((area - paper) @ line) / max(1.0, float(line @ line)), 0.0, 1.0))
