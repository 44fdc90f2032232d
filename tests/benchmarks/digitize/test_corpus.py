"""Figures of the corpus lie beside their truth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.digitize.corpus import FORMATS, make, truth_path
from ipdrecon.simulate.truth import from_json


def test_varied_figures_come_in_every_format(tmp_path: Path) -> None:
    """Law: a figure of any format is as large as its truth says; a transparent one has no white paper."""
    cases = [make("varied", index, 3, tmp_path) for index in range(6)]
    assert {case.figure.suffix for case in cases} == set(FORMATS)
    for case in cases:
        truth = from_json(truth_path(case.figure).read_text("utf-8"))
        with Image.open(case.figure) as picture:
            assert list(picture.size) == truth.made["size"]
            if picture.mode == "RGBA":
                pixels = np.asarray(picture)
                assert not (pixels[..., 3] > 0)[(pixels[..., :3] == 255).all(axis=2)].any()
