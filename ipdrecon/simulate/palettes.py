"""Colours that journals and plotting programs use for survival curves, as hex."""

from __future__ import annotations

import colorsys

import numpy as np

#: Palettes of plotting programs (matplotlib, ColorBrewer, Okabe & Ito 2008, ggplot2, SAS, Stata, Prism) and journals.
PALETTES: dict[str, tuple[str, ...]] = {
    "tab10": ("#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#17becf"),
    "set1": ("#e41a1c", "#377eb8", "#4daf4a", "#984ea3", "#ff7f00", "#a65628", "#f781bf", "#666666"),
    "dark2": ("#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#e6ab02", "#a6761d", "#666666"),
    "okabe": ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8c8c00"),
    "hue2": ("#f8766d", "#00bfc4"),
    "hue3": ("#f8766d", "#00ba38", "#619cff"),
    "hue4": ("#f8766d", "#7cae00", "#00bfc4", "#c77cff"),
    "nejm": ("#bc3c29", "#0072b5", "#e18727", "#20854e", "#7876b1", "#6f99ad", "#8a6d00", "#ee4c97"),
    "lancet": ("#00468b", "#ed0000", "#42b540", "#0099b4", "#925e9f", "#c98c70", "#ad002a", "#5b6363"),
    "jco": ("#0073c2", "#cfa000", "#868686", "#cd534c", "#3b8ed0", "#003c67", "#8f7700", "#a73030"),
    "sas": ("#445694", "#a23a2e", "#01665e", "#543005", "#9d3cdb", "#7f8e1f", "#2597fa", "#b26084"),
    "stata": ("#1a476f", "#90353b", "#55752f", "#e37e00", "#6e8e84", "#c10534", "#938dd2", "#a0522d"),
    "primary": ("#0000ff", "#ff0000", "#008000", "#800080", "#ff8c00", "#00aaaa", "#8b4513", "#000000"),
    "black_red": ("#000000", "#cc0000", "#0044cc", "#007700"),
    "muted": ("#4c72b0", "#dd8452", "#55a868", "#c44e52", "#8172b3", "#937860", "#da8bc3", "#64b5cd"),
}

#: Grey levels told apart in print, dark to light.
GREYS = ("#000000", "#7f7f7f", "#4d4d4d", "#a6a6a6")


def pick(rng: np.random.Generator, arms: int) -> tuple[str, ...]:
    """Colours for so many curves: a known palette in known or shuffled order, or hues at random, well apart."""
    if rng.random() < 0.25:
        start, lightness = rng.random(), rng.uniform(0.28, 0.5)
        return tuple(
            _hex(colorsys.hls_to_rgb((start + (i + rng.uniform(-0.1, 0.1)) / arms) % 1, lightness, rng.uniform(0.6, 1)))
            for i in range(arms)
        )
    fitting = [colors for colors in PALETTES.values() if len(colors) >= arms]
    colors = list(fitting[int(rng.integers(len(fitting)))])
    if rng.random() < 0.3:
        rng.shuffle(colors)
    return tuple(colors[:arms])


def _hex(rgb: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in rgb)
