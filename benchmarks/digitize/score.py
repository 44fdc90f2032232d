"""Read a folder of figures that have their truth beside them (NAME.truth.json) and score the reading.

python -m benchmarks.digitize.score FOLDER [--out DIR] [--limit N]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.digitize import report
from benchmarks.digitize.contact import contact_sheet
from benchmarks.digitize.corpus import truth_path
from benchmarks.digitize.scoring import FigureScore, read_panels, score
from ipdrecon.errors import IpdreconError
from ipdrecon.files import write_bytes, write_text
from ipdrecon.plot.overlay import overlay_png
from ipdrecon.reading import Reading, read_all
from ipdrecon.simulate.truth import FigureTruth, from_json

#: Endings of figures.
SUFFIXES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".pdf", ".svg"}


def figures_in(folder: Path) -> list[Path]:
    """Figures below a folder that have a truth file, in order of their names."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and truth_path(p).exists())


def read_and_score(figure: Path, truth: FigureTruth, stratum: str) -> tuple[FigureScore, tuple[Reading, ...]]:
    """Digitise one figure without hints; a refusal is a score too."""
    start = time.perf_counter()
    try:
        readings = read_all(figure)
    except IpdreconError as error:
        drawn = sum(len(panel.curves) for panel in truth.panels)
        seconds = time.perf_counter() - start
        refused = FigureScore(
            figure.name,
            stratum,
            missed=len(truth.panels),
            seconds=seconds,
            refusal=str(error),
            curves_drawn=drawn,
        )
        return refused, ()
    seconds = time.perf_counter() - start
    panels = [
        panel
        for reading in readings
        for panel in read_panels(reading.digitization, (reading.figure.width, reading.figure.height), truth)
    ]
    return score(truth, panels, name=figure.name, stratum=stratum, seconds=seconds), readings


def run(cases: Iterable[tuple[Path, FigureTruth, str]], out: Path, *, sheet: int = 12) -> list[FigureScore]:
    """Score all cases; write the table, one line a figure, and overlays of the worst into ``out``."""
    scores, files = [], {}
    for figure, truth, stratum in cases:
        result, readings = read_and_score(figure, truth, stratum)
        scores.append(result)
        files[stratum, figure.name] = figure
        if readings and (not result.complete or any(curve.rmse > report.WRONG_CLAIM for curve in result.curves)):
            overlay = overlay_png(readings[0].figure, readings[0].digitization)
            write_bytes(out / "overlays" / f"{figure.name}.png", overlay)
    text = report.as_text(report.summary(scores))
    print(text)
    write_text(out / "scores.txt", text + "\n")
    write_text(out / "figures.csv", report.per_figure_csv(scores))
    bad = report.worst_first(scores)[:sheet]
    pictures = [(s, out / "overlays" / f"{s.name}.png", files[s.stratum, s.name]) for s in bad]
    write_bytes(out / "worst.png", contact_sheet(pictures))
    print(f"\nwritten: {out}/scores.txt, figures.csv, worst.png")
    return scores


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digitize.score", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, help="where results go; FOLDER/scores if not given")
    parser.add_argument("--limit", type=int, default=0, help="only so many figures")
    chosen = parser.parse_args()
    figures = figures_in(chosen.folder)
    if not figures:
        parser.error(f"{chosen.folder} holds no figure with a .truth.json beside it")
    figures = figures[: chosen.limit] if chosen.limit else figures
    cases = ((f, from_json(truth_path(f).read_text("utf-8")), f.parent.name) for f in figures)
    run(cases, chosen.out or chosen.folder / "scores")


if __name__ == "__main__":
    main()
