"""Legend entries: pieces of text with a drawn sample of a line beside them, in any layout."""

from __future__ import annotations

import re

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.frame import Frame
from ipdrecon.trace.keys import BEFORE_TEXT, find_key, is_drawn, key_at
from ipdrecon.trace.owned import own_group
from ipdrecon.trace.parted import PADDED, parted
from ipdrecon.trace.row_keys import missing_entries
from ipdrecon.trace.ticks import number
from ipdrecon.trace.vector_legend import Sample, level_samples, sample_of

#: Entries of one row and one column, in text heights: how far keys stand out of line, and the widest gap between them.
ROW_SLACK, ROW_GAP, COLUMN_SLACK, COLUMN_GAP = 0.5, 9.0, 0.6, 6.0
#: Reader's score below which ink inside the panel may be marks and no text.
MIN_LABEL_SCORE, MIN_SCORE_OUTSIDE = 0.6, 0.45
#: How far below a panel a legend may stand, in panel heights: below its tables.
BELOW = 1.6
#: Text that is a statistic or a note and no label of a curve.
NOT_A_LABEL = re.compile(
    r"censor|\bCI\b|confidence|p\s*[-=<>]|log.?rank|hazard|\bHR\b|median|number|at risk|^time|^months?$|^days$|^years$",
    re.I,
)


#: Fewest letters of a label left of the y axis, where tick labels stand.
SHORTEST_BESIDE = 4
#: Gap between two words of one label that were read apart, in heights of their boxes.
REST_GAP = 0.6
#: How far left of a panel the labels of its y axis stand, in panel widths.
AXIS_ROOM = 0.25
#: Distance of two rows of a legend of two entries, in text heights, up to which one tells where the other's key is.
CLOSE_ROWS = 2.2
#: A count in brackets, alone or behind another.
IN_BRACKETS = re.compile(r"^[\dLIl]*\s*[(\[]\s*[\d.,]+%?\s*[)\]]?$")
#: What rows of censor marks on a curve are read as.
MARKS_AS_TEXT = re.compile(r"^(?=.*[H+|#])[HIil1|+#tT\-\s]+$|^[xX+*\s]{2,}$")


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

    @property
    def box(self) -> Box:
        """Around text and sample."""
        return self.text if self.sample is None else self.text.union(self.sample)


def read_legend(figure: Figure, frame: Frame, words: tuple[Word, ...]) -> tuple[LegendEntry, ...]:
    """Entries of the panel's legend in reading order; coloured texts inside the panel where there is no legend."""
    height = text_height(words)
    words = tuple(part for word in words for part in parted(figure, word))
    # Panels of one figure may share a legend, or each has its own: all are looked at.
    near = [word for word in words if _may_be_label(word, frame, words, far=bool(frame.others))]
    best = _keyed(figure, near, words, height, frame)
    lone = len(best) == 1 and (number(best[0].label) is not None or _is_label_by_its_curve(best, near, frame))
    if best and not lone:
        best = [_with_rest(entry, best, words) for entry in best]
        return tuple(_with_wrapped(entry, best, words) for entry in best)
    return _colored_texts(frame, words)


def _keyed(
    figure: Figure, candidates: list[Word], words: tuple[Word, ...], height: float, frame: Frame
) -> list[LegendEntry]:
    """The largest group of candidates with a key beside them."""
    best: list[LegendEntry] = []
    for right in (False, True):  # keys stand left of their texts; where more stand right, they belong there
        entries = [] if right else _exact(candidates, words, level_samples(figure), height)
        exact = [e.text for e in entries]
        for word in candidates:
            if word.box not in exact and (entry := _entry(figure, word, words, height, right=right)) is not None:
                entries.append(entry)
        entries += _two_lines(figure, candidates, entries, words, height, right=right)
        entries = [e for e in entries if number(e.label) is None or _is_stratum(e, entries, words, frame)]
        groups = _groups(entries, height)
        groups = groups if right else [_whole(figure, group, height) for group in groups]
        group = _own(groups, height, frame)
        group += [] if right else _covered(figure, group, candidates, height)
        # In a row of keys and texts every key but the last stands right of some text too.
        if len(group) > (2 * len(best) if right else 0):
            best = group
    return best


