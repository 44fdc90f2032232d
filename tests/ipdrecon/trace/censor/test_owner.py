"""A black mark belongs to one curve."""

from __future__ import annotations

import numpy as np

from ipdrecon.trace.censor.marks import Marks
from ipdrecon.trace.censor.owner import with_one_owner, with_one_owner_in_each_ink


def marks(x: list[float], rows: list[int], evidence: list[float]) -> Marks:
    return Marks(np.array(x), np.zeros((50, 50), np.bool_), rows=np.array(rows), evidence=np.array(evidence))


def test_a_mark_found_on_two_curves_is_on_the_one_it_fits_best() -> None:
    """Law: one drawn mark is one patient; marks at one time on curves far apart are two."""
    first, second = with_one_owner(
        [marks([10.0, 30.0], [20, 22], [5.0, 9.0]), marks([10.5, 30.0], [21, 40], [7.0, 8.0])]
    )
    assert first.x.tolist() == [30.0]
    assert first.rows.tolist() == [22]
    assert second.x.tolist() == [10.5, 30.0]


def test_marks_of_one_curve_are_never_each_others() -> None:
    """Law: marks that touch on one curve stay."""
    (only,) = with_one_owner([marks([10.0, 11.0], [20, 20], [5.0, 4.0])])
    assert only.x.size == 2


def test_a_mark_found_on_two_curves_of_one_ink_is_on_one_of_them() -> None:
    """Law: where curves of one colour meet a tick is one patient's; curves of another colour have their own there."""
    found = [marks([10.0], [20], [5.0]), marks([10.5], [21], [7.0]), marks([10.0], [20], [4.0])]
    first, second, other = with_one_owner_in_each_ink(found, [0, 0, 1])
    assert (first.x.size, second.x.size, other.x.size) == (0, 1, 1)
