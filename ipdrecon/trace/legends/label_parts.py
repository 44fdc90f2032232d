"""Labels of several words or lines, and labels without a key."""

from __future__ import annotations

import re
from functools import reduce

import attrs
import numpy as np

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.axes.ticks import number
from ipdrecon.trace.inks.color_distance import is_in_color
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.keys_as_words import is_drawn
from ipdrecon.trace.legends.labels import MIN_LABEL_SCORE, NOT_A_LABEL, clean_label
from ipdrecon.trace.text.inside import MARK_LETTERS

#: Gap between two words of one label that were read apart, in heights of their boxes.
REST_GAP = 0.6
#: Two lines of one label, in heights of their boxes: the gap between them, and how far they stand out of line; and the
#: RGB distance within which two texts are written in one colour.
LINE_GAP, LINE_SLACK, LINES_COLOR = (-0.35, 0.45), 0.6, 30.0
#: Difference of two distances of lines, as a share, up to which they are one.
SAME_PITCH = 0.08
#: How far right of its panel a label without a key may have its middle, in panel widths.
BESIDE = 0.4


def with_rest(entry: LegendEntry, group: list[LegendEntry], words: tuple[Word, ...]) -> LegendEntry:
    """The entry with the words of its line that the reader found apart ("Arm" and "C")."""
    taken = [box for e in group for box in (e.text, e.sample) if box is not None]
    label, text = entry.label, entry.text
    for word in sorted(words, key=lambda w: w.box.left):
        height = max(text.height, word.box.height)
        level = word.angle == 0 and abs(word.box.center[1] - text.center[1]) < 0.3 * height
        alike = min(text.height, word.box.height) > 0.6 * height
        follows = -0.2 * height < word.box.left - text.right < REST_GAP * height and word.box.right > text.right
        if level and alike and follows and re.search(r"[A-Za-z0-9(]", word.text) and not is_drawn(word):
            if any(word.box.overlaps(box) for box in taken if box is not entry.text) or word.box == entry.text:
                continue
            label, text = f"{label} {word.text}", text.union(word.box)
    return attrs.evolve(entry, label=clean_label(label), text=text)


def with_wrapped(entry: LegendEntry, group: list[LegendEntry], words: tuple[Word, ...]) -> LegendEntry:
    """The entry with further lines of its label below, where they follow without a key of their own."""
    height = entry.text.height
    own = [e.text for e in group]
    apart = np.diff(np.sort([e.sample.center[1] for e in group if e.sample is not None]))
    pitch = float(apart[apart > 0.5 * height].min(initial=1e9))
    label, text = entry.label, entry.text
    for word in sorted(words, key=lambda w: w.box.top):
        drop = word.box.top - text.bottom
        if (
            word.angle == 0
            and word.box not in own
            and LINE_GAP[0] * height < drop < LINE_GAP[1] * height
            and abs(word.box.left - entry.text.left) < LINE_SLACK * height
            and not NOT_A_LABEL.search(word.text)
            and re.search(r"[A-Za-z(]", word.text)
            and not any(word.box.overlaps(t) for t in own)
            # A line as far below as entries are apart is an entry whose key was not seen.
            and abs(word.box.center[1] - entry.text.center[1] - pitch) > SAME_PITCH * pitch
        ):
            label, text = f"{label} {word.text}", text.union(word.box)
    return attrs.evolve(entry, label=label, text=text)


def colored_texts(frame: Frame, words: tuple[Word, ...]) -> tuple[LegendEntry, ...]:
    """Coloured text inside or right of the panel: labels beside the curves."""
    box = frame.box
    # What stands between two panels is as near to the one as to the other at most.
    halfway = [(box.right + other.left) / 2 for other in frame.others if other.left > box.right]
    end = min([box.right + BESIDE * box.width, *halfway])
    found = []
    for parts in _by_line([word for word in words if _is_colored(word)]):
        inside = any(
            box.contains(*word.box.center)
            or (box.right <= word.box.center[0] < end and box.top <= word.box.center[1] <= box.bottom)
            for word in parts
        )
        text = " ".join(word.text for word in parts)
        if inside and number(text) is None and re.search(r"[A-Za-z]{2}", text) and not MARK_LETTERS.match(text):
            found.append(LegendEntry(text, reduce(Box.union, (word.box for word in parts)), None, parts[0].color))
    return tuple(_joined_lines(found))


def _is_colored(word: Word) -> bool:
    return (
        is_in_color(word.color)
        and word.angle == 0
        and word.score >= MIN_LABEL_SCORE
        and not NOT_A_LABEL.search(word.text)
    )


def _by_line(words: list[Word]) -> list[list[Word]]:
    """Words of one colour in one line, close behind each other, as one text that the reader tore apart."""
    texts: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.left):
        for text in texts:
            last = text[-1]
            height = max(last.box.height, word.box.height)
            if (
                _is_one_color(last.color, word.color)
                and abs(last.box.center[1] - word.box.center[1]) < 0.3 * height
                and -0.2 * height < word.box.left - last.box.right < REST_GAP * height
            ):
                text.append(word)
                break
        else:
            texts.append([word])
    return texts


def _is_one_color(one: tuple[int, int, int] | None, two: tuple[int, int, int] | None) -> bool:
    return one is not None and two is not None and float(np.linalg.norm(np.subtract(one, two))) < LINES_COLOR


def _joined_lines(entries: list[LegendEntry]) -> list[LegendEntry]:
    """Lines of one label written beside its curve, in its colour, as one text."""
    joined: list[LegendEntry] = []
    for entry in sorted(entries, key=lambda e: e.text.top):
        above = next((e for e in joined if _goes_on(e, entry)), None)
        if above is None:
            joined.append(entry)
        else:
            whole = above.text.union(entry.text)
            joined[joined.index(above)] = attrs.evolve(above, label=f"{above.label} {entry.label}", text=whole)
    return joined


def _goes_on(above: LegendEntry, below: LegendEntry) -> bool:
    """Whether a text is the next line of another: in its colour, close below it and in line with it."""
    height = below.text.height
    gaps = [getattr(above.text, side) - getattr(below.text, side) for side in ("left", "right")]
    return (
        _is_one_color(above.color, below.color)
        and LINE_GAP[0] * height < below.text.top - above.text.bottom < LINE_GAP[1] * height
        and min(abs(gaps[0]), abs(gaps[1]), abs(sum(gaps)) / 2) < LINE_SLACK * height
    )
