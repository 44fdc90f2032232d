"""From the cells of a table to its rows; every fault is found, each with its row and column."""

from __future__ import annotations

import functools
import math
from pathlib import Path
from typing import Any, TypeVar

import attrs
import cattrs
from cattrs.errors import AttributeValidationNote

from ipdrecon.errors import InputError
from ipdrecon.files import read_table
from review.folder.finding import Finding
from review.folder.rows import CellError, Row, columns

R = TypeVar("R", bound=Row)
#: Reads as a word and as a number.
_STAND_IN = "1"


def read_rows(path: Path, table: type[R]) -> tuple[tuple[R, ...], list[Finding]]:
    """Rows of a file that are sound, and what is wrong with the others."""
    file = path.name
    try:
        header, body = read_table(path)
    except InputError as error:
        return (), [Finding("error", file, str(error).replace(f"{path}", "the table"))]
    header = [cell.strip().lower().replace(" ", "_") for cell in header]
    faults = _header_faults(file, header, table)
    if any(fault.level == "error" for fault in faults):
        return (), faults
    open_ended = "extra" in attrs.fields_dict(table)
    known = set(columns(table))
    rows: list[R] = []
    for line, cells in enumerate(body, start=2):
        named = dict(zip(header, cells, strict=True))
        content: dict[str, Any] = {key: cell for key, cell in named.items() if key in known and cell != ""}
        content["row"] = line
        if open_ended:
            content["extra"] = {key: cell for key, cell in named.items() if key not in known}
        empty = [column for column in header if column in _required(table) and column not in content]
        faults += [Finding("error", file, "is empty; fill it in", line, column) for column in empty]
        try:
            # A stand-in for what is missing, so that the other cells of the row are looked at too.
            row = _converter().structure({**dict.fromkeys(empty, _STAND_IN), **content}, table)
        except cattrs.ClassValidationError as error:
            faults += [
                fault
                for inner in error.exceptions
                if (fault := Finding("error", file, *_said(inner, line))).column not in empty
            ]
            continue
        if not empty:
            rows.append(row)
    return tuple(rows), faults


def _header_faults(file: str, header: list[str], table: type[Row]) -> list[Finding]:
    faults = [
        Finding("error", file, "is named twice in the header; keep one", 1, column)
        for column in sorted({name for name in header if header.count(name) > 1})
    ]
    if missing := sorted(_required(table) - set(header)):
        faults.append(Finding("error", file, f"the header lacks {', '.join(missing)}; it has {', '.join(header)}", 1))
    if "extra" not in attrs.fields_dict(table):
        faults += [
            Finding("error", file, f"is not known here; the columns are {', '.join(columns(table))}", 1, column)
            for column in header
            if column not in columns(table)
        ]
    return faults


def _required(table: type[Row]) -> frozenset[str]:
    return frozenset(a.name for a in attrs.fields(table) if a.default is attrs.NOTHING and a.name != "row")


def _said(error: Exception, line: int) -> tuple[str, int, str]:
    """A fault in words with its row and column."""
    if isinstance(error, CellError):
        return str(error), line, error.column
    notes = [note for note in getattr(error, "__notes__", []) if isinstance(note, AttributeValidationNote)]
    return str(error), line, notes[0].name if notes else ""


def number_of(cell: Any) -> float:
    """A cell as a number: NR is inf, NA is NaN, one decimal comma is understood."""
    written = str(cell).strip()
    if written.upper() in ("NR", "NE"):
        return math.inf
    if written.upper() in ("", "NA", "."):
        return math.nan
    if written.count(",") == 1 and "." not in written:
        written = written.replace(",", ".")
    try:
        value = float(written)
    except ValueError:
        raise ValueError(f"holds '{cell}', which is no number") from None
    if not math.isfinite(value):
        raise ValueError(f"holds '{cell}', which is no number; write NR for not reached")
    return value


@functools.cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(float, lambda cell, _: number_of(cell))
    converter.register_structure_hook(str, lambda cell, _: str(cell).strip())
    return converter
