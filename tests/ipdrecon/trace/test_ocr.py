"""The door to OCR: the same text on every machine."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace import ocr


def test_models_compute_in_float32_whatever_the_processor_offers() -> None:
    ocr.recognise([np.full((48, 96, 3), 255, dtype=np.uint8)])
    compiled = ocr._engine(ocr.WIDE).text_rec.session.session.get_compiled_model()
    assert compiled.get_property("INFERENCE_PRECISION_HINT").to_string() == "f32"
