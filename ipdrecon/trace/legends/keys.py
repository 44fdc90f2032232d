"""The key of a legend's entry: a drawn sample of a line, or a patch of colour, beside a piece of text.

A key is told from letters by its shape. A line is a long run of ink in one row, thin in most of its columns (a censor
mark on it is tall in a few); a dashed or dotted line is a chain of thin pieces in one row; a patch is full of ink.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Bools
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.legends.key_shapes import CONTRAST, FAR, dashes_of, nearest_key
from ipdrecon.trace.legends.key_ways import goes_on
from ipdrecon.trace.legends.keys_as_words import is_drawn, is_key_by_ink

#: How far a text's box may begin before or after its first letter, in text heights.
LOOSE = 0.45
#: Widest gap between letters, and how far letters stand out of their box, in text heights.
LETTER_GAP, BESIDE_BOX = 0.2, 0.6
#: Gap behind a key at least, in pixels: that of letters of 5 pixels, and their blank, is 2.
LEAST_GAP_PX = 3
#: How far from the middle of a strip, as a share of its height, the frame of a legend may run along it, and the least
#: length of that, in text heights.
ALONG_EDGE, FRAMED = 0.3, 2.0
#: How far above and below its middle a key's first columns are looked at, in text heights: a curve falls out of it.
FALL = 1.1
#: How far above and below the rows of a text a line goes on that is an axis beside its key, in text heights.
WALL = 1.0
#: A reading below this score that is so many lines high is of keys one below the other.
UNSURE, LINES_HIGH = 0.5, 2.0
#: Share of a row of its place that a whole line covers.
WHOLE = 0.95
#: The same of a pale one, whose ends are fainter, and pixels beyond the ends of the place where it has ended.
WHOLE_PALE, END_PX = 0.85, 3
#: Contrast of a row of a line, against its fullest one, from which it is no row of its edge.
FULLEST = 0.97
#: Share of a row of a key's place that an upright grid line covers at most, and columns behind it in which its paper is
#: seen, as a share of the place's height.
GRID, BEHIND = 0.2, 0.35
#: Least share of a key's length that one dash of it covers, and share of its rows in which that stands.
ONE_DASH, THIN_DASH = 0.35, 0.4
#: Contrast with its paper, and difference between its channels, of the palest line that is a key where others of its
#: legend say that one stands: the first shade of a palette from pale to dark. Grounds and frames of keys are grey.
PALE, PALE_CHROMA = 20.0, 15.0


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


def find_key(
    figure: Figure,
    text: Box,
    words: Sequence[Word],
    line: float,
    *,
    right: bool = False,
    lead: float = 0.0,
    bare_lead: float = 0.0,
    after: float = 0.0,
) -> Key | None:
    """The key left (or right) of a text whose lines are ``line`` pixels high; None where there is none.

    ``lead`` is the width at the start of the text's box that may be the key itself, read as letters; of it
    ``bare_lead`` holds none of the letters that remain. A key left of its text begins behind the column ``after``.
    """
    middle = text.center[1]
    top, bottom = int(max(0, middle - 0.5 * line)), int(min(figure.height - 1, middle + 0.5 * line))
    inside = max(LOOSE * line, lead)
    if right:
        first, last = text.right - inside, min(figure.width - 1.0, text.right + FAR * line)
    else:
        first, last = max(after, text.left - FAR * line), text.left + inside
    whole = (first, last)
    # Dashes stand between the boxes of the texts, where letters do not; whole lines may reach into them.
    bare = (first, text.left + bare_lead) if not right else (text.right, last)
    other = _next_text(figure, text, words, (top, bottom), line, inside, right=right)
    if other is not None and right:
        last, bare = min(last, other.left + 0.3 * line), (bare[0], min(bare[1], other.left))
    elif other is not None:
        first, bare = max(first, other.right - 0.3 * line), (max(bare[0], other.right), bare[1])
    a, b = int(np.ceil(first)), int(last)
    if b - a < 0.4 * line or bottom - top < 3:
        return None
    patch = figure.pixels[top : bottom + 1, a : b + 1].astype(np.float32)
    if right:
        patch = patch[:, ::-1]
    open_end = first == whole[0] and not 0 < after == first if not right else last == whole[1]
    between = (bare[0] - a - 1, bare[1] - a + 1) if not right else (b - bare[1] - 1, b - bare[0] + 1)
    own = figure.pixels[
        max(0, int(text.top - 0.2 * line)) : int(text.bottom + 0.2 * line) + 1, int(text.left) : int(text.right) + 1
    ]
    paper = median_color(own)
    ink: Bools = from_color(patch, paper) > CONTRAST
    framed = _frame_rows(ink, line)
    patch[framed], ink[framed] = paper, False
    between = (
        _letters_end(ink, round(between[0]), line, 1) + 1 if between[0] > 0 else between[0],
        _letters_end(ink, round(between[1]), line, -1) - 1 if lead == 0 else between[1],
    )
    found = nearest_key(patch, paper, line, inside, between, open_end=open_end)
    if found is None:
        return None
    span, rows, color, dashes = found
    left, stop = (a + span[0], a + span[1]) if not right else (b - span[1], b - span[0])
    room = max(LEAST_GAP_PX, round(LETTER_GAP * line))
    there = slice(stop + 1, stop + 1 + room) if not right else slice(max(0, left - room), left)
    in_box = left + stop > 2 * text.left if not right else left + stop < 2 * text.right
    next_to = from_color(figure.pixels[top : bottom + 1, there].astype(np.float32), paper) > CONTRAST
    if lead == 0 and in_box and next_to.any():
        return None  # a letter of a blurred or heavy text, half in its box at least, close to the next one
    begin = left if not right else figure.width - 1 - stop
    limit = a if not right else figure.width - 1 - b
    pixels = figure.pixels if not right else figure.pixels[:, ::-1]
    first = int(limit + max(0.0, between[0]))
    if dashes and goes_on(pixels, (begin, begin + stop - left), first, top + float(np.mean(rows)), line, color):
        return None
    free = _stands_free(pixels, begin, limit, (top + rows[0], top + rows[1]), line)
    if dashes or not free:  # a tick, its axis and the frame of a legend are no dashes of the line beside them
        wall = None if right else _wall_in(figure, (left, stop), (top, bottom), line, paper)
        if wall is not None:
            return find_key(figure, text, words, line, lead=lead, bare_lead=bare_lead, after=wall + 1.0)
    if not free:
        return None
    return Key(Box(left - 0.5, top + rows[0] - 0.5, stop + 0.5, top + rows[1] + 0.5), color, dashes)


def _wall_in(
    figure: Figure, columns: tuple[int, int], rows: tuple[int, int], line: float, paper: npt.NDArray[np.float32]
) -> int | None:
    """The last of some columns that is ink far beyond a text's rows: an axis, whose tick in these rows is no dash."""
    beyond = round(WALL * line)
    area = figure.pixels[max(0, rows[0] - beyond) : rows[1] + beyond + 1, columns[0] : columns[1] + 1]
    whole = np.flatnonzero((from_color(area.astype(np.float32), paper) > CONTRAST).all(axis=0))
    return columns[0] + int(whole[-1]) if whole.size else None


