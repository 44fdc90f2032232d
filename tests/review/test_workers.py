"""Steps side by side: every task has its result, also where one of them takes its process down."""

from __future__ import annotations

import os

import attrs

from review.workers import Count, each, processes


@attrs.frozen
class Square:
    """A number to be squared; below 0 the process ends at once, as it would for want of memory."""

    number: int

    @property
    def label(self) -> str:
        return str(self.number)


def squared(task: Square) -> int:
    if task.number < 0:
        os._exit(9)
    return task.number**2


def lost(task: Square) -> int:
    return -1


def test_a_broken_process_loses_its_own_task_only() -> None:
    told: list[tuple[int, int, str]] = []
    tasks = [Square(n) for n in (2, -1, 3, 4)]
    with processes(2) as pool:
        found = dict(each(pool, squared, tasks, lost, Count(4, lambda *step: told.append(step))))
    assert found == {0: 4, 1: -1, 2: 9, 3: 16}
    assert [done for done, _, _ in told] == [0, 1, 2, 3, 4]


def test_one_worker_is_this_process() -> None:
    with processes(1) as pool:
        assert pool is None
        found = list(each(pool, squared, [Square(5)], lost, Count(1, lambda *step: None)))
    assert found == [(0, 25)]
