"""What has been done and need not be done again.

A step keeps a small file with the hash of everything it followed from and of everything it wrote. It is written last,
whole or not at all: a run that was stopped goes on with the steps that had not written theirs.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import attrs

from ipdrecon.errors import InputError
from ipdrecon.files import dumps, loads, write_text

T = TypeVar("T")


def digest(*parts: Any) -> str:
    """SHA-256 of bytes, text, numbers, attrs types and collections of them, in order."""
    found = hashlib.sha256()
    for part in parts:
        content = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True, default=_plain).encode()
        found.update(len(content).to_bytes(8, "big") + content)
    return found.hexdigest()


def _plain(value: Any) -> Any:
    if attrs.has(type(value)):
        return attrs.asdict(value, recurse=False)
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes; "" where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@functools.cache
def code(*packages: str) -> str:
    """SHA-256 over the source of packages: a program that changed does its steps again."""
    found = hashlib.sha256()
    for package in packages:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            raise InputError(f"package {package} is not installed; install ipdrecon again")
        for path in sorted(Path(spec.origin).parent.rglob("*.py")):
            found.update(path.read_bytes())
    return found.hexdigest()


@attrs.frozen
class Steps:
    """The steps kept in a results folder.

    Attributes
    ----------
    folder : Path    The results folder; its ``state`` holds one file a step.
    """

    folder: Path

    def _path(self, name: str) -> Path:
        return self.folder / "state" / f"{name}.json"

    def _state(self, name: str) -> dict[str, Any]:
        """What a step wrote of itself; empty where it never ended or its file is damaged."""
        try:
            state = json.loads(self._path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return state if isinstance(state, dict) and {"digest", "files", "content"} <= set(state) else {}

    def fresh(self, name: str, of: str, kind: type[T]) -> T | None:
        """The value of a step that followed from the same things and whose files are untouched, else None."""
        state = self._state(name)
        if state.get("digest") != of or self.touched(name):
            return None
        try:
            return loads(state["content"], kind, name=name)
        except InputError:
            return None

    def touched(self, name: str) -> list[Path]:
        """Files of a step that are missing or are not as it wrote them."""
        files = self._state(name).get("files", {})
        return [self.folder / file for file, was in files.items() if file_digest(self.folder / file) != was]

    def forget(self, name: str) -> None:
        """Take back that a step has ended, before its files are written anew."""
        self._path(name).unlink(missing_ok=True)

    def keep(self, name: str, of: str, value: Any, files: Iterable[Path]) -> None:
        """Note that a step has ended: what it followed from, what it gave, and the files it wrote."""
        written = {path.relative_to(self.folder).as_posix(): file_digest(path) for path in files}
        state = {"digest": of, "files": written, "content": dumps(value)}
        write_text(self._path(name), json.dumps(state, indent=1, ensure_ascii=False) + "\n")
