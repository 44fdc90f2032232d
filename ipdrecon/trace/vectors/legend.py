"""Legend samples of a vector figure: the level strokes left of a text, with colour and dashes as the file has them."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.figure import Box, Figure, Path, Word
from ipdrecon.frozen import Floats
from ipdrecon.trace.vectors.lines import SAME_POINT_PX, strokes

#: A sample's line leans by no more than this, in pixels.
LEAN_PX = 0.5
#: Shortest and longest sample, and the widest gap between it and its text, in heights of the text.
SHORTEST, LONGEST, FARTHEST = 0.8, 6.0, 2.5
#: A sample runs this close to the middle of its text, in heights of the text.
ASIDE = 0.45


@attrs.frozen(eq=False)
class Sample:
    """A level stroke that stands free: neither end touches another line."""

    box: Box
    path: Path


def level_samples(figure: Figure) -> tuple[Sample, ...]:
    """The level strokes of a figure that may be samples of a legend, in drawing order."""
    lines = list(strokes(figure.paths))
    level = [(path, points) for _, path, points in lines if _is_level(path, points)]
    if not level:
        return ()
    bent = [points for _, _, points in lines if np.ptp(points[:, 1]) > LEAN_PX]
    turns = np.concatenate([np.empty((0, 2)), *bent])
    turns = turns[np.argsort(turns[:, 0])]
    return tuple(Sample(_box(points), path) for path, points in level if not _touches(points, turns))


def sample_of(
    word: Word, words: Sequence[Word], samples: Sequence[Sample], height: float
) -> tuple[Box, tuple[int, int, int], tuple[float, ...]] | None:
    """Box, colour and dashes of the sample left of a text; None where there is none."""
    line = min(word.box.height, 1.6 * height)
    best: Sample | None = None
    for sample in samples:
        gap = word.box.left - sample.box.right
        near = -0.1 * line <= gap <= FARTHEST * line and abs(sample.box.center[1] - word.box.center[1]) <= ASIDE * line
        if not near or not SHORTEST * line <= sample.box.width <= LONGEST * line:
            continue
        if any(_between(other, sample.box, word) for other in words):
            continue
        if best is None or sample.box.width > best.box.width:  # a mark on a sample is shorter
            best = sample
    if best is None or best.path.stroke is None:
        return None
    half = best.path.width / 2
    box = best.box
    return Box(box.left, box.top - half, box.right, box.bottom + half), best.path.stroke, best.path.dashes


def _between(other: Word, sample: Box, word: Word) -> bool:
    x, y = other.box.center
    return other is not word and sample.left < x < word.box.left and word.box.top < y < word.box.bottom


def _is_level(path: Path, points: Floats) -> bool:
    return path.stroke is not None and path.fill is None and float(np.ptp(points[:, 1])) <= LEAN_PX


def _box(points: Floats) -> Box:
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def _touches(points: Floats, turns: Floats) -> bool:
    """Whether an end of a stroke meets a corner of a line that is not level, as pieces of a staircase do."""
    for end in (points[0], points[-1]):
        first, last = np.searchsorted(turns[:, 0], [end[0] - SAME_POINT_PX, end[0] + SAME_POINT_PX])
        if (np.abs(turns[first:last, 1] - end[1]) <= SAME_POINT_PX).any():
            return True
    return False
