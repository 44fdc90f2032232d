"""Is it a Kaplan-Meier figure at all? Bars, receiver operating curves and plots of predictions are not."""

from __future__ import annotations

import re

import attrs
import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ipdrecon.errors import FigureError
from ipdrecon.figure import Box, Figure
from ipdrecon.frozen import Bools
from ipdrecon.trace import cv
from ipdrecon.trace.axes.frame import Frame
from ipdrecon.trace.inks.contrast import from_color, median_color

#: Titles of axes that are never those of survival.
OTHER_AXES = re.compile(r"sensitivity|specificity|false.?positive|true.?positive|net.?benefit", re.I)
#: Titles of y axes that are never survival: hazards, what is drawn to check that they are proportional, and numbers
#: censored (survminer's "n.censor"). Of a turned one a reader may take the last letters for others.
OTHER_Y = re.compile(r"hazar(?!d.*\b(surviv|free))|log\W*log|schoenfeld|\b(n|number)\b\W*(of )?\W*censor", re.I)
#: Titles of x axes that are never time.
OTHER_X = re.compile(r"predict|threshold|\bhazard\b|\bodds\b|\bratio\b|score|quantile|percentile", re.I)
#: Contrast with the paper of a bar, its least width and height as shares of the plot area, and the share of its width
#: that stands on the axis. Bands are paler, and only their tails lie on it.
BAR_CONTRAST, BAR_WIDE, BAR_TALL, BAR_STANDS = 60.0, 0.02, 0.1, 0.8
#: Bars as pale as bands are known by their number: so many blocks apart that all stand on the axis.
PALE_CONTRAST, PALE_BARS = 20.0, 3
#: Lines of a grid that are drawn over a band cut its tail and, unlike the gaps between bars, are seen above it too:
#: their width as a share of the plot area's, and least difference of brightness from the ground (more than JPEG leaves
#: around strokes). Legends and texts may hide half of the rows above; a plot area found a little too high holds a few
#: rows without lines, fewer than programs leave above the highest bar (matplotlib 1/21 of the height).
GRID_LINE, GRID_SEEN, GRID_HIDDEN, GRID_ENDS = 0.008, 5.0, 0.5, 0.04
#: Share of a pale area below which a darker one in it is where bands lie over each other.
OVERLAP = 0.4
#: Share of the plot area that bars cover, and of its width from which one is a filled area.
BARS_COVER, AREA_WIDE = 0.06, 0.6


def refuse_other_charts(figure: Figure, frame: Frame) -> None:
    """Raise where axes or areas say that the panel is another kind of chart.

    Raises
    ------
    FigureError  where titles name a receiver operating curve or a hazard, or bars or filled areas stand on the time
                 axis.
    """
    titles = f"{frame.axes.x_title} {frame.axes.y_title}"
    if OTHER_AXES.search(titles):
        raise FigureError(f"its axes are called '{titles.strip()}', so it shows no survival")
    if OTHER_Y.search(frame.axes.y_title):
        raise FigureError(f"its y axis is called '{frame.axes.y_title}', so it shows no survival")
    if OTHER_X.search(frame.axes.x_title) and not frame.axes.time_unit:
        raise FigureError(f"its x axis is called '{frame.axes.x_title}' and shows no time")
    blocks = standing_blocks(figure, frame.box)
    if sum(block.area for block in blocks) > BARS_COVER:
        if max(block.width for block in blocks) > AREA_WIDE:
            raise FigureError(
                "areas are filled from line to line down to its x axis, as where shares of several states are stacked, "
                "so its lines are no Kaplan-Meier curves of their own"
            )
        raise FigureError("bars stand on its x axis, so it is a bar chart or histogram and no Kaplan-Meier figure")


@attrs.frozen
class Block:
    """A solid block: its area and width as shares of those of the plot."""

    area: float
    width: float


def standing_blocks(figure: Figure, box: Box) -> list[Block]:
    """Solid blocks that stand on the lower edge of a plot area, pale ones where they are many."""
    top, bottom = max(0, int(box.top) + 3), int(box.bottom) - 3
    left, right = max(0, int(box.left) + 4), int(box.right) - 3
    area = figure.pixels[top:bottom, left:right]
    if area.size == 0 or min(area.shape[:2]) < 30:
        return []
    paper = median_color(area.reshape(-1, 3)[::7])
    # Where bands cover most of the plot, they are its paper; what has the colour of the page beyond it is no bar.
    contrast = np.minimum(from_color(area, paper), from_color(area, _page(figure)))
    dark, pale = _standing(contrast > BAR_CONTRAST), _standing(contrast > PALE_CONTRAST)
    if len(pale) >= PALE_BARS:  # the pieces of one band may be as many
        pale = _standing(_across_grid(contrast > PALE_CONTRAST, area[..., 1].astype(np.float32)))
    if len(pale) >= PALE_BARS:
        return pale
    whole = sum(block.area for block in pale)
    return dark if sum(block.area for block in dark) >= OVERLAP * whole else []


def _across_grid(solid: Bools, brightness: npt.NDArray[np.float32]) -> Bools:
    """What is solid, or lies between what is where a line of a grid cuts it; both (h, w), brightness of 0 to 255."""
    wide = max(3, int(GRID_LINE * solid.shape[1])) | 1
    whole = solid | cv.close(solid, wide, 1)
    off = np.maximum(cv.closed(brightness, wide, 1) - brightness, cv.closed(-brightness, wide, 1) + brightness)
    free, unseen = (np.count_nonzero(rows, axis=0) for rows in (~whole, ~whole & (off < GRID_SEEN)))
    lines = unseen <= np.maximum(GRID_HIDDEN * free, GRID_ENDS * solid.shape[0])
    return np.asarray(solid | (whole & cv.dilate(lines[None], 2 * wide + 1, 1)))


def _standing(solid: Bools) -> list[Block]:
    """Each solid block that stands on the lower edge."""
    wide = max(3, int(BAR_WIDE * solid.shape[1])) | 1
    opened = cv.open_(np.pad(solid, 1), wide, wide)[1:-1, 1:-1]  # beyond the edge is nothing
    if not opened.any():
        return []
    parts, _ = ndimage.label(opened)
    reach = max(4, int(0.06 * solid.shape[0]))  # axes may stand below zero
    found = []
    for part, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        own = parts[rows, columns] == part
        stands = rows.stop >= solid.shape[0] - reach and own[-3:].any(axis=0).mean() >= BAR_STANDS
        if stands and own.shape[0] >= BAR_TALL * solid.shape[0]:
            found.append(Block(float(own.sum() / solid.size), float(own.shape[1] / solid.shape[1])))
    return found


def _page(figure: Figure) -> npt.NDArray[np.float32]:
    """Colour of the paper around the plot: that of most of the figure's outermost pixels."""
    p = figure.pixels
    edge = np.concatenate([p[0], p[-1], p[:, 0], p[:, -1]])
    return np.asarray(np.median(edge, axis=0), dtype=np.float32)
