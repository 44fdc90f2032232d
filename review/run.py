"""A review from its folder to its results: figures first, then everything that follows from them.

Each step keeps what it made (:mod:`review.steps`); a run does what has changed, and a run that was stopped goes on.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ipdrecon.errors import InputError
from ipdrecon.files import read_ipd, write_text
from ipdrecon.ipd import IPD
from review.absolute import job as absolute
from review.absolute.result import PooledCurves
from review.figures import job as figures
from review.figures.result import Failure, FigureResult
from review.folder.load import load
from review.folder.project import Review
from review.networks import job as networks
from review.networks.evidence import gather
from review.networks.result import NetworkResults
from review.results import Results
from review.rules import look
from review.workers import Count, Progress, each, processes

RESULTS = "results"


def run_review(
    folder: str | Path, out: str | Path | None = None, *, jobs: int | None = None, progress: Progress | None = None
) -> Results:
    """Everything that follows from a review's folder, and its report.

    Parameters
    ----------
    out : path, optional
        Results folder; ``results`` inside the review's where it is not given.
    jobs : int, optional
        Processes at work at once; the number of processors where it is not given.

    Raises
    ------
    InputError  where the folder cannot be read; a figure or an analysis that fails is told in the results instead.
    """
    from review.report.build import write_report

    review = load(folder)
    target = Path(out) if out is not None else review.folder / RESULTS
    results = compute(review, target, jobs=jobs, progress=progress)
    write_report(review, results)
    write_text(target / "results.json", results.as_json())
    return results


def report_again(folder: str | Path, out: str | Path | None = None) -> Path:
    """The report from steps that were done before; nothing is computed.

    Raises
    ------
    InputError  where the folder cannot be read, or steps are missing or out of date.
    """
    from review.report.build import write_report

    review = load(folder)
    target = Path(out) if out is not None else review.folder / RESULTS
    missing = [task.row.file for task in _figure_tasks(review, target) if not figures.done_before(task)]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise InputError(f"figure {missing[0]}{more} has changed or was never read; use `ipdrecon review run {folder}`")
    return write_report(review, compute(review, target, jobs=1))


def compute(review: Review, out: Path, *, jobs: int | None = None, progress: Progress | None = None) -> Results:
    """All steps of a review; the report is not among them."""
    if jobs is not None and jobs < 1:
        raise InputError(f"--jobs {jobs} leaves nobody to work; give 1 or more")
    plan = _figure_tasks(review, out)
    later = len(review.project.outcomes) * (1 + len(review.project.networks) * len(review.sets))
    ahead = [task for task in plan if not figures.done_before(task)]
    tell = progress or (lambda done, total, what: None)
    count = Count(len(ahead) + later, tell)
    workers = min(jobs or os.cpu_count() or 1, max(len(ahead), later, 1))
    with processes(workers) as pool:
        made = dict(each(pool, figures.run_figure, ahead, figures.lost, count))
        by_name = {ahead[i].name: result for i, result in made.items()}
        read = [by_name[task.name] if task.name in by_name else figures.run_figure(task) for task in plan]
        good = [result for result in read if isinstance(result, FigureResult)]
        patients = {result.stem: _patients(out, result, review.project.review.time_unit) for result in good}
        analyses = _network_tasks(review, out, patients)
        pools = _pool_tasks(review, out, good)
        count.left(len(analyses) + len(pools))
        new_networks = {i for i, task in enumerate(analyses) if not networks.done_before(task)}
        new_pools = {i for i, task in enumerate(pools) if not absolute.done_before(task)}
        found = dict(each(pool, networks.run_network, analyses, networks.lost, count))
        curves = dict(each(pool, absolute.run_pool, pools, absolute.lost, count))
    parts = [part for _, one in sorted(found.items()) if isinstance(one, NetworkResults) for part in one.parts]
    pooled = [one for _, one in sorted(curves.items()) if isinstance(one, PooledCurves)]
    broken = [x for x in (*found.values(), *curves.values()) if not isinstance(x, NetworkResults | PooledCurves)]
    done = len(ahead) + len(new_networks) + len(new_pools)
    return Results(
        out,
        tuple(good),
        tuple(result for result in read if isinstance(result, Failure)),
        tuple(parts),
        tuple(curve for one in pooled for curve in one.curves),
        tuple(picture for one in pooled for picture in one.pictures),
        tuple(broken),
        tuple(look(review)),
        made=done,
        kept=len(plan) + len(analyses) + len(pools) - done,
    )


def _figure_tasks(review: Review, out: Path) -> list[figures.FigureTask]:
    unit = review.project.review.time_unit
    return [
        figures.FigureTask(
            review.folder,
            out,
            row,
            review.arms_of(row.trial),
            tuple(m for m in review.medians if (m.trial, m.outcome) == (row.trial, row.outcome)),
            unit,
        )
        for row in review.figures
    ]


def _patients(out: Path, result: FigureResult, unit: str) -> IPD:
    return read_ipd(out / result.folder / result.ipd, time_unit=unit)


def _network_tasks(review: Review, out: Path, patients: dict[str, IPD]) -> list[networks.NetworkTask]:
    tasks = []
    for outcome, plan in review.project.outcomes.items():
        for network, about in review.project.networks.items():
            for input_set in review.sets:
                gathered = gather(review, outcome, network, input_set, patients)
                if not gathered.evidence.contrasts and not gathered.evidence.counts:
                    continue
                tasks.append(
                    networks.NetworkTask(
                        out, outcome, network, input_set, gathered, plan.measure, about.reference, plan.better == "low",
                        review.project.model, review.project.review.seed,
                    )
                )  # fmt: skip
    return tasks


def _pool_tasks(review: Review, out: Path, results: Sequence[FigureResult]) -> list[absolute.PoolTask]:
    about, tasks = review.project.review, []
    for outcome in review.project.outcomes:
        own = [r for r in results if r.outcome == outcome]
        if not own:
            continue
        panels = []
        for network in review.project.networks:
            trials = set(review.trials_of(network))
            treatments = dict.fromkeys(arm.treatment for arm in review.arms if arm.trial in trials)
            panels.append((network, review.network_name(network), tuple(sorted(trials)), tuple(treatments)))
        tasks.append(
            absolute.PoolTask(
                out,
                outcome,
                tuple(panels),
                tuple((out / r.folder / r.ipd, r.simulated) for r in own),
                review.project.model.pooling,
                review.project.model.level,
                about.seed,
                about.time_unit,
            )
        )
    return tasks
