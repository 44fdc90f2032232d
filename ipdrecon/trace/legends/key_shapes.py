"""Shapes of keys in a strip of pixels beside a text: whole lines, chains of dashes, patches."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.kernels.runs import inked_around, upright_runs
from ipdrecon.trace.legends.key_stairs import stairs_in
from ipdrecon.trace.lines.dashes import across_gaps
from ipdrecon.trace.lines.spans import edges_of

#: Contrast with its own paper from which a pixel of a key is ink.
CONTRAST = 45.0
#: How far from its text a key may end and begin, and how long it may be, in text heights.
NEAR, FAR, LONG = 2.2, 8.0, 6.5
#: Shortest line within the box of a text, where no letter has so long a run, and shortest between the boxes.
SHORTEST, SHORT = 0.8, 0.5
#: Thickest line, widest gap between dashes, how far a line may lie from the middle of its text, all in text heights.
THICK, GAP, OFF = 0.45, 0.75, 0.42
#: Least side of a patch in text heights, and the share of it that is ink: a disc has 0.785.
PATCH, FULL = 0.32, 0.72

#: Least length of the line on either side of a ring, and most by which the two differ, in text heights.
ARM = 0.3

#: Contrast against that of the whole line from which a pixel is in a dash, and not the gap behind it.
HALF = 0.5
#: Ink on the one side of a line against that on the other from which a mark crosses it.
CROSSES = 0.5

#: Share of the columns of a patch in which a line across it is seen, if dashed.
ACROSS = 0.2
#: How far from the middle of a patch its line may lie, as a share of its height.
MIDDLE = 0.2

#: Thickest frame of a patch, pixels.
MOST_FRAME_PX = 2

Patch = npt.NDArray[np.float32]


def nearest_key(
    patch: Patch, paper: Patch, line: float, inside: float, between: tuple[float, float], *, open_end: bool
) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int, int], tuple[float, ...]] | None:
    """First and last column and row of the key that ends nearest to the right end of a strip; colour and dashes."""
    contrast = from_color(patch, paper)
    ink = with_rings_filled(contrast > CONTRAST, line)
    tall = upright_runs(ink)
    height, width = ink.shape
    center = (height - 1) / 2
    best: tuple[float, tuple[int, int], int] | None = None
    for row in range(height):
        if abs(row - center) > OFF * line or not ink[row].any():
            continue
        for span in lines_in(ink[row], tall[row], line, between):
            near = width - 1 - span[1] <= inside + NEAR * line
            whole = (span[0] > 1 or not open_end) and not _rises(ink, tall, row, span)
            if near and whole and span[1] - span[0] + 1 <= LONG * line:
                weight = float((contrast[row, span[0] : span[1] + 1] ** 2).sum())
                # The key nearest to the text; of its rows the one with most ink.
                rank = span[1] // max(1.0, 0.5 * line) * 1e9 + weight
                if best is None or rank > best[0]:
                    best = (rank, span, row)
    stairs = stairs_in(ink, line, round(width - 1 - inside - NEAR * line), LONG * line)
    if stairs is not None:
        rows, columns = stairs
        strong = contrast[stairs] >= np.quantile(contrast[stairs][ink[stairs]], 0.7)
        r, g, bl = (round(float(v)) for v in np.median(patch[stairs][strong], axis=0))
        return (columns.start, columns.stop - 1), (rows.start, rows.stop - 1), (r, g, bl), ()
    if best is None:
        return _patch_of(patch, ink, paper, line, inside, open_end=open_end)
    _, (a, b), row = best
    lit_rows = np.flatnonzero((tall[:, a : b + 1] > 0).any(axis=1) & _connected_rows(ink[:, a : b + 1], row))
    box_rows = (int(lit_rows[0]), int(lit_rows[-1])) if lit_rows.size else (row, row)
    filled = float(ink[box_rows[0] : box_rows[1] + 1, a : b + 1].mean())
    part, lit = contrast[:, a : b + 1], ink[:, a : b + 1]
    if filled > 0.9 and box_rows[1] - box_rows[0] > THICK * line:
        across = _drawn_across(patch[:, a : b + 1], lit, box_rows)
        if across is not None:
            row, part = across
            lit = part > CONTRAST
    band = slice(max(0, row - 1), row + 2)
    r, g, bl = (round(float(v)) for v in _line_color(patch[band, a : b + 1], part[band], lit[band]))
    return (a, b), box_rows, (r, g, bl), dashes_of(_dash_columns(part[band], lit[band]))


def _dash_columns(contrast: Patch, lit: Bools) -> Bools:
    """Columns that dashes fill for the most part: pixels at their ends are ink as well, and leave no gap in thin ones.

    What is lit without ink lies in a ring that hides the line.
    """
    seen = np.where(lit & (contrast > CONTRAST), contrast, 0.0).max(axis=0)
    in_ring = lit.any(axis=0) & (seen == 0)
    usual = float(np.median(seen[seen > 0])) if seen.any() else 0.0
    return np.asarray(in_ring | (seen > HALF * usual))


def _drawn_across(patch: Patch, lit: Bools, rows: tuple[int, int]) -> tuple[int, Patch] | None:
    """The row of a line drawn across a patch of a paler colour, the key of a confidence band, and its contrast (h, w)
    with that; None where there is none. ``rows`` are the first and last of the patch."""
    fill = median_color(patch[rows[0] : rows[1] + 1])
    own = from_color(patch, fill) * lit
    own[: rows[0] + 1] = own[rows[1] :] = 0.0
    if (own.max(axis=0) > CONTRAST).mean() <= ACROSS:
        return None
    return int(np.argmax((np.where(own > CONTRAST, own, 0.0) ** 2).sum(axis=1))), own


def _line_color(patch: Patch, contrast: Patch, lit: Bools) -> Patch:
    """The colour of a line in the few rows about its middle."""
    strong = contrast >= np.quantile(contrast[lit], 0.7) if lit.any() else contrast >= 0
    return np.asarray(np.median(patch[strong], axis=0))


def _rises(ink: Bools, tall: Floats, row: int, span: tuple[int, int]) -> bool:
    """Whether a line begins or ends with a riser, as a curve beside its label does; a mark there crosses the line."""
    own = tall[row, span[0] : span[1] + 1]
    usual = float(np.median(own[own > 0]))
    for first, ends in ((span[0], own[:2]), (span[1] + 1 - own[-2:].size, own[-2:])):
        if ends.max() <= 2 * usual + 2:
            continue
        column = first + int(ends.argmax())
        above, below = inked_around(ink, np.array([row]), np.array([column]))
        if min(above[0], below[0]) < CROSSES * max(above[0], below[0]):
            return True
    return False


def with_rings_filled(ink: Bools, line: float, *, gap: int = 0) -> Bools:
    """The ink with rings filled that stand in the middle of a line: an open circle or square hides the line within.

    ``gap`` is how many pixels may lie between the dashes of that line.
    """
    holes, _ = ndimage.label(~ink)
    parts, _ = ndimage.label(across_gaps(ink, gap, 0) if gap else ink, np.ones((3, 3)))
    pieces = ndimage.find_objects(parts)
    filled = ink.copy()
    for number, (rows, columns) in enumerate(ndimage.find_objects(holes), start=1):
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        middle = (rows.start + rows.stop) // 2
        closed = rows.start > 0 and columns.start > 0 and rows.stop < ink.shape[0] and columns.stop < ink.shape[1]
        if not closed or max(high, wide) > line or parts[middle, columns.start - 1] == 0:
            continue
        whole = pieces[parts[middle, columns.start - 1] - 1][1]
        arms = columns.start - whole.start, whole.stop - columns.stop
        if min(arms) >= ARM * line and abs(arms[0] - arms[1]) <= ARM * line:
            filled[rows, columns] |= holes[rows, columns] == number
    return filled


def _connected_rows(ink: Bools, row: int) -> Bools:
    """Rows that hang together with a row's ink."""
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    own = np.unique(parts[row])
    return np.asarray(np.isin(parts, own[own > 0]).any(axis=1))


