"""Pictures: nothing covers a curve, nothing covers anything else, the same results give the same file."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ipdrecon.ipd import IPD
from ipdrecon.plot.style import rendered
from pooling import Pooled, pool
from pooling.plot.curves import curves_figure
from pooling.plot.heterogeneity import heterogeneity_figure
from pooling.plot.studies import studies_figure
from pooling.plot.style import look, styled, ticks
from pooling.report import pictures
from pooling.tables import months
from tests.pooling.oracle import hepatocellular, simulated


@pytest.fixture(name="many", scope="module")
def _many() -> tuple[Pooled, ...]:
    """Thirteen regimens with long names, some of one study."""
    return pool(
        IPD.concat(
            simulated(
                1 + i % 3,
                size=60,
                treatment=f"Regimen {i} 125 mg twice daily + endocrine therapy",
                seed=i,
                median=3.0 + i,
            )
            for i in range(13)
        )
    )


def drawn(figure: Figure) -> FigureCanvasAgg:
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas


def test_names_stand_outside_the_panel_and_off_the_numbers_at_risk(many: tuple[Pooled, ...]) -> None:
    with styled():
        figure = curves_figure(many)
        renderer = drawn(figure).get_renderer()
        panel, below = figure.axes
        box = figure.legends[0].get_window_extent(renderer)
        assert box.x0 >= panel.get_window_extent(renderer).x1
        assert box.x1 <= figure.bbox.x1 + 1, "nothing is cut off"
        names = [label.get_window_extent(renderer) for label in below.get_yticklabels()]
        cells = [text.get_window_extent(renderer) for text in below.texts]
        assert not any(name.overlaps(cell) for name in names for cell in cells)
        assert not any(one.overlaps(two) for one, two in combinations(names, 2))
        assert not any(one.overlaps(two) for one, two in combinations(cells, 2))


def test_every_panel_keeps_its_words_apart(many: tuple[Pooled, ...]) -> None:
    with styled():
        figure = studies_figure(many)
        renderer = drawn(figure).get_renderer()
        titles = [ax._left_title.get_window_extent(renderer) for ax in figure.axes if ax.axison]  # type: ignore[attr-defined]
        assert not any(one.overlaps(two) for one, two in combinations(titles, 2))


def test_numbers_at_risk_are_counted_patients() -> None:
    ipd = simulated(3)
    made, *_ = pool(ipd)
    for time, count in zip(made.time, made.at_risk, strict=True):
        assert count == (ipd.time >= time).sum()


def test_a_look_for_each_of_28_regimens() -> None:
    assert len({(look(i)["color"], str(look(i)["ls"])) for i in range(28)}) == 28


def test_curves_without_patients_and_single_studies_are_drawn() -> None:
    with styled():
        for results in (pool(hepatocellular(strata=True)), pool(simulated(1)), pool(simulated(3), method="parametric")):
            for make in (curves_figure, studies_figure):
                assert rendered(make(results), "png").startswith(b"\x89PNG")
        assert heterogeneity_figure(pool(simulated(1))) is None


def test_the_same_results_give_the_same_file() -> None:
    results = pool(simulated(3))
    with styled():
        one, two = (rendered(curves_figure(results), "svg") for _ in range(2))
    assert one == two
    assert b"number at risk" in one.lower()


@pytest.mark.parametrize(
    ("end", "unit", "expected"),
    [
        (36.0, "months", [0, 6, 12, 18, 24, 30, 36]),
        (13.0, "months", [0, 2, 4, 6, 8, 10, 12]),
        (5.0, "years", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_times_are_round(end: float, unit: str, expected: list[float]) -> None:
    assert ticks(end, unit) == expected


def test_not_reached_is_printed_as_the_field_does() -> None:
    assert (months(float("inf")), months(float("nan")), months(5.5)) == ("NR", "–", "5.50")


def test_a_regimen_holds_any_sign_in_its_name() -> None:
    """Law: "$" begins no formula in a picture."""
    made = pool(IPD.concat(simulated(2, size=40, treatment=f"{name} $\\frac{{$", seed=3) for name in "AB"))
    assert len(pictures(made)) >= 4
