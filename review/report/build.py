"""All of it into one file that opens without a network, with the same tables as CSV and XLSX beside it."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import attrs
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from ipdrecon.files import write_bytes, write_text
from review.folder.project import Review
from review.folder.rows import STATUS_WORDS, slug
from review.networks.result import NetworkResult
from review.report import absolute, facts, networks
from review.report.methods import methods
from review.report.pictures import draw, embedded_png, inline_svg
from review.report.table import MARKS, Table, as_xlsx
from review.results import Results

REPORT = "report.html"


@attrs.frozen(eq=False)
class NetworkSection:
    """One outcome in one network: the main input set, its tables and pictures, and the other sets.

    Attributes
    ----------
    anchor, title : str
    main : NetworkResult
    results : tuple of NetworkResult
    tables : dict of str to Table
    posterior_leagues : tuple of Table
    published : tuple of Table
    pictures : tuple of (stem, caption)
    others : tuple of (title, list of Table, list of (stem, caption))
    """

    anchor: str
    title: str
    main: NetworkResult
    results: tuple[NetworkResult, ...]
    tables: dict[str, Table]
    posterior_leagues: tuple[Table, ...]
    published: tuple[Table, ...]
    pictures: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, list[Table], list[tuple[str, str]]], ...]


def write_report(review: Review, results: Results) -> Path:
    """Write tables, pictures and the report into the results folder; returns the report's path."""
    drawn = draw(review, results)
    sections = _network_sections(review, results)
    tables = _tables(review, results)
    every = [*tables.values(), *(table for section in sections for table in _all_of(section))]
    for table in every:
        write_text(results.out / "tables" / f"{table.stem}.csv", table.as_csv())
    write_bytes(results.out / "tables.xlsx", as_xlsx(every))
    page = (
        _environment(results)
        .get_template("report.html.j2")
        .render(
            review=review,
            about=review.project.review,
            results=results,
            outcomes=review.project.outcomes,
            drawn=drawn,
            tables=tables,
            sections=sections,
            methods=methods(review, results),
            statuses={status: (MARKS.get(status, ""), words) for status, words in STATUS_WORDS.items()},
            simulated=any(row.simulated == "yes" for row in review.figures),
        )
    )
    return write_text(results.out / REPORT, page)


def _tables(review: Review, results: Results) -> dict[str, Table]:
    """Tables outside the networks, by the names the page calls them; without those that are empty."""
    unit = review.project.review.time_unit
    found: dict[str, Table | None] = {
        "studies": facts.studies(review, results.findings),
        "prisma": facts.prisma(review) if review.prisma else None,
        "bias": facts.risk_of_bias(review) if review.risk_of_bias or review.risk_of_bias_summary else None,
        "effects": facts.effects(review) if review.effects else None,
        "binary": facts.binary(review) if review.binary else None,
        "medians": facts.medians(review) if review.medians or review.landmarks else None,
        "adverse": facts.adverse_events(review) if review.adverse_events else None,
        "findings": facts.findings(results.findings) if results.findings else None,
        "figures": absolute.figures(results, unit) if results.figures else None,
        "failures": absolute.failures(results),
    }
    for outcome, plan in review.project.outcomes.items():
        if plan.kind == "binary":
            found[f"rates {outcome}"] = absolute.rates(review, outcome)
            continue
        found[f"pooled {outcome}"] = absolute.pooled(review, results, outcome)
        again = absolute.reestimated(review, results, outcome)
        found[f"reestimated {outcome}"] = again[0] if again else None
    return {name: table for name, table in found.items() if table is not None}


def _network_sections(review: Review, results: Results) -> list[NetworkSection]:
    made = []
    for outcome in review.project.outcomes:
        for network in review.project.networks:
            found = absolute.by_outcome(results.networks, outcome, network)
            for part in sorted({r.part for r in found}):
                own = [r for r in found if r.part == part]
                made.append(_section(review, own, outcome, network, part))
    return made


