"""Curves of a panel and the marks on all of them together, looked for once more where other panels know better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import attrs
import numpy as np

from ipdrecon.threads import side_by_side
from ipdrecon.trace.censor import (
    Known,
    Marked,
    Marks,
    after_the_start,
    are_uprights,
    as_lower_bound,
    each_once,
    end_at_last_mark,
    explained_share,
    known_of,
    led_back,
    marks_like,
    marks_shaped,
    marks_together,
    score,
    with_last,
    with_paler_ones,
)
from ipdrecon.trace.censor.keyed import KeyedMark, marks_as_keyed
from ipdrecon.trace.censor.own_falls import without_own_falls
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.curves.beneath_fields import beneath_fields
from ipdrecon.trace.curves.through_marks import is_dashed, longest_gap, through_marks
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ends.last_arm import without_last_arm
from ipdrecon.trace.ends.last_dash import in_last_gap
from ipdrecon.trace.ends.last_of_crowd import in_crowd
from ipdrecon.trace.ends.last_plus import ended_at
from ipdrecon.trace.ends.last_symbol import beyond_last_symbol, without_last_symbol
from ipdrecon.trace.ends.last_upright import behind_all, behind_last_dash
from ipdrecon.trace.ends.round_cap import without_round_cap
from ipdrecon.trace.ends.thick_end import is_line_behind
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.inks.layers import Layers
from ipdrecon.trace.lines.level import Staircase, staircase
from ipdrecon.trace.lines.stroke import Stroke

#: Evidence for its marks against what it was, from which curves measured anew without them are the better ones.
MORE_WORTH = 1.1
#: Leftover ink they may leave against what was left: a curve measured amiss leaves more ink, which is worth more.
MORE_LEFT = 1.25
#: The same from which those are that are worth more at all.
LESS_LEFT = 0.8
#: Share of the leftover ink that marks explain from which there is no reason to measure the curves anew.
LITTLE_LEFT = 0.95
#: Share of the leftover ink below which marks are too few to measure the curves anew without them.
FEW = 0.3
#: Share of what a panel's own marks explain that those of the common shape explain at least, to be believed instead.
AS_MUCH = 0.75
#: Gain of marks of the shape that the keys show against that of others, from which they are those.
KEYED_GAIN = 0.8
#: Pixels between the middle of a mark and the end of a curve that ends in it.
AT_MARK_PX = 0.5


@attrs.frozen(eq=False)
class Bare:
    """Curves of a panel before marks are looked for on all of them together.

    Attributes
    ----------
    strokes : list of Stroke
    layers : Layers
    dark : (h, w) float32    Black ink.
    hidden : (h, w) bool     Text, legend and rules.
    depth : (h, w) float32, optional    Contrast of ink without a colour against black's; None where no curve is grey.
    keyed : KeyedMark, optional         The mark that the keys of the legend show.
    right : float            Column where the plot area ends.
    """

    strokes: list[Stroke]
    layers: Layers
    dark: Layer
    hidden: Mask
    depth: Layer | None = None
    keyed: KeyedMark | None = None
    right: float = np.inf

    def look(self) -> Look:
        """Its marks, of the shape this panel tells itself."""
        found = self._look(lambda curves: marks_together(curves, self.layers.other, self.dark, self.hidden, self.depth))
        keyed, some = self.keyed, any(m.x.size for m in found.marks)
        if keyed is None or any(keyed.is_like(m.shape) for m in found.marks) or (some and keyed.opacity < 1.0):
            return found
        curves = as_marked(self.strokes, self.layers)
        marks = marks_as_keyed(curves, self.layers.other, self.hidden, keyed, plain=not some)
        none = not any(m.x.size for m in marks)
        less = none or sum(m.gain for m in marks) < KEYED_GAIN * sum(m.gain for m in found.marks)
        return found if some and less else self._beneath(self.strokes, marks)

    def look_for(self, known: Known) -> Look:
        """Its marks, of the shape another panel told."""
        return self._look(partial(marks_like, other=self.layers.other, hidden=self.hidden, known=known))

    def _look(self, marks_of: Callable[[Sequence[Marked]], list[Marks]]) -> Look:
        strokes, found = self.strokes, marks_of(as_marked(self.strokes, self.layers))
        if are_uprights(found) and explained_share(found) < FEW:
            return self._beneath(strokes, found)  # what else is left beside the curves is none of their marks' ink
        strokes, found = self._through(strokes, found)
        if are_uprights(found) and explained_share(found) < LITTLE_LEFT:
            # Marks that were not known when a curve was measured have shifted its levels and steps.
            again = [_without_marks(s, m, self.layers) for s, m in zip(strokes, found, strict=True)]
            better = marks_of(as_marked(again, self.layers))
            if explain_more(better, found):
                strokes, found = again, better
        return self._beneath(strokes, found)

    def _beneath(self, strokes: list[Stroke], found: list[Marks]) -> Look:
        """Curves and all their marks; curves that lie beneath the fields of others' ticks are led anew."""
        found = with_paler_ones(as_marked(strokes, self.layers), found, self.hidden)
        return Look(self, beneath_fields(strokes, found, self.layers, self.hidden), found)

    def _through(self, strokes: list[Stroke], found: list[Marks]) -> tuple[list[Stroke], list[Marks]]:
        """The curves and their marks, dashed ones led through the ticks in their gaps if more stand on them so."""
        led = through_marks(strokes, found, self.layers, self.hidden)
        if all(a is b for a, b in zip(led, strokes, strict=True)):
            return strokes, found
        shape = next(m.shape for m in found if isinstance(m.shape, Upright))
        more = marks_shaped(as_marked(led, self.layers), self.layers.other, self.hidden, shape)
        return (led, more) if sum(m.gain for m in more) > sum(m.gain for m in found) else (strokes, found)


