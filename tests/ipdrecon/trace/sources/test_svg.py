"""SVG: paths and words come out in the pixels of the picture that is drawn beside them."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from ipdrecon.errors import FigureError
from ipdrecon.figure import Figure
from ipdrecon.trace.sources.page import load

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def figure(tmp_path: Path, body: str, size: str = 'width="400" height="200" viewBox="0 0 400 200"') -> Figure:
    path = tmp_path / "figure.svg"
    path.write_text(f"{HEAD}{size}>{body}</svg>")
    (found,) = load(path)
    return found


def test_path_lies_on_its_ink(tmp_path: Path) -> None:
    """The oracle is resvg: the drawn pixels are dark exactly where the path says the line is."""
    line = '<path d="M10,20 H100 V60" fill="none" stroke="#c00" stroke-width="1"/>'
    body = f'<g transform="translate(20 10) scale(2)">{line}</g>'
    got = figure(tmp_path, body)
    (path,) = got.paths
    assert got.source.scale == pytest.approx(5)
    assert np.allclose(path.points, [[199.5, 249.5], [1099.5, 249.5], [1099.5, 649.5]])
    assert path.stroke == (204, 0, 0)
    assert path.width == pytest.approx(10)
    column = got.pixels[:, 600, 1].astype(float)
    rows = np.arange(got.height)
    assert (rows * (255 - column)).sum() / (255 - column).sum() == pytest.approx(path.points[0, 1], abs=0.01)


def test_styles_come_from_sheets_attributes_and_parents(tmp_path: Path) -> None:
    body = """<style>.plot line { stroke: #00ff00; stroke-width: 2 } #one { stroke: blue }</style>
    <g class="plot" stroke="red" opacity="0.5">
      <line x1="0" y1="10" x2="50" y2="10"/>
      <line id="one" x1="0" y1="20" x2="50" y2="20"/>
      <line x1="0" y1="30" x2="50" y2="30" style="stroke: #123; stroke-dasharray: 4,2"/>
      <polyline points="0,40 50,40 50,60" fill="none"/>
      <line x1="0" y1="70" x2="50" y2="70" style="stroke: none"/>
      <line x1="0" y1="80" x2="50" y2="80" style="display: none"/>
    </g>"""
    paths = figure(tmp_path, body).paths
    assert [path.stroke for path in paths] == [(0, 255, 0), (0, 0, 255), (17, 34, 51), (255, 0, 0)]
    assert [path.opacity for path in paths] == pytest.approx([0.5] * 4)
    assert paths[2].dashes == pytest.approx((20, 10))
    assert paths[0].width == pytest.approx(10)


def test_used_marks_stand_where_they_are_used(tmp_path: Path) -> None:
    body = """<defs><path id="m" d="M-3,0 H3 M0,-3 V3" stroke="black"/></defs>
    <use xlink:href="#m" x="100" y="50"/><use href="#m" x="200" y="80"/>"""
    middles = [path.box.center for path in figure(tmp_path, body).paths]
    assert middles == [pytest.approx((499.5, 249.5)), pytest.approx((999.5, 399.5))]


def test_clip_cuts_a_curve_at_the_edge_of_the_plot(tmp_path: Path) -> None:
    body = """<clipPath id="c"><rect x="0" y="0" width="100" height="100"/></clipPath>
    <g clip-path="url(#c)"><polyline points="10,10 50,10 50,60 150,60" fill="none" stroke="black"/>
    <line x1="150" y1="0" x2="150" y2="50" stroke="black"/></g>"""
    (path,) = figure(tmp_path, body).paths
    assert path.points[-1] == pytest.approx([499.5, 299.5], abs=0.03)


def test_closed_shapes_end_where_they_begin(tmp_path: Path) -> None:
    body = """<circle cx="50" cy="50" r="5"/><rect x="90" y="40" width="20" height="20"/>
    <path d="M10 10 L20 10 L20 20 Z"/>"""
    for path, middle in zip(figure(tmp_path, body).paths, [(50, 50), (100, 50), (15, 15)], strict=True):
        assert np.array_equal(path.points[0], path.points[-1])
        assert path.box.center == pytest.approx((5 * middle[0] - 0.5, 5 * middle[1] - 0.5), abs=0.2)


@pytest.mark.parametrize(
    "data", ["M10 10 h20 v20", "m10,10 l20,0 0,20", "M10 10L30 10 30 30", "M1e1,10 H30 V30", "M10 10 T 30 10 V 30"]
)
def test_path_data_in_any_spelling(tmp_path: Path, data: str) -> None:
    (path,) = figure(tmp_path, f'<path d="{data}" fill="none" stroke="black"/>').paths
    assert path.points[0] == pytest.approx([49.5, 49.5])
    assert path.points[-1] == pytest.approx([149.5, 149.5])
    assert path.box.width == pytest.approx(100)


TICKS = "".join(f'<text x="{x}" y="190" font-size="10" text-anchor="middle">{x}</text>' for x in (100, 200, 300, 350))


def test_words_are_read_with_place_and_direction(tmp_path: Path) -> None:
    title = '<text transform="translate(20 100) rotate(-90)" font-size="12">Survival</text>'
    body = TICKS + title + '<text x="5" y="50">+</text>'
    words = {word.text: word for word in figure(tmp_path, body).words}
    assert words["100"].box.center[0] == pytest.approx(499.5)
    assert words["100"].box.bottom == pytest.approx(949.5)
    assert words["Survival"].angle == 90
    assert words["Survival"].box.height > words["Survival"].box.width
    assert "+" in words


def test_pieces_of_one_line_are_one_word_and_columns_are_not(tmp_path: Path) -> None:
    body = (
        TICKS
        + """<text x="50" y="40" font-size="10">HR <tspan font-weight="bold">0.70</tspan></text>
    <text x="50" y="60" font-size="10" xml:space="preserve">At risk       138</text>"""
    )
    texts = [word.text for word in figure(tmp_path, body).words]
    assert "HR 0.70" in texts
    assert "At risk" in texts
    assert "138" in texts


def test_letters_as_outlines_are_read_from_the_comment_beside_them(tmp_path: Path) -> None:
    letter = "M0 0 L4 0 L4 7 L0 7 Z"
    body = "".join(
        f'<g id="text_{k}"><!-- {text} --><g transform="translate({x} 190)"><path d="{letter}"/></g></g>'
        for k, (x, text) in enumerate([(10, "0.0"), (90, r"$\mathdefault{10}$"), (170, "20"), (250, "30")])
    )
    got = figure(tmp_path, body)
    assert [word.text for word in got.words] == ["0.0", "10", "20", "30"]
    assert got.paths == ()
    assert got.words[0].box.left == pytest.approx(49.5)


def test_without_readable_numbers_a_figure_has_no_words(tmp_path: Path) -> None:
    assert figure(tmp_path, '<text x="5" y="50">Survival of all</text>').words == ()


def test_a_packed_file_is_the_same_figure(tmp_path: Path) -> None:
    plain = figure(tmp_path, '<line x1="0" y1="10" x2="50" y2="10" stroke="red"/>')
    (tmp_path / "packed.svgz").write_bytes(gzip.compress((tmp_path / "figure.svg").read_bytes()))
    (packed,) = load(tmp_path / "packed.svgz")
    assert np.array_equal(packed.pixels, plain.pixels)
    assert packed.paths == plain.paths


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + 'width="400" height="200"><g>', "broken SVG"),
        (HEAD + "><line/></svg>", "neither width and height nor a viewBox"),
        ("<html><svg></svg></html>", "not svg"),
    ],
)
def test_broken_files_are_refused_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.svg").write_text(text)
    with pytest.raises(FigureError, match=words):
        load(tmp_path / "bad.svg")


def test_a_bomb_of_nested_copies_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipdrecon.trace.sources.svg_drawing.MAX_ELEMENTS", 2000)
    layers = '<g id="l0"><line x1="0" y1="0" x2="9" y2="9" stroke="red"/></g>'
    for k in range(1, 9):
        layers += f'<g id="l{k}">' + f'<use href="#l{k - 1}"/>' * 10 + "</g>"
    with pytest.raises(FigureError, match="repeats its elements"):
        figure(tmp_path, f'<defs>{layers}</defs><use href="#l8"/>')


def test_a_copy_of_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FigureError, match="nests or repeats"):
        figure(tmp_path, '<g id="a"><use href="#a"/></g>')
