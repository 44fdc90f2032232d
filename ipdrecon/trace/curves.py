"""Coloured ink → curves: which paths through which layers are the Kaplan-Meier curves of a panel."""

from __future__ import annotations

import attrs
import numpy as np
import numpy.typing as npt

from ipdrecon.frozen import Bools
from ipdrecon.trace import cv
from ipdrecon.trace.censor import Marked, Marks, dark_marks, end_at_last_mark, marks_on, marks_together, reach_px
from ipdrecon.trace.contrast import spread
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.ink import Ink, Layer, unmix
from ipdrecon.trace.kernels import bare_runs, path_gain
from ipdrecon.trace.level import Staircase, staircase, stroke_width
from ipdrecon.trace.styles import swap_by_style
from ipdrecon.trace.swath import levels_at, stroke_mask
from ipdrecon.trace.walk import MAX_BARE, OTHER_INK, OWN, Walk, begin_along, begin_near, cut_at_gap, gains, walk

#: Most curves of one colour.
MAX_PER_COLOR = 8
#: A curve shows its own ink, where no curve already found runs, in at least this share of the plot's columns ...
MIN_NOVEL_COLUMNS = 0.04
#: ... and of its own columns. Less is a mark, a stub of text or the rim of another curve.
MIN_NOVEL_SHARE = 0.18
#: Least columns of a curve that the legend names, and least gain of one that it does not, as shares of the columns.
MIN_NAMED_COLUMNS, MIN_NOVEL_SCORE = 0.03, 0.06
#: Ink this close to a curve already found may be its censor marks: share of the smaller side of the plot area.
MARK_REACH = 0.024
#: Widest gap between two dashes, in columns.
DASH_PX = 8
#: Share of its columns in which a line that is whole shows its own ink.
WHOLE_LINE = 0.8
#: Share from which a line that no legend names is plainly a curve (a dotted line shows a third) ...
PLAIN_SHARE = 0.3
#: ... its ink against that of the curves the legend names ...
PLAIN_LENGTH = 0.45
#: ... and the least difference between its channels: where two pale bands overlap the mixture is dull.
PLAIN_CHROMA = 60
#: Times that curves of one colour are walked anew, and the gain in pixels from which a path changes.
MAX_ROUNDS, MIN_CHANGE = 3, 4.0
#: Gain against the best of its colour from which a line is likely a curve, where no legend says how many there are.
LIKELY = 0.5
#: Two strokes lie on each other where they are this near, in stroke widths and one pixel; they are one curve where they
#: do so, and both are seen, in this share of their columns.
TWIN_GAP, TWIN_SEEN = 0.6, 0.6
#: What a pixel of black marks is worth to the path of a curve they cover, against 1 for its own ink.
MARK_GAIN = 0.15
#: Difference between its channels up to which ink may be black, blended with what lies beneath.
DULL = 60.0
#: A further curve of a colour is at least this strong, in stroke width and in coverage, against the first one.
MIN_STRENGTH = 0.35, 0.6
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
    marks : Marks
    dark : bool               Whether its marks are black and not in its own colour.
    """

    color: npt.NDArray[np.float32]
    layer: int
    path: Walk
    stair: Staircase
    neutral: bool
    marks: Marks
    dark: bool = False


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


def find_layers(ink: Ink, cores: npt.NDArray[np.float32], tints: dict[int, int] | None = None) -> Layers:
    """Coverage of the panel by each core colour.

    ``tints`` sends a core to the one it is a tint of: a line takes on the colour of a band that lies over it.
    """
    alpha, other = unmix(ink, cores)
    tints = tints or {}
    for tint, core in tints.items():
        alpha[core] = np.maximum(alpha[core], alpha[tint])
    keep = [i for i in range(len(cores)) if i not in tints]
    return Layers(cores[keep], alpha[keep], other)


def find_strokes(
    ink: Ink,
    layers: Layers,
    start: tuple[float, float],
    *,
    cut: bool = False,
    expected: int | None = None,
    sure: bool = False,
    styles: dict[int, int] | None = None,
    whole: bool = False,
) -> list[Stroke]:
    """The curves of a panel.

    Parameters
    ----------
    start : (row, column)      Where S = 1 at time 0 lies in the crop (outside it where the y axis is cut).
    cut : bool                 Whether the y axis ends below S = 1, so that curves come in along its top.
    expected : int, optional   How many curves legend, risk table or a person say there are.
    sure : bool                Whether that number can be trusted: a legend may lose dotted samples in reading.
    styles : dict, optional    Layer → how many legend samples have its colour.
    whole : bool               Whether the legend shows whole lines only, so that a broken one more is a limit.
    """
    styles = styles or {}
    shape = ink.shape
    reach = max(8, round(0.03 * min(shape)))
    begin = begin_along(shape, max(start[0], 0.0), start[1], reach) if cut else begin_near(shape, *start, reach)
    drawn = ink.hidden.copy()
    found: list[Stroke] = []
    colors = range(len(layers.cores))
    dark = _dark_ink(ink, layers)
    for neutral in (False, True):
        for i in colors:
            if is_neutral(layers.cores[i]) == neutral:
                found += _of_one_color(ink, layers, i, begin, drawn, styles.get(i, 0), sure=sure)
        found = _without_echoes(found, ink.page, shape)
        found = _without_twins(_without_shadows(found, shape, styles), styles)
        if not neutral:
            found = _with_dark_marks(found, layers, dark, drawn | ink.rules)
            found = [_under_dark_marks(s, dark, layers, begin, drawn | ink.rules) for s in found]
            for stroke in found:
                drawn |= stroke_mask(shape, stroke.stair, 1.5) | stroke.marks.mask
    found = _as_expected(found, expected, styles, sure=sure, whole=whole)
    return _with_marks_together(found, layers, dark, ink.hidden | ink.rules)


def _as_expected(
    strokes: list[Stroke], expected: int | None, styles: dict[int, int], *, sure: bool, whole: bool = False
) -> list[Stroke]:
    """Curves as many as legend, table or person say: those in a legend colour first, then those that show most.

    Where the number is not sure, a further line that is plainly a curve stays: a legend may lose entries in reading.
    """
    if expected is None or len(strokes) <= expected:
        return strokes

    def rank(stroke: Stroke) -> tuple[bool, float]:
        return stroke.layer in styles, stroke.path.score * _own_share(stroke)

    best = sorted(strokes, key=rank, reverse=True)
    chosen, rest = best[:expected], best[expected:]
    typical = float(np.median([s.path.score for s in chosen]))
    length = float(np.median([s.path.last - s.path.first for s in chosen]))
    layers = {s.layer for s in chosen}
    for stroke in rest:
        colored = float(stroke.color.max() - stroke.color.min()) > PLAIN_CHROMA and stroke.layer not in layers
        if whole and (stroke.neutral or stroke.layer in layers) and _own_share(stroke) < WHOLE_LINE:
            continue  # a dashed confidence limit: R draws them in the colour of the curve
        long = stroke.path.score > PLAIN_LENGTH * typical and stroke.path.last - stroke.path.first > 0.5 * length
        if long and _own_share(stroke) > PLAIN_SHARE and (colored or not sure):
            chosen.append(stroke)
    return [s for s in strokes if any(s is b for b in chosen)]


def _dark_ink(ink: Ink, layers: Layers) -> Layer:
    """Ink of no colour: black marks over coloured curves."""
    neutral = [layers.alpha[i] for i in range(len(layers.cores)) if is_neutral(layers.cores[i])]
    plain = spread(ink.rgb) < DULL
    return np.asarray(np.maximum.reduce([*neutral, np.where(plain, layers.other, np.float32(0.0))]))


def _of_one_color(
    ink: Ink, layers: Layers, i: int, begin: Layer, drawn: Mask, told: int, *, sure: bool
) -> list[Stroke]:
    """The curves of one colour; ``told`` is how many the legend shows in it (0: it does not say)."""
    most = told if told and sure else MAX_PER_COLOR
    alpha = layers.alpha[i]
    every = layers.any_ink
    neutral = is_neutral(layers.cores[i])
    other = np.maximum(every - alpha, 0.0)
    used = np.zeros(ink.shape, np.bool_)
    strokes: list[Stroke] = []
    for _ in range(most + 2):
        named = len(strokes) < told
        taken = used | drawn if neutral else used
        path = walk(gains(alpha, other, ink.hidden, taken, rules=ink.rules, seen=not named), begin)
        if path is None:
            break
        lit = _lit(alpha, other, ink) | taken
        path = cut_at_gap(path, lit, stroke_width(alpha, path))
        if _is_broken(path, lit):
            break
        near = [] if named else [s.path for s in strokes]
        if not _is_new(alpha, path, taken, near, named=named):
            break
        stroke = _measured(alpha, every, other, ink, i, layers, path, begin, taken, strokes)
        # Thin marks in the gaps of thick dashes make the line look thin: a legend that shows it is believed.
        if stroke is None or (strokes and not named and not _as_strong(alpha, stroke, strokes[0])):
            break
        strokes.append(stroke)
        used |= stroke_mask(ink.shape, stroke.stair, 1.5) | stroke.marks.mask
    strokes = _without_limits(strokes)[:most]
    # Beyond those that the legend shows there may be limits, which cover curves and are no reason to leave them.
    likely = [s for s in strokes if s.path.score >= LIKELY * strokes[0].path.score] if strokes else []
    sure_ones = strokes[: told or len(likely)]
    settled = _settled(ink, layers, sure_ones, begin, drawn if neutral else np.zeros_like(drawn), told)
    return _told_apart(ink, layers, [*settled, *strokes[len(sure_ones) :]])


def _lit(alpha: Layer, other: Layer, ink: Ink) -> Mask:
    """Where a curve is drawn or may run on beneath something."""
    own = alpha >= OWN
    return np.asarray(own | (((other >= OTHER_INK) | ink.hidden) & ~ink.rules))


def _settled(ink: Ink, layers: Layers, strokes: list[Stroke], begin: Layer, drawn: Mask, told: int) -> list[Stroke]:
    """Curves of one colour, each walked anew with all the others known, until none changes.

    The first ones were found before the others: one may have taken a stretch that another one explains.
    """
    if len(strokes) < 2:
        return strokes
    strokes = list(strokes)
    alpha, every = layers.alpha[strokes[0].layer], layers.any_ink
    other = np.maximum(every - alpha, 0.0)
    masks = [stroke_mask(ink.shape, s.stair, 1.5) | s.marks.mask for s in strokes]
    for _ in range(MAX_ROUNDS):
        changed = False
        for k, stroke in enumerate(strokes):
            taken = np.logical_or.reduce([m for j, m in enumerate(masks) if j != k]) | drawn
            clean = np.where(stroke.marks.mask, 0.0, alpha).astype(np.float32)
            hidden = ink.hidden | stroke.marks.mask
            gain = gains(clean, other, hidden, taken, rules=ink.rules, seen=k >= told)
            path = walk(gain, begin)
            now = path_gain(gain, stroke.path.top, stroke.path.bottom)
            if path is None or path.score < now + max(MIN_CHANGE, 0.01 * stroke.path.score):
                continue
            path = cut_at_gap(path, _lit(clean, other, ink) | taken | stroke.marks.mask, stroke_width(clean, path))
            stair = staircase(clean, every, path)
            if stair is None or path_gain(gain, path.top, path.bottom) <= now + MIN_CHANGE:
                continue
            marks = marks_on(alpha, stair, ink.hidden | ink.rules | taken)
            strokes[k] = attrs.evolve(stroke, path=path, stair=stair, marks=marks)
            masks[k] = stroke_mask(ink.shape, stair, 1.5) | marks.mask
            changed = True
        if not changed:
            break
    return strokes


def _told_apart(ink: Ink, layers: Layers, strokes: list[Stroke]) -> list[Stroke]:
    """Curves of one colour, their tails exchanged where their dashes say so, measured again."""
    if len(strokes) < 2:
        return strokes
    alpha, every = layers.alpha[strokes[0].layer], layers.any_ink
    marks = np.logical_or.reduce([s.marks.mask for s in strokes])
    clean = np.where(marks, 0.0, alpha).astype(np.float32)
    paths = swap_by_style(clean, [s.path for s in strokes], strokes[0].stair.width)
    final = []
    for stroke, path in zip(strokes, paths, strict=True):
        if path is stroke.path:
            final.append(stroke)
            continue
        path = cut_at_gap(path, _lit(alpha, every, ink), stroke_width(clean, path))
        stair = staircase(clean, every, path)
        if stair is not None:
            blocked = ink.hidden | ink.rules
            final.append(attrs.evolve(stroke, path=path, stair=stair, marks=marks_on(alpha, stair, blocked)))
    return final


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
) -> Stroke | None:
    """Staircase and marks of a path; where it has marks, both are measured again without their ink."""
    stair = staircase(alpha, every, path)
    if stair is None:
        return None
    blocked = ink.hidden | ink.rules
    for stroke in before:
        blocked = blocked | stroke_mask(ink.shape, stroke.stair, 1.5) | stroke.marks.mask
    marks = marks_on(alpha, stair, blocked)
    if marks.x.size:
        clean = np.where(marks.mask, 0.0, alpha).astype(np.float32)
        again = walk(gains(clean, other, ink.hidden | marks.mask, taken, rules=ink.rules), begin)
        if again is not None:
            again = cut_at_gap(again, _lit(clean, other, ink) | taken | marks.mask, stroke_width(clean, again))
        better = staircase(clean, every, again) if again is not None else None
        if again is not None and better is not None:
            path, stair = again, better
            marks = marks_on(alpha, stair, blocked)
    return Stroke(layers.cores[i], i, path, stair, is_neutral(layers.cores[i]), marks)


def _marked(strokes: list[Stroke], layers: Layers) -> list[Marked]:
    return [Marked(s.stair, s.layer, layers.alpha[s.layer], s.neutral, s.marks, s.dark) for s in strokes]


def _with_dark_marks(strokes: list[Stroke], layers: Layers, dark: Layer, hidden: Mask) -> list[Stroke]:
    marks = dark_marks(_marked(strokes, layers), dark, hidden)
    if marks is None:
        return strokes
    return [attrs.evolve(s, marks=m, dark=True) for s, m in zip(strokes, marks, strict=True)]


def _with_marks_together(strokes: list[Stroke], layers: Layers, dark: Layer, hidden: Mask) -> list[Stroke]:
    marks = marks_together(_marked(strokes, layers), layers.other, dark, hidden)
    return [attrs.evolve(s, marks=m, stair=end_at_last_mark(s.stair, m)) for s, m in zip(strokes, marks, strict=True)]


def _under_dark_marks(stroke: Stroke, dark: Layer, layers: Layers, begin: Layer, hidden: Mask) -> Stroke:
    """A curve whose end is covered by its black marks, followed beneath them."""
    if not stroke.dark:
        return stroke
    alpha, every = layers.alpha[stroke.layer], layers.any_ink
    other = np.maximum(every - alpha, 0.0)
    gain = gains(alpha, other, hidden)
    last = round(stroke.stair.end)
    beyond = np.zeros(alpha.shape, np.bool_)
    beyond[:, max(0, last - 2) :] = True
    marked = (dark >= OWN) & beyond & ~hidden
    path = walk(np.where(marked, np.maximum(gain, np.float32(MARK_GAIN)), gain).astype(np.float32), begin)
    if path is None or path.last < last + reach_px(alpha.shape):
        return stroke
    path = cut_at_gap(path, (alpha >= OWN) | (other >= OTHER_INK) | hidden, stroke_width(alpha, path))
    stair = staircase(np.where(marked, np.maximum(alpha, dark), alpha).astype(np.float32), every, path)
    return stroke if stair is None or stair.end <= stroke.stair.end else attrs.evolve(stroke, path=path, stair=stair)


def _is_broken(path: Walk, lit: Mask) -> bool:
    """Whether a path crosses so much bare paper that it joins two things: a reference line, a stub of text."""
    _, lengths = bare_runs(lit, path.top, path.bottom)
    return bool(lengths.size) and float(lengths.max()) > MAX_BARE * min(lit.shape)


def _is_new(alpha: Layer, path: Walk, taken: Mask, others: list[Walk], *, named: bool) -> bool:
    """Whether a path shows enough ink of its own that is neither a curve already found nor that curve's marks.

    A curve that the legend names may lie beneath others for most of its length.
    """
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
    # A dashed line beside the other one shows its ink again and again, as a few marks do not.
    runs = _long_runs(own & near, 3 * reach) | (own & _long_runs(_closed(own & near, DASH_PX), 6 * reach))
    novel = (own & ~near) | runs
    count = int(novel.sum())
    if named:
        return bool(count >= MIN_NAMED_COLUMNS * alpha.shape[1])
    weak = path.score < MIN_NOVEL_SCORE * alpha.shape[1]
    return not weak and bool(count >= MIN_NOVEL_COLUMNS * alpha.shape[1] and count >= MIN_NOVEL_SHARE * on.size)


def _closed(flags: Bools, gap: int) -> Bools:
    """The flags with gaps of up to ``gap`` columns filled."""
    return np.asarray(cv.close(flags[None, :], gap + 1, 1)[0])


def _long_runs(flags: Bools, length: float) -> Bools:
    """The flags that stand in runs of at least ``length``."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    keep = np.zeros(flags.size, np.bool_)
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        if end - begin >= length:
            keep[begin:end] = True
    return keep


