"""Runs of a row of flags."""

from __future__ import annotations

import numpy as np

from ipdrecon.frozen import Bools, Ints


def edges_of(flags: Bools) -> Ints:
    """First place of each run of a row of flags (n,) and the place behind its last one, in turn, (2k,)."""
    return np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))


def first_run(flags: Bools) -> int:
    """How many flags of a row (n,) are set from its first one on without a gap."""
    return int(flags.size if flags.all() else np.argmin(flags))
