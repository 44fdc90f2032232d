"""Legend entries: pieces of text with a drawn sample of a line beside them, in any layout."""

from __future__ import annotations

import re

import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.axes.ticks import number
from ipdrecon.trace.legends.column_keys import missing_below
from ipdrecon.trace.legends.covered_keys import covered_entries
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_groups import (
    groups_of,
    in_order,
    own_entries,
    with_lone_dashes,
    without_edges,
)
from ipdrecon.trace.legends.key_ink import with_one_ink
from ipdrecon.trace.legends.key_letter import is_last_letter, without_key
from ipdrecon.trace.legends.key_ways import goes_on_behind
from ipdrecon.trace.legends.keys import find_key
from ipdrecon.trace.legends.keys_as_words import BEFORE_TEXT, MOST_LETTERS, is_key_by_ink, is_key_on_tile
from ipdrecon.trace.legends.label_parts import colored_texts, with_rest, with_wrapped
from ipdrecon.trace.legends.labels import SHARE, clean_label, may_be_label, text_height, without_statistic
from ipdrecon.trace.legends.legends_in_row import each_its_own
from ipdrecon.trace.legends.lone_entry import is_no_legend
from ipdrecon.trace.legends.lost_letters import with_lost_letters
from ipdrecon.trace.legends.parted import PADDED, parted
from ipdrecon.trace.legends.row_keys import missing_entries
from ipdrecon.trace.text.lettering import CAP_HEIGHT, DESCENT, estimated_width
from ipdrecon.trace.vectors.legend import Sample, level_samples, sample_of

#: Height of a name at least, in those of the figure's texts: what marks leave of a reading is lower.
LOWEST = 0.4
#: How far a key that was read with its text may seem to reach into the letters, whose width is estimated, as a share
#: of that: blurred letters that run together are as full as a patch.
INTO_LETTERS = 0.35
#: How far off its tick a count of a table has its middle, in heights of its box.
AT_TICK = 0.3
#: A number alone, as doses are written.
DOSE = re.compile(r"^\d+(?:\.\d+)?$")
#: Difference between the channels of a colour, and cosine of the angle between two, seen from white, of one hue.
VIVID, SAME_HUE = 60, 0.95


def read_legend(figure: Figure, frame: Frame, words: tuple[Word, ...]) -> tuple[LegendEntry, ...]:
    """Entries of the panel's legend in reading order; coloured texts inside the panel where there is no legend."""
    height = text_height(words)
    words = tuple(part for word in words for part in parted(figure, without_key(figure, word)))
    # Panels of one figure may share a legend, or each has its own: all are looked at.
    tall = [word for word in words if word.box.height > LOWEST * height]
    near = [word for word in map(without_statistic, tall) if may_be_label(word, frame, words, far=bool(frame.others))]
    near = [word for word in near if not _is_key(figure, word, height)]
    best = _keyed(figure, near, words, height, frame)
    if best and not (len(best) == 1 and is_no_legend(best[0], near, words, frame)):
        best = [with_rest(entry, best, words) for entry in with_lone_dashes(best, height)]
        best = [with_wrapped(entry, best, words) for entry in best]
        return with_one_ink(figure, with_lost_letters(figure, best))
    return colored_texts(frame, words)


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
        entries = [e for e in entries if not _is_across(e, frame)]
        entries = [e for e in entries if number(e.label) is None or _is_stratum(e, entries, words, frame)]
        entries = _without_counts(entries, frame)
        entries = _without_shares(entries)
        groups = each_its_own(groups_of(without_edges(entries), height), frame.box, frame.others)
        groups = groups if right else [_whole(figure, group, words, height, frame.box) for group in groups]
        group = own_entries(groups, height, frame)
        group = (
            group
            if right
            else in_order([*group, *covered_entries(figure, group, candidates, height, frame.box)], height)
        )
        group = _without_shares(group)
        # In a row of keys and texts every key but the last stands right of some text too: those of another panel's
        # legend are no reason to leave an entry inside the panel.
        elsewhere = bool(frame.others and best) and _stands_in(best, frame.box) and not _stands_in(group, frame.box)
        if len(group) > (2 * len(best) if right else 0) and not elsewhere:
            best = group
    return best


def _is_key(figure: Figure, word: Word, height: float) -> bool:
    """Whether a word is but a key: of several letters read from one the last may be those of its text."""
    if len(word.text.strip()) > 1:
        return len(word.text.strip()) <= MOST_LETTERS and is_key_on_tile(figure, word, height)
    return is_key_by_ink(figure, word, height)


def _stands_in(group: list[LegendEntry], box: Box) -> bool:
    return all(box.contains(*entry.text.center) for entry in group)


