"""What reviewers get wrong, found by rule: each rule looks at the whole folder and yields findings.

counts       cells that cannot be: counts above their patients, arms that do not add up
effects      intervals, levels, directions, the same trial twice, mixed populations
events       adverse events, risk of bias and the flow of records against each other
times        medians against intervals and landmark rates
networks     what falls apart, what is used nowhere, how well the facts are known
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import attrs

from review.folder.finding import LEVELS, Finding
from review.folder.project import Review
from review.rules import counts, effects, events, networks, times

ALL = (counts, effects, times, events, networks)


def check(folder: Path) -> list[Finding]:
    """Everything there is to say about a folder: errors first, then warnings, then notes.

    Raises
    ------
    InputError  where there is no review in the folder.
    """
    from review.folder.load import examine

    review, findings = examine(folder)
    if review is not None and not any(finding.level == "error" for finding in findings):
        findings = [*findings, *look(review)]
    return sorted(findings, key=lambda finding: LEVELS.index(finding.level))


def look(review: Review) -> list[Finding]:
    """What the rules find in a folder whose cells are sound."""
    return [finding for rule in ALL for finding in rule.findings(review)]


def as_text(found: Sequence[Finding]) -> str:
    """One line a finding, and how many there are of each level."""
    counts = [(sum(finding.level == level for finding in found), level) for level in LEVELS]
    said = ", ".join(f"{n} {level}{'s' * (n != 1)}" for n, level in counts)
    return "".join(f"{finding.level.capitalize()}: {finding}\n" for finding in found) + f"{said}\n"


def as_json(found: Sequence[Finding]) -> str:
    """The findings as a list of objects."""
    return json.dumps([attrs.asdict(finding) for finding in found], indent=1, ensure_ascii=False) + "\n"
