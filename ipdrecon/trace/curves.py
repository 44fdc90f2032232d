"""Coloured ink → curves: which paths through which layers are the Kaplan-Meier curves of a panel."""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.frozen import Bools, Floats
from ipdrecon.trace import cv
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ink import Ink, Layer, unmix
from ipdrecon.trace.level import Staircase, staircase
from ipdrecon.trace.walk import OWN, Walk, begin_along, begin_near, gains, walk

#: Most curves of one colour.
MAX_PER_COLOR = 8
#: A curve shows its own ink, where no curve already found runs, in at least this share of the plot's columns ...
MIN_NOVEL_COLUMNS = 0.04
#: ... and of its own columns. Less is a mark, a stub of text or the rim of another curve.
MIN_NOVEL_SHARE = 0.18
#: Ink this close to a curve already found may be its censor marks: share of the smaller side of the plot area.
MARK_REACH = 0.024
#: Share of its columns in which an only curve of a colour must show its own ink (a dotted line shows a third).
MIN_OWN_SHARE = 0.2


@attrs.frozen(eq=False)
class Stroke:
    """One curve as it is drawn, in pixels of the crop.

    Attributes
    ----------
    color : (3,) float32      RGB of the core.
    layer : int               Index of its coverage layer.
    path : Walk
    stair : Staircase
    neutral : bool            Whether the core is black, grey or white.
    """

    color: npt.NDArray[np.float32]
    layer: int
    path: Walk
    stair: Staircase
    neutral: bool


@attrs.frozen(eq=False)
class Layers:
    """The unmixed ink of a panel.

    Attributes
    ----------
    cores : (k, 3) float32     Colours, most frequent first.
    alpha : (k, h, w) float32  Coverage by each.
    other : (h, w) float32     Ink of none of them.
    """

    cores: npt.NDArray[np.float32]
    alpha: Layer
    other: Layer

    @property
    def any_ink(self) -> Layer:
        return np.asarray(np.maximum(self.alpha.max(axis=0, initial=0.0), self.other))


def is_neutral(color: npt.NDArray[np.float32]) -> bool:
    """Whether a colour is black, grey or white."""
    return float(color.max() - color.min()) < 40


def find_layers(ink: Ink, cores: npt.NDArray[np.float32]) -> Layers:
    """Coverage of the panel by each core colour."""
    alpha, other = unmix(ink, cores)
    return Layers(cores, alpha, other)


def find_strokes(
    ink: Ink, layers: Layers, start: tuple[float, float], *, per_color: dict[int, int] | None = None, cut: bool = False
) -> list[Stroke]:
    """The curves of a panel.

    Parameters
    ----------
    start : (row, column)      Where S = 1 at time 0 lies in the crop (outside it where the y axis is cut).
    per_color : dict, optional Layer → how many curves the legend shows in it; found where not given.
    cut : bool                 Whether the y axis ends below S = 1, so that curves come in along its top.
    """
    shape = ink.shape
    reach = max(8, round(0.03 * min(shape)))
    begin = begin_along(shape, max(start[0], 0.0), start[1], reach) if cut else begin_near(shape, *start, reach)
    drawn = np.zeros(shape, np.bool_)
    found: list[Stroke] = []
    order = sorted(range(len(layers.cores)), key=lambda i: is_neutral(layers.cores[i]))
    every = layers.any_ink
    for i in order:
        if per_color is not None and per_color.get(i, 0) == 0:
            continue
        most = MAX_PER_COLOR if per_color is None else per_color[i]
        mine = _of_one_color(ink, layers, every, i, begin, drawn, most)
        for stroke in mine:
            drawn |= stroke_mask(shape, stroke.stair, 1.5)
        found += mine
    return _without_echoes(found, np.median(ink.paper.reshape(-1, 3), axis=0))


def _of_one_color(
    ink: Ink, layers: Layers, every: Layer, i: int, begin: Layer, drawn: Mask, most: int
) -> list[Stroke]:
    alpha = layers.alpha[i]
    neutral = is_neutral(layers.cores[i])
    other = np.maximum(every - alpha, 0.0)
    used = np.zeros(ink.shape, np.bool_)
    strokes: list[Stroke] = []
    for _ in range(most + 2):
        path = walk(gains(alpha, other, ink.hidden, used if used.any() else None), begin)
        if path is None:
            break
        if not _is_new(alpha, path, used | drawn if neutral else used, [s.path for s in strokes]):
            break
        stair = staircase(alpha, every, path)
        if stair is None:
            break
        strokes.append(Stroke(layers.cores[i], i, path, stair, neutral))
        used |= stroke_mask(ink.shape, stair, 1.5)
    strokes = _without_limits(strokes)
    return strokes[:most]


