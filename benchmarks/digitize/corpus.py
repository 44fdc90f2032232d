"""The corpus: strata of simulated figures. Every figure follows from (seed, stratum, index) alone."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import numpy as np
from PIL import Image

from benchmarks.digitize.libraries.bitmap import write_bitmap
from benchmarks.digitize.libraries.lifelines_ import draw_lifelines
from benchmarks.digitize.libraries.page import MANNERS, lay_out
from benchmarks.digitize.libraries.svg import write_png, write_svg
from ipdrecon.files import write_text
from ipdrecon.ipd import IPD
from ipdrecon.simulate import looks, trials
from ipdrecon.simulate.draw import draw, panel_of
from ipdrecon.simulate.hazards import Weibull
from ipdrecon.simulate.look import DASHES, Look
from ipdrecon.simulate.looks import chance, choose
from ipdrecon.simulate.spoil import Spoiling, shifted, spoil
from ipdrecon.simulate.truth import FigureTruth, to_json


@attrs.frozen
class Case:
    """One figure of the corpus: its file, and the truth beside it under the same stem."""

    stratum: str
    figure: Path
    truth: FigureTruth


def truth_path(figure: Path) -> Path:
    """Where the truth of a figure lies."""
    return figure.with_suffix(".truth.json")


def make(stratum: str, index: int, seed: int, folder: Path) -> Case:
    """Draw one figure into ``folder`` and write its truth beside it."""
    rng = np.random.default_rng([seed, zlib.crc32(stratum.encode()), index])
    folder.mkdir(parents=True, exist_ok=True)
    figure, truth = STRATA[stratum](rng, folder / f"{stratum}-{index:03d}")
    truth = attrs.evolve(truth, made={"stratum": stratum, "seed": seed, "index": index, **truth.made})
    write_text(truth_path(figure), to_json(truth))
    return Case(stratum, figure, truth)


def arms_of(ipd: IPD) -> int:
    return len(ipd.treatments)


def _one(
    rng: np.random.Generator, stem: Path, ipd: IPD, look: Look, how: Spoiling, suffix: str = ".png"
) -> tuple[Path, FigureTruth]:
    path = stem.with_suffix(suffix)
    truth = draw([panel_of(ipd, rng)], look, path, rng=rng)
    if how == Spoiling():
        return path, truth
    return spoil(path, truth, how, rng=rng)


def ordinary(rng: np.random.Generator, stem: Path) -> tuple[Path, FigureTruth]:
    """Coloured, at least 700 px, PNG or good JPEG."""
    ipd = trials.oncology(rng) if chance(rng, 0.7) else trials.patterned(rng)
    look = looks.ordinary(rng, arms_of(ipd))
    return _one(rng, stem, ipd, look, Spoiling(jpeg=int(rng.integers(85, 96)) if chance(rng, 0.25) else 0))


def survdigitizer(rng: np.random.Generator, stem: Path) -> tuple[Path, FigureTruth]:
    """SurvdigitizeR's design."""
    ipd = trials.survdigitizer(rng)
    return _one(rng, stem, ipd, looks.survdigitizer(rng, arms_of(ipd)), Spoiling())


def kmce(rng: np.random.Generator, stem: Path) -> tuple[Path, FigureTruth]:
    """KM-curve-estimator's design: half pristine, 35 % standard JPEG, 15 % old and noisy."""
    ipd = trials.km_curve_estimator(rng)
    look = looks.km_curve_estimator(rng, arms_of(ipd))
    tier = choose(rng, {"pristine": 0.5, "standard": 0.35, "legacy": 0.15})
    if tier == "pristine":
        how = Spoiling()
    elif tier == "standard":
        how = Spoiling(width=int(rng.integers(1000, 1201)), jpeg=int(rng.integers(80, 96)))
    else:
        how = Spoiling(width=int(rng.integers(900, 1051)), noise=rng.uniform(2, 5), jpeg=int(rng.integers(72, 83)))
    return _one(rng, stem, ipd, look, how)


