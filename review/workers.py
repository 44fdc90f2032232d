"""Many steps side by side in processes of their own; one that breaks does not take the others with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import connection
from typing import Any, TypeVar

T = TypeVar("T")
#: Called with (steps done, steps in all, what was done); once with 0 done before the first step.
Progress = Callable[[int, int, str], None]
#: Why a step has no result that ended without one.
LOST = "the process that worked on it ended without an answer, perhaps for want of memory; try --jobs 1"


class Count:
    """Steps done and to do, told as they go."""

    def __init__(self, total: int, tell: Progress) -> None:
        self.done, self.total, self.tell = 0, total, tell
        tell(0, total, "")

    def step(self, what: str) -> None:
        """One more is done."""
        self.done += 1
        self.tell(self.done, self.total, what)

    def left(self, steps: int) -> None:
        """What is left is known better now."""
        self.total = self.done + steps
        self.tell(self.done, self.total, "")


@contextmanager
def processes(workers: int) -> Iterator[ProcessPoolExecutor | None]:
    """Processes that work side by side, None where one is enough; they end with this process, however it ends."""
    if workers == 1:
        yield None
        return
    pool = _started(workers)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _started(workers: int) -> ProcessPoolExecutor:
    # Started afresh: OCR and OpenMP keep threads that do not live through a fork.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_watch_parent)


def _watch_parent() -> None:
    """End this process when the one that started it is gone; files are moved into place whole, so none is left half."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (connection.wait([parent.sentinel]), os._exit(1)), daemon=True).start()


def each(
    pool: ProcessPoolExecutor | None,
    work: Callable[[Any], T],
    tasks: Sequence[Any],
    lost: Callable[[Any], T],
    count: Count,
) -> Iterator[tuple[int, T]]:
    """Results with the places of their tasks, as they come; tasks have a ``label`` to be told by.

    Where a process breaks, what was under way is done again, each task in a process of its own; the one that breaks
    that too gets the result of ``lost``.
    """
    if pool is None:
        for i, task in enumerate(tasks):
            yield i, work(task)
            count.step(task.label)
        return
    waiting = dict(enumerate(tasks))
    try:
        futures = {pool.submit(work, task): i for i, task in waiting.items()}
        for future in as_completed(futures):
            i = futures[future]
            result = future.result()
            del waiting[i]
            yield i, result
            count.step(tasks[i].label)
    except BrokenExecutor:
        for i, task in list(waiting.items()):
            yield i, _alone(work, task, lost)
            count.step(task.label)


def _alone(work: Callable[[Any], T], task: Any, lost: Callable[[Any], T]) -> T:
    with _started(1) as pool:
        try:
            return pool.submit(work, task).result()
        except BrokenExecutor:
            return lost(task)
