"""Measure, print, and write the figures to a file.

python -m benchmarks.nma [--repeats N] [--out FILE]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import attrs

from benchmarks.nma import bayes, frequentist
from ipdrecon.files import write_text


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.nma", description=__doc__)
    parser.add_argument("--repeats", type=int, default=50, help="runs of each short measurement; the least one counts")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results/nma.json"), help="file for the figures")
    chosen = parser.parse_args()
    if chosen.repeats < 1:
        parser.error(f"--repeats {chosen.repeats} measures nothing; give 1 or more")
    figures = [*frequentist.figures(chosen.repeats), *bayes.figures(chosen.repeats)]
    for figure in figures:
        print(figure.line())
    content = [{**attrs.asdict(figure), "kept": figure.kept} for figure in figures]
    write_text(chosen.out, json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main()
