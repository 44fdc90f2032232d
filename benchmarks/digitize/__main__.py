"""Draw a corpus at random, read it, score it.

python -m benchmarks.digitize [--seed S] [--n N] [--strata ordinary,hard,...] [--out DIR]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from benchmarks.digitize.corpus import STRATA, make
from benchmarks.digitize.score import run
from ipdrecon.simulate.truth import FigureTruth


def cases(strata: list[str], count: int, seed: int, out: Path) -> Iterator[tuple[Path, FigureTruth, str]]:
    """Figures of each stratum, drawn as they are needed."""
    for stratum in strata:
        for index in range(count):
            case = make(stratum, index, seed, out / "corpus" / stratum)
            yield case.figure, case.truth, stratum


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digitize", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="another seed draws other trials in other styles")
    parser.add_argument("--n", type=int, default=40, help="figures a stratum")
    parser.add_argument("--strata", default=",".join(STRATA), help=f"some of {', '.join(STRATA)}")
    parser.add_argument("--out", type=Path, default=Path("benchmark-digitize"), help="folder for figures and results")
    chosen = parser.parse_args()
    strata = [name.strip() for name in chosen.strata.split(",")]
    if unknown := [name for name in strata if name not in STRATA]:
        parser.error(f"unknown stratum {unknown[0]}; choose from {', '.join(STRATA)}")
    if chosen.n < 1:
        parser.error(f"--n {chosen.n} draws nothing; give 1 or more")
    run(cases(strata, chosen.n, chosen.seed, chosen.out), chosen.out)


if __name__ == "__main__":
    main()
