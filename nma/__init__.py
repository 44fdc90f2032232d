"""Network meta-analysis of hazard ratios, counts and other contrasts.

    nma(...)          trials or files → NMAResult, one result per connected component

contrasts, arms, cox     what a trial says: effects with their covariance; counts; patients by Cox regression
network                  connected components
frequentist              effects by generalised least squares; heterogeneity, decomposition, splitting, netheat,
                         contribution, mantel_haenszel
ranking, league          from estimates with covariance, or from draws
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nma.analysis import nma
    from nma.arms import ArmCounts
    from nma.contrasts import Contrasts
    from nma.network import Network, components
    from nma.result import ComponentResult, NMAResult

__all__ = ["ArmCounts", "ComponentResult", "Contrasts", "NMAResult", "Network", "components", "nma"]

_HOME = {
    "nma": "analysis",
    "NMAResult": "result",
    "ComponentResult": "result",
    "Contrasts": "contrasts",
    "ArmCounts": "arms",
    "Network": "network",
    "components": "network",
}


def __getattr__(name: str) -> Any:
    """Load a type or verb on first use, so that ``import nma`` costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module 'nma' has no attribute '{name}'")
    from importlib import import_module

    found = getattr(import_module(f"nma.{_HOME[name]}"), name)
    globals()[name] = found
    return found
