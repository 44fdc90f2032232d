"""Curves whose marks differ from the others': a program may give each arm a symbol of its own."""

from __future__ import annotations

from collections.abc import Sequence

from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.likeliest import marks_in
from ipdrecon.trace.censor.marks import Marks, explained_share
from ipdrecon.trace.censor.symbol import Symbol

#: Share of the ink left beside a curve that marks of the common shape explain where they are its own, and pixels of
#: ink they must leave to ask.
EXPLAINED, LEFT_PX = 0.6, 60.0
#: Share of that ink which marks of a shape of its own explain, their gain against that of the others, and how many
#: stand alone at least.
WELL_EXPLAINED, MORE_GAIN, ALONE = 0.85, 1.5, 5
#: Share of their evidence that marks gain beyond their cost which are in doubt, and which are sure: thin ticks explain
#: the strokes of any symbol, each hardly worth its cost.
NO_GAIN, SURE_GAIN = 0.1, 0.3
#: Gain against that of the common shape from which less of the ink must be explained, and share of it: where it runs
#: along another curve much is left.
FAR_MORE_GAIN, HALF_EXPLAINED = 3.0, 0.5


def with_own_shapes(marks: Sequence[Marks], beside: Sequence[Ground], half: Sequence[float]) -> list[Marks]:
    """Marks of each curve, of a shape learned on it alone where the shape common to all leaves its ink unexplained, or
    is hardly worth what it costs.

    ``half`` is half the width of each stroke, in pixels.
    """
    if not any(m.x.size for m in marks):
        return list(marks)
    curves = zip(marks, beside, half, strict=True)
    return [_of_one(m, ground, h) if _leaves(m, ground) else m for m, ground, h in curves]


def _leaves(marks: Marks, ground: Ground) -> bool:
    in_doubt = marks.x.size >= ALONE and marks.gain < NO_GAIN * marks.worth
    return _leaves_most(marks, ground) or (in_doubt and float(ground.rest.sum()) >= LEFT_PX)


def _leaves_most(marks: Marks, ground: Ground) -> bool:
    mine, whole = marks.explained if marks.x.size else (0.0, float(ground.rest.sum()))
    return whole - mine >= LEFT_PX and mine < EXPLAINED * whole


def _of_one(common: Marks, ground: Ground, half: float) -> Marks:
    (own,) = marks_in([ground], [half])
    if int(own.apart().sum()) < ALONE or own.gain <= MORE_GAIN * max(0.0, common.gain):
        return common
    share = explained_share([own])
    # Small ticks hardly gain anything: other ticks that do are the same ones, measured worse.
    far_more = own.gain > max(FAR_MORE_GAIN * common.gain, SURE_GAIN * own.worth) and isinstance(own.shape, Symbol)
    sure = share >= WELL_EXPLAINED and _leaves_most(common, ground)
    as_much = share >= max(HALF_EXPLAINED, explained_share([common]))  # few squares stand where many ticks crowd
    return own if sure or (far_more and as_much) else common