def _next_text(
    figure: Figure, text: Box, words: Sequence[Word], rows: tuple[int, int], line: float, inside: float, *, right: bool
) -> Box | None:
    """Left (or right) of a text in its rows, the next one that is no key; one that ends ``inside`` it counts too."""
    beside = []
    for other in words:
        box = other.box
        along = text.left <= box.center[0] <= text.right
        column = other.score < UNSURE and box.height > LINES_HIGH * line
        gap = box.left - (text.right - inside) if right else text.left + inside - box.right
        if box.top < rows[1] and box.bottom > rows[0] and not along and not column and 0 < gap < inside + FAR * line:
            beside.append((gap, other))
    # The nearest first: whether a word is a key is asked of its pixels.
    beside.sort(key=lambda found: found[0])
    return next((w.box for _, w in beside if not is_drawn(w) and not is_key_by_ink(figure, w, line)), None)


def key_at(figure: Figure, place: Box) -> Key | None:
    """The key where others of its legend say it stands, though curves run into it; None where no line crosses it.

    Of a dashed line a short key shows one dash, which stands there alone.
    """
    top, bottom = max(0, int(place.top)), int(place.bottom) + 1
    patch = figure.pixels[top:bottom, int(place.left) + 1 : int(place.right)].astype(np.float32)
    if min(patch.shape[:2]) < 2:
        return None
    behind = int(place.right) + 1
    paper = median_color(figure.pixels[top:bottom, behind : behind + max(2, round(BEHIND * place.height))])
    contrast = from_color(patch, paper)
    ink = contrast > CONTRAST
    pale = contrast > PALE
    alone = pale.any() and not ink.any() and not pale[[0, -1]].any()  # the edge of a band has no paper below
    ends = figure.pixels[top:bottom, [max(0, int(place.left) - END_PX), min(figure.width - 1, behind + END_PX)]]
    beyond = from_color(ends.astype(np.float32), paper) > PALE
    if (alone and np.ptp(np.median(patch[pale], axis=0)) > PALE_CHROMA) or _is_pale_bar(pale, ink, beyond):
        ink = pale
    across = ink.mean(axis=1)
    rows = np.flatnonzero(across > (WHOLE_PALE if ink is pale else WHOLE))
    dashes: tuple[float, ...] = ()
    if rows.size == 0 and across.max() >= ONE_DASH and (across > 0).sum() <= max(3, THIN_DASH * len(patch)):
        rows = np.array([int(across.argmax())])
        on = float(ink[rows[0]].sum())
        dashes = dashes_of(np.asarray(ink[rows[0]])) or (on, ink.shape[1] - on)
    if rows.size == 0 or rows.size > 0.8 * len(patch):
        return None
    full = contrast[rows].mean(axis=1)  # rows of its edges are blends
    rows = rows[full >= FULLEST * full.max()]
    middle = rows[np.argmin(np.abs(rows - (len(patch) - 1) / 2))]
    r, g, b = (round(float(v)) for v in np.median(patch[middle][ink[middle]], axis=0))
    return Key(Box(place.left, top + float(middle) - 1.5, place.right, top + float(middle) + 1.5), (r, g, b), dashes)


