"""Writing that leaves either the old file or the new one, never half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from ipdrecon.errors import InputError


def write_bytes(path: str | Path, content: bytes) -> Path:
    """Write ``content`` under a temporary name beside ``path``, then move it there.

    Raises
    ------
    InputError  where the folder cannot be made or written to.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise InputError(f"cannot write {target}: {error.strerror}; choose another folder with --out") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(target)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise InputError(f"cannot write {target}: {error.strerror}; choose another folder with --out") from error
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target


def write_text(path: str | Path, content: str) -> Path:
    """Write text as UTF-8 with Unix line ends, whole or not at all."""
    return write_bytes(path, content.encode("utf-8"))
