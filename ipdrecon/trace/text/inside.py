"""Words inside a plot, without the ink of curves and marks that runs into them.

Letters stand alone: no ink leads from them to the outside of their word. A curve that ends at its label, or passes
through it, does; so do the marks on it. What hangs together with ink outside is taken off in its own colour, and the
word is read again from what is left; where nothing is left there was no word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Bools, Bytes
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.inks.contrast import median_color
from ipdrecon.trace.text.places import Place, read_places

Pixels = npt.NDArray[np.float32]

#: How far around a word its surroundings are looked at, in heights of its box.
AROUND, ABOVE = 0.5, 0.15
#: Contrast of ink, and how far from the line between paper and a colour a pixel of it may lie (RGB distance).
CONTRAST, ASIDE = 60.0, 45.0
#: Colours that are told apart in one place, and the least share of the ink one has.
COLORS, LEAST = 4, 0.06
#: Longest letter, in heights of the word's box: dashes of a curve are longer, or run together.
LETTER = 1.4
#: Least height of letters that run together, as a share of the word's box.
THIN = 0.35
#: Share of a word's ink that hangs together with the outside from which it is read again.
FOREIGN = 0.04
#: Share of the rows about a word, which are more than its letters have, that a line through it covers.
RULED = 0.95
#: Gap between parts of one text that were read apart, in heights of their boxes.
GAP = 0.6
#: Least height of the print that is left, as a share of the word's box.
PRINT = 0.2
#: Least score of a second reading, and of a first one that is kept where nothing else can be read.
SURE, KEPT = 0.75, 0.9
#: Letters fewer in the second reading from which the first is right.
LOST = 2
#: Letters that marks on a curve are read as; and what marks on the curve before a name are, though they run together.
MARK_LETTERS = re.compile(r"^[\sQOCo0xX+HIil1|tT#*·.,'~°=_-]*$")
MARKS_BEFORE = re.compile(r"[QOCo0xX+HIil1|tT#*·.,:'~°=_4mnMNuUEF-]+")


#: Letters and figures that have two strokes one above the other somewhere.
IN_PIECES = re.compile(r"[abdeghikopqsxzBCDEFGKOPQRSXZ2345689]")
#: Share of the columns in which curves that meet are in two pieces all the same, at most.
MEETING = 0.1


def free_words(figure: Figure, frame: Frame, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The figure's words, those inside the plot and right of it without ink that leads out of them.

    Inside it ticks on a level read as letters ("EE"): they are none where no column has two strokes, as letters do.
    """
    if figure.words:
        return words
    words = tuple(word for word in words if not (_is_near(word, frame) and _is_comb(figure, word)))
    near = [w for w in words if _is_near(w, frame) and re.search(r"[A-Za-z0-9+]", w.text)]
    groups = [(group, _clean(figure, group, words)) for group in _joined(near)]
    crossed = [(group, clean) for group, clean in groups if clean is not None]
    if not crossed:
        return words
    printed = [clean for _, clean in crossed if clean.box is not None]
    again = dict(zip((id(c) for c in printed), _read(figure, printed), strict=True))
    replaced = {id(word) for group, _ in crossed for word in group}
    result = [word for word in words if id(word) not in replaced]
    for group, clean in crossed:
        result += _chosen(group, again.get(id(clean)), clean)
    return tuple(sorted(result, key=lambda w: (w.box.top, w.box.left)))


@attrs.frozen(eq=False)
class Clean:
    """A place with the ink of its letters alone: its picture, the letters' box (None: there are none), their colour.

    It is a ``comb`` where all the ink that was taken off may be a curve and its ticks.
    """

    picture: Bytes
    at: tuple[int, int]  # its left and top in the figure
    box: Box | None
    color: tuple[int, int, int] | None
    comb: bool = False


def _is_near(word: Word, frame: Frame) -> bool:
    box = frame.box
    x, y = word.box.center
    return word.angle == 0 and box.left < x < box.right + 0.4 * box.width and box.top < y < box.bottom


