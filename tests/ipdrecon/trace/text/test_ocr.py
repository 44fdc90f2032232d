"""The door to OCR: the same text on every machine."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ipdrecon.trace.text import ocr
from ipdrecon.trace.text.lettering import _font


def test_models_compute_in_float32_whatever_the_processor_offers() -> None:
    ocr.recognise([np.full((48, 96, 3), 255, dtype=np.uint8)])
    compiled = ocr._engine(ocr.WIDE).text_rec.session.session.get_compiled_model()
    assert compiled.get_property("INFERENCE_PRECISION_HINT").to_string() == "f32"


def test_values_looked_up_are_those_the_detector_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    ocr.read_page(np.full((64, 64, 3), 255, dtype=np.uint8))
    prepare = ocr._engine(ocr.NARROW).text_det.get_preprocess()
    own = type(prepare).__mro__[1]
    pixels = np.random.default_rng(2).integers(0, 256, (70, 90, 3), dtype=np.uint8)
    looked_up = prepare(pixels)
    assert type(prepare) is not own
    assert looked_up.dtype == np.float32
    assert np.array_equal(looked_up, _computed(prepare, own)(pixels))


def _computed(prepare: Any, own: Any) -> Any:
    """The same preparation by the library's own class."""
    return own(prepare.limit_side_len, prepare.limit_type, prepare.mean, prepare.std)


def test_reading_reports_to_nobody_and_leaves_nothing_in_the_home(tmp_path: Path) -> None:
    code = "from ipdrecon.trace.text import ocr; ocr._in_single_precision(); import sys; print(*sys.modules)"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CI")} | {
        "HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert "openvino.tools.ovc.telemetry_utils" in done.stdout.split()
    assert not [name for name in done.stdout.split() if name.startswith("openvino_telemetry.")]
    assert not (tmp_path / "intel").exists()


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * mmap.PAGESIZE / 2**20


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps what is freed")
def test_a_large_page_gives_the_memory_of_the_models_back_and_is_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Image.new("RGB", (2100, 2000), "white")
    ImageDraw.Draw(page).text((700, 900), "Overall survival", font=_font().font_variant(size=60), fill="black")
    pixels = np.asarray(page)
    monkeypatch.setattr(ocr, "LARGE", np.inf)
    kept, before = ocr.read_page(pixels), _resident_mb()
    monkeypatch.undo()
    given, after = ocr.read_page(pixels), _resident_mb()
    assert after < before - 100
    assert kept.txts == given.txts == ("Overall survival",)
    assert np.array_equal(kept.boxes, given.boxes)


@pytest.mark.parametrize("words", [False, True])
def test_a_title_that_runs_upwards_is_read_from_the_bottom_up_with_its_words_where_they_stand(words: bool) -> None:
    font = _font().font_variant(size=28)
    line = Image.new("RGB", (500, 50), "white")
    ImageDraw.Draw(line).text((20, 5), "Progression free survival", font=font, fill="black")
    page = Image.new("RGB", (900, 700), "white")
    page.paste(line.rotate(90, expand=True), (60, 100))
    found = ocr.read_page(np.asarray(page), words=words)
    assert found.txts == ("Progression free survival",)
    if words:
        middles = {text: float(np.mean(np.asarray(corners)[:, 1])) for text, _, corners in found.word_results[0]}
        whole = 100 + 500 - 20 - np.array([font.getlength(t) for t in ("Progression", "Progression free ")])
        assert middles["Progression"] > whole[0] > middles["free"] > whole[1] > middles["survival"]
