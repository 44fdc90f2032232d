"""Counts that were read in one piece, taken apart at the blanks that their print shows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.inks.contrast import from_color, median_color
from ipdrecon.trace.lines.spans import edges_of
from ipdrecon.trace.table.counts import count_of
from ipdrecon.trace.table.spots import GRID_COVERS, INK_CONTRAST
from ipdrecon.trace.text.lettering import estimated_width

#: A count with what may stand in brackets behind it; a label, if any, and the counts behind it.
ONE = r"\d{1,5}(?: ?\(\d+(?:\.\d+)?%?\))?"
RUN = re.compile(rf"^(?:(.*[A-Za-z].*?) )?({ONE}(?: {ONE})+)$")
#: A count from which one with its thousands parted is several: no trial has a million patients.
MILLION = 1_000_000
#: How much wider the blanks between counts are than all others of the line, at least: those inside a name are no
#: narrower.
WIDER = 1.3
#: Least such blank, in heights of the box: letters stand closer.
BLANK = 0.15
#: How far the box of a word reaches beyond its print on either side, in heights of it, as the reader's do.
PADDING = 0.07
#: How far the width of a count may be off that of as many figures as the others have, as a share of it; a lone figure
#: may be a one, which is narrower by as much again.
ALIKE = 0.3


def counts_apart(figure: Figure, word: Word, ticks: Floats) -> list[Word]:
    """A word as the label and the counts it holds, each in the box of its own print; itself where print does not tell.

    Where counts stand close a reader takes a row's for one phrase. Where each is says which columns the table has, and
    the widths of letters only guess that. "1 204" is one count unless it reaches over two of the axis' ``ticks`` (m,),
    in pixels: a blank parts thousands as it does columns.
    """
    run = RUN.match(word.text.strip())
    if run is None or word.angle != 0:
        return [word]
    label, counts = run.group(1) or "", re.findall(ONE, run.group(2))
    parts = _parts(figure, word, label, counts)
    if parts is not None:
        whole = parts[-len(counts)].box.union(parts[-1].box)
        if not _is_one(run.group(2), whole, ticks):
            return parts
        return [parts[0], attrs.evolve(word, text=run.group(2), box=whole)] if label else [word]
    if label and len(counts) > 1:  # the number of a stratum stands near its name ("Group 1 208 127")
        parts = _parts(figure, word, f"{label} {counts[0]}", counts[1:])
    return parts or [word]


def _is_one(text: str, box: Box, ticks: Floats) -> bool:
    """Whether figures with blanks between are one count, whose thousands these part."""
    count = count_of(text)
    return count is not None and count[0] < MILLION and int(np.sum((ticks > box.left) & (ticks < box.right))) < 2


def _parts(figure: Figure, word: Word, label: str, counts: Sequence[str]) -> list[Word] | None:
    """The label and the counts of a word as words of their own; None where its print does not stand so."""
    texts = [label, *counts] if label else counts
    boxes = _boxes(figure, word.box, len(texts))
    if boxes is None:
        return None
    gaps = [after.left - before.right for before, after in itertools.pairwise(boxes)]
    if label and gaps[0] < WIDER * min(gaps[1:], default=0.0):
        return None
    wide = np.array([box.width for box in boxes[-len(counts) :]]) / [estimated_width(count, 1.0) for count in counts]
    usual = float(np.median(wide))
    least = np.array([1 - ALIKE * (1 + (len(count) == 1)) for count in counts])
    if (wide > (1 + ALIKE) * usual).any() or (wide < least * usual).any():
        return None
    return [attrs.evolve(word, text=text, box=box) for text, box in zip(texts, boxes, strict=True)]


def _boxes(figure: Figure, box: Box, count: int) -> list[Box] | None:
    """The boxes of so many pieces of print with the widest blanks of a line between them; None where others are as
    wide, or stand further right."""
    top, bottom = max(0, int(box.top)), int(np.ceil(box.bottom)) + 1
    left, right = max(0, int(box.left) - 1), int(np.ceil(box.right)) + 2
    area = figure.pixels[top:bottom, left:right].astype(np.float32)
    if min(area.shape[:2], default=0) < 3:
        return None
    ink = from_color(area, median_color(area)) > INK_CONTRAST
    ink[ink.mean(axis=1) > GRID_COVERS] = False
    ink[:, ink.mean(axis=0) > GRID_COVERS] = False
    edges = edges_of(np.asarray(ink.any(axis=0)))
    begins, ends = edges[::2], edges[1::2]
    gaps = begins[1:] - ends[:-1]
    if gaps.size < count - 1:
        return None
    order = np.argsort(-gaps, kind="stable")
    chosen = np.sort(order[: count - 1])
    others = np.delete(gaps, chosen)
    least = float(gaps[chosen].min())
    if least < max(WIDER * others.max(initial=0), BLANK * box.height):
        return None
    beyond = PADDING * box.height
    return [
        Box(left + float(begins[a]) - beyond, box.top, left + float(ends[b]) + beyond, box.bottom)
        for a, b in zip([0, *(chosen + 1)], [*chosen, begins.size - 1], strict=True)
    ]
