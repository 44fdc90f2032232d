"""Lines that are the rims of confidence bands: on one side of them lies the band, on the other the page.

A program that fills a band with a translucent colour draws its outline in that colour as well, so the rim is a little
darker than the band; in a large picture it is as wide as a line. A curve has the same ground on both its sides, be it
the page or its own band, and no other one's rim goes with it all along.
"""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools, Floats, Ints
from ipdrecon.trace.inks.blends import as_blend
from ipdrecon.trace.inks.ink import Ink, Layer
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.swath import levels_at

#: Opacity of a rim against its curve's colour, and RGB distance from such a blend, at least and as a share of the
#: rim's contrast.
MOST_OPAQUE, MISFIT, MISFIT_SHARE = 0.8, 20.0, 0.15
#: Pixels from a line's edge at which its grounds are looked at; RGB distance by which a band differs from what lies
#: behind it, and that of ground from the page against the line's own, which ink exceeds.
BESIDE_PX, TINT, PALE = 2.0, 6.0, 0.75
#: Share of its columns with two grounds in which the same side is tinted, and share of all in which both are seen.
ONE_SIDED, LOOKED_AT = 0.7, 0.3


def without_band_rims(strokes: list[Stroke], ink: Ink, styles: dict[int, int]) -> list[Stroke]:
    """The lines without rims of bands, in paler blends of other lines' colours.

    Of a colour of the legend as many lines are left as that shows: where no others have it, they may be rims in part.
    """
    paler = [s for s in strokes if any(_is_paler(s, other, ink.page) for other in strokes)]
    rims = [s for s in paler if _is_rim(s, ink)]
    kept = [s for s in strokes if not any(s is rim for rim in rims)]
    for rim in sorted(rims, key=lambda s: -s.path.score):
        if sum(other.layer == rim.layer for other in kept) < styles.get(rim.layer, 0):
            kept.append(rim)
    return [s for s in strokes if any(s is other for other in kept)]


def _is_paler(stroke: Stroke, other: Stroke, page: Layer) -> bool:
    """Whether a colour is another one's, blended with the page."""
    opacity, rest = as_blend(stroke.color, other.color, page)
    contrast = float(np.linalg.norm(stroke.color - page))
    return 0.0 < opacity < MOST_OPAQUE and rest < MISFIT + MISFIT_SHARE * contrast


def _is_rim(stroke: Stroke, ink: Ink) -> bool:
    """Whether nearly all along a line one side of it, the same one, is tinted and the other is not."""
    levels = levels_at(stroke.stair, np.arange(ink.shape[1], dtype=np.float64))
    columns = np.flatnonzero(stroke.stair.seen & np.isfinite(levels))
    level = levels[columns]
    away = stroke.stair.width / 2 + BESIDE_PX
    own = float(np.linalg.norm(stroke.color - ink.page))
    above, plain_above = _grounds(ink, level - away, columns, PALE * own)
    below, plain_below = _grounds(ink, level + away, columns, PALE * own)
    plain = plain_above & plain_below
    if plain.sum() < LOOKED_AT * max(1, columns.size):
        return False
    step = above[plain] - below[plain]
    return max(float((step > TINT).mean()), float((step < -TINT).mean())) >= ONE_SIDED


def _grounds(ink: Ink, rows: Floats, columns: Ints, most: float) -> tuple[Floats, Bools]:
    """RGB distance from the page at places, and which of them are no ink nor hidden."""
    row = np.clip(np.round(rows).astype(np.int64), 0, ink.shape[0] - 1)
    away = np.linalg.norm(ink.rgb[row, columns] - ink.page, axis=1)
    return away, (away < most) & ~ink.hidden[row, columns] & ~ink.rules[row, columns]
