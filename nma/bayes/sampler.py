"""Markov chains for counts: binomial likelihood with a logit link (Dias et al. 2011, TSD 2)."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import attrs
import numpy as np

from ipdrecon.errors import InputError
from ipdrecon.frozen import Bools, Floats, Ints, Locked, array_field, floats, ints
from nma.arms import ArmCounts
from nma.bayes.compiling import loops, to_stderr
from nma.bayes.design import Design
from nma.bayes.priors import FAMILIES, Priors

#: Fewest events, or patients without, of an arm that holds a parameter by itself without skewing it badly.
SPARSE = 2
#: Weight of arms in trials without any event (or with events only), which say next to nothing; as in the kernels.
SILENT = 1e-9
#: Variance of an arm's log odds given all other arms from which only its own few events hold it.
LOOSE = 9.0


@attrs.frozen
class Chains(Locked):
    """How the sampler runs.

    Attributes
    ----------
    iterations : int   Of each chain, burn-in included.
    burn_in : int      Thrown away; adaptation happens here and only here.
    chains : int
    seed : int         Same seed, same numbers.
    """

    iterations: int = 50_000
    burn_in: int = 20_000
    chains: int = 4
    seed: int = 0

    def __attrs_post_init__(self) -> None:
        if self.chains < 2:
            raise InputError(f"{self.chains} chain cannot show convergence; give at least 2")
        if self.burn_in < 400:
            raise InputError(f"a burn-in of {self.burn_in} iterations is too short to adapt; give at least 400")
        if self.iterations - self.burn_in < 400:
            raise InputError(
                f"{self.iterations} iterations with a burn-in of {self.burn_in} leave "
                f"{max(self.iterations - self.burn_in, 0)}; leave at least 400"
            )
        if self.seed < 0:
            raise InputError(f"seed {self.seed} is negative; give 0 or more")


@attrs.frozen
class Draws(Locked):
    """What the chains kept.

    Attributes
    ----------
    design : Design
    random : bool
    effects : (chains, draws, q) float      Parameters of the design.
    tau : (chains, draws) float             0 in the fixed-effect model.
    deviance : (chains, draws) float        Total residual deviance.
    fitted : (arms,) float                  Posterior mean probability, arms as in the design.
    arm_deviance : (arms,) float            Posterior mean residual deviance.
    chains : Chains
    """

    design: Design
    random: bool
    chains: Chains
    effects: Floats = array_field(floats)
    tau: Floats = array_field(floats)
    deviance: Floats = array_field(floats)
    fitted: Floats = array_field(floats)
    arm_deviance: Floats = array_field(floats)

    @property
    def flat(self) -> Floats:
        """(chains * draws, q) parameters, chain after chain."""
        return self.effects.reshape(-1, self.effects.shape[2])


@attrs.frozen
class ArmTable(Locked):
    """Counts in the order of a design, as the kernel takes them; treatments by number."""

    first: Ints = array_field(ints)
    events: Floats = array_field(floats)
    patients: Floats = array_field(floats)
    rows: Floats = array_field(floats)
    treatment: Ints = array_field(ints)

    @classmethod
    def of(cls, trials: Sequence[ArmCounts], design: Design) -> ArmTable:
        """Arms of all trials, baselines first, with dense design rows (zero for baselines)."""
        places = [
            [trial.treatments.index(name) for name in arms] for trial, arms in zip(trials, design.arms, strict=True)
        ]
        q = len(design.parameters)
        return cls(
            np.cumsum([0, *(len(arms) for arms in design.arms)]),
            np.concatenate([trial.events[at] for trial, at in zip(trials, places, strict=True)]),
            np.concatenate([trial.patients[at] for trial, at in zip(trials, places, strict=True)]),
            np.vstack([np.vstack([np.zeros((1, q)), rows]) for rows in design.rows]),
            np.unique([name for arms in design.arms for name in arms], return_inverse=True)[1],
        )

    @property
    def trial(self) -> Ints:
        """(arms,) place of each arm's trial."""
        return np.repeat(np.arange(self.first.size - 1), np.diff(self.first))

    @property
    def silent(self) -> Bools:
        """(arms,) whether an arm's trial has no event at all, or events only."""
        r = np.add.reduceat(self.events, self.first[:-1])
        n = np.add.reduceat(self.patients, self.first[:-1])
        return np.asarray(((r == 0) | (r == n))[self.trial])

    @property
    def saturated(self) -> Floats:
        """(arms,) largest log likelihood each arm can have, without its constant."""
        r, n = self.events, self.patients
        with np.errstate(divide="ignore", invalid="ignore"):
            yes, no = r * np.log(r / n), (n - r) * np.log((n - r) / n)
        return np.nan_to_num(yes) + np.nan_to_num(no)


