"""Figure → individual patient data.

The types are here; the work is a few plain calls, loaded on first use:

    digitize(path)                 figure → Digitization
    reconstruct(curve, ...)        curve and published counts → Reconstruction (with its IPD)
    ensemble(curve, ...)           the same, many times over: how far the patients are determined
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipdrecon.errors import IpdreconError

if TYPE_CHECKING:
    from ipdrecon.axes import Axes, Axis
    from ipdrecon.digitization import Digitization, Panel, TracedCurve
    from ipdrecon.figure import Figure
    from ipdrecon.ipd import IPD
    from ipdrecon.reading import digitize
    from ipdrecon.reconstruction import reconstruct
    from ipdrecon.reconstruction.ensemble import ensemble
    from ipdrecon.risktable import RiskTable
    from ipdrecon.steps import StepCurve

__version__ = "0.1.0"

__all__ = [
    "IPD",
    "Axes",
    "Axis",
    "Digitization",
    "Figure",
    "IpdreconError",
    "Panel",
    "RiskTable",
    "StepCurve",
    "TracedCurve",
    "digitize",
    "ensemble",
    "reconstruct",
]

_HOME = {
    "Axes": "axes",
    "Axis": "axes",
    "Digitization": "digitization",
    "Panel": "digitization",
    "TracedCurve": "digitization",
    "Figure": "figure",
    "IPD": "ipd",
    "RiskTable": "risktable",
    "StepCurve": "steps",
    "digitize": "reading",
    "ensemble": "reconstruction.ensemble",
    "reconstruct": "reconstruction",
}


def __getattr__(name: str) -> Any:
    """Load a type or verb on first use, so that ``import ipdrecon`` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'ipdrecon' has no attribute '{name}'")
    from importlib import import_module

    found = getattr(import_module(f"ipdrecon.{_HOME[name]}"), name)
    globals()[name] = found
    return found
