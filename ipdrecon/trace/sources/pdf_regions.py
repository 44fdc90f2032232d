"""Where the figures of a page are: clusters of lines and pictures, with the text that belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
import numpy as np
from scipy import ndimage

from ipdrecon.figure import Box, Path, Word
from ipdrecon.trace.sources.pdf_paths import PageContent, Picture
from ipdrecon.trace.text.reading_order import reading_order

#: Side of a cell of the grid that lines are clustered on, in points.
CELL_PT = 4.0
#: Smallest figure, in points (a column of a journal is about 240 pt wide).
MIN_WIDTH_PT, MIN_HEIGHT_PT = 90.0, 60.0
#: Smallest picture inside a page that may be a figure, in pixels of its own.
MIN_PICTURE_PX = 150
#: Lines and text within this distance belong together, in points: rows of a risk table are 9 to 16 pt apart.
REACH_PT = 17.0
#: Panels this close, with no running text between them, are one figure.
PANEL_GAP_PT = 72.0
#: A line of text with this many words is running text and not a label of a figure.
PROSE_WORDS = 8
#: A page with fewer lines of running text than this is one figure from edge to edge.
PROSE_LINES = 7
#: A picture over this share of the page is a scan of it.
SCAN_SHARE = 0.7


@attrs.frozen(eq=False)
class Region:
    """A figure on a page.

    Attributes
    ----------
    box : Box                    Points.
    pictures : tuple of Picture  Images in it; empty where it is drawn in lines alone.
    is_vector : bool             Whether lines, not an image, make the figure.
    """

    box: Box
    pictures: tuple[Picture, ...] = ()
    is_vector: bool = True


def find_regions(content: PageContent, words: Sequence[Word], page: Box) -> tuple[Region, ...]:
    """The figures of a page, top to bottom and left to right."""
    prose = [word.box for word in words if is_prose(word)]
    drawn = [path for path in content.paths if not _is_background(path, page)]
    pictures = [p for p in content.pictures if _is_large(p)]
    scans = [p for p in pictures if p.box.width * p.box.height > SCAN_SHARE * page.width * page.height]
    if scans and not _is_plot(drawn):
        return (Region(scans[0].box, (scans[0],), is_vector=False),)
    if not pictures and len(prose) < PROSE_LINES and _is_plot(drawn):
        whole = _union([path.box for path in drawn] + [word.box for word in words], page)
        return (Region(_grown(whole, 6.0, page)),)
    lines = [path for path in drawn if not _is_rule(path, page)]
    boxes = _merge_panels(_clusters([path.box for path in lines] + [p.box for p in pictures], page), prose)
    regions = []
    for box in boxes:
        inside = tuple(p for p in pictures if box.contains(*p.box.center))
        drawn = [path for path in lines if box.contains(*path.box.center)]
        share = sum(p.box.width * p.box.height for p in inside) / max(box.width * box.height, 1e-9)
        is_vector = _is_plot([path for path in drawn if not any(p.box.contains(*path.box.center) for p in inside)])
        if not (is_vector or share > 0.3):
            continue
        regions.append(Region(_with_text(box, words, page), inside, is_vector))
    return tuple(regions[i] for i in reading_order([region.box for region in regions]))


def is_prose(word: Word) -> bool:
    """Whether a line of text is running text: many words, mostly of letters."""
    letters = sum(ch.isalpha() for ch in word.text)
    return word.angle == 0 and word.text.count(" ") >= PROSE_WORDS - 1 and letters > 0.6 * len(word.text)


def _is_background(path: Path, page: Box) -> bool:
    return path.box.width > 0.9 * page.width and path.box.height > 0.9 * page.height


def _is_rule(path: Path, page: Box) -> bool:
    """Whether a path may be a rule between header and text, or beside a column."""
    box = path.box
    level = box.height < 2.0 and box.width > 0.6 * page.width
    upright = box.width < 2.0 and box.height > 0.6 * page.height
    return level or upright


def _is_large(picture: Picture) -> bool:
    return (
        picture.box.width >= MIN_WIDTH_PT
        and picture.box.height >= MIN_HEIGHT_PT
        and min(picture.size) >= MIN_PICTURE_PX
    ) or picture.box.width * picture.box.height >= 4 * MIN_WIDTH_PT * MIN_HEIGHT_PT


def _is_plot(paths: Sequence[Path]) -> bool:
    """Whether paths may be a plot: strokes that run both across and down, and enough of them."""
    strokes = [path for path in paths if path.stroke is not None]
    points = sum(len(path.points) for path in strokes)
    if points < 20:
        return False
    box = _union([path.box for path in strokes], None)
    upright = any(path.box.height > 0.15 * box.height for path in strokes)
    across = any(path.box.width > 0.15 * box.width for path in strokes)
    steps = sum(path.box.width > 0 and path.box.height > 0 for path in strokes)
    short_uprights = sum(path.box.width < 1 and path.box.height > 0 for path in strokes)
    return (
        box.width >= MIN_WIDTH_PT and box.height >= MIN_HEIGHT_PT and upright and across and steps + short_uprights > 3
    )


def _clusters(boxes: Sequence[Box], page: Box) -> list[Box]:
    """Boxes around connected groups of boxes that nearly touch."""
    columns, rows = int(page.width / CELL_PT) + 3, int(page.height / CELL_PT) + 3
    grid = np.zeros((rows, columns), dtype=bool)
    for box in boxes:
        top, bottom = max(0, int(box.top / CELL_PT)), min(rows, int(box.bottom / CELL_PT) + 1)
        left, right = max(0, int(box.left / CELL_PT)), min(columns, int(box.right / CELL_PT) + 1)
        grid[top:bottom, left:right] = True
    near = ndimage.binary_dilation(grid, np.ones((3, 3), dtype=bool), iterations=int(REACH_PT / CELL_PT / 2) + 1)
    labels, count = ndimage.label(near, np.ones((3, 3), dtype=bool))
    members: list[list[Box]] = [[] for _ in range(count)]
    for box in boxes:
        x, y = box.center
        row, column = min(rows - 1, max(0, int(y / CELL_PT))), min(columns - 1, max(0, int(x / CELL_PT)))
        if labels[row, column]:
            members[labels[row, column] - 1].append(box)
    found = [_union(group, None) for group in members if group]
    return [box for box in found if box.width >= MIN_WIDTH_PT and box.height >= MIN_HEIGHT_PT]


def _merge_panels(boxes: list[Box], prose: Sequence[Box]) -> list[Box]:
    """Boxes that stand side by side or one above the other with no running text between them become one."""
    merged = True
    while merged:
        merged = False
        for i, first in enumerate(boxes):
            for j in range(i + 1, len(boxes)):
                both = first.union(boxes[j])
                if _gap(first, boxes[j]) <= PANEL_GAP_PT and not any(
                    both.contains(*line.center)
                    and not first.contains(*line.center)
                    and not boxes[j].contains(*line.center)
                    for line in prose
                ):
                    boxes = [*boxes[:i], both, *boxes[i + 1 : j], *boxes[j + 1 :]]
                    merged = True
                    break
            if merged:
                break
    return boxes


def _gap(first: Box, second: Box) -> float:
    across = max(first.left, second.left) - min(first.right, second.right)
    down = max(first.top, second.top) - min(first.bottom, second.bottom)
    return max(across, down, 0.0)


def _with_text(box: Box, words: Sequence[Word], page: Box) -> Box:
    """The box grown by labels next to it, row by row, up to running text."""
    labels = [word.box for word in words if not is_prose(word)]
    grown = True
    while grown:
        grown = False
        for label in labels:
            if _gap(box, label) <= REACH_PT and not _within(label, box):
                box = box.union(label)
                grown = True
    return _grown(box, 4.0, page)


def _within(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def _union(boxes: Iterable[Box], inside: Box | None) -> Box:
    found = list(boxes)
    total = found[0]
    for box in found[1:]:
        total = total.union(box)
    return total if inside is None else _grown(total, 0.0, inside)


def _grown(box: Box, margin: float, page: Box) -> Box:
    left, top = max(page.left, box.left - margin), max(page.top, box.top - margin)
    return Box(
        left, top, max(left, min(page.right, box.right + margin)), max(top, min(page.bottom, box.bottom + margin))
    )
