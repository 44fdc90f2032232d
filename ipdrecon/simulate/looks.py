"""Looks of figures drawn at random, as journals, programs and authors choose them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import attrs
import numpy as np

from ipdrecon.simulate import palettes
from ipdrecon.simulate.look import DASHES, Look

Option = TypeVar("Option", bound=Hashable)

#: Fonts that come with matplotlib, so that a seed gives the same figure everywhere; how often each is used.
FONTS = {"DejaVu Sans": 0.6, "STIXGeneral": 0.12, "DejaVu Serif": 0.13, "cmss10": 0.1, "DejaVu Sans Mono": 0.05}


def chance(rng: np.random.Generator, probability: float) -> bool:
    """True with this probability."""
    return bool(rng.random() < probability)


def choose(rng: np.random.Generator, options: dict[Option, float]) -> Option:
    """One of the options, as often as its weight says."""
    names = list(options)
    weights = np.array(list(options.values()))
    return names[int(rng.choice(len(names), p=weights / weights.sum()))]


def ordinary(rng: np.random.Generator, arms: int, *, width: tuple[int, int] = (700, 2400)) -> Look:
    """A coloured figure as most are; the strata change it from here."""
    low, high = np.log(width[0]), np.log(width[1])
    w = int(np.exp(rng.uniform(low, high)))
    table = choose(rng, {"": 0.35, "below": 0.57, "inside": 0.08})
    h = int(w * rng.uniform(0.62, 0.95))
    base = max(w, 450)
    font_px = max(base * rng.uniform(0.0145, 0.022), 10.5)
    line_px = max(base * rng.uniform(0.0012, 0.0036), 1.0)
    mark = choose(rng, {"": 0.3, "|": 0.3, "+": 0.25, "tick above": 0.05, "x": 0.03, "o": 0.04, "s": 0.03})
    panel, grid, grid_color = choose(
        rng,
        {
            ("white", "", "#dddddd"): 0.5,
            ("white", "y", "#dddddd"): 0.12,
            ("white", "both", "#e3e3e3"): 0.18,
            ("#ebebeb", "both", "#ffffff"): 0.08,
            ("#f2f2f2", "", "#dddddd"): 0.04,
            ("#eaeaf2", "both", "#ffffff"): 0.04,
            ("white", "both", "#b0b0b0"): 0.04,
        },
    )
    kinds = choose(
        rng,
        {
            ("at_risk",): 0.86,
            ("at_risk", "events"): 0.06,
            ("at_risk", "censored"): 0.03,
            ("at_risk", "censored", "events"): 0.05,
        },
    )
    if arms > 4:
        kinds = ("at_risk",)
    if table == "below":
        # A tall table must not squeeze the plot.
        h = max(h, int(0.55 * w + 1.6 * font_px * arms * (len(kinds) + (len(kinds) > 1))))
    percent = chance(rng, 0.35)
    return Look(
        size=(w, h),
        font=choose(rng, FONTS),
        font_px=font_px,
        frame=choose(rng, {"L": 0.6, "box": 0.35, "none": 0.05}) if panel == "white" else "none",
        panel_color=panel,
        grid=grid,
        grid_color=grid_color,
        ticks=choose(rng, {"out": 0.78, "in": 0.15, "none": 0.07 if grid == "both" else 0.0}),
        axis_px=max(base * rng.uniform(0.0008, 0.0018), 1.0),
        line_px=line_px,
        colors=palettes.pick(rng, arms),
        dashes=((),) * arms,
        mark=mark,
        mark_px=font_px * rng.uniform(0.35, 0.75),
        mark_color="black" if chance(rng, 0.06) else "line",
        mark_line_px=max(line_px * rng.uniform(0.5, 1.0), 1.0),
        band="fill" if chance(rng, 0.08) else "",
        legend="none"
        if arms == 1 and chance(rng, 0.6)
        else choose(rng, {"inside": 0.6, "right": 0.1, "top": 0.14, "bottom": 0.06, "direct": 0.1}),
        legend_frame=chance(rng, 0.3),
        percent=percent,
        percent_sign=percent and chance(rng, 0.4),
        incidence=chance(rng, 0.06),
        expand=(0.04, 0.02)
        if table == "inside"
        else choose(rng, {(0.0, 0.0): 0.45, (0.04, 0.04): 0.25, (0.0, 0.04): 0.15, (0.02, 0.02): 0.15}),
        table=table,
        table_kinds=kinds if table == "below" else ("at_risk",),
        brackets=table == "below" and kinds == ("at_risk", "censored") and chance(rng, 0.6),
        table_colors=chance(rng, 0.3),
        table_heading=chance(rng, 0.85),
        note=choose(rng, {"": 0.55, "hr": 0.1, "p": 0.13, "hr_p": 0.14, "medians": 0.08}) if arms > 1 else "",
        median_lines=chance(rng, 0.08),
        reference=0.5 if chance(rng, 0.04) else 0.0,
        title=chance(rng, 0.3),
    )


def survdigitizer(rng: np.random.Generator, arms: int) -> Look:
    """SurvdigitizeR's figures: coloured lines on white, no table, with or without marks."""
    look = ordinary(rng, arms, width=(700, 1600))
    return attrs.evolve(
        look,
        panel_color="white",
        grid="",
        frame="box" if chance(rng, 0.4) else "L",
        ticks="out",
        table="",
        band="",
        note="",
        incidence=False,
        median_lines=False,
        mark="" if chance(rng, 0.5) else choose(rng, {"|": 0.5, "+": 0.5}),
        mark_color="line",
        y_low=0.0,
    )


