"""Stretches of curves on which the symbol of their marks is learned: few pixels, most marks single."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ipdrecon.frozen import Floats
from ipdrecon.trace.censor.ground import Ground
from ipdrecon.trace.inks.ink import Layer

#: Length of a stretch against the farthest a mark reaches, and at least, in pixels.
LENGTH, LEAST_LENGTH_PX = 4.0, 48
#: Squared ink without which a stretch holds no mark, in pixels, and columns taken from one panel.
LEAST_INK, MOST_COLUMNS = 1.5, 700
#: Share of the stretches with ink, the poorest first, from which they are taken: where marks crowd, sides of circles
#: pass for ticks and combs for squares.
POORER = 0.5
#: Columns a stretch that stands beside others takes a multiple of: halved twice, it still keeps its own.
BLOCK = 4
#: Mean squared ink near curves from which it is a band's.
CROWDED = 0.4
#: Shares of the ink beside curves that lie nearer than the ends of marks, and the ends against these distances.
ENDS, NEAREST, FARTHEST = (0.35, 0.9), 1.0, 1.3


def stretches_of(beside: Sequence[Ground], most_px: float) -> list[Ground]:
    """Stretches of the curves with ink beside them; ``most_px`` is how far a mark may reach."""
    length = max(LEAST_LENGTH_PX, round(LENGTH * most_px))
    found: list[tuple[float, Ground]] = []
    for ground in beside:
        columns = np.flatnonzero(ground.levels >= 0)
        if not columns.size:
            continue
        energy = (ground.ink**2 * ground.free).sum(axis=0)
        first, last = int(columns[0]), int(columns[-1]) + 1
        for left in range(first, last, length):
            right = min(left + length, last)
            if energy[left:right].sum() >= LEAST_INK:
                found.append((float(energy[left:right].sum()), _cut(ground, left, right, most_px)))
    found.sort(key=lambda pair: pair[0])
    most = max(3, MOST_COLUMNS // length)
    poorer = found[: max(1, round(POORER * len(found)))] if len(found) > most else found
    taken = np.unique(np.linspace(0, len(poorer) - 1, min(most, len(poorer))).astype(np.int64))
    return [poorer[i][1] for i in taken]


def _cut(ground: Ground, left: int, right: int, most_px: float) -> Ground:
    """The part of a ground around a curve between two columns."""
    margin = int(np.ceil(most_px)) + 2
    near: Floats = ground.levels[left:right]
    near = near[near >= 0]
    height, width = ground.ink.shape
    top, bottom = max(0, int(near.min()) - margin), min(height, int(np.ceil(near.max())) + margin + 1)
    first, last = max(0, left - margin), min(width, right + margin)
    levels = np.where(ground.levels[first:last] >= 0, ground.levels[first:last] - top, -1.0)
    at = np.arange(first, last)
    levels[(at < left) | (at >= right)] = -1.0
    area = slice(top, bottom), slice(first, last)
    return Ground(np.ascontiguousarray(ground.ink[area]), np.ascontiguousarray(ground.free[area]), levels, ground.noise)


def crowded(stretches: Sequence[Ground]) -> bool:
    """Whether so much ink lies near the curve, even where it is least, that it is a band's."""
    near = sum(float(ground.ink.shape[0] * (ground.levels >= 0).sum()) for ground in stretches)
    return (
        sum(float((ground.ink**2 * ground.free)[:, ground.levels >= 0].sum()) for ground in stretches) > CROWDED * near
    )


def joined(stretches: Sequence[Ground]) -> list[Ground]:
    """The stretches that hold the same noise side by side in one ground each: as many marks, in fewer looks.

    The columns around each are outside of its curve, so no mark reaches from one into the next.
    """
    by_noise: dict[float, list[Ground]] = {}
    for ground in stretches:
        by_noise.setdefault(ground.noise, []).append(ground)
    return [_side_by_side(alike, noise) for noise, alike in by_noise.items()]


def _side_by_side(stretches: Sequence[Ground], noise: float) -> Ground:
    height = max(ground.ink.shape[0] for ground in stretches)
    begins = np.cumsum([0, *(ground.ink.shape[1] + -ground.ink.shape[1] % BLOCK for ground in stretches)])
    ink, free = np.zeros((2, height, begins[-1]), np.float32)
    levels = np.full(begins[-1], -1.0)
    for ground, left in zip(stretches, begins[:-1], strict=True):
        rows, columns = ground.ink.shape
        area = slice(0, rows), slice(left, left + columns)
        ink[area], free[area], levels[area[1]] = ground.ink, ground.free, ground.levels
    return Ground(ink, free, levels, noise)


def halved(ground: Ground) -> Ground:
    """A stretch with every two by two pixels as one."""
    height, width = ground.ink.shape[0] // 2 * 2, ground.ink.shape[1] // 2 * 2
    free = _mean(ground.free[:height, :width])
    ink = _mean(ground.ink[:height, :width] * ground.free[:height, :width]) / np.maximum(free, np.float32(1e-3))
    levels = ground.levels[:width:2]
    levels = np.where(levels >= 0, np.maximum((levels - 0.5) / 2, 0.0), -1.0)
    return Ground(np.minimum(ink, np.float32(1.0)).astype(np.float32), free, levels, ground.noise)


def _mean(layer: Layer) -> Layer:
    """Means of two by two pixels."""
    return np.asarray((layer[::2, ::2] + layer[1::2, ::2] + layer[::2, 1::2] + layer[1::2, 1::2]) / 4, np.float32)


def reach_range(stretches: Sequence[Ground], most_px: float) -> tuple[float, float]:
    """Between which distances from the curve marks may end, by how far from it their ink lies, in pixels."""
    away, energy = [], []
    for ground in stretches:
        at = np.flatnonzero(ground.levels >= 0)
        away.append(np.abs(np.arange(ground.ink.shape[0])[:, None] - ground.levels[at][None, :]).ravel())
        energy.append((ground.ink[:, at] ** 2 * ground.free[:, at]).ravel())
    far = np.concatenate(away)
    order = np.argsort(far)[: int((far <= most_px).sum())]
    share = np.concatenate(energy)[order].cumsum()
    near, most = far[order][np.searchsorted(share, np.array(ENDS) * share[-1])]
    return float(near) * NEAREST, min(float(most) * FARTHEST + 1.0, most_px)