def _section(review: Review, own: list[NetworkResult], outcome: str, network: str, part: int) -> NetworkSection:
    main = own[0]
    title = f"{review.title_of(outcome)}: {review.network_name(network)}"
    if main.of > 1:
        title += f" (component {part} of {main.of})"
    changed = networks.sets([r for r in own if review.sets[r.input_set].kind == "reported"] or own, review)
    tables = {
        "trials": networks.trials(main),
        "league": networks.league(
            main, main.league, stem=f"{main.stem}_league", title=_named("League table", review, main)
        ),
        "long": networks.league_long(main, main.league, stem=f"{main.stem}_league_long"),
        "ranking": networks.ranking(main),
        "heterogeneity": networks.heterogeneity(main),
        "rests": networks.rests(main),
    }
    if main.random is not None:
        tables["other model"] = networks.league(
            main, main.random, stem=f"{main.stem}_league_other_model", title=f"League table, {main.random.title}"
        )
    if changed is not None:
        tables["sets"] = changed
    if (order := networks.published_ranking(review, main)) is not None:
        tables["published order"] = order
    if (settled := networks.diagnostics(main)) is not None:
        tables["diagnostics"] = settled
    posteriors = tuple(
        networks.league(main, p.league, stem=f"{main.stem}_league_bayes_{k}", title=f"League table, {p.method}")
        for k, p in enumerate(main.posteriors, start=1)
    )
    if (
        main.posteriors
        and (shifts := networks.priors(main, main.posteriors[0], stem=f"{main.stem}_priors")) is not None
    ):
        tables["priors"] = shifts
    return NetworkSection(
        f"network-{main.stem}", title, main, tuple(own), tables, posteriors,
        tuple(networks.published(review, own, outcome, network)), _pictures(main, ("network", "forest", "rankogram")),
        tuple(_other(review, result) for result in own[1:]),
    )  # fmt: skip


def _other(review: Review, result: NetworkResult) -> tuple[str, list[Table], list[tuple[str, str]]]:
    tables = [
        networks.trials(result),
        networks.league(
            result, result.league, stem=f"{result.stem}_league", title=_named("League table", review, result)
        ),
        networks.league_long(result, result.league, stem=f"{result.stem}_league_long"),
        networks.ranking(result),
        networks.heterogeneity(result),
        networks.rests(result),
    ]
    return review.set_name(result.input_set), tables, list(_pictures(result, ("forest",)))


def _named(what: str, review: Review, result: NetworkResult) -> str:
    sets = f", input set “{review.set_name(result.input_set)}”" if len(review.sets) > 1 else ""
    return f"{what}, {result.title}{sets}"


def _pictures(result: NetworkResult, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    words = {
        "network": "Network plot",
        "forest": f"Forest plot against {result.reference}, {result.title}",
        "rankogram": "Probability of each rank",
    }
    return tuple((f"{result.stem}_{name}", words[name]) for name in names if f"{result.stem}_{name}" in result.pictures)


def _all_of(section: NetworkSection) -> list[Table]:
    others = [table for _, tables, _ in section.others for table in tables]
    return [*section.tables.values(), *section.posterior_leagues, *section.published, *others]


def _environment(results: Results) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sources"] = _sources
    environment.filters["anchor"] = slug
    environment.globals["plot"] = functools.partial(_plot, results.out)
    environment.globals["png"] = lambda path: embedded_png(results.out / path)
    environment.globals["svg"] = lambda path, label: Markup(inline_svg(results.out / path, label))
    environment.globals["style"] = Markup(
        (Path(__file__).parent / "templates" / "style.css").read_text(encoding="utf-8")
    )
    return environment


def _plot(out: Path, stem: str, label: str) -> Markup:
    return Markup(inline_svg(out / "plots" / f"{stem}.svg", label))


def _sources(cell: str) -> Markup:
    """Addresses and DOIs inside a source as links with short names."""
    parts: list[Any] = []
    for part in re.split(r"\s+;\s+", cell):
        said = escape(part)
        said = Markup(
            re.sub(
                r"(https?://([^/\s]+)\S*)",
                lambda m: f'<a href="{m[1]}" rel="noreferrer">{m[2].removeprefix("www.")}</a>',
                str(said),
            )
        )
        if "<a " not in said:
            said = Markup(
                re.sub(r"\b(10\.\d{4,9}/[^\s,]+)", r'<a href="https://doi.org/\1" rel="noreferrer">\1</a>', str(said))
            )
        parts.append(said)
    return Markup("; ").join(parts)