def _is_comb(figure: Figure, word: Word) -> bool:
    """Whether a word of letters with strokes above each other has no column with two of them."""
    return IN_PIECES.search(word.text) is not None and _pieces(figure, word.box) == 0.0


def _pieces(figure: Figure, box: Box) -> float:
    """Share of the columns with ink in a box where it is in several pieces: a curve and its ticks are in one."""
    patch = figure.pixels[max(0, round(box.top)) : round(box.bottom), max(0, round(box.left)) : round(box.right)]
    if not patch.size:
        return 1.0
    ink = np.abs(patch - median_color(patch.astype(np.float32))).max(axis=2) > CONTRAST
    pieces = (ink[1:] & ~ink[:-1]).sum(axis=0) + ink[0]
    inked = int((pieces > 0).sum())  # none in pale print, which is no comb
    return float((pieces > 1).sum()) / inked if inked else 1.0


def _joined(words: Sequence[Word]) -> list[list[Word]]:
    """Words of one line that stand close together."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.left):
        for group in groups:
            last = group[-1].box
            height = max(last.height, word.box.height)
            level = abs(last.center[1] - word.box.center[1]) < 0.3 * height
            if level and -height < word.box.left - last.right < GAP * height:
                group.append(word)
                break
        else:
            groups.append([word])
    return groups


def _clean(figure: Figure, group: list[Word], words: Sequence[Word]) -> Clean | None:
    """The letters of a group of words; None where no ink leads out of it. What other words hold is not its own."""
    box = group[0].box
    for word in group[1:]:
        box = box.union(word.box)
    height = max(word.box.height for word in group)
    left, right = max(0, int(box.left - AROUND * height)), min(figure.width, int(box.right + AROUND * height) + 1)
    top, bottom = max(0, int(box.top - ABOVE * height)), min(figure.height, int(box.bottom + ABOVE * height) + 1)
    patch = figure.pixels[top:bottom, left:right].astype(np.float32)
    if min(patch.shape[:2]) < 4:
        return None
    paper = median_color(patch)
    inner = Box(box.left - left, box.top - top, box.right - left, box.bottom - top)
    for other in words:
        if other.box.overlaps(box) and other.box.height < height and not any(other is word for word in group):
            hidden = other.box
            level = slice(max(0, int(hidden.top) - top), max(0, int(hidden.bottom) + 1 - top))
            patch[level, max(0, int(hidden.left) - left) : max(0, int(hidden.right) + 1 - left)] = paper
    letters: Bools = np.zeros(patch.shape[:2], dtype=np.bool_)
    within = np.zeros_like(letters)
    rim = 0.1 * height
    within[round(inner.top + rim) : round(inner.bottom - rim), round(inner.left) : round(inner.right)] = True
    best: tuple[int, Pixels] | None = None
    foreign = total = 0
    ruled = _is_ruled(np.abs(patch - paper).max(axis=2) > CONTRAST, inner, height)
    for color, mask in _by_color(patch, paper):
        own, out = _parts(mask, inner, height)
        total += int((mask & within).sum())
        foreign += int((out & within).sum())
        letters |= own
        count = int(own.sum())
        if count and (best is None or count > best[0]):
            best = count, color
    if total == 0 or (foreign < FOREIGN * total and not ruled):
        return None
    rows, columns = np.flatnonzero(letters.any(axis=1)), np.flatnonzero(letters.any(axis=0))
    picture = np.where(letters[..., None], patch, paper).astype(np.uint8)
    if best is None or rows.size == 0 or rows[-1] - rows[0] + 1 < PRINT * height:
        return Clean(picture, (left, top), None, None, _pieces(figure, box) <= MEETING)
    where = Box(left + columns[0] - 0.5, top + rows[0] - 0.5, left + columns[-1] + 0.5, top + rows[-1] + 0.5)
    r, g, b = (round(float(v)) for v in best[1])
    return Clean(picture, (left, top), where, (r, g, b))


def _by_color(patch: Pixels, paper: Pixels) -> list[tuple[Pixels, Bools]]:
    """Colours of the ink with the pixels that are blends of each with the paper."""
    away = patch - paper
    length = np.linalg.norm(away, axis=2)
    ink = np.abs(away).max(axis=2) > CONTRAST
    left = ink.copy()
    found: list[tuple[Pixels, Bools]] = []
    for _ in range(COLORS):
        if left.sum() <= LEAST * max(1, int(ink.sum())):
            break
        strong = left & (length >= np.quantile(length[left], 0.7))
        cells = (patch[strong] // 32).astype(np.int64) @ np.array([64, 8, 1])
        common = np.bincount(cells).argmax()
        color = np.median(patch[strong][cells == common], axis=0)
        line = color - paper
        share = np.clip((away @ line) / max(1.0, float(line @ line)), 0.0, 1.2)
        aside = np.linalg.norm(away - share[..., None] * line, axis=2)
        mask = left & (aside < ASIDE)
        if not mask.any():
            break
        found.append((color, np.asarray(mask)))
        left &= ~mask
    return found


def _parts(mask: Bools, inner: Box, height: float) -> tuple[Bools, Bools]:
    """Letters among ink of one colour, and what hangs together with the outside or is too long for a letter."""
    parts, _ = ndimage.label(mask, np.ones((3, 3)))
    own, out = np.zeros_like(mask), np.zeros_like(mask)
    for number, where in enumerate(ndimage.find_objects(parts), start=1):
        rows, columns = where
        part = parts[where] == number
        # Ink that begins beside the word and ends in it, and what is as long as no letter.
        beside = columns.start < inner.left - 0.2 * height or columns.stop > inner.right + 0.2 * height
        through = rows.start == 0 or rows.stop == len(mask)
        thin = rows.stop - rows.start < THIN * height
        long = thin and columns.stop - columns.start > LETTER * height
        (out if beside or through or long else own)[where] |= part
    return own, out


def _is_ruled(ink: Bools, inner: Box, height: float) -> bool:
    """Whether a line runs through a word from above it to below it: a letter it stands in is read as another."""
    rim = round(LETTER * height)
    columns = slice(round(inner.left) + rim, max(0, round(inner.right) - rim))
    return bool(ink[:, columns].mean(axis=0).max(initial=0.0) > RULED)


def _read(figure: Figure, cleaned: Sequence[Clean]) -> list[Word | None]:
    """What stands in cleaned places."""
    pixels = figure.pixels.copy()
    places: list[Place] = []
    for clean in cleaned:
        if clean.box is not None:
            left, top = clean.at
            height, width = clean.picture.shape[:2]
            pixels[top : top + height, left : left + width] = clean.picture
            places.append(Place(clean.box, 1.0))
    return read_places(Figure(pixels, figure.source), places)


def _chosen(group: list[Word], again: Word | None, clean: Clean) -> list[Word]:
    """The second reading of a group, or the first where letters were lost with the ink that was taken off."""
    text = " ".join(word.text for word in group)
    score = min(word.score for word in group)
    marks = MARK_LETTERS.match(text) is not None or clean.comb
    kept = [attrs.evolve(word, color=clean.color or word.color) for word in group]
    first = [] if marks or score < KEPT else kept
    if again is None or again.score < SURE:
        return first
    one, two = _letters(text), _letters(again.text)
    if _has_marks_before(text, again.text):
        return [attrs.evolve(again, color=clean.color)]
    # Letters that an axis or a curve of their own colour runs through were taken off with it.
    lost = len(one) >= len(two) + LOST and two in one and not marks
    fewer = len(one) > len(two) and (again.score <= score or two in one)
    return kept if lost or (first and fewer) else [attrs.evolve(again, color=clean.color)]


def _has_marks_before(text: str, name: str) -> bool:
    """Whether a text is a name, with a capital or a figure first, behind what marks on its curve were read as."""
    whole, end = (re.sub(r"\s", "", part) for part in (text, name))
    lead = whole[: -len(end)] if whole.endswith(end) else ""
    return bool(MARKS_BEFORE.fullmatch(lead)) and bool(re.match(r"[A-Z0-9]", end))


def _letters(text: str) -> str:
    return re.sub(r"[^A-Za-z]", "", text).lower()
