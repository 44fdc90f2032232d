"""One figure file from reading to its files: what the command ``ipdrecon digitize`` does."""

from __future__ import annotations

from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any

import attrs
import numpy as np

from ipdrecon.aligned import aligned, shown
from ipdrecon.checks import fit_of, printed_checks
from ipdrecon.digitization import Digitization
from ipdrecon.errors import InputError
from ipdrecon.files import (
    read_json,
    read_risk_tables,
    write_curves,
    write_ipd,
    write_json,
    write_marks,
    write_risk_tables,
)
from ipdrecon.files.atomic import write_bytes
from ipdrecon.ipd import IPD
from ipdrecon.patients import Arm, all_patients, reconstruct_all
from ipdrecon.reading import Reading, read_all
from ipdrecon.told import hints_of, refuse_reading_options


@attrs.frozen
class Summary:
    """What was read, as rows for a person or a machine.

    Attributes
    ----------
    rows : tuple of dict        One per curve.
    diagnostics : tuple of str  For standard error.
    checks : tuple of str       Statistics the figure prints against those of the patients.
    written : tuple of str      Files written.
    """

    rows: tuple[dict[str, Any], ...]
    diagnostics: tuple[str, ...]
    written: tuple[str, ...]
    checks: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For a machine."""
        return {"curves": self.rows, "checks": self.checks, "warnings": self.diagnostics, "written": self.written}

    def as_text(self) -> str:
        header = ("curve", "patients", "events", "median", "end", "marks", "confidence")
        lines = aligned([header, *(tuple(shown(row[name]) for name in header) for row in self.rows)], numbers=True)
        checks = [f"check: {text}" for text in self.checks]
        return "\n".join([*lines, *(["", *checks] if checks else []), "", *(f"wrote {path}" for path in self.written)])


def digitize_file(path: Path, out: Path | None, told: Mapping[str, Any], taken: Set[Path] = frozenset()) -> Summary:
    """Read a figure (or a digitisation that was edited), reconstruct its patients and write everything.

    Parameters
    ----------
    told : mapping
        Options of the command by name; absent or None where they are to be found.
    taken : set of Path
        What the files of other figures of this run begin with.

    Raises
    ------
    InputError, FigureError  where the file cannot be read; nothing is written then.
    """
    folder = out if out is not None else path.parent
    table = _risk_tables(told)
    if path.suffix.lower() == ".json":
        refuse_reading_options(path, told)
        edited = read_json(path, Digitization)
        arms = _arms(edited, path.stem, told, table)
        again = write_tables(folder, path.stem, edited, all_patients(arms), skip_json=out is None)
        again += write_fits(folder, path.stem, edited, arms)
        return _summary([(edited, arms)], again)
    readings = read_all(path, hints_of(told))
    _refuse_taken(path, folder, len(readings), taken)
    written: list[Path] = []
    done: list[tuple[Digitization, tuple[Arm, ...]]] = []
    for number, reading in enumerate(readings, start=1):
        stem = path.stem if len(readings) == 1 else f"{path.stem}_{number}"
        arms = _arms(reading.digitization, stem, told, table)
        written += write_reading(folder, stem, reading, all_patients(arms))
        written += write_fits(folder, stem, reading.digitization, arms)
        done.append((reading.digitization, arms))
    return _summary(done, written)


def _refuse_taken(path: Path, folder: Path, figures: int, taken: Set[Path]) -> None:
    """Raise where one of several figures of a file would be written over another file's."""
    numbered = [folder.resolve() / f"{path.stem}_{number}" for number in range(1, figures + 1) if figures > 1]
    if clash := [place.name for place in numbered if place in taken]:
        raise InputError(
            f"{path} holds {figures} figures, of which one would be written as {clash[0]}.json, as another file given "
            "is; rename that, or give them one by one with different --out"
        )


def _risk_tables(told: Mapping[str, Any]) -> dict[str, Any]:
    return read_risk_tables(told["risk_table"]) if told.get("risk_table") else {}


def _arms(digitization: Digitization, stem: str, told: Mapping[str, Any], tables: dict[str, Any]) -> tuple[Arm, ...]:
    labels = list(dict.fromkeys(c.label for p in digitization.whole_panels for c in p.curves))
    for option, named in (
        ("--patients", told.get("patients")),
        ("--events", told.get("events")),
        ("--risk-table", tables),
    ):
        if unknown := [name for name in named or {} if name not in labels and not (name == "" and len(labels) == 1)]:
            raise InputError(
                f"{option} names '{unknown[0]}', but the curves are {', '.join(repr(label) for label in labels)}"
            )
    if list(tables) == [""]:
        tables = {labels[0]: tables[""]}
    return reconstruct_all(
        digitization,
        trial=told.get("trial") or stem,
        method=told.get("method") or "constrained",
        patients=told.get("patients"),
        events=told.get("events"),
        risk_tables=tables,
    )


