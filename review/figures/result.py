"""What one figure of a review gave."""

from __future__ import annotations

import math

import attrs


@attrs.frozen
class ArmResult:
    """One curve: which treatment it is, its patients, and how they agree with what is printed.

    Attributes
    ----------
    curve, treatment : str
    color : str                       Of the line in the figure, #rrggbb.
    confidence : float                Of the reading, in [0, 1].
    patients, events : int            0 where there are none; ``missing`` then says why.
    counts_from : str                 Where the number of patients comes from.
    median, median_low, median_high : float   Of the patients, in the review's time unit; inf: not reached.
    printed_median : float            As reported for the trial; NaN where it is not known.
    rmse, max_difference : float      Of S between patients and the traced curve.
    table_cells, table_off : int      Numbers at risk there are, and those the patients do not keep.
    acceptable : bool                 Whether the curve is met as closely as is customary.
    verdict : str                     The agreement in one line.
    missing : str                     Why there are no patients, "" where there are.
    """

    curve: str
    treatment: str
    color: str = ""
    confidence: float = math.nan
    patients: int = 0
    events: int = 0
    counts_from: str = ""
    median: float = math.nan
    median_low: float = math.nan
    median_high: float = math.nan
    printed_median: float = math.nan
    rmse: float = math.nan
    max_difference: float = math.nan
    table_cells: int = 0
    table_off: int = 0
    acceptable: bool = False
    verdict: str = ""
    missing: str = ""


@attrs.frozen
class FigureResult:
    """One figure.

    Attributes
    ----------
    stem, file, trial, outcome : str
    row : int                       Line of figures.csv.
    simulated : bool
    sha256 : str                    Of the figure file.
    time_unit : str                 Of the printed axis.
    arms : tuple of ArmResult
    warnings : tuple of str
    corrections : tuple of str      What a person changed, in words; empty where all was read.
    folder : str                    Of its files, inside the results folder.
    ipd, overlay, curves : str      File names in that folder; "" where there is none.
    """

    stem: str
    file: str
    trial: str
    outcome: str
    row: int
    simulated: bool
    sha256: str
    time_unit: str
    arms: tuple[ArmResult, ...]
    warnings: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    folder: str = ""
    ipd: str = ""
    overlay: str = ""
    curves: str = ""


@attrs.frozen
class Failure:
    """A figure that could not be used.

    Attributes
    ----------
    stem, file, trial : str
    row : int         Line of figures.csv.
    reason : str      One sentence.
    """

    stem: str
    file: str
    trial: str
    row: int
    reason: str
