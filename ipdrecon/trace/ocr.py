"""The only door to OCR: RapidOCR, whose models come inside its wheel."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from ipdrecon.frozen import Bytes

#: Long side the detector works at.
DETECT_SIDE = 1280
#: Scores below this are noise.
MIN_SCORE = 0.35
#: Places recognised in one run of the model: more only widens the narrow ones.
BATCH = 8
#: Least width of a piece of text at 48 pixels of height: the model's own, and one that makes short numbers three times
#: as cheap, but less sure.
WIDE, NARROW = 320, 96

#: The engine keeps these switches from one call to the next, so each call sets them all.
WHOLE = {"use_det": True, "use_cls": False, "use_rec": True}


@cache
def _engine(least: int) -> Any:
    """The reader with a recogniser of pictures of at least that width; it loads its models when they are needed."""
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.text_score": MIN_SCORE,
            "Global.log_level": "critical",
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECT_SIDE,
            "Det.thresh": 0.25,
            "Det.box_thresh": 0.4,
            "Rec.rec_batch_num": BATCH,
            "Rec.rec_img_shape": [3, 48, least],
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def read_page(pixels: Bytes, *, words: bool = False) -> Any:
    """Everything the detector finds in an RGB picture: ``boxes``, ``txts``, ``scores``, with ``words`` their pieces.

    Quickly: what it is unsure of is worth another reading by :func:`recognise`.
    """
    image = np.ascontiguousarray(pixels[..., ::-1])
    engine = _engine(NARROW)
    return engine(image, return_word_box=True, **WHOLE) if words else engine(image, **WHOLE)


def recognise(pictures: Sequence[Bytes]) -> list[tuple[str, float]]:
    """Text and score of RGB pictures that each hold one line of text; score 0 where nothing was read.

    One call for all: the model reads them in batches of like width.
    """
    if not pictures:
        return []
    found = _engine(WIDE).recognize_txt([np.ascontiguousarray(p[..., ::-1]) for p in pictures])
    return [(str(text), float(score)) for text, score in zip(found.txts, found.scores, strict=True)]
