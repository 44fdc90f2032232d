"""The edges a reviewer meets: stars, empty cells, one trial, two treatments, odd names, apart and doubled trials."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import cli
from ipdrecon.errors import InputError, NetworkError
from ipdrecon.ipd import IPD
from nma import nma
from nma.contrasts import Contrasts
from nma.files import read

HR = "trial,treat1,treat2,hr,ci_low,ci_high\n"
COUNTS = "study,treatment,responders,sampleSize\n"


def run(folder: Path, text: str, *words: object) -> tuple[int, str, str]:
    path = folder / "trials.csv"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(cli.main, ["nma", str(path), *map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def test_a_star_says_what_it_cannot_know(tmp_path: Path) -> None:
    """Single-study edges and no loop: NA with a reason, never 0 and never an error; τ² and I² are null in the JSON."""
    star = HR + "a,A,ET,0.7,0.55,0.89\nb,B,ET,0.8,0.6,1.07\nc,C,ET,0.9,0.7,1.16\n"
    code, text, _ = run(tmp_path, star, "--model", "random", "--json")
    assert code == 0
    (part,) = json.loads(text)["components"]
    assert part["heterogeneity"]["tau2"] is None
    assert part["heterogeneity"]["I2"] is None
    assert part["random"] is None
    assert set(part["not_estimable"]) == {"Q, I², τ²", "random-effects model", "prediction interval", "inconsistency"}
    assert all(row["z"] is None for row in part["splitting"])
    code, text, _ = run(tmp_path, star)
    assert "inconsistency: NA (no closed loop" in text
    assert "Q, I², τ²: NA (no comparison has more than one source" in text


def test_two_treatments_are_a_pairwise_meta_analysis() -> None:
    """One design: netmeta's decomposition refuses it; here between designs has 0 degrees of freedom."""
    trials = [
        Contrasts.two_arm(f"t{i}", "B", "A", y, s) for i, (y, s) in enumerate([(0.1, 0.2), (0.5, 0.3), (0.2, 0.1)])
    ]
    (found,) = nma(trials)
    weight = np.array([25, 1 / 0.09, 100])
    assert found.effect("B", "A")[0] == pytest.approx(float(weight @ [0.1, 0.5, 0.2] / weight.sum()))
    assert found.decomposition.between.df == 0
    assert math.isnan(found.decomposition.between.p)
    assert found.decomposition.within.q == pytest.approx(found.heterogeneity.q)
    assert found.decomposition.detached == ()


def test_one_trial_is_a_network() -> None:
    (found,) = nma([Contrasts.two_arm("only", "B", "A", -0.3, 0.2)])
    assert found.effect("B", "A") == (pytest.approx(-0.3), pytest.approx(0.2))
    assert found.league.rows()[0]["treatment"] == "B"
    assert found.contribution.share.tolist() == [[pytest.approx(1.0)]]


def test_components_are_named_and_not_compared(tmp_path: Path) -> None:
    trials = [Contrasts.two_arm("a", "B", "A", 0.1, 0.2), Contrasts.two_arm("b", "D", "C", 0.1, 0.2)]
    result = nma(trials)
    with pytest.raises(NetworkError, match=r"'A' \(component 1 of 2\) and 'D' \(component 2 of 2\).*no evidence"):
        result.effect("A", "D")
    code, text, said = run(tmp_path, HR + "a,A,B,0.5,0.3,0.83\nb,C,D,0.6,0.4,0.9\n", "--reference", "D")
    assert code == 0
    assert "Component 1 of 2: A, B" in text
    assert "component 2 of 2: C, D" in said


@pytest.mark.parametrize("kind", ["no event in any arm", "events in all patients of every arm"])
def test_a_trial_that_says_nothing_is_dropped_and_named(tmp_path: Path, kind: str) -> None:
    rows = "a,A,0,10\na,B,0,12\n" if kind.startswith("no") else "a,A,10,10\na,B,12,12\n"
    code, text, said = run(tmp_path, COUNTS + rows + "b,A,1,10\nb,B,3,12\n")
    assert code == 0
    assert f"Trial 'a' has {kind}" in said
    assert "1 trial, 2 treatments" in text
    code, _, said = run(tmp_path, COUNTS + rows)
    assert code == 2
    assert f"no trial has a usable contrast: Trial 'a' has {kind}" in said


def test_different_measures_keep_different_trials(tmp_path: Path) -> None:
    """A trial without events has a risk difference but no odds ratio; the numbers of trials say so."""
    text = COUNTS + "a,A,0,10\na,B,0,12\nb,A,1,10\nb,B,3,12\n"
    assert "2 trials, 2 treatments" in run(tmp_path, text, "--measure", "RD")[1]
    assert "1 trial, 2 treatments" in run(tmp_path, text, "--measure", "OR")[1]


