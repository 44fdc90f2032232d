"""Entries of a legend's rows that the reader missed: keys like those found, and the text behind each.

Readers join a key with the text before or behind it ("A -" "B"), or take two entries for one word. Where the keys of a
row are known by their own shape, the text between them is read by recognition alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Bools
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.legends.key_shapes import CONTRAST, dashes_of
from ipdrecon.trace.legends.keys import Key
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.text.places import Place, read_places

Ints = npt.NDArray[np.int_]

#: How much longer or shorter than another key of its legend a key may be.
LIKE = 0.3
#: Half the height of the row that is looked at, in text heights: texts of the rows above and below stay out.
HALF = 0.42
#: Bare room on either side of a key, in text heights.
APART = 0.42
#: The same of a key in a colour among black texts, in pixels, and chroma of ink that has one.
APART_VIVID_PX, VIVID = 2, 60.0
#: Share of a line key's columns with ink away from the line: the mark on it.
MARKED = 0.5
#: Share of the ink of a key that is of its colour, thin as it may be.
MOSTLY = 0.5
#: Widest gap from the text of one entry to the key of the next, between a key and its text, and inside a text.
NEXT, BEHIND, BLANK = 9.0, 1.6, 0.9
#: How far behind a key its text may end before it is read, in text heights.
FARTHEST = 9.0
#: Room at the beginning of a text that its first letter takes, in text heights.
FIRST_LETTER = 0.4
#: Least score of a text that is read behind a key.
READ = 0.5


@attrs.frozen(eq=False)
class Found:
    """A text behind a key."""

    word: Word
    key: Key


def missing_entries(figure: Figure, keys: Sequence[Box], texts: Sequence[Box], line: float) -> list[Found]:
    """Texts behind further keys in the rows of ``keys``, and behind those whose text reaches over one.

    ``texts`` belong to ``keys`` one by one; a file's own text is whole.
    """
    if figure.words or not keys:
        return []
    places: list[tuple[Box, Box]] = []
    text_of = dict(zip(keys, texts, strict=True))
    for row in _rows(keys, line):
        fresh = _further(figure, row, [text_of[key] for key in row], line)
        everyone = sorted([*row, *fresh], key=lambda key: key.left)
        for key, after in itertools.zip_longest(everyone, everyone[1:]):
            own = text_of.get(key)
            if own is None or any(own.left < other.center[0] < own.right for other in everyone if other is not key):
                text = text_behind(figure, key, after, line)
                if text is not None:
                    places.append((key, text))
    read = read_places(figure, [Place(box, 1.0) for _, box in places])
    return [
        Found(word, key_of(figure, box, line))
        for (box, _), word in zip(places, read, strict=True)
        if word is not None and word.score > READ and re.search(r"[A-Za-z0-9]", word.text)
    ]


def _further(figure: Figure, row: Sequence[Box], texts: Sequence[Box], line: float) -> list[Box]:
    """Keys of a row besides those known, each no farther from the next than entries are; ``texts`` are theirs.

    A text may reach over a key, but begins with letters.
    """
    width = float(np.median([key.width for key in row]))
    first = max(0.0, row[0].left - NEXT * line - width)
    fresh: list[Box] = []
    while True:
        reach = max([*(text.right for text in texts), *(key.right + FARTHEST * line for key in fresh)]) + NEXT * line
        spans = _spans(figure, row[0], width, line, (first, min(figure.width - 1.0, reach)))
        found = [s for s in spans if not any(s.left < key.right and s.right > key.left for key in row)]
        found = [s for s in found if not any(abs(s.left - text.left) < FIRST_LETTER * line for text in texts)]
        if len(found) <= len(fresh):
            return fresh
        fresh = found


def _rows(keys: Sequence[Box], line: float) -> list[list[Box]]:
    """Keys by row, from left to right."""
    rows: list[list[Box]] = []
    for key in sorted(keys, key=lambda box: box.left):
        row = next((row for row in rows if abs(row[0].center[1] - key.center[1]) < 0.4 * line), None)
        if row is None:
            rows.append([key])
        else:
            row.append(key)
    return rows


def _spans(figure: Figure, like: Box, width: float, line: float, reach: tuple[float, float]) -> list[Box]:
    """Places in a row with a line, or a patch, as long as another key."""
    middle = like.center[1]
    top, bottom = max(0, round(middle - HALF * line)), min(figure.height - 1, round(middle + HALF * line))
    left = int(reach[0])
    patch = figure.pixels[top : bottom + 1, left : int(reach[1]) + 1].astype(np.float32)
    if min(patch.shape[:2]) < 3:
        return []
    paper = median_color(patch)
    ink: Bools = np.asarray(from_color(patch, paper) > CONTRAST)
    vivid = ink & (np.ptp(patch, axis=2) > VIVID)
    row = round(middle) - top
    edges = edges_of(np.asarray(ink.any(axis=0)))
    begins, ends = edges[::2], edges[1::2]
    before = np.diff(begins, prepend=-np.inf)
    before[1:] = begins[1:] - ends[:-1]
    free = np.append(before, np.inf)  # bare columns before each piece, and behind the last
    spans: list[tuple[float, int, int]] = []
    for i, j in _as_long(begins, ends, width):
        own, room = slice(begins[i], ends[j]), min(free[i], free[j + 1])
        beside = [vivid[:, slice(*at)] for at in _neighbours(begins, ends, i, j)]
        colored = vivid[:, own].sum() > MOSTLY * ink[:, own].sum() and not any(part.any() for part in beside)
        apart = room >= APART * line or (colored and room >= APART_VIVID_PX)
        if apart and is_key(ink[:, begins[i] : ends[j]], row, like, line):
            spans.append((abs(float(ends[j] - begins[i]) - width), int(begins[i]), int(ends[j]) - 1))
    kept: list[tuple[int, int]] = []
    for _, a, b in sorted(spans):
        if not any(a <= end and start <= b for start, end in kept):
            kept.append((a, b))
    half = like.height / 2
    return [Box(left + a - 0.5, middle - half, left + b + 0.5, middle + half) for a, b in sorted(kept)]


def _neighbours(begins: Ints, ends: Ints, first: int, last: int) -> list[tuple[int, int]]:
    """Columns of the pieces of ink right before and behind a stretch of them."""
    around = [k for k in (first - 1, last + 1) if 0 <= k < len(begins)]
    return [(int(begins[k]), int(ends[k])) for k in around]


def _as_long(begins: Ints, ends: Ints, width: float) -> Iterator[tuple[int, int]]:
    """First and last piece of every stretch of pieces about as long as a key."""
    for i in range(len(begins)):
        for j in range(i, len(begins)):
            length = float(ends[j] - begins[i])
            if length > (1 + LIKE) * width:
                break
            if length >= (1 - LIKE) * width:
                yield i, j


def is_key(ink: Bools, row: int, like: Box, line: float) -> bool:
    """Whether the ink of a span is a line (with a mark on it), or a patch as another key is; letters are neither."""
    if not ink[max(0, row - 1) : row + 2][:, [0, -1]].any(axis=0).all():
        return False
    # A sign of equality has two strokes one above the other, letters have several.
    strokes = (np.diff(ink.astype(np.int8), axis=0, prepend=0) > 0).sum(axis=0)
    if (strokes[strokes > 0] > 1).mean() > MARKED:
        return False
    thick = max(2, round(0.15 * line))
    aside = np.concatenate([ink[: max(0, row - thick)], ink[row + thick + 1 :]])
    if like.height < 0.45 * line or aside.size == 0:
        return bool(aside.any(axis=0).mean() < MARKED)
    return bool(aside.any(axis=0).mean() < MARKED or (ink.mean(axis=0) > 0.6).mean() > 0.8)


def text_behind(figure: Figure, key: Box, after: Box | None, line: float) -> Box | None:
    """The box of the text right of a key, before the next one."""
    left = int(key.right) + 2
    stop = int(after.left) - 1 if after is not None else figure.width
    top, bottom = max(0, round(key.center[1] - 0.75 * line)), round(key.center[1] + 0.75 * line)
    patch = figure.pixels[top : bottom + 1, left:stop].astype(np.float32)
    if min(patch.shape[:2]) < 3:
        return None
    ink: Bools = np.asarray(from_color(patch, median_color(patch)) > CONTRAST)
    middle = min(len(ink) - 1, round(key.center[1]) - top)
    lit = np.flatnonzero(ink[max(0, middle - 1) : middle + 2].any(axis=0))
    if lit.size == 0 or lit[0] > BEHIND * line:
        return None
    # Lines of print above and below stay out, bare rows are between; and so does the frame of the plot behind the text.
    stops = lit[:-1][np.diff(lit) > BLANK * line]
    rows: Bools = np.asarray(ink[:, : int(min([lit[0] + 6 * line, *(stops[:1] + 1)]))].any(axis=1))
    high, low = middle, middle
    while high > 0 and rows[high - 1]:
        high -= 1
    while low < len(rows) - 1 and rows[low + 1]:
        low += 1
    lit = np.flatnonzero(ink[high : low + 1].any(axis=0))
    ends = np.flatnonzero(np.diff(lit) > BLANK * line)
    end = int(lit[ends[0]]) if ends.size else int(lit[-1])
    return Box(float(left + lit[0]), float(top + high), float(left + end), float(top + low))


def key_of(figure: Figure, box: Box, line: float) -> Key:
    """A key with the colour and the dashes of its line, or the colour of its patch."""
    top, left = int(box.center[1] - HALF * line), int(box.left + 0.5)
    patch = figure.pixels[top : int(box.center[1] + HALF * line) + 1, left : int(box.right + 0.5)].astype(np.float32)
    paper = median_color(figure.pixels[top : top + len(patch), max(0, left - 3) : left])
    contrast = from_color(patch, paper)
    row = int(np.argmax((np.where(contrast > CONTRAST, contrast, 0.0) ** 2).sum(axis=1)))
    band = slice(max(0, row - 1), row + 2)
    lit = contrast[band] > CONTRAST
    strong = contrast[band] >= np.quantile(contrast[band][lit], 0.7) if lit.any() else contrast[band] >= 0
    r, g, b = (round(float(v)) for v in np.median(patch[band][strong], axis=0))
    return Key(box, (r, g, b), dashes_of(np.asarray(lit.any(axis=0))))
