"""The pictures only a review has, drawn and kept; and all pictures as the report embeds them."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

from ipdrecon.files import write_bytes
from review.folder.project import Review
from review.plot.against import Pair, side_by_side
from review.plot.bias import counted, summary, traffic_light
from review.plot.bubble import bubbles as bubble_plot
from review.plot.heat import adverse_events
from review.plot.prisma import flow
from review.plot.style import rendered, styled
from review.report import absolute
from review.results import Results

#: Width in pixels of a figure's overlay inside the report, and its number of colours.
OVERLAY_PX, OVERLAY_COLORS = 1100, 96


def draw(review: Review, results: Results) -> dict[str, str]:
    """Draw what the folder has facts for; returns name → stem in ``plots``."""
    made: dict[str, Any] = {}
    with styled():
        made["prisma"] = flow(review.prisma)
        trials = [study.trial for study in review.studies]
        made["risk_of_bias_traffic_light"] = traffic_light(trials, review.risk_of_bias)
        counts = counted(review.risk_of_bias, review.risk_of_bias_summary)
        made["risk_of_bias_summary"] = summary(counts, len(trials))
        made["adverse_events_heat_map"] = adverse_events(
            review.adverse_events, review.treatments, review.project.review.ae_threshold
        )
        unit = review.project.review.time_unit
        for outcome, plan in review.project.outcomes.items():
            if plan.kind == "binary":
                made[f"{outcome}_bubbles"] = bubble_plot(
                    absolute.bubbles(review, outcome), title=review.title_of(outcome), unit=unit
                )
                continue
            if (again := absolute.reestimated(review, results, outcome)) is not None:
                made[f"{outcome}_reestimated"] = side_by_side(
                    again[1],
                    names=("reported", "from reconstructed patients"),
                    title="Hazard ratio",
                    ratio=True,
                    null=1.0,
                )
            made[f"{outcome}_medians"] = _medians(review, results, outcome, unit)
    found = {}
    for name, figure in made.items():
        if figure is not None:
            for kind in ("svg", "png"):
                write_bytes(results.out / "plots" / f"{name}.{kind}", rendered(figure, kind))
            found[name] = name
    return found


def _medians(review: Review, results: Results, outcome: str, unit: str) -> Any:
    """Published pooled medians beside those of this review."""
    told = {row.treatment: row for row in review.published_medians if row.outcome == outcome}
    curves = {curve.treatment: curve.pooled for curve in results.pooled if curve.outcome == outcome}
    nan = (float("nan"),) * 3
    pairs = [
        Pair(
            name,
            (told[name].median, told[name].ci_low, told[name].ci_high) if name in told else nan,
            (curves[name].median, curves[name].median_low, curves[name].median_high),
        )
        for name in sorted(curves, key=lambda name: -curves[name].median)
    ]
    if not told or not pairs:
        return None
    return side_by_side(pairs, names=("published", "this review"), title=f"Pooled median ({unit})", ratio=False)


def inline_svg(path: Path, label: str) -> str:
    """An SVG file as an element of the page: its own names for its parts, and a label for readers who hear it."""
    content = path.read_text(encoding="utf-8")
    content = content[content.index("<svg") :]
    prefix = re.sub(r"\W", "", path.stem)
    content = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', content)
    content = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", content)
    content = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', content)
    content = re.sub(r"<metadata>.*?</metadata>", "", content, flags=re.S)
    safe = label.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    wide = re.search(r'width="([0-9.]+)pt"', content)
    size = f' style="--wide: {float(wide[1]):.0f}pt"' if wide else ""
    return content.replace("<svg", f'<svg role="img" aria-label="{safe}"{size}', 1)


def embedded_png(path: Path) -> str:
    """A picture as a data address, made small enough for a page that holds many of them."""
    from PIL import Image

    with Image.open(path) as opened:
        picture = opened.convert("RGB")
    if picture.width > OVERLAY_PX:
        height = round(picture.height * OVERLAY_PX / picture.width)
        picture = picture.resize((OVERLAY_PX, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.quantize(OVERLAY_COLORS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode("ascii")
