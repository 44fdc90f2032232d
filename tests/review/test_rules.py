"""Each rule finds what it is for, at its row and column, and says nothing of a folder that is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from review.rules import check
from tests.review.small import write


def warnings(folder: Path) -> list[str]:
    return [str(finding) for finding in check(folder) if finding.level == "warning"]


def add(folder: Path, table: str, *lines: str) -> None:
    with (folder / table).open("a", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "r", figures=False)


def test_a_right_folder_has_only_the_level_it_says_itself(folder: Path) -> None:
    """The one 90 % interval among 95 % ones is meant to be told."""
    assert [sentence.split(": ")[0] for sentence in warnings(folder)] == ["effects.csv, row 3, column 'ci_level'"]


@pytest.mark.parametrize(
    ("table", "line", "where", "word"),
    [
        ("landmarks.csv", "oak,OS,Drug A,6,30", "row 2, column 'rate_pct'", "its median"),
        ("adverse_events.csv", "Drug A,Nausea,any,45,,verified,x", "row 5, column 'rate_pct'", "contradict"),
        ("adverse_events.csv", "Drug B,Nausea,>=3,25,,verified,x", "row 5, column 'rate_pct'", "at any grade"),
        ("adverse_events.csv", "Drug B,Rash,any,10,5,verified,x", "row 5, column 'rate_high_pct'", "falls"),
        ("prisma.csv", "included_search,19\nfull_text_excluded,5", "row 7, column 'count'", "is 15"),
        ("risk_of_bias_summary.csv", "Randomisation,2,1,", "row 2", "counts 3 judgements for 2 trials"),
        ("risk_of_bias_summary.csv", "Randomisation,0,1,", "row 2, column 'low'", "risk_of_bias.csv has 1"),
    ],
)
def test_contradictions_are_found(folder: Path, table: str, line: str, where: str, word: str) -> None:
    headers = {
        "landmarks.csv": "trial,outcome,treatment,time,rate_pct",
        "risk_of_bias_summary.csv": "domain,low,unclear,high",
    }
    if table in headers:
        (folder / table).write_text(headers[table] + "\n", encoding="utf-8")
    add(folder, table, line)
    found = warnings(folder)
    assert any(f"{table}, {where}" in sentence and word in sentence for sentence in found), found


def edited(folder: Path, table: str, old: str, new: str) -> list[str]:
    path = folder / table
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")
    return [str(finding) for finding in check(folder)]


def test_a_count_above_its_patients_is_found_and_a_swap_is_suspected(folder: Path) -> None:
    path = folder / "arms.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Control,control,120,50", "Control,control,55,70"), "utf-8"
    )
    found = edited(folder, "arms.csv", "experimental,120,60", "experimental,111,29")
    assert any("arms.csv, row 3, column 'visceral_n'" in s and "70 among 55" in s for s in found)
    assert any("swapped" in s for s in found)


@pytest.mark.parametrize(
    ("table", "old", "new", "word"),
    [
        ("effects.csv", "0.47,0.82", "0.47,0.95", "not symmetric"),
        ("effects.csv", "0.62,0.47,0.82", "0.62,0.60,0.64", "implies about"),
        ("effects.csv", "0.47,0.82", "0.63,0.82", "outside its interval"),
        ("effects.csv", "https://example.org/oak", "", "name the source"),
        ("studies.csv", "oak,main,240", "oak,main,200", "add up to 240"),
        ("studies.csv", ",,40", ",,140", "no share"),
        ("binary.csv", "40,120,20", "40,130,20", "130 patients here but 120"),
        ("prisma.csv", "full_text,20", "full_text,30", "is 20"),
        ("prisma.csv", "patients_included,480", "patients_included,500", "adds up to 480"),
        ("prisma.csv", "studies_included,2", "studies_included,3", "studies.csv has 2"),
        ("medians.csv", "13.0,10.0", "13.0,14.0", "outside its interval"),
        ("medians.csv", "13.0,10.0,NR,verified", "6.0,5.0,9,verified,", "point the other way"),
    ],
)
def test_what_reviewers_get_wrong_is_found(folder: Path, table: str, old: str, new: str, word: str) -> None:
    if word == "point the other way":
        add(folder, "medians.csv", "oak,OS,Control,13,,,verified,x")
        new = new.rstrip(",")
    found = edited(folder, table, old, new)
    assert any(word in sentence for sentence in found), found


def test_one_trial_under_two_names_is_suspected(folder: Path) -> None:
    add(folder, "studies.csv", "O A K,main,240,randomised,North,simulated,,40")
    add(folder, "arms.csv", "O A K,Drug A,Drug A,,120,60", "O A K,Control,Control,,120,50")
    add(folder, "effects.csv", "O A K,OS,Drug A,Control,0.62,0.47,0.82,95,verified,x,")
    found = warnings(folder)
    assert any("same treatments, estimate and interval" in sentence for sentence in found)
    assert any("differ in blanks and signs only" in sentence for sentence in found)


def test_a_published_table_against_itself(folder: Path) -> None:
    (folder / "published_league.csv").write_text(
        "outcome,network,treatment,comparator,estimate,ci_low,ci_high\n"
        "OS,main,Drug A,Control,0.62,0.47,0.82\nOS,main,Control,Drug A,1.61,1.22,2.13\n"
        "OS,main,Drug B,Control,0.73,0.58,0.92\nOS,main,Control,Drug B,1.73,1.09,1.72\n",
        encoding="utf-8",
    )
    found = [sentence for sentence in warnings(folder) if "published_league" in sentence]
    assert len(found) == 1
    assert "row 4, column 'estimate'" in found[0]


def test_a_network_that_falls_apart_is_told(folder: Path) -> None:
    add(folder, "studies.csv", "elm,main,40,randomised,East,simulated,,")
    add(folder, "arms.csv", "elm,X,X,,20,", "elm,Y,Y,,20,")
    assert not any("falls into" in sentence for sentence in warnings(folder))
    add(folder, "effects.csv", "elm,OS,X,Y,0.9,0.5,1.62,95,verified,x,")
    (found,) = (sentence for sentence in warnings(folder) if "falls into" in sentence)
    assert "2 parts for OS" in found
    assert "X, Y" in found


def test_names_that_would_share_their_files_are_refused(folder: Path) -> None:
    path = folder / "review.toml"
    content = path.read_text(encoding="utf-8")
    path.write_text(content + '\n[networks."a b"]\nreference = "Control"\n[networks.a-b]\nreference = "Control"\n')
    found = [str(finding) for finding in check(folder) if finding.level == "error"]
    assert any("called the same" in sentence for sentence in found)