def _without_echoes(strokes: list[Stroke], paper: npt.NDArray[np.float32], shape: tuple[int, int]) -> list[Stroke]:
    """Drop a path that runs along another one in a paler or darker blend of the same colour: its rim or its marks."""
    kept: list[Stroke] = []
    reach = reach_px(shape)
    columns = np.arange(strokes[0].path.top.size, dtype=np.float64) if strokes else np.zeros(0)
    for stroke in sorted(strokes, key=lambda s: -s.path.score):
        line = stroke.color - paper
        for other in kept:
            base = other.color - paper
            a = float(line @ base) / max(1.0, float(base @ base))
            rest = float(np.linalg.norm(line - a * base))
            if other.layer == stroke.layer or rest > 20 + 0.15 * float(np.linalg.norm(line)):
                continue
            gap = np.abs(levels_at(stroke.stair, columns) - levels_at(other.stair, columns))
            both = int(np.isfinite(levels_at(stroke.stair, columns)).sum())
            touching = gap < 1.5 + (stroke.stair.width + other.stair.width) / 2
            beside = gap < reach
            if both and (touching.sum() > 0.7 * both or beside.sum() > 0.9 * both):
                break
        else:
            kept.append(stroke)
    return [s for s in strokes if any(s is k for k in kept)]


