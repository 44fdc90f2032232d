"""The legend of a simulated figure shows what its curves are drawn with."""

from __future__ import annotations

import attrs
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D

from ipdrecon.simulate.looks import varied
from ipdrecon.simulate.titles import draw_legend
from ipdrecon.simulate.truth import TrueCurve


def test_a_key_that_shows_marks_keeps_the_dashes_of_its_line() -> None:
    figure, plot = plt.subplots()
    plot.plot([0, 1], [1, 0], color="#aa0000", linewidth=1.5, dashes=(6, 2, 1, 2), label="A")
    look = attrs.evolve(varied(np.random.default_rng(1), 1), keyed=True, mark="+", mark_color="line", legend="right")
    draw_legend(plot, list[TrueCurve](), look)
    legend = plot.get_legend()
    assert legend is not None
    (key,) = legend.get_lines()
    assert isinstance(key, Line2D)
    assert key.get_gapcolor() is None and key.is_dashed()
    assert key._dash_pattern == plot.lines[0]._dash_pattern  # type: ignore[attr-defined]
    assert (key.get_marker(), key.get_color()) == ("+", "#aa0000")
    plt.close(figure)
