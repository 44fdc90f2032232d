"""Files of one component of a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ipdrecon.files import write_bytes, write_text
from nma.network import Network


def write_part(
    folder: Path, network: Network, tables: Mapping[str, str], pictures: Iterable[tuple[str, bytes]]
) -> list[Path]:
    """Write a component's tables and pictures, by name; those of one among several carry its number."""
    tail = "" if network.of == 1 else f"_{network.number}"

    def numbered(name: str) -> Path:
        stem, _, kind = name.rpartition(".")
        return folder / f"{stem}{tail}.{kind}"

    made = [write_text(numbered(name), text) for name, text in tables.items()]
    return made + [write_bytes(numbered(name), content) for name, content in pictures]