def _is_label_by_its_curve(group: list[LegendEntry], candidates: list[Word], frame: Frame) -> bool:
    """Whether a lone entry is a text written beside its curve, as others of the panel are."""
    if not frame.box.contains(*group[0].text.center):
        return False
    height = group[0].text.height
    return any(
        frame.box.contains(*word.box.center)
        and not word.box.overlaps(group[0].text)
        and 0.75 * height < word.box.height < 1.35 * height
        and re.search(r"[A-Za-z]{2}", word.text)
        for word in candidates
    )


def _exact(
    candidates: list[Word], words: tuple[Word, ...], samples: tuple[Sample, ...], height: float
) -> list[LegendEntry]:
    """Entries whose keys are strokes of the file."""
    found = [(word, sample_of(word, words, samples, height)) for word in candidates] if samples else []
    return [LegendEntry(clean_label(word.text), word.box, *key) for word, key in found if key is not None]


def _entry(figure: Figure, word: Word, words: tuple[Word, ...], height: float, *, right: bool) -> LegendEntry | None:
    """The entry a word is the text of; None where no key stands beside it."""
    line = min(word.box.height, 1.6 * height) * (PADDED if figure.words else 1.0)
    text, box, lead = word.text, word.box, 0.0
    before = None if right else BEFORE_TEXT.match(text)
    if before is not None:  # the key itself may have been read as the first letters
        lead = min(3.0 * line, 0.8 * box.width)
    key = find_key(figure, box, words, line, right=right, lead=lead)
    if key is None:
        return None
    if before is not None and key.box.center[0] > box.left:
        text = text[before.end() :]
        box = Box(min(key.box.right + 0.2 * line, box.right), box.top, box.right, box.bottom)
    return LegendEntry(clean_label(text), box, key.box, key.color, key.dashes)


def _whole(figure: Figure, group: list[LegendEntry], height: float) -> list[LegendEntry]:
    """A group with the entries of its rows that the reader missed, or took for parts of other words."""
    samples = [e.sample for e in group if e.sample is not None]
    line = min(float(np.quantile([e.text.height for e in group], 0.5, method="lower")), 1.6 * height)
    found = missing_entries(figure, samples, [e.text for e in group if e.sample is not None], line)
    fresh = [LegendEntry(clean_label(f.word.text), f.word.box, f.key.box, f.key.color, f.key.dashes) for f in found]
    # One that was read again behind the same key replaces the first reading.
    return [e for e in group if not any(e.text.overlaps(f.text) for f in fresh)] + fresh


def _covered(figure: Figure, group: list[LegendEntry], candidates: list[Word], height: float) -> list[LegendEntry]:
    """Entries in the column of two others or more, whose keys touch curves."""
    found: list[LegendEntry] = []
    for word in candidates:
        if any(word.box.overlaps(e.text) for e in group):
            continue
        column = [e for e in group if e.sample is not None and abs(e.text.left - word.box.left) < COLUMN_SLACK * height]
        gap = min((abs(e.text.center[1] - word.box.center[1]) for e in column), default=np.inf)
        close = COLUMN_GAP if len(column) > 1 else CLOSE_ROWS
        if not column or not 0.9 * height < gap < close * height:
            continue
        samples = [e.sample for e in column if e.sample is not None]
        left, right = (float(np.median([getattr(s, side) for s in samples])) for side in ("left", "right"))
        half = 0.3 * word.box.height
        key = key_at(figure, Box(left, word.box.center[1] - half, right, word.box.center[1] + half))
        if key is not None:
            found.append(LegendEntry(clean_label(word.text), word.box, key.box, key.color, key.dashes))
    return found


