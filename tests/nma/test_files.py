"""Files in the field's forms become the same evidence, and bad ones say what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ipdrecon.errors import InputError
from ipdrecon.ipd import IPD
from nma.evidence import Evidence
from nma.files import read, read_file
from tests.nma.oracle import network, reference


def written(folder: Path, text: str) -> Path:
    path = folder / "trials.csv"
    path.write_text(text, encoding="utf-8")
    return path


def evidence(folder: Path, text: str, **options: str) -> Evidence:
    return read([written(folder, text)], **options)


def test_contrasts_of_netmeta(tmp_path: Path) -> None:
    rows = "\n".join(",".join(str(cell) for cell in row) for row in reference("senn2013")["contrasts"])
    found = evidence(tmp_path, f"studlab,treat1,treat2,TE,seTE\n{rows}\n", measure="md")
    assert {t.trial: t for t in found.contrasts} == {t.trial: t for t in network("senn2013").trials}
    ((name, digest),) = found.inputs
    assert name.endswith("trials.csv")
    assert len(digest) == 64


def test_the_level_of_each_row_counts(tmp_path: Path) -> None:
    found = evidence(
        tmp_path,
        "trial;treat1;treat2;hr;ci_low;ci_high;ci_level\nPALMIRA;P;ET;0,84;0,66;1,07;95\nPACE;P;ET;1.11;0.79;1.55;90%\n",
    )
    palmira, pace = found.contrasts
    assert palmira.se[0] == pytest.approx(np.log(1.07 / 0.66) / (2 * 1.959963984540054))
    assert pace.se[0] == pytest.approx(np.log(1.55 / 0.79) / (2 * 1.6448536269514722))
    assert any("90% interval among 95%" in line for line in found.warnings)


def test_rows_against_one_reference_with_the_variance_of_its_arm(tmp_path: Path) -> None:
    found = evidence(
        tmp_path, "trial,treat1,treat2,TE,seTE,covariance\nX,B,A,0.3,0.5,0.1\nX,C,A,0.1,0.4,0.1\n", measure="OR"
    )
    (trial,) = found.contrasts
    assert trial.covariance.tolist() == [[0.25, 0.1], [0.1, pytest.approx(0.16)]]


def test_relative_effects_of_gemtc(tmp_path: Path) -> None:
    text = "study,treatment,diff,std.err\nX,A,NA,0.3\nX,B,0.3,0.5\nX,C,0.1,0.4\nY,A,NA,NA\nY,B,0.2,0.3\n"
    one, two = evidence(tmp_path, text).contrasts
    assert one.covariance[0, 1] == pytest.approx(0.09)
    assert two.covariance.shape == (1, 1)


def test_counts_with_two_doses_of_a_drug(tmp_path: Path) -> None:
    text = "study,treatment,responders,sampleSize,population\nX,A,1,10,ITT\nX,B,2,20,ITT\nX,B,3,30,ITT\nY,A,1,9,\n"
    found = evidence(tmp_path, text)
    (trial,) = found.counts
    assert trial.events.tolist() == [1, 5]
    assert trial.population == "ITT"
    assert any("added up" in line for line in found.warnings)
    assert any("'Y' has one treatment only" in line for line in found.warnings)


def test_populations_endpoints_and_sources_travel(tmp_path: Path) -> None:
    text = "trial,treat1,treat2,hr,ci_low,ci_high,population,endpoint,source\nX,B,A,0.5,0.3,0.8333,ITT,PFS,Smith 2020\n"
    (trial,) = evidence(tmp_path, text).contrasts
    assert (trial.population, trial.endpoint, trial.source) == ("ITT", "PFS", "Smith 2020")


def test_patients_are_recognised(tmp_path: Path) -> None:
    path = written(tmp_path, "time,event,treatment,trial\n1,1,A,x\n2,0,B,x\n")
    assert isinstance(read_file(path), IPD)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "no form that is known"),
        ("studlab,treat1,treat2,TE,seTE\n", "at least one trial"),
        ("studlab,treat1,treat2,TE,seTE\nX,A,B,x,1\n", "row 2"),
        ("studlab,treat1,treat2,TE,seTE\nX,A,B,0.1,-1\n", "above 0"),
        ("studlab,treat1,treat2,TE,seTE\nX,A,,0.1,1\n", "empty"),
        ("trial,treat1,treat2,hr,ci_low,ci_high\nX,A,B,0.7,0.9,0.5\n", "lower limit first"),
        ("trial,treat1,treat2,hr,ci_low,ci_high\nX,A,B,0.7,-0.9,0.5\n", "above 0"),
        ("trial,treat1,treat2,hr,ci_low,ci_high\nX,A,B,0.7,0.7,0.7\n", "no width"),
        ("trial,treat1,treat2,hr,ci_low,ci_high,ci_level\nX,A,B,0.7,0.5,0.9,200\n", "confidence level"),
        ("study,treatment,responders,sampleSize\nX,A,12,10\nX,B,1,10\n", "12 events among 10"),
        ("study,treatment,diff,std.err\nX,A,0.1,0.2\nX,B,0.2,0.2\n", "reference arm"),
        ("study,treatment,diff,std.err\nX,A,NA,NA\nX,B,0.2,0.2\nX,C,0.2,0.2\n", "standard error of its reference"),
        ("", "empty"),
    ],
)
def test_bad_files_are_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        evidence(tmp_path, text)
