"""A page in whole pixels, without anti-aliasing: as old programs and screenshots have it."""

from __future__ import annotations

import io
from pathlib import Path

from benchmarks.digitize.libraries.page import Fill, Letters, Page, Stroke
from ipdrecon.files import write_bytes


def write_bitmap(page: Page, path: Path, family: str) -> Path:
    """Set by Pillow; letters of ``family`` (a font file that matplotlib carries) are smooth, lines are not."""
    import matplotlib
    from PIL import Image, ImageDraw, ImageFont

    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    sheet = Image.new("RGB", page.size, page.background)
    pen = ImageDraw.Draw(sheet)
    for thing in page.things:
        if isinstance(thing, Fill):
            left, top, right, bottom = thing.box
            pen.rectangle((left, top, right - 1, bottom - 1), fill=thing.color)
        elif isinstance(thing, Stroke):
            _stroke(pen, thing)
        else:
            _letters(sheet, thing, ImageFont.truetype(str(fonts / f"{family}.ttf"), round(thing.size)))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return write_bytes(path, out.getvalue())


def _stroke(pen, stroke: Stroke) -> None:  # type: ignore[no-untyped-def]
    """A pixel belongs to a line that passes through it: page coordinates have edges at whole numbers."""
    width = max(1, round(stroke.width))
    pieces = _dashed(stroke) if stroke.dashes else [stroke.points]
    for points in pieces:
        pen.line([(int(x), int(y)) for x, y in points], fill=stroke.color, width=width)


def _dashed(stroke: Stroke) -> list[tuple[tuple[float, float], ...]]:
    """The stroke cut into its dashes, the pattern running on round corners."""
    pieces: list[tuple[tuple[float, float], ...]] = []
    pattern, index, left = stroke.dashes, 0, stroke.dashes[0]
    current: list[tuple[float, float]] = [stroke.points[0]]
    for begin, end in zip(stroke.points[:-1], stroke.points[1:], strict=True):
        length = abs(end[0] - begin[0]) + abs(end[1] - begin[1])  # all strokes with dashes run level or upright
        done = 0.0
        while length - done > left:
            done += left
            share = done / length
            place = (begin[0] + share * (end[0] - begin[0]), begin[1] + share * (end[1] - begin[1]))
            if index % 2 == 0:
                pieces.append((*current, place))
            index += 1
            left = pattern[index % len(pattern)]
            current = [place]
        left -= length - done
        current.append(end)
    if index % 2 == 0 and len(current) > 1:
        pieces.append(tuple(current))
    return pieces


def _letters(sheet, letters: Letters, font) -> None:  # type: ignore[no-untyped-def]
    from PIL import Image, ImageDraw

    left, top, right, bottom = font.getbbox(letters.text)
    width, height = right - left, bottom - top
    label = Image.new("L", (width + 2, height + 2))
    ImageDraw.Draw(label).text((1 - left, 1 - top), letters.text, fill=255, font=font)
    if letters.turned:
        label = label.rotate(90, expand=True)
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[letters.anchor]
    across = 0.5 if letters.turned else shift
    place = (round(letters.x - across * label.width), round(letters.y - 0.5 * label.height))
    sheet.paste(letters.color, place, label)
