"""Accuracy against established programs, speed, and coverage over simulated meta-analyses.

python -m benchmarks.pooling [accuracy] [speed] [coverage] [--n N] [--seed S] [--jobs J] [--out DIR]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import attrs

from benchmarks.pooling import accuracy, coverage, speed
from ipdrecon.files import write_text

PARTS = ("accuracy", "speed", "coverage")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pooling", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join(PARTS)}; all if not given")
    parser.add_argument("--n", type=int, default=2000, help="meta-analyses a scenario; 2,000 take about four minutes")
    parser.add_argument("--seed", type=int, default=1, help="another seed simulates other trials")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--out", type=Path, default=Path("benchmark-pooling"), help="folder for the figures")
    chosen = parser.parse_args()
    parts = chosen.parts or list(PARTS)
    if unknown := [name for name in parts if name not in PARTS]:
        parser.error(f"unknown part {unknown[0]}; choose from {', '.join(PARTS)}")
    if chosen.n < 1:
        parser.error(f"--n {chosen.n} simulates nothing; give 1 or more")
    figures: dict[str, object] = {}
    if "accuracy" in parts:
        found = accuracy.run()
        figures["accuracy"] = found
        print("Accuracy: relative distance from RISCA 1.0.7 and metaSurvival 0.1.0\n" + accuracy.as_text(found))
    if "speed" in parts:
        spent = speed.run()
        figures["speed_ms"] = spent
        print("Speed: processor time, least of repeats\n" + speed.as_text(spent))
    if "coverage" in parts:
        rows = list(coverage.run(chosen.n, chosen.seed, chosen.jobs))
        figures["coverage"] = [attrs.asdict(r) for r in rows]
        print(f"Coverage of 95% intervals in {chosen.n} meta-analyses, percent\n" + coverage.as_text(rows))
    print(f"Written to {write_text(chosen.out / 'pooling.json', json.dumps(figures, indent=1) + chr(10))}")


if __name__ == "__main__":
    main()
