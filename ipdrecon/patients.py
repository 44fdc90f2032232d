"""Digitisation → patients: every curve of a figure reconstructed with what the figure says about it."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ipdrecon.digitization import Digitization, Panel
from ipdrecon.errors import InfeasibleError
from ipdrecon.ipd import IPD
from ipdrecon.reconstruction import Reconstruction, reconstruct
from ipdrecon.risktable import RiskTable


@attrs.frozen(eq=False)
class Arm:
    """One curve's patients.

    Attributes
    ----------
    panel : int                       1-based.
    label : str
    reconstruction : Reconstruction or None   None where the figure does not say enough.
    missing : str                     Why there are no patients, "" where there are.
    """

    panel: int
    label: str
    reconstruction: Reconstruction | None
    missing: str = ""


def reconstruct_all(
    digitization: Digitization,
    *,
    trial: str = "",
    method: str = "constrained",
    patients: Mapping[str, int] | None = None,
    events: Mapping[str, int] | None = None,
    risk_tables: Mapping[str, RiskTable] | None = None,
) -> tuple[Arm, ...]:
    """Patients of every curve; what is told here goes before what the figure prints.

    An inset shows patients of the panel around it once more, and none of its own.

    Parameters
    ----------
    patients, events, risk_tables : mapping, optional
        By curve label.
    """
    arms = []
    whole = digitization.whole_panels
    for number, panel in enumerate(digitization.panels, start=1):
        if not any(panel is one for one in whole):
            continue
        for curve in panel.curves:
            label = curve.label
            table = (risk_tables or {}).get(label) or panel.risk_of(label)
            n = (patients or {}).get(label) or _printed(panel, "patients", label)
            d = (events or {}).get(label) or _printed(panel, "events", label)
            if table is None and n is None:
                why = "neither numbers at risk nor patients are printed for this curve; give --patients or --risk-table"
                arms.append(Arm(number, label, None, why))
                continue
            try:
                result = reconstruct(
                    curve.steps,
                    risk_table=table,
                    patients=n,
                    events=d,
                    method=method,
                    treatment=label,
                    trial=trial if len(whole) == 1 else f"{trial} panel {number}".strip(),
                    time_unit=panel.axes.time_unit,
                    nearest=True,
                )
            except InfeasibleError as error:
                arms.append(Arm(number, label, None, str(error)))
                continue
            arms.append(Arm(number, label, result))
    return tuple(arms)


def _printed(panel: Panel, kind: str, label: str) -> int | None:
    """A count the figure prints for a curve."""
    found = [fact for fact in panel.facts if fact.kind == kind and fact.curve == label and not fact.bound]
    return round(found[0].value) if found else None


def all_patients(arms: tuple[Arm, ...]) -> IPD | None:
    """Patients of all arms in one table; None where no arm has any."""
    sets = [arm.reconstruction.ipd for arm in arms if arm.reconstruction is not None]
    return IPD.concat(sets) if sets else None
