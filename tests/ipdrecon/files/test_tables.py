"""CSV in the forms the field exchanges."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ipdrecon.errors import InputError
from ipdrecon.files import read_curves, read_risk_tables, write_curves, write_risk_tables
from ipdrecon.risktable import RiskTable
from ipdrecon.steps import StepCurve


def csv(folder: Path, text: str) -> Path:
    path = folder / "x.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_curves_come_back_exactly(tmp_path) -> None:
    curves = {"A": StepCurve([0, 1 / 3], [1, 2 / 3], end=9.5), "B": StepCurve([0, 4], [1, 0.5])}
    assert read_curves(write_curves(tmp_path / "c.csv", curves)) == curves


def test_numbers_at_risk_come_back_exactly(tmp_path) -> None:
    tables = {
        "A": RiskTable([0, 6], [10, np.nan], events=[0, 3], label="A"),
        "B": RiskTable([0, 6], [12, 5], events=[0, 4], label="B"),
    }
    assert read_risk_tables(write_risk_tables(tmp_path / "r.csv", tables)) == tables


def test_a_wrong_table_names_its_curve(tmp_path) -> None:
    with pytest.raises(InputError, match=r"curve 'B': .* rise strictly"):
        read_risk_tables(csv(tmp_path, "time,at_risk,curve\n0,5,A\n0,5,B\n0,4,B\n"))
