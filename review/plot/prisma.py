"""PRISMA 2020 flow of records (Page et al. 2021), with the counts that are known."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import attrs
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from ipdrecon.plot.style import INK
from review.folder.rows import Prisma
from review.plot.style import GREY

#: Letters a line of a box holds, and the sizes of boxes in inches.
LINE, BOX_WIDTH, LINE_HEIGHT, PADDING, GAP = 40, 3.1, 0.165, 0.16, 0.34


@attrs.frozen
class _Box:
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return LINE_HEIGHT * len(self.lines) + PADDING


def flow(rows: Sequence[Prisma]) -> Figure | None:
    """The diagram, None where no count is known."""
    if not rows:
        return None
    levels = [(left, right) for left, right in _levels(rows) if left or right]
    heights = [max(box.height for box in pair if box) for pair in levels]
    total = sum(heights) + GAP * (len(levels) - 1)
    width = 2 * BOX_WIDTH + 0.7
    figure = Figure(figsize=(width + 0.1, total + 0.1))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(-0.05, width + 0.05), ylim=(-0.05, total + 0.05))
    ax.axis("off")
    top, previous = total, None
    for (left, right), height in zip(levels, heights, strict=True):
        middle = top - height / 2
        if left:
            _draw(ax, left, 0.0, middle, "#EAF2F8")
            if previous is not None:
                _arrow(ax, (BOX_WIDTH / 2, previous), (BOX_WIDTH / 2, middle + left.height / 2))
            previous = middle - left.height / 2
        if right:
            _draw(ax, right, BOX_WIDTH + 0.7, middle, "#F6F6F6")
            if left:
                _arrow(ax, (BOX_WIDTH, middle), (BOX_WIDTH + 0.7, middle))
        top -= height + GAP
    return figure


def _levels(rows: Sequence[Prisma]) -> list[tuple[_Box | None, _Box | None]]:
    count: dict[str, float] = {}
    for row in rows:
        count[row.item] = count.get(row.item, 0.0) + row.count

    def lines(*items: tuple[str, str]) -> _Box | None:
        said = [f"{words} (n\u00a0=\u00a0{count[item]:,.0f})" for item, words in items if item in count]
        return _box(said) if said else None

    reasons = [
        f"{row.reason} (n\u00a0=\u00a0{row.count:,.0f})"
        for row in rows
        if row.item == "full_text_excluded" and row.reason
    ]
    excluded = lines(("full_text_excluded", "Reports excluded"))
    if excluded and reasons:
        excluded = _box([f"Reports excluded (n\u00a0=\u00a0{count['full_text_excluded']:,.0f}):", *reasons])
    return [
        (
            lines(
                ("databases", "Records from databases and registers"), ("other_sources", "Records from other sources")
            ),
            lines(("duplicates_removed", "Duplicates removed before screening")),
        ),
        (lines(("screened", "Records screened")), lines(("excluded", "Records excluded on title and abstract"))),
        (lines(("full_text", "Reports assessed in full text")), excluded),
        (
            lines(
                ("included_search", "Reports included from the search"),
                ("included_other", "Reports from reference lists and experts"),
            ),
            None,
        ),
        (
            lines(
                ("studies_included", "Studies included"),
                ("reports_included", "Reports of included studies"),
                ("patients_included", "Patients"),
            ),
            None,
        ),
    ]


def _box(sentences: Sequence[str]) -> _Box:
    return _Box(tuple(line for sentence in sentences for line in textwrap.wrap(sentence, LINE, subsequent_indent="  ")))


def _draw(ax: Any, box: _Box, left: float, middle: float, color: str) -> None:
    bottom = middle - box.height / 2
    ax.add_patch(
        FancyBboxPatch(
            (left, bottom), BOX_WIDTH, box.height, boxstyle="round,pad=0,rounding_size=0.06", fc=color, ec=GREY, lw=0.8
        )
    )
    ax.text(
        left + 0.12, middle, "\n".join(box.lines), ha="left", va="center", fontsize=8.5, color=INK, linespacing=1.25
    )


def _arrow(ax: Any, start: tuple[float, float], end: tuple[float, float]) -> None:
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": GREY, "lw": 1.0, "shrinkA": 0, "shrinkB": 0})
