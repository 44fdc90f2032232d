"""Independent parts of one figure, worked on side by side by threads: compiled loops and OpenCV let others run."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

#: More threads than this share no more of a figure's work: it has few curves.
MOST = 4

_here = threading.local()


def side_by_side(function: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """``function`` of each item, in their order; what the first one that fails raises is raised.

    Within a part that runs beside others the items follow one another: a thread that waits for threads of its own pool
    might wait for ever.
    """
    work = list(items)
    if len(work) < 2 or getattr(_here, "beside", False):
        return [function(item) for item in work]
    return list(_pool().map(function, work))


@contextmanager
def one_by_one(when: bool) -> Iterator[None]:
    """Parts follow one another in what this thread does meanwhile, where memory is scarcer than time."""
    before = getattr(_here, "beside", False)
    _here.beside = before or when
    try:
        yield
    finally:
        _here.beside = before


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(MOST, os.cpu_count() or 1), thread_name_prefix="part", initializer=_mark)


def _mark() -> None:
    """Know this thread for one of the pool."""
    _here.beside = True
