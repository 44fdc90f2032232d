"""Which curve of a figure is which treatment."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from ipdrecon.errors import InputError
from review.folder.rows import Arm

#: Similarity of a read label and a name above which they are the same: one misread letter in five.
LIKE = 0.8


def told(cell: str) -> dict[str, str]:
    """The cell ``arms`` of figures.csv as a mapping from curve label to treatment.

    Raises
    ------
    InputError  where a part is not written ``curve label=treatment``.
    """
    found: dict[str, str] = {}
    for part in (part.strip() for part in cell.split(";") if part.strip()):
        label, equals, treatment = part.rpartition("=")
        if not equals or not label.strip() or not treatment.strip():
            raise InputError(f"column 'arms' holds '{part}'; write curve label=treatment, parts divided by ;")
        found[label.strip()] = treatment.strip()
    return found


def treatments_of(labels: Sequence[str], arms: Sequence[Arm], cell: str = "") -> dict[str, str]:
    """Treatment of each curve: as told, else by the names of the trial's arms, else by the one arm that is left.

    Raises
    ------
    InputError  where a curve cannot be given a treatment, with the labels that were read.
    """
    have = ", ".join(f"'{label}'" for label in labels)
    treatments = {arm.treatment for arm in arms}
    found: dict[str, str] = {}
    for wanted, treatment in told(cell).items():
        label = _closest(wanted, labels)
        if label is None:
            raise InputError(f"column 'arms' names the curve '{wanted}', but the figure has {have}")
        if treatment not in treatments:
            known = ", ".join(sorted(treatments))
            raise InputError(f"column 'arms' names '{treatment}', but the trial's treatments are {known}")
        found[label] = treatment
    names = {name: arm.treatment for arm in arms for name in (arm.treatment, arm.arm)}
    for label in labels:
        if label not in found and (name := _closest(label, list(names))) is not None:
            found[label] = names[name]
    rest = [label for label in labels if label not in found]
    left = [treatment for treatment in dict.fromkeys(arm.treatment for arm in arms) if treatment not in found.values()]
    if len(rest) == 1 and len(left) == 1 and len(labels) > 1:
        found[rest[0]] = left[0]
        rest = []
    if rest:
        raise InputError(
            f"the curves are {have}, and '{rest[0]}' is none of the trial's arms; say in column 'arms' of figures.csv "
            "which is which, as curve label=treatment"
        )
    return {label: found[label] for label in labels}


def _closest(name: str, among: Sequence[str]) -> str | None:
    """The one of several names that is meant: the same but for blanks and signs, or alike and no other as much."""
    plain = _plain(name)
    same = [other for other in among if _plain(other) == plain]
    if same:
        return same[0]
    scored = sorted(
        ((difflib.SequenceMatcher(None, plain, _plain(other)).ratio(), other) for other in among), reverse=True
    )
    if scored and scored[0][0] >= LIKE and (len(scored) == 1 or scored[1][0] < scored[0][0]):
        return scored[0][1]
    holding = [other for other in among if _plain(other) and (_plain(other) in plain or plain in _plain(other))]
    return holding[0] if plain and len(holding) == 1 else None


def _plain(name: str) -> str:
    return "".join(ch for ch in name.casefold() if ch.isalnum())
