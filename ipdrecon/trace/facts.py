"""Statistics printed inside a figure: hazard ratio, p value, medians, patients and events."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ipdrecon.digitization import PrintedFact
from ipdrecon.figure import Box, Word
from ipdrecon.trace.frame import Frame

NUM = r"(\d+(?:[.·,]\d+)?)"
BETWEEN = r"\s*(?:-|–|to|,|;)\s*"
INTERVAL = (
    rf"(?:[^0-9]{{0,4}}(\d\d(?:\.\d)?)\s*%\s*(?:CI|confidence interval|C\.I\.)?)?[^0-9]{{0,6}}{NUM}{BETWEEN}{NUM}"
)
HAZARD = re.compile(rf"(?:\bHR\b|hazard ratio)[^0-9]{{0,24}}{NUM}(?:{INTERVAL})?", re.I)
P_VALUE = re.compile(
    r"\bp\s*(?:-?\s*value)?\s*(?:\([^)]*\))?\s*([<>=≤:])\s*(\d*[.·]\d+(?:\s*[eE]\s*-?\s*\d+)?|\d+[eE]-?\d+)", re.I
)
#: "1-yr 52%" and "95% CI" behind the word are a landmark and a level, no median.
NO_MEDIAN = r"(?!\d|[.,]\d|\s*%|\s*-\s*(?:y|yr|year|mo|month|wk|week|d|day)s?\b)"
MEDIAN = re.compile(rf"(?:median|mPFS|mOS)[^0-9]{{0,30}}{NUM}{NO_MEDIAN}(?:[^0-9(\[]{{0,10}}[(\[]{INTERVAL})?", re.I)
PATIENTS = re.compile(r"\bn\s*=\s*(\d[\d,]*)", re.I)
EVENTS = re.compile(r"(?:\bevents?\s*[=:]?\s*(\d+)|\b(\d+)\s+events?\b)", re.I)
#: How far beside its panel a statistic may stand, in panel widths.
BESIDE = 0.5


def read_facts(words: Sequence[Word], frame: Frame, labels: Sequence[str]) -> tuple[PrintedFact, ...]:
    """Facts in and beside a panel; each belongs to the curve its line names, or to the panel."""
    found: list[PrintedFact] = []
    for text, box in _lines(words, frame):
        curve = _named(text, labels)
        found += _facts_of(text, box, curve)
    return tuple(found)


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
            opens = re.search(r"(?:HR|hazard ratio)[^0-9]*\d[\d.]*\D{0,12}$", before, re.I)
            if close and opens and re.search(r"\d\s*(?:-|–|to|,)\s*\d", text):
                joined[-1] = (f"{before} {text}", above.union(box))
                continue
        joined.append((text, box))
    return joined


def _named(text: str, labels: Sequence[str]) -> str:
    plain = re.sub(r"\W+", "", text).lower()
    named = [label for label in labels if len(label) > 1 and re.sub(r"\W+", "", label).lower() in plain]
    return max(named, key=len) if named else ""


def _facts_of(text: str, box: Box, curve: str) -> list[PrintedFact]:
    facts = []
    if (m := HAZARD.search(text)) is not None:
        value = _float(m.group(1))
        if 0.01 < value < 100:
            facts.append(_fact("hazard_ratio", value, text, box, "", m.groups()[1:]))
    if (m := P_VALUE.search(text)) is not None:
        bound = m.group(1) if m.group(1) in "<>" else ""
        facts.append(PrintedFact("p_value", _float(re.sub(r"\s", "", m.group(2))), text, box, bound=bound))
    if (m := MEDIAN.search(text)) is not None:
        facts.append(_fact("median", _float(m.group(1)), text, box, curve, m.groups()[1:]))
    if (m := PATIENTS.search(text)) is not None:
        facts.append(PrintedFact("patients", float(m.group(1).replace(",", "")), text, box, curve=curve))
    if (m := EVENTS.search(text)) is not None:
        facts.append(PrintedFact("events", float(m.group(1) or m.group(2)), text, box, curve=curve))
    return facts


def _fact(kind: str, value: float, text: str, box: Box, curve: str, interval: tuple[str | None, ...]) -> PrintedFact:
    level, low, high = (_float(part) if part else float("nan") for part in interval)
    if not (np.isfinite(low) and np.isfinite(high) and low <= value <= high):
        level = low = high = float("nan")
    return PrintedFact(kind, value, text, box, low=low, high=high, level=level, curve=curve)


def _float(text: str) -> float:
    return float(text.replace(",", ".").replace("·", "."))
