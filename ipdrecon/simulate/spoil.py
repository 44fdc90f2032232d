"""What happens to a figure on its way into print: reduction, noise, JPEG, a crooked scan."""

from __future__ import annotations

from pathlib import Path

import attrs
import numpy as np

from ipdrecon.axes import Axes
from ipdrecon.simulate.truth import FigureTruth


@attrs.frozen
class Spoiling:
    """Steps in the order they are done; the defaults do nothing.

    Attributes
    ----------
    width : int        Reduced to so many pixels (0: as it is).
    noise : float      Standard deviation of grey-level noise, of 255.
    rotation : float   Degrees counter-clockwise about the centre; the picture keeps its size.
    jpeg : int         Quality (0: PNG).
    """

    width: int = 0
    noise: float = 0.0
    rotation: float = 0.0
    jpeg: int = 0


def spoil(path: Path, truth: FigureTruth, how: Spoiling, *, rng: np.random.Generator) -> tuple[Path, FigureTruth]:
    """Spoil a PNG; the file it becomes (a JPEG replaces the PNG) and its truth.

    The axes of the truth follow a reduction. They do not follow a rotation: they stand for the picture set upright
    again about its centre (with the white margin a scan has), and ``made["rotation"]`` says how far it is turned.
    """
    from PIL import Image

    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    if how.width and how.width < picture.width:
        factor = how.width / picture.width
        size = (how.width, round(picture.height * factor))
        scale = (size[0] / picture.width, size[1] / picture.height)
        picture = picture.resize(size, Image.Resampling.LANCZOS)
        truth = attrs.evolve(
            truth,
            panels=tuple(
                attrs.evolve(panel, axes=None if panel.axes is None else resized(panel.axes, scale))
                for panel in truth.panels
            ),
        )
    if how.noise > 0:
        pixels = np.asarray(picture, dtype=np.float64)
        noisy = pixels + rng.normal(0.0, how.noise, pixels.shape)
        picture = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
    if how.rotation:
        margin = round(0.02 * picture.width)
        sheet = Image.new("RGB", (picture.width + 2 * margin, picture.height + 2 * margin), "white")
        sheet.paste(picture, (margin, margin))
        picture = sheet
        truth = attrs.evolve(
            truth,
            panels=tuple(
                attrs.evolve(panel, axes=None if panel.axes is None else shifted(panel.axes, margin))
                for panel in truth.panels
            ),
        )
        picture = picture.rotate(how.rotation, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    made = {**truth.made, "size": list(picture.size), "rotation": how.rotation, "jpeg": how.jpeg, "noise": how.noise}
    if how.jpeg:
        path.unlink()
        path = path.with_suffix(".jpg")
        picture.save(path, quality=how.jpeg)
    else:
        picture.save(path)
    return path, attrs.evolve(truth, made=made)


def shifted(axes: Axes, margin: float) -> Axes:
    """Axes of a picture with so many pixels added left and above."""
    return attrs.evolve(
        axes,
        x=attrs.evolve(axes.x, zero_px=axes.x.zero_px + margin),
        y=attrs.evolve(axes.y, zero_px=axes.y.zero_px + margin),
    )


def resized(axes: Axes, scale: tuple[float, float]) -> Axes:
    """Axes of a picture resized by (x, y) factors; pixel centres lie at whole numbers before and after."""
    return attrs.evolve(
        axes,
        x=attrs.evolve(
            axes.x, zero_px=(axes.x.zero_px + 0.5) * scale[0] - 0.5, px_per_unit=axes.x.px_per_unit * scale[0]
        ),
        y=attrs.evolve(
            axes.y, zero_px=(axes.y.zero_px + 0.5) * scale[1] - 0.5, px_per_unit=axes.y.px_per_unit * scale[1]
        ),
    )
