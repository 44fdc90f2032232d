"""Which label and which row of the risk table belong to which curve."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

import attrs
import numpy as np
from scipy.optimize import linear_sum_assignment

from ipdrecon.figure import Word
from ipdrecon.frozen import Floats, floats
from ipdrecon.risktable import RiskTable
from ipdrecon.trace.arms.beside import Candidate, by_place, distance_to, names_beside
from ipdrecon.trace.arms.misfit import denial, misfit
from ipdrecon.trace.arms.names import SAME_NAME, name_likeness
from ipdrecon.trace.arms.printed_medians import printed_medians
from ipdrecon.trace.arms.two_lines import lines_joined
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.inks.color_distance import color_distance, print_distance
from ipdrecon.trace.legends.entry import LegendEntry
from ipdrecon.trace.table import RiskRow

#: Cost of a wrong colour (as far as black from white), of solid for dashed, and of a curve's end a panel width away.
COLOR_COST, DASH_COST, PLACE_COST = 3.0, 0.6, 1.0
#: Colour distance, as a share of black to white, up to which two colours are surely one.
SURE_COLOR = 0.22
#: Cost of a line that is bare for a share of it which its key is not: marks fill gaps, so dashes may not be seen to be
#: alike, but of two lines the dashed one is barer, by a tenth surely.
BARE_COST = 0.15
#: Weight of dashes where colours tell all entries apart: crossing curves trade their dashes before their colours.
COLORED_DASH = 0.2
#: Distance of dashes of another number of lengths (dots, and dots between dashes).
OTHER_PATTERN = 0.1
#: Cost of a row whose name is like a curve's and not the same: more than order and rounding of counts outweigh.
NOT_EXACT = 0.25
#: Cost of a row that is called exactly as another curve, and not as this one: more than a last count behind the end of
#: a curve, which is lost sooner than letters are.
ANOTHERS = 1.5
#: Cost by which two labels may be exchanged where their keys look alike, or the curves do not show what tells them.
EXCHANGED = 0.02
#: Cost of a share of the patients that counts deny a curve (summed over columns): a few of a hundred are more than it
#: is read amiss.
COUNT_COST = 4.0
#: Most that it counts against a curve's key that the row of its name denies the curve: less than to be dashed; and how
#: far rows must deny two curves the other way round to tell them (shares alive, summed over columns), at least and
#: against how far they deny them as they are.
MOST_COUNTED, TOLD, HARDLY = 0.3, 0.04, 5.0
#: Cost of a share of the patients by which a curve is off one half at the median that a key's name has behind it: two
#: curves a twentieth apart there are told by it, whatever dashes beneath marks look like; and the most of it.
MEDIAN_COST, MOST_BY_MEDIAN = 20.0, 1.0
#: Cost of a row for each place it stands off its curve's: it decides where nothing else does.
BY_ORDER = 0.01
#: Name of a row that has none of its own.
NUMBERED = re.compile(r"^(?:row \d+)?$")
#: What a row has that has a name of its own: a letter or a sign.
NAMED = re.compile(r"^(?!row \d+$).*(?:[^\W\d_]|[+−-])")
#: Name of a row of the patients of all curves.
TOTAL = re.compile(r"^(?:overall|total|all|all patients)$", re.IGNORECASE)
#: A number at risk may be counted just before or just after the deaths at its time; places are read to this (pixels).
PLACE_SLACK_PX = 2.0


@attrs.frozen(eq=False)
class Matched:
    """Labels by curve, curve by row of the risk table (None where none fits), and what is unsure.

    ``unsure`` says of each row whether it may as well be another curve's: there are fewer rows than curves, or their
    order alone tells them and it is no legend's, or counts against its order, and neither name nor colour do; or there
    are fewer curves than rows, so one was lost and others may have its name; or its name is that of a key that looks
    like another one, or was read for two curves.
    ``doubted`` says of each curve whether another one may as well have its name.
    """

    labels: tuple[str, ...]
    rows: tuple[int | None, ...]
    warnings: tuple[str, ...] = ()
    unsure: tuple[bool, ...] = ()
    doubted: tuple[bool, ...] = ()


def match_labels(
    curves: Sequence[Candidate],
    entries: Sequence[LegendEntry],
    rows: Sequence[RiskRow],
    words: Sequence[Word],
    frame: Frame,
) -> Matched:
    """Assign labels and rows to curves, at the least cost over all together (Kuhn 1955).

    A legend sample is compared by colour and dashes, and by the median printed behind its name; a text beside a curve
    by place and colour, a row by its name, its colour, whether the curve can have so many at risk, and last by its
    order.
    """
    warnings: list[str] = []
    labels = [""] * len(curves)
    unsure_names: list[tuple[str, str]] = []
    alike: list[tuple[str, str]] = []
    slack = PLACE_SLACK_PX / abs(frame.axes.x.px_per_unit)
    if entries:
        dash = DASH_COST * (COLORED_DASH if _colors_tell(entries) else 1.0)
        cost = np.array([[_entry_cost(c, e, frame, dash) for e in entries] for c in curves])
        counted = _denied_by_counts(curves, entries, rows, slack)
        denied = np.minimum(COUNT_COST * counted, MOST_COUNTED)
        if not _colors_tell(entries) and (medians := printed_medians(entries, words, frame)) is not None:
            off = np.array([[median.denial(c.steps, slack) for median in medians] for c in curves])
            denied = denied + np.minimum(MEDIAN_COST * off, MOST_BY_MEDIAN)
            counted = counted + off
        chosen = list(zip(*linear_sum_assignment(cost + denied), strict=True))
        for i, j in chosen:
            labels[i] = entries[j].label
        alike = [
            (entries[j].label, entries[n].label)
            for j, n in _exchangeable(cost, chosen)
            if entries[j].sample is not None and entries[n].sample is not None and not _told(counted, chosen, j, n)
        ]
        if all(entry.sample is None for entry in entries):  # a black label stands beside a black curve
            left = [i for i, label in enumerate(labels) if not label]
            texts = names_beside(words, frame, [entry.text for entry in entries])
            found, unsure_names = by_place([curves[i] for i in left], texts, frame)
            for i, label in zip(left, found, strict=True):
                labels[i] = label
    elif curves:
        texts = names_beside(words, frame)
        named = [row.label for row in rows if not NUMBERED.match(row.label)]
        texts = lines_joined(texts, named)
        known = [text for text in texts if any(name_likeness(name, text.text) >= SAME_NAME for name in named)]
        if not named or len(known) >= len(curves):
            owners = [max(rows, key=lambda row: name_likeness(row.label, text.text)) for text in known]
            denied = np.array([[denial(c.steps, row.table, slack) for row in owners] for c in curves])
            labels, unsure_names = by_place(curves, known if named else texts, frame, denied if named else None)
            if named:  # where places do not tell, the counts of the rows do
                doubted = {name for pair in unsure_names for name in pair}
                labels = ["" if label in doubted else label for label in labels]
                unsure_names = []
    for one, two in unsure_names:
        warnings.append(f"the texts '{one}' and '{two}' stand about as near to each other's curve; look at the overlay")
    for one, two in alike:
        warnings.append(f"the keys of '{one}' and '{two}' look alike: which is whose curve is not sure")
    twice = sorted({label for label in labels if label and labels.count(label) > 1})
    warnings += [f"'{name}' was read as the name of more than one curve: which is whose is not sure" for name in twice]
    shared = {*twice, *itertools.chain.from_iterable([*unsure_names, *alike])}
    owner: list[int | None] = [None] * len(rows)
    unsure = [len(rows) > len(curves)] * len(rows)
    if _is_total(rows, labels):
        warnings.append("the one row of the risk table names no curve: it counts the patients of all of them")
    elif rows:
        in_order = _names_all(entries, labels)
        order = np.abs(np.subtract.outer(_order(curves, labels, entries), np.arange(len(rows))))
        fits = np.array([[_row_cost(c, labels[i], r, slack) for r in rows] for i, c in enumerate(curves)])
        fits += ANOTHERS * _anothers(labels, rows)
        chosen = list(zip(*linear_sum_assignment(fits + BY_ORDER * order), strict=True))
        by_order = {j for pair in _exchangeable(fits, chosen) for j in pair}
        told = {
            j: rows[j].color is not None or (labels[i] != "" and name_likeness(labels[i], rows[j].label) >= SAME_NAME)
            for i, j in chosen
        }
        # What is left of a name ("b" of "l_b") is less unlike a row's than another row's is, and tells nothing.
        counts = np.array([[_row_cost(c, "", r, slack) for r in rows] for c in curves])
        by_order |= {j for pair in _exchangeable(counts, chosen) if not any(told[n] for n in pair) for j in pair}
        for i, j in chosen:
            owner[j] = int(i)
            # Rows without names stand as the legend does: counts that say otherwise, and nothing else does, may be
            # misread.
            by_legend = in_order and order[i, j] == 0 and not NAMED.search(rows[j].label)
            against = in_order and order[i, j] > 0
            untold = not told[j] and (len(rows) < len(curves) or (j in by_order and not by_legend) or against)
            unsure[j] |= untold or labels[i] in twice or any(labels[i] in pair for pair in alike)
            if not labels[i]:
                labels[i] = rows[j].label
        if not entries and len(curves) > 1 and all(row.color is None for row in rows):
            warnings.append("rows of the risk table belong to curves by order and counts only; look at the overlay")
    return Matched(_unique(labels), tuple(owner), tuple(warnings), tuple(unsure), tuple(x in shared for x in labels))


def _denied_by_counts(
    curves: Sequence[Candidate], entries: Sequence[LegendEntry], rows: Sequence[RiskRow], slack: float
) -> Floats:
    """How far the row called as each entry (k) denies each curve (m), as (m, k); 0 unless each entry has one."""
    own = [[row for row in rows if name_likeness(entry.label, row.label) == 1.0] for entry in entries]
    if any(len(found) != 1 for found in own):
        return np.zeros((len(curves), len(entries)))
    return np.array([[misfit(c.steps, _said(found[0]), slack) for found in own] for c in curves])


def _said(row: RiskRow) -> RiskTable:
    """The counts of a row without those in brackets that may be events or censored: the curve tells that later."""
    return attrs.evolve(row.table, events=floats([])) if row.unsaid else row.table


def _told(denied: Floats, chosen: Sequence[tuple[int, int]], j: int, n: int) -> bool:
    """Whether counts tell two entries apart: they hardly deny the two curves, and would the other way round."""
    i, m = (next(curve for curve, entry in chosen if entry == k) for k in (j, n))
    return bool(denied[i, n] + denied[m, j] > TOLD + HARDLY * (denied[i, j] + denied[m, n]))


def _is_total(rows: Sequence[RiskRow], labels: Sequence[str]) -> bool:
    """Whether there is one row for several curves that is in no colour and has no curve's name."""
    if len(rows) != 1 or len(labels) < 2:
        return False
    name = rows[0].label
    return rows[0].color is None and name not in labels and bool(NUMBERED.match(name) or TOTAL.match(name))


