"""Reading reference curves: tables of curves and of their covariance, such as ``ipdrecon pool`` writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import attrs
import numpy as np
from scipy.special import ndtri

from ipdrecon.errors import InputError
from ipdrecon.files import read_table
from ipdrecon.files.tables import number
from ipdrecon.frozen import Floats
from nma.baseline import Baseline

#: What ``ipdrecon pool --out`` writes into its folder.
POOLED = ("pooled_curves.csv", "pooled_covariance.csv")
#: Methods whose curves are linear between their times; all others step.
LINEAR = ("random", "fixed", "parametric")
ALIASES = {
    "regimen": ("regimen", "treatment", "curve", "arm", "strata"),
    "time": ("time",),
    "survival": ("survival", "surv", "s"),
    "se": ("se", "survivalse", "stderr"),
    "log_se": ("logse",),
    "low": ("cilow", "lower", "low"),
    "high": ("cihigh", "upper", "high"),
    "level": ("cilevel", "level"),
    "other_time": ("othertime",),
    "covariance": ("covariancelogsurvival", "covariance"),
    "method": ("method",),
    "time_unit": ("timeunit",),
}


def read_baselines(paths: Sequence[str | Path]) -> dict[str, Baseline]:
    """Curves by regimen ("" where the table names none) from files, or from a folder of pooled results.

    =====================  =================================================================================
    a curve                time,survival and one of se (of S), log_se (of log S), ci_low with ci_high
                           [,ci_level] [,regimen] [,method] [,time_unit]
    its covariance         time,other_time,covariance_log_survival[,regimen]
    =====================  =================================================================================

    Raises
    ------
    InputError  with file, row and column.
    """
    rows: dict[str, _Points] = {}
    covariances: dict[str, tuple[Floats, Floats]] = {}
    for path in _files(paths):
        table = _Table(path)
        if table.has("time", "other_time", "covariance"):
            covariances.update(table.covariances())
        elif table.has("time", "survival"):
            for name, points in table.points().items():
                if name in rows:
                    raise InputError(f"{path} holds the curve of '{name}' again; give one curve a regimen")
                rows[name] = points
        else:
            raise InputError(
                f"{path} has columns {', '.join(table.header)}; a reference curve has time,survival and se (or log_se, "
                "or ci_low and ci_high), its covariance time,other_time,covariance_log_survival"
            )
    if not rows:
        raise InputError("--baseline holds a covariance but no curve; give the table with time,survival as well")
    return {name: _joined(name, points, covariances.get(name)) for name, points in rows.items()}


def _joined(name: str, points: _Points, covariance: tuple[Floats, Floats] | None) -> Baseline:
    matrix = None
    if covariance is not None:
        grid, spread = covariance
        # Log S between two times of the grid is taken to lie between them; at time 0 it is 0, after the last it stays.
        weights = np.array([np.interp(points.time, np.append(0.0, grid), row) for row in np.eye(grid.size + 1)[1:]]).T
        matrix = weights @ spread @ weights.T
    elif np.isnan(points.log_se[points.survival > 0]).any():
        at = points.time[np.argmax(np.isnan(points.log_se) & (points.survival > 0))]
        raise InputError(
            f"the reference curve of '{name}' has no standard error at time {at:g}; give se, log_se or limits"
        )
    return Baseline.of_points(
        name, points.time, points.survival, log_se=points.log_se, log_covariance=matrix, step=points.step,
        time_unit=points.time_unit,
    )  # fmt: skip


def _files(paths: Sequence[str | Path]) -> list[Path]:
    found = []
    for path in map(Path, paths):
        if path.is_dir():
            if not (path / POOLED[0]).exists():
                raise InputError(
                    f"folder {path} holds no {POOLED[0]}; give what 'ipdrecon pool --out' wrote, or a file"
                )
            found += [path / name for name in POOLED if (path / name).exists()]
        else:
            found.append(path)
    return found


@attrs.frozen
class _Points:
    time: Floats
    survival: Floats
    log_se: Floats
    step: bool
    time_unit: str


class _Table:
    """A delimited file with its columns found by name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.header, self.rows = read_table(path)
        keys = ["".join(ch for ch in name.lower() if ch.isalnum()) for name in self.header]
        self.at = {name: keys.index(alias) for name, aliases in ALIASES.items() for alias in aliases if alias in keys}

    def has(self, *names: str) -> bool:
        return all(name in self.at for name in names)

    def text(self, row: list[str], name: str) -> str:
        return row[self.at[name]].strip() if name in self.at else ""

    def numbers(self, rows: list[int], name: str, *, empty: float | None = None) -> Floats:
        column = self.at[name]
        return np.array(
            [number(self.path, i + 2, self.header[column], self.rows[i][column], empty=empty) for i in rows]
        )

    def groups(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for i, row in enumerate(self.rows):
            found.setdefault(self.text(row, "regimen"), []).append(i)
        return found

    def points(self) -> dict[str, _Points]:
        found = {}
        for name, rows in self.groups().items():
            time, survival = self.numbers(rows, "time"), self.numbers(rows, "survival")
            order = np.argsort(time, kind="stable")
            first = self.rows[rows[0]]
            found[name] = _Points(
                time[order],
                survival[order],
                self._log_se(rows, survival)[order],
                self.text(first, "method") not in LINEAR,
                self.text(first, "time_unit"),
            )
        return found

    def _log_se(self, rows: list[int], survival: Floats) -> Floats:
        inside = (survival > 0) & (survival < 1)
        if "log_se" in self.at:
            return self.numbers(rows, "log_se", empty=np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            if "se" in self.at:
                return np.where(survival > 0, self.numbers(rows, "se", empty=np.nan) / survival, 0.0)
            if self.has("low", "high"):
                low, high = self.numbers(rows, "low", empty=np.nan), self.numbers(rows, "high", empty=np.nan)
                level = self.numbers(rows, "level", empty=0.95) if "level" in self.at else np.full(low.size, 0.95)
                level = np.where(level > 1, level / 100, level)
                # Limits are symmetric as log(-log S), which is how they are drawn almost everywhere.
                spread = (np.log(-np.log(low)) - np.log(-np.log(high))) / (2 * ndtri((1 + level) / 2))
                return np.where(inside, spread * -np.log(survival), 0.0)
        return np.full(survival.size, np.nan)

    def covariances(self) -> dict[str, tuple[Floats, Floats]]:
        found = {}
        for name, rows in self.groups().items():
            one, two, value = (self.numbers(rows, column) for column in ("time", "other_time", "covariance"))
            grid = np.unique(one)
            matrix = np.full((grid.size, grid.size), np.nan)
            if not np.isin(two, grid).all():
                raise InputError(
                    f"{self.path}: other_time of '{name}' has values that time has not; give a full square"
                )
            matrix[np.searchsorted(grid, one), np.searchsorted(grid, two)] = value
            if np.isnan(matrix).any():
                raise InputError(f"{self.path}: the covariance of '{name}' is no full square of its {grid.size} times")
            found[name] = (grid, matrix)
        return found
