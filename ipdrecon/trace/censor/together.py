"""Censor marks of all curves of a panel: their shape is learned on all of them together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.trace.censor.at_end import find_like_last
from ipdrecon.trace.censor.by_brightness import marks_by_brightness
from ipdrecon.trace.censor.few import find_few
from ipdrecon.trace.censor.find import find_marks
from ipdrecon.trace.censor.greys import over_greys
from ipdrecon.trace.censor.ground import LEAST_INK, Ground, ground_of
from ipdrecon.trace.censor.inks import Marked, any_ink, black_ink, own_ink
from ipdrecon.trace.censor.likeliest import PLAIN_TICKS, marks_in
from ipdrecon.trace.censor.marks import (
    Marks,
    Template,
    are_uprights,
    explained_share,
    reach_px,
    total_gain,
    total_worth,
)
from ipdrecon.trace.censor.own_shape import with_own_shapes
from ipdrecon.trace.censor.owner import with_one_owner, with_one_owner_in_each_ink
from ipdrecon.trace.censor.recurring import find_recurring
from ipdrecon.trace.censor.second import with_second_look
from ipdrecon.trace.censor.symbol import Symbol, is_seen
from ipdrecon.trace.censor.symbols import find_symbols, uprights_alone
from ipdrecon.trace.censor.upright import NOISELESS, Upright
from ipdrecon.trace.censor.widths import as_wide_as_others
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase
from ipdrecon.trace.lines.swath import stroke_mask
from ipdrecon.trace.lines.walk import OWN

#: Evidence against that for marks in the curves' own colours, from which they are in any ink: where those are ticks,
#: and where they are of another shape.
WORTH_ANY, WORTH_ANY_TICKS = 1.8, 1.3
#: Evidence against that for marks in the curves' own colours, from which they are black (black marks leave next to
#: nothing in the colours of their curves).
WORTH_BLACK = 3.0
#: Share of the leftover ink that marks in any ink must explain: rims, corners and neighbours are many there.
EXPLAINED_ANY = 0.5
#: Evidence in pixels of ink, without which marks in any ink or in black are rims, corners and noise.
LEAST_ANY, LEAST_BLACK = 150.0, 80.0
#: Share of marks in any ink that touch no other one: the fill of a band is full of circles and squares.
LONE_ANY = 0.02
#: Gain of black marks beyond their cost against their evidence, at least.
GAIN_BLACK = 0.1
#: Columns within which black marks stand where others were found, and the share of them from which they are those.
SAME_PLACE_PX, SAME_MARKS = 1.5, 0.8
#: Share of a line from which what is black on it is the line, and pixels by which marks reach out of such a line.
MOST_OF_IT, OUT_PX = 0.5, 1.0
#: Share of the leftover ink from which marks of another shape than ticks leave nothing to ask.
PLAIN_SHAPE = 0.75


def marks_on(alpha: Layer, stair: Staircase, blocked: Mask, template: Template | None = None) -> Marks:
    """Marks of one curve in the ink ``alpha``; ``blocked`` is where other strokes, text and rules lie."""
    shape = alpha.shape[0], alpha.shape[1]
    return find_marks(ground_of(alpha, stair, stroke_mask(shape, stair, reach_px(shape)), blocked), template)


def dark_marks(curves: Sequence[Marked], dark: Layer, hidden: Mask) -> list[Marks] | None:
    """Black marks on coloured curves: all of a figure's curves have them, or none.

    None where there is no more evidence for them than for those that were found in the curves' own colours.
    """
    colored = [curve for curve in curves if not curve.neutral]
    black = _black(curves, dark, hidden) or find_recurring(black_ink(curves, dark, hidden))
    if not _outweighs(black, [curve.marks for curve in colored]):
        return None
    rest = iter(black)
    return [curve.marks if curve.neutral else next(rest) for curve in curves]


def marks_together(
    curves: Sequence[Marked], other: Layer, dark: Layer, hidden: Mask, depth: Layer | None = None
) -> list[Marks]:
    """Marks looked for once more with every stroke known, and with the shape that all curves show together.

    They are looked for in the curves' own colours, in any ink that is no other curve's (JPEG dulls thin marks), and in
    black; the ink that speaks for them most is believed.

    Parameters
    ----------
    other : (h, w)     Ink of none of the curves' colours.
    dark : (h, w)      Black ink.
    hidden : (h, w)    Text, legend and rules.
    depth : (h, w)     Contrast of ink without a colour against black's; None where no curve is grey.
    """
    if not curves:
        return []
    curves = as_wide_as_others(curves)
    half = [curve.stair.width / 2 for curve in curves]
    beside = own_ink(curves, other, hidden)
    best = own = marks_in(beside, half)
    if not any(marks.x.size for marks in own):
        best = own = find_few(beside, half) or find_like_last(curves, beside, half, hidden) or own
    over = [] if depth is None else over_greys(curves, beside, depth, hidden)
    if not _is_plain(best, beside):
        around = any_ink(curves, other, dark, hidden)
        wide = marks_in(around, half)
        if _is_better(wide, best):
            best, beside = wide, around
    black = _black(curves, dark, hidden)
    if not black and any(curve.dark for curve in curves):
        black = find_recurring(black_ink(curves, dark, hidden))
    black = black or _few_black(curves, dark, hidden)
    colored = [i for i, curve in enumerate(curves) if not curve.neutral]
    if _are_black_on_colors(black, [own[i] for i in colored], [best[i] for i in colored]):
        for i, marks in zip(colored, black, strict=True):
            best[i] = own[i] if _are_of_own_color(own[i], marks) else marks
        return best
    for i, marks in zip(colored, black, strict=False):
        if _are_black_on_one(marks, best[i]):
            best[i] = marks
    if over and _are_black(black := uprights_alone(over, half)[0] or [], best):
        best, beside = black, over
    noise = max(ground.noise for ground in beside)
    if (dulled := marks_by_brightness(curves, best, hidden, noise)) is not None:
        return dulled
    best = with_own_shapes(best, beside, half)
    best = with_second_look(best, beside, [curve.stair.width for curve in curves])
    return with_one_owner_in_each_ink(best, [curve.layer for curve in curves])


def _is_plain(own: Sequence[Marks], beside: Sequence[Ground]) -> bool:
    """Whether marks in the curves' own colours leave nothing to ask: ticks on clean paper, which dulls none, and
    whatever explains most of the leftover ink."""
    if are_uprights(own):
        return explained_share(own) >= PLAIN_TICKS or all(ground.noise < NOISELESS for ground in beside)
    return explained_share(own) >= PLAIN_SHAPE


def _is_better(wide: Sequence[Marks], own: Sequence[Marks]) -> bool:
    """Whether marks in any ink are to be believed rather than those in the curves' own colours.

    Hundreds of weak ones, each hardly worth what it costs, are the rim of a line.
    """
    if total_worth(wide) < LEAST_ANY or explained_share(wide) < EXPLAINED_ANY:
        return False
    ticks = are_uprights(wide)
    if (are_uprights(own) and not ticks) or total_gain(wide) <= total_gain(own):
        return False
    if not ticks and _lone_share(wide) < LONE_ANY:
        return False
    return total_worth(wide) > (WORTH_ANY_TICKS if ticks and not are_uprights(own) else WORTH_ANY) * total_worth(own)


def _black(curves: Sequence[Marked], dark: Layer, hidden: Mask) -> list[Marks]:
    """Black uprights on the coloured curves, which hide nothing of them; empty where there are none.

    They reach beyond their lines: what is dark within two lines is where these lie over each other, or a dull line's.
    """
    colored = [curve for curve in curves if not curve.neutral]
    half = [curve.stair.width / 2 for curve in colored]
    found = with_one_owner(uprights_alone(black_ink(curves, dark, hidden), half)[0] or [])
    dull = any(_is_dull(curve, dark) for curve in colored)
    return [] if dull and not _reach_out(found, max(half, default=0.0)) else found


def _few_black(curves: Sequence[Marked], dark: Layer, hidden: Mask) -> list[Marks]:
    """Black marks of any kind, too few for their lengths to recur; empty where there are none.

    Few marks leave most of their line bare: where that is dark all along, it is dull itself (JPEG takes the colour of
    thin lines).
    """
    beside = black_ink(curves, dark, hidden)
    if any(_is_dull(curve, dark) for curve in curves if not curve.neutral):
        return []
    if sum(float(ground.rest.sum()) for ground in beside) < LEAST_BLACK:
        return []
    half = [curve.stair.width / 2 for curve in curves if not curve.neutral]
    found = find_symbols(beside, half) or []
    symbol = next((m.shape for m in found if isinstance(m.shape, Symbol)), None)
    # What a black curve leaves beside a coloured one may fit any symbol, but stands nowhere alone.
    if symbol is not None and not is_seen(beside, symbol, least=1):
        return []
    return with_one_owner(found)


def _reach_out(found: Sequence[Marks], half: float) -> bool:
    """Whether uprights reach out of their lines, farther than what of a dull line is dark beside its middle."""
    shapes = [m.shape for m in found if isinstance(m.shape, Upright)]
    return all(max(shape.up, shape.down) > half + OUT_PX for shape in shapes)


def _is_dull(curve: Marked, dark: Layer) -> bool:
    """Whether most of a coloured line is black ink as well."""
    shape = dark.shape[0], dark.shape[1]
    on = stroke_mask(shape, curve.stair, 0.5) & (curve.alpha >= OWN)
    return bool(on.any()) and float((dark[on] >= LEAST_INK).mean()) > MOST_OF_IT


def _outweighs(black: Sequence[Marks], colored: Sequence[Marks]) -> bool:
    """Whether black marks are to be believed rather than those in the curves' own colours.

    What recurs in the dark where curves cross is worth little beyond what so many marks cost.
    """
    enough = total_worth(black) > max(LEAST_BLACK, WORTH_BLACK * total_worth(colored))
    return enough and total_gain(black) > GAIN_BLACK * total_worth(black)


def _are_black_on_colors(black: Sequence[Marks], own: Sequence[Marks], best: Sequence[Marks]) -> bool:
    """Whether black marks on coloured curves are to be believed rather than the ``best``, be they those in the curves'
    ``own`` colours or in any ink.

    Any ink holds the black as well: what was found in it says nothing for those colours, and must explain more.
    """
    in_own = all(a is b for a, b in zip(own, best, strict=True))
    more = in_own or total_gain(black) > WORTH_ANY * total_gain(best)
    return more and _outweighs(black, own) and not _are_some_of(black, own)


def _are_of_own_color(own: Marks, black: Marks) -> bool:
    """Whether the marks of one coloured curve have its colour though those of others are black: these leave next to
    nothing in that colour, and where they lie over this curve look like a few of its own."""
    return own.x.size > black.x.size and own.gain > WORTH_ANY * black.gain


def _are_black_on_one(black: Marks, best: Marks) -> bool:
    """Whether the marks of one coloured curve are black though those of others have its colour."""
    return black.x.size > best.x.size and _outweighs([black], [best]) and explained_share([black]) >= EXPLAINED_ANY


def _are_black(black: Sequence[Marks], own: Sequence[Marks]) -> bool:
    """Whether black ticks on curves of which some are grey are to be believed rather than those in their own greys."""
    enough = total_worth(black) > max(LEAST_BLACK, WORTH_ANY_TICKS * total_worth(own)) and total_gain(
        black
    ) > total_gain(own)
    return enough and explained_share(black) >= EXPLAINED_ANY


def _are_some_of(black: Sequence[Marks], colored: Sequence[Marks]) -> bool:
    """Whether black marks are some of those found in the curves' own colours: JPEG leaves the dark of pale ticks."""
    if not are_uprights(colored) or sum(m.x.size for m in black) >= sum(m.x.size for m in colored):
        return False
    known = [
        (np.abs(m.x[:, None] - own.x[None, :]) <= SAME_PLACE_PX).any(axis=1)
        for m, own in zip(black, colored, strict=True)
    ]
    return bool(np.concatenate(known).mean() >= SAME_MARKS)


def _lone_share(marks: Sequence[Marks]) -> float:
    """Share of the marks that touch no other one of their curve."""
    alone = [m.apart() for m in marks]
    return sum(int(a.sum()) for a in alone) / max(1, sum(a.size for a in alone))
