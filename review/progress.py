"""How far a run is: a bar with an estimate where a person looks on, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from review.workers import Progress


@contextmanager
def shown() -> Iterator[Progress | None]:
    """A bar on standard error for the length of a ``with`` block; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    import shutil

    from tqdm import tqdm

    # Asked here and not by the bar, which shows nothing where a terminal does not say how large it is.
    size = shutil.get_terminal_size()
    form = "{desc:<34.34} {bar} {n_fmt}/{total_fmt} steps, {elapsed} gone, about {remaining} left"
    with tqdm(total=1, file=sys.stderr, bar_format=form, ncols=size.columns, nrows=size.lines, leave=False) as bar:

        def progress(done: int, total: int, what: str) -> None:
            bar.total = max(total, 1)
            bar.n = done
            if what:
                bar.set_description_str(what, refresh=False)
            bar.refresh()

        yield progress