def lines_in(lit: Bools, tall: Floats, line: float, between: tuple[float, float]) -> list[tuple[int, int]]:
    """Whole lines and chains of dashes in one row, as first and last column; short pieces count ``between`` texts."""
    edges = edges_of(lit)
    pieces = [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    pieces = [(a, b) for a, b in pieces if b - a + 1 >= SHORTEST * line or between[0] <= (a + b) / 2 <= between[1]]
    thick = [float(np.median(tall[a : b + 1])) for a, b in pieces]
    limit = max(3.0, THICK * line)
    found = []
    chain: list[int] = []

    def close() -> None:
        if not chain:
            return
        a, b = pieces[chain[0]][0], pieces[chain[-1]][1]
        inked = sum(pieces[i][1] - pieces[i][0] + 1 for i in chain)
        longest = max(pieces[i][1] - pieces[i][0] + 1 for i in chain)
        sparse = 0.08 if len(chain) > 3 else 0.2  # dots are a tenth of their line, or less
        dashed = len(chain) > 1 and inked > sparse * (b - a)
        if b - a + 1 >= SHORT * line and (longest >= SHORT * line or dashed):
            found.append((a, b))

    for i, (a, b) in enumerate(pieces):
        long = b - a + 1 >= SHORTEST * line
        if long and thick[i] > limit:  # a patch, or the band that a legend lies on: no dash of a line beside it
            close()
            chain = []
            found.append((a, b))
            continue
        flat = thick[i] <= limit
        # A mark between two dashes is tall; it belongs to the chain where dashes follow.
        if not flat and not (chain and b - a + 1 < 0.7 * line):
            close()
            chain = []
            continue
        if chain and a - pieces[chain[-1]][1] - 1 > GAP * line:
            close()
            chain = []
        if not chain and not flat:
            continue
        chain.append(i)
    close()
    return [_without_tall_ends(span, pieces, thick, limit, SHORTEST * line) for span in found]


def _without_tall_ends(
    span: tuple[int, int], pieces: list[tuple[int, int]], thick: list[float], limit: float, long: float
) -> tuple[int, int]:
    """A chain without short tall pieces at its ends, which are letters."""
    own = [i for i, (a, b) in enumerate(pieces) if a >= span[0] and b <= span[1]]
    letters = [thick[i] > limit and pieces[i][1] - pieces[i][0] + 1 < long for i in own]
    while len(own) > 1 and letters[-1]:
        own.pop()
        letters.pop()
    while len(own) > 1 and letters[0]:
        own.pop(0)
        letters.pop(0)
    return pieces[own[0]][0], pieces[own[-1]][1]


def _patch_of(
    patch: Patch, ink: Bools, paper: Patch, line: float, inside: float, *, open_end: bool
) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int, int], tuple[float, ...]] | None:
    """A square or disc full of one colour, or a square of a pale one with a line across; None where there is none."""
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    best = None
    for number, where in enumerate(ndimage.find_objects(parts), start=1):
        rows, columns = where
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        own = parts[where] == number
        near = ink.shape[1] - columns.stop <= inside + NEAR * line
        if not near or (columns.start <= 1 and open_end) or min(high, wide) < PATCH * line or own.mean() < FULL:
            continue
        color = _line_across(patch[where], own, paper)
        color = _one_color(patch[where], own) if color is None else color
        fits = wide <= LONG * line and high <= 1.05 * ink.shape[0]
        if fits and color is not None and (best is None or columns.stop > best[0]):
            best = (columns.stop, columns, rows, color)
    if best is None:
        return None
    _, columns, rows, color = best
    r, g, b = (round(float(v)) for v in color)
    return (columns.start, columns.stop - 1), (rows.start, rows.stop - 1), (r, g, b), ()


