"""The only door to OCR: RapidOCR, whose models come inside its wheel."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from ipdrecon.frozen import Bytes
from ipdrecon.memory import give_back
from ipdrecon.trace import cv

#: Long side the detector works at.
DETECT_SIDE = 1280
#: Scores below this are noise.
MIN_SCORE = 0.35
#: Places recognised in one run of the model: more only widens the narrow ones.
BATCH = 8
#: Least width of a piece of text at 48 pixels of height: the model's own, and one that makes short numbers three times
#: as cheap, but less sure.
WIDE, NARROW = 320, 96
#: Height over width of the box of text that runs upwards.
UPWARDS = 2.5
#: Pixels of a picture after whose reading the models give their memory back.
LARGE = 3_000_000

#: A model reads one picture at a time, whoever asks.
_reading = threading.Lock()

#: The engine keeps these switches from one call to the next, so each call sets them all.
WHOLE = {"use_det": True, "use_cls": False, "use_rec": True}


def _nothing_leaves_the_machine() -> None:
    """Keep OpenVINO from reporting each start over the network and from keeping an identity in the user's home.

    It does so on import unless its reporting package is missing: for this process it is, where it is not loaded yet.
    """
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # the import system's word for missing


@cache
def _in_single_precision() -> None:
    """Have the reader's OpenVINO compute in float32 everywhere, for one picture at a time.

    Of itself it takes bfloat16 on processors that offer it: another machine would read another text. The reader's own
    settings have no word for the precision, so its configuration is extended by one.
    """
    _nothing_leaves_the_machine()
    from rapidocr.inference_engine.openvino import main
    from rapidocr.inference_engine.openvino.device_config import CPUConfig

    class SinglePrecision(CPUConfig):
        def get_config(self) -> dict[str, Any]:
            return {**super().get_config(), "INFERENCE_PRECISION_HINT": "f32"}

    main.CPUConfig = SinglePrecision


@cache
def _with_values_looked_up() -> None:
    """Have the detector look up what it makes of each of the 256 values of a channel, by its own arithmetic.

    Of itself it computes every value of a picture in float64, for a fifth of the model's own time.
    """
    from rapidocr.ch_ppocr_det import main

    class LookedUp(main.DetPreProcess):
        def normalize(self, img: Bytes) -> Any:
            every = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
            return cv.looked_up(img, super().normalize(every).astype(np.float32))

    main.DetPreProcess = LookedUp


def runs_up(corners: np.ndarray[tuple[int, ...], np.dtype[Any]]) -> bool:
    """Whether a box (4 corners from the upper left clockwise, x and y) is far higher than wide: no letter is, nor two.

    Its text is that of a y axis' title, which runs upwards.
    """
    above, right, below, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return bool(max(left, right) >= UPWARDS * max(above, below))


@cache
def _reader() -> Any:
    """RapidOCR, which reads high boxes as running upwards: of itself it turns them as if they ran down."""
    from rapidocr import RapidOCR
    from rapidocr.cal_rec_boxes.main import CalRecBoxes

    class WordBoxes(CalRecBoxes):
        def reverse_rotate_crop_image(self, bbox_points: Any, word_points_list: Any, direction: Any) -> Any:
            upwards, twice_middle = runs_up(bbox_points), bbox_points.min(axis=0) + bbox_points.max(axis=0)
            boxes = super().reverse_rotate_crop_image(bbox_points, word_points_list, direction)
            return [twice_middle - np.roll(box, 2, axis=0) for box in boxes] if upwards else boxes

    class Reader(RapidOCR):
        def _initialize(self, cfg: Any) -> None:
            super()._initialize(cfg)
            self.cal_rec_boxes = WordBoxes()

        def crop_text_regions(self, img: Bytes, det_boxes: Any) -> list[Bytes]:
            crops = super().crop_text_regions(img, det_boxes)
            return [
                np.ascontiguousarray(crop[::-1, ::-1]) if runs_up(box) else crop
                for crop, box in zip(crops, det_boxes, strict=True)
            ]

    return Reader


@cache
def _engine(least: int) -> Any:
    """The reader with a recogniser of pictures of at least that width; it loads its models when they are needed."""
    _in_single_precision()
    _with_values_looked_up()
    from rapidocr import EngineType

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return _reader()(
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
            # A quarter of onnxruntime's processor time for the detector, two thirds for the recogniser.
            "Det.engine_type": EngineType.OPENVINO,
            "Rec.engine_type": EngineType.OPENVINO,
            "EngineConfig.openvino.inference_num_threads": 2,
            "EngineConfig.openvino.performance_hint": "LATENCY",
        }
    )


def read_page(pixels: Bytes, *, words: bool = False) -> Any:
    """Everything the detector finds in an RGB picture: ``boxes``, ``txts``, ``scores``, with ``words`` their pieces.

    Quickly: what it is unsure of is worth another reading by :func:`recognise`.
    """
    image = cv.bgr(pixels)
    with _reading:
        engine = _engine(NARROW)
        found = engine(image, return_word_box=True, **WHOLE) if words else engine(image, **WHOLE)
        if image.shape[0] * image.shape[1] > LARGE:
            _rest(engine)
    return found


def _rest(engine: Any) -> None:
    """Return the memory the models worked in, 0.4 GB, to the system: the tracing of a large figure needs as much.

    What OpenVINO frees stays with the C library, in blocks too small for pictures, until that is told to trim.
    """
    for part in (engine.text_det, engine.text_rec):
        if part is not None:
            session = part.session
            compiled = session.session.get_compiled_model()
            session.session = None
            compiled.release_memory()
            session.session = compiled.create_infer_request()
    give_back()


def recognise(pictures: Sequence[Bytes]) -> list[tuple[str, float]]:
    """Text and score of RGB pictures that each hold one line of text; score 0 where nothing was read.

    One call for all: the model reads them in batches of like width.
    """
    if not pictures:
        return []
    with _reading:
        found = _engine(WIDE).recognize_txt([cv.bgr(picture) for picture in pictures])
    return [(str(text), float(score)) for text, score in zip(found.txts, found.scores, strict=True)]
