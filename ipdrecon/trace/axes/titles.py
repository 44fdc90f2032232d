"""Titles of axes and panels, and what they say: the unit of time, and whether curves fall or rise."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.axes.ticks import Run
from ipdrecon.trace.text.places import ink_box
from ipdrecon.trace.text.words import read_rotated

#: Words that name a time unit; of small print an e may be read as a c, and an m as an r and an n.
UNITS = (
    ("months", r"(?:m|rn)onth|\bmos?\b|\bmo\.|_months|mths?\b|monate|mois\b|meses"),
    ("days", r"\bdays?\b|_days|\bd\b\)|,\s*d\s*$|tage\b"),
    ("weeks", r"w[ec]{2}ks?\b|\bwks?\b"),
    ("years", r"y[ec]ars?\b|\byrs?\b|\by\)|,\s*y\s*$|jahre"),
)
TORN_UNIT = re.compile(r"(months|days|weeks|years)", re.I)
#: Score from which a title is believed at first sight, and print beside it, in heights of its line, that is another:
#: a sign ("1 -") that was overlooked would turn curves round.
SURE, BESIDE = 0.9, 0.5
#: What is said where no title names one.
NO_UNIT = "the time unit is not printed; say it with --time-unit"
#: Words of a y title that speak of events that add up, and of survival.
RISING = re.compile(
    r"incidence|1\s*-\s*s|cumulative (?!surv|prob.*surv|prop.*surv)|failure|mortality|\bevents?\b(?!-free)"
    r"|probability of (death|relapse|event|progression)",
    re.I,
)
FALLING = re.compile(
    r"surviv|event-free|progression-free|disease-free|free|alive|remaining|without|PFS|\bOS\b|DFS|EFS|RFS", re.I
)
#: One minus survival, which names survival and yet rises; and what rises whatever else is named.
ONE_MINUS = re.compile(
    r"(?:\b(?:1|one)|\bI)\s*(?:[-–—−]|minus)\s*(?:s\b|s\(|surv|overall|event|KM\b|kaplan|[A-Z]?[DEPR]?FS\b|OS\b)"
    r"|incidence",
    re.I,
)


def time_unit(title: str) -> str:
    """Unit a title names, "" where none; the last one named wins ("months since day 1" apart, titles name one)."""
    found = [(match.start(), unit) for unit, pattern in UNITS for match in re.finditer(pattern, title, re.I)]
    if not found:  # the reader tears words apart ("m onths")
        found = [(match.start(), match[1].lower()) for match in TORN_UNIT.finditer(re.sub(r"\s", "", title))]
    return max(found)[1] if found else ""


def is_incidence(title: str) -> bool:
    """Whether a y title speaks of cumulative incidence and not of survival."""
    return bool(ONE_MINUS.search(title)) or (bool(RISING.search(title)) and not FALLING.search(title))


def says_direction(title: str) -> bool:
    """Whether a y title says that curves fall or rise."""
    return bool(RISING.search(title) or FALLING.search(title))


def words_below(words: Sequence[Word], run: Run, box: Box) -> list[Word]:
    """Words of the title under an x axis: the first line of text below its labels that is no number."""
    height = float(np.median([label.word.box.height for label in run.labels]))
    bottom = float(np.median([label.word.box.bottom for label in run.labels]))
    near = [
        w
        for w in words
        if w.angle == 0
        and bottom - 0.5 * height < w.box.center[1] < bottom + 3.2 * height
        and w.box.left > box.left - 0.1 * box.width
        and w.box.right < box.right + 0.25 * box.width
        and re.search(r"[A-Za-z]{2}", w.text)
    ]
    if not near:
        return []
    first = min(w.box.center[1] for w in near)
    line = [w for w in near if w.box.center[1] < first + 0.7 * height]
    # "Number at risk" right under the axis is the head of a table.
    line = [w for w in line if not re.search(r"at\s*risk|^n\s*risk", w.text, re.I)]
    return sorted(line, key=lambda w: w.box.left)


def title_below(words: Sequence[Word], run: Run, box: Box, whole_row: Box) -> list[Word]:
    """Words of the title under the x axis of a panel, or under the middle of its row, where none of its own is as near.

    ``whole_row`` is the plot area made as wide as the row of panels: what stands further below is a legend. Nothing is
    shared where the first line of the row is the heads of tables.
    """
    own, shared = words_below(words, run, box), words_below(words, run, whole_row)
    return own if own and (not shared or own[0].box.center[1] <= shared[0].box.bottom) else shared


def y_title(
    figure: Figure, words: Sequence[Word], run: Run, box: Box, limit: float = 0.0, *, right: bool = False
) -> str:
    """Title beside the labels of a y axis, read upwards, and what stands above them; right of column ``limit``.

    Labels and title stand left of the plot, or (``right``) right of it.
    """
    left = min(label.word.box.left for label in run.labels)
    first, last = max(limit, left - 0.2 * box.width - 40), max(limit + 1.0, left - 1)
    if right:
        first = min(figure.width - 2.0, max(label.word.box.right for label in run.labels) + 1)
        last = min(figure.width - 1.0, first + 0.2 * box.width + 40)
    strip = Box(first, box.top, last, max(box.top + 1, box.bottom))
    turned = [w for w in words if w.angle != 0 and strip.contains(*w.box.center)]
    whole = turned and (figure.words or _is_whole(figure, turned, strip))
    found = turned if whole else list(read_rotated(figure, strip))
    height = float(np.median([label.word.box.height for label in run.labels]))
    above = [
        w
        for w in words
        if w.angle == 0
        and box.top - 3 * height < w.box.center[1] < box.top + 0.5 * height
        and (box.right < w.box.left < last if right else limit <= w.box.left < box.left)
        and re.search(r"[A-Za-z]{3}", w.text)
    ]
    return " ".join(w.text for w in [*sorted(found, key=lambda w: -w.box.bottom), *above])


def _is_whole(figure: Figure, words: Sequence[Word], strip: Box) -> bool:
    """Whether words that run upwards were read well and are all the print of their line within a strip."""
    if min(word.score for word in words) < SURE:
        return False
    room = BESIDE * min(word.box.width for word in words)
    left, right = min(word.box.left for word in words), max(word.box.right for word in words)
    top, bottom = min(word.box.top for word in words) - room, max(word.box.bottom for word in words) + room
    print_ = ink_box(figure, Box(left, strip.top, right, strip.bottom))
    return print_ is not None and top < print_.top and print_.bottom < bottom


def panel_title(words: Sequence[Word], box: Box) -> str:
    """Text centred right above the plot area, or a panel letter at its upper left."""
    tall = [
        w for w in words if w.angle == 0 and w.box.bottom <= box.top + 2 and box.top - w.box.bottom < 0.12 * box.height
    ]
    inside = [w for w in tall if box.left - 5 <= w.box.center[0] <= box.right + 5]
    if not inside:
        letters = [w for w in tall if re.fullmatch(r"\(?[A-H]\)?\.?", w.text.strip())]
        return letters[0].text.strip("(). ") if letters else ""
    lowest = max(w.box.center[1] for w in inside)
    line = [w for w in inside if abs(w.box.center[1] - lowest) < 0.7 * w.box.height]
    return " ".join(w.text for w in sorted(line, key=lambda w: w.box.left))


def own_title(title: str, labels: Sequence[str]) -> str:
    """A panel's title; none where it is a legend above the plot, that is where the text names every curve."""
    return "" if labels and all(label and label in title for label in labels) else title
