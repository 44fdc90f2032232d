"""Contact sheet: the worst figures of a run on one picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from benchmarks.digitize.scoring import FigureScore

#: Size of one picture on the sheet, and how many stand side by side.
CELL_PX, COLUMNS = (700, 560), 3


def contact_sheet(pictures: Sequence[tuple[FigureScore, Path, Path]]) -> bytes:
    """PNG of (score, overlay, figure): the overlay where there is one, else the raster figure, with what went wrong."""
    rows = max(1, -(-len(pictures) // COLUMNS))
    sheet = Image.new("RGB", (CELL_PX[0] * COLUMNS, CELL_PX[1] * rows), "white")
    pen = ImageDraw.Draw(sheet)
    for index, (score, overlay, figure) in enumerate(pictures):
        x, y = index % COLUMNS * CELL_PX[0], index // COLUMNS * CELL_PX[1]
        shown = overlay if overlay.exists() else figure
        if shown.suffix.lower() not in {".pdf", ".svg"}:
            with Image.open(shown) as picture:
                small = picture.convert("RGB")
            small.thumbnail((CELL_PX[0] - 8, CELL_PX[1] - 26))
            sheet.paste(small, (x + 4, y + 22))
        pen.text((x + 4, y + 4), caption(score)[:110], fill="black")
    content = io.BytesIO()
    sheet.save(content, format="PNG")
    return content.getvalue()


def caption(score: FigureScore) -> str:
    """What went wrong with a figure, in one line."""
    if score.refusal:
        return f"{score.name}: refused: {score.refusal}"
    worst = max((curve.rmse for curve in score.curves), default=float("nan"))
    said = [f"{score.name}: worst RMSE {worst:.4f}"]
    if missed := score.missed + sum(panel.missed for panel in score.panels):
        said.append(f"{missed} missed")
    if invented := score.invented + sum(panel.invented for panel in score.panels):
        said.append(f"{invented} invented")
    said += [f"axes off {p.x_error:.3f}, {p.y_error:.3f}" for p in score.panels if max(p.x_error, p.y_error) > 0.003]
    return ", ".join(said)
