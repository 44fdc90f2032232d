"""Draw trials, publish them at several qualities, reconstruct them, and measure.

python -m benchmarks.reconstruct [--trials 300] [--seed S] [--qualities ...] [--settings ...] [--method M] [--merged]
                                 [--ensembles N] [--kmdata FILE.csv.gz] [--out DIR]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks.reconstruct.accuracy import accuracy
from benchmarks.reconstruct.cases import QUALITIES, SETTINGS, Trial, draw_trial, trials_of
from benchmarks.reconstruct.coverage import coverage
from benchmarks.reconstruct.measures import summary
from benchmarks.reconstruct.speed import speed
from ipdrecon.files import write_text


def as_text(rows: list[dict[str, object]]) -> str:
    """Rows as a table with aligned columns."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names] + [[_cell(row.get(name, "")) for name in names] for row in rows]
    widths = [max(len(line[i]) for line in cells) for i in range(len(names))]
    return "\n".join("  ".join(cell.rjust(w) for cell, w in zip(line, widths, strict=True)) for line in cells)


def _cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reconstruct", description=__doc__)
    parser.add_argument("--trials", type=int, default=300, help="two-arm trials")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--qualities", default=",".join((*QUALITIES, "clicks")))
    parser.add_argument("--settings", default=",".join(SETTINGS))
    parser.add_argument("--method", default="constrained")
    parser.add_argument("--merged", action="store_true", help="marks of one pixel column show as one")
    parser.add_argument("--ensembles", type=int, default=60, help="trials whose ensembles are drawn, for coverage")
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--kmdata", type=Path, help="patients figure,arm,time,event to use instead of simulated ones")
    parser.add_argument("--out", type=Path, default=Path("benchmark-reconstruct"))
    chosen = parser.parse_args()
    if chosen.trials < 1:
        parser.error(f"--trials {chosen.trials} draws nothing; give 1 or more")
    qualities, settings = chosen.qualities.split(","), chosen.settings.split(",")
    trials: list[Trial] = (
        trials_of(chosen.kmdata)[: chosen.trials]
        if chosen.kmdata
        else [draw_trial(np.random.default_rng([chosen.seed, i])) for i in range(chosen.trials)]
    )
    tallies = accuracy(trials, qualities, settings, chosen.seed, method=chosen.method, merged=chosen.merged)
    exact = [{"quality": q, "setting": s, **summary(tally)} for (q, s), tally in tallies.items()]
    print(f"{len(trials)} two-arm trials\n\n{as_text(exact)}")
    found: dict[str, object] = {"trials": len(trials), "seed": chosen.seed, "method": chosen.method, "accuracy": exact}
    if chosen.ensembles and chosen.method == "constrained":
        covered = coverage(
            trials[: chosen.ensembles], "pixels", settings, chosen.replicates, chosen.seed, merged=chosen.merged
        )
        rows: list[dict[str, object]] = [{"setting": name, **values} for name, values in covered.items()]
        print(
            f"\ncoverage of 95% intervals, pixels, {min(len(trials), chosen.ensembles)} trials (%)\n\n{as_text(rows)}"
        )
        found["coverage"] = rows
    timed: list[dict[str, object]] = [dict(row) for row in speed()]
    print(f"\nCPU time an arm\n\n{as_text(timed)}")
    found["speed"] = timed
    print(f"\nwrote {write_text(chosen.out / 'reconstruct.json', json.dumps(found, indent=1))}")


if __name__ == "__main__":
    main()
