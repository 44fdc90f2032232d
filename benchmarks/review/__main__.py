"""Run the example review, and lay what it gives beside the patients drawn and the numbers printed.

python -m benchmarks.review [--jobs N] [--out DIR]
"""

from __future__ import annotations

import argparse
import os
import shutil
import time
from pathlib import Path

from benchmarks.review import beside
from ipdrecon.files import write_text

REVIEW = Path(__file__).parents[2] / "fixtures" / "post_cdk46"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review", description=__doc__)
    parser.add_argument("--jobs", type=int, default=2, help="processes at work at once")
    parser.add_argument(
        "--out", type=Path, default=Path("benchmarks/results/review"), help="folder for results; emptied first"
    )
    chosen = parser.parse_args()
    from review.run import run_review

    results = chosen.out / "results"
    if results.exists():
        shutil.rmtree(results)
    began = time.monotonic()
    found = run_review(REVIEW, results, jobs=chosen.jobs)
    wall, used = time.monotonic() - began, os.times()
    cpu = used.user + used.system + used.children_user + used.children_system
    text = "\n\n".join(
        [
            beside.figures(REVIEW, found),
            beside.medians(REVIEW, found),
            beside.leagues(REVIEW, found),
            f"{len(found.figures)} figures, {len(found.networks)} network analyses, report: {cpu:.0f} s of CPU, "
            f"{wall:.0f} s with {chosen.jobs} processes",
            *found.problems,
        ]
    )
    print(text)
    print(f"\nwrote {write_text(chosen.out / 'review.txt', text + chr(10))}")


if __name__ == "__main__":
    main()
