"""Compiled loops, and a word to who waits while they are compiled the first time."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import ModuleType

import numpy as np

#: Loading compiled loops from their cache takes well under a second; what takes longer is a compilation.
PATIENCE_S = 1.5
SENTENCE = "Compiling the sampler for this machine; this happens on the first run only and takes about half a minute."

_ready = threading.Event()


def to_stderr(line: str) -> None:
    """Print a line where it does not mix with results."""
    print(line, file=sys.stderr, flush=True)


def loops(notice: Callable[[str], None] = to_stderr) -> ModuleType:
    """The kernels of a chain, ready to run; ``notice`` gets a sentence where they have to be compiled."""
    from nma.bayes.kernels import chain

    if _ready.is_set():
        return chain
    timer = threading.Timer(PATIENCE_S, notice, [SENTENCE])
    timer.daemon = True
    timer.start()
    try:
        _smallest_run(chain)
    finally:
        timer.cancel()
    _ready.set()
    return chain


def _smallest_run(chain: ModuleType) -> None:
    """One trial, four iterations: enough to have every loop."""
    rows = np.eye(2)[:, 1:]
    chain.run_chain(
        np.random.Generator(np.random.PCG64(0)), np.array([0, 2]), np.array([5.0, 7.0]), np.array([20.0, 20.0]),
        np.array([0, 0, 1]), np.array([0]), np.array([1.0]), np.eye(1), np.ones(1), True, 1e-4, 1e-4, 0, 0.5, 0.0, 0,
        np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0), np.empty((0, 1)), np.empty((0, 1)),
        np.zeros(1), 0.2, 2, np.empty((2, 3)), np.zeros(2), np.zeros(2), rows[:, 0],
    )  # fmt: skip
