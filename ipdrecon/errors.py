"""What can go wrong, and who has to know.

    IpdreconError                 anything a user can mend; the command line prints its sentence and exits with 2
    ├── InputError                a file, a column, an option
    ├── FigureError               a picture that cannot be read as a KM figure (carries the pixel box it is about)
    ├── CurveError                a survival curve that is none
    ├── RiskTableError            numbers at risk that cannot be
    ├── IPDError                  patient data that cannot be
    ├── InfeasibleError           published facts that contradict each other (carries the contradicting items)
    ├── NetworkError              contrasts or networks that cannot be
    └── ConvergenceError          a computation that did not settle; the command line exits with 3

Every message is one sentence that says what was given, what is allowed and what to do.
"""

from __future__ import annotations


class IpdreconError(Exception):
    """Base of all errors a user can mend."""

    exit_code = 2


class InputError(IpdreconError):
    """A file, column or option that cannot be used."""


class FigureError(IpdreconError):
    """A figure that cannot be read as a Kaplan-Meier figure.

    Attributes
    ----------
    box : tuple of 4 float or None
        Pixel box (left, top, right, bottom) the message is about, so that a caller can show the crop.
    """

    def __init__(self, message: str, box: tuple[float, float, float, float] | None = None) -> None:
        super().__init__(message)
        self.box = box


class CurveError(IpdreconError):
    """A survival curve that breaks a promise of :class:`ipdrecon.steps.StepCurve`."""


class RiskTableError(IpdreconError):
    """Numbers at risk that break a promise of :class:`ipdrecon.risktable.RiskTable`."""


class IPDError(IpdreconError):
    """Patient data that break a promise of :class:`ipdrecon.ipd.IPD`."""


class InfeasibleError(IpdreconError):
    """Published facts that no set of patients can satisfy together.

    Attributes
    ----------
    items : tuple of str
        The smallest set of contradicting items that was found, in words.
    """

    def __init__(self, message: str, items: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.items = items


class NetworkError(IpdreconError):
    """Contrasts or networks that break a promise."""


class ConvergenceError(IpdreconError):
    """A computation that did not settle."""

    exit_code = 3
