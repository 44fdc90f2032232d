"""Coloured ink → curves: which paths through which layers are the Kaplan-Meier curves of a panel."""

from __future__ import annotations

import itertools
from functools import partial

import attrs
import numpy as np

from ipdrecon.threads import side_by_side
from ipdrecon.trace.censor import Marks, marks_on
from ipdrecon.trace.curves.band_rims import without_band_rims
from ipdrecon.trace.curves.behind import behind_legend
from ipdrecon.trace.curves.beneath import followed_beneath
from ipdrecon.trace.curves.beneath_blocks import without_blocks
from ipdrecon.trace.curves.beneath_ticks import without_ticks_above
from ipdrecon.trace.curves.borrowed import without_borrowed_ends
from ipdrecon.trace.curves.clipped_start import begin_at_edge
from ipdrecon.trace.curves.echoes import without_echoes
from ipdrecon.trace.curves.limits import look_alike, middle_path, on_limits, without_limits, without_limits_again
from ipdrecon.trace.curves.look import Bare
from ipdrecon.trace.curves.mark_ink import split_mark_ink, with_mark_ink
from ipdrecon.trace.curves.novel import as_strong, is_broken, is_new
from ipdrecon.trace.curves.prune import as_expected
from ipdrecon.trace.curves.ruled_stroke import without_frame
from ipdrecon.trace.curves.settle import settled, told_apart
from ipdrecon.trace.curves.shadows import without_shadows
from ipdrecon.trace.curves.through_text import through_text
from ipdrecon.trace.curves.twins import without_twins
from ipdrecon.trace.curves.under_marks import with_dark_marks
from ipdrecon.trace.curves.whole import line_along
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ends.last_mark import without_last_mark
from ipdrecon.trace.ends.last_plus import begin_of_arm, ended_at
from ipdrecon.trace.ends.past_label import without_own_label
from ipdrecon.trace.inks.ink import Ink, Layer
from ipdrecon.trace.inks.layers import Layers, dark_ink, depth_of, lit_where, of_drawn
from ipdrecon.trace.lines.level import staircase
from ipdrecon.trace.lines.stroke import Stroke, is_neutral
from ipdrecon.trace.lines.swath import stroke_mask
from ipdrecon.trace.lines.walk import OWN, Walk, begin_along, begin_near, gains

#: Most curves of one colour.
MAX_PER_COLOR = 8
#: How far the line of a frame lies from S = 1 that runs on it, in pixels, and share of its row that it covers.
FRAME_PX, WHOLE_FRAME = 2, 0.9
#: Gain against the best of its colour from which a line is likely a curve, where no legend says how many there are.
LIKELY = 0.5


