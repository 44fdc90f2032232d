"""Ink of a paler grey that passes for thin ink of a darker one."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.inks.greys_apart import of_paler

SHARE, FULL, REACH = 0.5, 0.8, 12.0


def layer(width: float = 1.5) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Coverage by black of a black line in the middle of a row and between two, and of a grey one, with ticks."""
    darker = np.zeros((200, 300), np.float32)
    rest = (width - 1) / 2
    darker[39:42, 20:150] = np.array([rest, 1.0, rest])[:, None]
    darker[60:62, 150:280] = width / 2
    darker[120, 20:280], darker[121, 20:280] = SHARE, SHARE * (width - 1)
    darker[30:40, 80:82] = darker[50:60, 200:202] = darker[110:120, 200:202] = 0.4  # thin ticks
    return darker


def test_grey_ink_far_from_black_is_no_black_between_two_rows() -> None:
    """Law: a black line covers some pixel by half its width wherever it lies; its marks stay near it."""
    darker = layer()
    paler = of_paler(darker, SHARE, FULL, REACH)
    assert paler[120:122, 20:280].all()
    assert paler[110:120, 200].all()
    assert not paler[:75].any()


def test_a_line_too_thin_to_tell_keeps_its_ink() -> None:
    """Law: what a line of one pixel leaves between two rows is as pale as a grey of half its contrast."""
    assert not of_paler(layer(1.0), SHARE, FULL, REACH).any()
