"""Pooled results as files: tidy CSV, JSON with everything, pictures as SVG and PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ipdrecon.files import write_bytes, write_json, write_text
from pooling import tables
from pooling.result import Pooled


def write(results: Sequence[Pooled], folder: Path) -> list[Path]:
    """Write every table, one JSON a regimen and the pictures."""
    texts = {
        "pooled_medians.csv": tables.medians(results),
        "pooled_curves.csv": tables.curves(results),
        "pooled_covariance.csv": tables.covariances(results),
        "pooled_studies.csv": tables.studies(results),
        "pooled_times.csv": tables.times(results),
        "pooled_heterogeneity.csv": tables.heterogeneities(results),
    }
    # A table without rows says nothing; it is not written.
    written = [write_text(folder / name, text) for name, text in texts.items() if text.count("\n") > 1]
    written += [write_json(folder / f"pooled_{_safe(r.regimen or 'all')}.json", r) for r in results]
    return written + [write_bytes(folder / name, content) for name, content in pictures(results)]


def pictures(results: Sequence[Pooled]) -> list[tuple[str, bytes]]:
    """File names and contents of all figures."""
    from pooling.plot.curves import curves_figure
    from pooling.plot.heterogeneity import heterogeneity_figure
    from pooling.plot.studies import studies_figure
    from pooling.plot.style import rendered, styled

    with styled():
        made = {
            "pooled_curves": curves_figure(results),
            "pooled_studies": studies_figure(results),
            "pooled_heterogeneity": heterogeneity_figure(results),
        }
        return [
            (f"{name}.{kind}", rendered(figure, kind))
            for name, figure in made.items()
            if figure is not None
            for kind in ("svg", "png")
        ]


def _safe(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-_+" else "_" for c in text)
