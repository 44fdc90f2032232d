"""Whether two colours are one ink: blends of it with the paper, as thin strokes are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ipdrecon.trace.lines.stroke import is_neutral

Color = npt.NDArray[np.float32]

#: RGB distance within which a legend sample and a core are one colour (a thin sample is a blend with the paper).
SAME_COLOR = 60.0
#: Share of a neutral core's contrast that its thinnest samples keep (a stroke of 0.9 px between two rows).
MIN_BLEND = 0.45
#: Contrast of a fuller blend of an ink, against a paler one.
FULLER = 1.1
#: What it counts that one ink is paler than another of its hue, against a difference in hue.
PALENESS = 0.2
#: What it counts that a sample is darker than a grey ink: thin samples are paler than theirs, never darker.
DARKER = 2.0
#: Cosine of the angle between two colours, seen from the paper, from which they are one hue.
SAME_HUE = 0.975


def ink_gap(color: Color, core: Color, paper: Color) -> float:
    """How unlike two inks are, in RGB units: the distance of a colour from the blends of the core with the paper.

    Thin letters and samples are such blends; how pale they are counts for little. Greys differ in nothing else.
    """
    if is_neutral(color) or is_neutral(core):
        gap = float(np.linalg.norm(color - core))
        return DARKER * gap if strength(color, core, paper) > 1.0 else gap
    line = core - paper
    length = max(1.0, float(np.linalg.norm(line)))
    share = float(np.clip(float((color - paper) @ line) / length**2, MIN_BLEND, 1.1))
    rest = float(np.linalg.norm(color - paper - share * line))
    return rest + PALENESS * abs(1.0 - share) * length


def as_blend(color: Color, core: Color, paper: Color) -> tuple[float, float]:
    """The share of a core in its blend with the paper that is next to a colour, and their distance in RGB."""
    line = core - paper
    share = float((color - paper) @ line) / max(1.0, float(line @ line))
    return share, float(np.linalg.norm(color - paper - share * line))


def off_blends(color: Color, core: Color, paper: Color) -> float:
    """Distance in RGB of a colour from the blends of another with the paper."""
    return as_blend(color, core, paper)[1]


def strength(color: Color, core: Color, paper: Color) -> float:
    """Contrast of a colour with the paper, as a share of a core's."""
    return float(np.linalg.norm(color - paper)) / max(1.0, float(np.linalg.norm(core - paper)))


def same_ink(color: Color, core: Color, paper: Color) -> bool:
    """Whether two colours are one ink: near each other, or blends of one hue with the paper (thin or JPEG lines)."""
    if float(np.linalg.norm(color - core)) <= SAME_COLOR:
        return True
    a, b = color - paper, core - paper
    if is_neutral(color) or is_neutral(core):
        return False  # greys are told apart by how dark they are
    cosine = float(a @ b) / max(1.0, float(np.linalg.norm(a) * np.linalg.norm(b)))
    return cosine > SAME_HUE


def paler_than(color: Color, shown: Sequence[Color], paper: Color) -> float:
    """Contrast from which a core is no fuller blend of a colour of the legend, of which it shows a darker shade too.

    Its samples are equally thick: where two are shades of one hue, what is darker than the pale one is the other.
    Infinite where there is none, and for greys, which differ in their shades alone.
    """
    if is_neutral(color):
        return float("inf")
    darker = [c for c in shown if same_ink(color, c, paper) and strength(c, color, paper) > FULLER**2]
    return FULLER * float(np.linalg.norm(color - paper)) if darker else float("inf")
