"""Symbols on the keys of a legend. Oracle: the kind and the size that were drawn."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from ipdrecon.trace.censor.symbol import Kind, Symbol, stamps_of
from ipdrecon.trace.censor.upright import Upright
from ipdrecon.trace.legends.key_symbol import symbol_of_keys
from tests.ipdrecon.trace.legends.test_key_mark import COLORS, legend
from tests.ipdrecon.trace.printed import Sheet


def stamped(sheet: Sheet, symbol: Symbol, opacity: float = 1.0) -> None:
    """The symbol in the middle of both keys, in their colours."""
    for y, color in zip((60, 110), COLORS, strict=True):
        cover = opacity * stamps_of(symbol)[1, 1][..., None]
        half = len(cover) // 2
        box = (60 - half, y - half, 61 + half, y + half + 1)
        under = np.asarray(sheet.image.crop(box), np.float32)
        sheet.image.paste(Image.fromarray((under + cover * (np.array(color) - under)).astype(np.uint8)), box)


@pytest.mark.parametrize("kind", [Kind.CROSS, Kind.CIRCLE, Kind.SQUARE, Kind.DISC, Kind.BLOCK])
@pytest.mark.parametrize("patch", [False, True])
def test_keys_tell_kind_and_size_of_their_symbol(kind: Kind, patch: bool) -> None:
    """Law: of all kinds the drawn one leaves least over, on paper and on the ground of a band."""
    sheet = Sheet()
    entries = legend(sheet, "", patch=patch)
    stamped(sheet, Symbol(kind, 7.0, 1.5))
    keyed = symbol_of_keys(sheet.figure(), entries)
    assert keyed is not None
    assert isinstance(keyed.shape, Symbol)
    assert keyed.shape.kind is kind
    assert keyed.shape.reach == pytest.approx(7.0, abs=0.8)
    assert keyed.opacity == 1.0


def test_a_pale_tick_is_as_wide_as_it_is_and_pale() -> None:
    """Law: a broad stroke that covers half of what its line does is no thin dark one."""
    sheet = Sheet()
    entries = legend(sheet, "")
    stamped(sheet, Symbol(Kind.TICK, 8.0, 4.0), opacity=0.5)
    keyed = symbol_of_keys(sheet.figure(), entries)
    assert keyed is not None
    assert isinstance(keyed.shape, Upright)
    assert (keyed.shape.up, keyed.shape.width) == pytest.approx((8.0, 4.0), abs=1.0)
    assert keyed.opacity == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("mark", ["", "rise"])
def test_plain_keys_show_no_symbol(mark: str) -> None:
    sheet = Sheet()
    assert symbol_of_keys(sheet.figure(), legend(sheet, mark)) is None
