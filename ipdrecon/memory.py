"""Memory that large figures need is given back to the system when it is free: the C library would keep it."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

#: The C library's name of the size from which a block is the system's own, and that size meanwhile and else, in bytes.
MMAP_THRESHOLD, MEANWHILE, ELSE = -3, 1 << 20, 32 << 20


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

    The layers of a large figure live shortly, but leave gaps that the next ones do not fit in.
    """
    library = _library() if when else None
    if library is None:
        yield
        return
    library.mallopt(MMAP_THRESHOLD, MEANWHILE)
    try:
        yield
    finally:
        library.mallopt(MMAP_THRESHOLD, ELSE)
