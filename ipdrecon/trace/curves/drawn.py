"""The curves of one panel as they are drawn: in the file's own paths, else in its pixels."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.digitization import TracedCurve
from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.arms.expected import all_whole, expected_curves, keys_of
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.curves.combs import in_middle_of_combs
from ipdrecon.trace.curves.explained import explained
from ipdrecon.trace.curves.fitted import fitted
from ipdrecon.trace.curves.leftover import with_doubts_of_leftover
from ipdrecon.trace.curves.look import Look
from ipdrecon.trace.curves.medians import median_lines
from ipdrecon.trace.curves.pinned import pinned_to_marks
from ipdrecon.trace.curves.rims import without_rims_of_marks
from ipdrecon.trace.curves.survival import bare_share, inferred_times, line_style, lost_time, to_survival
from ipdrecon.trace.cv import Image
from ipdrecon.trace.ends.band_end import ended_with_bands
from ipdrecon.trace.ends.beneath_other import ended_with_others
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.inks.colors import curve_colors, samples_by_layer
from ipdrecon.trace.inks.covers import covers_of, is_seen_through, legend_ground, without_legend
from ipdrecon.trace.inks.exact_greys import exact_greys
from ipdrecon.trace.inks.flats import on_flat_paper
from ipdrecon.trace.inks.ink import Ink, read_ink
from ipdrecon.trace.inks.layers import find_layers
from ipdrecon.trace.judgement.judge import confidence_of
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.key_symbol import mark_of_legend
from ipdrecon.trace.legends.key_width import width_of_keys
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.table import RiskRow
from ipdrecon.trace.told import chosen
from ipdrecon.trace.vectors.paths import trace_vector

#: Ink along its path, as a share of the plot's width, from which a curve is plainly drawn in the direction looked for.
PLAINLY_DRAWN = 0.4
#: Latest column in which such a curve is first seen, as a share of the plot's width from time 0: a fall from the end of
#: a frame's line or of a long first level may come late, but what joins the plateau of rising curves comes later still.
LATEST_START = 0.25


@attrs.frozen(eq=False)
class Printed:
    """What is printed in and around a panel.

    Attributes
    ----------
    words : tuple of Word
    entries : tuple of LegendEntry    Of its legend, those of curves.
    rows : tuple of RiskRow           Of its risk table.
    of_marks : tuple of LegendEntry   Entries of the legend that show the marks on a piece of a curve's line.
    """

    words: tuple[Word, ...]
    entries: tuple[LegendEntry, ...]
    rows: tuple[RiskRow, ...]
    of_marks: tuple[LegendEntry, ...] = ()

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """All entries of its legend."""
        return (*self.entries, *self.of_marks)


@attrs.frozen(eq=False)
class Traced:
    """A curve, where it ends in pixels of the figure, and how much ink says so (pixels along its path).

    ``exact`` says that it is a staircase of the file's own paths: its picture need not be judged. ``bare`` is the share
    of its line on which no ink is seen, ``lost`` the time from which it is read to run on beneath another one.
    """

    curve: TracedCurve
    end: tuple[float, float]
    drawn: float
    exact: bool = False
    bare: float = 0.0
    lost: float | None = None


@attrs.frozen(eq=False)
class Drawn:
    """The curves of one panel.

    Attributes
    ----------
    frame : Frame          Their direction is known.
    exact : tuple          Curves of the file's own paths.
    look : Look, optional  Curves in pixels, where there are no such paths ...
    ink : Ink, optional    ... and the ink they were found in, which stands as the figure does.
    """

    frame: Frame
    exact: tuple[Traced, ...] = ()
    look: Look | None = None
    ink: Ink | None = None

    @property
    def amount(self) -> list[float]:
        """How much ink says that each curve is there, in pixels along its path."""
        return [t.drawn for t in self.exact] if self.look is None else [s.path.score for s in self.look.strokes]

    @property
    def is_plain(self) -> bool:
        """Whether a curve is plainly drawn in this direction: it is seen for long, and from near its start on."""
        width = self.frame.box.width
        late = [0.0] * len(self.exact) if self.look is None else [self._lateness(s) for s in self.look.strokes]
        return any(
            amount > PLAINLY_DRAWN * width and first <= LATEST_START * width
            for amount, first in zip(self.amount, late, strict=True)
        )

    def _lateness(self, stroke: Stroke) -> float:
        """Pixels from time 0 to where a stroke is first seen."""
        if self.ink is None:
            return 0.0
        first = int(np.argmax(stroke.path.top >= 0)) + self.ink.left
        return first - float(self.frame.axes.x.pixel(0.0))

    def traced(self) -> tuple[Traced, ...]:
        """The curves in time."""
        if self.look is None or self.ink is None:
            return self.exact
        axes, snapped = self.frame.axes, self.frame.zoom if self.frame.moved is not None else None
        bare = self.look.bare
        strokes = in_middle_of_combs(self.look.finished(), self.ink.rgb)
        strokes = pinned_to_marks(strokes, bare.layers, bare.hidden)
        strokes = explained(strokes, bare.layers, bare.hidden)
        strokes = fitted(strokes, bare.layers, bare.hidden)
        strokes = ended_with_others(strokes, bare.layers)
        if self.ink.banded:
            strokes = ended_with_bands(strokes, self.ink)
        curves = [
            TracedCurve(
                label=f"curve {number}",
                steps=to_survival(stroke, self.ink, axes, flipped=axes.incidence, snapped=snapped),
                style=line_style(stroke),
                inferred=inferred_times(stroke, self.ink, axes),
                confidence=confidence_of(stroke, strokes, axes),
            )
            for number, stroke in enumerate(strokes, start=1)
        ]
        curves = with_doubts_of_leftover(curves, strokes, bare.layers.alpha, bare.hidden | self.ink.hidden)
        return tuple(
            Traced(c, _end_pixel(c, axes), s.path.score, bare=bare_share(s), lost=lost_time(s, self.ink, axes))
            for c, s in zip(curves, strokes, strict=True)
        )


def draw_curves(figure: Figure, frame: Frame, printed: Printed, hints: Hints) -> Drawn:
    """Curves from paths where the file has them, else from pixels; falling or rising, whichever shows more ink where
    the title does not say, or says what the pixels deny."""
    best = _in_direction(figure, frame, printed, hints)
    told = hints.incidence is not None or (frame.direction_known and figure.is_vector)
    if told or (frame.direction_known and best.is_plain):
        return best
    turned = attrs.evolve(frame, axes=attrs.evolve(frame.axes, incidence=not frame.axes.incidence))
    if frame.direction_known:
        said, seen = ("rises", "fall") if frame.axes.incidence else ("falls", "rise")
        warning = f"the y title reads as if the curve {said}, but the curves {seen}; they are read as they are drawn"
        turned = attrs.evolve(turned, warnings=(*turned.warnings, warning))
    found = _in_direction(figure, turned, printed, hints)
    # A title is believed where what denies it may be the rim of a text.
    seen_there = found.is_plain or not frame.direction_known
    return found if seen_there and sum(found.amount) > 1.5 * sum(best.amount) else best


def _in_direction(figure: Figure, frame: Frame, printed: Printed, hints: Hints) -> Drawn:
    found = _from_paths(figure, frame, printed.entries, hints) if figure.is_vector else ()
    return Drawn(frame, found) if found else _from_pixels(figure, frame, printed, hints)


def _from_paths(figure: Figure, frame: Frame, entries: tuple[LegendEntry, ...], hints: Hints) -> tuple[Traced, ...]:
    curves = trace_vector(figure, frame, entries)
    ends = [_end_pixel(curve, frame.axes) for curve in curves]
    top = float(frame.axes.survival_pixel(1.0))
    zero = float(frame.axes.x.pixel(0.0))
    drawn = [abs(end[0] - zero) + abs(end[1] - top) for end in ends]
    return tuple(Traced(curves[k], ends[k], drawn[k], exact=True) for k in chosen(curves, drawn, hints, frame.box))


def _end_pixel(curve: TracedCurve, axes: Axes) -> tuple[float, float]:
    steps = curve.steps
    return float(axes.x.pixel(steps.end)), float(axes.survival_pixel(steps.survival[-1]))


def _from_pixels(figure: Figure, frame: Frame, printed: Printed, hints: Hints) -> Drawn:
    words, entries, rows = printed.words, printed.entries, printed.rows
    axes = frame.axes
    flipped = axes.incidence
    pixels, box = figure.pixels, frame.box
    legend = printed.legend
    covers = covers_of(pixels, frame, words, legend)
    grounds = grounds_of(pixels, frame, printed)
    pixels = without_legend(pixels, frame, words, legend, legend_ground(pixels, frame, words, legend))
    if flipped:  # a rising curve upside down is a falling one
        pixels = np.ascontiguousarray(pixels[::-1])
        box = _flip(box, figure.height)
        covers = tuple(_flip(cover, figure.height) for cover in covers)
        grounds = tuple(_flip(ground, figure.height) for ground in grounds)
    ink = read_ink(pixels, box, covers=covers, grounds=grounds)
    right, down = frame.moved or (0.0, 0.0)  # lines are traced where they are drawn
    one, half, zero = (float(row) + down for row in axes.survival_pixel(np.array([1.0, 0.5, 0.0])))
    if flipped:
        one, half, zero = (figure.height - 1 - row for row in (one, half, one))  # the axis shows 0 where S is 1
    start = (one - ink.top, float(axes.x.pixel(0.0)) + right - ink.left)
    cut = start[0] < -2
    ink = attrs.evolve(ink, rules=ink.rules | median_lines(ink, half - ink.top, zero - ink.top, start[1]))
    expected, sure = expected_curves(entries, rows, words, frame, hints)
    exact = exact_greys(ink, [np.array(e.color, np.float32) for e in entries if e.color is not None])
    cores, tints = curve_colors(ink, entries, hints, sure=sure, exact=exact)
    flat = on_flat_paper(ink, cores, (box.bottom - ink.top, box.left - ink.left))
    if flat is not ink:  # with its rims gone, other colours may be left
        ink = flat
        cores, tints = curve_colors(ink, entries, hints, sure=sure, exact=exact)
    layers = find_layers(ink, cores, tints, exact)
    styles = samples_by_layer(entries if any(e.sample for e in entries) else keys_of(rows), layers, ink.page)
    curves = find_curves(
        ink,
        layers,
        start,
        cut=cut,
        expected=expected,
        sure=sure,
        styles=styles,
        whole=all_whole(entries),
        width=width_of_keys(figure, entries),
    )
    curves = without_rims_of_marks(curves, expected)
    curves = attrs.evolve(curves, keyed=mark_of_legend(figure, printed.of_marks or entries, printed.words))
    if flipped:
        ink = attrs.evolve(ink, top=figure.height - ink.top - ink.shape[0])
    return Drawn(frame, look=curves.look(), ink=ink)


def grounds_of(pixels: Image, frame: Frame, printed: Printed) -> tuple[Box, ...]:
    """What may hide curves: the ground of the legend, unless they are seen through it, and insets."""
    words, entries = printed.words, printed.legend
    legend = legend_ground(pixels, frame, words, entries)
    if legend is None or is_seen_through(pixels, frame, words, entries, legend):
        return frame.insets
    return (legend, *frame.insets)


def _flip(box: Box, height: int) -> Box:
    return Box(box.left, height - 1 - box.bottom, box.right, height - 1 - box.top)
