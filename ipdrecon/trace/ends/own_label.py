"""Curves whose name stands behind their end in their own colour: its letters are no follow-up."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.frozen import Bools, Ints
from ipdrecon.trace import cv
from ipdrecon.trace.cv import Mask
from ipdrecon.trace.inks.ink import Layer
from ipdrecon.trace.lines.level import Staircase, end_of
from ipdrecon.trace.lines.stroke import Stroke
from ipdrecon.trace.lines.walk import OTHER_INK, OWN

#: Least stretch beneath text at the end of a path that is asked, in pixels and in widths of the stroke.
LEAST_PX, LEAST_WIDTHS = 6.0, 2.0
#: Share of it that is bare paper beyond that of the path before it (dashes): between letters, never on a line.
BARE = 0.12
#: Share of bare paper from which a line is dashed, as print is, and share of columns with ink well beyond the stroke
#: (its width and so many pixels, to three times that) above or below it, more than before, by which letters are told
#: from dashes.
DASHED, FAR_PX, TALL = 0.3, 2, 0.25
#: Share of a text that is read up to which what the frame cuts off it may be left unread, and pixels that the frame's
#: line takes from the panel.
UNREAD, FRAME_PX = 0.5, 6
#: Pixels around the box of a text in which its letters may stand; a stroke's width where that is more.
NEAR_PX = 3.0


def before_own_label(stroke: Stroke, alpha: Layer, every: Layer, hidden: Mask, rules: Mask) -> Stroke:
    """The stroke up to where its ink is last seen outside of text, where what follows shows bare paper as letters do.

    Parameters
    ----------
    alpha, every : (h, w) float32    Coverage by the stroke's own colour and by any.
    hidden, rules : (h, w) bool      Text, among others; grid lines, which are bare paper.
    """
    path = stroke.path
    on = np.flatnonzero(path.top >= 0)
    own = _along(alpha >= OWN, path.top[on], path.bottom[on], on)
    other = _along(((every - alpha) >= OTHER_INK) & ~rules, path.top[on], path.bottom[on], on)
    text = _to_frame(hidden[path.bottom[on], on], hidden.shape[1] - int(on[-1]))
    near = cv.dilate(text[None, :], 2 * round(max(NEAR_PX, stroke.stair.width)) + 1, 1)[0]
    seen = np.flatnonzero(own & ~near)
    if not seen.size:
        return stroke
    behind = int(seen[-1]) + 1
    while behind < on.size and own[behind] and not text[behind]:  # what goes on to the text without a gap
        behind += 1
    bare = ~own & ~other
    if on.size - behind < max(LEAST_PX, LEAST_WIDTHS * stroke.stair.width) or not text[behind:].any():
        return stroke
    plain = ~text[:behind]
    gaps, before = float(bare[behind:].mean()), float(bare[:behind][plain].mean())
    if gaps < before + BARE:
        far = round(stroke.stair.width) + FAR_PX
        around = cv.dilate(alpha >= OWN, 1, 2 * far + 1)
        tall = _along(around, path.top[on] - 2 * far, path.bottom[on] + 2 * far, on)
        if gaps < DASHED or float(tall[behind:].mean()) < float(tall[:behind][plain].mean()) + TALL:
            return stroke
    top, bottom = path.top.copy(), path.bottom.copy()
    top[on[behind:]], bottom[on[behind:]] = -1, -1
    shorter = attrs.evolve(path, top=top, bottom=bottom)
    return attrs.evolve(stroke, path=shorter, stair=_up_to(stroke.stair, end_of(alpha, shorter, stroke.stair.width)))


def _to_frame(text: Bools, room: int) -> Bools:
    """Where a path lies beneath text, with the letters between the last text and the panel's frame.

    A name that runs over the frame is read up to there, without those that the frame's line touches. ``room`` are the
    columns right of the path.
    """
    if room > FRAME_PX or not text.any() or text[-1]:
        return text
    last = int(np.flatnonzero(text)[-1]) + 1
    before = np.flatnonzero(~text[:last])
    read = last - (int(before[-1]) + 1 if before.size else 0)
    if text.size - last > UNREAD * read:
        return text
    return np.append(text[:last], np.ones(text.size - last, np.bool_))


def _along(lit: Mask, top: Ints, bottom: Ints, columns: Ints) -> Bools:
    """Whether anything is lit on a path or one pixel beside it, column by column."""
    last = lit.shape[0] - 1
    rows = (np.clip(np.stack([top - 1, top, bottom, bottom + 1]), 0, last), columns[None, :])
    return np.asarray(lit[rows].any(axis=0))


def _up_to(stair: Staircase, end: float) -> Staircase:
    """The part of a staircase that begins before a column, to end there."""
    count = max(1, int((stair.x < end).sum()))
    return attrs.evolve(stair, x=stair.x[:count], y=stair.y[:count], y_se=stair.y_se[:count], end=end)