def _is_pale_bar(pale: Bools, ink: Bools, beyond: Bools) -> bool:
    """Whether there is no darker line, and one pale bar from side to side, over which an upright grid line may run.

    The frame of a key is two lines, its ground reaches the first and the last row, and a line of a grid or of a
    legend's frame goes on ``beyond`` the ends of the place (h, 2).
    """
    across = pale.mean(axis=1)
    rows = np.flatnonzero(across > WHOLE_PALE)
    goes_on = (beyond[rows] & ~beyond.all(axis=0)).any()  # not an upright line that stands there
    single = rows.size > 0 and np.ptp(rows) + 1 == rows.size and not goes_on
    return bool(single and across[[0, -1]].max() < GRID and ink.mean(axis=1).max() < GRID)


def _stands_free(pixels: npt.NDArray[np.uint8], begin: int, limit: int, rows: tuple[int, int], line: float) -> bool:
    """Whether a key begins where it seems to: a curve that passes a text goes on to the left, upwards or downwards.

    Only ink that hangs together with the key counts, in whose first and last of ``rows`` it begins: frames of legends
    and panels stand beside it, close above it too. ``limit`` is where the text left of it ends.
    """
    middle = (rows[0] + rows[1]) / 2
    left, right = int(max(limit, begin - 0.45 * line)), int(begin + 0.3 * line)
    top, bottom = int(max(0, middle - FALL * line)), int(min(len(pixels) - 1, middle + FALL * line))
    if begin - left < 2:
        return True
    patch = pixels[top : bottom + 1, left : right + 1]
    ink = from_color(patch, median_color(patch)) > 2 * CONTRAST
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    parts = np.asarray(parts)
    near = parts[max(0, rows[0] - top) : rows[1] - top + 1, begin - left :]
    own = np.isin(parts, np.unique(near[near > 0]))
    if not own.any():
        return True
    lit, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    # What falls to it from outside the window is a curve, whose last level it is.
    falls = bool((lit[0] == 0 and top > 0) or (lit[-1] == bottom - top and bottom < len(pixels) - 1))
    return bool(columns[0] > 0 and np.ptp(lit) < 1.4 * line and not falls)


def _frame_rows(ink: Bools, line: float) -> Bools:
    """Rows along the edges of a strip that are ink from its text on for longer than letters: the frame of a legend."""
    run = np.logical_and.accumulate(ink[:, ::-1], axis=1).sum(axis=1)
    edge = np.abs(np.arange(len(ink)) - (len(ink) - 1) / 2) > ALONG_EDGE * len(ink)
    return np.asarray((run > FRAMED * line) & edge)


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
