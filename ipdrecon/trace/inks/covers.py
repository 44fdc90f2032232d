"""What lies over curves: text, legend samples, and the ground a legend stands on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce

import attrs
import numpy as np
from scipy import ndimage

from ipdrecon.figure import Box, Word
from ipdrecon.frozen import Bools
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.cv import Image
from ipdrecon.trace.inks.contrast import distance, median_color
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.inks.row_of_marks import is_row_of_marks
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.labels import MARKS_AS_TEXT

#: Reader's score from which ink inside the panel is text.
SURE_TEXT = 0.7
#: How far letters may reach out of the box they were read in, in heights of it.
OVERHANG = 0.25
#: Widest margins between a legend's entries and the edge of its ground, beside and above, in heights of its text; and
#: the contrast up to which a margin is bare (JPEG rings beside what it covers).
SIDE, HEAD, BARE = 1.2, 3.0, 26.0
#: Widest gap between a legend and its title, and how far they stand out of line, in heights of its text.
TITLE_GAP, TITLE_SLACK = 1.6, 0.7
#: What dashes, and marks between them, are read as.
DASHES = re.compile(r"^(?=.*[-–—_])[-–—_ xX×+*|oO°]+$")
#: What the end of a line with its marks is read as before the name behind it.
DRAWN_BEFORE = re.compile(r"^[-–—_+|#=~*]+\s*[A-Za-z(]")
#: What a name has that a key stands beside, and the widest gap between both, in text heights.
NAMED, KEY_GAP = re.compile(r"[A-Za-z]{2}|^[A-Za-z]$"), 2.0
#: Pixels of blur around samples and letters; contrast of a curve, and share of a legend's ground from which it is one.
EDGE_PX, SEEN_THROUGH, STRAY = 2, 60.0, 0.004
#: Share of a legend's width or height that a line of its frame runs along.
FRAMED = 0.9


def covers_of(
    pixels: Image, frame: Frame, words: tuple[Word, ...], entries: tuple[LegendEntry, ...]
) -> tuple[Box, ...]:
    """Boxes of text and samples, in pixels of the figure, beneath which a curve may run on unseen."""
    texts = [w for w in words if _is_text(w) and _reaches(w, frame.box)]
    texts = [w for w in texts if not DASHES.match(w.text) or _is_beside_a_name(w, words)]
    named = [e.text for e in entries]
    inside = [w for w in texts if any(n.contains(*w.box.center) for n in named) or not is_row_of_marks(pixels, w)]
    letters = [_with_letters(pixels, w.box, led=DRAWN_BEFORE.match(w.text) is not None) for w in inside]
    return (*letters, *(e.sample for e in entries if e.sample is not None))


def _with_letters(pixels: Image, box: Box, *, led: bool) -> Box:
    """A text's box with the whole of its letters: a reader's box may cut the first and the last one.

    Ink that leads out of the surroundings is a curve's. Where it runs along the rim of a reader's box, above or below
    all letters, the box ends before it: a curve that its own name stands close to is not covered by it. Nor is one
    whose end was read along with its name, as a sign that leads the text (``led``).
    """
    around = max(1, round(OVERHANG * box.height))
    left, top = max(0, int(box.left) - around), max(0, int(box.top) - around)
    patch = pixels[top : int(box.bottom) + around + 1, left : int(box.right) + around + 1].astype(np.float32)
    if min(patch.shape[:2], default=0) < 3:
        return box
    paper = median_color(patch)
    parts, _ = ndimage.label(distance(patch, paper) > SEEN_THROUGH, np.ones((3, 3)))
    height, width = parts.shape
    inner = Box(box.left - left, box.top - top, box.right - left, box.bottom - top)
    letters: list[Box] = []
    ends = False
    foreign: Bools = np.zeros(height, np.bool_)
    for number, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        out = rows.start == 0 or columns.start == 0 or rows.stop == height or columns.stop == width
        y, x = np.nonzero(parts[rows, columns] == number)
        own = Box(float(x.min() + columns.start), float(y.min() + rows.start), columns.stop - 1.0, rows.stop - 1.0)
        if not out and inner.contains(float(x.mean() + columns.start), float(y.mean() + rows.start)):
            inner = inner.union(own)
            letters.append(own)
        elif out:
            within = (parts[rows, max(0, int(inner.left)) : int(inner.right) + 1] == number).any(axis=1)
            foreign[rows] |= within
            ends |= columns.start <= inner.left < own.right
    if letters:
        around_all = reduce(Box.union, letters)
        inner = _off_curves(inner, around_all, foreign)
        if led and ends:
            inner = attrs.evolve(inner, left=max(inner.left, around_all.left - 1.0))
    return Box(inner.left + left, inner.top + top, inner.right + left, inner.bottom + top)


def _off_curves(box: Box, letters: Box, foreign: Bools) -> Box:
    """The box, ended at its letters on the side where the rows beyond them hold ink of curves (``foreign``, by row)."""
    top, bottom = int(letters.top), int(letters.bottom)
    above, below = foreign[max(0, int(box.top)) : top], foreign[bottom + 1 : int(box.bottom) + 1]
    return Box(
        box.left,
        letters.top - 1.0 if above.any() and not foreign[max(0, top - 1)] else box.top,
        box.right,
        letters.bottom + 1.0 if below.any() and not foreign[min(foreign.size - 1, bottom + 1)] else box.bottom,
    )


def _reaches(word: Word, box: Box) -> bool:
    """Whether a text lies in a panel, or reaches out of it to the right, as the name of a curve behind its end, or to
    the top, as a legend over a panel without a frame."""
    left, right, (x, y) = word.box.left, word.box.right, word.box.center
    out = box.left < left < box.right < right and box.top < y < box.bottom
    above = box.left < x < box.right and y <= box.top < word.box.bottom
    return box.contains(x, y) or (word.angle == 0 and (out or above))


def _is_text(word: Word) -> bool:
    """Whether a word is text and no row of censor marks that reads like some."""
    if MARKS_AS_TEXT.match(word.text):
        return False
    plain = re.sub(r"[^A-Za-z0-9%.,:;=<>()-]", "", word.text)
    return word.score >= SURE_TEXT and len(plain) >= 2 and len(plain) >= 0.7 * len(word.text.replace(" ", ""))


def _is_beside_a_name(dashes: Word, words: tuple[Word, ...]) -> bool:
    """Whether dashes may be the key of a legend, a text being beside them; else they are a stretch of a dashed line."""
    for word in words:
        gap = max(word.box.left - dashes.box.right, dashes.box.left - word.box.right)
        level = word.box.top < dashes.box.center[1] < word.box.bottom
        if level and gap <= KEY_GAP * word.box.height and NAMED.search(word.text):
            return True
    return False


def legend_ground(pixels: Image, frame: Frame, words: tuple[Word, ...], entries: tuple[LegendEntry, ...]) -> Box | None:
    """The legend as one box where it stands inside the panel: its ground may lie over curves."""
    shown = _shown(frame, entries)
    if not shown:
        return None
    box = reduce(Box.union, (e.box for e in shown))
    height = max(e.text.height for e in shown)
    box = reduce(Box.union, (w.box for w in words if is_title_of(w, shown)), box)
    return _with_margin(pixels, box, SIDE * height, HEAD * height)


def _shown(frame: Frame, entries: Sequence[LegendEntry]) -> list[LegendEntry]:
    """Entries with a sample inside the panel."""
    return [e for e in entries if e.sample is not None and frame.box.contains(*e.text.center)]


def is_title_of(word: Word, entries: Sequence[LegendEntry]) -> bool:
    """Whether a text stands over the entries of a legend, and begins where its samples or its texts do."""
    first = min(entries, key=lambda e: e.text.top)
    height = first.text.height
    over = -0.5 * height < first.text.top - word.box.bottom < TITLE_GAP * height and word.box.center[1] < first.text.top
    begins = [first.text.left, first.box.left]
    return word.angle == 0 and over and min(abs(word.box.left - x) for x in begins) < TITLE_SLACK * height


def without_legend(
    pixels: Image, frame: Frame, words: tuple[Word, ...], entries: tuple[LegendEntry, ...], ground: Box | None
) -> Image:
    """The picture without samples and letters of a legend inside the panel: they have the colours of curves.

    A legend that curves are seen through stays: they run between its letters.
    """
    shown = _shown(frame, entries)
    if ground is None or not shown:
        return pixels
    area = _without_letters(pixels, words, shown, ground)
    if _stray(area).mean() > STRAY:
        return pixels
    clean = pixels.copy()
    top, left = max(0, int(ground.top)), max(0, int(ground.left))
    clean[top : top + area.shape[0], left : left + area.shape[1]] = area
    return clean


def is_seen_through(
    pixels: Image, frame: Frame, words: tuple[Word, ...], entries: tuple[LegendEntry, ...], ground: Box
) -> bool:
    """Whether curves run on between the letters of a legend: beside its letters and samples ink leads from the rim of
    its ground farther in than one line of its text is high. No ink does so where the ground is opaque, but the straight
    lines of frames and axes around it."""
    shown = _shown(frame, entries)
    if not shown:
        return False
    height = max(e.text.height for e in shown)
    stray = _stray(_without_letters(pixels, words, shown, ground))
    own = reduce(Box.union, (e.box for e in shown))
    top, left = max(0, int(ground.top)), max(0, int(ground.left))
    across = stray[:, int(own.left) - left : int(own.right) + 1 - left].mean(axis=1) > FRAMED
    upright = stray[int(own.top) - top : int(own.bottom) + 1 - top].mean(axis=0) > FRAMED
    stray &= ~(across[:, None] | upright[None, :])
    parts, count = ndimage.label(stray, np.ones((3, 3)))
    rim = np.unique(np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]]))
    rows, columns = stray.shape
    y, x = np.nonzero(stray)
    inside = np.minimum(np.minimum(y, rows - 1 - y), np.minimum(x, columns - 1 - x))
    deepest = np.zeros(count + 1)
    np.maximum.at(deepest, parts[y, x], inside)
    return bool((deepest[rim[rim > 0]] > height).any())


def _without_letters(pixels: Image, words: tuple[Word, ...], shown: Sequence[LegendEntry], ground: Box) -> Image:
    """The ground of a legend, its letters and samples painted over."""
    top, left = max(0, int(ground.top)), max(0, int(ground.left))
    area = pixels[top : int(ground.bottom) + 1, left : int(ground.right) + 1].copy()
    paper = median_color(area)
    letters = [w.box for w in words if ground.contains(*w.box.center)]
    for box in (*letters, *(box for e in shown for box in (e.text, e.sample) if box is not None)):
        rows = slice(max(0, int(box.top) - EDGE_PX - top), int(np.ceil(box.bottom)) + EDGE_PX + 1 - top)
        area[rows, max(0, int(box.left) - EDGE_PX - left) : int(np.ceil(box.right)) + EDGE_PX + 1 - left] = paper
    return area


def _stray(area: Image) -> Bools:
    """Pixels of a ground that are not its paper."""
    paper = median_color(area)
    return np.asarray(distance(area.astype(np.float32), paper[None, None, :].astype(np.float32)) > SEEN_THROUGH)


def _with_margin(pixels: Image, box: Box, side: float, head: float) -> Box:
    """The box grown while it meets nothing: that much is bare ground.

    By no more than ``head`` pixels upwards and downwards (a title may be left empty), then by ``side`` to both sides.
    """
    height, width = pixels.shape[:2]
    left, top = max(0, int(box.left)), max(0, int(box.top))
    right, bottom = min(width - 1, int(np.ceil(box.right))), min(height - 1, int(np.ceil(box.bottom)))
    key = int(side / 2)  # the ground of a key reaches beyond its line and its label
    ground = median_color(pixels[top : bottom + 1, left : right + 1])
    above = pixels[max(0, top - int(head)) : top, left : right + 1][::-1]
    below = pixels[bottom + 1 : bottom + 1 + int(head), left : right + 1]
    top, bottom = top - _bare(above, ground, key), bottom + _bare(below, ground, key)
    before = pixels[top : bottom + 1, max(0, left - int(side)) : left][:, ::-1].transpose(1, 0, 2)
    after = pixels[top : bottom + 1, right + 1 : right + 1 + int(side)].transpose(1, 0, 2)
    return Box(left - _bare(before, ground, key), top, right + _bare(after, ground, key), bottom)


def _bare(strip: Image, ground: Layer, key: int) -> int:
    """Lines of a strip, from its first on, that show only the ground; up to ``key`` of the first may be inked."""
    if strip.size == 0:
        return 0
    inked = np.flatnonzero((distance(strip.astype(np.float32), ground[None, None, :]) > BARE).max(axis=1))
    bare = np.setdiff1d(np.arange(len(strip)), inked)
    if bare.size == 0 or bare[0] > key:
        return 0
    beyond = inked[inked > bare[0]]
    return int(beyond[0]) if beyond.size else len(strip)