def find_curves(
    ink: Ink,
    layers: Layers,
    start: tuple[float, float],
    *,
    cut: bool = False,
    expected: int | None = None,
    sure: bool = False,
    styles: dict[int, int] | None = None,
    whole: bool = False,
    width: float | None = None,
) -> Bare:
    """The curves of a panel, on which marks are still to be looked for together.

    Parameters
    ----------
    start : (row, column)      Where S = 1 at time 0 lies in the crop (outside it where the y axis is cut).
    cut : bool                 Whether the y axis ends below S = 1, so that curves come in along its top.
    expected : int, optional   How many curves legend, risk table or a person say there are.
    sure : bool                Whether that number can be trusted: a legend may lose dotted samples in reading.
    styles : dict, optional    Layer → how many legend samples have its colour.
    whole : bool               Whether the legend shows whole lines only, so that a broken one more is a limit.
    width : float, optional    Of the lines on the keys of the legend, in pixels.
    """
    styles = styles or {}
    shape = ink.shape
    reach = max(8, round(0.03 * min(shape)))
    begin = begin_along(shape, max(start[0], 0.0), start[1], reach) if cut else begin_near(shape, *start, reach)
    on_frame = along_frame(ink.rules, start)
    drawn = ink.hidden | on_frame
    at_edge = begin if cut else begin_at_edge(begin, layers.any_ink, ink.rules, start, reach)
    begins = {False: at_edge, True: begin if on_frame.any() else at_edge}  # the line of a frame leads greys to there
    found: list[Stroke] = []
    dark = dark_ink(ink, layers)
    for neutral in (False, True):
        alike = [i for i in range(len(layers.cores)) if is_neutral(layers.cores[i]) == neutral]
        of_one = partial(_of_one_color, ink, layers, styles=styles, sure=sure, expected=expected, width=width)
        told = side_by_side(partial(of_one, begins[neutral], drawn if neutral else np.zeros_like(drawn)), alike)
        if not neutral and on_frame.any():  # the line hides what a named curve shows before it falls beside another one
            told = [s or (of_one(begin, on_frame, i) if styles.get(i) else s) for i, s in zip(alike, told, strict=True)]
        found += itertools.chain.from_iterable(told)
        found = without_limits_again(without_echoes(found, ink.page, shape, styles), styles)
        found = without_twins(without_shadows(found, shape, styles, expected), styles)
        if not neutral:
            found, inks = split_mark_ink(found, layers, styles)
            dark, layers = with_mark_ink(dark, layers, inks)
            found = with_dark_marks(found, dark, layers, at_edge, drawn | ink.rules)
            for stroke in found:
                drawn |= stroke_mask(shape, stroke.stair, 1.5) | stroke.marks.mask
    found = without_frame(without_band_rims(found, ink, styles), ink.rules, expected)
    found = without_borrowed_ends(ink, layers, as_expected(found, expected, styles, sure=sure, whole=whole))
    found = followed_beneath(ink, layers, found)
    every = layers.any_ink
    found = [without_own_label(s, layers, ink, begins[s.neutral]) for s in found]
    found = [through_text(s, layers.alpha[s.layer], ink.hidden) for s in found]
    found = [attrs.evolve(s, stair=without_last_mark(s.stair, every)) for s in found]
    found = [_ended_in_plus(s, layers.alpha[s.layer], every) for s in found]
    theirs = of_drawn(ink, layers, {s.layer for s in found})
    depth = depth_of(ink) if any(s.neutral for s in found) else None
    return Bare(found, theirs, dark, ink.hidden | ink.rules | on_limits(found, shape), depth, right=ink.right)


def _ended_in_plus(stroke: Stroke, alpha: Layer, every: Layer) -> Stroke:
    """A curve without the thin arm of a plus behind its end."""
    end = begin_of_arm(stroke.stair, alpha, every)
    return stroke if end is None else attrs.evolve(stroke, stair=ended_at(stroke.stair, end), plus=end)


def along_frame(rules: Mask, start: tuple[float, float]) -> Mask:
    """Pixels (h, w) of the line of the frame that S = 1 lies on, from time 0 on: a curve in its colour runs on it."""
    row, column = round(start[0]), max(0, round(start[1]))
    on = np.zeros(rules.shape, np.bool_)
    high = slice(max(0, row - FRAME_PX), max(0, row + FRAME_PX + 1))
    whole = rules[:, column:].mean(axis=1) > WHOLE_FRAME
    on[high, column:] = rules[high, column:] & whole[high, None]
    return on


