"""What a reconstruction gives."""

from __future__ import annotations

import attrs

from ipdrecon.ipd import IPD

#: How a reconstruction may be made.
METHODS = ("constrained",)


@attrs.frozen(eq=False)
class Reconstruction:
    """Patients of one arm and what they rest on.

    Attributes
    ----------
    ipd : IPD
    method : str              One of ``METHODS``.
    assumed : tuple of str    What had to be assumed because nothing was published about it.
    relaxed : tuple of str    Published items that were not kept, in words.
    convention : str          Who counts as at risk in the table, as :data:`ipdrecon.risktable.CONVENTIONS`.
    warnings : tuple of str
    """

    ipd: IPD
    method: str
    assumed: tuple[str, ...] = ()
    relaxed: tuple[str, ...] = ()
    convention: str = "at_or_after"
    warnings: tuple[str, ...] = ()
