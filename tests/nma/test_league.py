"""League tables: numbers, orientation, draws, and every printed form."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from openpyxl import load_workbook

from nma import league_print
from nma.contrasts import Contrasts
from nma.direct import direct
from nma.frequentist import fit
from nma.league import League, league_of_draws, league_of_fit
from nma.measures import measure_of
from nma.network import components
from tests.nma.oracle import network

#: Hazard ratios of endocrine-based regimens after CDK4/6 inhibitors, as a published league prints them against
#: endocrine therapy (Zhang et al. 2026, BMC Cancer, doi 10.1186/s12885-026-15632-z), from the trials' own publications.
TRIALS = (
    ("EMERALD", "Elacestrant", 0.70, 0.55, 0.88),
    ("PACE", "Palbociclib", 1.11, 0.79, 1.55),
    ("PALMIRA", "Palbociclib", 0.84, 0.66, 1.07),
    ("postMONARCH", "Abemaciclib", 0.73, 0.57, 0.95),
    ("CAPItello-291", "Capivasertib", 0.59, 0.48, 0.72),
)
PUBLISHED = {
    "Elacestrant": "0.70 (0.55, 0.89)",
    "Palbociclib": "0.92 (0.76, 1.12)",
    "Abemaciclib": "0.73 (0.57, 0.94)",
    "Capivasertib": "0.59 (0.48, 0.72)",
}


def star() -> League:
    trials = [
        Contrasts.two_arm(name, drug, "ET", np.log(hr), np.log(high / low) / (2 * 1.959963984540054))
        for name, drug, hr, low, high in TRIALS
    ]
    (found,) = components(trials)
    return league_of_fit(fit(found), measure_of("HR"), level=0.95, evidence=direct(found), title="fixed effect")


def test_a_published_league_comes_out_to_two_decimals() -> None:
    table = star()
    at = table.treatments.index("ET")
    for drug, cell in PUBLISHED.items():
        i = table.treatments.index(drug)
        estimate = (table.estimate[i, at], table.low[i, at], table.high[i, at])
        assert "{:.2f} ({:.2f}, {:.2f})".format(*estimate) == cell


def test_mirrored_entries_are_reciprocal() -> None:
    table = star()
    np.testing.assert_allclose(table.estimate * table.estimate.T, 1.0, rtol=1e-13)
    np.testing.assert_allclose(table.low * table.high.T, 1.0, rtol=1e-13)


def test_printed_cells_compare_the_treatment_further_to_the_top_left() -> None:
    table = star()
    order = [
        table.treatments.index(name) for name in ("Capivasertib", "Elacestrant", "ET", "Abemaciclib", "Palbociclib")
    ]
    cells = table.ordered(order).cells()
    assert cells[2][0] == "0.59 (0.48, 0.72)"  # below: network, column (Capivasertib) against row (ET)
    assert cells[0][2] == "0.59 (0.48, 0.72)"  # above: direct, row (Capivasertib) against column (ET)
    assert cells[0][1] == "."  # never compared directly
    assert "column against row" in table.orientation
    assert "row against column" in table.orientation


def test_tidy_rows_name_both_ends() -> None:
    rows = {(row["treatment"], row["comparator"]): row for row in star().rows()}
    assert len(rows) == 20
    assert rows["Elacestrant", "ET"]["estimate"] == pytest.approx(0.70)
    assert rows["ET", "Elacestrant"]["estimate"] == pytest.approx(1 / 0.70)


def test_draws_give_medians_and_quantiles() -> None:
    draws = np.random.default_rng(2).normal([0.0, -0.5], [0.0, 0.2], (400_000, 2))
    table = league_of_draws(("A", "B"), draws, measure_of("HR"), level=0.95)
    assert table.interval == "CrI"
    assert np.log(table.estimate[1, 0]) == pytest.approx(-0.5, abs=2e-3)
    assert np.log(table.low[1, 0]) == pytest.approx(-0.5 - 1.96 * 0.2, abs=4e-3)
    assert table.estimate[0, 1] == pytest.approx(1 / table.estimate[1, 0], rel=1e-12)


def test_every_printed_form_says_its_orientation() -> None:
    table = star()
    words = "column against row"
    assert words in league_print.as_text(table)
    assert words in league_print.as_csv(table)
    assert words in league_print.as_html(table)
    assert words in league_print.as_latex(table)
    book = load_workbook(io.BytesIO(league_print.as_xlsx([("network", table)])))
    assert words in str(book["network"]["A1"].value)


def test_labels_cannot_break_a_table() -> None:
    names = ("=A&B", '<b>"x"</b>', "50% & more_", "a,b")
    trials = [Contrasts.two_arm(f"t{i}", name, "ref", 0.1, 0.2) for i, name in enumerate(names)]
    (found,) = components(trials)
    table = league_of_fit(fit(found), measure_of("HR"), level=0.95)
    assert r"50\% \& more\_" in league_print.as_latex(table)
    assert "&lt;b&gt;" in league_print.as_html(table)
    assert {row[0] for row in csv.reader(io.StringIO(league_print.as_long_csv(table)))} >= set(names)
    book = load_workbook(io.BytesIO(league_print.as_xlsx([("a/b:c", table)])))
    values = [cell for row in book["a-b-c"].iter_rows() for cell in row if cell.value == "=A&B"]
    assert [cell.data_type for cell in values] == ["s"]


def test_long_csv_keeps_all_digits() -> None:
    (found,) = components(list(network("senn2013").trials))
    table = league_of_fit(fit(found), measure_of("MD"), level=0.95, evidence=direct(found))
    rows = list(csv.DictReader(io.StringIO(league_print.as_long_csv(table))))
    i, j = found.index("metf"), found.index("plac")
    row = next(r for r in rows if (r["treatment"], r["comparator"]) == ("metf", "plac"))
    assert float(row["estimate"]) == table.estimate[i, j]
    missing = next(r for r in rows if (r["treatment"], r["comparator"]) == ("benf", "vild"))
    assert missing["direct"] == ""
