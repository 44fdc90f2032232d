"""One panel: from its calibrated frame to labelled curves, numbers at risk and facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.axes import Axes
from ipdrecon.digitization import CurveRisk, Panel, TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure, Word
from ipdrecon.trace.bands import has_bands, is_mixture
from ipdrecon.trace.cores import MIN_LINE_CONTRAST, find_cores
from ipdrecon.trace.curves import find_strokes
from ipdrecon.trace.facts import read_facts
from ipdrecon.trace.frame import Frame
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.ink import Ink, read_ink
from ipdrecon.trace.judge import confidence_of, judge_panel
from ipdrecon.trace.layers import Layers, find_layers
from ipdrecon.trace.legend import MARKS_AS_TEXT, LegendEntry, read_legend
from ipdrecon.trace.match import PLACE_SLACK_PX, Candidate, match_labels
from ipdrecon.trace.plain import refuse_other_charts
from ipdrecon.trace.restarts import refuse_restarts
from ipdrecon.trace.slant import without_slopes
from ipdrecon.trace.stroke import is_neutral
from ipdrecon.trace.survival import inferred_times, line_style, to_survival
from ipdrecon.trace.table import RiskRow, read_risk_rows, told_by_curve, with_doubts
from ipdrecon.trace.told import chosen, missing
from ipdrecon.trace.vector import calibrate_vector, trace_vector

#: RGB distance within which a legend sample and a core are one colour (a thin sample is a blend with the paper).
SAME_COLOR = 60.0
#: Reader's score from which ink inside the panel is text.
SURE_TEXT = 0.7
#: Opacity of a confidence band that lies over a line, and how well the mixture must fit (RGB distance).
MIN_TINT, MAX_TINT, TINT_MISFIT = 0.08, 0.45, 16.0
#: RGB distance within which a colour may be one of the legend's, spoilt by JPEG.
SPOILT = 100.0
#: Share of a neutral core's contrast that its thinnest samples keep (a stroke of 0.9 px between two rows).
MIN_BLEND = 0.45
#: Ink along its path, as a share of the plot's width, from which a curve is plainly drawn in the direction looked for.
PLAINLY_DRAWN = 0.4
#: Cosine of the angle between two colours, seen from the paper, from which they are one hue.
SAME_HUE = 0.975


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
    refuse_other_charts(figure, frame)
    entries = read_legend(figure, frame, words)
    rows = read_risk_rows(figure, frame, words)
    frame, traced = _traced(figure, frame, words, entries, rows, hints)
    beside = [box for e in entries for box in (e.text, e.sample) if box is not None]
    colors = [*(t.curve.style.color for t in traced), *(e.color for e in entries if e.color is not None)]
    refuse_restarts(figure, frame.axes, colors, [*beside, *(w.box for w in words)])
    if not traced:
        raise FigureError(
            "axes were found, but no curve between them; if there is one, say its colour with --colors",
            (frame.box.left, frame.box.top, frame.box.right, frame.box.bottom),
        )
    if not all(t.exact for t in traced):
        plain = without_slopes(figure, frame.axes, [t.curve for t in traced])
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
    covers = _covers(frame, words, entries)
    if flipped:  # a rising curve upside down is a falling one
        pixels = np.ascontiguousarray(pixels[::-1])
        box = _flip(box, figure.height)
        covers = tuple(_flip(cover, figure.height) for cover in covers)
    ink = read_ink(pixels, box, covers=covers)
    expected, sure = _expected(entries, rows, hints)
    cores, tints = _cores(ink, entries, hints, sure=sure)
    layers = find_layers(ink, cores, tints)
    row = float(axes.survival_pixel(1.0))
    top = (figure.height - 1 - row if flipped else row) - ink.top
    start = (top, float(axes.x.pixel(0.0)) - ink.left)
    cut = top < -2
    styles = _styles(entries, layers, ink.page)
    strokes = find_strokes(
        ink, layers, start, cut=cut, expected=expected, sure=sure, styles=styles, whole=_all_whole(entries)
    )
    if flipped:
        ink = attrs.evolve(ink, top=figure.height - ink.top - ink.shape[0])
    traced = []
    for number, stroke in enumerate(strokes, start=1):
        steps = to_survival(stroke, ink, axes, flipped=flipped)
        curve = TracedCurve(
            label=f"curve {number}",
            steps=steps,
            style=line_style(stroke),
            inferred=inferred_times(stroke, ink, axes),
            confidence=confidence_of(stroke, strokes, axes),
        )
        traced.append(Traced(curve, _end_pixel(curve, axes), stroke.path.score))
    return tuple(traced)


def _flip(box: Box, height: int) -> Box:
    return Box(box.left, height - 1 - box.bottom, box.right, height - 1 - box.top)


def _covers(frame: Frame, words: tuple[Word, ...], entries: tuple[LegendEntry, ...]) -> tuple[Box, ...]:
    inside = [w.box for w in words if frame.box.contains(*w.box.center) and _is_text(w)]
    samples = [e.sample for e in entries if e.sample is not None]
    return (*inside, *samples, *_legend_box(frame, entries))


def _legend_box(frame: Frame, entries: tuple[LegendEntry, ...]) -> tuple[Box, ...]:
    """The legend as one box where it stands inside the panel: its ground may lie over curves."""
    shown = [e.text.union(e.sample) for e in entries if e.sample is not None and frame.box.contains(*e.text.center)]
    if len(shown) < 2:
        return ()
    return (reduce(Box.union, shown),)


def _is_text(word: Word) -> bool:
    """Whether a word is text and no row of censor marks that reads like some."""
    if MARKS_AS_TEXT.match(word.text):
        return False
    plain = re.sub(r"[^A-Za-z0-9%.,:;=<>()-]", "", word.text)
    return word.score >= SURE_TEXT and len(plain) >= 2 and len(plain) >= 0.7 * len(word.text.replace(" ", ""))


def _cores(
    ink: Ink, entries: tuple[LegendEntry, ...], hints: Hints, *, sure: bool
) -> tuple[npt.NDArray[np.float32], dict[int, int]]:
    """Colours found on the strokes, with those the legend or a person names; and which is a tint of which.

    ``sure`` says that the legend is known to be whole.
    """
    found = find_cores(ink)
    if hints.colors:
        return np.array(hints.colors, np.float32), {}
    cores = list(found)
    paper = ink.page
    for entry in entries:
        if entry.color is None:
            continue
        color = np.array(entry.color, np.float32)
        # A thin black sample is some grey; a grey that curves are drawn in is found on them.
        blend = is_neutral(color) and any(is_neutral(c) and _strength(color, c, paper) > MIN_BLEND for c in found)
        if not blend and not _is_paper(color, paper) and not any(same_ink(color, core, paper) for core in cores):
            cores.append(color)
    colors = [np.array(e.color, np.float32) for e in entries if e.color is not None]
    nearest = {_nearest(color, cores) for color in colors if cores and not _is_paper(color, paper)}
    named = sorted({_strongest(i, cores, nearest, paper) for i in nearest})
    # Beside a colour of the legend, another blend of the same ink is its thin stretches or its marks, and a mixture of
    # such colours is where confidence bands overlap.
    bands = has_bands(ink.paper, ink.page)
    kept = [
        i
        for i, c in enumerate(cores)
        if i in named
        or not (
            any(same_ink(c, cores[j], paper) for j in named)
            or (bands and len(named) > 1 and is_mixture(c, np.array([cores[j] for j in named]), paper))
        )
    ]
    tints = {
        kept.index(i): kept.index(j)
        for i in kept
        if i not in named and (j := _tint_of(cores[i], cores, named, sure=sure)) is not None
    }
    return np.array([cores[i] for i in kept], np.float32).reshape(-1, 3), tints


def _tint_of(
    color: npt.NDArray[np.float32], cores: list[npt.NDArray[np.float32]], named: list[int], *, sure: bool
) -> int | None:
    """The named colour a band of another named colour would turn into this one; None where there is none.

    Where the legend is whole, a colour much nearer to one of its colours than to any other is that one, spoilt (JPEG
    keeps colour at half the resolution).
    """
    if sure and named and not is_neutral(color):
        gaps = sorted((float(np.linalg.norm(color - cores[i])), i) for i in named)
        if gaps[0][0] < SPOILT and (len(gaps) == 1 or gaps[0][0] < 0.6 * gaps[1][0]):
            return gaps[0][1]
    for i in named:
        for j in named:
            line = cores[j] - cores[i]
            share = float((color - cores[i]) @ line) / max(1.0, float(line @ line))
            rest = float(np.linalg.norm(color - cores[i] - share * line))
            if i != j and MIN_TINT < share < MAX_TINT and rest < TINT_MISFIT:
                return i
    return None


def _strongest(i: int, cores: list[npt.NDArray[np.float32]], taken: set[int], paper: npt.NDArray[np.float32]) -> int:
    """The fullest blend of the ink of core ``i``, unless the legend shows it as a colour of its own."""
    same = [j for j in range(len(cores)) if j == i or (j not in taken and same_ink(cores[i], cores[j], paper))]
    return max(same, key=lambda j: float(np.linalg.norm(cores[j] - paper)))


def _nearest(color: npt.NDArray[np.float32], cores: list[npt.NDArray[np.float32]]) -> int:
    return int(np.argmin([np.linalg.norm(color - core) for core in cores]))


def _strength(color: npt.NDArray[np.float32], core: npt.NDArray[np.float32], paper: npt.NDArray[np.float32]) -> float:
    """Contrast of a colour with the paper, as a share of a core's."""
    return float(np.linalg.norm(color - paper)) / max(1.0, float(np.linalg.norm(core - paper)))