def _two_lines(
    figure: Figure,
    candidates: list[Word],
    found: list[LegendEntry],
    words: tuple[Word, ...],
    height: float,
    *,
    right: bool,
) -> list[LegendEntry]:
    """Entries whose label has two lines with the key at half height between them."""
    taken = [e.text for e in found]
    free = sorted((w for w in candidates if not any(w.box.overlaps(t) for t in taken)), key=lambda w: w.box.top)
    entries: list[LegendEntry] = []
    for one in free:
        for two in free:
            line = min(one.box.height, two.box.height) * (PADDED if figure.words else 1.0)
            if not 0.5 * line < two.box.center[1] - one.box.center[1] < 1.05 * line:
                continue
            if abs(one.box.left - two.box.left) > 0.6 * line or any(one.box.overlaps(e.text) for e in entries):
                continue
            whole = one.box.union(two.box)
            key = find_key(figure, whole, [w for w in words if not w.box.overlaps(whole)], line, right=right)
            if key is not None:
                entries.append(LegendEntry(f"{one.text} {two.text}", whole, key.box, key.color, key.dashes))
                break
    return entries


def clean_label(text: str) -> str:
    """A label without the line sample, the mark or the line of a frame that was read along with it."""
    text = re.sub(r"(?<=[A-Za-z0-9])\|(?=[A-Za-z0-9])", " ", text)
    return re.sub(r"^[\s\-_+|.=~:·]+(?=[A-Za-z0-9(<>])|[\s\-_|=~:]+$|(?<=\s)[+.]$", "", text).strip() or text


def text_height(words: tuple[Word, ...]) -> float:
    heights = [w.box.height for w in words if w.angle == 0]
    return float(np.median(heights)) if heights else 12.0


def _may_be_label(word: Word, frame: Frame, words: tuple[Word, ...], *, far: bool = False) -> bool:
    """Whether a word may name a curve; ``far`` from the panel too."""
    if (
        word.angle != 0
        or is_drawn(word)
        or word.score < (MIN_LABEL_SCORE if frame.box.contains(*word.box.center) else MIN_SCORE_OUTSIDE)
        or NOT_A_LABEL.search(word.text)
        or not re.search(r"[A-Za-z0-9]", word.text)
        or IN_BRACKETS.match(word.text)
    ):
        return False
    box = frame.box
    below_axis = box.left < word.box.center[0] < box.right and box.bottom < word.box.center[1] <= frame.bottom
    if word.text == frame.axes.x_title and below_axis:
        return False
    if MARKS_AS_TEXT.match(word.text) and box.contains(*word.box.center):
        return False
    if not far and not (box.left - 0.5 * box.width < word.box.left < box.right + 0.9 * box.width):
        return False
    if not far and not (box.top - 0.45 * box.height < word.box.center[1] < frame.bottom + BELOW * box.height):
        return False
    beside = word.box.right < box.left and box.top < word.box.center[1] < box.bottom
    if beside and len(word.text.strip()) < SHORTEST_BESIDE:
        return False  # a tick label that was turned or not read rightly
    row = [w for w in words if w is not word and abs(w.box.center[1] - word.box.center[1]) < 0.5 * word.box.height]
    if number(word.text) is not None and word.box.right < box.left and word.box.center[1] < frame.bottom:
        return False  # a tick label
    if number(word.text) is not None and any(_is_beside_axis(word.box, other) for other in frame.others):
        return False
    cells = [w for w in row if number(w.text) is not None and w.box.left > word.box.right]
    below = word.box.center[1] > frame.label_rows[0] - 0.5 * word.box.height
    return not (below and len(cells) >= 2)


def _is_beside_axis(box: Box, panel: Box) -> bool:
    """Whether a number stands where a panel has the labels of its axes: left of it or below it."""
    x, y = box.center
    left = panel.left - AXIS_ROOM * panel.width < x < panel.left and panel.top - box.height < y < panel.bottom
    below = panel.left - box.width < x < panel.right + box.width and 0 < y - panel.bottom < 2.5 * box.height
    return left or below


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