def test_two_doses_of_one_drug_are_added_up(tmp_path: Path) -> None:
    _, one, said = run(tmp_path, COUNTS + "a,A,3,20\na,B,2,10\na,B,4,30\n")
    _, two, _ = run(tmp_path, COUNTS + "a,A,3,20\na,B,6,40\n")
    assert one == two
    assert "added up" in said


def test_levels_other_than_95_are_a_column(tmp_path: Path) -> None:
    header = HR.strip() + ",ci_level\n"
    wide = read([_file(tmp_path, header + "a,A,B,0.5,0.3,0.8333333,95\n")]).contrasts[0].se[0]
    narrow = read([_file(tmp_path, header + "a,A,B,0.5,0.3,0.8333333,90\n")]).contrasts[0].se[0]
    assert narrow / wide == pytest.approx(1.959963984540054 / 1.6448536269514722)


@pytest.mark.parametrize(
    "names", [("T-DXd", "150 mg"), ("a:b", "a"), ("Évérolimus", "β-blocker"), ("=1+1", "$x$"), ("A;B", '"q"')]
)
def test_any_name_works_everywhere(tmp_path: Path, names: tuple[str, str]) -> None:
    """Text, CSV, LaTeX, HTML, workbook, JSON and pictures hold the name as it is."""
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    rows = f"x,{quoted[0]},{quoted[1]},0.5,0.3,0.83\ny,{quoted[0]},C,0.7,0.5,0.98\nz,{quoted[1]},C,0.9,0.6,1.35\n"
    code, text, said = run(tmp_path, HR + rows, "--out", tmp_path / "out", "--reference", names[1])
    written = len(list((tmp_path / "out").iterdir()))
    assert (code, said) == (0, f"wrote {written} files into {tmp_path / 'out'}\n")
    assert all(name in text for name in names)
    content = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    assert set(names) < set(content["components"][0]["treatments"])
    assert names[0] in (tmp_path / "out" / "league_long.csv").read_text(encoding="utf-8").replace('""', '"')
    from openpyxl import load_workbook

    sheet = load_workbook(tmp_path / "out" / "league.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=3) for cell in row if cell.value in names]
    assert len(cells) == 2
    assert all(cell.data_type == "s" for cell in cells)


def test_blanks_around_names_do_not_make_two_treatments(tmp_path: Path) -> None:
    _, text, _ = run(tmp_path, HR + 'a,"A ",B,0.5,0.3,0.83\nb," A",B,0.6,0.4,0.9\n')
    assert "2 trials, 2 treatments" in text


@pytest.mark.parametrize(
    "names", [("Placebo", "placebo"), ("T-DXd", "T DXd"), ("150 mg", "150mg"), ("Éribulin", "Eribulin")]
)
def test_names_that_look_like_one_are_said(tmp_path: Path, names: tuple[str, str]) -> None:
    one, two = names
    _, _, said = run(tmp_path, HR + f"a,{one},B,0.5,0.3,0.83\nb,{two},B,0.6,0.4,0.9\n")
    assert "are taken as two; if they are one, spell them alike" in said
    assert f"'{one}'" in said


def test_names_that_differ_in_what_counts_are_silent(tmp_path: Path) -> None:
    _, _, said = run(
        tmp_path, HR + "a,A+B,C,0.5,0.3,0.83\nb,AB,C,0.6,0.4,0.9\nc,D 10,C,0.6,0.4,0.9001\nd,D 100,C,0.6,0.41,0.9\n"
    )
    assert "taken as two" not in said


@pytest.mark.parametrize(
    ("text", "words", "says"),
    [
        (HR + "a,A,B,0.5,0.3,0.83\n", ("--reference", "Z"), "reference 'Z' is in no trial"),
        (HR + "a,A,B,0.5,0.3,0.83\n", ("--seed", "-1"), "seed -1"),
        (HR + "a,A,B,0.5,0.3,0.83\n", ("--level", "95"), "confidence level"),
        (HR + "a,A,B,0.5,0.3,0.83\n", ("--rmst", "12"), "need patients"),
        (HR + "a,A,B,0.5,0.3,0.83\n", ("--piecewise", "6"), "need patients"),
        (HR + "a,A,B,0.5,0.3,0.83\n", ("--baseline", "nothing.csv"), "nothing.csv"),
        (HR + "a,A,B,0.5,0.3,NR\n", (), "'NR'"),
        ("studlab,treat1,treat2,TE,seTE\na,A,B,800,1\n", (), "effects of the HR are logarithms"),
        ("studlab,treat1,treat2,TE,seTE\na,A,B,0.1,0\n", (), "above 0"),
        ("studlab,treat1,treat2,TE,seTE\na,A,B,0.1,0.2\na,A,C,0.1,0.2\n", (), "no row for C v B"),
        (
            "studlab,treat1,treat2,TE,seTE,covariance\na,B,A,0.1,0.2,0.5\na,C,A,0.1,0.2,0.5\n",
            (),
            "contradict each other",
        ),
        (COUNTS + "a,A,1,10\na,B,2,12\n", ("--measure", "HR"), "counts give OR, RR or RD"),
        (COUNTS + "a,A,1.5,10\na,B,2,12\n", (), "whole number"),
    ],
)
def test_what_cannot_be_analysed_is_one_sentence(tmp_path: Path, text: str, words: tuple[str, ...], says: str) -> None:
    code, out, said = run(tmp_path, text, *words, "--out", tmp_path / "out")
    assert (code, out) == (2, "")
    assert says in said
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_median_that_is_not_reached_still_speaks(tmp_path: Path) -> None:
    header = HR.strip() + ",median1,median2\n"
    assert "point the other way" in run(tmp_path, header + "a,A,B,0.5,0.3,0.83,9,NR\n")[2]
    assert "NR v 9" not in run(tmp_path, header + "a,A,B,0.5,0.3,0.83,NR,9\n")[2]
    assert run(tmp_path, header + "a,A,B,0.5,0.3,0.83,NR,NE\n")[2] == ""


def test_one_arm_in_two_files_is_not_counted_twice(tmp_path: Path) -> None:
    rows = "time,event,treatment,trial\n" + "".join(f"{t},1,{a},x\n" for a in "AB" for t in (1, 2, 3, 5))
    paths = [_file(tmp_path, rows, name) for name in ("one.csv", "two.csv")]
    with pytest.raises(InputError, match="another file holds as well"):
        read(paths)
    # Arms of one trial may stand in a file each.
    split = [
        _file(tmp_path, "time,event,treatment,trial\n" + "".join(f"{t},1,{a},x\n" for t in times), f"{a}.csv")
        for a, times in (("A", (1, 3, 5)), ("B", (2, 3, 9)))
    ]
    assert read(split).contrasts[0].arms == ("A", "B")


def test_an_arm_that_all_died_and_one_patient_arms() -> None:
    """S = 0 at the end and arms of one patient are evidence like any other."""
    ipd = IPD.concat(
        [
            IPD.of_arm([1.0, 2.0, 3.0, 4.0], [True] * 4, treatment="A", trial="x"),
            IPD.of_arm([2.5], [True], treatment="B", trial="x"),
        ]
    )
    (found,) = nma(ipd)
    assert np.isfinite(found.effects).all()


def test_no_difference_is_printed_without_a_minus() -> None:
    trials = [
        Contrasts.two_arm("a", "B", "A", -1e-9, 0.2, measure="MD"),
        Contrasts.two_arm("b", "C", "B", 0.0, 0.2, measure="MD"),
    ]
    (found,) = nma(trials)
    assert "-0.00" not in "".join(cell for row in found.league.cells() for cell in row)


def test_endpoints_that_differ_are_said(tmp_path: Path) -> None:
    header = HR.strip() + ",endpoint\n"
    rows = "a,A,B,0.5,0.3,0.83,PFS\nb,A,C,0.6,0.4,0.9,pfs\n"
    assert run(tmp_path, header + rows)[2] == ""
    said = run(tmp_path, header + rows + "c,B,C,0.6,0.4,0.9,OS\n")[2]
    assert "different endpoints (PFS: a, b; OS: c)" in said


def test_mantel_haenszel_counts_designs_and_claims_no_heterogeneity(tmp_path: Path) -> None:
    text = COUNTS + "a,A,1,10\na,B,3,12\nb,A,2,20\nb,B,5,21\nc,A,2,30\nc,C,4,31\nd,B,3,30\nd,C,4,29\n"
    code, out, _ = run(tmp_path, text, "--method", "mh")
    assert code == 0
    assert "\n3 treatments, 3 designs\n" in out
    assert "Between designs (inconsistency) Q" in out
    assert "I² =" not in out
    (part,) = json.loads(run(tmp_path, text, "--method", "mh", "--json")[1])["components"]
    assert part["heterogeneity"]["tau2"] is None
    assert part["heterogeneity"]["df"] == 1


def test_a_margin_is_printed_with_the_ranking(tmp_path: Path) -> None:
    _, out, _ = run(tmp_path, HR + "a,A,B,0.5,0.3,0.83\n", "--reference", "B", "--margin", "0.9")
    assert "better than B by the margin: 0.988" in out


def _file(folder: Path, text: str, name: str = "trials.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