def _is_paper(color: npt.NDArray[np.float32], paper: npt.NDArray[np.float32]) -> bool:
    """Whether a sample's colour is the ground between its dashes."""
    return float(np.linalg.norm(color - paper)) < MIN_LINE_CONTRAST


def same_ink(color: npt.NDArray[np.float32], core: npt.NDArray[np.float32], paper: npt.NDArray[np.float32]) -> bool:
    """Whether two colours are one ink: near each other, or blends of one hue with the paper (thin or JPEG lines)."""
    if float(np.linalg.norm(color - core)) <= SAME_COLOR:
        return True
    a, b = color - paper, core - paper
    if is_neutral(color) or is_neutral(core):
        return False  # greys are told apart by how dark they are
    cosine = float(a @ b) / max(1.0, float(np.linalg.norm(a) * np.linalg.norm(b)))
    return cosine > SAME_HUE


def _styles(entries: tuple[LegendEntry, ...], layers: Layers, paper: npt.NDArray[np.float32]) -> dict[int, int]:
    """Layer → how many legend samples have its colour; empty where no sample has a colour."""
    count: dict[int, int] = {}
    for entry in entries:
        if entry.sample is None or entry.color is None:
            continue
        color = np.array(entry.color, np.float32)
        gap = np.linalg.norm(layers.cores - color, axis=1) if len(layers.cores) else np.zeros(0)
        # A thin sample is a blend with the paper: of its hue, or some grey where it is black.
        alike = [
            i
            for i, core in enumerate(layers.cores)
            if (is_neutral(core) == is_neutral(color) or gap[i] < SAME_COLOR)
            and (gap[i] < float(np.linalg.norm(color - paper)) or same_ink(color, core, paper))
        ]
        if alike:
            nearest = min(alike, key=lambda i: gap[i])
            count[nearest] = count.get(nearest, 0) + 1
    return count


def _expected(entries: tuple[LegendEntry, ...], rows: tuple[RiskRow, ...], hints: Hints) -> tuple[int | None, bool]:
    """How many curves the panel says it has, and whether a person says so, or legend and table alike."""
    if hints.curves is not None:
        return hints.curves, True
    if hints.colors:
        return len(hints.colors), True
    shown = len([e for e in entries if e.sample is not None]) or len(entries)
    # Either may lose entries in reading; neither invents them.
    return max(shown, len(rows)) or None, shown == len(rows) > 0


def _all_whole(entries: tuple[LegendEntry, ...]) -> bool:
    """Whether there is a legend, and all its samples are whole lines."""
    samples = [e for e in entries if e.sample is not None]
    return bool(samples) and not any(e.dashes for e in samples)


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
        title=frame.title,
        warnings=(*frame.warnings, *matched.warnings, *missing(len(curves), hints)),
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