#: What can make a figure hard, and how often it is part of one.
HARD = ("greyscale", "dashed", "overlapping", "black marks", "bands", "low resolution", "JPEG", "rotated", "noise")


def hard(rng: np.random.Generator, stem: Path) -> tuple[Path, FigureTruth]:
    """One or two difficulties at once, sometimes three."""
    count = choose(rng, {1: 0.5, 2: 0.38, 3: 0.12})
    chosen = tuple(str(name) for name in rng.choice(HARD, count, replace=False))
    arms = choose(rng, {1: 0.08, 2: 0.62, 3: 0.22, 4: 0.08})
    ipd = _alike(rng, arms) if "overlapping" in chosen else trials.oncology(rng, arms=arms)
    look = looks.hard(rng, arms_of(ipd), chosen)
    how = Spoiling(
        noise=rng.uniform(2, 6) if "noise" in chosen else 0.0,
        rotation=float(rng.choice([-1, 1]) * rng.uniform(0.3, 1.5)) if "rotated" in chosen else 0.0,
        jpeg=int(rng.integers(40, 61)) if "JPEG" in chosen else 0,
    )
    path, truth = _one(rng, stem, ipd, look, how)
    return path, attrs.evolve(truth, made={**truth.made, "difficulties": list(chosen)})


def _alike(rng: np.random.Generator, arms: int) -> IPD:
    """Arms of nearly one distribution: their curves lie over each other for long stretches."""
    arms = max(arms, 2)
    unit = trials.pick_unit(rng)
    horizon = rng.uniform(*trials.FOLLOW_UP[unit])
    median = horizon * rng.uniform(0.4, 1.2)
    parts = []
    for name in trials.arm_names(rng, arms):
        design = trials.Design(
            name, int(rng.integers(150, 500)), Weibull.of_median(median * np.exp(rng.normal(0, 0.06)))
        )
        events = design.times.draw(rng, design.patients)
        censored = rng.uniform(0.5, 1.0, design.patients) * horizon
        parts.append(trials.observe(design, events, censored, unit=unit))
    return IPD.concat(parts)


def vector(rng: np.random.Generator, stem: Path) -> tuple[Path, FigureTruth]:
    """PDF or SVG, of any look, dashes included."""
    ipd = trials.oncology(rng)
    arms = arms_of(ipd)
    look = looks.hard(rng, arms, ("greyscale",)) if chance(rng, 0.25) else looks.ordinary(rng, arms)
    if chance(rng, 0.2):
        look = attrs.evolve(look, dashes=tuple(DASHES[i % len(DASHES)] for i in range(arms)))
    width = int(rng.integers(380, 620))
    factor = width / look.size[0]
    look = attrs.evolve(
        look,
        size=(width, round(look.size[1] * factor)),
        font_px=max(look.font_px * factor, 7.0),
        line_px=max(look.line_px * factor, 0.6),
        axis_px=max(look.axis_px * factor, 0.4),
        mark_px=max(look.mark_px * factor, 3.0),
        mark_line_px=max(look.mark_line_px * factor, 0.4),
        band="fill" if chance(rng, 0.15) else "",
    )
    return _one(rng, stem, ipd, look, Spoiling(), ".pdf" if chance(rng, 0.6) else ".svg")


def panels(rng: np.random.Generator, stem: Path) -> tuple[Path, FigureTruth]:
    """Two to four panels of one look, A and B or facets, each with its own trial."""
    count = choose(rng, {2: 0.65, 3: 0.15, 4: 0.2})
    arms = choose(rng, {1: 0.1, 2: 0.65, 3: 0.25})
    titles = choose(
        rng,
        {
            ("A", "B", "C", "D"): 0.5,
            ("Overall survival", "Progression-free survival", "Local control", "Time to progression"): 0.3,
            ("", "", "", ""): 0.2,
        },
    )
    drawn = [panel_of(trials.oncology(rng, arms=arms), rng, titles[i]) for i in range(count)]
    look = looks.ordinary(rng, arms, width=(450, 900))
    path = stem.with_suffix(".png")
    return path, draw(drawn, look, path, rng=rng, columns=choose(rng, {1: 0.2, 2: 0.8}))