def _without_twins(strokes: list[Stroke], styles: dict[int, int]) -> list[Stroke]:
    """Drop the weaker of two strokes of different colours that are seen at one place all along.

    Of two curves that lie on each other only the upper one can be seen, so these are one, its colour read twice.
    """
    kept: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda s: -s.path.score):
        twin = next((other for other in kept if _is_twin(stroke, other)), None)
        if twin is None:
            kept.append(stroke)
        elif stroke.layer in styles and twin.layer not in styles:
            kept[kept.index(twin)] = attrs.evolve(twin, layer=stroke.layer, color=stroke.color)
    return kept


def _is_twin(one: Stroke, two: Stroke) -> bool:
    if one.layer == two.layer:
        return False
    columns = np.arange(one.path.top.size, dtype=np.float64)
    gap = np.abs(levels_at(one.stair, columns) - levels_at(two.stair, columns))
    both = np.isfinite(gap)
    if both.sum() < 0.75 * np.isfinite(levels_at(one.stair, columns)).sum():
        return False
    near = both & (gap <= TWIN_GAP * (1 + max(one.stair.width, two.stair.width)))
    seen = one.stair.seen & two.stair.seen
    return bool((near & seen).sum() > TWIN_SEEN * both.sum())


def _as_strong(alpha: Layer, stroke: Stroke, first: Stroke) -> bool:
    thin, pale = MIN_STRENGTH
    return stroke.stair.width >= thin * first.stair.width and _coverage(alpha, stroke) >= pale * _coverage(alpha, first)


