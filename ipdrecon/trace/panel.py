"""One panel: from its calibrated frame to labelled curves, numbers at risk and facts."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from ipdrecon.digitization import CurveRisk, Panel, TracedCurve
from ipdrecon.errors import FigureError
from ipdrecon.figure import Figure, Word
from ipdrecon.trace.arms.beside import Candidate
from ipdrecon.trace.arms.expected import expected_curves, named_curves
from ipdrecon.trace.arms.facts import read_facts
from ipdrecon.trace.arms.match import PLACE_SLACK_PX, Matched, match_labels
from ipdrecon.trace.arms.named_rows import with_whole_names
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.axes.inset import only_inset, without_insets
from ipdrecon.trace.axes.titles import own_title
from ipdrecon.trace.curves.behind import with_unknown_ends
from ipdrecon.trace.curves.beyond import with_doubts_beyond
from ipdrecon.trace.curves.drawn import Drawn, Printed, Traced, draw_curves, grounds_of
from ipdrecon.trace.curves.hollow import with_filled_symbols
from ipdrecon.trace.ends.nobody_left import ended_by_count
from ipdrecon.trace.hints import Hints
from ipdrecon.trace.judgement.judge import doubted_by_name, doubted_where_lost, judge_panel
from ipdrecon.trace.judgement.plain import refuse_other_charts
from ipdrecon.trace.judgement.restarts import refuse_restarts
from ipdrecon.trace.judgement.slant import without_slopes
from ipdrecon.trace.legends.censored_key import parted_by_use
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.legends.labels import text_height
from ipdrecon.trace.legends.legend import read_legend
from ipdrecon.trace.table import RiskRow, as_censored, counts_censored, read_risk_rows, with_doubts
from ipdrecon.trace.table.beside import without_legend
from ipdrecon.trace.table.exchanged import doubted_where_exchanged
from ipdrecon.trace.table.first_count import with_first_count
from ipdrecon.trace.text.inside import free_words
from ipdrecon.trace.text.overlooked import overlooked_texts
from ipdrecon.trace.told import missing
from ipdrecon.trace.vectors.paths import calibrate_vector


@attrs.frozen(eq=False)
class Draft:
    """A panel whose curves are found: what its texts say of them is still to be read.

    ``drawn`` holds what its pixels say of marks, which other panels of the figure may know better.
    """

    figure: Figure
    printed: Printed
    hints: Hints
    drawn: Drawn


def draft_panel(figure: Figure, frame: Frame, words: tuple[Word, ...], hints: Hints) -> Draft:
    """A panel up to its curves.

    Raises
    ------
    FigureError  where another chart than survival curves is drawn.
    """
    if frame.place is not None:
        figure, words = only_inset(figure, words, frame.place)
        hints = hints if hints.panel is not None else hints.of_an_inset()
    if figure.is_vector:
        frame = calibrate_vector(figure, frame)
    figure, words = without_insets(figure, words, frame.box, frame.insets)
    refuse_other_charts(figure, frame)
    words = free_words(figure, frame, words)
    figure = with_filled_symbols(figure, frame.box, words)
    entries = read_legend(figure, frame, words)
    if sum(entry.sample is not None for entry in entries) < 2:
        found = overlooked_texts(figure, frame, words, text_height(words))
        words = (*words, *found)
        entries = read_legend(figure, frame, words) if found else entries
    rows = read_risk_rows(figure, frame, without_legend(words, entries, frame.box))
    curves, marks = parted_by_use(entries)
    printed = Printed(words, curves, rows, marks)
    return Draft(figure, printed, hints, draw_curves(figure, frame, printed, hints))


def finish_panel(draft: Draft) -> Panel:
    """Everything a panel says.

    Raises
    ------
    FigureError  where no curve is found, or the curves cannot be Kaplan-Meier curves.
    """
    figure, printed, frame = draft.figure, draft.printed, draft.drawn.frame
    entries = printed.legend
    traced = draft.drawn.traced()
    beside = [box for e in entries for box in (e.text, e.sample) if box is not None]
    colors = [*(t.curve.style.color for t in traced), *(e.color for e in entries if e.color is not None)]
    covers = [*beside, *(w.box for w in printed.words)]
    grounds = grounds_of(figure.pixels, frame, printed)
    refuse_restarts(figure, frame.axes, colors, [*covers, *grounds])  # a legend's frame may be a curve's grey
    if not traced:
        raise FigureError(
            "axes were found, but no curve between them; if there is one, say its colour with --colors",
            (frame.box.left, frame.box.top, frame.box.right, frame.box.bottom),
        )
    if not all(t.exact for t in traced):
        plain = without_slopes(figure, frame.axes, [t.curve for t in traced])
        plain = with_doubts_beyond(figure, frame.box, frame.axes, plain, covers)
        plain = with_unknown_ends(frame.axes, plain, grounds)
        traced = tuple(attrs.evolve(t, curve=curve) for t, curve in zip(traced, plain, strict=True))
    return _labelled(traced, frame, printed, draft.hints)


def _labelled(traced: Sequence[Traced], frame: Frame, printed: Printed, hints: Hints) -> Panel:
    words, entries = printed.words, printed.entries
    rows = with_whole_names(printed.rows, entries, frame.axes.x)
    candidates = [Candidate(t.curve.style.color, t.curve.style.dashes, t.end, t.curve.steps, t.bare) for t in traced]
    matched = match_labels(candidates, entries, rows, words, frame)
    labels = list(matched.labels)
    if hints.labels:
        if len(hints.labels) != len(traced):
            raise FigureError(
                f"--labels names {len(hints.labels)} curves, but {len(traced)} were found; give as many labels, or "
                f"--curves {len(hints.labels)}"
            )
        labels = _told_labels(labels, hints.labels, () if any(matched.doubted) else entries, traced)
    curves = tuple(attrs.evolve(t.curve, label=label) for t, label in zip(traced, labels, strict=True))
    curves = curves if hints.labels else doubted_by_name(curves, matched.doubted)
    expected, sure = expected_curves(entries, rows, words, frame, hints)
    named = named_curves(expected, sure, entries, rows, words, frame)
    curves = doubted_where_lost(curves, named)
    slack = PLACE_SLACK_PX / abs(frame.axes.x.px_per_unit)
    curves = _ended_by_counts(curves, [t.lost for t in traced], matched, rows, slack)
    unsaid = [(r.table, curves[i].steps) for i, r in zip(matched.rows, rows, strict=True) if r.unsaid and i is not None]
    if counts_censored(unsaid):
        rows = tuple(attrs.evolve(row, table=as_censored(row.table)) if row.unsaid else row for row in rows)
    risk = tuple(
        _risk(row, None if i is None else curves[i], slack, unsure=unsure)
        for i, row, unsure in sorted(
            zip(matched.rows, rows, matched.unsure, strict=True), key=lambda found: found[0] is None
        )
    )
    risk = doubted_where_exchanged(risk, {curve.label: curve.steps for curve in curves}, slack)
    panel = Panel(
        box=frame.box,
        axes=frame.axes,
        curves=tuple(curves[i] for i in in_legend_order(matched.labels, entries)),
        risk=risk,
        facts=read_facts(words, frame, tuple(labels)),
        title=own_title(frame.title, labels),
        inset=frame.place is not None,
        warnings=(*frame.warnings, *matched.warnings, *missing(len(curves), hints, named)),
    )
    return judge_panel(panel)


def _ended_by_counts(
    curves: Sequence[TracedCurve], lost: Sequence[float | None], matched: Matched, rows: Sequence[RiskRow], slack: float
) -> tuple[TracedCurve, ...]:
    """The curves, those that were ``lost`` beneath another one ended where their rows say that nobody is left."""
    found = list(curves)
    for i, row, unsure in zip(matched.rows, rows, matched.unsure, strict=True):
        if i is not None and not unsure and (since := lost[i]) is not None:
            found[i] = ended_by_count(found[i], since, row.table, slack)
    return tuple(found)


def in_legend_order(labels: Sequence[str], entries: Sequence[LegendEntry]) -> list[int]:
    """Curves by number in the order in which the legend is read; those that it does not name follow as they are."""
    names = [entry.label for entry in entries]
    return sorted(range(len(labels)), key=lambda i: names.index(labels[i]) if labels[i] in names else len(names))


def _risk(row: RiskRow, curve: TracedCurve | None, slack: float, *, unsure: bool) -> CurveRisk:
    """A row of the risk table with its curve, which may deny some of its cells; all are doubtful where it is unsure."""
    table = attrs.evolve(row.table, label=row.label)
    if unsure:
        table = table.doubted()
    if curve is None:
        return CurveRisk("", table, row.boxes)
    table = with_first_count(table, curve.steps)
    return CurveRisk(curve.label, with_doubts(table, curve.steps, slack), row.boxes)


def _told_labels(
    found: list[str], told: tuple[str, ...], entries: tuple[LegendEntry, ...], traced: Sequence[Traced]
) -> list[str]:
    """Told labels in legend order where the legend surely gave every curve its label, else by height at the end."""
    legend = [e.label for e in entries]
    if len(legend) == len(told) and sorted(legend) == sorted(found):
        return [told[legend.index(label)] for label in found]
    order = sorted(range(len(traced)), key=lambda i: traced[i].end[1])
    labels = [""] * len(traced)
    for name, i in zip(told, order, strict=True):
        labels[i] = name
    return labels