def _of_one_color(
    ink: Ink,
    layers: Layers,
    begin: Layer,
    drawn: Mask,
    i: int,
    *,
    styles: dict[int, int],
    sure: bool,
    expected: int | None,
    width: float | None,
) -> list[Stroke]:
    """The curves of one colour, of which ``styles`` says how many samples the legend shows; they may run on beneath
    what is ``drawn``."""
    told = styles.get(i, 0)
    most = told if told and sure else MAX_PER_COLOR
    if not styles and sure and len(layers.cores) == 1:
        told = expected or 0  # whatever names the curves names those of the only colour
    alpha = layers.alpha[i]
    every = layers.any_ink
    neutral = is_neutral(layers.cores[i])
    other = np.maximum(every - alpha, 0.0)
    used = np.zeros(ink.shape, np.bool_)
    strokes: list[Stroke] = []
    for _ in range(most + 2):
        named = len(strokes) < told
        taken = used | drawn
        lit = lit_where(alpha, other, ink) | taken
        gain = gains(alpha, other, ink.hidden, taken, rules=ink.rules, seen=not named)
        path = line_along(gain, begin, lit, alpha)
        if path is None or is_broken(path, lit):
            break
        near = [] if named else [s.path for s in strokes]
        if not is_new(alpha, path, taken, near, named=named):
            break
        stroke = _measured(alpha, every, other, ink, i, layers, path, begin, taken, strokes, width, lone=told == 1)
        # Thin marks in the gaps of thick dashes make the line look thin: a legend that shows it is believed.
        if stroke is None or (strokes and not named and not as_strong(alpha, stroke, strokes[0])):
            break
        strokes.append(stroke)
        used |= stroke_mask(ink.shape, stroke.stair, 1.5) | stroke.marks.mask
    every_line = strokes
    if len(strokes) > told:  # lines of a colour of which the legend shows as many are curves
        strokes = without_limits(strokes)
    bounds = tuple(s.stair for s in every_line if s not in strokes)
    # Where nothing else names the curves, more lines of one colour than there are curves at all are not all curves, and
    # are one with its limits where the others have colours enough of their own.
    one = told == 1 if styles else expected is not None and expected <= min(len(layers.cores), len(every_line) - 1)
    limits = one and len(every_line) > 1 and (sure or not neutral or look_alike(every_line))
    if limits and (path := middle_path(every_line, alpha)) is not None:
        stair = staircase(alpha, every, path, strokes[0].stair.width)
        if stair is not None:
            marks = marks_on(alpha, stair, ink.hidden | ink.rules)
            strokes = [attrs.evolve(strokes[0], path=path, stair=stair, marks=marks)]
            bounds = tuple(s.stair for s in every_line)
    strokes = [attrs.evolve(s, limits=bounds) for s in strokes[:most]]
    # Beyond those that the legend shows there may be limits, which cover curves and are no reason to leave them.
    likely = [s for s in strokes if s.path.score >= LIKELY * strokes[0].path.score] if strokes else []
    sure_ones = strokes[: told or len(likely)]
    first = settled(ink, layers, sure_ones, begin, drawn, told)
    apart = told_apart(ink, layers, [*first, *strokes[len(sure_ones) :]])
    return behind_legend(ink, layers, apart, begin, drawn)


def _measured(
    alpha: Layer,
    every: Layer,
    other: Layer,
    ink: Ink,
    i: int,
    layers: Layers,
    path: Walk,
    begin: Layer,
    taken: Mask,
    before: list[Stroke],
    like: float | None,
    *,
    lone: bool,
) -> Stroke | None:
    """Staircase and marks of a path; where it has marks, both are measured again without their ink.

    ``before`` are those of its colour found so far, in whose width it is drawn; the first one is rather as wide as the
    legend's keys, ``like`` pixels. It is a ``lone`` one where the legend shows one in its colour.
    """
    like = before[0].stair.width if before else like
    stair = staircase(alpha, every, path, like)
    if stair is None:
        return None
    line, filled = without_ticks_above(alpha, path, stair.width), None
    if line is None and lone:
        line = filled = without_blocks(alpha, path, stair.width)
    if line is not None:
        gain = gains(line, other, ink.hidden, taken, rules=ink.rules)
        bare = line_along(gain, begin, lit_where(line, other, ink) | taken, line)
        beneath = staircase(line, every, bare, like) if bare is not None else None
        if bare is None or beneath is None:
            line = filled = None
        else:
            path, stair = bare, beneath
    blocked = ink.hidden | ink.rules
    for stroke in before:
        blocked = blocked | stroke_mask(ink.shape, stroke.stair, 1.5) | stroke.marks.mask
    marks = _with_ticks(marks_on(alpha, stair, blocked), alpha, line)
    if marks.x.size and filled is None:  # what filled marks hide of a curve their middles tell, and nothing else
        clean = np.where(marks.mask, 0.0, alpha).astype(np.float32)
        lit = lit_where(clean, other, ink) | taken | marks.mask
        again = line_along(gains(clean, other, ink.hidden | marks.mask, taken, rules=ink.rules), begin, lit, clean)
        better = staircase(clean, every, again, like) if again is not None else None
        # Marks stand on their line: one that ends before the last of them has lost it with their ink.
        if again is not None and better is not None and again.last >= marks.x[-1] - marks.width:
            path, stair = again, better
            marks = _with_ticks(marks_on(alpha, stair, blocked), alpha, line)
    above = line is not None and filled is None
    return Stroke(layers.cores[i], i, path, stair, is_neutral(layers.cores[i]), marks, beneath=above)


def _with_ticks(marks: Marks, alpha: Layer, line: Layer | None) -> Marks:
    """The marks, all ink that was cut off above their ``line`` (h, w) among theirs."""
    return marks if line is None else attrs.evolve(marks, mask=marks.mask | (alpha - line > OWN))