def stroke_mask(shape: tuple[int, int], stair: Staircase, margin: float) -> Mask:
    """Pixels the drawn staircase covers, widened by ``margin`` on all sides."""
    half = stair.width / 2 + margin
    low = np.full(shape[1], np.inf)
    high = np.full(shape[1], -np.inf)
    ends = np.append(stair.x[1:], stair.end)
    for begin, end, level, before in zip(stair.x, ends, stair.y, np.append(stair.y[0], stair.y[:-1]), strict=True):
        a, b = max(0, int(np.floor(begin - half + 0.5))), min(shape[1], int(np.ceil(end + half + 0.5)))
        low[a:b] = np.minimum(low[a:b], level - half)
        high[a:b] = np.maximum(high[a:b], level + half)
        c = min(shape[1], int(np.ceil(begin + half + 0.5)))  # the vertical stroke down to this level
        low[a:c] = np.minimum(low[a:c], before - half)
        high[a:c] = np.maximum(high[a:c], level + half)
    rows = np.arange(shape[0])[:, None]
    return np.asarray((rows >= low[None, :]) & (rows <= high[None, :]))


def _is_new(alpha: Layer, path: Walk, taken: Mask, others: list[Walk]) -> bool:
    """Whether a path shows enough ink of its own that is neither a curve already found nor that curve's marks."""
    on = np.flatnonzero(path.top >= 0)
    fresh = np.where(taken, 0.0, alpha)
    own = np.zeros(alpha.shape[1], np.bool_)
    for c in on:
        own[c] = fresh[path.top[c] : path.bottom[c] + 1, c].max() >= OWN
    reach = max(5.0, MARK_REACH * min(alpha.shape))
    near = np.zeros(alpha.shape[1], np.bool_)
    for other in others:
        apart = np.maximum(other.top - path.bottom, path.top - other.bottom)
        # Beside the end of the other curve its last mark still is near.
        near |= (apart <= reach) & (other.top >= 0)
        near[other.last : other.last + int(reach) + 1] = True
    runs = _long_runs(own & near, 3 * reach)
    novel = (own & ~near) | runs
    count = int(novel.sum())
    return count >= MIN_NOVEL_COLUMNS * alpha.shape[1] and count >= MIN_NOVEL_SHARE * on.size


def _long_runs(flags: Bools, length: float) -> Bools:
    """The flags that stand in runs of at least ``length``."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    keep = np.zeros(flags.size, np.bool_)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if end - begin >= length:
            keep[begin:end] = True
    return keep


def _without_echoes(strokes: list[Stroke], paper: npt.NDArray[np.float32]) -> list[Stroke]:
    """Drop a path that runs along another one in a paler or darker blend of the same colour: its rim or its marks."""
    kept: list[Stroke] = []
    columns = np.arange(strokes[0].path.top.size, dtype=np.float64) if strokes else np.zeros(0)
    for stroke in sorted(strokes, key=lambda s: -s.path.score):
        line = stroke.color - paper
        for other in kept:
            base = other.color - paper
            a = float(line @ base) / max(1.0, float(base @ base))
            rest = float(np.linalg.norm(line - a * base))
            if rest > 20 + 0.15 * float(np.linalg.norm(line)):
                continue
            gap = np.abs(levels_at(stroke.stair, columns) - levels_at(other.stair, columns))
            near = gap[np.isfinite(gap)] < 1.5 + (stroke.stair.width + other.stair.width) / 2
            if near.size and near.sum() > 0.8 * np.isfinite(levels_at(stroke.stair, columns)).sum():
                break
        else:
            kept.append(stroke)
    return [s for s in strokes if any(s is k for k in kept)]


def levels_at(stair: Staircase, columns: Floats) -> Floats:
    """Level of a staircase at columns; NaN outside it."""
    index = np.searchsorted(stair.x, columns, side="right") - 1
    inside = (columns >= stair.x[0]) & (columns <= stair.end)
    return np.where(inside, stair.y[np.clip(index, 0, None)], np.nan)


def _own_share(stroke: Stroke) -> float:
    on = stroke.path.top >= 0
    return float(stroke.stair.seen[on].mean())


def _without_limits(strokes: list[Stroke]) -> list[Stroke]:
    """Drop confidence limits: two lines that bracket a third one all along, in the same colour, dashed or thinner."""
    if len(strokes) < 3:
        return strokes
    drop: set[int] = set()
    columns = np.arange(strokes[0].path.top.size, dtype=np.float64)
    levels = [levels_at(s.stair, columns) for s in strokes]
    for m, middle in enumerate(strokes):
        for u in range(len(strokes)):
            for v in range(len(strokes)):
                if len({m, u, v}) < 3 or {m, u, v} & drop:
                    continue
                both = np.isfinite(levels[m]) & np.isfinite(levels[u]) & np.isfinite(levels[v])
                if both.sum() < 0.3 * np.isfinite(levels[m]).sum():
                    continue
                above, below = (levels[m] - levels[u])[both], (levels[v] - levels[m])[both]
                lighter = all(
                    _own_share(strokes[q]) < 0.85 * _own_share(middle)
                    or strokes[q].stair.width < 0.8 * middle.stair.width
                    for q in (u, v)
                )
                apart = np.maximum(above, below) > 3
                if not apart.any():
                    continue
                even = np.abs(above - below)[apart] < 0.5 * (above + below)[apart] + 2
                if lighter and (above > -2).mean() > 0.97 and (below > -2).mean() > 0.97 and even.mean() > 0.7:
                    drop |= {u, v}
    return [s for q, s in enumerate(strokes) if q not in drop]
