"""How unlike two printed colours are."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Floats

#: Difference between its channels from which a colour has a hue worth comparing.
VIVID = 40
#: Angle of two hues (radians, CIELAB) up to which one may be the other printed thin, blurred or sharpened, and the
#: distance of two hues per radian beyond it: dark blue and dark green are near in RGB, and plainly two colours.
ONE_HUE, PER_HUE = 0.5, 0.3
#: Distance per share of hue that coloured print has and a grey has not.
PER_SHARE = 0.3
#: Share of hue from which print is in a colour: thin letters are pale, and keep it.
IN_COLOR = 0.235
#: From linear sRGB to CIE XYZ, white D65 (IEC 61966-2-1).
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)


def color_distance(a: tuple[int, int, int] | None, b: tuple[int, int, int] | None) -> float:
    """Distance of two colours as a share of black to white; blends of one hue with white are near."""
    if a is None or b is None:
        return 0.5
    one, two = np.array(a, float) - 255.0, np.array(b, float) - 255.0
    plain = float(np.linalg.norm(one - two)) / 441.7
    lengths = float(np.linalg.norm(one) * np.linalg.norm(two))
    vivid = min(max(a) - min(a), max(b) - min(b)) > VIVID
    if lengths < 1 or not vivid:
        return plain
    turn = float(np.arccos(np.clip(one @ two / lengths, -1, 1)))
    return min(plain, 0.3 * plain + turn) + PER_HUE * max(0.0, hue_angle(a, b) - ONE_HUE)


def print_distance(ink: tuple[int, int, int], print_: tuple[int, int, int] | None) -> float:
    """Distance of a curve's colour from that of print: thin letters are pale, but no blend of a grey with paper has a
    hue, however near it lies."""
    far = color_distance(ink, print_)
    if print_ is None or max(print_) - min(print_) <= VIVID or max(ink) - min(ink) > VIVID:
        return far
    return far + PER_SHARE * max(0.0, _share_of_hue(print_) - _share_of_hue(ink))


def is_in_color(print_: tuple[int, int, int] | None) -> bool:
    """Whether print has a hue, however pale its thin letters are: greys that trembled have a little of one."""
    return print_ is not None and max(print_) - min(print_) > VIVID and _share_of_hue(print_) > IN_COLOR


def _share_of_hue(color: tuple[int, int, int]) -> float:
    """Difference between the channels of a colour against its ink, which blending with white paper leaves as it is."""
    return (max(color) - min(color)) / max(1.0, 255.0 - min(color))


def hue_angle(a: tuple[int, int, int], b: tuple[int, int, int]) -> float:
    """Angle between the hues of two colours, in [0, pi]."""
    one, two = _opponent(a), _opponent(b)
    cosine = float(one @ two) / max(1e-9, float(np.linalg.norm(one) * np.linalg.norm(two)))
    return float(np.arccos(np.clip(cosine, -1.0, 1.0)))


def _opponent(color: tuple[int, int, int]) -> Floats:
    """CIELAB a* and b* of an sRGB colour, (2,)."""
    share = np.array(color, np.float64) / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    ratio = TO_XYZ @ linear / WHITE
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([500.0 * (x - y), 200.0 * (y - z)])