def _groups(entries: list[LegendEntry], height: float) -> list[list[LegendEntry]]:
    """Sets of entries whose keys stand in columns and rows."""
    left = list(range(len(entries)))
    groups: list[list[LegendEntry]] = []
    while left:
        group, todo = [], [left.pop(0)]
        while todo:
            i = todo.pop()
            group.append(entries[i])
            near = [j for j in left if _neighbours(entries[i], entries[j], height)]
            left = [j for j in left if j not in near]
            todo += near
        groups.append(group)
    return groups


def _own(groups: list[list[LegendEntry]], height: float, frame: Frame) -> list[LegendEntry]:
    """The panel's own group in reading order: of a lone panel the largest; of equal ones the nearest to it."""
    if not groups:
        return []
    if frame.others:
        own = own_group([[e.box for e in group] for group in groups], frame.box, frame.others)
        best = groups[own] if own is not None else []
    else:
        x, y = frame.box.center
        best = max(groups, key=lambda group: (len(group), -_distance(group, x, y)))
    return sorted(best, key=lambda e: (round(e.text.center[1] / max(1.0, 0.8 * height)), e.text.left))


def _distance(group: list[LegendEntry], x: float, y: float) -> float:
    return float(np.mean([np.hypot(e.text.center[0] - x, e.text.center[1] - y) for e in group]))


def _neighbours(one: LegendEntry, two: LegendEntry, height: float) -> bool:
    """Whether two entries belong to one legend: keys one below the other, or alike and in one row."""
    a, b = one.sample, two.sample
    if a is None or b is None:
        return False
    apart = abs(one.text.center[1] - two.text.center[1])
    if apart < ROW_SLACK * height:
        first, second = (one, two) if a.left < b.left else (two, one)
        gap = min(second.text.left, second.box.left) - max(first.text.right, first.box.right)
        return abs(a.width - b.width) < max(0.35 * max(a.width, b.width), 0.4 * height) and gap < ROW_GAP * height
    in_line = min(abs(a.left - b.left), abs(a.right - b.right), abs(a.center[0] - b.center[0])) < COLUMN_SLACK * height
    return in_line and apart < COLUMN_GAP * height


def _with_rest(entry: LegendEntry, group: list[LegendEntry], words: tuple[Word, ...]) -> LegendEntry:
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


def _with_wrapped(entry: LegendEntry, group: list[LegendEntry], words: tuple[Word, ...]) -> LegendEntry:
    """The entry with further lines of its label below, where they follow without a key of their own."""
    height = entry.text.height
    own = [e.text for e in group]
    label, text = entry.label, entry.text
    for word in sorted(words, key=lambda w: w.box.top):
        drop = word.box.top - text.bottom
        if (
            word.angle == 0
            and word.box not in own
            and -0.35 * height < drop < 0.45 * height
            and abs(word.box.left - entry.text.left) < 0.6 * height
            and not NOT_A_LABEL.search(word.text)
            and re.search(r"[A-Za-z(]", word.text)
            and not any(word.box.overlaps(t) for t in own)
        ):
            label, text = f"{label} {word.text}", text.union(word.box)
    return attrs.evolve(entry, label=label, text=text)


def _colored_texts(frame: Frame, words: tuple[Word, ...]) -> tuple[LegendEntry, ...]:
    """Coloured text inside or right of the panel: labels beside the curves."""
    found = []
    for word in words:
        if (
            word.color is None
            or word.angle != 0
            or word.score < MIN_LABEL_SCORE
            or NOT_A_LABEL.search(word.text)
            or number(word.text) is not None
        ):
            continue
        inside = frame.box.contains(*word.box.center) or (
            frame.box.right <= word.box.center[0] < frame.box.right + 0.4 * frame.box.width
            and frame.box.top <= word.box.center[1] <= frame.box.bottom
        )
        if inside and max(word.color) - min(word.color) > 60 and re.search(r"[A-Za-z]{2}", word.text):
            found.append(LegendEntry(word.text, word.box, None, word.color))
    return tuple(found)
