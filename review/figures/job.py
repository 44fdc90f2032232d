"""One figure from its pixels to its files; runs in a process of its own."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import attrs
import numpy as np

from ipdrecon.agree import assess
from ipdrecon.axes import MONTHS_PER_UNIT
from ipdrecon.digitization import Digitization, Panel
from ipdrecon.errors import FigureError, InputError, IpdreconError
from ipdrecon.figure import Figure
from ipdrecon.files import read_json, write_bytes, write_curves, write_ipd, write_json, write_risk_tables
from ipdrecon.ipd import IPD
from ipdrecon.patients import Arm as ReadArm
from ipdrecon.patients import reconstruct_all
from ipdrecon.reading import Reading, read_all
from ipdrecon.risktable import RiskTable
from ipdrecon.told import hints_of
from review.figures.correct import differences, keep_edit, typed_tables
from review.figures.match import treatments_of
from review.figures.result import ArmResult, Failure, FigureResult
from review.folder.rows import Arm, FigureRow, Median
from review.steps import Steps, code, digest, file_digest
from review.workers import LOST


@attrs.frozen
class FigureTask:
    """What one figure needs.

    Attributes
    ----------
    folder, out : Path           The review and its results.
    row : FigureRow
    arms : tuple of Arm          Of its trial.
    medians : tuple of Median    Of its trial and outcome.
    time_unit : str              Of the review.
    """

    folder: Path
    out: Path
    row: FigureRow
    arms: tuple[Arm, ...]
    medians: tuple[Median, ...]
    time_unit: str

    @property
    def name(self) -> str:
        """Of its step and its folder."""
        return f"figure_{self.row.stem}"

    @property
    def label(self) -> str:
        """What it is told by."""
        return self.row.file

    @property
    def file(self) -> Path:
        return self.folder / "figures" / self.row.file

    @property
    def typed(self) -> Path:
        """Numbers at risk typed by a person."""
        return self.file.with_name(f"{self.file.stem}.risk.csv")

    @property
    def correction(self) -> Path:
        """A digitisation edited by a person."""
        return self.folder / "corrections" / f"{self.row.stem}.json"

    @property
    def target(self) -> Path:
        """Folder of the files it writes."""
        return self.out / "figures" / self.row.stem

    def digest(self) -> str:
        """Of everything the result follows from."""
        beside = ("row", "source", "status", "note", "population")
        row = {key: value for key, value in attrs.asdict(self.row).items() if key not in beside}
        arms = [(arm.arm, arm.treatment, str(arm.n)) for arm in self.arms]
        medians = [(m.treatment, str(m.median), m.population) for m in self.medians]
        files = [file_digest(path) for path in (self.file, self.typed, self.correction)]
        return digest(
            {k: str(v) for k, v in row.items()},
            arms,
            medians,
            files,
            self.time_unit,
            code("ipdrecon", "review.figures", "review.plot"),
        )


def run_figure(task: FigureTask) -> FigureResult | Failure:
    """The figure's result: kept from last time where nothing has changed, else made and kept."""
    steps = Steps(task.out)
    try:
        kept = _edited_among_results(task, steps)
        of = task.digest()
        if not kept and (done := steps.fresh(task.name, of, FigureResult)) is not None:
            return attrs.evolve(done, row=task.row.row)
        steps.forget(task.name)
        result, written = _made(task, kept)
        steps.keep(task.name, of, result, written)
    except IpdreconError as error:
        return Failure(task.row.stem, task.row.file, task.row.trial, task.row.row, str(error))
    return result


def lost(task: FigureTask) -> Failure:
    """The result of a figure on which a process broke."""
    return Failure(task.row.stem, task.row.file, task.row.trial, task.row.row, LOST)


def done_before(task: FigureTask) -> bool:
    """Whether the figure's result can be kept as it is."""
    steps = Steps(task.out)
    return steps.fresh(task.name, task.digest(), FigureResult) is not None


def _edited_among_results(task: FigureTask, steps: Steps) -> list[str]:
    """A digitisation that a person changed where the results stand becomes a correction before anything is written."""
    written = task.target / f"{task.row.stem}.json"
    if written in steps.touched(task.name) and written.is_file() and not _says_the_same(written, task.correction):
        return [keep_edit(written, task.correction.parent)]
    return []


def _says_the_same(one: Path, two: Path) -> bool:
    return two.is_file() and one.read_bytes() == two.read_bytes()