def sample(
    trials: Sequence[ArmCounts],
    design: Design,
    *,
    random: bool,
    priors: Priors,
    chains: Chains | None = None,
    notice: Callable[[str], None] = to_stderr,
) -> Draws:
    """Draws of the parameters of a design.

    Each chain has its own stream and its own starting values, spread wider than the posterior; chains run in
    threads, which does not change their numbers.

    Raises
    ------
    InputError  where a prior is flat, which sparse counts may turn into no answer at all.
    """
    run = chains or Chains()
    if not (np.isfinite(priors.effect_sd) and np.isfinite(priors.baseline_sd)):
        raise InputError("counts need proper priors of effects and baselines; give them a finite standard deviation")
    chain = loops(notice)
    table = ArmTable.of(trials, design)
    arms, q = table.rows.shape
    kept = run.iterations - run.burn_in
    sparse_rows = [np.flatnonzero(row) for row in table.rows]
    pointer = np.cumsum([0, *(at.size for at in sparse_rows)])
    columns = np.concatenate([*sparse_rows, np.empty(0, dtype=np.int64)]).astype(np.int64)
    values = np.concatenate([row[at] for row, at in zip(table.rows, sparse_rows, strict=True)])
    centred = _centred(table)
    stiffness, turn = np.linalg.eigh(2.0 * centred.T @ centred)
    loose, moves = directions(table, priors)
    estimate, spread = starting_point(table, priors)
    draws = np.empty((run.chains, kept, q + 2))
    fitted, deviance = np.zeros((run.chains, arms)), np.zeros((run.chains, arms))
    streams = np.random.SeedSequence(run.seed).spawn(run.chains)

    def one(c: int) -> None:
        rng = np.random.Generator(np.random.PCG64(streams[c]))
        beta = estimate + 2.0 * spread @ rng.standard_normal(q)
        tau = min(priors.tau.upper, 2.0) * rng.uniform(0.05, 0.6) if random else 0.0
        chain.run_chain(
            rng, table.first, table.events, table.patients, pointer, columns, values,
            turn, np.maximum(stiffness, 0.0), random,
            priors.baseline_sd**-2, priors.effect_sd**-2, list(FAMILIES).index(priors.tau.family), priors.tau.a,
            priors.tau.b, loose, *moves, beta, tau, run.burn_in, draws[c], fitted[c], deviance[c], table.saturated,
        )  # fmt: skip

    with ThreadPoolExecutor(min(run.chains, os.cpu_count() or 1)) as pool:
        list(pool.map(one, range(run.chains)))
    return Draws(
        design,
        random,
        run,
        effects=draws[:, :, :q],
        tau=draws[:, :, q],
        deviance=draws[:, :, q + 1],
        fitted=fitted.mean(axis=0) / kept,
        arm_deviance=deviance.mean(axis=0) / kept,
    )


def starting_point(table: ArmTable, priors: Priors) -> tuple[Floats, Floats]:
    """Weighted least squares on empirical logits, (q,), and the root of its covariance, (q, q)."""
    weight, logit = _empirical(table)
    precision = _precision(table, weight, priors)
    k, q = table.first.size - 1, table.rows.shape[1]
    cells = _cells(table)
    inverse = np.linalg.inv(precision)
    estimate = inverse @ (cells.T @ (weight * logit))
    covariance = inverse[k:, k:]
    # A prior alone may leave a parameter 100 wide; starting that far out only costs burn-in.
    size = np.minimum(1.0, 2.0 / np.sqrt(np.maximum(covariance.diagonal(), 1e-300)))
    root = np.linalg.cholesky(covariance + 1e-12 * np.eye(q)) * size[:, None]
    return np.clip(estimate[k:], -20.0, 20.0), root


