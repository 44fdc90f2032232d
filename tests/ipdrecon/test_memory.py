"""What is freed of large pictures is the system's again."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

#: Pieces of which every other one is dropped, after a larger one has taught the C library to keep such sizes.
PROGRAM = """
import mmap, pathlib
import numpy as np
from ipdrecon.memory import given_back_at_once
def resident(): return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * mmap.PAGESIZE / 2**20
del_me = np.ones(24 << 20, np.uint8); del del_me
before = resident()
with given_back_at_once({when}):
    with given_back_at_once({another}):
        pass
    pieces = [np.ones(4 << 20, np.uint8) for _ in range(40)]
    del pieces[::2]
    print(resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps what is freed")
def test_every_other_of_forty_pieces_of_four_megabytes_is_given_back_only_where_asked() -> None:
    assert kept(True) < 100 < 150 < kept(False)


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps what is freed")
def test_a_large_figure_that_is_read_before_another_has_ended_takes_nothing_from_it() -> None:
    assert kept(True, another=True) < 100


def kept(when: bool, another: bool = False) -> float:
    """Megabytes that stay of the 80 in use and the 80 freed; ``another`` large figure begins and ends before."""
    command = [sys.executable, "-c", PROGRAM.format(when=when, another=another)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return float(done.stdout)