def _made(task: FigureTask, kept: list[str]) -> tuple[FigureResult, list[Path]]:
    row = task.row
    figure, read, used = _readings(task)
    panel = _one_panel(used, row)
    labels = [curve.label for curve in panel.curves]
    treatments = treatments_of(labels, task.arms, row.arms)
    typed = _tables_by_curve(typed_tables(task.typed), labels, treatments, task)
    corrections = list(kept)
    if used is not read:
        corrections += [f"corrections/{task.correction.name}: {text}" for text in differences(read, used)]
    corrections += [f"figures/{task.typed.name}: numbers at risk of '{label}' typed by a person" for label in typed]
    one = attrs.evolve(used, panels=(panel,))
    enrolled = {label: _enrolled(task.arms, treatments, label) for label in labels}
    arms = reconstruct_all(
        one,
        trial=row.trial,
        method=row.method or "constrained",
        patients={
            label: n for label, n in enrolled.items() if n and label not in typed and panel.risk_of(label) is None
        },
        risk_tables=typed,
    )
    unit = row.time_unit or panel.axes.time_unit
    notes = list(used.all_warnings)
    if not unit:
        notes.append(f"the time axis prints no unit; it is taken for the review's ({task.time_unit})")
    results, sets = [], {}
    for arm in arms:
        found, ipd = _arm(arm, panel, treatments[arm.label], typed.get(arm.label), task, unit or task.time_unit)
        results.append(attrs.evolve(found, counts_from=_counts_from(arm.label, panel, typed, enrolled)))
        if ipd is not None:
            sets[arm.label] = ipd
            if arm.reconstruction is not None:
                notes += [f"{arm.label}: {text}" for text in arm.reconstruction.warnings]
            n = enrolled[arm.label]
            if n and n != len(ipd):
                notes.append(f"{arm.label}: {len(ipd)} patients in the figure, {n} in arms.csv")
    if not sets:
        raise FigureError(f"{row.file}: no curve gave patients; {results[0].missing}")
    result = FigureResult(
        row.stem, row.file, row.trial, row.outcome, row.row, row.simulated == "yes", file_digest(task.file),
        panel.axes.time_unit, tuple(results), tuple(dict.fromkeys(notes)), tuple(corrections),
        folder=task.target.relative_to(task.out).as_posix(), ipd="ipd.csv", overlay="overlay.png",
        curves="reconstructed.svg",
    )  # fmt: skip
    return result, _write(task, figure, one, sets, treatments, unit or task.time_unit)


def _readings(task: FigureTask) -> tuple[Figure | None, Digitization | None, Digitization]:
    """The figure's pixels, what was read of it, and what is used: the correction where there is one."""
    corrected = read_json(task.correction, Digitization) if task.correction.is_file() else None
    try:
        reading: Reading | None = _reading(task)
    except IpdreconError:
        if corrected is None:
            raise
        reading = None
    if reading is None:
        assert corrected is not None
        return _pixels(task), None, corrected
    return reading.figure, reading.digitization, corrected or reading.digitization


def _reading(task: FigureTask) -> Reading:
    """The figure as read; read again, knowing how many arms the trial has, where that many curves were not found."""
    found = _read(task, _told(task.row))
    arms = len(task.arms)
    panels = found.digitization.whole_panels
    if not math.isnan(task.row.curves) or len(panels) != 1 or len(panels[0].curves) == arms:
        return found
    try:
        again = _read(task, {**_told(task.row), "curves": arms})
    except IpdreconError:
        return found
    better = len(again.digitization.whole_panels) == 1 and len(again.digitization.panel.curves) == arms
    return again if better else found


def _read(task: FigureTask, told: dict[str, Any]) -> Reading:
    found = read_all(task.file, hints_of(told))
    if len(found) > 1:
        pages = ", ".join(str(reading.digitization.source.page) for reading in found)
        raise InputError(f"{task.row.file} has Kaplan-Meier figures on pages {pages}; say which in column 'page'")
    return found[0]


def _pixels(task: FigureTask) -> Figure | None:
    """The figure as it is, for a picture beneath a correction; None where the file holds none."""
    from ipdrecon.trace.sources.page import load

    try:
        return load(task.file, page=None if math.isnan(task.row.page) else int(task.row.page))[0]
    except IpdreconError:
        return None


def _told(row: FigureRow) -> dict[str, Any]:
    """The hints of a row as the options of ``ipdrecon digitize``."""

    def numbers(column: str, count: int) -> tuple[float, ...] | None:
        cell = getattr(row, column)
        if not cell:
            return None
        try:
            parts = tuple(float(part) for part in cell.replace(";", ",").split(","))
        except ValueError:
            parts = ()
        if len(parts) != count:
            raise InputError(
                f"figures.csv, row {row.row}, column '{column}' holds '{cell}'; give {count} numbers with "
                "commas between"
            )
        return parts

    def whole(column: str) -> int | None:
        return None if math.isnan(getattr(row, column)) else int(getattr(row, column))

    return {
        "panel": whole("panel"), "page": whole("page"), "curves": whole("curves"), "crop": numbers("crop", 4),
        "x_range": numbers("x_range", 2), "y_range": numbers("y_range", 2), "labels": row.labels.replace(";", ","),
        "colors": row.colors.replace(";", ","), "time_unit": row.time_unit,
        "incidence": {"yes": True, "no": False}.get(row.incidence),
    }  # fmt: skip


def _one_panel(used: Digitization, row: FigureRow) -> Panel:
    if len(used.whole_panels) > 1:
        titles = ", ".join(f"{i} ('{p.title}')" if p.title else str(i) for i, p in enumerate(used.panels, start=1))
        raise InputError(f"{row.file} has panels {titles}; say which in column 'panel' of figures.csv")
    return used.panel


