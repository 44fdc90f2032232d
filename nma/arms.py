"""Arm-level counts of a trial, and the contrasts they hold."""

from __future__ import annotations

import attrs
import numpy as np

from ipdrecon.errors import NetworkError
from ipdrecon.frozen import Floats, Locked, array_field, floats
from nma.contrasts import Contrasts

#: Added to each cell of a trial that has an empty one (Haldane 1956; Anscombe 1956).
CORRECTION = 0.5


@attrs.frozen
class ArmCounts(Locked):
    """Events and patients of each arm of one trial.

    Attributes
    ----------
    trial : str
    treatments : tuple of k str    In the order given.
    events : (k,) float            Whole numbers, 0 or more.
    patients : (k,) float          Whole numbers, at least the events.
    population, endpoint, source : str   Travel to the output.
    """

    trial: str
    treatments: tuple[str, ...]
    events: Floats = array_field(floats)
    patients: Floats = array_field(floats)
    population: str = ""
    endpoint: str = ""
    source: str = ""

    def __attrs_post_init__(self) -> None:
        where, k = f"trial '{self.trial}'", len(self.treatments)
        if k < 2:
            raise NetworkError(f"{where} has one arm only; a comparison needs at least two")
        if len(set(self.treatments)) != k or not all(name.strip() for name in self.treatments):
            raise NetworkError(
                f"{where} has arms {', '.join(repr(name) for name in self.treatments)}; each must have a name of its "
                "own (use merged() for two arms of the same treatment)"
            )
        if self.events.shape != (k,) or self.patients.shape != (k,):
            raise NetworkError(
                f"{where} gives {self.events.size} event and {self.patients.size} patient counts for {k} arms"
            )
        for name, r, n in zip(self.treatments, self.events, self.patients, strict=True):
            if not (np.isfinite(r) and np.isfinite(n)) or r != round(r) or n != round(n) or not 0 <= r <= n or n == 0:
                raise NetworkError(
                    f"{where}, arm '{name}' has {r:g} events among {n:g} patients; events must be a whole number "
                    "from 0 to the number of patients"
                )

    @classmethod
    def merged(
        cls, trial: str, treatments: tuple[str, ...], events: Floats, patients: Floats, **fields: str
    ) -> ArmCounts:
        """The trial with arms of the same treatment (two doses of one drug) added up."""
        names = tuple(dict.fromkeys(treatments))
        rows = [[i for i, other in enumerate(treatments) if other == name] for name in names]
        r, n = np.asarray(events, dtype=np.float64), np.asarray(patients, dtype=np.float64)
        return cls(
            trial, names, np.array([r[at].sum() for at in rows]), np.array([n[at].sum() for at in rows]), **fields
        )

    @property
    def informative(self) -> bool:
        """Whether relative effects (OR, RR) can be had: some arm has events and some arm has patients without."""
        return bool(self.events.sum() > 0 and self.events.sum() < self.patients.sum())

    def contrasts(self, measure: str = "OR", *, correction: float = CORRECTION) -> Contrasts:
        """Contrasts against the first arm, by the large-sample variances of the arms.

        ``correction`` is added to all cells of a trial that has an empty cell, as is customary with inverse
        variance weights; :mod:`nma.mantel_haenszel` needs none.

        Raises
        ------
        NetworkError  where a ratio is asked of a trial without any event (or with events only).
        """
        if measure in ("OR", "RR") and not self.informative:
            kind = "no event in any arm" if self.events.sum() == 0 else "events in all patients of every arm"
            raise NetworkError(f"trial '{self.trial}' has {kind}, so it has no {measure}; leave it out or use RD")
        r, n = self.events, self.patients
        empty = (r == 0).any() or (r == n).any()
        add = correction if empty else 0.0
        if measure == "OR":
            a, b = r + add, n - r + add
            value, variance = np.log(a / b), 1 / a + 1 / b
        elif measure == "RR":
            # Added to the denominators once (Hartung & Knapp 2001, eq. 18), as the meta package does.
            a, m = r + add, n + add
            value, variance = np.log(a / m), 1 / a - 1 / m
        elif measure == "RD":
            # Only the variance needs the correction; the difference itself is kept.
            m = n + 2 * add
            value, variance = r / n, (r + add) * (n - r + add) / m**3
        else:
            raise NetworkError(f"counts give OR, RR or RD, not {measure}; ask for one of them with --measure")
        variance = np.maximum(variance, 0.0)
        if (variance[1:] + variance[0] <= 0).any():
            raise NetworkError(f"trial '{self.trial}' has no variance on the {measure} scale; leave it out")
        return Contrasts(
            trial=self.trial,
            reference=self.treatments[0],
            treatments=self.treatments[1:],
            effect=value[1:] - value[0],
            covariance=np.diag(variance[1:]) + variance[0],
            measure=measure,
            patients=n,
            events=r,
            population=self.population,
            endpoint=self.endpoint,
            source=self.source,
        )
