"""CSV of patients: ``time,event[,treatment][,trial][,time_unit]``, and aliases such as status, arm, study."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from ipdrecon.errors import InputError, IpdreconError
from ipdrecon.files.tables import as_cell, column_of_numbers, find_columns, read_table, write_rows
from ipdrecon.ipd import IPD


def read_ipd(path: str | Path, *, trial: str | None = None, time_unit: str = "") -> IPD:
    """Patients of a file.

    Parameters
    ----------
    trial : str, optional
        Trial of all rows where the file has no such column; the file's stem where it is not given.
    time_unit : str
        "days", "weeks", "months" or "years", before what the file's own column says.

    Raises
    ------
    InputError  with row and column, where a time is negative or an event is neither 0 nor 1.
    """
    header, rows = read_table(path)
    return ipd_of(path, header, rows, trial=trial, time_unit=time_unit)


def ipd_of(
    path: str | Path,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    trial: str | None = None,
    time_unit: str = "",
) -> IPD:
    """Patients of a table that was read; see :func:`read_ipd`."""
    at = find_columns(path, header, ("time", "event"), ("treatment", "trial", "time_unit"))
    if not rows:
        raise InputError(f"{path} has a header but no patient; it needs at least one row")
    time = column_of_numbers(path, rows, at["time"], "time")
    flags = {"1": True, "0": False, "true": True, "false": False, "1.0": True, "0.0": False}
    event = []
    for line, row in enumerate(rows, start=2):
        if row[at["event"]].lower() not in flags:
            raise InputError(
                f"{path}, row {line}, column 'event' holds '{row[at['event']]}'; it must be 1 (event) or 0 (censored)"
            )
        event.append(flags[row[at["event"]].lower()])
    if (time < 0).any():
        line = int(np.argmax(time < 0)) + 2
        raise InputError(f"{path}, row {line} has time {time[line - 2]:g}; times must be 0 or later")
    name = Path(path).stem if trial is None else trial
    units = sorted({row[at["time_unit"]] for row in rows}) if "time_unit" in at else [time_unit]
    if len(units) > 1:
        raise InputError(f"{path} has times in {' and in '.join(units)}; give all of a file in one unit")
    try:
        return IPD(
            time=time,
            event=np.array(event),
            treatment=np.array([row[at["treatment"]] if "treatment" in at else "" for row in rows]),
            trial=np.array([row[at["trial"]] if "trial" in at else name for row in rows]),
            time_unit=time_unit or units[0],
        )
    except IpdreconError as error:
        raise InputError(f"{path}: {error}") from error


def write_ipd(path: str | Path, ipd: IPD) -> Path:
    """Patients as ``time,event,treatment,trial``, and ``time_unit`` where it is known."""
    header, rows = ipd_columns(ipd)
    return write_rows(path, header, rows)


def ipd_columns(ipd: IPD) -> tuple[tuple[str, ...], Iterable[tuple[str, ...]]]:
    """Header and rows of patients as they are written."""
    header = ("time", "event", "treatment", "trial", *(("time_unit",) if ipd.time_unit else ()))
    columns = [
        [as_cell(t) for t in ipd.time],
        ["1" if e else "0" for e in ipd.event],
        ipd.treatment.tolist(),
        ipd.trial.tolist(),
        [ipd.time_unit] * len(ipd),
    ]
    return header, zip(*columns[: len(header)], strict=True)
