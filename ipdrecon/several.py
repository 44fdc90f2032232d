"""Several figures in one run: each into files of its own, and one that cannot be read stops none of the others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ipdrecon.errors import InputError, IpdreconError
from ipdrecon.session import Summary, digitize_file

#: Options that say something of one figure and cannot hold for several.
OF_ONE = ("labels", "colors", "panel", "crop", "page", "risk_table", "patients", "events", "trial", "curves")


def digitize_each(
    paths: Sequence[Path], out: Path | None, told: Mapping[str, Any]
) -> Iterator[tuple[Path, Summary | IpdreconError]]:
    """Digitise each figure as :func:`digitize_file` does, in their order: what was read, or why it was not.

    Raises
    ------
    InputError  before anything is read, where two figures would write the same files, or an option is one figure's.
    """
    figures = [path for path in paths if not _is_made_of(path, paths)]
    _refuse_one_figures_options(figures, told)
    _refuse_same_files(figures, out)
    return _each(figures, out, told)


def _is_made_of(path: Path, paths: Sequence[Path]) -> bool:
    """Whether a picture is the overlay or the fit of another one given: ``*.png`` finds these in the second run."""
    return any(
        path is not other
        and path.parent == other.parent
        and re.fullmatch(re.escape(other.stem) + r"(_\d+)?_(overlay|fit(_\d+)?)", path.stem)
        for other in paths
    )


def _each(
    paths: Sequence[Path], out: Path | None, told: Mapping[str, Any]
) -> Iterator[tuple[Path, Summary | IpdreconError]]:
    for path in paths:
        taken = {_place(other, out) for other in paths if other is not path}
        try:
            yield path, digitize_file(path, out, told, taken)
        except IpdreconError as error:
            yield path, error


def _refuse_one_figures_options(paths: Sequence[Path], told: Mapping[str, Any]) -> None:
    if len(paths) > 1 and (given := [name for name in OF_ONE if told.get(name)]):
        option = "--" + given[0].replace("_", "-")
        raise InputError(f"{option} tells something of one figure, but {len(paths)} are given; give that figure alone")


def _refuse_same_files(paths: Sequence[Path], out: Path | None) -> None:
    place, count = Counter(_place(path, out) for path in paths).most_common(1)[0]
    if count > 1:
        same = [str(path) for path in paths if _place(path, out) == place][:2]
        raise InputError(
            f"{' and '.join(same)} would both be written as {place.name}.json and its tables; rename one, or give them "
            "one by one with different --out"
        )


def _place(path: Path, out: Path | None) -> Path:
    """What the files written of a figure begin with."""
    return (out if out is not None else path.parent).resolve() / path.stem
