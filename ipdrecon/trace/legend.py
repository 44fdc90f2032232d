"""Legend entries: a piece of text with a drawn sample of a line on its left."""

from __future__ import annotations

import re

import attrs
import numpy as np
from scipy import ndimage

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.frame import Frame
from ipdrecon.trace.ticks import number

#: Contrast with its own paper from which a pixel of a sample is ink.
SAMPLE_CONTRAST = 45.0
#: How far left of its text a sample may begin and end, and how long it may be, in text heights.
SAMPLE_FAR, SAMPLE_NEAR, SAMPLE_LONG = 7.5, 2.2, 6.5
#: Height of a letter against its line, from which it is told from a dash.
LETTER_TALL = 0.2
#: Reader's score below which ink inside the panel may be marks and no text.
MIN_LABEL_SCORE = 0.6
#: Text that is a statistic or a note and no label of a curve.
NOT_A_LABEL = re.compile(
    r"censor|\bCI\b|confidence|p\s*[-=<>]|log.?rank|hazard|\bHR\b|median|number|at risk|^time|^months?$|^days$|^years$",
    re.I,
)


#: What rows of censor marks on a curve are read as.
MARKS_AS_TEXT = re.compile(r"^(?=.*[H+|#])[HIil1|+#tT\-\s]+$")


@attrs.frozen(eq=False)
class LegendEntry:
    """One entry of a legend, or a text beside a curve (then without sample).

    Attributes
    ----------
    label : str
    text : Box                  Of the label.
    sample : Box or None        Of the line sample.
    color : RGB or None         Of the sample's line, or of the text where there is no sample.
    dashes : tuple of float     On and off lengths in pixels; empty where solid.
    """

    label: str
    text: Box
    sample: Box | None = None
    color: tuple[int, int, int] | None = None
    dashes: tuple[float, ...] = ()


def read_legend(figure: Figure, frame: Frame, words: tuple[Word, ...]) -> tuple[LegendEntry, ...]:
    """Entries of the panel's legend in reading order; coloured texts inside the panel where there is no legend."""
    height = _text_height(words)
    entries = []
    for word in words:
        if not _may_be_label(word, frame, words):
            continue
        found = _sample(figure, word, words, height)
        if found is not None:
            entries.append(LegendEntry(clean_label(word.text), word.box, *found))
    entries = [e for e in entries if number(e.label) is None or _is_stratum(e, entries, words, frame)]
    group = _aligned(entries, height)
    if group:
        return tuple(_with_wrapped(entry, group, words) for entry in group)
    return _colored_texts(frame, words)


def clean_label(text: str) -> str:
    """A label without the line sample or mark that was read along with it."""
    return re.sub(r"^[\s\-_+|.=~:]+(?=[A-Za-z0-9(<>])|[\s\-_|=~:]+$|(?<=\s)[+.]$", "", text).strip() or text


def _text_height(words: tuple[Word, ...]) -> float:
    heights = [w.box.height for w in words if w.angle == 0]
    return float(np.median(heights)) if heights else 12.0


def _may_be_label(word: Word, frame: Frame, words: tuple[Word, ...]) -> bool:
    if (
        word.angle != 0
        or word.score < MIN_LABEL_SCORE
        or NOT_A_LABEL.search(word.text)
        or not re.search(r"[A-Za-z0-9]", word.text)
    ):
        return False
    box = frame.box
    if MARKS_AS_TEXT.match(word.text) and box.contains(*word.box.center):
        return False
    if not (box.left - 0.5 * box.width < word.box.left < box.right + 0.9 * box.width):
        return False
    if not (box.top - 0.45 * box.height < word.box.center[1] < frame.bottom + 0.5 * box.height):
        return False
    row = [w for w in words if w is not word and abs(w.box.center[1] - word.box.center[1]) < 0.5 * word.box.height]
    if number(word.text) is not None and word.box.right < box.left and word.box.center[1] < frame.bottom:
        return False  # a tick label
    cells = [w for w in row if number(w.text) is not None and w.box.left > word.box.right]
    below = word.box.center[1] > frame.label_rows[0] - 0.5 * word.box.height
    return not (below and len(cells) >= 2)


def _is_stratum(entry: LegendEntry, entries: list[LegendEntry], words: tuple[Word, ...], frame: Frame) -> bool:
    """Whether a number with a line before it names a stratum: its row holds no number without such a line."""
    height = entry.text.height
    row = [
        w for w in words if abs(w.box.center[1] - entry.text.center[1]) < 0.5 * height and number(w.text) is not None
    ]
    if any(w.box.left > frame.box.right or w.box.right < frame.box.left for w in row) and frame.box.contains(
        *entry.text.center
    ):
        row = [w for w in row if frame.box.contains(*w.box.center)]
    sampled = [e.text for e in entries]
    return all(w.box in sampled for w in row)


