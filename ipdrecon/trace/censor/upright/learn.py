"""The four lengths, learned from the columns of ink that stand out of level stretches; combs tell them as well."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.upright.kernels import column_heights
from ipdrecon.trace.censor.upright.shape import Upright
from ipdrecon.trace.lines.spans import edges_of

#: Coverage below which a column beside a run is its blur, and not something else.
PARTLY = 0.75
#: Least height of an upright beyond the edge of the line, in pixels.
LEAST_OUT_PX = 1.3
#: Heights of one symbol differ by this many pixels, and this share.
SAME_PX, SAME_SHARE = 0.9, 0.08
#: Coverage from which a pixel may belong to an upright, weakest column (mean coverage) asked for its height, and
#: least width in pixels: of plain marks, and of hairlines.
LIT, STRONG_COLUMN, THINNEST_PX = (0.2, 0.1), (0.3, 0.15), (0.5, 0.3)
#: Places that make a symbol: with a part on both sides of the line, and on one.
MIN_BOTH, MIN_ONE = 3, 5
#: Share of the columns standing out that a symbol explains, and most symbols that are tried.
MIN_SHARE, MOST_MODES = 0.06, 4
#: Most columns compared with each other.
MOST_COLUMNS = 700
#: Coverage of a place against that of the strongest ones (quantile), from which it is one: a mark of less than a pixel
#: halves on two columns.
STRONG_PLACE, STRONGEST = 0.4, 0.9
#: Places of one width against the commonest width's, from which it may be that of a single mark.
SOME_SINGLE, MOST_SINGLE = 0.3, 0.8
#: A symbol's width against its height.
WIDEST = 1.3


def learn_upright(beside: Sequence[Ground], half: Sequence[float]) -> Upright | None:
    """The likeliest tick these curves share; None where no height recurs."""
    found = learn_uprights(beside, half)
    return found[0] if found else None


def learn_uprights(
    beside: Sequence[Ground], half: Sequence[float], least_out: float = LEAST_OUT_PX, *, faint: bool = False
) -> list[Upright]:
    """The ticks these curves may share, the commonest first. ``half`` is half of each curve's stroke width.

    ``least_out`` is how far they reach beyond the edge of the line at least, in pixels; ``faint`` ones are hairlines.

    Rims of JPEG, stubs of steps and neighbours' strokes recur as well; which of the sizes the marks have is told by
    what they explain.
    """
    lit, strong, thinnest = LIT[faint], STRONG_COLUMN[faint], THINNEST_PX[faint]
    columns = [
        column_heights(g.ink, g.free, g.levels, h, _reach(g, h), lit, faint) for g, h in zip(beside, half, strict=True)
    ]
    out = [
        np.flatnonzero(_stands_out(heights, h + least_out, strong)) for heights, h in zip(columns, half, strict=True)
    ]
    known = [(i, c) for i, at in enumerate(out) for c in at]
    if len(known) < MIN_BOTH:
        return []
    found = []
    for up, down in _modes(np.array([columns[i][c] for i, c in known])):
        places = np.array([place for heights in columns for place in _runs(heights, up, down)]).reshape(-1, 2)
        for width, runs in _widths(_strong_ones(places), strong, thinnest):
            if _may_be(up, down, width, runs):
                found.append(Upright(up, down, width, runs=runs))
    return found


def _reach(ground: Ground, half: float) -> float:
    """Rows from the line within which its marks end: the most ink of any column, beyond the stroke that hides some."""
    lit = (ground.ink > 0).sum(axis=0)
    return float(max(lit.max(initial=0), 4)) + half + 1


def _stands_out(heights: Floats, least: float, strong: float) -> Bools:
    """Columns whose ink, so ``strong``, goes so far from the middle of the line, both sides being seen."""
    seen = (heights[:, 0] >= 0) & (heights[:, 1] >= 0)
    dark = heights[:, 2:].max(axis=1) >= strong
    return np.asarray(seen & dark & (heights[:, :2].max(axis=1) >= least))


def _modes(rows: Floats) -> list[tuple[float, float]]:
    """The pairs of heights that many columns share."""
    if rows.shape[0] > MOST_COLUMNS:
        rows = rows[np.linspace(0, rows.shape[0] - 1, MOST_COLUMNS).astype(np.int64)]
    pairs, weight = rows[:, :2], rows[:, 2:].max(axis=1)
    slack = SAME_PX + SAME_SHARE * pairs
    alike = np.asarray((np.abs(pairs[:, None, :] - pairs[None, :, :]) <= slack[:, None, :]).all(axis=2))
    left = weight.copy()
    modes: list[tuple[float, float]] = []
    for _ in range(MOST_MODES):
        votes = alike @ left
        best = int(np.argmax(votes))
        chosen = alike[best] & (left > 0)
        if chosen.sum() < MIN_BOTH or votes[best] < MIN_SHARE * weight.sum():
            break
        up, down = np.median(pairs[chosen], axis=0)
        modes.append((float(up), float(down)))
        left[alike[best]] = 0.0
    return modes


def _strong_ones(places: Floats) -> Floats:
    """Masses of the places (m, 2) that are as strong as marks may be: rims of JPEG are weaker."""
    if places.shape[0] == 0:
        return np.zeros(0)
    return np.asarray(places[places[:, 1] >= STRONG_PLACE * np.quantile(places[:, 1], STRONGEST), 0])


def _runs(heights: Floats, up: float, down: float) -> list[tuple[float, float]]:
    """Coverage along the line of each group of neighbouring columns of these heights, and its coverage across it.

    The latter is that of its strongest column, the mean of the sides it has.
    """
    slack_up, slack_down = SAME_PX + SAME_SHARE * up, SAME_PX + SAME_SHARE * down
    fits = (np.abs(heights[:, 0] - up) <= slack_up) & (np.abs(heights[:, 1] - down) <= slack_down)
    fits &= heights[:, 2:].max(axis=1) > 0
    edges = edges_of(fits)
    cover = np.pad(heights[:, 2:].max(axis=1), 1)
    across = np.pad(heights[:, 2:].mean(axis=1) if min(up, down) > 0 else heights[:, 2:].max(axis=1), 1)
    seen = np.pad((heights[:, :2] >= 0).any(axis=1), 1)
    # What a fall or another stroke cuts off tells no width; the half-covered columns beside a run belong to it.
    return [
        (float(cover[a : b + 2].sum()), float(across[a + 1 : b + 1].max()))
        for a, b in zip(edges[::2], edges[1::2], strict=True)
        if seen[a] and seen[b + 1] and max(cover[a], cover[b + 1]) < PARTLY
    ]


def _widths(masses: Floats, strong: float, thinnest: float) -> list[tuple[float, int]]:
    """The widths many places share, the narrowest first, and how many places stand alone with it.

    Marks that touch make wider ones, and in a comb there are more of those than of single ones.
    """
    masses = np.sort(masses[masses >= strong])
    if masses.size < 2:
        return []
    tolerance = 0.3 + 0.08 * masses
    count = np.array([(np.abs(masses - m) <= t).sum() for m, t in zip(masses, tolerance, strict=True)])
    found: list[tuple[float, int]] = []
    for share in (SOME_SINGLE, MOST_SINGLE):
        first = int(np.flatnonzero(count >= share * count.max())[0])
        near = masses[np.abs(masses - masses[first]) <= 2 * tolerance[first]]
        width = max(float(np.median(near)), thinnest)
        if all(abs(width - other) > tolerance[first] for other, _ in found):
            found.append((width, int(masses.size)))
    return found


def _may_be(up: float, down: float, width: float, runs: int) -> bool:
    """Whether enough places show these lengths, and they can be a mark's."""
    one_sided = min(up, down) <= 0.0
    lopsided = not one_sided and abs(up - down) > 1.2 + 0.2 * max(up, down)
    return runs >= (MIN_ONE if one_sided else MIN_BOTH) and not lopsided and width <= WIDEST * (up + down)
