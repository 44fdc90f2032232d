"""Ink beside a stroke."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.kernels.beside import without_stroke


def test_ink_beside_a_stroke_is_a_share_of_what_the_stroke_leaves() -> None:
    """Law: of a pixel covered by a stroke to ``o`` and by ink to ``a``, (a - o) / (1 - o) is other ink, 1 - o free."""
    rng = np.random.default_rng(2)
    lit, own = rng.random((2, 9, 11)).astype(np.float32)
    hidden, beneath = rng.random((2, 9, 11)) < 0.2
    ink, free = without_stroke(lit, own, hidden, beneath)
    assert (ink == np.maximum(lit - own, 0) / np.maximum(1 - own, np.float32(0.05))).all()
    assert (free == np.where(hidden | beneath, 0, 1 - own)).all()
    assert (without_stroke(lit, own, hidden, np.zeros((0, 0), np.bool_))[1] == np.where(hidden, 0, 1 - own)).all()
