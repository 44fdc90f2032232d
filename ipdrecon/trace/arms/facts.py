"""Statistics printed inside a figure: hazard ratio, p value, medians, patients and events."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.digitization import PrintedFact
from ipdrecon.figure import Box, Word
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.legends.labels import HR

NUM = r"(\d+(?:\.\d+)?)"
#: An upper limit that was not reached or cannot be estimated.
OPEN = r"(?:NR|NE|NA|N\.R\.|N\.E\.|not reached|not estimable|not evaluable|∞)"
BETWEEN = r"\s*(?:-|–|—|to|,|;)\s*"
#: A level and its name, "95% CI" or "IC 95%", before an interval or before the estimate.
LEVEL = r"(\d\d(?:\.\d)?)\s*%\s*(?:C\s?[Il1]|confidence intervals?|C\.I\.)?"
INTERVAL = rf"(?:[^0-9]{{0,5}}{LEVEL})?[^0-9]{{0,6}}{NUM}{BETWEEN}(?:{NUM}|{OPEN})"
#: "HR (95% CI)" is a head with the level in it, whose estimate follows.
HEADED = rf"(?:[^0-9]{{0,12}}\(\s*{LEVEL}\s*\))?"
HAZARD = re.compile(rf"(?:{HR}|hazard ratio){HEADED}[^0-9]{{0,60}}?{NUM}(?!\d|\s*%)(?:{INTERVAL})?", re.I)
P_VALUE = re.compile(
    r"\bp\s*(?:-?\s*value)?\s*(?:\([^)]*\))?\s*([<>=≤:])\s*(\d*\.\d+(?:\s*[eE]\s*-?\s*\d+)?|\d+[eE]-?\d+)", re.I
)
#: "1-yr 52%" and "95% CI" behind the word are a landmark and a level, no median, and "10 mg" a dose; of two, "9.2 vs
#: 5.5", neither is said.
NO_MEDIAN = (
    r"(?!\d|[.,]\d|\s*%|\s*-\s*(?:y|yr|year|mo|month|wk|week|d|day)s?(?![a-z])|(?:\s*[a-z]+)?\s*(?:vs?\.?|versus)\s"
    r"|\s*-?\s*(?:[mkµu]?g|mcg|[cm]?gy|ml|iu)\b)"
)
#: Behind "median": that of the follow-up, the age or a response is none of the survival.
OF_SURVIVAL = r"(?!\W*(?:follow|f/?u\b|age\b|(?:duration|time|length)\s+(?:of|to|on)\s+(?:follow|respon|treat|therap)))"
#: "mOS" is a word of its own, "mos" are months.
MEDIAN = re.compile(
    rf"(?:median{OF_SURVIVAL}|(?-i:m(?:PFS|OS|DFS))){HEADED}[^0-9]{{0,30}}{NUM}{NO_MEDIAN}(?:[^0-9(\[]{{0,10}}[(\[]{INTERVAL})?",
    re.I,
)
PATIENTS = re.compile(r"\bn\s*=\s*(\d[\d,]*)", re.I)
EVENTS = re.compile(
    r"(?:(?<!to )(?<!to-)\b(?:events?|deaths?)\s*[=:]?\s*(\d+)(?![\d.]|\s*%|\s*/)|\b(\d+)\s+(?:events?|deaths?)\b)",
    re.I,
)
#: "No. of events/total 45/120", "Deaths, n/N: 45/120".
OF_TOTAL = re.compile(r"\b(?:events?|deaths?)\b[^0-9]{0,30}?(\d+)\s*/\s*(\d+)(?![\d.])", re.I)
#: How far beside its panel a statistic may stand, in panel widths.
BESIDE = 0.5


def read_facts(words: Sequence[Word], frame: Frame, labels: Sequence[str]) -> tuple[PrintedFact, ...]:
    """Facts in and beside a panel; each belongs to the curve its line names, or to the panel."""
    found: list[PrintedFact] = []
    for text, box in _lines([word for word in words if is_own(word, frame)], frame):
        named = _named(text, labels)
        found += _facts_of(text, box, named[0] if named else "", several=len(named) > 1)
    return tuple(found)


def is_own(word: Word, frame: Frame) -> bool:
    """Whether a text stands no nearer to another panel than to this one."""
    x, y = word.box.center

    def away(box: Box) -> float:
        across, down = max(box.left - x, x - box.right, 0.0), max(box.top - y, y - box.bottom, 0.0)
        return float(np.hypot(across, down))

    return all(away(frame.box) <= away(other) for other in frame.others)


def _lines(words: Sequence[Word], frame: Frame) -> list[tuple[str, Box]]:
    box = frame.box
    near = [
        w
        for w in words
        if w.angle == 0
        and box.left - 5 < w.box.left < box.right + BESIDE * box.width
        and box.top - 0.3 * box.height < w.box.center[1] < box.bottom
    ]
    near.sort(key=lambda w: (w.box.center[1], w.box.left))
    lines: list[list[Word]] = []
    for word in near:
        for line in lines:
            last = line[-1]
            level = abs(last.box.center[1] - word.box.center[1]) < 0.45 * max(last.box.height, word.box.height)
            if level and -0.5 * word.box.height < word.box.left - last.box.right < 3.5 * word.box.height:
                line.append(word)
                break
        else:
            lines.append([word])
    result = []
    for line in lines:
        whole = line[0].box
        for word in line[1:]:
            whole = whole.union(word.box)
        result.append((" ".join(w.text for w in line), whole))
    return _with_continuations(result)


def _with_continuations(lines: list[tuple[str, Box]]) -> list[tuple[str, Box]]:
    """A line that ends in the middle of an interval, joined with the next one below it."""
    lines = sorted(lines, key=lambda line: (line[1].top, line[1].left))
    joined: list[tuple[str, Box]] = []
    for text, box in lines:
        if joined:
            before, above = joined[-1]
            close = 0 <= box.top - above.bottom + 0.4 * box.height < 1.0 * box.height and box.left < above.right
            opens = re.search(r"(?:HR|hazard ratio)[^0-9]*\d[\d.·]*\D{0,12}$", before, re.I)
            waits = re.search(rf"(?:{HR}|hazard ratio)[^0-9]{{0,60}}$", before, re.I) and re.match(r"\d?[.·,]\d", text)
            if close and (waits or (opens and re.search(r"\d\s*(?:-|–|to|,)\s*[\d.·]", text))):
                joined[-1] = (f"{before} {text}", above.union(box))
                continue
        joined.append((text, box))
    return joined


def _named(text: str, labels: Sequence[str]) -> list[str]:
    """The arms a line names, the longest name first; of one that is part of another's name nothing is said."""
    plain = _letters(text)
    found: list[str] = []
    for label in sorted(labels, key=len, reverse=True):
        name = _letters(label)
        if len(label) > 1 and name in plain and not any(name in _letters(other) for other in found):
            found.append(label)
    return found


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def _without_name(text: str, label: str) -> str:
    """A line without the name of an arm, whose numbers ("Arm 1", "10 mg", "5-FU") are none of its statistics."""
    return re.sub(r"\W*".join(_letters(label)), " ", text, count=1, flags=re.I) if _letters(label) else text


