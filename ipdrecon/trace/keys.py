"""The key of a legend's entry: a drawn sample of a line, or a patch of colour, beside a piece of text.

A key is told from letters by its shape. A line is a long run of ink in one row, thin in most of its columns (a censor
mark on it is tall in a few); a dashed or dotted line is a chain of thin pieces in one row; a patch is full of ink.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.lettering import CAP_HEIGHT, DESCENT, estimated_width

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
#: How far a text's box may begin before or after its first letter, in text heights.
LOOSE = 0.45
#: Chroma from which ink among black letters is a key.
VIVID = 60
#: Widest gap between letters, and how far letters stand out of their box, in text heights.
LETTER_GAP, BESIDE_BOX = 0.2, 0.6
#: A text read this much wider than its letters are is no text but a key.
STRETCHED = 1.9
#: What keys are read as: alone, and before the text they belong to.
SYMBOL = re.compile(r"^[-+|=—–_±十~]+$")
BEFORE_TEXT = re.compile(r"^(?:[-+|=—–_±十~]{1,3}\s*|[HIltTEF十]{1,2}\s+)(?=[A-Za-z0-9<>≤≥(].)")


Patch = npt.NDArray[np.float32]


@attrs.frozen(eq=False)
class Key:
    """A key.

    Attributes
    ----------
    box : Box
    color : RGB
    dashes : tuple of float     On and off lengths in pixels; empty where solid.
    """

    box: Box
    color: tuple[int, int, int]
    dashes: tuple[float, ...] = ()


def is_drawn(word: Word) -> bool:
    """Whether a word is no text but a key that was read as some."""
    text = word.text.strip()
    if SYMBOL.match(text) or not re.search(r"\w", text):
        return True
    size = word.box.height / (CAP_HEIGHT + DESCENT)
    return len(text) <= 2 and word.box.width > STRETCHED * estimated_width(text, size)


def find_key(
    figure: Figure, text: Box, words: Sequence[Word], line: float, *, right: bool = False, lead: float = 0.0
) -> Key | None:
    """The key left (or right) of a text whose lines are ``line`` pixels high; None where there is none.

    ``lead`` is the width at the start of the text's box that may be the key itself, read as letters.
    """
    middle = text.center[1]
    top, bottom = int(max(0, middle - 0.5 * line)), int(min(figure.height - 1, middle + 0.5 * line))
    inside = max(LOOSE * line, lead)
    if right:
        first, last = text.right - inside, min(figure.width - 1.0, text.right + FAR * line)
    else:
        first, last = max(0.0, text.left - FAR * line), text.left + inside
    whole = (first, last)
    # Dashes stand between the boxes of the texts, where letters do not; whole lines may reach into them.
    bare = (first, text.left) if not right else (text.right, last)
    for other in words:
        beside = not text.left <= other.box.center[0] <= text.right
        if other.box.top < bottom and other.box.bottom > top and beside and not is_drawn(other):
            if not right and other.box.right < text.left + inside:
                first = max(first, other.box.right - 0.3 * line)
                bare = (max(bare[0], other.box.right), bare[1])
            if right and other.box.left > text.right - inside:
                last = min(last, other.box.left + 0.3 * line)
                bare = (bare[0], min(bare[1], other.box.left))
    a, b = int(np.ceil(first)), int(last)
    if b - a < 0.4 * line or bottom - top < 3:
        return None
    patch = figure.pixels[top : bottom + 1, a : b + 1].astype(np.float32)
    if right:
        patch = patch[:, ::-1]
    open_end = first == whole[0] if not right else last == whole[1]
    between = (bare[0] - a - 1, bare[1] - a + 1) if not right else (b - bare[1] - 1, b - bare[0] + 1)
    own = figure.pixels[
        max(0, int(text.top - 0.2 * line)) : int(text.bottom + 0.2 * line) + 1, int(text.left) : int(text.right) + 1
    ]
    paper = np.median(own.reshape(-1, 3).astype(np.float32), axis=0)
    ink: Bools = np.abs(patch - paper).max(axis=2) > CONTRAST
    between = (
        _letters_end(ink, round(between[0]), line, 1) + 1 if between[0] > 0 else between[0],
        _letters_end(ink, round(between[1]), line, -1) - 1 if lead == 0 else between[1],
    )
    found = _nearest(patch, paper, line, inside, between, open_end=open_end)
    if found is None:
        return None
    span, rows, color, dashes = found
    left, stop = (a + span[0], a + span[1]) if not right else (b - span[1], b - span[0])
    begin = left if not right else figure.width - 1 - stop
    limit = a if not right else figure.width - 1 - b
    pixels = figure.pixels if not right else figure.pixels[:, ::-1]
    if dashes and _goes_on(pixels, begin, int(limit + max(0.0, between[0])), top + float(np.mean(rows)), line):
        return None
    if not _stands_free(pixels, begin, limit, top + float(np.mean(rows)), line):
        return None
    return Key(Box(left - 0.5, top + rows[0] - 0.5, stop + 0.5, top + rows[1] + 0.5), color, dashes)


def keys_inside(figure: Figure, word: Word) -> list[tuple[float, float]]:
    """First and last column (pixels) of keys that a word reaches over: it is two entries read as one."""
    box = word.box
    line = box.height
    top, bottom = max(0, int(box.center[1] - OFF * line)), int(box.center[1] + OFF * line) + 1
    left = max(0, int(box.left + line))
    patch = figure.pixels[top:bottom, left : int(box.right - line)].astype(np.float32)
    if min(patch.shape[:2]) < 3:
        return []
    ink = np.asarray(np.abs(patch - np.median(patch.reshape(-1, 3), axis=0)).max(axis=2) > CONTRAST)
    tall = _tallness(ink)
    nowhere = (np.inf, -np.inf)
    spans = {span for row in range(len(ink)) for span in _lines(ink[row], tall[row], line, nowhere)}
    spans = {(a, b) for a, b in spans if float(np.median(tall[:, a : b + 1].max(axis=0))) <= THICK * line}
    if word.color is not None and max(word.color) - min(word.color) < VIVID:
        spans |= _groups((patch.max(axis=2) - patch.min(axis=2) > VIVID).any(axis=0), GAP * line)
    found: list[tuple[float, float]] = []
    for a, b in sorted(spans, key=lambda span: span[0] - span[1]):
        apart = not any(left + a < end and start < left + b for start, end in found)
        if apart and SHORT * line <= b - a + 1 <= LONG * line:
            found.append((float(left + a), float(left + b)))
    return sorted(found)


def _groups(lit: Bools, gap: float) -> set[tuple[int, int]]:
    """First and last position of groups of flags that stand no more than ``gap`` apart."""
    at = np.flatnonzero(lit)
    parts = np.split(at, np.flatnonzero(np.diff(at) > gap) + 1) if at.size else []
    return {(int(part[0]), int(part[-1])) for part in parts}


def key_at(figure: Figure, place: Box) -> Key | None:
    """The key where others of its legend say it stands, though curves run into it; None where no line crosses it."""
    top, bottom = max(0, int(place.top)), int(place.bottom) + 1
    patch = figure.pixels[top:bottom, int(place.left) + 1 : int(place.right)].astype(np.float32)
    if min(patch.shape[:2]) < 2:
        return None
    paper = np.median(figure.pixels[top:bottom, int(place.right) + 1 : int(place.right) + 3].reshape(-1, 3), axis=0)
    ink = np.abs(patch - paper).max(axis=2) > CONTRAST
    across = ink.mean(axis=1)
    rows = np.flatnonzero(across > 0.95)
    if rows.size == 0 or rows.size > 0.8 * len(patch):
        return None
    middle = rows[np.argmin(np.abs(rows - (len(patch) - 1) / 2))]
    r, g, b = (round(float(v)) for v in np.median(patch[middle], axis=0))
    return Key(Box(place.left, top + float(middle) - 1.5, place.right, top + float(middle) + 1.5), (r, g, b))


def _nearest(
    patch: Patch, paper: Patch, line: float, inside: float, between: tuple[float, float], *, open_end: bool
) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int, int], tuple[float, ...]] | None:
    """First and last column and row of the key that ends nearest to the right end of a strip; colour and dashes."""
    contrast = np.abs(patch - paper).max(axis=2)
    ink = contrast > CONTRAST
    tall = _tallness(ink)
    height, width = ink.shape
    center = (height - 1) / 2
    best: tuple[float, tuple[int, int], int] | None = None
    for row in range(height):
        if abs(row - center) > OFF * line or not ink[row].any():
            continue
        for span in _lines(ink[row], tall[row], line, between):
            near = width - 1 - span[1] <= inside + NEAR * line
            # A curve that ends at its label begins with a riser.
            own = tall[row, span[0] : span[1] + 1]
            rises = float(own[:2].max()) > 2 * float(np.median(own[own > 0])) + 2
            whole = (span[0] > 1 or not open_end) and not rises
            if near and whole and span[1] - span[0] + 1 <= LONG * line:
                weight = float((contrast[row, span[0] : span[1] + 1] ** 2).sum())
                # The key nearest to the text; of its rows the one with most ink.
                rank = span[1] // max(1.0, 0.5 * line) * 1e9 + weight
                if best is None or rank > best[0]:
                    best = (rank, span, row)
    if best is None:
        return _patch_of(patch, ink, paper, line, inside, open_end=open_end)
    _, (a, b), row = best
    rows = np.flatnonzero((tall[:, a : b + 1] > 0).any(axis=1) & _connected_rows(ink[:, a : b + 1], row))
    box_rows = (int(rows[0]), int(rows[-1])) if rows.size else (row, row)
    filled = float(ink[box_rows[0] : box_rows[1] + 1, a : b + 1].mean())
    part, lit = contrast[:, a : b + 1], ink[:, a : b + 1]
    if filled > 0.9 and box_rows[1] - box_rows[0] > THICK * line:
        # A line drawn across a patch of a paler colour (the key of a confidence band).
        fill = np.median(patch[box_rows[0] : box_rows[1] + 1, a : b + 1].reshape(-1, 3), axis=0)
        own = np.abs(patch[:, a : b + 1] - fill).max(axis=2) * lit
        own[: box_rows[0] + 1] = own[box_rows[1] :] = 0.0
        if (own.max(axis=0) > CONTRAST).mean() > 0.2:
            row = int(np.argmax((np.where(own > CONTRAST, own, 0.0) ** 2).sum(axis=1)))
            part, lit = own, own > CONTRAST
    band = slice(max(0, row - 1), row + 2)
    strong = part[band] >= np.quantile(part[band][lit[band]], 0.7) if lit[band].any() else part[band] >= 0
    r, g, bl = (round(float(v)) for v in np.median(patch[band, a : b + 1][strong], axis=0))
    return (a, b), box_rows, (r, g, bl), dashes_of(lit[band].any(axis=0))


def _tallness(ink: Bools) -> Floats:
    """For each pixel of ink the length of the upright run it stands in; 0 where there is none."""
    run = np.zeros(ink.shape)
    for column in np.flatnonzero(ink.any(axis=0)):
        edges = np.flatnonzero(np.diff(np.concatenate([[False], ink[:, column], [False]]).astype(np.int8)))
        for a, b in zip(edges[::2], edges[1::2], strict=True):
            run[a:b, column] = b - a
    return run


def _connected_rows(ink: Bools, row: int) -> Bools:
    """Rows that hang together with a row's ink."""
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    own = np.unique(parts[row])
    return np.asarray(np.isin(parts, own[own > 0]).any(axis=1))


