"""CSV of patients."""

from __future__ import annotations

import pytest

from ipdrecon.errors import InputError
from ipdrecon.files import read_ipd, write_ipd
from ipdrecon.ipd import IPD
from tests.ipdrecon.files.test_tables import csv


def test_patients_come_back_exactly(tmp_path) -> None:
    """Law: read(write(x)) == x, unit and odd labels included."""
    ipd = IPD([0.1, 1 / 3, 12], [1, 0, 1], ["T-DXd", 'a "b", c', "é"], ["x", "x", "y"], "months")
    assert read_ipd(write_ipd(tmp_path / "ipd.csv", ipd)) == ipd


@pytest.mark.parametrize(
    "text",
    [
        "time,event,treatment\n1,1,A\n2,0,B\n",
        "Time;Status;Arm\n1,0;1;A\n2,0;0;B\n",  # decimal commas, as a German spreadsheet saves them
        "\ufefftime\tstatus\tgroup\n1\tTRUE\tA\n2\tFALSE\tB\n",
    ],
)
def test_patients_by_any_usual_name(tmp_path, text: str) -> None:
    ipd = read_ipd(csv(tmp_path, text))
    assert ipd.time.tolist() == [1, 2]
    assert ipd.event.tolist() == [True, False]
    assert ipd.treatment.tolist() == ["A", "B"]
    assert ipd.trials == ("x",)  # the file's stem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("time,event\n", "no patient"),
        ("a,b\n1,2\n", "it lacks time and event"),
        ("time,event\n1,1\n-2,1\n", "row 3 has time -2"),
        ("time,event\n1,2\n", "must be 1"),
        ("time,event\nsoon,1\n", "'soon', which is no number"),
        ("time,event\n1\n", "row 2 has 1 cells"),
        ("time,event,time_unit\n1,1,days\n2,1,months\n", "days and in months"),
    ],
)
def test_what_is_wrong_with_patients_is_named(tmp_path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_ipd(csv(tmp_path, text))
