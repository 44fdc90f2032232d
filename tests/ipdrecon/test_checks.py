"""Printed statistics against reconstructed patients, and the picture of their fit."""

from __future__ import annotations

import io

import attrs
import numpy as np
import pytest
from PIL import Image

from ipdrecon.axes import Axes, Axis
from ipdrecon.checks import fit_of, printed_checks
from ipdrecon.digitization import CurveRisk, Digitization, LineStyle, Panel, PrintedFact, TracedCurve
from ipdrecon.figure import Box, Source
from ipdrecon.patients import reconstruct_all
from ipdrecon.plot.fit import FittedArm, draw_fit, fit_png
from ipdrecon.twoarm import compare
from tests.ipdrecon.reconstruction.arms import drawn, pixels, table, unmarked

BOX = Box(0, 0, 100, 100)
ARMS = {"Control": drawn(41, 150), "Drug": drawn(42, 160)}


def axis(high: float) -> Axis:
    return Axis(low=0.0, high=high, zero_px=0.0, px_per_unit=100.0 / high)


@pytest.fixture
def panel() -> Panel:
    true = compare(ARMS["Control"], ARMS["Drug"])
    return Panel(
        box=BOX,
        axes=Axes(axis(30.0), axis(1.0), time_unit="months"),
        curves=tuple(TracedCurve(name, unmarked(pixels(ipd)), LineStyle((0, 0, 0))) for name, ipd in ARMS.items()),
        risk=tuple(CurveRisk(name, table(ipd)) for name, ipd in ARMS.items()),
        facts=(
            PrintedFact("hazard_ratio", round(1 / true.hazard_ratio, 2), "HR", BOX),
            PrintedFact("p_value", 0.001, "p", BOX, bound="<"),
            PrintedFact("median", round(ARMS["Drug"].km().median(), 1), "median", BOX, curve="Drug"),
        ),
    )


def digitization(panel: Panel) -> Digitization:
    return Digitization(Source("figure.png", sha256="0" * 64), (panel,))


def test_printed_statistics_are_held_against_the_patients(panel: Panel) -> None:
    """The ratio is printed the other way round: the direction that fits is taken and said."""
    arms = reconstruct_all(digitization(panel))
    said = printed_checks(panel, arms)
    assert [text.split(" ")[0] for text in said] == ["Drug:", "HR", "log-rank"]
    assert "(Control against Drug)" in said[1]
    off = float(said[1].rsplit(":", 1)[1].split("%")[0])
    assert abs(off) < 3.0
    assert "printed p < 0.001" in said[2]


def test_a_contradicting_table_still_gives_patients_and_says_what_was_relaxed(panel: Panel) -> None:
    row = panel.risk[0]
    counts = np.array(row.table.at_risk)
    counts[2] = 149
    wrong = attrs.evolve(panel, risk=(attrs.evolve(row, table=attrs.evolve(row.table, at_risk=counts)), panel.risk[1]))
    arms = reconstruct_all(digitization(wrong))
    assert arms[0].reconstruction is not None
    assert any("149 at risk" in text for text in arms[0].reconstruction.relaxed)


def test_no_text_of_the_picture_runs_into_another(panel: Panel) -> None:
    arms = reconstruct_all(digitization(panel))
    fitted = [
        FittedArm(
            "a very long name of a regimen given every three weeks until progression",
            panel.curve(arm.label).steps,
            arm.reconstruction.ipd,
            fit_of(panel, arm),
        )
        for arm in arms
    ]
    picture = draw_fit(fitted, title="A title", verdict="a verdict " * 30)
    picture.canvas.draw()
    texts = [*picture.texts, *picture.legends[0].get_texts()]
    boxes = [text.get_window_extent() for text in texts]
    pairs = [(i, j) for i in range(len(boxes)) for j in range(i) if boxes[i].overlaps(boxes[j])]
    assert not [(texts[i].get_text(), texts[j].get_text()) for i, j in pairs]
    assert not any(box.overlaps(picture.axes[0].get_window_extent()) for box in boxes)
    assert all(picture.bbox.x0 <= box.x0 and box.x1 <= picture.bbox.x1 for box in boxes)


def test_the_picture_shows_counts_and_where_they_differ(panel: Panel) -> None:
    arms = reconstruct_all(digitization(panel))
    fitted = [
        FittedArm(arm.label, panel.curve(arm.label).steps, arm.reconstruction.ipd, fit_of(panel, arm)) for arm in arms
    ]
    other = attrs.evolve(
        fitted[0].fit, published=fitted[0].fit.published + np.eye(1, fitted[0].fit.published.size, 2)[0]
    )
    picture = draw_fit([attrs.evolve(fitted[0], fit=other), fitted[1]], time_unit="months", verdict="a verdict")
    words = {text.get_text() for text in picture.texts}
    assert "a verdict" in words
    assert f"{other.at_risk[2]:.0f} ({other.published[2]:.0f})" in words
    with Image.open(io.BytesIO(fit_png(fitted))) as image:
        assert image.format == "PNG" and image.width > 800


def test_patients_of_an_inset_are_not_made_a_second_time(panel: Panel) -> None:
    """Law: an inset shows patients of the panel around it once more."""
    both = attrs.evolve(digitization(panel), panels=(panel, attrs.evolve(panel, inset=True)))
    arms = reconstruct_all(both, trial="T")
    assert [(arm.panel, arm.label) for arm in arms] == [(1, "Control"), (1, "Drug")]
    assert arms[0].reconstruction is not None and set(arms[0].reconstruction.ipd.trial) == {"T"}
