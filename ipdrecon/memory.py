"""Memory that large figures need is given back to the system when it is free: the C library would keep it."""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

#: The C library's name of the size from which a block is the system's own, and that size meanwhile and else, in bytes.
MMAP_THRESHOLD, MEANWHILE, ELSE = -3, 1 << 20, 32 << 20

#: Held while the size is set; how many large figures are read at this moment.
_turn = threading.Lock()
_large = 0


@cache
def _library() -> Any:
    """glibc, which alone keeps what is freed; None elsewhere."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None
    return library if library is not None and hasattr(library, "malloc_trim") else None


def give_back() -> None:
    """Hand what is free to the system: blocks too small for pictures are kept until someone asks."""
    if (library := _library()) is not None:
        library.malloc_trim(0)


@contextmanager
def given_back_at_once(when: bool) -> Iterator[None]:
    """Meanwhile what is freed of pictures goes back to the system at once, which takes time.

    The layers of a large figure live shortly, but leave gaps that the next ones do not fit in. Where several large
    figures are read side by side, the last of them to end leaves things as they were.
    """
    library = _library() if when else None
    if library is None:
        yield
        return
    _count(library, 1)
    try:
        yield
    finally:
        _count(library, -1)


def _count(library: Any, change: int) -> None:
    """One large figure more or less is read; the size is set by the first and given up by the last."""
    global _large
    with _turn:
        _large += change
        library.mallopt(MMAP_THRESHOLD, MEANWHILE if _large else ELSE)
