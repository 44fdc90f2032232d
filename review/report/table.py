"""A table as cells: what is printed, the number behind it, and where it leads."""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import attrs

#: Printed after a number by how well it is known; the legend of the report says what they mean.
MARKS = {"back-solved": "†", "unverified": "‡", "simulated": "§", "reported by the review": "¶"}
#: Written into workbooks as their date, so that the same results give the same file.
EPOCH = datetime(2000, 1, 1)


@attrs.frozen
class Cell:
    """One cell.

    Attributes
    ----------
    text : str         As printed.
    value : object     As written to CSV and XLSX; the text where it is None.
    link : str         Anchor inside the report, "" where there is none.
    title : str        Shown when pointed at.
    mark : str         One of ``MARKS``'s signs, several of them, or "".
    kind : str         "number", "head", "good", "bad", "status" or "".
    parts : tuple of (str, str)   Words with an anchor each, in place of ``text``, which holds them all.
    """

    text: str
    value: Any = None
    link: str = ""
    title: str = ""
    mark: str = ""
    kind: str = ""
    parts: tuple[tuple[str, str], ...] = ()

    @property
    def plain(self) -> Any:
        """For CSV and XLSX: numbers as numbers, NaN as nothing."""
        value = self.text if self.value is None else self.value
        if isinstance(value, float):
            if math.isnan(value):
                return ""
            if math.isinf(value):
                return "NR"
        return value


@attrs.frozen
class Table:
    """A table with a name of its own.

    Attributes
    ----------
    stem : str                   File name without its ending; also its anchor in the report.
    title : str
    columns : tuple of str
    rows : tuple of tuple of Cell
    note : str                   Below the table.
    anchors : tuple of str       Of the rows; empty where none is linked to.
    """

    stem: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    anchors: tuple[str, ...] = ()

    def as_csv(self) -> str:
        """Header and rows; marks stand in a column of their own where there are any."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        marked = any(cell.mark for row in self.rows for cell in row)
        writer.writerow([*self.columns, *(["marks"] if marked else [])])
        for row in self.rows:
            marks = "".join(sorted({sign for cell in row for sign in cell.mark}))
            writer.writerow([*(cell.plain for cell in row), *([marks] if marked else [])])
        return out.getvalue()


def text(value: Any, **more: Any) -> Cell:
    """A cell of words."""
    return Cell(str(value), **more)


def linked(parts: Sequence[tuple[str, str]], **more: Any) -> Cell:
    """A cell of several words, each of which leads somewhere."""
    return Cell("; ".join(words for words, _ in parts), parts=tuple(parts), **more)


def number(value: float, digits: int = 2, **more: Any) -> Cell:
    """A cell with a number; empty for NaN, NR for inf."""
    return Cell(shown(value, digits), value=float(value), kind="number", **more)


def count(value: float, **more: Any) -> Cell:
    """A cell with a whole number."""
    return Cell("" if math.isnan(value) else f"{value:,.0f}", value=value, kind="number", **more)


def interval(estimate: float, low: float, high: float, digits: int = 2, **more: Any) -> Cell:
    """``0.70 (0.55, 0.89)``; without the interval where there is none."""
    if math.isnan(estimate):
        return Cell("", kind="number", **more)
    limits = "" if math.isnan(low) and math.isnan(high) else f" ({shown(low, digits, '?')}, {shown(high, digits, '?')})"
    return Cell(shown(estimate, digits) + limits, kind="number", **more)


def shown(value: float, digits: int = 2, empty: str = "") -> str:
    """A number as printed."""
    if math.isnan(value):
        return empty
    return "NR" if math.isinf(value) else f"{value:.{digits}f}"


def status(value: str) -> Cell:
    """How well a fact is known."""
    return Cell(value, kind="status", mark=MARKS.get(value, ""))


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """All tables as one workbook, a sheet each."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = EPOCH
    names: set[str] = set()
    for table in tables:
        sheet = book.create_sheet(_sheet(table.stem, names))
        sheet.cell(row=1, column=1).value = table.title
        sheet.cell(row=1, column=1).font = Font(bold=True, size=12)
        for j, column in enumerate(table.columns, start=1):
            head = sheet.cell(row=3, column=j)
            head.value, head.data_type = column, "s"
            head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="E8EEF3")
            widest = max([len(column), *(len(str(row[j - 1].plain)) for row in table.rows)])
            sheet.column_dimensions[get_column_letter(j)].width = min(48, max(9, widest + 2))
        for i, row in enumerate(table.rows, start=4):
            for j, cell in enumerate(row, start=1):
                placed, value = sheet.cell(row=i, column=j), cell.plain
                if isinstance(value, str):
                    # As text, so that a treatment called "=A" is no formula.
                    placed.value, placed.data_type = value + (f" {cell.mark}" if cell.mark else ""), "s"
                    placed.alignment = Alignment(vertical="top", wrap_text=len(value) > 40)
                else:
                    placed.value = value
        if table.note:
            sheet.cell(row=len(table.rows) + 5, column=1).value = table.note
        sheet.freeze_panes = "A4"
    out = io.BytesIO()
    book.save(out)
    return _undated(out.getvalue())


def _undated(content: bytes) -> bytes:
    """The workbook without the hour it was saved at, which its parts and its properties carry."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for part in read.infolist():
            inside = read.read(part)
            if part.filename == "docProps/core.xml":
                stamp = f"{EPOCH.isoformat()}Z".encode()
                inside = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, inside)
            written.writestr(zipfile.ZipInfo(part.filename, EPOCH.timetuple()[:6]), inside, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sheet(stem: str, taken: set[str]) -> str:
    """A sheet name that Excel takes and that no other sheet has."""
    base = "".join("-" if ch in "[]:*?/\\" else ch for ch in stem)[:31]
    name, number = base, 2
    while name.casefold() in taken:
        name, number = f"{base[:28]}_{number}", number + 1
    taken.add(name.casefold())
    return name