def _line_across(patch: Patch, own: Bools, paper: Patch) -> Patch | None:
    """The colour of the line that crosses a patch (h, w, 3) of a paler colour within its frame; None without one."""
    height, width = own.shape
    if height <= 2 * MOST_FRAME_PX:
        return None  # nothing is left within the frame
    across = _drawn_across(patch, own, (MOST_FRAME_PX, height - 1 - MOST_FRAME_PX))
    if across is None:
        return None
    row, contrast = across
    band = slice(row - 1, row + 2)
    lit = contrast[band] > CONTRAST
    seen = np.flatnonzero(lit.any(axis=0))
    fill, color = median_color(patch), _line_color(patch[band], contrast[band], lit)
    stronger = np.linalg.norm(color - paper) > np.linalg.norm(fill - paper)
    whole = seen.size > FULL * width and abs(row - (height - 1) / 2) < MIDDLE * height
    return color if stronger and whole else None


def _one_color(patch: Patch, own: Bools) -> Patch | None:
    """The colour of nearly all of a patch (h, w, 3), or of nearly all inside its frame; None where it has several."""
    for frame in range(MOST_FRAME_PX + 1):
        inside = (slice(frame, len(own) - frame), slice(frame, own.shape[1] - frame))
        colors = patch[inside][own[inside]]
        if not len(colors):
            return None
        color = np.median(colors, axis=0)
        if float(np.mean(np.abs(colors - color).max(axis=1) < 60)) > 0.75:
            return np.asarray(color)
    return None


def dashes_of(lit: Bools) -> tuple[float, ...]:
    """Median lengths of the dashes and gaps of a line; empty where it is whole."""
    edges = edges_of(lit)
    on = (edges[1::2] - edges[::2]).astype(float)
    off = (edges[2::2] - edges[1:-1:2]).astype(float)
    if off.size == 0 or off.sum() < 0.1 * lit.size:
        return ()
    return float(np.median(on)), float(np.median(off))
