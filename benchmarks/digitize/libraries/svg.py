"""A page as SVG, or rasterised by resvg."""

from __future__ import annotations

from html import escape
from pathlib import Path

from benchmarks.digitize.libraries.page import RGB, Fill, Page, Stroke
from ipdrecon.files import write_bytes, write_text


def _ink(color: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)


def as_svg(page: Page, family: str) -> str:
    """The page as SVG 1.1 with real text."""
    width, height = page.size
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">',
        f'<rect width="{width}" height="{height}" fill="{_ink(page.background)}"/>',
    ]
    for thing in page.things:
        if isinstance(thing, Stroke):
            points = " ".join(f"{x:.3f},{y:.3f}" for x, y in thing.points)
            dashes = f' stroke-dasharray="{",".join(f"{d:g}" for d in thing.dashes)}"' if thing.dashes else ""
            out.append(
                f'<polyline points="{points}" fill="none" stroke="{_ink(thing.color)}" '
                f'stroke-width="{thing.width:g}"{dashes}/>'
            )
        elif isinstance(thing, Fill):
            left, top, right, bottom = thing.box
            size = f'width="{right - left:.3f}" height="{bottom - top:.3f}"'
            out.append(f'<rect x="{left:.3f}" y="{top:.3f}" {size} fill="{_ink(thing.color)}"/>')
        else:
            # The middle of small letters and figures lies about a third of their size above the base line.
            place = f'x="{thing.x:.2f}" y="{thing.y + 0.35 * thing.size:.2f}"'
            turn = f' transform="rotate(-90 {thing.x:.2f} {thing.y:.2f})"' if thing.turned else ""
            weight = ' font-weight="bold"' if thing.bold else ""
            out.append(
                f'<text {place} font-family="{family}" font-size="{thing.size:g}" text-anchor="{thing.anchor}" '
                f'fill="{_ink(thing.color)}"{weight}{turn}>{escape(thing.text)}</text>'
            )
    return "\n".join([*out, "</svg>"]) + "\n"


def write_svg(page: Page, path: Path, family: str) -> Path:
    return write_text(path, as_svg(page, family))


def write_png(page: Page, path: Path, family: str) -> Path:
    """Rasterised by resvg, which finds the letters among the fonts matplotlib carries."""
    import matplotlib
    import resvg_py

    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return write_bytes(path, bytes(resvg_py.svg_to_bytes(svg_string=as_svg(page, family), font_dirs=[str(fonts)])))
