"""The report: one file that needs nothing else, whose every link leads somewhere, with its tables beside it."""

from __future__ import annotations

import csv
import io
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from review import run_review
from review.report.table import Cell, Table, as_xlsx, interval, number, text
from review.results import Results
from tests.review.small import write

#: Attributes through which a page loads something by itself.
LOADING = {"src", "srcset", "data", "poster", "background"}


class Page(HTMLParser):
    """Names and links of a page, and what it would load."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.words: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for key, value in attributes:
            if key == "id" and value:
                self.names.append(value)
            if key in ("href", "xlink:href") and value:
                (self.links if tag in ("a", "use") else self.loaded).append(value)
            if key in LOADING and value:
                self.loaded.append(value)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Results]:
    """A review without figures, whose treatment and trial carry signs that mean something in HTML and in Excel."""
    folder = write(tmp_path_factory.mktemp("report") / "r", figures=False)
    for path in folder.iterdir():
        content = path.read_text(encoding="utf-8")
        content = content.replace("Drug A", "=A <b>& α:150 mg")
        path.write_text(content.replace("oak", "O<i>k"), encoding="utf-8")
    (folder / "published_league.csv").write_text(
        "table,outcome,network,treatment,comparator,estimate,ci_low,ci_high\n"
        "1,OS,main,Drug B,Control,0.73,0.55,0.96\n1,OS,main,Control,Drug B,1.37,1.04,1.99\n",
        encoding="utf-8",
    )
    return folder / "results", run_review(folder, jobs=1)


@pytest.fixture(scope="module")
def page(done: tuple[Path, Results]) -> Page:
    return Page((done[0] / "report.html").read_text(encoding="utf-8"))


def test_it_loads_nothing(page: Page) -> None:
    assert [address for address in page.loaded if not address.startswith("data:")] == []


def test_every_link_inside_leads_somewhere(page: Page) -> None:
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert len(inside) > 50
    assert inside - set(page.names) == set()


def test_every_name_is_given_once(page: Page) -> None:
    assert sorted({name for name in page.names if page.names.count(name) > 1}) == []


def test_every_file_it_names_is_there(done: tuple[Path, Results], page: Page) -> None:
    files = [link for link in page.links if not link.startswith(("#", "http")) and not link.endswith("/")]
    assert len(files) > 20
    assert [file for file in files if not (done[0] / file).is_file()] == []


def test_words_of_the_folder_stay_words(done: tuple[Path, Results], page: Page) -> None:
    content = (done[0] / "report.html").read_text(encoding="utf-8")
    assert "=A <b>" not in content
    assert "O<i>k" not in content
    assert any("=A <b>& α:150 mg" in words for words in page.words)


def table(done: tuple[Path, Results], stem: str) -> list[dict[str, str]]:
    content = (done[0] / "tables" / f"{stem}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(content)))


def test_numbers_of_a_published_table_are_laid_beside(done: tuple[Path, Results]) -> None:
    """0.73 (0.58 to 0.92) at 90 % is 0.73 (0.55 to 0.96) at 95 %; the misprinted upper limit of 1.99 is found."""
    assert [row["agrees"] for row in table(done, "OS_main_reported_published_frequentist")] == ["yes", "no"]


def test_results_that_rest_on_weak_facts_are_marked(done: tuple[Path, Results]) -> None:
    rows = table(done, "OS_main_reported_league_long")
    marks = {(row["treatment"], row["comparator"]): row["marks"] for row in rows}
    assert marks["Drug B", "Control"] == "‡"
    assert marks["=A <b>& α:150 mg", "Control"] == ""
    assert marks["Drug B", "=A <b>& α:150 mg"] == "‡"


def test_a_table_is_the_same_in_every_form() -> None:
    from openpyxl import load_workbook

    table = Table(
        "a/b", "A table", ("name", "value", "range"),
        ((text("=SUM(1)"), number(0.123456), interval(0.5, 0.4, float("inf"))),
         (text("x"), number(float("nan")), Cell("2", value=2, mark="†"))),
    )  # fmt: skip
    read = list(csv.reader(io.StringIO(table.as_csv())))
    assert read[0] == ["name", "value", "range", "marks"]
    assert read[1] == ["=SUM(1)", "0.123456", "0.50 (0.40, NR)", ""]
    assert read[2] == ["x", "", "2", "†"]
    book = load_workbook(io.BytesIO(as_xlsx([table, table])))
    assert book.sheetnames == ["a-b", "a-b_2"]
    sheet = book["a-b"]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("=SUM(1)", "s")
    assert sheet["B4"].value == 0.123456
    assert sheet["B5"].value is None
    first = as_xlsx([table])
    time.sleep(2.1)  # a workbook's parts are dated to two seconds
    assert as_xlsx([table]) == first