def _tables_by_curve(
    tables: dict[str, RiskTable], labels: list[str], treatments: dict[str, str], task: FigureTask
) -> dict[str, RiskTable]:
    """Typed numbers at risk by curve label; the file may name curves, treatments or arms."""
    found = {}
    arms = {arm.arm: arm.treatment for arm in task.arms}
    for name, table in tables.items():
        fitting = [
            label for label in labels if name in (label, treatments[label]) or arms.get(name) == treatments[label]
        ]
        if not fitting and name == "" and len(labels) == 1:
            fitting = labels
        if len(fitting) != 1:
            raise InputError(
                f"figures/{task.typed.name} has numbers at risk of '{name}', but the curves are "
                f"{', '.join(repr(label) for label in labels)}; use those names in its column 'curve'"
            )
        found[fitting[0]] = table
    return found


def _enrolled(arms: tuple[Arm, ...], treatments: dict[str, str], label: str) -> int:
    """Patients of a curve by arms.csv, 0 where they are not known or two curves share the treatment."""
    treatment = treatments[label]
    counts = [arm.n for arm in arms if arm.treatment == treatment]
    alone = sum(other == treatment for other in treatments.values()) == 1
    return int(sum(counts)) if alone and counts and all(np.isfinite(counts)) else 0


def _counts_from(label: str, panel: Panel, typed: dict[str, RiskTable], enrolled: dict[str, int]) -> str:
    if label in typed:
        return "numbers at risk typed by a person"
    if panel.risk_of(label) is not None:
        return "numbers at risk read off the figure"
    return "arms.csv" if enrolled[label] else "printed in the figure"


def _arm(
    arm: ReadArm, panel: Panel, treatment: str, typed: RiskTable | None, task: FigureTask, unit: str
) -> tuple[ArmResult, IPD | None]:
    curve = panel.curve(arm.label)
    color = "#" + "".join(f"{channel:02x}" for channel in curve.style.color)
    printed = next((m.median for m in task.medians if m.treatment == treatment), math.nan)
    if arm.reconstruction is None:
        return ArmResult(
            arm.label, treatment, color, curve.confidence, missing=arm.missing, printed_median=printed
        ), None
    own = arm.reconstruction.ipd
    fit = assess(own, curve.steps, risk_table=typed or panel.risk_of(arm.label))
    ipd = attrs.evolve(
        own,
        time_unit=unit,
        trial=np.full(len(own), task.row.trial),
        treatment=np.full(len(own), treatment),
    ).in_unit(task.time_unit)
    scale = MONTHS_PER_UNIT[unit] / MONTHS_PER_UNIT[task.time_unit]
    known = fit.differences[~np.isnan(fit.differences)] if fit.column.size else np.empty(0)
    return (
        ArmResult(
            arm.label, treatment, color, curve.confidence, fit.patients, fit.events,
            median=fit.median * scale, median_low=fit.median_low * scale, median_high=fit.median_high * scale,
            printed_median=printed, rmse=fit.rmse, max_difference=fit.max_difference,
            table_cells=int(known.size), table_off=int(np.count_nonzero(known)), acceptable=fit.acceptable,
            verdict=fit.verdict,
        ),
        ipd,
    )  # fmt: skip


def _write(
    task: FigureTask,
    figure: Figure | None,
    used: Digitization,
    sets: dict[str, IPD],
    treatments: dict[str, str],
    unit: str,
) -> list[Path]:
    """The figure's files; the digitisation last but for the step itself, so that an edit is told from a leftover."""
    from ipdrecon.plot.overlay import overlay_png
    from review.figures.picture import inks_of, reconstructed
    from review.plot.style import rendered, styled

    folder, panel = task.target, used.panel
    written = [write_curves(folder / "curves.csv", {curve.label: curve.steps for curve in panel.curves})]
    if panel.risk:
        tables = {row.curve or row.table.label: row.table for row in panel.risk}
        written.append(write_risk_tables(folder / "risk_table.csv", tables))
    written.append(write_ipd(folder / "ipd.csv", IPD.concat(sets.values())))
    if figure is not None:
        written.append(write_bytes(folder / "overlay.png", overlay_png(figure, used)))
    shown = {}
    for curve in panel.curves:
        ipd = sets.get(curve.label)
        treatment = treatments[curve.label]
        alone = sum(other == treatment for other in treatments.values()) == 1
        shown[treatment if alone else f"{treatment}: {curve.label}"] = (
            curve.steps,
            ipd.in_unit(unit) if ipd is not None else None,
        )
    note = "Simulated patients." if task.row.simulated == "yes" else ""
    with styled():
        inks = inks_of([curve.style.color for curve in panel.curves])
        picture = reconstructed(shown, inks=inks, unit=unit, note=note)
    written += [write_bytes(folder / f"reconstructed.{kind}", rendered(picture, kind)) for kind in ("svg", "png")]
    written.append(write_json(folder / f"{task.row.stem}.json", used))
    return written