def directions(table: ArmTable, priors: Priors) -> tuple[int, tuple[Any, ...]]:
    """Directions in which chains move alone: how many are loose, and all of them.

    First those in which the posterior is as wide as its prior or badly skewed. An arm with hardly any event (or hardly
    any patient without) that no other arm speaks for moves freely in its own logit, and so do all arms of a treatment
    that has no others, and arms that are empty (or full) together; the direction is how all parameters answer to a pull
    on them while their own counts are silent. Where there is one, each parameter follows with the baselines of its own
    trials, because a joint move is as short as its worst arm allows.
    """
    weight, _ = _empirical(table)
    weight[table.silent] = SILENT
    few = (np.minimum(table.events, table.patients - table.events) <= SPARSE) & ~table.silent
    k, q = table.first.size - 1, table.rows.shape[1]
    cells = _cells(table)
    together = [few & (table.treatment == t) for t in np.unique(table.treatment)]
    # Whose counts are silent, and which arms are pulled.
    pulls = [(np.array([a]), np.array([a])) for a in np.flatnonzero(few)]
    pulls += [(np.flatnonzero(member), np.flatnonzero(member)) for member in together if member.sum() > 1]
    one_sided = np.flatnonzero(few & ((table.events == 0) | (table.events == table.patients)))
    pulls += [(one_sided, np.array([a])) for a in one_sided if one_sided.size > 1]
    moves: list[Floats] = []
    for quiet, pulled in pulls:
        others = weight.copy()
        others[quiet] = SILENT
        pull = cells[pulled].sum(axis=0)
        answer = np.linalg.solve(_precision(table, others, priors), pull)
        if float(pull @ answer) / pulled.size**2 < LOOSE:
            continue
        answer = answer / np.abs(cells[pulled] @ answer).max()
        answer[np.abs(answer) < 1e-3] = 0.0
        if not any(np.allclose(answer, known, atol=0.05) for known in moves):
            moves.append(answer)
    loose = len(moves)
    if loose:
        precision = _precision(table, weight, priors)
        for j in range(k, k + q):
            alone = -precision[:, j] / precision.diagonal()
            alone[k:] = 0.0
            alone[j] = 1.0
            moves.append(alone)
    starts, arms, coefficients = [0], [np.empty(0, dtype=np.int64)], [np.empty(0)]
    for move in moves:
        along = cells @ move
        touched = np.flatnonzero(np.abs(along) > 1e-12)
        starts.append(starts[-1] + touched.size)
        arms.append(touched.astype(np.int64))
        coefficients.append(along[touched])
    made = np.array(moves).reshape(-1, k + q)
    return loose, (
        np.array(starts),
        np.concatenate(arms),
        np.concatenate(coefficients),
        np.ascontiguousarray(made[:, :k]),
        np.ascontiguousarray(made[:, k:]),
    )


def _empirical(table: ArmTable) -> tuple[Floats, Floats]:
    r, s = table.events + 0.5, table.patients - table.events + 0.5
    return r * s / (r + s), np.log(r / s)


def _cells(table: ArmTable) -> Floats:
    """(arms, trials + q): how each arm's logit is made of baselines and parameters."""
    return np.hstack([np.eye(table.first.size - 1)[table.trial], table.rows])


def _precision(table: ArmTable, weight: Floats, priors: Priors) -> Floats:
    cells = _cells(table)
    own = [priors.baseline_sd**-2] * (table.first.size - 1) + [priors.effect_sd**-2] * table.rows.shape[1]
    return np.asarray(cells.T @ (weight[:, None] * cells) + np.diag(own))


def _centred(table: ArmTable) -> Floats:
    """Design rows less their trial's mean: their products are the trials' precision for unit correlation 1/2."""
    made = table.rows.copy()
    for lo, hi in zip(table.first[:-1], table.first[1:], strict=True):
        made[lo:hi] -= made[lo:hi].mean(axis=0)
    return made
