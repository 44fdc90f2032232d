"""Parts worked on side by side give what they would give one after the other."""

from __future__ import annotations

import threading

import pytest

from ipdrecon.threads import one_by_one, side_by_side


def test_results_keep_the_order_of_the_items() -> None:
    gate = threading.Event()

    def late_first(item: int) -> int:
        if item == 0:
            gate.wait(0.2)  # ends after the second one where there are two cores
        else:
            gate.set()
        return item * item

    assert side_by_side(late_first, range(2)) == [0, 1]


def test_parts_within_parts_do_not_wait_for_each_other() -> None:
    assert side_by_side(lambda k: sum(side_by_side(lambda i: i * k, range(8))), range(8)) == [28 * k for k in range(8)]


def test_what_a_part_raises_is_raised() -> None:
    def broken(item: int) -> int:
        if item == 1:
            raise ValueError("the second of them")
        return item

    with pytest.raises(ValueError, match="the second of them"):
        side_by_side(broken, range(3))


def test_parts_follow_one_another_where_memory_is_scarce() -> None:
    here = threading.current_thread()
    with one_by_one(True):
        assert side_by_side(lambda _: threading.current_thread(), range(3)) == [here] * 3
    with one_by_one(False):
        assert here not in side_by_side(lambda _: threading.current_thread(), range(3))
