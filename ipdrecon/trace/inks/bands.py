"""Confidence bands: translucent areas that tint the paper, and the lines beneath or above them.

A band of opacity a and colour R turns every colour c into (1 - a) c + a R, paper and line alike. So a line L under
any number of bands differs from the paper beside it by (1 - A) (L - page): in the direction it has without them, and
weaker by 1 less the opacity A of all bands together. A line above its bands has its own colour.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from ipdrecon.trace import cv
from ipdrecon.trace.inks.contrast import is_darker, median_color, median_value

Layer = npt.NDArray[np.float32]

#: Smallest share of the plot area the bare page covers, and levels of a channel that one bin of colours spans.
MIN_PAGE, BIN = 0.03, 8
#: How far inside the edges of a plot area its rim lies, as a share of its smaller side, and the share of the rim that
#: the page shows at least: a box with text or a legend that is brighter than the page stands within it, or in a corner.
RIM, RIM_SHARE = 0.03, 0.3
#: Smaller side of a plot area from which every other pixel of its paper is enough to know the page by.
FINE_PX = 400
#: RGB distance from the page from which paper is tinted.
MIN_TINT = 8.0
#: Share of the plot area that bands tint at least.
MIN_BANDS = 0.01
#: Opacity of overlapping bands together, and RGB distance within which a colour is their mixture (at least, and as a
#: share of its contrast).
MAX_MIXTURE, MISFIT, MISFIT_SHARE = 0.72, 14.0, 0.2
#: Opacity of a band from which it has a part in a mixture.
LEAST_SHARE = 0.03
#: Opacity of bands beyond which a line under them could not be seen.
MAX_OPACITY = 0.8


def page_color(paper: Layer) -> Layer:
    """Colour (3,) of the paper where nothing covers it: the brightest that fills areas (on dark paper the darkest) and
    lies all around the curves."""
    if min(paper.shape[:2]) > FINE_PX:  # the paper has no detail
        paper = paper[::2, ::2]
    codes = _codes((paper / BIN).astype(np.int32))
    dark = median_value(paper) < 100
    best: Layer = median_color(paper)
    counts, rim = np.bincount(codes.ravel()), _rim(codes)
    for code in np.flatnonzero(counts >= MIN_PAGE * codes.size):
        area = cv.erode(codes == code, 5, 5)  # grid lines of another brightness are narrow
        if area.mean() < 0.5 * MIN_PAGE or np.mean(rim == code) < RIM_SHARE:
            continue
        color = median_color(paper[area])
        if (color.mean() < best.mean()) if dark else (color.mean() > best.mean()):
            best = color
    return best


def _rim(codes: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """What stands along the four sides of a plot area, a little inside."""
    d = max(1, round(RIM * min(codes.shape)))
    return np.concatenate([codes[d], codes[-1 - d], codes[:, d], codes[:, -1 - d]])


def has_bands(paper: Layer, page: Layer) -> bool:
    """Whether areas of the paper are tinted."""
    return bool(_tinted(paper, page).mean() > MIN_BANDS)


def is_mixture(color: Layer, cores: Layer, page: Layer) -> bool:
    """Whether a pale colour is what bands in several of the curves' colours make of the page together."""
    shares, rest = _shares(color, cores, page)
    contrast = float(np.linalg.norm(np.maximum(page - color, 0.0)))
    return bool(shares.sum() < MAX_MIXTURE and rest < max(MISFIT, MISFIT_SHARE * contrast))


def is_of_several(color: Layer, cores: Layer, page: Layer) -> bool:
    """Whether a mixture is of more than one of the curves' colours: of one alone, it is a tint or a line of its own."""
    shares, _ = _shares(color, cores, page)
    return bool((shares > LEAST_SHARE).sum() > 1)


def _shares(color: Layer, cores: Layer, page: Layer) -> tuple[npt.NDArray[np.float64], float]:
    """Opacity of a band in each of the curves' colours that together come nearest to a colour, and how far off."""
    offset = np.maximum(page - color, 0.0).astype(np.float64)
    shares, rest = nnls((page[None, :] - cores).T.astype(np.float64), offset)
    return np.asarray(shares), float(rest)


def _tinted(paper: Layer, page: Layer) -> npt.NDArray[np.bool_]:
    """Where the paper is darker than the page; grid lines brighter than a grey panel are no bands."""
    return is_darker(paper, page, MIN_TINT)


def _codes(bins: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """One number for each bin of colours (..., 3)."""
    return np.asarray((bins[..., 0] * 64 + bins[..., 1]) * 64 + bins[..., 2])


def opacity(paper: Layer, page: Layer, cores: Layer) -> Layer | None:
    """Opacity (h, w) of the bands over the page, as mixtures of the curves' colours; None where there are no bands."""
    tinted = _tinted(paper, page)
    if not len(cores) or tinted.mean() <= MIN_BANDS:
        return None
    codes = _codes(np.round(paper[tinted] / BIN).astype(np.int32))
    values = np.flatnonzero(np.bincount(codes))
    colors = np.stack([values // 4096, values // 64 % 64, values % 64], axis=1) * float(BIN)
    basis = (page[None, :] - cores).T.astype(np.float64)
    shares = np.array([nnls(basis, np.maximum(page - color, 0.0))[0].sum() for color in colors])
    result = np.zeros(paper.shape[:2], np.float32)
    table = np.zeros(values[-1] + 1, np.float32)
    table[values] = np.minimum(shares, MAX_OPACITY)
    result[tinted] = table[codes]
    return result