@attrs.frozen(eq=False)
class Look:
    """Curves of a panel, perhaps measured anew, and the marks of each."""

    bare: Bare
    strokes: list[Stroke]
    marks: list[Marks]

    @property
    def known(self) -> Known | None:
        """What it tells other panels."""
        return known_of(as_marked(self.strokes, self.bare.layers), self.marks)

    @property
    def score(self) -> float:
        """How much speaks for its marks."""
        return score(self.marks)

    def finished(self) -> list[Stroke]:
        """The curves with their marks."""
        layers, hidden = self.bare.layers, self.bare.hidden
        known = next((m for m in self.marks if m.template is not None), None)
        ended = led_back(as_marked(self.strokes, layers), self.marks, layers.other, hidden)
        finished = []
        start = min((float(stair.x[0]) for stair, _ in ended), default=0.0)
        for stroke, (stair, found) in zip(self.strokes, ended, strict=True):
            if dashed := is_dashed(stroke, layers.any_ink):
                found = without_own_falls(found, layers.alpha[stroke.layer], stair.width)
            marks, in_symbol = as_lower_bound(stair, after_the_start(start, found)), False
            if stroke.plus is not None:
                stair = ended_at(stroke.stair, stroke.plus)
                marks = marks if known is None else with_last(marks, stair, known)
                finished.append(attrs.evolve(stroke, marks=marks, stair=stair))
                continue
            if stair.end == stroke.stair.end:
                before, keyed = stair, self.bare.keyed
                stair = without_last_symbol(stair, layers.alpha[stroke.layer], marks.x, keyed.shape if keyed else None)
                in_symbol = stair is not before
                if in_symbol and known is not None and not are_uprights([known]):
                    marks = with_last(marks, stair, known)
            last = behind_all(stroke.stair, marks, layers.alpha[stroke.layer], self.bare.dark, known)
            if last is None:
                last = in_crowd(stair, marks, layers.alpha[stroke.layer])
            if last is None and dashed:
                gap = longest_gap(stroke, layers.any_ink)
                last = behind_last_dash(stair, marks, layers.alpha[stroke.layer], gap)
            if last is not None:
                stair = attrs.evolve(ended_at(stair, last), end=last)
                marks = with_last(marks, stair, marks if marks.x.size or known is None else known)
            edge, own = self.bare.right, layers.alpha[stroke.layer]
            stair = end_at_last_mark(stair, marks, edge) if in_symbol else _at_last_mark(stair, marks, own, edge)
            if not are_uprights([marks]) and not _ends_in(marks, stair):  # the sides of a square are no upright
                stair = without_last_arm(stair, layers.alpha[stroke.layer])
            if not marks.x.size or marks.x[-1] < stair.end - stair.width:
                stair = in_last_gap(stair, layers.alpha[stroke.layer], layers.any_ink)
                stair = without_round_cap(stair, layers.alpha[stroke.layer], layers.any_ink)
            finished.append(attrs.evolve(stroke, marks=marks, stair=stair))
        return finished


