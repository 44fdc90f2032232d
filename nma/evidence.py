"""Evidence: everything the trials of an analysis say, whatever form it came in."""

from __future__ import annotations

from collections.abc import Iterable

import attrs
import numpy as np

from ipdrecon.copies import Counts, copies, of_patients, said
from ipdrecon.errors import InputError, NetworkError
from ipdrecon.ipd import IPD
from nma.arms import ArmCounts
from nma.contrasts import Contrasts
from nma.cox import CoxTrial, cox


@attrs.frozen
class Evidence:
    """Trials as contrasts, as counts and as Cox regressions, with what there is to say about them.

    Attributes
    ----------
    contrasts : tuple of Contrasts   As read, or by Cox regression from patients.
    counts : tuple of ArmCounts      Become contrasts once the measure is known.
    regressions : tuple of CoxTrial  Behind the contrasts that came from patients.
    warnings : tuple of str          One sentence each.
    inputs : tuple of (str, str)     Files and their SHA-256.
    patients : tuple of IPD          Behind the regressions.
    """

    contrasts: tuple[Contrasts, ...] = ()
    counts: tuple[ArmCounts, ...] = ()
    regressions: tuple[CoxTrial, ...] = ()
    warnings: tuple[str, ...] = ()
    inputs: tuple[tuple[str, str], ...] = ()
    patients: tuple[IPD, ...] = ()

    @classmethod
    def concat(cls, parts: Iterable[Evidence]) -> Evidence:
        """All of several."""
        given = list(parts)
        return cls(*(tuple(x for part in given for x in getattr(part, a.name)) for a in attrs.fields(cls)))

    def trials(self, measure: str | None = None) -> tuple[tuple[Contrasts, ...], tuple[str, ...]]:
        """All trials as contrasts of one measure, and warnings about those that have none.

        Raises
        ------
        InputError  where contrasts are of another measure than the one asked for.
        """
        made, notes = list(self.contrasts), []
        if measure is not None:
            for trial in made:
                if trial.measure != measure:
                    raise InputError(
                        f"trial '{trial.trial}' reports {trial.measure}, but --measure is {measure}; an effect cannot "
                        "be turned into another measure without its counts"
                    )
        for counts in self.counts:
            wanted = measure or (made[0].measure if self.contrasts else "OR")
            if wanted in ("OR", "RR") and not counts.informative:
                kind = "no event in any arm" if counts.events.sum() == 0 else "events in all patients of every arm"
                notes.append(f"Trial '{counts.trial}' has {kind} and says nothing about the {wanted}; left out.")
                continue
            made.append(counts.contrasts(wanted))
        return tuple(made), tuple(notes)


def evidence_of_patients(ipd: IPD, *, reference: str | None = None, source: str = "") -> Evidence:
    """Log hazard ratios of every trial among the patients; a trial without a comparison is left out and said.

    Arms of two trials that are nearly the same patients are said as well.
    """
    regressions, notes = [], []
    for trial in ipd.trials:
        patients = ipd.select(ipd.trial == trial)
        silent = [name for name in patients.treatments if not patients.event[patients.treatment == name].any()]
        if silent and len(patients.treatments) - len(silent) > 1:
            named = " and ".join(f"'{name}'" for name in silent)
            notes.append(f"Trial '{trial}': no event on {named}; left out, the trial's other arms are used.")
            patients = patients.select(~np.isin(patients.treatment, silent))
        try:
            regressions.append(cox(patients, reference=reference, source=source))
        except NetworkError as error:
            notes.append(f"Left out: {error}.")
    for found in regressions:
        for name, p in zip(found.contrasts.treatments, found.proportional.p, strict=True):
            if p < 0.05:
                notes.append(
                    f"Trial '{found.contrasts.trial}': hazards of {name} and {found.contrasts.reference} do not "
                    f"look proportional (Grambsch-Therneau p = {p:.2g}); one hazard ratio averages over time, "
                    "see --rmst and --piecewise."
                )
    by_treatment: dict[str, list[Counts]] = {}
    for trial, treatment, patients in ipd.arms():
        by_treatment.setdefault(treatment, []).append(of_patients(trial, patients))
    notes += [text for treatment, arms in by_treatment.items() for text in said(copies(arms), treatment)]
    made = tuple(found.contrasts for found in regressions)
    return Evidence(made, (), tuple(regressions), tuple(notes), patients=(ipd,))


def evidence_of(*items: Contrasts | ArmCounts | IPD) -> Evidence:
    """Evidence from objects in memory.

    Raises
    ------
    InputError  where an object is of no kind that holds evidence.
    """
    parts = []
    for item in items:
        if isinstance(item, Contrasts):
            parts.append(Evidence(contrasts=(item,)))
        elif isinstance(item, ArmCounts):
            parts.append(Evidence(counts=(item,)))
        elif isinstance(item, IPD):
            parts.append(evidence_of_patients(item))
        else:
            raise InputError(f"a {type(item).__name__} holds no evidence; give Contrasts, ArmCounts, IPD or file names")
    return Evidence.concat(parts)