#: Files that figures come in besides PNG and JPEG, and how PIL writes each; a transparent PNG has no paper.
FORMATS: dict[str, dict[str, Any]] = {
    ".webp": {"lossless": True},
    ".tif": {"compression": "tiff_lzw"},
    ".png": {},
}


def varied(rng: np.random.Generator, stem: Path) -> tuple[Path, FigureTruth]:
    """Ordinary figures with what the other strata leave out, one to eight curves, in other files than PNG and JPEG."""
    arms = choose(rng, {1: 0.1, 2: 0.45, 3: 0.2, 4: 0.1, 5: 0.05, 6: 0.05, 8: 0.05})
    ipd = trials.oncology(rng, arms=arms)
    path, truth = _one(rng, stem, ipd, looks.varied(rng, arms), Spoiling())
    suffix = str(rng.choice(list(FORMATS)))
    with Image.open(path) as opened:
        picture = opened.convert("RGBA")
    if suffix == ".png" and chance(rng, 0.5):
        pixels = np.array(picture)
        pixels[(pixels[..., :3] == 255).all(axis=2), 3] = 0
        picture = Image.fromarray(pixels)
    else:
        picture = picture.convert("RGB")
    path.unlink()
    path = path.with_suffix(suffix)
    picture.save(path, **FORMATS[suffix])
    return path, truth


def libraries(rng: np.random.Generator, stem: Path) -> tuple[Path, FigureTruth]:
    """Not drawn by matplotlib's hand: lifelines' own plot, SVG, SVG rasterised by resvg, bitmaps without smoothing."""
    kind = choose(rng, {"lifelines": 0.25, "resvg": 0.35, "bitmap": 0.3, "svg": 0.1})
    arms = choose(rng, {1: 0.1, 2: 0.65, 3: 0.25})
    ipd = trials.oncology(rng, arms=arms)
    if kind == "lifelines":
        path = stem.with_suffix(".png")
        return path, draw_lifelines(ipd, path, rng=rng)
    name = str(rng.choice(list(MANNERS)))
    size = (int(rng.integers(640, 1500)), int(rng.integers(480, 1000)))
    page = lay_out(panel_of(ipd, rng), MANNERS[name], size, max(11.0, size[0] * rng.uniform(0.014, 0.02)))
    made = {"size": list(size), "vector": kind == "svg", "rotation": 0.0, "library": kind, "manner": name}
    truth = FigureTruth((page.truth,), made)
    if kind == "bitmap":
        family = str(rng.choice(["DejaVuSans", "DejaVuSerif", "STIXGeneral"]))
        return write_bitmap(page, stem.with_suffix(".png"), family), truth
    family = str(rng.choice(["DejaVu Sans", "DejaVu Serif", "STIXGeneral"]))
    if kind == "resvg":
        return write_png(page, stem.with_suffix(".png"), family), truth
    assert page.truth.axes is not None
    axes = shifted(page.truth.axes, 0.5)  # in a vector file 0 is the edge of the page, not a pixel's centre
    truth = attrs.evolve(truth, panels=(attrs.evolve(page.truth, axes=axes),))
    return write_svg(page, stem.with_suffix(".svg"), family), truth


#: Strata by name; each draws one figure at a stem.
STRATA: dict[str, Callable[[np.random.Generator, Path], tuple[Path, FigureTruth]]] = {
    "ordinary": ordinary,
    "survdigitizer": survdigitizer,
    "kmce": kmce,
    "hard": hard,
    "vector": vector,
    "panels": panels,
    "libraries": libraries,
    "varied": varied,
}