def _colors_tell(entries: Sequence[LegendEntry]) -> bool:
    """Whether every entry has a colour plainly unlike all others."""
    pairs = itertools.combinations([entry.color for entry in entries], 2)
    return all(a is not None and b is not None and color_distance(a, b) > SURE_COLOR for a, b in pairs)


def _exchangeable(cost: Floats, chosen: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Columns of a cost matrix (m, k) that could as well be exchanged; ``chosen`` are its rows with their columns."""
    return [
        (j, n)
        for (i, j), (m, n) in itertools.combinations(chosen, 2)
        if cost[i, n] + cost[m, j] - cost[i, j] - cost[m, n] < EXCHANGED
    ]


def _entry_cost(curve: Candidate, entry: LegendEntry, frame: Frame, dash: float) -> float:
    cost = COLOR_COST * color_distance(curve.color, entry.color)
    if entry.sample is not None:
        bare = BARE_COST * abs(curve.bare - _gaps(entry.dashes))
        return cost + dash * (_dash_distance(curve.dashes, entry.dashes) + bare)
    x, y = entry.text.center
    nearest = distance_to(curve, x, y, frame)
    return cost + PLACE_COST * nearest / max(1.0, frame.box.height)


def _dash_distance(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    if bool(a) != bool(b):
        return 1.0
    if not a:
        return 0.0
    duty = [v[0] / max(1e-9, v[0] + v[1]) for v in (a, b)]
    # Two lengths are measured in pixels; whole patterns come from files, and say more where both do.
    pattern = OTHER_PATTERN * (len(a) != len(b))
    return min(1.0, pattern + abs(duty[0] - duty[1]) + 0.3 * abs(float(np.log((a[0] + 1) / (b[0] + 1)))))


def _gaps(dashes: tuple[float, ...]) -> float:
    """Share of a line that the gaps of its dashes are."""
    return sum(dashes[1::2]) / max(1e-9, sum(dashes))


def _row_cost(curve: Candidate, label: str, row: RiskRow, slack: float) -> float:
    cost = 0.0
    if label and not NUMBERED.match(row.label):
        alike = name_likeness(label, row.label)
        # "Drug" and "Drug + partner" are alike, but a row called exactly as a curve is that curve's.
        cost += 2.0 * (1.0 - alike) if alike < SAME_NAME else NOT_EXACT * (alike < 1.0)
    if row.color is not None:
        cost += COLOR_COST * print_distance(curve.color, row.color)
    return cost + COUNT_COST * misfit(curve.steps, _said(row), slack)


def _order(curves: Sequence[Candidate], labels: Sequence[str], entries: Sequence[LegendEntry]) -> list[int]:
    """Order in which rows are expected: that of the legend, else of the curves' ends from top to bottom."""
    if _names_all(entries, labels):
        names = [entry.label for entry in entries]
        return [names.index(label) for label in labels]
    ends = sorted(range(len(curves)), key=lambda k: curves[k].end[1])
    return [ends.index(i) for i in range(len(curves))]


def _names_all(entries: Sequence[LegendEntry], labels: Sequence[str]) -> bool:
    """Whether the legend names each curve, and no other."""
    names = [entry.label for entry in entries]
    return len(set(names)) == len(names) == len(labels) and set(names) == set(labels)


def _anothers(labels: Sequence[str], rows: Sequence[RiskRow]) -> Floats:
    """Whether a row (k) has exactly the name of one curve, and that is not this curve (m), as (m, k) zeros and ones."""
    same = np.array([[bool(label) and name_likeness(label, row.label) == 1.0 for row in rows] for label in labels])
    named = same.sum(axis=0) == 1
    return np.asarray(named[None, :] & ~same, dtype=np.float64)


def _unique(labels: Sequence[str]) -> tuple[str, ...]:
    """Each label once: a missing one becomes its number, a second one gets a number."""
    seen: dict[str, int] = {}
    result = []
    for number, label in enumerate(labels, start=1):
        name = label or f"curve {number}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)
