"""The tables of a run: what of its figures they add up."""

from __future__ import annotations

import csv
import io

from benchmarks.digitize.report import per_figure_csv, summary
from benchmarks.digitize.scoring import FigureScore, PanelScore


def figure(name: str, cells: int, exact: int, doubted: int, doubted_exact: int) -> FigureScore:
    panel = PanelScore((), 0, 0, 0.0, 0.0, True, True, cells, exact, doubted, doubted_exact)
    return FigureScore(name, "ordinary", (panel,))


FIGURES = (figure("clear.png", 12, 12, 0, 0), figure("blurred.png", 10, 8, 1, 3))


def test_false_doubts_are_told_as_a_share_of_the_exact_cells() -> None:
    (row,) = summary(FIGURES)
    assert (row["cells%"], row["cells_undoubted_wrong"], row["cells_exact_doubted%"]) == ("90.9", "1", "15.0")


def test_each_figure_says_which_of_its_cells_are_in_doubt() -> None:
    lines = {line["figure"]: line for line in csv.DictReader(io.StringIO(per_figure_csv(FIGURES)))}
    assert [lines["blurred.png"][f"cells{kind}"] for kind in ("", "_exact", "_doubted", "_doubted_exact")] == [
        "10", "8", "1", "3",
    ]  # fmt: skip
