"""A folder read: every fault is found, each with its file, row and column, and sound folders have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from ipdrecon.errors import InputError
from review import load
from review.folder.load import examine
from review.folder.rows import TABLES, columns
from review.folder.start import start
from review.rules import check
from tests.review.small import write


def errors(folder: Path) -> list[str]:
    return [str(finding) for finding in examine(folder)[1] if finding.level == "error"]


def replace(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / table
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def test_a_sound_folder_has_no_error(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", figures=False)
    assert errors(folder) == []
    review = load(folder)
    assert [study.trial for study in review.studies] == ["oak", "ash"]
    assert review.studies[0].extra == {"esr1_mutation_pct": "40"}
    assert list(review.sets) == ["reported", "reconstructed"]
    assert review.medians[0].ci_high == float("inf")


@pytest.mark.parametrize(
    ("table", "old", "new", "where", "word"),
    [
        ("effects.csv", "0.62,0.47", "o.62,0.47", "effects.csv, row 2, column 'estimate'", "'o.62', which is no"),
        ("effects.csv", "0.47,0.82", "0.82,0.47", "effects.csv, row 2, column 'ci_low'", "lower limit first"),
        ("effects.csv", "0.47,0.82", "-0.1,0.82", "effects.csv, row 2, column 'estimate'", "above 0"),
        ("effects.csv", "oak,OS,Drug A,Control", "oak,OS,Control,Control", "effects.csv, row 2", "with itself"),
        ("effects.csv", "oak,OS", "elm,OS", "effects.csv, row 2, column 'trial'", "studies.csv does not have"),
        ("effects.csv", "oak,OS", "oak,DFS", "effects.csv, row 2, column 'outcome'", "review.toml does not have"),
        ("effects.csv", "Drug A,Control", "Drug C,Control", "effects.csv, row 2, column 'treat1'", "Drug C"),
        ("effects.csv", "82,95,", "82,9,", "effects.csv, row 2, column 'ci_level'", "from 50"),
        ("effects.csv", ",none", ",", "effects.csv, row 4, column 'input_set'", "already"),
        ("effects.csv", "verified", "certain", "effects.csv, row 2, column 'status'", "use one of verified"),
        ("binary.csv", "Drug A,40", "Drug A,140", "binary.csv, row 2, column 'responders'", "cannot be among"),
        ("binary.csv", "Drug A,40", "Drug A,4.5", "binary.csv, row 2, column 'responders'", "whole number"),
        ("studies.csv", "oak,main", ",main", "studies.csv, row 2, column 'trial'", "is empty"),
        ("studies.csv", "oak,main,240", "oak,main,-1", "studies.csv, row 2, column 'n'", "0 or more"),
        ("studies.csv", "oak,main", "oak,other", "studies.csv, row 2, column 'network'", "'other'"),
        ("arms.csv", "experimental", "best", "arms.csv, row 2, column 'role'", "use one of experimental"),
        ("prisma.csv", "screened", "seen", "prisma.csv, row 2, column 'item'", "databases"),
        ("adverse_events.csv", "any,40", "mild,40", "adverse_events.csv, row 2, column 'grade'", "any"),
        ("adverse_events.csv", "any,40", "any,140", "adverse_events.csv, row 2, column 'rate_pct'", "from 0 to 100"),
        ("medians.csv", "median,ci", "mean,ci", "medians.csv, row 1", "lacks median"),
        ("binary.csv", "follow_up", "followup", "binary.csv, row 1, column 'followup'", "is not known"),
        ("review.toml", "seed = 7", "seed = 'a'", "review.toml", "whole number"),
        ("review.toml", "seed = 7", "sed = 7", "review.toml", "does not know sed"),
        ("review.toml", "seed = 7", "seed = ", "review.toml", "is no TOML"),
        ("review.toml", 'measure = "OR"', 'measure = "HR"', "review.toml", "this kind has"),
        ("review.toml", "burn_in = 1000", "burn_in = 5000", "review.toml", "leaves nothing"),
        ("review.toml", '"#0072B2"', '"blue"', "review.toml", "#rrggbb"),
        ("review.toml", 'reference = "Control"', 'reference = "Placebo"', "review.toml", "Placebo"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(table: str, old: str, new: str, where: str, word: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "r", figures=False)
    replace(folder, table, old, new)
    found = errors(folder)
    assert any(where in sentence and word in sentence for sentence in found), found
    with pytest.raises(InputError):
        load(folder)


def test_all_faults_of_a_row_are_told_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", figures=False)
    replace(folder, "effects.csv", "oak,OS,Drug A,Control,0.62,0.47", ",OS,Drug A,Control,x,y")
    found = errors(folder)
    assert [sentence.split(":")[0] for sentence in found] == [
        f"effects.csv, row 2, column '{column}'" for column in ("trial", "estimate", "ci_low")
    ]


def test_semicolons_decimal_commas_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    """What a spreadsheet in most of Europe writes."""
    folder = write(tmp_path / "r", figures=False)
    path = folder / "effects.csv"
    content = path.read_text(encoding="utf-8").replace(",", ";").replace("0.", "0,")
    path.write_text("﻿" + content, encoding="utf-8")
    assert load(folder).effects[0].ci_low == pytest.approx(0.47)


def test_a_figure_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", figures=False)
    (folder / "figures.csv").write_text("file,trial,outcome\ngone.png,oak,OS\n", encoding="utf-8")
    assert any("figures.csv, row 2, column 'file'" in sentence for sentence in errors(folder))


def test_no_folder_and_no_project_are_one_sentence(tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(InputError, match="review init"):
            check(folder)


def test_a_new_folder_has_every_table_and_asks_for_trials(tmp_path: Path) -> None:
    written = start(tmp_path / "new", title='My "review"')
    assert {path.name for path in written} == {"review.toml"} | {
        f"{name}.csv" for name in TABLES if not name.startswith("published")
    }
    found = errors(tmp_path / "new")
    assert len(found) == 2
    assert all("has a header but no row" in sentence for sentence in found)
    header = (tmp_path / "new" / "effects.csv").read_text(encoding="utf-8").strip()
    assert header == ",".join(columns(TABLES["effects"]))
    before = (tmp_path / "new" / "review.toml").read_bytes()
    with pytest.raises(InputError, match="already"):
        start(tmp_path / "new")
    assert (tmp_path / "new" / "review.toml").read_bytes() == before
