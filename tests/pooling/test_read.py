"""Files of patients, curves and medians."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ipdrecon.errors import InputError
from pooling.read import read_all, read_regimens


def file(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_metasurvivals_form_has_numbers_at_the_start_of_intervals(tmp_path: Path) -> None:
    path = file(tmp_path, "m.csv", '"Study","Time","Survival","NbRisk"', "1,1,0.8,50", "1,2,0.6,40", "2,1,0.9,30")
    one, two = read_all([path]).studies
    assert (one.study, one.size, two.size) == ("1", 50, 30)
    assert one.at_risk.tolist() == [50, 40]


def test_a_row_at_time_0_means_numbers_at_the_times_as_figures_print_them(tmp_path: Path) -> None:
    path = file(tmp_path, "c.csv", "study,time,survival,at_risk,regimen", "x,0,1,50,A", "x,6,0.8,38,A", "x,12,0.5,20,A")
    study, *_ = read_all([path], time_unit="months").studies
    assert study.at_risk.tolist() == [50, 38]
    assert (study.regimen, study.time_unit) == ("A", "months")


def test_numbers_printed_at_some_times_only(tmp_path: Path) -> None:
    path = file(tmp_path, "c.csv", "study,time,survival,at_risk", "x,0,1,50", "x,3,0.9,", "x,6,0.8,40", "x,9,0.7,")
    study, *_ = read_all([path]).studies
    assert study.at_risk.tolist() == pytest.approx([50, 45, 40])


def test_a_column_of_ones_choice_names_the_regimen(tmp_path: Path) -> None:
    path = file(tmp_path, "m.csv", "Study,Time,Survival,NbRisk,Region", "1,1,0.8,50,Asia", "2,1,0.9,30,Europe")
    assert [s.regimen for s in read_all([path], by="Region").studies] == ["Asia", "Europe"]
    with pytest.raises(InputError, match="lacks 'region'"):
        read_all([path], by="region")


def test_replicates_become_several_sets(tmp_path: Path) -> None:
    rows = [f"{t + r},1,A,x,{r}" for r in (1, 2, 3) for t in (1, 4, 9)]
    many = file(tmp_path, "r.csv", "time,event,treatment,trial,replicate", *rows)
    one = file(tmp_path, "o.csv", "time,event,treatment,trial", "5,1,A,y", "6,0,A,y")
    data = read_all([many, one])
    assert len(data.replicates) == 3
    assert [[s.study for s in studies] for studies in data.replicates] == [["x", "y"]] * 3
    assert data.replicates[2][0].patients is not None
    assert data.replicates[2][0].patients.time.tolist() == [4, 7, 12]


def test_replicates_must_match(tmp_path: Path) -> None:
    two = file(tmp_path, "a.csv", "time,event,treatment,trial,replicate", "1,1,A,x,1", "2,1,A,x,2")
    three = file(tmp_path, "b.csv", "time,event,treatment,trial,replicate", *(f"1,1,A,y,{i}" for i in range(3)))
    with pytest.raises(InputError, match="2 and 3 replicates"):
        read_all([two, three])
    torn = file(tmp_path, "c.csv", "time,event,treatment,trial,replicate", "1,1,A,x,1", "2,1,B,x,2")
    with pytest.raises(InputError, match="replicate 2 has other arms"):
        read_all([torn])


def test_medians_with_their_own_levels(tmp_path: Path) -> None:
    path = file(
        tmp_path, "m.csv", "study,regimen,median,ci_low,ci_high,ci_level,n",
        "x,A,6.0,4.0,9.0,90,40", "y,A,NR,5,NR,0.95,30", "z,B,7,,,,20",
    )  # fmt: skip
    data = read_all([path])
    assert data.studies == ()
    x, y, z = data.medians
    assert (x.level, x.patients, y.median, y.high) == (0.9, 40, np.inf, np.inf)
    assert np.isnan(z.low) and z.level == 0.95


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (("study,time,survival,at_risk", "x,1,80,50"), "not percent"),
        (("study,time,survival,at_risk", "x,1,0.8,50", "x,2,0.9,40"), "rises"),
        (("study,time,survival,at_risk", "x,1,0.8,"), "equally many"),
        (("study,time,survival", "x,1,0.8"), "lacks at_risk"),
        (("study,time,survival,at_risk", "x,1,0.8,-4"), "at risk"),
        (("time,event", "1,2"), "must be 1"),
        (("study,regimen,median,ci_low", "x,A,6,7"), "limits go around it"),
    ],
)
def test_what_cannot_be_pooled_is_one_sentence_with_the_file(
    tmp_path: Path, lines: tuple[str, ...], words: str
) -> None:
    path = file(tmp_path, "bad.csv", *lines)
    with pytest.raises(InputError, match=words) as caught:
        read_all([path])
    assert "bad.csv" in str(caught.value)


def test_units_must_agree(tmp_path: Path) -> None:
    days = file(tmp_path, "d.csv", "time,event,treatment,trial,time_unit", "30,1,A,x,days")
    months = file(tmp_path, "m.csv", "time,event,treatment,trial,time_unit", "3,1,A,y,months")
    with pytest.raises(InputError, match="one time unit"):
        read_all([days, months])


def test_a_table_of_regimens(tmp_path: Path) -> None:
    path = file(tmp_path, "t.csv", "treatment,regimen", "T-DXd 5.4,T-DXd", "T-DXd 6.4,T-DXd")
    assert read_regimens(path) == {"T-DXd 5.4": "T-DXd", "T-DXd 6.4": "T-DXd"}
    twice = file(tmp_path, "u.csv", "arm,regimen", "a,B", "a,C")
    with pytest.raises(InputError, match="row 3 gives 'a' to 'C'"):
        read_regimens(twice)
