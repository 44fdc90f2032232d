"""Stretches marks are learned on."""

from __future__ import annotations

import attrs
import numpy as np
import pytest

from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.censor.symbol.match import place_symbols
from ipdrecon.trace.censor.symbol.sample import crowded, halved, joined, reach_range, stretches_of
from ipdrecon.trace.censor.symbol.shape import Kind, Symbol
from tests.ipdrecon.trace.censor.test_upright import LEVEL, ground, line, marked


def test_stretches_hold_marks_and_are_where_few_crowd() -> None:
    """Law: a bare line has none; of a marked one there are no more columns than are needed."""
    assert stretches_of([ground(line())], 12.0) == []
    found = stretches_of([ground(marked(LEVEL, 6.0, 1.5))] * 9, 12.0)
    assert found
    assert sum(int((g.levels >= 0).sum()) for g in found) <= 700
    assert not crowded(found)
    assert crowded([Ground(np.ones_like(g.ink), np.ones_like(g.free), g.levels) for g in found])


def test_marks_end_where_most_of_their_ink_does() -> None:
    """Law: the range of reaches that are tried holds the one that was drawn."""
    near, far = reach_range(stretches_of([ground(marked(LEVEL, 6.0, 1.5))], 12.0), 12.0)
    assert near < 6.0 < far <= 12.0


def test_a_halved_stretch_keeps_its_ink_and_its_line() -> None:
    """Law: at half the size there is a quarter of the ink, and the line runs at half its row."""
    (whole, *_) = stretches_of([ground(marked(LEVEL, 6.0, 1.5))], 12.0)
    half = halved(whole)
    assert float(half.rest.sum()) == pytest.approx(float(whole.rest.sum()) / 4, rel=0.05)
    on = np.flatnonzero(half.levels >= 0)
    assert half.levels[on] == pytest.approx((whole.levels[2 * on] - 0.5) / 2)


@pytest.mark.parametrize("noise", [(0.0, 0.0, 0.0), (0.0, 0.02, 0.0)])
def test_stretches_side_by_side_hold_the_marks_of_each(noise: tuple[float, ...]) -> None:
    """Law: as many marks of the same evidence are found in one look at all stretches as in one look at each."""
    found = stretches_of([ground(marked(LEVEL, 6.0, 1.5))], 12.0)[:3]
    stretches = [attrs.evolve(g, noise=n) for g, n in zip(found, noise, strict=False)]
    together = joined(stretches)
    assert len(together) == len({g.noise for g in stretches}) < len(stretches)
    symbol = Symbol(Kind.TICK, 6.0, 1.5)
    apart, at_once = ([place_symbols(g, symbol).evidence for g in some] for some in (stretches, together))
    assert sum(e.size for e in apart) > 1
    assert np.sort(np.concatenate(at_once)) == pytest.approx(np.sort(np.concatenate(apart)))


def test_stretches_side_by_side_are_halved_as_each_is() -> None:
    """Law: a stretch keeps its pairs of columns, whatever stands left of it."""
    stretches = [_odd(g) for g in stretches_of([ground(marked(LEVEL, 6.0, 1.5))], 12.0)[:2]]
    (together,) = joined(stretches)
    second = halved(halved(stretches[1])).ink
    left = together.ink.shape[1] // 4 - -(-stretches[1].ink.shape[1] // 4)
    there = halved(halved(together)).ink[: second.shape[0], left : left + second.shape[1]]
    assert there == pytest.approx(second)


def _odd(ground: Ground) -> Ground:
    """One column less where their number is even."""
    last = ground.ink.shape[1] - 1 + ground.ink.shape[1] % 2
    return Ground(ground.ink[:, :last], ground.free[:, :last], ground.levels[:last], ground.noise)
