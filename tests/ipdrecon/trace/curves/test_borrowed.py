"""Ends of curves that are another one's of their colour. Oracle: where each was drawn to end."""

from __future__ import annotations

import attrs
import numpy as np
import pytest
from PIL import Image, ImageDraw

from ipdrecon.figure import Box
from ipdrecon.frozen import Ints
from ipdrecon.trace.curves.borrowed import without_borrowed_ends
from ipdrecon.trace.curves.chosen import find_curves
from ipdrecon.trace.inks.cores import find_cores
from ipdrecon.trace.inks.ink import read_ink
from ipdrecon.trace.inks.layers import Layers, find_layers
from ipdrecon.trace.lines.level import staircase
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.walk import Walk

WIDTH, HEIGHT, LAST, END = 480, 300, 400, 300


def _stroke(layers: Layers, like: Stroke, rows: Ints) -> Stroke:
    """A curve whose path was led along these rows, -1 where it does not run."""
    on = np.flatnonzero(rows >= 0)
    bottom = rows.copy()
    bottom[on[:-1]] = rows[on[1:]]
    path = Walk(rows, bottom, 300.0, 1.0)
    stair = staircase(layers.alpha[like.layer], layers.any_ink, path, 2.0)
    assert stair is not None
    return attrs.evolve(like, path=path, stair=stair)


@pytest.mark.parametrize(("falls", "end"), [(False, END), (True, LAST)])
def test_a_curve_that_shows_nothing_more_of_its_own_ended_where_it_fell_onto_another(falls: bool, end: int) -> None:
    """Law: an end that lies on another curve is that one's if it runs level through where they meet.

    Where both fall there, either may be the one that goes on.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    high = 130 if falls else 150
    draw.line((10, 40, 60, 40, 60, high, END, high), fill="black", width=2)
    draw.line((END, high, END, 150, LAST, 150), fill="black", width=2)
    draw.line((10, 40, 100, 40, 100, 120, END, 120), fill="black", width=2)
    ink = read_ink(np.asarray(image), Box(0, 0, WIDTH - 1, HEIGHT - 1), margin=0)
    layers = find_layers(ink, find_cores(ink))
    like = find_curves(ink, layers, (40.0, 10.0)).strokes[0]
    columns = np.arange(WIDTH)
    rows = [np.where(columns < fall, 40, np.where(columns < END, row, 150)) for fall, row in ((60, high), (100, 120))]
    strokes = [_stroke(layers, like, np.where((columns >= 10) & (columns <= LAST), r, -1)) for r in rows]
    host, guest = without_borrowed_ends(ink, layers, strokes)
    assert host is strokes[0]
    assert guest.stair.end == pytest.approx(end, abs=2.0)