def _sample(
    figure: Figure, word: Word, words: tuple[Word, ...], height: float
) -> tuple[Box, tuple[int, int, int], tuple[float, ...]] | None:
    """Box, colour and dashes of the sample left of a text; None where there is none."""
    text = word.box
    line = min(text.height, 1.6 * height)
    middle = text.center[1]
    left = int(max(0, text.left - SAMPLE_FAR * line))
    right = int(text.left - 0.1 * line)
    top, bottom = int(max(0, middle - 0.42 * line)), int(min(figure.height - 1, middle + 0.42 * line))
    for other in words:
        if other is not word and other.box.top < bottom and other.box.bottom > top and other.box.right < text.left:
            if not re.search(r"[A-Za-z0-9]", other.text):
                continue  # the sample itself, read as text
            left = max(left, int(other.box.right) + 1)
    if right - left < 0.5 * line or bottom - top < 2:
        return None
    patch = figure.pixels[top : bottom + 1, left : right + 1].astype(np.float32)
    paper = np.median(patch.reshape(-1, 3), axis=0)
    contrast = np.abs(patch - paper).max(axis=2)
    ink = contrast > SAMPLE_CONTRAST
    # Frames and keys' borders are columns of ink in every row.
    border = ink.mean(axis=0) > 0.95
    ink[:, border & (_run_width(border) <= max(2.0, 0.25 * line))] = False
    if not ink.any():
        return None
    first = (_nearest_span(ink.any(axis=0), gap=0.9 * line) or (0, 0))[0]
    ink[:, :first] = False  # curves and rules left of a legend
    # Squares: a key filled in a pale band colour has more ink than the line across it, but weaker.
    row = int(np.argmax((np.where(ink, contrast, 0.0) ** 2).sum(axis=1)))
    near = ink[max(0, row - 1) : row + 2].any(axis=0)
    span = _nearest_span(near, gap=0.9 * line)
    if span is None:
        return None
    a, b = _without_letter(ink, near, *span, line)
    width = patch.shape[1]
    reaches_left = a <= 1 and left > 0 and width >= (SAMPLE_FAR - 0.5) * line
    if reaches_left or b < width - 1 - SAMPLE_NEAR * line or not 0.55 * line <= b - a + 1 <= SAMPLE_LONG * line:
        return None
    if not _stands_free(figure, left + a, left, middle, line):
        return None
    part = contrast[max(0, row - 1) : row + 2, a : b + 1]
    colors = patch[max(0, row - 1) : row + 2, a : b + 1][part >= np.quantile(part, 0.75)]
    r, g, bl = (round(float(v)) for v in np.median(colors, axis=0))
    rows = np.flatnonzero(ink[:, a : b + 1].any(axis=1))
    box = Box(left + a - 0.5, top + rows[0] - 0.5, left + b + 0.5, top + rows[-1] + 0.5)
    return box, (r, g, bl), _dashes(near[a : b + 1])


def _stands_free(figure: Figure, begin: int, limit: int, middle: float, line: float) -> bool:
    """Whether a sample begins where it seems to: a curve that passes a text goes on to the left, upwards or downwards.

    Only ink that hangs together with the sample counts: frames of legends and panels stand beside it. ``limit`` is
    where the text left of it ends.
    """
    left, right = int(max(limit, begin - 0.45 * line)), int(begin + 0.3 * line)
    top, bottom = int(max(0, middle - 1.1 * line)), int(min(figure.height - 1, middle + 1.1 * line))
    if begin - left < 2:
        return True
    patch = figure.pixels[top : bottom + 1, left : right + 1].astype(np.float32)
    paper = np.median(patch.reshape(-1, 3), axis=0)
    ink = np.abs(patch - paper).max(axis=2) > 2 * SAMPLE_CONTRAST
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    near = parts[int(max(0, middle - top - 0.42 * line)) : int(middle - top + 0.42 * line) + 1, begin - left :]
    own = np.isin(parts, np.unique(near[near > 0]))
    if not own.any():
        return True
    rows, columns = np.flatnonzero(own.any(axis=1)), np.flatnonzero(own.any(axis=0))
    return bool(columns[0] > 0 and np.ptp(rows) < 1.2 * line)


def _run_width(flags: Bools) -> Floats:
    """For each position the length of the run of flags it stands in."""
    width = np.zeros(flags.size)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        width[a:b] = b - a
    return width