def _coverage(alpha: Layer, stroke: Stroke) -> float:
    """Typical coverage at the core of the stroke, over the columns that show it."""
    at = np.flatnonzero(stroke.stair.seen & (stroke.path.top >= 0))
    if at.size == 0:
        return 0.0
    rows = stroke.path.bottom[at]
    around = [alpha[np.clip(rows + d, 0, alpha.shape[0] - 1), at] for d in (-1, 0, 1)]
    return float(np.median(np.maximum.reduce(around)))


def _without_shadows(strokes: list[Stroke], shape: tuple[int, int], styles: dict[int, int]) -> list[Stroke]:
    """Drop a broken path whose ink lies beside other curves: their marks in black, or the blend of two of them.

    A path in a colour of the legend is no shadow while it shows enough of its own ink.
    """
    columns = np.arange(shape[1], dtype=np.float64)
    kept = list(strokes)
    for stroke in sorted(strokes, key=lambda s: s.path.score):
        others = [s for s in kept if s is not stroke and s.layer != stroke.layer]
        if not others or _own_share(stroke) >= (PLAIN_SHARE if stroke.layer in styles else WHOLE_LINE):
            continue
        own = stroke.stair.seen & np.isfinite(levels_at(stroke.stair, columns))
        mine = levels_at(stroke.stair, columns)
        gaps = np.abs(np.stack([levels_at(s.stair, columns) for s in others]) - mine[None, :])
        reach = reach_px(shape) if stroke.neutral else 2.5 + stroke.stair.width
        near = (np.where(np.isfinite(gaps), gaps, np.inf).min(axis=0) <= reach) & own
        if own.any() and near.sum() > 0.6 * own.sum() and (stroke.neutral or _between(stroke, others)):
            kept = [s for s in kept if s is not stroke]
    return [s for s in strokes if any(s is k for k in kept)]


def _between(stroke: Stroke, others: list[Stroke]) -> bool:
    """Whether the colour is a mixture of two others' (pixels where both strokes share the square)."""
    for a, one in enumerate(others):
        for two in others[a + 1 :]:
            line = two.color - one.color
            where = float((stroke.color - one.color) @ line) / max(1.0, float(line @ line))
            rest = float(np.linalg.norm(stroke.color - one.color - where * line))
            # Mixed over paper the blend is paler than the line between the two colours.
            if 0.1 < where < 0.9 and rest < 0.55 * float(np.linalg.norm(line)):
                return True
    return False


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
