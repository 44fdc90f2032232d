"""Designs: which parameters the contrasts of each trial are made of.

A trial's arms stand against its first one; a row of the design says what that contrast is in terms of the parameters.
Consistency has one parameter a treatment; unrelated mean effects (Dias et al. 2014, TSD 4) one a comparison; a split
node (Dias et al. 2010; van Valkenhoef et al. 2016) an extra one for what trials of that pair say themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import numpy as np

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats
from nma.network import sort_key


@attrs.frozen
class Design:
    """Trials' arms, baseline first, and the rows of their other arms.

    Attributes
    ----------
    kind : str                              In words.
    parameters : tuple of (str, str)        (treatment, comparator) of each parameter.
    arms : tuple of tuple of str            Of each trial, baseline first.
    rows : tuple of (k-1, q) float          One row an arm but the first.
    """

    kind: str
    parameters: tuple[tuple[str, str], ...]
    arms: tuple[tuple[str, ...], ...]
    rows: tuple[Floats, ...] = attrs.field(eq=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Of the parameters."""
        return tuple(f"{one} v {two}" for one, two in self.parameters)


def consistency(arms: Sequence[tuple[str, ...]], treatments: Sequence[str], reference: str) -> Design:
    """One parameter for each treatment against the reference."""
    others = [name for name in treatments if name != reference]
    column = {name: j for j, name in enumerate(others)}
    ordered = tuple(_led_by(trial, [reference]) for trial in arms)
    rows = []
    for trial in ordered:
        block = np.zeros((len(trial) - 1, len(others)))
        for i, name in enumerate(trial[1:]):
            if name != reference:
                block[i, column[name]] += 1.0
            if trial[0] != reference:
                block[i, column[trial[0]]] -= 1.0
        rows.append(block)
    return Design("consistency", tuple((name, reference) for name in others), ordered, tuple(rows))


def unrelated(arms: Sequence[tuple[str, ...]], reference: str) -> Design:
    """One parameter for each comparison with a trial's baseline: the reference, or the first in the alphabet."""
    ordered = tuple(_led_by(trial, [reference]) for trial in arms)
    pairs = sorted(
        {(name, trial[0]) for trial in ordered for name in trial[1:]}, key=lambda p: (sort_key(p[1]), sort_key(p[0]))
    )
    column = {pair: j for j, pair in enumerate(pairs)}
    rows = []
    for trial in ordered:
        block = np.zeros((len(trial) - 1, len(pairs)))
        for i, name in enumerate(trial[1:]):
            block[i, column[name, trial[0]]] = 1.0
        rows.append(block)
    return Design("unrelated mean effects", tuple(pairs), ordered, tuple(rows))


def node_split(
    arms: Sequence[tuple[str, ...]], treatments: Sequence[str], reference: str, pair: tuple[str, str]
) -> Design:
    """Consistency, but trials that compare ``pair`` themselves have a parameter of their own for it, the last one.

    Trials with both have the second of the pair as their baseline, and their remaining arms stay with the rest of the
    network. (gemtc leaves those arms out; without them in the trials the answers are the same.)

    Raises
    ------
    NetworkError  where no trial compares the pair, or nothing else connects it.
    """
    one, two = pair
    both = [one in trial and two in trial for trial in arms]
    if not any(both):
        raise NetworkError(f"no trial compares {one} with {two}, so there is nothing to split")
    if not _connected(arms, both, one, two):
        raise NetworkError(f"only trials of {one} against {two} themselves connect the two, so nothing can be split")
    plain = consistency(arms, treatments, reference)
    place = {name: j for j, (name, _) in enumerate(plain.parameters)}
    ordered, rows = [], []
    for trial, holds, usual, block in zip(arms, both, plain.arms, plain.rows, strict=True):
        if not holds:
            ordered.append(usual)
            rows.append(np.hstack([block, np.zeros((len(block), 1))]))
            continue
        own = _led_by(trial, [two])
        made = np.zeros((len(own) - 1, len(place) + 1))
        for i, name in enumerate(own[1:]):
            if name == one:
                made[i, -1] = 1.0
                continue
            if name != reference:
                made[i, place[name]] += 1.0
            if two != reference:
                made[i, place[two]] -= 1.0
        ordered.append(own)
        rows.append(made)
    return Design(f"split of {one} v {two}", (*plain.parameters, pair), tuple(ordered), tuple(rows))


def pair_rows(treatments: Sequence[str], reference: str) -> Floats:
    """(n, n-1) rows of all treatments under consistency, zero for the reference."""
    others = [name for name in treatments if name != reference]
    made = np.zeros((len(treatments), len(others)))
    for i, name in enumerate(treatments):
        if name != reference:
            made[i, others.index(name)] = 1.0
    return made


def _led_by(trial: tuple[str, ...], wanted: Sequence[str]) -> tuple[str, ...]:
    """The arms with the wanted one in front, or the first in the alphabet where it is not among them."""
    lead = next((name for name in wanted if name in trial), None) or min(trial, key=sort_key)
    return (lead, *(name for name in trial if name != lead))


def _connected(arms: Sequence[tuple[str, ...]], both: Sequence[bool], one: str, two: str) -> bool:
    """Whether a path leads from one to two that does not use a trial's own comparison of the pair."""
    links: dict[str, set[str]] = {}
    for trial, holds in zip(arms, both, strict=True):
        # In a trial of the pair, the first of the pair hangs on the split parameter alone.
        names = [name for name in trial if not (holds and name == one)]
        for name in names:
            links.setdefault(name, set()).update(names)
    seen, open_ends = {one}, [one]
    while open_ends:
        for name in links.get(open_ends.pop(), set()) - seen:
            seen.add(name)
            open_ends.append(name)
    return two in seen
