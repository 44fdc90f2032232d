"""Network: trials that connect their treatments, and the components a set of trials falls into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs
import numpy as np

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats, Ints
from nma.contrasts import Contrasts
from nma.measures import Measure, measure_of


@attrs.frozen
class Block:
    """Trials with the same number of arms, as stacked arrays.

    Attributes
    ----------
    trial : (m,) int                    Place of each trial in the network.
    arms : (m, k) int                   Place of each arm's treatment, the trial's reference first.
    effect : (m, k-1) float             Against the reference.
    covariance : (m, k-1, k-1) float
    """

    trial: Ints
    arms: Ints
    effect: Floats
    covariance: Floats


@attrs.frozen
class Network:
    """One connected component.

    Attributes
    ----------
    treatments : tuple of n str     In alphabetical order; all matrices follow it.
    trials : tuple of Contrasts     All of one measure.
    number, of : int                Which component of how many (1, 1 where all is connected).
    blocks : tuple of Block         The trials as arrays, by number of arms.
    """

    treatments: tuple[str, ...]
    trials: tuple[Contrasts, ...]
    number: int = 1
    of: int = 1
    blocks: tuple[Block, ...] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "blocks", tuple(_blocks(self.treatments, self.trials)))

    @property
    def measure(self) -> Measure:
        """The measure all trials report."""
        return measure_of(self.trials[0].measure)

    @property
    def name(self) -> str:
        """What the component is called in tables."""
        return "network" if self.of == 1 else f"component {self.number} of {self.of}"

    def index(self, treatment: str) -> int:
        """Place of a treatment.

        Raises
        ------
        NetworkError  naming the treatments there are.
        """
        if treatment not in self.treatments:
            raise NetworkError(f"'{treatment}' is not in the {self.name}; it has {', '.join(self.treatments)}")
        return self.treatments.index(treatment)

    @property
    def designs(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        """Trials by the set of treatments they compare; a design is that set in alphabetical order."""
        found: dict[tuple[str, ...], list[int]] = {}
        for k, trial in enumerate(self.trials):
            found.setdefault(tuple(sorted(trial.arms, key=sort_key)), []).append(k)
        ordered = sorted(found, key=lambda design: (len(design), [sort_key(name) for name in design]))
        return {design: tuple(found[design]) for design in ordered}

    @property
    def studies(self) -> Ints:
        """(n, n) numbers of trials that compare each pair directly."""
        counts = np.zeros((len(self.treatments),) * 2, dtype=np.int64)
        for block in self.blocks:
            k = block.arms.shape[1]
            for i in range(k):
                for j in range(k):
                    if i != j:
                        np.add.at(counts, (block.arms[:, i], block.arms[:, j]), 1)
        return counts

    @property
    def patients(self) -> Floats:
        """(n,) patients on each treatment over the trials that say so; NaN where none does."""
        total, known = np.zeros(len(self.treatments)), np.zeros(len(self.treatments), dtype=bool)
        place = {name: i for i, name in enumerate(self.treatments)}
        for trial in self.trials:
            for name, n in zip(trial.arms, trial.patients, strict=True):
                if np.isfinite(n):
                    total[place[name]] += n
                    known[place[name]] = True
        return np.where(known, total, np.nan)

    @property
    def loops(self) -> int:
        """Independent closed loops of the graph of comparisons; 0 for a star or any other tree."""
        edges = int(np.count_nonzero(np.triu(self.studies)))
        return edges - len(self.treatments) + 1

    def subset(self, trials: Sequence[int]) -> Network:
        """The network of some of its trials, with the treatments they hold (it must be connected)."""
        chosen = tuple(self.trials[k] for k in trials)
        held = {name for trial in chosen for name in trial.arms}
        return Network(tuple(t for t in self.treatments if t in held), chosen, self.number, self.of)


def sort_key(name: str) -> tuple[str, str]:
    """Alphabetical without regard to case."""
    return name.casefold(), name


def components(trials: Iterable[Contrasts]) -> tuple[Network, ...]:
    """The connected networks a set of trials falls into, the one with most trials first.

    Raises
    ------
    NetworkError  where there is no trial, two trials share a name, or measures are mixed.
    """
    given = tuple(trials)
    if not given:
        raise NetworkError("there is no trial with a usable contrast; give at least one")
    if len(measures := sorted({trial.measure for trial in given})) > 1:
        raise NetworkError(f"trials report {' and '.join(measures)}; one network needs one measure, analyse them apart")
    seen: set[str] = set()
    for trial in given:
        if trial.trial in seen:
            raise NetworkError(f"trial '{trial.trial}' is given twice; keep one, or give two trials two names")
        seen.add(trial.trial)
    parent = {name: name for trial in given for name in trial.arms}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for trial in given:
        for name in trial.treatments:
            parent[root(name)] = root(trial.reference)
    groups: dict[str, list[Contrasts]] = {}
    for trial in given:
        groups.setdefault(root(trial.reference), []).append(trial)
    ordered = sorted(groups.values(), key=lambda members: -len(members))
    return tuple(
        Network(
            tuple(sorted({name for trial in members for name in trial.arms}, key=sort_key)),
            tuple(members),
            number,
            len(ordered),
        )
        for number, members in enumerate(ordered, start=1)
    )


def _blocks(treatments: tuple[str, ...], trials: tuple[Contrasts, ...]) -> list[Block]:
    place = {name: i for i, name in enumerate(treatments)}
    by_size: dict[int, list[int]] = {}
    for k, trial in enumerate(trials):
        by_size.setdefault(len(trial.treatments), []).append(k)
    return [
        Block(
            trial=np.array(members),
            arms=np.array([[place[name] for name in trials[k].arms] for k in members]),
            effect=np.array([trials[k].effect for k in members]),
            covariance=np.array([trials[k].covariance for k in members]),
        )
        for _, members in sorted(by_size.items())
    ]