def _summary(done: list[tuple[Digitization, tuple[Arm, ...]]], written: list[Path]) -> Summary:
    rows, notes, checks = [], [], []
    for digitization, arms in done:
        notes += list(digitization.all_warnings)
        names = panel_names(digitization)
        for number, panel in enumerate(digitization.panels, start=1):
            inside = [arm for arm in arms if arm.panel == number]
            checks += [names[number - 1] + text for text in printed_checks(panel, inside)]
        for arm in arms:
            curve = digitization.panels[arm.panel - 1].curve(arm.label)
            ipd = arm.reconstruction.ipd if arm.reconstruction is not None else None
            median = curve.steps.median()
            rows.append(
                {
                    "curve": names[arm.panel - 1] + arm.label,
                    "patients": len(ipd) if ipd is not None else None,
                    "events": int(ipd.event.sum()) if ipd is not None else None,
                    "median": float(median) if np.isfinite(median) else None,
                    "end": float(curve.steps.end),
                    "marks": int(curve.steps.marks.size),
                    "confidence": round(float(curve.confidence), 3),
                    "time_unit": digitization.panels[arm.panel - 1].axes.time_unit,
                }
            )
            if arm.missing:
                notes.append(f"{names[arm.panel - 1]}{arm.label}: no patients; {arm.missing}")
            elif arm.reconstruction is not None:
                notes += [f"{names[arm.panel - 1]}{arm.label}: {text}" for text in arm.reconstruction.notes]
    return Summary(
        tuple(rows), tuple(dict.fromkeys(notes)), tuple(str(path) for path in written), tuple(dict.fromkeys(checks))
    )


def write_reading(folder: Path, stem: str, reading: Reading, ipd: IPD | None) -> list[Path]:
    """Write what was read of one figure as ``<stem>.json``, its tables and its overlay; returns the paths written."""
    from ipdrecon.plot.overlay import overlay_png

    picture = overlay_png(reading.figure, reading.digitization)
    written = write_tables(folder, stem, reading.digitization, ipd)
    return [*written, write_bytes(folder / f"{stem}_overlay.png", picture)]


def write_tables(
    folder: Path, stem: str, digitization: Digitization, ipd: IPD | None, *, skip_json: bool = False
) -> list[Path]:
    """Write JSON, curves, numbers at risk and patients; a table that holds nothing is not written."""
    names = panel_names(digitization)
    curves = {names[i] + c.label: c.steps for i, p in enumerate(digitization.panels) for c in p.curves}
    risk = {
        names[i] + (row.curve or row.table.label): row.table
        for i, p in enumerate(digitization.panels)
        for row in p.risk
    }
    written = [] if skip_json else [write_json(folder / f"{stem}.json", digitization)]
    written.append(write_curves(folder / f"{stem}_curves.csv", curves))
    if any(steps.marks.size for steps in curves.values()):
        written.append(write_marks(folder / f"{stem}_marks.csv", curves))
    if risk:
        written.append(write_risk_tables(folder / f"{stem}_risk_table.csv", risk))
    if ipd is not None:
        written.append(write_ipd(folder / f"{stem}_ipd.csv", ipd))
    return written


def write_fits(folder: Path, stem: str, digitization: Digitization, arms: tuple[Arm, ...]) -> list[Path]:
    """Write ``<stem>_fit.png`` (``<stem>_fit_<panel>.png`` of several panels): patients against curves and counts."""
    from ipdrecon.plot.fit import FittedArm, fit_png

    written = []
    for number, panel in enumerate(digitization.panels, start=1):
        fitted = [
            FittedArm(
                arm.label,
                (curve := panel.curve(arm.label)).steps,
                arm.reconstruction.ipd,
                fit,
                curve.style.color,
            )
            for arm in arms
            if arm.panel == number and arm.reconstruction is not None and (fit := fit_of(panel, arm)) is not None
        ]
        if not fitted:
            continue
        picture = fit_png(
            fitted,
            time_unit=panel.axes.time_unit,
            title=panel.title or stem,
            verdict="; ".join(printed_checks(panel, [arm for arm in arms if arm.panel == number])),
        )
        name = f"{stem}_fit.png" if len(digitization.whole_panels) == 1 else f"{stem}_fit_{number}.png"
        written.append(write_bytes(folder / name, picture))
    return written


def panel_names(digitization: Digitization) -> list[str]:
    """What curve labels begin with in tables of a figure with several panels: its title or its number.

    A panel that is alone but for its insets needs no name.
    """
    panels = digitization.panels
    alone = len(digitization.whole_panels) == 1
    titles = [p.title or (f"inset {i}" if p.inset else f"panel {i}") for i, p in enumerate(panels, start=1)]
    unique = len(set(titles)) == len(titles)
    names = [f"{t}: " if unique else f"panel {i}: " for i, t in enumerate(titles, start=1)]
    return ["" if alone and p is digitization.panel else name for p, name in zip(panels, names, strict=True)]
