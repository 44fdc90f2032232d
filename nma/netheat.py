"""Net heat: which designs disagree, and which design's departure would settle it (Krahn, Binder & König 2013)."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from nma.decomposition import without_design
from nma.fit import Fit
from nma.frequentist import fit
from nma.network import Network


@attrs.frozen
class NetHeat(Locked):
    """Contrasts of designs that take part in loops; a design of p arms has p-1 of them.

    Attributes
    ----------
    names : tuple of c str             Contrast, with its design where that has more arms.
    designs : tuple of c tuple of str  Design of each contrast.
    hat : (c, c) float                 Weight of the column's evidence in the row's network estimate.
    q : (c,) float                     Share of each contrast in the inconsistency; they add up to it over all designs.
    change : (c, c) float              How much of the row's share goes when the column's design is detached; positive
                                       where the column is what the row disagrees with.
    """

    names: tuple[str, ...]
    designs: tuple[tuple[str, ...], ...]
    hat: Floats = array_field(floats)
    q: Floats = array_field(floats)
    change: Floats = array_field(floats)


@attrs.frozen
class _Stack:
    """The designs' own estimates, one under the other."""

    contrasts: tuple[tuple[tuple[str, ...], str, str], ...]
    effect: Floats
    precision: Floats
    edges: Floats


def net_heat(network: Network, *, tau2: float = 0.0) -> NetHeat:
    """Hat matrix of the design-level model, and the change of each share of Q when a design is detached.

    Raises
    ------
    NetworkError  where no two designs can disagree.
    """
    stack = _stack(network, tau2)
    at = fit(network, tau2=tau2)
    q = _shares(stack, at.potential)
    hat = stack.edges @ at.covariance @ stack.edges.T @ stack.precision
    freedom = _df(network)
    taking_part, change = [], np.zeros((q.size, q.size))
    for design in network.designs:
        rest = without_design(network, design)
        if sum(_df(part) for part in rest) == freedom:
            continue
        left = _after(stack, design, rest, tau2)
        for column, (other, _, _) in enumerate(stack.contrasts):
            if other == design:
                taking_part.append(column)
                change[:, column] = q - left
    if not taking_part:
        raise NetworkError("net heat needs two designs that can disagree; this network has no closed loop of designs")
    keep = sorted(taking_part)
    names = tuple(_name(*stack.contrasts[c]) for c in keep)
    at_keep = np.ix_(keep, keep)
    return NetHeat(names, tuple(stack.contrasts[c][0] for c in keep), hat[at_keep], q[keep], change[at_keep])


def _stack(network: Network, tau2: float) -> _Stack:
    place = {name: i for i, name in enumerate(network.treatments)}
    contrasts, effects, rows = [], [], []
    blocks: list[Floats] = []
    for design, trials in network.designs.items():
        own: Fit = fit(network.subset(trials), tau2=tau2)
        effect, covariance = own.against(design[0])
        order = [own.treatments.index(name) for name in design[1:]]
        effects.append(effect[order])
        blocks.append(floats(np.linalg.inv(covariance[np.ix_(order, order)])))
        for name in design[1:]:
            contrasts.append((design, name, design[0]))
            row = np.zeros(len(place))
            row[place[name]], row[place[design[0]]] = 1.0, -1.0
            rows.append(row)
    size = len(contrasts)
    precision, start = np.zeros((size, size)), 0
    for block in blocks:
        end = start + block.shape[0]
        precision[start:end, start:end] = block
        start = end
    return _Stack(tuple(contrasts), np.concatenate(effects), precision, np.array(rows))


def _shares(stack: _Stack, potential: Floats) -> Floats:
    left = stack.effect - stack.edges @ potential
    return np.asarray(left * (stack.precision @ left))


def _after(stack: _Stack, design: tuple[str, ...], rest: tuple[Network, ...], tau2: float) -> Floats:
    """Shares once a design has parameters of its own: zero for itself, those of the refit for the others."""
    treatments = {
        name: value for part in rest for name, value in zip(part.treatments, _potentials(part, tau2), strict=True)
    }
    fitted = np.array(
        [0.0 if own == design else treatments[one] - treatments[two] for own, one, two in stack.contrasts]
    )
    left = np.where([own == design for own, _, _ in stack.contrasts], 0.0, stack.effect - fitted)
    return np.asarray(left * (stack.precision @ left))


def _potentials(part: Network, tau2: float) -> list[float]:
    return [float(value) for value in fit(part, tau2=tau2).potential]


def _df(network: Network) -> int:
    return sum(len(design) - 1 for design in network.designs) - len(network.treatments) + 1


def _name(design: tuple[str, ...], one: str, two: str) -> str:
    others = ", ".join(name for name in design if name not in (one, two))
    return f"{one} v {two} (with {others})" if others else f"{one} v {two}"