def with_common_marks(looks: Sequence[Look]) -> list[Look]:
    """The panels of one figure, their marks of the shape that no panel denies.

    Combs and steep curves tell the shape of their marks badly. Of the shapes the panels tell that one is believed
    which explains most on all of them, each against what explains most on it; a panel where it explains far less keeps
    its own.
    """
    shapes = each_once([look.known for look in looks])
    if not shapes or len(looks) < 2:
        return list(looks)

    def tried(look: Look) -> list[Look]:
        own = look.known
        return [look if own is not None and own.is_like(known) else look.bare.look_for(known) for known in shapes]

    found = side_by_side(tried, looks)
    scores = np.array([[other.score for other in tried] for tried in found])
    most = np.maximum(scores.max(axis=1), [look.score for look in looks])
    best = int(np.argmax((scores / np.maximum(most, 1e-9)[:, None]).sum(axis=0)))
    return [
        tried[best] if tried[best].score > 0 and tried[best].score >= AS_MUCH * look.score else look
        for look, tried in zip(looks, found, strict=True)
    ]


def _ends_in(marks: Marks, stair: Staircase) -> bool:
    """Whether a curve ends in the middle of its last mark."""
    return bool(marks.x.size) and abs(float(marks.x[-1]) - stair.end) < AT_MARK_PX


def _at_last_mark(stair: Staircase, marks: Marks, alpha: Layer, edge: float) -> Staircase:
    """A curve that ends in its last mark, ended there, or where its line is seen to go on to beyond that."""
    if is_line_behind(stair, marks, alpha):
        return stair
    ended = end_at_last_mark(stair, marks, edge)
    further = None if ended is stair else beyond_last_symbol(stair, marks, alpha)
    return ended if further is None else attrs.evolve(ended, end=further)


def as_marked(strokes: Sequence[Stroke], layers: Layers) -> list[Marked]:
    """The curves as marks are looked for on them."""
    return [
        Marked(
            s.stair,
            s.layer,
            layers.alpha[s.layer],
            s.neutral,
            s.marks,
            s.dark,
            layers.upon.get(s.layer),
            partial(layers.by_brightness, s.layer),
        )
        for s in strokes
    ]


def explain_more(better: Sequence[Marks], found: Sequence[Marks]) -> bool:
    """Whether marks of curves measured anew are worth more, and not because these leave more ink beside them.

    Where they leave far less of it, they need hardly be worth more: some of those before were a line's own rim.

    Another shape than the ticks without whose ink they were measured must explain a greater share of it.
    """
    if not are_uprights(better) and explained_share(better) <= explained_share(found):
        return False
    left, before = (sum(whole - own for own, whole in (m.explained for m in marks)) for marks in (better, found))
    worth, known = (sum(m.worth for m in marks) for marks in (better, found))
    return (worth > MORE_WORTH * known and left <= MORE_LEFT * before) or (worth > known and left <= LESS_LEFT * before)


def _without_marks(stroke: Stroke, marks: Marks, layers: Layers) -> Stroke:
    """A curve measured once more without the ink of its marks."""
    if not marks.x.size:
        return stroke
    clean = np.where(marks.mask, 0.0, layers.alpha[stroke.layer]).astype(np.float32)
    stair = staircase(clean, layers.any_ink, stroke.path)
    return stroke if stair is None else attrs.evolve(stroke, stair=stair)
