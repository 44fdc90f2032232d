"""PDF: every page's figures, with the paths, words and pixels in one frame; scans at their own resolution."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure as Canvas
from PIL import Image

from ipdrecon.errors import FigureError, InputError
from ipdrecon.trace.sources.page import load
from tests.ipdrecon.trace.vectors.vector_plots import RED, arm, calibration, canvas, saved

PROSE = "Patients were assigned at random to receive one of two treatments until the disease progressed again. "


def test_paths_lie_on_their_ink_and_words_on_their_letters(tmp_path: Path) -> None:
    figure, plot = canvas()
    plot.plot([0, 30], [0.62, 0.62], color="tab:red", lw=3)
    got = saved(figure, tmp_path / "figure.pdf")
    _, axes = calibration(got, plot)
    (line,) = [path for path in got.paths if path.stroke == RED]
    assert line.points[0] == pytest.approx([float(axes.x.pixel(0)), float(axes.y.pixel(0.62))], abs=0.01)
    column = 255.0 - got.pixels[:, int(axes.x.pixel(15)), 2]
    rows = np.arange(got.height)
    near = np.abs(rows - line.points[0, 1]) < 12
    assert (rows * column)[near].sum() / column[near].sum() == pytest.approx(line.points[0, 1], abs=0.1)
    ticks = {word.text: word.box.center[0] for word in got.words if word.box.top > axes.y.pixel(0)}
    for month in range(0, 37, 6):
        assert ticks[str(month)] == pytest.approx(float(axes.x.pixel(month)), abs=3)
    assert next(word.angle for word in got.words if word.text == "Survival") == 90


def article(path: Path) -> None:
    """Three pages: text, text with a figure between, a scan of a figure."""
    first = Canvas(figsize=(8.27, 11.69))
    second = Canvas(figsize=(8.27, 11.69))
    third = Canvas(figsize=(8.27, 11.69))
    for k in range(40):
        first.text(0.1, 0.95 - 0.02 * k, PROSE, size=9)
    for k in [*range(12), *range(30, 42)]:
        second.text(0.1, 0.95 - 0.02 * k, PROSE, size=9)
    plot = second.add_axes((0.2, 0.42, 0.55, 0.24))
    plot.plot(*arm(1).corners, drawstyle="steps-post", color="tab:red")
    plot.set(xlim=(0, 36), ylim=(0, 1), xticks=range(0, 37, 6), xlabel="Months")
    third.text(0.1, 0.9, PROSE, size=9)
    scan = np.full((300, 450, 3), 250, np.uint8)
    scan[40:260, 50], scan[260, 50:430] = 0, 0
    scan[100, 50:300] = (200, 0, 0)
    shown = third.add_axes((0.2, 0.4, 0.5, 0.24))
    shown.imshow(scan, aspect="auto", interpolation="none")
    shown.axis("off")
    with PdfPages(path) as pages:
        for page in (first, second, third):
            pages.savefig(page)


def test_figures_of_an_article_are_found_and_cut_out(tmp_path: Path) -> None:
    article(tmp_path / "article.pdf")
    vector, scan = load(tmp_path / "article.pdf")
    assert (vector.source.page, scan.source.page) == (2, 3)
    texts = {word.text for word in vector.words}
    assert {"0", "6", "36", "Months"} <= texts
    assert not any("Patients were" in text for text in texts)
    assert sum(path.stroke == RED for path in vector.paths) == 1
    assert 1.4 < vector.width / vector.height < 2.6
    assert (scan.width, scan.height) == (450, 300)
    assert tuple(scan.pixels[100, 200]) == (200, 0, 0)
    assert scan.paths == ()
    assert scan.words == ()


def test_page_chooses_one_and_says_what_there_is(tmp_path: Path) -> None:
    article(tmp_path / "article.pdf")
    (only,) = load(tmp_path / "article.pdf", page=2)
    assert only.source.page == 2
    with pytest.raises(FigureError, match="no figure was found on page 1"):
        load(tmp_path / "article.pdf", page=1)
    with pytest.raises(InputError, match="has 3 pages"):
        load(tmp_path / "article.pdf", page=4)


def test_a_scanned_page_comes_at_its_own_resolution(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    scan = np.repeat(np.repeat(rng.integers(0, 255, (60, 40, 3), dtype=np.uint8), 20, axis=0), 20, axis=1)
    Image.fromarray(scan).save(tmp_path / "scan.pdf", resolution=150)
    (figure,) = load(tmp_path / "scan.pdf")
    assert (figure.width, figure.height) == (800, 1200)
    assert np.abs(figure.pixels[10::20, 10::20].astype(int) - scan[10::20, 10::20]).max() < 60  # JPEG inside


def test_a_turned_page_is_read_upright(tmp_path: Path) -> None:
    """A landscape figure on a portrait page: /Rotate turns pixels, paths and words together."""
    import pypdfium2

    figure, plot = canvas()
    plot.plot(*arm(2).corners, drawstyle="steps-post", color="tab:red")
    straight = saved(figure, tmp_path / "figure.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "figure.pdf")
    document[0].set_rotation(90)
    document.save(tmp_path / "turned.pdf")
    document.close()
    (turned,) = load(tmp_path / "turned.pdf")
    assert turned.width < turned.height
    line = next(path for path in turned.paths if path.stroke == RED)
    own = next(path for path in straight.paths if path.stroke == RED)
    # A turn by 90 degrees clockwise takes (x, y) to (height - y, x).
    span = np.ptp(own.points, axis=0)[::-1] * turned.source.scale / straight.source.scale
    assert np.ptp(line.points, axis=0) == pytest.approx(span, rel=1e-3)  # whole pixels
    on_line = turned.pixels[np.round(line.points[:, 1]).astype(int), np.round(line.points[:, 0]).astype(int)]
    assert (on_line[:, 0].astype(int) - on_line[:, 2] > 60).mean() > 0.9
    assert {word.angle for word in turned.words if word.text.isdigit()} == {270}


def test_broken_and_empty_pdf_say_so(tmp_path: Path) -> None:
    figure, plot = canvas()
    plot.plot([0, 1], [1, 0])
    saved(figure, tmp_path / "figure.pdf")
    (tmp_path / "cut.pdf").write_bytes((tmp_path / "figure.pdf").read_bytes()[:300])
    with pytest.raises(FigureError, match="damaged or cut off"):
        load(tmp_path / "cut.pdf")
    with PdfPages(tmp_path / "blank.pdf") as pages:
        pages.savefig(Canvas(figsize=(4, 3)))
    with pytest.raises(FigureError, match="no figure was found"):
        load(tmp_path / "blank.pdf")


@pytest.mark.parametrize("size", [9, 12])
def test_letters_that_crowd_on_curves_are_marks_and_numerals_are_words(size: int, tmp_path: Path) -> None:
    """Law: no numeral has more than three letters of a kind, and none overlap; even as large as marks it is one text.

    Two marks that stand apart from the crowd as close as letters are two texts.
    """
    figure, plot = canvas()
    drawn = arm(3)
    months = np.append(np.arange(1.0, 24.0, 0.35), [30.0, 30.35])
    for month, share in zip(months, drawn.at(months), strict=True):
        plot.text(month, share, "I", fontsize=size, ha="center", va="center", family="DejaVu Sans")
    plot.text(22.0, 0.9, "Stage II", fontsize=9)
    plot.text(22.0, 0.8, "Stage III", fontsize=9)
    plot.text(22.0, 0.7, "II", fontsize=9)
    plot.text(22.0, 0.6, "III", fontsize=9)
    got = saved(figure, tmp_path / "figure.pdf")
    assert {word.text for word in got.words if "I" in word.text} == {"Stage II", "Stage III", "II", "III"}
    assert sum(path.fill is not None and len(path.points) == 5 for path in got.paths) >= len(months)
