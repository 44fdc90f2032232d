"""One panel: from its calibrated frame to labelled curves, numbers at risk and facts."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.digitization import CurveRisk, Panel, TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.behind import with_unknown_ends
from ipdrecon.trace.beside import Candidate
from ipdrecon.trace.beyond import with_doubts_beyond
from ipdrecon.trace.colors import curve_colors, samples_by_layer
from ipdrecon.trace.covers import covers_of, legend_ground, without_legend
from ipdrecon.trace.curves import find_strokes
from ipdrecon.trace.cv import Image
from ipdrecon.trace.entry import LegendEntry
from ipdrecon.trace.expected import all_whole, expected_curves
from ipdrecon.trace.facts import read_facts
from ipdrecon.trace.frame import Frame
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.ink import read_ink
from ipdrecon.trace.inset import without_insets
from ipdrecon.trace.inside import free_words
from ipdrecon.trace.judge import confidence_of, doubted_where_lost, judge_panel
from ipdrecon.trace.labels import text_height
from ipdrecon.trace.layers import find_layers
from ipdrecon.trace.legend import read_legend
from ipdrecon.trace.match import PLACE_SLACK_PX, match_labels
from ipdrecon.trace.medians import median_lines
from ipdrecon.trace.overlooked import overlooked_texts
from ipdrecon.trace.plain import refuse_other_charts
from ipdrecon.trace.restarts import refuse_restarts
from ipdrecon.trace.slant import without_slopes
from ipdrecon.trace.survival import inferred_times, line_style, to_survival
from ipdrecon.trace.table import RiskRow, read_risk_rows, told_by_curve, with_doubts
from ipdrecon.trace.titles import own_title
from ipdrecon.trace.told import chosen, missing
from ipdrecon.trace.vector import calibrate_vector, trace_vector

#: Ink along its path, as a share of the plot's width, from which a curve is plainly drawn in the direction looked for.
PLAINLY_DRAWN = 0.4


@attrs.frozen(eq=False)
class Traced:
    """A curve, where it ends in pixels of the figure, and how much ink says so (pixels along its path).

    ``exact`` says that it is a staircase of the file's own paths: its picture need not be judged.
    """

    curve: TracedCurve
    end: tuple[float, float]
    drawn: float
    exact: bool = False


def read_panel(figure: Figure, frame: Frame, words: tuple[Word, ...], hints: Hints) -> Panel:
    """Everything one panel says.

    Raises
    ------
    FigureError  where no curve is found, or the curves cannot be Kaplan-Meier curves.
    """
    if figure.is_vector:
        frame = calibrate_vector(figure, frame)
    figure, words = without_insets(figure, words, frame.box, frame.insets)
    refuse_other_charts(figure, frame)
    words = free_words(figure, frame, words)
    entries = read_legend(figure, frame, words)
    if sum(entry.sample is not None for entry in entries) < 2:
        found = overlooked_texts(figure, frame, words, text_height(words))
        words = (*words, *found)
        entries = read_legend(figure, frame, words) if found else entries
    rows = read_risk_rows(figure, frame, words)
    frame, traced = _traced(figure, frame, words, entries, rows, hints)
    beside = [box for e in entries for box in (e.text, e.sample) if box is not None]
    colors = [*(t.curve.style.color for t in traced), *(e.color for e in entries if e.color is not None)]
    covers = [*beside, *(w.box for w in words)]
    refuse_restarts(figure, frame.axes, colors, covers)
    if not traced:
        raise FigureError(
            "axes were found, but no curve between them; if there is one, say its colour with --colors",
            (frame.box.left, frame.box.top, frame.box.right, frame.box.bottom),
        )
    if not all(t.exact for t in traced):
        plain = without_slopes(figure, frame.axes, [t.curve for t in traced])
        plain = with_doubts_beyond(figure, frame.box, frame.axes, plain, covers)
        plain = with_unknown_ends(frame.axes, plain, _grounds(figure.pixels, frame, words, entries))
        traced = tuple(attrs.evolve(t, curve=curve) for t, curve in zip(traced, plain, strict=True))
    return _labelled(traced, frame, words, entries, rows, hints)


def _traced(
    figure: Figure,
    frame: Frame,
    words: tuple[Word, ...],
    entries: tuple[LegendEntry, ...],
    rows: tuple[RiskRow, ...],
    hints: Hints,
) -> tuple[Frame, tuple[Traced, ...]]:
    """Curves from paths where the file has them, else from pixels; falling or rising, whichever shows more ink where
    the title does not say, or says what the pixels deny."""
    best = (frame, _in_direction(figure, frame, words, entries, rows, hints))
    drawn = [t.drawn for t in best[1]]
    told = hints.incidence is not None or (frame.direction_known and figure.is_vector)
    if told or (frame.direction_known and max(drawn, default=0.0) > PLAINLY_DRAWN * frame.box.width):
        return best
    turned = attrs.evolve(frame, axes=attrs.evolve(frame.axes, incidence=not frame.axes.incidence))
    if frame.direction_known:
        said, seen = ("rises", "fall") if frame.axes.incidence else ("falls", "rise")
        warning = f"the y title reads as if the curve {said}, but the curves {seen}; they are read as they are drawn"
        turned = attrs.evolve(turned, warnings=(*turned.warnings, warning))
    found = _in_direction(figure, turned, words, entries, rows, hints)
    return (turned, found) if sum(t.drawn for t in found) > 1.5 * sum(drawn) else best


def _in_direction(
    figure: Figure,
    frame: Frame,
    words: tuple[Word, ...],
    entries: tuple[LegendEntry, ...],
    rows: tuple[RiskRow, ...],
    hints: Hints,
) -> tuple[Traced, ...]:
    found = _from_paths(figure, frame, entries, hints) if figure.is_vector else ()
    return found or _from_pixels(figure, frame, words, entries, rows, hints)


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


def _from_pixels(
    figure: Figure,
    frame: Frame,
    words: tuple[Word, ...],
    entries: tuple[LegendEntry, ...],
    rows: tuple[RiskRow, ...],
    hints: Hints,
) -> tuple[Traced, ...]:
    axes = frame.axes
    flipped = axes.incidence
    pixels, box = figure.pixels, frame.box
    covers = covers_of(frame, words, entries)
    grounds = _grounds(pixels, frame, words, entries)
    pixels = without_legend(pixels, frame, words, entries, legend_ground(pixels, frame, words, entries))
    if flipped:  # a rising curve upside down is a falling one
        pixels = np.ascontiguousarray(pixels[::-1])
        box = _flip(box, figure.height)
        covers = tuple(_flip(cover, figure.height) for cover in covers)
        grounds = tuple(_flip(ground, figure.height) for ground in grounds)
    ink = read_ink(pixels, box, covers=covers, grounds=grounds)
    right, down = frame.moved or (0.0, 0.0)  # lines are traced where they are drawn
    one, half, zero = (float(row) + down for row in axes.survival_pixel(np.array([1.0, 0.5, 0.0])))
    top = (figure.height - 1 - one if flipped else one) - ink.top
    start = (top, float(axes.x.pixel(0.0)) + right - ink.left)
    cut = top < -2
    if not flipped:
        medians = median_lines(ink, half - ink.top, zero - ink.top, start[1])
        ink = attrs.evolve(ink, rules=ink.rules | medians)
    expected, sure = expected_curves(entries, rows, words, frame, hints)
    cores, tints = curve_colors(ink, entries, hints, sure=sure)
    layers = find_layers(ink, cores, tints)
    styles = samples_by_layer(entries, layers, ink.page)
    strokes = find_strokes(
        ink, layers, start, cut=cut, expected=expected, sure=sure, styles=styles, whole=all_whole(entries)
    )
    if flipped:
        ink = attrs.evolve(ink, top=figure.height - ink.top - ink.shape[0])
    traced = []
    for number, stroke in enumerate(strokes, start=1):
        steps = to_survival(stroke, ink, axes, flipped=flipped, snapped=frame.moved is not None)
        curve = TracedCurve(
            label=f"curve {number}",
            steps=steps,
            style=line_style(stroke),
            inferred=inferred_times(stroke, ink, axes),
            confidence=confidence_of(stroke, strokes, axes),
        )
        traced.append(Traced(curve, _end_pixel(curve, axes), stroke.path.score))
    return tuple(traced)


def _grounds(pixels: Image, frame: Frame, words: tuple[Word, ...], entries: tuple[LegendEntry, ...]) -> tuple[Box, ...]:
    """What may hide curves: the ground of the legend, and insets."""
    legend = legend_ground(pixels, frame, words, entries)
    return frame.insets if legend is None else (legend, *frame.insets)


def _flip(box: Box, height: int) -> Box:
    return Box(box.left, height - 1 - box.bottom, box.right, height - 1 - box.top)


def _labelled(
    traced: Sequence[Traced],
    frame: Frame,
    words: tuple[Word, ...],
    entries: tuple[LegendEntry, ...],
    rows: tuple[RiskRow, ...],
    hints: Hints,
) -> Panel:
    candidates = [Candidate(t.curve.style.color, t.curve.style.dashes, t.end, t.curve.steps) for t in traced]
    matched = match_labels(candidates, entries, rows, words, frame)
    labels = list(matched.labels)
    if hints.labels:
        if len(hints.labels) != len(traced):
            raise FigureError(
                f"--labels names {len(hints.labels)} curves, but {len(traced)} were found; give as many labels, or "
                f"--curves {len(hints.labels)}"
            )
        labels = _told_labels(labels, hints.labels, entries, traced)
    curves = tuple(attrs.evolve(t.curve, label=label) for t, label in zip(traced, labels, strict=True))
    expected, sure = expected_curves(entries, rows, words, frame, hints)
    named = expected if sure else None
    curves = doubted_where_lost(curves, named)
    slack = PLACE_SLACK_PX / abs(frame.axes.x.px_per_unit)
    risk = tuple(
        _risk(row, None if i is None else curves[i], slack, unsure=unsure)
        for i, row, unsure in sorted(
            zip(matched.rows, rows, matched.unsure, strict=True), key=lambda found: found[0] is None
        )
    )
    panel = Panel(
        box=frame.box,
        axes=frame.axes,
        curves=curves,
        risk=risk,
        facts=read_facts(words, frame, tuple(labels)),
        title=own_title(frame.title, labels),
        warnings=(*frame.warnings, *matched.warnings, *missing(len(curves), hints, named)),
    )
    return judge_panel(panel)


def _risk(row: RiskRow, curve: TracedCurve | None, slack: float, *, unsure: bool) -> CurveRisk:
    """A row of the risk table with its curve, which may deny some of its cells; all are doubtful where it is unsure."""
    table = attrs.evolve(row.table, label=row.label)
    if unsure:
        table = attrs.evolve(table, doubtful=np.ones(table.time.size, dtype=np.bool_))
    if curve is None:
        return CurveRisk("", table, row.boxes)
    if row.unsaid:
        table = told_by_curve(table, curve.steps)
    return CurveRisk(curve.label, with_doubts(table, curve.steps, slack), row.boxes)


def _told_labels(
    found: list[str], told: tuple[str, ...], entries: tuple[LegendEntry, ...], traced: Sequence[Traced]
) -> list[str]:
    """Told labels in legend order where the legend gave every curve its label, else by height at the end."""
    legend = [e.label for e in entries]
    if len(legend) == len(told) and sorted(legend) == sorted(found):
        return [told[legend.index(label)] for label in found]
    order = sorted(range(len(traced)), key=lambda i: traced[i].end[1])
    labels = [""] * len(traced)
    for name, i in zip(told, order, strict=True):
        labels[i] = name
    return labels
