"""Texts that may name a curve."""

from __future__ import annotations

import re

import attrs
import numpy as np

from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.axes.ticks import number
from ipdrecon.trace.legends.keys_as_words import is_drawn
from ipdrecon.trace.text.lettering import estimated_width

#: Reader's score below which ink inside the panel may be marks and no text.
MIN_LABEL_SCORE, MIN_SCORE_OUTSIDE = 0.6, 0.45
#: How far below a panel a legend may stand, in panel heights or, below the tables of a low one, in lines of text.
BELOW, BELOW_LINES = 1.6, 45.0
#: "HR" for a hazard ratio, its value run together with it or not: HR+ and HR- are hormone receptors.
HR = r"\bHR(?:\b|(?=\d[.·]\d))(?!\s*(?:\+|[-/](?!\s*\d)|pos|neg))"
#: Text that is a statistic or a note and no label of a curve.
NOT_A_LABEL = re.compile(
    rf"censor|\bCI\b|confidence|\bp\s*[-=<>]|\bp\W?v ?alue|^value\s*[=<>]|log.?rank|hazard|{HR}|median|number|at risk"
    r"|^time|^months?$|^days$|^years$|(?<=\S)\s+N[RE]$|not (?:reached|estimable)|(?-i:^n\.?s\.?$)"
    r"|_\s*(?:lower|upper)[_\s]*[0O]\W?\d{1,3}\s*$",  # lifelines' limits drawn as lines: "treated_lower_0.95"
    re.I,
)
#: A statistic behind a name, with its number ("Group A, median 2.1 months"), and what is none of a name's before one.
STATISTIC = re.compile(
    rf"[\s,;:(\[–—-]+(?:(?:median\b|hazard)(?!\s*\(n)|{HR}|p\s*[=<>]|p.?value|95\s*%)(?=.*\d).*$", re.I
)
NO_ARM = re.compile(
    r"wilcoxon|gehan|breslow|strati|adjust|variable|variate|overall|\bcox\b|\btest\b|trend|interact|sided|\bvs?\b|versus"
    r"|months?\b|years?\b|surviv|\b[A-Z]*[OP]?FS\b|\bOS\b|\bchi\b|\bpeto\b|mantel|tarone|fisher|\bcrude\b|population"
    r"|cut.?off|mortality|difference",
    re.I,
)
#: Fewest letters of a label left of the y axis, where tick labels stand.
SHORTEST_BESIDE = 4
#: How far left of a panel the labels of its y axis stand, in panel widths.
AXIS_ROOM = 0.25
#: A count in brackets, alone or behind another.
COUNT_IN_BRACKETS = re.compile(r"^[\dLIl]*\s*[(\[]\s*[\d.,]+%?\s*[)\]]?$")
#: A share printed at a curve ("73.8%"), or what is left of one that a line parts ("73.", "8%").
SHARE = re.compile(r"^\W?(?:\d+[.,·•∙]\d*|[.,·•∙]\d+|\d+(?=\s*%))\s*%?$")
#: Lines and marks before and behind a label.
DRAWN_ALONG = re.compile(
    r"^(?:[\s\-_+|.=~:·]|#(?=[\s#+|]))+(?=[A-Za-z0-9(<>])|(?!(?<=[A-Z0-9])-$)[\s\-_|=~:]+$|(?<=\s)[+.]$"
)
#: What rows of censor marks on a curve are read as.
MARKS_AS_TEXT = re.compile(r"^(?=.*[H+|#])[HIil1|+#tT\-\s]+$|^[xX+*\s]{2,}$")


def clean_label(text: str) -> str:
    """A label without the line sample, the mark or the line of a frame that was read along with it.

    A minus close behind a capital or a figure ("HER2-") is the label's own.
    """
    text = re.sub(r"(?<=[A-Za-z0-9])\|(?=[A-Za-z0-9])", " ", text)
    return DRAWN_ALONG.sub("", text).strip() or text


def without_statistic(word: Word) -> Word:
    """A name without the statistic that is printed behind it, which begins where the widths of the letters say."""
    found = STATISTIC.search(word.text)
    name = "" if found is None else word.text[: found.start()].rstrip()
    if not re.search(r"[A-Za-z]{2}", name) or NOT_A_LABEL.search(name) or NO_ARM.search(name):
        return word
    width = word.box.width * estimated_width(name, 1.0) / estimated_width(word.text, 1.0)
    return attrs.evolve(word, text=name, box=attrs.evolve(word.box, right=word.box.left + width))


def text_height(words: tuple[Word, ...]) -> float:
    heights = [w.box.height for w in words if w.angle == 0]
    return float(np.median(heights)) if heights else 12.0


def may_be_label(word: Word, frame: Frame, words: tuple[Word, ...], *, far: bool = False) -> bool:
    """Whether a word may name a curve; ``far`` from the panel too."""
    if (
        word.angle != 0
        or is_drawn(word)
        or word.score < (MIN_LABEL_SCORE if frame.box.contains(*word.box.center) else MIN_SCORE_OUTSIDE)
        or NOT_A_LABEL.search(word.text)
        or not re.search(r"[A-Za-z0-9]", word.text)
        or COUNT_IN_BRACKETS.match(word.text)
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
    lowest = frame.bottom + max(BELOW * box.height, BELOW_LINES * word.box.height)
    if not far and not (box.top - 0.45 * box.height < word.box.center[1] < lowest):
        return False
    beside = word.box.right < box.left and box.top < word.box.center[1] < box.bottom
    if beside and len(word.text.strip()) < SHORTEST_BESIDE and not _is_beyond_ticks(word.box, box, words):
        return False  # a tick label that was turned or not read rightly
    row = [w for w in words if w is not word and abs(w.box.center[1] - word.box.center[1]) < 0.5 * word.box.height]
    if number(word.text) is not None and word.box.center[0] < box.left and word.box.center[1] < frame.bottom:
        return False  # a tick label, whose box may hold its tick
    if number(word.text) is not None and any(_is_beside_axis(word.box, other) for other in frame.others):
        return False
    counts = [w for w in row if number(w.text) is not None or COUNT_IN_BRACKETS.match(w.text)]
    cells = [w for w in counts if w.box.left > word.box.right]
    if all(w.text.lstrip().startswith(("(", "[")) for w in cells):
        cells = []  # each a name's own, beside it in a row of a legend
    below = word.box.center[1] > frame.label_rows[0] - 0.5 * word.box.height
    return not (below and len(cells) >= 2)


def _is_beyond_ticks(box: Box, panel: Box, words: tuple[Word, ...]) -> bool:
    """Whether a text left of a panel stands left of all labels of its y axis too, as in a legend there."""
    axis = [w.box for w in words if number(w.text) is not None and _is_beside_axis(w.box, panel)]
    ticks = [other for other in axis if other.center[1] < panel.bottom]
    return len(ticks) > 1 and box.right < min(tick.left for tick in ticks)


def _is_beside_axis(box: Box, panel: Box) -> bool:
    """Whether a number stands where a panel has the labels of its axes: left of it or below it."""
    x, y = box.center
    left = panel.left - AXIS_ROOM * panel.width < x < panel.left and panel.top - box.height < y < panel.bottom
    below = panel.left - box.width < x < panel.right + box.width and 0 < y - panel.bottom < 2.5 * box.height
    return left or below