def km_curve_estimator(rng: np.random.Generator, arms: int) -> Look:
    """KM-curve-estimator's figures: table and marks always; grids, grey grounds, dashes and truncated y at times."""
    look = ordinary(rng, arms, width=(1190, 1510))
    width = look.size[0]
    panel = choose(rng, {"white": 0.75, "#f0f0f0": 0.2, "#ebebeb": 0.05})
    line = choose(rng, {0.0027: 0.33, 0.0018: 0.6, 0.0011: 0.07}) * width
    dashes = DASHES[:arms] if chance(rng, 0.25) else ((),) * arms
    return attrs.evolve(
        look,
        size=(width, int(width * 0.69)),
        panel_color=panel,
        grid="both" if chance(rng, 0.44) else "",
        grid_color="#ffffff" if panel == "#ebebeb" else "#dddddd",
        frame=choose(rng, {"L": 0.6, "box": 0.4}),
        ticks="out",
        line_px=line,
        dashes=tuple(dashes[i % len(dashes)] for i in range(arms)),
        mark=choose(rng, {"|": 0.6, "+": 0.4}),
        mark_color="line",
        mark_line_px=max(line * 0.8, 1.0),
        band="",
        incidence=False,
        table="below",
        table_kinds=("at_risk",),
        brackets=False,
        note=choose(rng, {"": 0.65, "hr_p": 0.2, "p": 0.15}) if arms > 1 else "",
        median_lines=False,
        reference=0.0,
        y_low=-1.0 if chance(rng, 0.12) else 0.0,
    )


def _grey(rng: np.random.Generator, look: Look, arms: int) -> Look:
    styles = choose(rng, {"grey and dashes": 0.4, "grey": 0.25, "dashes": 0.35})
    colors = palettes.GREYS if "grey" in styles and arms <= 4 else ("#000000",)
    dashes = DASHES if "dashes" in styles or arms > 4 else ((),)
    return attrs.evolve(
        look,
        colors=tuple(colors[i % len(colors)] for i in range(arms)),
        dashes=tuple(dashes[i % len(dashes)] for i in range(arms)),
        table_colors=False,
    )


def _dashed(rng: np.random.Generator, look: Look, arms: int) -> Look:
    dashes = tuple(DASHES[int(i)] for i in rng.permutation(len(DASHES))[:arms]) if arms <= len(DASHES) else look.dashes
    return attrs.evolve(look, dashes=dashes)


def _low_resolution(rng: np.random.Generator, look: Look, arms: int) -> Look:
    small = ordinary(rng, arms, width=(400, 620))
    return attrs.evolve(
        look,
        size=small.size,
        font_px=max(small.font_px, 10.5),
        line_px=max(small.line_px, 1.2),
        axis_px=1.0,
        mark_px=6.0,
        mark_line_px=1.0,
    )


def _black_marks(rng: np.random.Generator, look: Look, arms: int) -> Look:
    return attrs.evolve(look, mark=choose(rng, {"|": 0.5, "+": 0.5}), mark_color="black")


def _bands(rng: np.random.Generator, look: Look, arms: int) -> Look:
    return attrs.evolve(look, band="fill" if chance(rng, 0.7) else "lines")


def varied(rng: np.random.Generator, arms: int) -> Look:
    """An ordinary figure as other programs draw it: round joins, keys with marks, turned labels, dashed tails."""
    look = ordinary(rng, arms)
    return attrs.evolve(
        look,
        joins="round" if chance(rng, 0.5) else "miter",
        keyed=chance(rng, 0.5),
        turned=chance(rng, 0.3),
        tail=rng.uniform(0.05, 0.15) if chance(rng, 0.25) else 0.0,
    )


#: What makes a figure hard, besides the spoiling of its pixels and curves that lie over each other.
DIFFICULTIES: dict[str, Callable[[np.random.Generator, Look, int], Look]] = {
    "greyscale": _grey,
    "dashed": _dashed,
    "low resolution": _low_resolution,
    "black marks": _black_marks,
    "bands": _bands,
}


def hard(rng: np.random.Generator, arms: int, difficulties: tuple[str, ...]) -> Look:
    """An ordinary figure made difficult; names that are no style (JPEG, rotation, overlap) are left to the caller."""
    look = ordinary(rng, arms)
    for name in difficulties:
        if name in DIFFICULTIES:
            look = DIFFICULTIES[name](rng, look, arms)
    return look
