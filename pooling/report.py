"""Pooled results as files: tidy CSV, JSON with everything, pictures as SVG and PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.files import dumps, write_bytes, write_json, write_text
from pooling import tables
from pooling.analysis import Analysis
from pooling.result import Pooled


def as_text(made: Analysis) -> str:
    """What the command prints: pooled medians, and what else was asked or can be said."""
    parts = [tables.as_text(made.results)] if made.results else []
    if made.medians:
        parts.append("Medians pooled without curves\n" + tables.as_text(made.medians))
    if (test := made.equality) is not None:
        parts.append(
            f"Equality of {len(test.regimens)} regimens: curves χ² = {test.statistic:.1f}, df = {test.df}, "
            f"p = {_p(test.p)}; restricted means to {test.horizon:g} χ² = {test.rmst_statistic:.1f}, "
            f"df = {test.rmst_df}, p = {_p(test.rmst_p)}\n"
        )
    if moved := tables.moves(made.results, made.omitted, made.grids):
        parts.append(moved)
    if made.contrast is not None:
        parts.append(tables.contrasts(made.contrast))
    parts += [tables.fits(r) for r in made.results if r.fits]
    costs = [_cost(r) for r in made.results if r.reconstruction is not None]
    if costs:
        parts.append("".join(costs))
    return "\n".join(parts)


def _cost(result: Pooled) -> str:
    """What reconstructing costs, in one line."""
    cost = result.reconstruction
    assert cost is not None
    median = f"{cost.median_share:.1%}" if np.isfinite(cost.median_share) else "an unknown part"
    name = result.regimen or "all"
    return (
        f"{name}: reconstruction ({cost.replicates} replicates) makes up {median} of the variance of "
        f"the median, {cost.rmst_share:.1%} of the restricted mean's\n"
    )


def _p(value: float) -> str:
    return "< 0.0001" if value < 1e-4 else f"{value:.4f}"


def notes(made: Analysis) -> list[str]:
    """Warnings of all results, each once, with its regimen."""
    lines = [f"{r.regimen or 'all'}: {text}" for r in (*made.results, *made.medians) for text in r.warnings]
    return list(dict.fromkeys(lines))


def as_json(made: Analysis) -> str:
    """A list of all results, each as it is written to its own file."""
    return "[" + ",\n".join(dumps(r).rstrip() for r in (*made.results, *made.medians)) + "]\n"


def pair(text: str | None) -> tuple[str, str] | None:
    """``A,B`` as two regimens.

    Raises
    ------
    InputError  where it is not two names.
    """
    if text is None:
        return None
    first, comma, second = (part.strip() for part in text.partition(","))
    if not comma or not first or not second or "," in second:
        raise InputError(f"--compare '{text}' is not understood; give two regimens with a comma between them")
    return first, second


def write(made: Analysis, folder: Path) -> list[Path]:
    """Write every table, one JSON a regimen and the pictures."""
    results = made.results
    texts = {
        "pooled_medians.csv": tables.medians((*results, *made.medians)),
        "pooled_curves.csv": tables.curves(results),
        "pooled_covariance.csv": tables.covariances(results),
        "pooled_studies.csv": tables.studies(results),
        "pooled_times.csv": tables.times(results),
        "pooled_heterogeneity.csv": tables.heterogeneities(results),
        "pooled_leave_one_out.csv": tables.variants(made.omitted, "left_out"),
        "pooled_grids.csv": tables.variants(made.grids, "grid"),
        "pooled_distributions.csv": tables.fit_rows(results),
    }
    # A table without rows says nothing; it is not written.
    written = [write_text(folder / name, text) for name, text in texts.items() if text.count("\n") > 1]
    written.append(
        write_text(folder / "pooled.txt", as_text(made) + "".join(f"Note: {line}\n" for line in notes(made)))
    )
    written += [write_json(folder / name, r) for name, r in zip(file_names(results), results, strict=True)]
    return written + [write_bytes(folder / name, content) for name, content in pictures(results)]


def pictures(results: Sequence[Pooled]) -> list[tuple[str, bytes]]:
    """File names and contents of all figures."""
    if not results:
        return []
    from ipdrecon.plot.style import rendered
    from pooling.plot.curves import curves_figure
    from pooling.plot.heterogeneity import heterogeneity_figure
    from pooling.plot.studies import studies_figure
    from pooling.plot.style import styled

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


def file_names(results: Sequence[Pooled]) -> list[str]:
    """A JSON file for each regimen; names that differ only in signs a file cannot carry get a number."""
    made: list[str] = []
    for r in results:
        stem = "pooled_" + "".join(c if c.isalnum() or c in "-_+" else "_" for c in r.regimen or "all")
        # File systems may not tell upper from lower case.
        taken = [name.lower() for name in made]
        name, number = f"{stem}.json", 2
        while name.lower() in taken:
            name, number = f"{stem}_{number}.json", number + 1
        made.append(name)
    return made