def _is_across(entry: LegendEntry, frame: Frame) -> bool:
    """Whether a key lies in the panel and its text right of it: the end of a curve, or of its band, at its label."""
    return (
        entry.sample is not None and frame.box.contains(*entry.sample.center) and entry.text.center[0] > frame.box.right
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
    text, box, lead, bare = word.text, word.box, 0.0, 0.0
    before = None if right else BEFORE_TEXT.match(text)
    if before is not None:  # the key itself may have been read as the first letters, and is higher with its mark
        lead, line = min(3.0 * line, 0.8 * box.width), min(line, height * (PADDED if figure.words else 1.0))
        letters = estimated_width(text[before.end() :], box.height / (CAP_HEIGHT + DESCENT))
        bare = float(np.clip(box.width - letters, 0.0, lead))
        lead = min(lead, bare + INTO_LETTERS * letters)
    key = find_key(figure, box, words, line, right=right, lead=lead, bare_lead=bare)
    if key is None and before is not None:  # its box may begin behind the key all the same
        key = find_key(figure, box, words, line)
    if key is None or _in_another_color(word, key.color) or (right and is_last_letter(word, key.box)):
        return None
    if not right and len(text.strip()) == 1 and goes_on_behind(figure.pixels, box, key.box, key.color):
        return None  # a cross or a ring on a curve
    if before is not None and key.box.center[0] > box.left:
        text = text[before.end() :]
        box = Box(min(key.box.right + 0.2 * line, box.right), box.top, box.right, box.bottom)
    return LegendEntry(clean_label(text), box, key.box, key.color, key.dashes)


def _in_another_color(word: Word, color: tuple[int, int, int]) -> bool:
    """Whether a text is written in a colour, and in another one than its key: the key is a curve's end at a label."""
    if word.color is None or max(word.color) - min(word.color) < VIVID:
        return False
    one, two = (255.0 - np.array(c, np.float64) for c in (word.color, color))
    return float(one @ two) < SAME_HUE * max(1.0, float(np.linalg.norm(one) * np.linalg.norm(two)))


def _whole(
    figure: Figure, group: list[LegendEntry], words: tuple[Word, ...], height: float, plot: Box
) -> list[LegendEntry]:
    """A group with the entries of its rows and columns that the reader missed, or took for parts of other words.

    Beside a legend inside the plot stand the numbers of the axis, whose minus signs and points look like keys.
    """
    samples = [e.sample for e in group if e.sample is not None]
    line = min(float(np.quantile([e.text.height for e in group], 0.5, method="lower")), 1.6 * height)
    texts = [e.text for e in group if e.sample is not None]
    found = missing_entries(figure, samples, texts, line)
    found += missing_below(figure, [*samples, *(f.key.box for f in found)], texts, words, line)
    inside = all(plot.contains(*sample.center) for sample in samples)
    fresh = [
        LegendEntry(clean_label(f.word.text), f.word.box, f.key.box, f.key.color, f.key.dashes)
        for f in found
        if plot.contains(*f.key.box.center) or not inside
    ]
    # One that was read again behind the same key replaces the first reading.
    return [e for e in group if not any(e.text.overlaps(f.text) for f in fresh)] + fresh


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


def _without_shares(entries: list[LegendEntry]) -> list[LegendEntry]:
    """The entries without shares printed beside a curve, whose dashes look like keys, where any of them is a word.

    Several whole numbers without a sign in the column or the row of such a word are names as it is: doses (Placebo,
    0.5, 1.0).
    """
    shares = [bool(SHARE.match(entry.label)) for entry in entries]
    names = [entry.text for entry, share in zip(entries, shares, strict=True) if not share]
    if not names:
        return entries

    def in_line(entry: LegendEntry) -> bool:
        text, slack = entry.text, 0.5 * entry.text.height
        return any(abs(text.left - name.left) < slack or abs(text.center[1] - name.center[1]) < slack for name in names)

    doses = [e for e in entries if DOSE.match(e.label) and in_line(e)]
    kept = doses if len(doses) > 1 else []
    return [e for e, share in zip(entries, shares, strict=True) if not share or any(e is dose for dose in kept)]


def _without_counts(entries: list[LegendEntry], frame: Frame) -> list[LegendEntry]:
    """Entries without numbers below the axis that all stand at its ticks: counts of a table with lines through it."""
    numbers = [e for e in entries if number(e.label) is not None]
    ticks = frame.axes.x.pixel(frame.axes.x.ticks)
    if len(numbers) < 2 or not ticks.size:
        return entries
    at_ticks = [
        e.text.top > frame.box.bottom and np.abs(ticks - e.text.center[0]).min() < AT_TICK * e.text.height
        for e in numbers
    ]
    return [e for e in entries if e not in numbers] if all(at_ticks) else entries


def _is_stratum(entry: LegendEntry, entries: list[LegendEntry], words: tuple[Word, ...], frame: Frame) -> bool:
    """Whether a number with a line before it names a stratum: its row holds no number without such a line.

    Beside a legend in the panel, or right of it, stand the labels of the axis, which are none of its row.
    """
    height = entry.text.height
    row = [
        w for w in words if abs(w.box.center[1] - entry.text.center[1]) < 0.5 * height and number(w.text) is not None
    ]
    if any(w.box.left > frame.box.right or w.box.right < frame.box.left for w in row) and frame.box.contains(
        *entry.text.center
    ):
        row = [w for w in row if frame.box.contains(*w.box.center)]
    elif entry.text.left > frame.box.right:
        row = [w for w in row if w.box.left > frame.box.left]
    sampled = [e.text for e in entries]
    return all(w.box in sampled for w in row)