def _nearest_span(lit: Bools, gap: float) -> tuple[int, int] | None:
    """First and last lit column of the right-most group; groups are parted by more than ``gap`` bare columns."""
    at = np.flatnonzero(lit)
    if at.size < 2:
        return None
    cuts = np.flatnonzero(np.diff(at) > gap)
    begin = at[cuts[-1] + 1] if cuts.size else at[0]
    return int(begin), int(at[-1])


def _without_letter(ink: Bools, lit: Bools, a: int, b: int, line: float) -> tuple[int, int]:
    """A sample's first and last column without letters beside it, where the reader's boxes end too early."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lit[a : b + 1], [False]]).astype(np.int8)))
    pieces = [(a + i, a + j) for i, j in zip(edges[::2], edges[1::2], strict=True)]
    parts, _ = ndimage.label(ink, np.ones((3, 3)))
    tall = []
    for i, j in pieces:
        own = np.isin(parts, np.unique(parts[:, i:j][ink[:, i:j]]))
        tall.append(int(own.any(axis=1).sum()))
    for letter, dash in ((-1, 0), (0, -1)):  # of its own text, and of the text before it
        while len(pieces) > 1 and tall[letter] > max(LETTER_TALL * line, 1.6 * tall[dash] + 1):
            pieces.pop(letter)
            tall.pop(letter)
    return int(pieces[0][0]), int(pieces[-1][1]) - 1


def _dashes(lit: Bools) -> tuple[float, ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lit, [False]]).astype(np.int8)))
    on = (edges[1::2] - edges[::2]).astype(float)
    off = (edges[2::2] - edges[1:-1:2]).astype(float)
    if off.size == 0 or off.sum() < 0.1 * lit.size:
        return ()
    return float(np.median(on)), float(np.median(off))


def _aligned(entries: list[LegendEntry], height: float) -> list[LegendEntry]:
    """The largest set of entries whose samples begin at one column, or stand in one row."""
    best: list[LegendEntry] = []
    for entry in entries:
        if entry.sample is None:
            continue
        column = [e for e in entries if e.sample and abs(e.sample.left - entry.sample.left) < 0.6 * height]
        row = [e for e in entries if e.sample and abs(e.text.center[1] - entry.text.center[1]) < 0.5 * height]
        for group in (column, row):
            distinct = {round(e.text.center[1] / (0.6 * height)) for e in group}
            if len(group) > len(best) and (group is row or len(distinct) == len(group)):
                best = group
    # Legends of several columns: rows of samples that begin where the best group's rows stand.
    if len(best) >= 2:
        rows = [e.text.center[1] for e in best]
        widths = [e.sample.width for e in best if e.sample]
        for e in entries:
            alike = e.sample is not None and abs(e.sample.width - np.median(widths)) < 0.35 * np.median(widths)
            in_row = any(abs(e.text.center[1] - r) < 0.4 * height for r in rows)
            in_column = any(b.sample and e.sample and abs(e.sample.left - b.sample.left) < 0.5 * height for b in best)
            if e not in best and alike and (in_row or in_column):
                best.append(e)
    return sorted(best, key=lambda e: (round(e.text.center[1] / max(1.0, 0.8 * height)), e.text.left))


def _with_wrapped(entry: LegendEntry, group: list[LegendEntry], words: tuple[Word, ...]) -> LegendEntry:
    """The entry with a second line of its label, where one follows without a sample of its own."""
    height = entry.text.height
    own = [e.text for e in group]
    for word in words:
        drop = word.box.top - entry.text.bottom
        if (
            word.angle == 0
            and word.box not in own
            and -0.35 * height < drop < 0.45 * height
            and abs(word.box.left - entry.text.left) < 0.6 * height
            and not NOT_A_LABEL.search(word.text)
            and re.search(r"[A-Za-z(]", word.text)
            and not any(word.box.overlaps(t) for t in own)
        ):
            return attrs.evolve(entry, label=f"{entry.label} {word.text}", text=entry.text.union(word.box))
    return entry


def _colored_texts(frame: Frame, words: tuple[Word, ...]) -> tuple[LegendEntry, ...]:
    """Coloured text inside or right of the panel: labels beside the curves."""
    found = []
    for word in words:
        if word.color is None or word.angle != 0 or NOT_A_LABEL.search(word.text) or number(word.text) is not None:
            continue
        inside = frame.box.contains(*word.box.center) or (
            frame.box.right <= word.box.center[0] < frame.box.right + 0.4 * frame.box.width
            and frame.box.top <= word.box.center[1] <= frame.box.bottom
        )
        if inside and max(word.color) - min(word.color) > 60 and re.search(r"[A-Za-z]{2}", word.text):
            found.append(LegendEntry(word.text, word.box, None, word.color))
    return tuple(found)
