"""Pictures at 2, 4, 10, 11 and 25 treatments with long names: no text on other text, on a node, or cut off."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Annotation, Text
from PIL import Image

from ipdrecon.plot.style import rendered
from nma import nma
from nma.contrasts import Contrasts
from nma.plot.all import DRAWN, figures
from nma.plot.style import CYCLE, styled
from nma.result import ComponentResult

NAMES = (
    "Chemotherapy", "Trastuzumab deruxtecan (T-DXd)", "Palbociclib + létrozole", "Alpelisib: 300 mg", "$ or_% & {odd}",
    *(f"Inavolisib + palbociclib {i} mg" for i in range(20)),
)  # fmt: skip


def part_of(n: int) -> ComponentResult:
    rng = np.random.default_rng(n)
    trials = []
    for k in range(2 * n):
        steps = (0, 1 + (k // n) * (n > 2), 3)[: 3 if k % 4 == 0 and n > 3 else 2]
        arms = [NAMES[(k + step) % n] for step in steps]
        size = len(arms) - 1
        covariance = 0.02 * (np.eye(size) + 1)
        trials.append(
            Contrasts(f"Trial {k}", arms[0], tuple(arms[1:]), rng.normal(0, 0.3, size), covariance, "HR",
                      rng.integers(50, 900, size + 1))
        )  # fmt: skip
    return nma(trials)[0]


def corners(text: Text, renderer: Any) -> np.ndarray:
    """(4, 2) corners of a text as it stands, turned, in pixels."""
    turn = np.radians(text.get_rotation())
    text.set_rotation(0)
    box = text.get_window_extent(renderer)
    place = text.get_unitless_position()
    anchor = text.get_transform().transform(place)
    if isinstance(text, Annotation):
        text.update_positions(renderer)
        anchor = text.get_transform().transform((text._x, text._y))
    flat = np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]])
    text.set_rotation(np.degrees(turn))
    around = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return (flat - anchor) @ around.T + anchor


def apart(one: np.ndarray, two: np.ndarray, slack: float = 1.0) -> bool:
    """Whether a line separates two convex shapes, up to a pixel (separating axis theorem)."""
    for shape in (one, two):
        for a, b in zip(shape, np.roll(shape, 1, axis=0), strict=True):
            normal = np.array([-(b - a)[1], (b - a)[0]])
            if (length := float(np.hypot(*normal))) == 0:
                continue
            first, second = one @ normal / length, two @ normal / length
            if first.max() <= second.min() + slack or second.max() <= first.min() + slack:
                return True
    return False


def texts_of(figure: Any, renderer: Any) -> list[tuple[str, np.ndarray]]:
    found = []
    for text in figure.findobj(Text):
        shown = text.get_visible() and text.get_text().strip()
        holder = text.axes
        if shown and (holder is None or holder.get_visible()) and text.get_window_extent(renderer).width > 0:
            found.append((text.get_text(), corners(text, renderer)))
    return found


@pytest.mark.parametrize("n", [2, 4, 10, 11, 25])
@pytest.mark.parametrize("name", ["network", "forest", "league"])
def test_no_text_covers_another(n: int, name: str) -> None:
    with styled():
        figure = DRAWN[name](part_of(n))
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        found = texts_of(figure, renderer)
    assert len(found) >= n
    low, high = (np.array([side(shape, axis=0) for _, shape in found]) for side in (np.min, np.max))
    near = (low[:, None] < high[None]).all(axis=2) & (low[None] < high[:, None]).all(axis=2)
    covered = [
        (found[i][0], found[j][0]) for i, j in np.argwhere(np.triu(near, 1)) if not apart(found[i][1], found[j][1])
    ]
    assert covered == []


@pytest.mark.parametrize("n", [2, 4, 10, 11, 25])
def test_no_name_covers_a_node(n: int) -> None:
    with styled():
        figure = DRAWN["network"](part_of(n))
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        ax = figure.gca()
        (nodes,) = [c for c in ax.collections if len(c.get_offsets()) == n]
        centres = ax.transData.transform(nodes.get_offsets())
        radii = np.sqrt(nodes.get_sizes()) / 2 * figure.dpi / 72
        around = np.linspace(0, 2 * np.pi, 24)
        for label, shape in texts_of(figure, canvas.get_renderer()):
            for centre, radius in zip(centres, radii, strict=True):
                disc = centre + radius * np.column_stack([np.cos(around), np.sin(around)])
                assert apart(shape, disc), label


def test_every_picture_has_a_white_rim() -> None:
    """Nothing is cut: the outermost pixels of each picture are paper."""
    with styled():
        for name, figure in figures(part_of(5)).items():
            pixels = np.asarray(Image.open(io.BytesIO(rendered(figure, "png"))).convert("RGB"))
            rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
            assert (rim == 255).all(), name
            assert (pixels < 128).any(), name


def test_names_stay_text_in_svg() -> None:
    """Names can be searched and edited, and a dollar sign is no formula."""
    with styled():
        svg = rendered(DRAWN["forest"](part_of(11)), "svg").decode()
    assert "$ or_% &amp; {odd}" in svg
    assert "Palbociclib + létrozole" in svg


def test_colours_are_told_apart_without_red_or_green_receptors() -> None:
    """Any two of the cycle keep a distance of lightness or of the one hue axis that is left (Viénot et al. 1999)."""
    rgb = np.array([[int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)] for c in CYCLE])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    protan = np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]])
    deutan = np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]])
    for matrix in (protan, deutan):
        seen = np.clip(linear @ matrix.T, 0, 1) ** (1 / 2.2)
        gap = np.abs(seen[:, None] - seen[None]).max(axis=2) + np.eye(len(CYCLE))
        assert gap.min() > 0.09