def with_points(text: str) -> str:
    """A text with its decimals as plain numbers: "0·63", ".63", "O.63" and, where no point is used, "0,63"."""
    text = re.sub(r"(?<=\d)[·∙•](?=\d)|(?<![\d])[·∙](?=\d)", ".", text)
    text = re.sub(r"(?<![\w.])[Oo](?=\.\d)", "0", text)
    text = re.sub(r"(?<![\d.])\.(?=\d)", "0.", text)
    if not re.search(r"\d\.\d", text) and re.search(rf"{HR}|hazard|\bp\s*[<>=]", text, re.I):
        text = re.sub(r"(?<![\d.-])0-(?=\d{2,4}(?!\d))|(?<=\d-)0-(?=\d{2,4}(?!\d))", "0.", text)  # a raised point
    if not re.search(r"\d\.\d", text):
        text = re.sub(r"(?<=\d),(?=\d{1,2}(?!\d))", ".", text)
    return text


def _facts_of(text: str, box: Box, curve: str, *, several: bool = False) -> list[PrintedFact]:
    """What a line says of a curve, or of ``several``, of which then none has its median."""
    facts = []
    plain = with_points(text)
    if (m := HAZARD.search(plain)) is not None:
        value = float(m.group(2))
        if 0.01 < value < 100:
            facts.append(_fact("hazard_ratio", value, text, box, "", m))
    if (m := P_VALUE.search(plain)) is not None:
        bound = m.group(1) if m.group(1) in "<>" else "<" if m.group(1) == "≤" else ""
        facts.append(PrintedFact("p_value", float(re.sub(r"\s", "", m.group(2))), text, box, bound=bound))
    plain = _without_name(plain, curve)
    if (m := MEDIAN.search(plain)) is not None:
        fact = _fact("median", float(m.group(2)), text, box, "" if several else curve, m)
        facts.append(attrs.evolve(fact, bound=_bound_of(plain, *m.span(2))))
    if (m := OF_TOTAL.search(plain)) is not None and int(m.group(1)) <= int(m.group(2)):
        facts.append(PrintedFact("events", float(m.group(1)), text, box, curve=curve))
        facts.append(PrintedFact("patients", float(m.group(2)), text, box, curve=curve))
        return facts
    if (m := PATIENTS.search(text)) is not None:
        facts.append(PrintedFact("patients", float(m.group(1).replace(",", "")), text, box, curve=curve))
    if (m := EVENTS.search(plain)) is not None:
        facts.append(PrintedFact("events", float(m.group(1) or m.group(2)), text, box, curve=curve))
    return facts


def _bound_of(text: str, start: int, end: int) -> str:
    """Whether the number at a place is a limit only: ">24" and "24+" say that more was not seen."""
    before, behind = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    return ">" if before in (">", "≥") or behind == "+" else "<" if before in ("<", "≤") else ""


def _fact(kind: str, value: float, text: str, box: Box, curve: str, found: re.Match[str]) -> PrintedFact:
    """A fact with its interval, whose level stands before the estimate or before the limits; an open end stays NaN."""
    before, _, inside, *limits = found.groups()
    low, high = (float(part) if part else float("nan") for part in limits)
    level = float(inside or before or "nan")
    if not np.isfinite(low) or low > value or value > high:
        level = low = high = float("nan")
    return PrintedFact(kind, value, text, box, low=low, high=high, level=level, curve=curve)
