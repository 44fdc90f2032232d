"""Ensembles of patients as one CSV: ``replicate,time,event,treatment,trial[,time_unit]``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.files.patients import ipd_columns, ipd_of
from ipdrecon.files.tables import column_of_numbers, find_columns, read_table, write_rows
from ipdrecon.ipd import IPD


def write_replicates(path: str | Path, replicates: Sequence[IPD]) -> Path:
    """Patients of every replicate, numbered from 1.

    Raises
    ------
    InputError  where there is none, or the file cannot be written.
    """
    if not replicates:
        raise InputError(f"{path} would hold no replicate; give at least one")
    header, _ = ipd_columns(replicates[0])
    rows = ((str(number), *row) for number, ipd in enumerate(replicates, start=1) for row in ipd_columns(ipd)[1])
    return write_rows(path, ("replicate", *header), rows)


def read_replicates(path: str | Path, *, trial: str | None = None, time_unit: str = "") -> tuple[IPD, ...]:
    """The replicates of a file, in the order of their numbers.

    Raises
    ------
    InputError  with row and column, where the file is none.
    """
    header, rows = read_table(path)
    at = find_columns(path, header, ("replicate", "time", "event"))["replicate"]
    everybody = ipd_of(path, header, rows, trial=trial, time_unit=time_unit)
    numbers = column_of_numbers(path, rows, at, "replicate")
    return tuple(everybody.select(numbers == wanted) for wanted in np.unique(numbers))
