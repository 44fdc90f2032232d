"""Panels: pairs of axes, calibrated, with the plot area between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axes, Axis
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.axes.area import neighbours, plot_area
from ipdrecon.trace.axes.below_tables import with_titles_below_tables
from ipdrecon.trace.axes.calibrate import AxisFit, axis_of, contrast_image
from ipdrecon.trace.axes.decimal_points import are_tenths, is_printed_at
from ipdrecon.trace.axes.even import are_all_read, are_even, are_shares
from ipdrecon.trace.axes.fits import Shifts, fits_of, moved_lines
from ipdrecon.trace.axes.inset import insets, with_labels
from ipdrecon.trace.axes.missed import missed_panels
from ipdrecon.trace.axes.pairs import Pair, find_pairs, row_box
from ipdrecon.trace.axes.runs import right_of
from ipdrecon.trace.axes.shared_titles import with_shared_titles
from ipdrecon.trace.axes.snap import unsnapped
from ipdrecon.trace.axes.ticks import Run
from ipdrecon.trace.axes.titles import (
    NO_UNIT,
    is_incidence,
    panel_title,
    says_direction,
    time_unit,
    title_below,
    y_title,
)
from ipdrecon.trace.axes.turned import better_read, looks_turned, stand_alone, with_turned_labels, with_turned_times
from ipdrecon.trace.axes.unusual_pairs import unusual_pairs
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.text.reading_order import reading_order

#: How far from the left edge of a panel the labels of a y axis below it end, in panel widths, to be in its column.
AXES_APART = 0.4
#: Error of times, as a share of their axis, whose labels alone tell it while some between them were not read.
UNREAD = 0.015
#: What a title says of an axis of percentages.
PERCENT = re.compile(r"%|per ?cent", re.IGNORECASE)
#: Told ends are labels where they differ by no more than this share of the range.
LABEL_SLACK = 1e-3


@attrs.frozen(eq=False)
class Frame:
    """A panel's axes and plot area.

    Attributes
    ----------
    box : Box                   Plot area inside the axes, in pixels.
    axes : Axes
    title : str                 Facet strip, panel letter or title above it.
    bottom : float              Row below which the x axis' labels and title end (where a table may begin).
    label_rows : (top, bottom)  Rows of the x labels.
    warnings : tuple of str
    direction_known : bool      Whether title or person say that curves fall (survival) or rise (incidence).
    loose : bool                Whether neither axis has tick marks, grid lines or a line of its own.
    moved : (x, y)              How far right and down the program moved the lines of the axes to reach whole pixels
                                (see :mod:`ipdrecon.trace.axes.snap`); None where it did not.
    zoom : float                Pixels of the picture for each that the program drew.
    end : float                 Row where the panel beneath begins: a table lies above it (infinite: none).
    others : tuple of Box       Plot areas of the figure's other panels.
    insets : tuple of Box       Small plots inside the panel with their labels, which lie over its curves.
    place : Box or None         Where the panel is such a small plot itself: with its labels; else None.
    """

    box: Box
    axes: Axes
    title: str = ""
    bottom: float = 0.0
    label_rows: tuple[float, float] = (0.0, 0.0)
    warnings: tuple[str, ...] = ()
    direction_known: bool = True
    loose: bool = False
    moved: tuple[float, float] | None = None
    zoom: float = 1.0
    end: float = float("inf")
    others: tuple[Box, ...] = ()
    insets: tuple[Box, ...] = ()
    place: Box | None = None


def find_frames(figure: Figure, words: tuple[Word, ...], hints: Hints) -> tuple[Frame, ...]:
    """Panels of a figure in reading order, those inside others last.

    Raises
    ------
    FigureError  where no pair of axes with evenly rising labels is found, or the asked panel does not exist.
    """
    pairs = find_pairs(words if figure.words else tuple(w for w in words if w.angle == 0))
    turned = not pairs or any(looks_turned(pair.y, words) for pair in pairs) or stand_alone(pairs, words)
    if not figure.words and turned:
        other = with_turned_labels(figure, words)
        pairs = better_read(pairs, find_pairs(other))
        pairs = pairs or find_pairs(words) or unusual_pairs(other)  # labels turned and upright may be one axis
    pairs = pairs or unusual_pairs(words)
    if not figure.words and not pairs:  # the labels of both axes may be turned
        pairs = find_pairs(with_turned_labels(figure, with_turned_times(figure, words)))
    if not pairs:
        raise FigureError(
            "no axes with evenly rising numbers were found, so this is no Kaplan-Meier figure, or its labels cannot be "
            "read; if it is one, try --crop, or a larger picture"
        )
    contrast = contrast_image(figure.pixels)
    fits = [fits_of(contrast, pair) for pair in pairs]
    shifts = moved_lines(contrast, fits) if not figure.is_vector else [(None, None) for _ in pairs]
    found = [
        _frame(figure, contrast, words, pair, hints, pairs, fit, shift)
        for pair, fit, shift in zip(pairs, fits, shifts, strict=True)
    ]
    for k in insets([frame.box for frame in found]):  # what is told describes the panel, unless an inset is asked for
        told = hints if hints.panel is not None else hints.of_an_inset()
        found[k] = _frame(figure, contrast, words, pairs[k], told, pairs, fits[k], shifts[k])
    lost = missed_panels(words, pairs)
    whole, inner = _with_insets(_parted(_without_tables(found), lost), words)
    whole = with_titles_below_tables(with_shared_titles(whole), words)
    frames = [part[i] for part in (whole, inner) for i in reading_order([frame.box for frame in part])]
    if lost:
        where = ", ".join(f"column {run.labels[0].x:.0f}" for run in lost)
        warning = f"a y axis at {where} has no times that can be read below it: a panel may be missing; try --crop"
        frames[0] = attrs.evolve(frames[0], warnings=(*frames[0].warnings, warning))
    if hints.panel is not None:
        if not 1 <= hints.panel <= len(frames):
            raise FigureError(
                f"--panel {hints.panel} was asked for, but {len(frames)} were found; give 1 to {len(frames)}"
            )
        frames = [frames[hints.panel - 1]]
    return tuple(frames)


def _with_insets(frames: list[Frame], words: tuple[Word, ...]) -> tuple[list[Frame], list[Frame]]:
    """Panels that lie in no other one, with the places of those that do, and these."""
    within = insets([frame.box for frame in frames])
    places = {k: with_labels(frames[k].box, frames[k].bottom, words) for k in within}
    whole = [
        attrs.evolve(f, insets=tuple(places[k] for k in within if f.box.contains(*frames[k].box.center)))
        for i, f in enumerate(frames)
        if i not in within
    ]
    inner = [
        attrs.evolve(_titled_as(frames[k], whole), place=places[k], end=places[k].bottom, others=()) for k in within
    ]
    return whole, inner


def _titled_as(inset: Frame, whole: list[Frame]) -> Frame:
    """An inset that shows what the panel around it does, in its unit of time, where its own axes have no titles."""
    around = next((frame for frame in whole if frame.box.contains(*inset.box.center)), None)
    if around is None:
        return inset
    axes = inset.axes
    if not axes.time_unit:
        kept = tuple(text for text in inset.warnings if text != NO_UNIT or not around.axes.time_unit)
        inset = attrs.evolve(inset, warnings=kept)
        axes = attrs.evolve(axes, time_unit=around.axes.time_unit)
    if not inset.direction_known:
        axes = attrs.evolve(axes, incidence=around.axes.incidence)
        inset = attrs.evolve(inset, direction_known=around.direction_known)
    return attrs.evolve(inset, axes=axes)


def _parted(frames: list[Frame], lost: Sequence[Run]) -> list[Frame]:
    """Each panel with the row where the one beneath it begins, where it ends, and with the places of the others.

    Of a panel that was ``lost`` the labels of its y axis are known.
    """

    def end(frame: Frame) -> float:
        beneath = [
            other.box.top
            for other in frames
            if other.box.top >= frame.box.bottom
            and min(other.box.right, frame.box.right) > max(other.box.left, frame.box.left)
        ]
        beneath += [
            run.labels[-1].y
            for run in lost
            if run.labels[-1].y >= frame.bottom and abs(right_of(run) - frame.box.left) < AXES_APART * frame.box.width
        ]
        return min(beneath, default=float("inf"))

    return [
        attrs.evolve(frame, end=end(frame), others=tuple(other.box for other in frames if other is not frame))
        for frame in frames
    ]


def _frame(
    figure: Figure,
    contrast: Floats,
    words: tuple[Word, ...],
    pair: Pair,
    hints: Hints,
    pairs: list[Pair],
    fits: tuple[AxisFit, AxisFit],
    shifts: Shifts,
) -> Frame:
    x_fit, y_fit = fits
    scale = 100.0 if max(label.value for label in pair.y.labels) > 2 else 1.0
    limits = neighbours(pair, pairs, figure.width)
    box = plot_area(contrast, pair, (x_fit, y_fit), words, limits)
    title = y_title(figure, words, pair.y, box, limits[0], right=pair.right)
    if are_tenths(pair.y, box.top) and is_printed_at(contrast, pair.y, 10.0) and not PERCENT.search(title):
        scale = 10.0
    x = _axis(x_fit, pair.x, box.left, box.right, 1.0)
    y = _axis(y_fit, pair.y, box.bottom, box.top, scale)
    x, y = unsnapped(x, shifts[0]), unsnapped(y, shifts[1])
    x_words = title_below(words, pair.x, box, row_box(pair, pairs, box))
    x_title = " ".join(w.text for w in x_words)
    if hints.x_range is not None and not _are_labels(hints.x_range, x.ticks):
        x = _told(hints.x_range, box.left, box.right, x.pixel(x.ticks))
    percent = scale == 100.0
    if hints.y_range is not None:
        percent = max(hints.y_range) > 2
        share = 100.0 if percent else 1.0
        ends = (hints.y_range[0] / share, hints.y_range[1] / share)
        if not _are_labels(ends, y.ticks):
            y = _told(ends, box.bottom, box.top, y.pixel(y.ticks))
    unit = hints.time_unit or time_unit(x_title)
    incidence = hints.incidence if hints.incidence is not None else is_incidence(title)
    sure = hints.incidence is not None or says_direction(title)
    warnings = []
    if not unit:
        warnings.append(NO_UNIT)
    for name, fit, run in (("x", x_fit, pair.x), ("y", y_fit, pair.y)):
        if fit.source == "labels":
            warnings.append(
                f"no tick marks on the {name} axis: it is calibrated on the centres of {len(run.labels)} labels"
            )
    if x_fit.source == "labels" and not are_all_read(x.ticks):
        # Labels that run together are read as one, and the places of those that are not lie where nobody knows.
        x = attrs.evolve(x, se_px=max(x.se_px, UNREAD * x.span * abs(x.px_per_unit)))
    top = min(label.word.box.top for label in pair.x.labels)
    bottom = max([label.word.box.bottom for label in pair.x.labels])
    return Frame(
        box=box,
        axes=Axes(x, y, unit, percent, incidence, x_title, title),
        title=panel_title(words, box),
        bottom=max([bottom, *(w.box.bottom for w in x_words)]),
        label_rows=(top, bottom),
        warnings=tuple(warnings),
        direction_known=sure,
        moved=None if shifts == (None, None) else (shifts[0] or 0.0, shifts[1] or 0.0),
        loose=all(fit.source == "labels" and not np.isfinite(fit.edge) for fit in (x_fit, y_fit)),
    )


def _without_tables(frames: list[Frame]) -> list[Frame]:
    """Drop axes made of a risk table's columns: they stand below a panel and within its width.

    They have no lines of their own, or their labels are uneven: counts that happen to rise with their places.
    """
    kept = []
    for frame in frames:
        uneven = not are_even(frame.axes.x.ticks) or not are_shares(frame.axes.y.ticks)
        inside = (frame.loose or uneven) and any(
            other is not frame
            and other.bottom <= frame.bottom
            and other.box.bottom <= frame.box.top + 0.2 * frame.box.height
            and other.box.left + 0.06 * other.box.width < frame.box.left < other.box.right
            and frame.box.right <= other.box.right + 0.05 * other.box.width
            for other in frames
        )
        if not inside:
            kept.append(frame)
    return kept


def _are_labels(ends: tuple[float, float], ticks: Floats) -> bool:
    """Whether told ends are the first and the last label read: they then stand at their ticks.

    The line of an axis may end there, while the frame around it goes on (R's plots do both).
    """
    slack = LABEL_SLACK * (ends[1] - ends[0])
    return bool(ticks.size > 1 and abs(ticks[0] - ends[0]) <= slack and abs(ticks[-1] - ends[1]) <= slack)


def _told(ends: tuple[float, float], first: float, last: float, ticks: Floats) -> Axis:
    """An axis between two told values; ``ticks`` are the pixels of its labels, where columns of a table stand too."""
    per_unit = (last - first) / (ends[1] - ends[0])
    zero = first - per_unit * ends[0]
    values = np.round((ticks - zero) / per_unit, max(0, 2 - int(np.floor(np.log10(ends[1] - ends[0])))))
    values = np.where(np.abs(values) < 0.01 * (ends[1] - ends[0]), 0.0, values)  # the frame is a line thick
    return Axis(zero, per_unit, ends[0], ends[1], se_px=0.7, ticks=np.unique(values))


def _axis(fit: AxisFit, run: Run, first: float, last: float, scale: float) -> Axis:
    low, high = (first - fit.zero) / fit.per_unit, (last - fit.zero) / fit.per_unit
    return axis_of(fit, low, high, np.array([label.value for label in run.labels]), scale=scale)
