"""The only door to OpenCV: fixes shapes, dtypes and the RGB order of what goes in and comes out."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from ipdrecon.frozen import Floats, Ints

Mask = npt.NDArray[np.bool_]
Image = npt.NDArray[np.uint8]


def _u8(mask: Mask) -> Image:
    return np.ascontiguousarray(mask, dtype=np.uint8)


def gray(rgb: Image) -> Image:
    """Luma of an (h, w, 3) RGB image, (h, w) uint8."""
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2GRAY))


def bgr(rgb: Image) -> Image:
    """An (h, w, 3) RGB image with its channels in OpenCV's own order."""
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2BGR))


def looked_up(image: Image, table: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """What a table (256, 3) makes of the values of each channel of an (h, w, 3) image."""
    return np.asarray(cv2.LUT(np.ascontiguousarray(image), table[None]), np.float32)


def turned_left(layer: Floats) -> Floats:
    """A layer (h, w) a quarter turn counter-clockwise, (w, h): its last column is the first row."""
    return np.asarray(cv2.rotate(np.ascontiguousarray(layer), cv2.ROTATE_90_COUNTERCLOCKWISE))


def transposed(layer: Floats) -> Floats:
    """A layer (h, w) with its rows and columns exchanged, (w, h): numpy's own copy takes ten times as long."""
    return np.asarray(cv2.transpose(np.ascontiguousarray(layer)))


def lab(rgb: Image) -> npt.NDArray[np.float32]:
    """CIE L*a*b* (L in [0, 100]) of an (h, w, 3) RGB image, float32."""
    return np.asarray(
        cv2.cvtColor(np.ascontiguousarray(rgb, dtype=np.float32) / np.float32(255), cv2.COLOR_RGB2LAB), np.float32
    )


def parts(mask: Mask) -> Ints:
    """Left, top, width, height and area of each connected part of a mask, (k, 5); a corner connects."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return np.zeros((0, 5), dtype=np.int64)
    top, left = int(rows[0]), int(columns[0])
    lit = mask[top : int(rows[-1]) + 1, left : int(columns[-1]) + 1]
    stats = cv2.connectedComponentsWithStats(_u8(lit), connectivity=8)[2][1:]
    return np.asarray(stats + np.array([left, top, 0, 0, 0]), dtype=np.int64)


def holes(mask: Mask) -> tuple[Ints, list[Ints]]:
    """Left, top, width, height and area of each hole of a mask, (k, 5), and the pixels (n, 2), x and y, of the mask
    around it; a corner connects what is around it, and no two holes."""
    found, tree = cv2.findContours(_u8(mask), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    around = (
        [np.asarray(c[:, 0], np.int64) for c, up in zip(found, tree[0, :, 3], strict=True) if up >= 0] if found else []
    )
    boxes = np.zeros((len(around), 5), np.int64)
    for box, edge in zip(boxes, around, strict=True):
        low, high = edge.min(axis=0), edge.max(axis=0)
        # Pick's theorem: what lies within a polygon on a grid.
        area = round(cv2.contourArea(edge.astype(np.int32)) - len(edge) / 2 + 1)
        box[:] = low[0] + 1, low[1] + 1, high[0] - low[0] - 1, high[1] - low[1] - 1, area
    return boxes, around


def filled(shape: tuple[int, int], edge: Ints) -> Mask:
    """The pixels (h, w) within a closed line of pixels (n, 2), x and y, and on it."""
    area = np.zeros(shape, np.uint8)
    cv2.fillPoly(area, [edge.astype(np.int32)], 1)
    return np.asarray(area, np.bool_)


def close(mask: Mask, width: int, height: int) -> Mask:
    """Morphological closing by a width x height rectangle."""
    return np.asarray(cv2.morphologyEx(_u8(mask), cv2.MORPH_CLOSE, _rectangle(width, height)), dtype=np.bool_)


def open_(mask: Mask, width: int, height: int) -> Mask:
    """Morphological opening by a width x height rectangle."""
    return np.asarray(cv2.morphologyEx(_u8(mask), cv2.MORPH_OPEN, _rectangle(width, height)), dtype=np.bool_)


def dilate(mask: Mask, width: int, height: int) -> Mask:
    """Dilation by a width x height rectangle."""
    return np.asarray(cv2.dilate(_u8(mask), _rectangle(width, height)), dtype=np.bool_)


def erode(mask: Mask, width: int, height: int) -> Mask:
    """Erosion by a width x height rectangle."""
    return np.asarray(cv2.erode(_u8(mask), _rectangle(width, height)), dtype=np.bool_)


def opened(layer: npt.NDArray[np.float32], width: int, height: int) -> npt.NDArray[np.float32]:
    """Grey opening by a width x height rectangle: the level below every rise narrower than it."""
    return np.asarray(cv2.morphologyEx(layer, cv2.MORPH_OPEN, _rectangle(width, height)), np.float32)


def closed(layer: npt.NDArray[np.float32], width: int, height: int) -> npt.NDArray[np.float32]:
    """Grey closing by a width x height rectangle: the level above every dip narrower than it."""
    return np.asarray(cv2.morphologyEx(layer, cv2.MORPH_CLOSE, _rectangle(width, height)), np.float32)


def raised(layer: npt.NDArray[np.float32], width: int, height: int) -> npt.NDArray[np.float32]:
    """Grey dilation by a width x height rectangle: the most of all pixels around."""
    return np.asarray(cv2.dilate(layer, _rectangle(width, height)), np.float32)


def distance_to(mask: Mask) -> npt.NDArray[np.float32]:
    """Distance of every pixel from the nearest one of the mask, in pixels; infinite where the mask is empty."""
    if not mask.any():
        return np.full(mask.shape, np.inf, np.float32)
    return np.asarray(cv2.distanceTransform(_u8(~mask), cv2.DIST_L2, 3), np.float32)


def nearest(label: Ints, reach: float) -> Ints:
    """Label (h, w) of the nearest pixel that has one, not -1, within ``reach`` pixels; -1 where there is none."""
    has = label >= 0
    if not has.any():
        return label
    away, number = cv2.distanceTransformWithLabels(_u8(~has), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    of = np.full(int(number.max()) + 1, -1, label.dtype)
    of[number[has]] = label[has]
    return np.where(away <= reach, of[number], -1).astype(label.dtype)


def _rectangle(width: int, height: int) -> Any:
    return cv2.getStructuringElement(cv2.MORPH_RECT, (max(1, width), max(1, height)))


def resize(image: Image, scale: float) -> Image:
    """An image scaled by a factor: area averaging when it shrinks, cubic when it grows."""
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(np.ascontiguousarray(image), None, fx=scale, fy=scale, interpolation=how))


def means(layer: npt.NDArray[np.float32], shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """A layer in fewer pixels (h, w), each the mean of those it covers."""
    return np.asarray(cv2.resize(np.ascontiguousarray(layer), (shape[1], shape[0]), interpolation=cv2.INTER_AREA))


def drawn_out(layer: npt.NDArray[np.float32], shape: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """A layer in more pixels (h, w), linear between the middles of its own."""
    return np.asarray(cv2.resize(np.ascontiguousarray(layer), (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR))


def rotate(image: Image, degrees: float, *, fill: int = 255) -> Image:
    """An image turned counter-clockwise about its centre, same size, corners filled."""
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    color = (fill,) * (image.shape[2] if image.ndim == 3 else 1)
    return np.asarray(
        cv2.warpAffine(
            np.ascontiguousarray(image),
            turn,
            (width, height),
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=color,
        )
    )


def closing(image: Image, size: int) -> Image:
    """Grey-level closing per channel by a square: removes dark strokes thinner than it."""
    return np.asarray(cv2.morphologyEx(np.ascontiguousarray(image), cv2.MORPH_CLOSE, _rectangle(size, size)))


def opening(image: Image, size: int) -> Image:
    """Grey-level opening per channel by a square: removes light strokes thinner than it."""
    return np.asarray(cv2.morphologyEx(np.ascontiguousarray(image), cv2.MORPH_OPEN, _rectangle(size, size)))


def box_blur(image: Image, size: int) -> Image:
    """Mean over a square."""
    return np.asarray(cv2.blur(np.ascontiguousarray(image), (size, size)))


def long_lines(mask: Mask, least: float) -> Floats:
    """Straight segments of at least ``least`` pixels, (k, 4): x0, y0, x1, y1 with x0 <= x1 (probabilistic Hough)."""
    found = cv2.HoughLinesP(
        _u8(mask) * 255,
        rho=1,
        theta=np.pi / 1800,
        threshold=max(40, int(0.5 * least)),
        minLineLength=least,
        maxLineGap=4,
    )
    if found is None:
        return np.zeros((0, 4))
    lines = np.asarray(found, dtype=np.float64).reshape(-1, 4)
    swap = lines[:, 0] > lines[:, 2]
    lines[swap] = lines[swap][:, [2, 3, 0, 1]]
    return lines
