"""A folder read whole: the project file, the tables, and whether what they say of each other holds."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

import attrs
import cattrs
from cattrs.gen import make_dict_structure_fn, override

from ipdrecon.errors import InputError
from ipdrecon.files.envelope import read_text
from review.folder.cells import read_rows
from review.folder.finding import Finding
from review.folder.links import unresolved
from review.folder.project import Project, Review, Treatment
from review.folder.rows import TABLES

#: Tables without which nothing can be done.
REQUIRED = ("studies", "arms")
PROJECT_FILE = "review.toml"


def load(folder: str | Path) -> Review:
    """The review of a folder.

    Raises
    ------
    InputError  with the first fault, and how many more there are.
    """
    review, findings = examine(Path(folder))
    errors = [str(finding) for finding in findings if finding.level == "error"]
    if errors or review is None:
        more = f" ({len(errors) - 1} more: run `ipdrecon review check`)" if len(errors) > 1 else ""
        raise InputError(errors[0] + more)
    return review


def examine(folder: Path) -> tuple[Review | None, list[Finding]]:
    """The review of a folder, None where it cannot be read, and all faults of its cells and references.

    Raises
    ------
    InputError  where there is no such folder or it holds no project file.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}; `ipdrecon review init {folder}` makes one")
    if not (folder / PROJECT_FILE).is_file():
        raise InputError(f"{folder} holds no {PROJECT_FILE}; `ipdrecon review init {folder}` writes one")
    project, findings = read_project(folder / PROJECT_FILE)
    tables: dict[str, Any] = {}
    for name, table in TABLES.items():
        path = folder / f"{name}.csv"
        if path.is_file():
            tables[name], faults = read_rows(path, table)
            findings += faults
            if not tables[name] and not faults and name in REQUIRED:
                findings.append(Finding("error", path.name, "has a header but no row; give at least one"))
        elif name in REQUIRED:
            findings.append(Finding("error", path.name, "is missing; every review has one"))
            tables[name] = ()
    if project is None:
        return None, findings
    review = Review(folder, project, **tables)
    if not any(finding.level == "error" for finding in findings):
        findings += unresolved(review)
    return review, findings


def read_project(path: Path) -> tuple[Project | None, list[Finding]]:
    """The project file, None where it cannot be used, and what is wrong with it."""
    try:
        content = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        return None, [Finding("error", path.name, f"is no TOML: {error}")]
    if missing := [name for name in ("review", "outcomes", "networks") if not content.get(name)]:
        return None, [Finding("error", path.name, f"lacks [{name}]; see `ipdrecon review init`") for name in missing]
    try:
        return _converter().structure(content, Project), []
    except cattrs.BaseValidationError as error:
        faults = cattrs.transform_error(error, path="$", format_exception=_plainly)
        return None, [
            Finding("error", path.name, fault.replace(" @ $", " in ").replace("in .", "in ")) for fault in faults
        ]


def _plainly(error: BaseException, kind: type | None) -> str:
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        allowed = ", ".join(a.alias for a in attrs.fields(error.cl)) if attrs.has(error.cl) else ""
        return (
            f"does not know {', '.join(sorted(error.extra_fields))}; it may hold {allowed.replace('class_', 'class')}"
        )
    if isinstance(error, KeyError):
        return f"lacks {error.args[0]}"
    return str(error)


@functools.cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(
        Treatment,
        make_dict_structure_fn(Treatment, converter, _cattrs_forbid_extra_keys=True, class_=override(rename="class")),
    )
    for kind in (str, bool, int, float):
        converter.register_structure_hook(kind, _strictly(kind))
    return converter


def _strictly(kind: type) -> Any:
    words = {str: "text in quotes", bool: "true or false", int: "a whole number", float: "a number"}[kind]

    def structure(value: Any, _: Any) -> Any:
        fits = isinstance(value, int | float) and not isinstance(value, bool) if kind is float else type(value) is kind
        if not fits:
            raise ValueError(f"holds {value!r}, it must be {words},")
        return kind(value)

    return structure