def _lines(lit: Bools, tall: Floats, line: float, between: tuple[float, float]) -> list[tuple[int, int]]:
    """Whole lines and chains of dashes in one row, as first and last column; short pieces count ``between`` texts."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lit, [False]]).astype(np.int8)))
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
        flat = thick[i] <= limit or long
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
    """A square or disc full of one colour; None where there is none."""
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    best = None
    for number, where in enumerate(ndimage.find_objects(parts), start=1):
        rows, columns = where
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        own = parts[where] == number
        near = ink.shape[1] - columns.stop <= inside + NEAR * line
        if not near or (columns.start <= 1 and open_end) or min(high, wide) < PATCH * line or own.mean() < FULL:
            continue
        colors = patch[where][own]
        color = np.median(colors, axis=0)
        even = float(np.mean(np.abs(colors - color).max(axis=1) < 60)) > 0.75
        if wide <= LONG * line and high <= 1.05 * ink.shape[0] and even and (best is None or columns.stop > best[0]):
            best = (columns.stop, columns, rows, color)
    if best is None:
        return None
    _, columns, rows, color = best
    r, g, b = (round(float(v)) for v in color)
    return (columns.start, columns.stop - 1), (rows.start, rows.stop - 1), (r, g, b), ()


def _stands_free(pixels: npt.NDArray[np.uint8], begin: int, limit: int, middle: float, line: float) -> bool:
    """Whether a key begins where it seems to: a curve that passes a text goes on to the left, upwards or downwards.

    Only ink that hangs together with the key counts: frames of legends and panels stand beside it. ``limit`` is where
    the text left of it ends.
    """
    left, right = int(max(limit, begin - 0.45 * line)), int(begin + 0.3 * line)
    top, bottom = int(max(0, middle - 1.1 * line)), int(min(len(pixels) - 1, middle + 1.1 * line))
    if begin - left < 2:
        return True
    patch = pixels[top : bottom + 1, left : right + 1].astype(np.float32)
    paper = np.median(patch.reshape(-1, 3), axis=0)
    ink = np.abs(patch - paper).max(axis=2) > 2 * CONTRAST
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    parts = np.asarray(parts)
    near = parts[int(max(0, middle - top - 0.42 * line)) : int(middle - top + 0.42 * line) + 1, begin - left :]
    own = np.isin(parts, np.unique(near[near > 0]))
    if not own.any():
        return True
    rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    return bool(columns[0] > 0 and np.ptp(rows) < 1.4 * line)


def _goes_on(pixels: npt.NDArray[np.uint8], begin: int, limit: int, middle: float, line: float) -> bool:
    """Whether more dashes stand left of a dashed key, above or below its row: then it is part of a curve."""
    left, top = int(max(limit, begin - line)), int(max(0, middle - line))
    patch = pixels[top : int(middle + line) + 1, left : max(left, int(begin - 0.15 * line))].astype(np.float32)
    if min(patch.shape[:2]) < 3:
        return False
    paper = np.median(patch.reshape(-1, 3), axis=0)
    ink = np.asarray(np.abs(patch - paper).max(axis=2) > 2 * CONTRAST)
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    sizes = np.bincount(parts.ravel())[1:]
    for (rows, columns), size in zip(ndimage.find_objects(parts), sizes, strict=True):
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        # Frames of legends and panels are longer, and go on beyond the window.
        inside = rows.start > 0 and rows.stop < patch.shape[0]
        dash = max(high, wide) < SHORTEST * line and min(high, wide) <= max(3.0, THICK * line)
        if inside and dash and size >= max(3.0, 0.002 * line**2):
            return True
    return False


def _letters_end(ink: Bools, at: int, line: float, step: int) -> int:
    """Column where the letters that reach over an edge of their box begin (``step`` -1) or end (1)."""
    lit = np.asarray(ink.any(axis=0))
    place = at
    while 0 <= place < lit.size and abs(place - at) < BESIDE_BOX * line:
        ahead = [place + step * k for k in range(1, max(2, round(LETTER_GAP * line)) + 1)]
        following = next((c for c in ahead if 0 <= c < lit.size and lit[c]), None)
        if following is None:
            return place
        place = following
    return at


def dashes_of(lit: Bools) -> tuple[float, ...]:
    """Median lengths of the dashes and gaps of a line; empty where it is whole."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lit, [False]]).astype(np.int8)))
    on = (edges[1::2] - edges[::2]).astype(float)
    off = (edges[2::2] - edges[1:-1:2]).astype(float)
    if off.size == 0 or off.sum() < 0.1 * lit.size:
        return ()
    return float(np.median(on)), float(np.median(off))
