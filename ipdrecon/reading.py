"""Figure file → digitisation: the whole reading in one call."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np

from ipdrecon.digitization import Digitization, Panel
from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure
from ipdrecon.trace.hints import Hints

NO_HINTS = Hints()


def digitize(path: str | Path, hints: Hints = NO_HINTS) -> Digitization:
    """Read the one Kaplan-Meier figure of a file (PNG, JPEG, TIFF, WebP, PDF, SVG), with all its panels.

    Raises
    ------
    InputError   where the file cannot be used.
    FigureError  where no Kaplan-Meier figure is found, or several are: choose one with ``Hints(page=...)`` or read
                 them all with :func:`digitize_all`.
    """
    found = digitize_all(path, hints)
    if len(found) > 1:
        where = ", ".join(str(d.source.page) for d in found)
        raise FigureError(
            f"{Path(path).name} holds {len(found)} Kaplan-Meier figures (pages {where}); choose one with a page or a "
            "crop, or read them all with digitize_all"
        )
    return found[0]


def digitize_all(path: str | Path, hints: Hints = NO_HINTS) -> tuple[Digitization, ...]:
    """Read every Kaplan-Meier figure of a file, in page order; raises as :func:`read_all`."""
    return tuple(reading.digitization for reading in read_all(path, hints))


@attrs.frozen(eq=False)
class Reading:
    """A digitisation and the figure, upright and cropped, whose pixels it speaks of."""

    figure: Figure
    digitization: Digitization


def read_all(path: str | Path, hints: Hints = NO_HINTS) -> tuple[Reading, ...]:
    """Every Kaplan-Meier figure of a file with its pixels, in page order.

    Raises
    ------
    InputError   where the file cannot be used.
    FigureError  where no figure of the file can be read; its sentence says why the likeliest one was refused.
    """
    from ipdrecon.trace.sources.page import load

    found: list[Reading] = []
    refused: list[FigureError] = []
    for figure in load(path, page=hints.page):
        try:
            found.append(read_figure(figure, hints))
        except FigureError as error:
            refused.append(error)
    name = Path(path).name
    if not found and len(refused) == 1:
        raise FigureError(f"{name}: {refused[0]}", refused[0].box) from refused[0]
    if not found:
        raise FigureError(f"{name}: none of its {len(refused)} figures reads as Kaplan-Meier; the first: {refused[0]}")
    return tuple(found)


def read_figure(figure: Figure, hints: Hints = NO_HINTS) -> Reading:
    """Read a figure that is already in memory.

    Raises
    ------
    FigureError  where it has no axes or no curve, or is not a Kaplan-Meier figure.
    """
    from ipdrecon.trace.arms.inset_names import with_names_around
    from ipdrecon.trace.axes.frame import find_frames
    from ipdrecon.trace.panels import read_panels
    from ipdrecon.trace.sources.chroma import with_full_chroma
    from ipdrecon.trace.sources.sideways import set_upright
    from ipdrecon.trace.sources.upright import upright
    from ipdrecon.trace.text.words import read_words

    if hints.crop is not None:
        figure = _cropped(figure, hints.crop)
    figure = upright(figure)
    figure, words = set_upright(figure, read_words(figure), read_words)
    clear = with_full_chroma(figure)
    frames = find_frames(clear, words, hints)

    found = read_panels(clear, frames, words, hints)
    refused = [(number, error) for number, error in enumerate(found, start=1) if isinstance(error, FigureError)]
    whole = [result for frame, result in zip(frames, found, strict=True) if frame.place is None] or found
    if all(isinstance(result, FigureError) for result in whole):
        raise refused[0][1]  # an inset alone would pass for the figure
    panels = tuple(with_names_around([panel for panel in found if isinstance(panel, Panel)]))
    warnings = tuple(f"panel {number} was left out: {error}" for number, error in refused)
    return Reading(figure, Digitization(figure.source, panels, warnings, hints.told()))


def _cropped(figure: Figure, crop: Box) -> Figure:
    """The part of a raster figure inside ``crop`` (pixels of the file), on white; coordinates stay the file's."""
    scale = figure.source.scale
    left, top = int(crop.left * scale), int(crop.top * scale)
    right, bottom = int(np.ceil(crop.right * scale)), int(np.ceil(crop.bottom * scale))
    if left >= figure.width or top >= figure.height or right - left < 50 or bottom - top < 50:
        raise FigureError(
            f"--crop {crop.left:g},{crop.top:g},{crop.right:g},{crop.bottom:g} leaves too little of a figure of "
            f"{figure.width} x {figure.height} pixels; give left,top,right,bottom in pixels of the file"
        )
    pixels = np.full_like(figure.pixels, 255)
    pixels[top:bottom, left:right] = figure.pixels[top:bottom, left:right]
    box = Box(left, top, right, bottom)
    return attrs.evolve(
        figure,
        pixels=pixels,
        words=tuple(w for w in figure.words if box.contains(*w.box.center)),
        paths=tuple(p for p in figure.paths if box.contains(*p.box.center)),
    )
