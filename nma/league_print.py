"""A league table as text, CSV, XLSX, LaTeX and HTML, with its orientation on it."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Sequence
from datetime import datetime

from ipdrecon.aligned import aligned
from nma.league import League

#: What each of these characters is in LaTeX text.
LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
#: Written into workbooks as their date, so that the same results give the same file.
EPOCH = datetime(2000, 1, 1)


def as_text(league: League, *, digits: int = 2) -> str:
    """Aligned columns under the sentence of orientation."""
    cells = league.cells(digits=digits)
    return "\n".join([_heading(league), league.orientation, "", *aligned(cells)]) + "\n"


def as_long_csv(league: League) -> str:
    """Tidy rows ``treatment,comparator,measure,estimate,low,high``, all digits."""
    rows = league.rows()
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: ("" if isinstance(v, float) and v != v else v) for k, v in row.items()})
    return out.getvalue()


def as_matrix_csv(league: League) -> str:
    """Point estimates, row against column, all digits; the corner says so."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([f"{league.measure} row v column", *league.treatments])
    for name, row in zip(league.treatments, league.estimate.tolist(), strict=True):
        writer.writerow([name, *row])
    return out.getvalue()


def as_csv(league: League, *, digits: int = 2) -> str:
    """The printed table; its first line is the sentence of orientation."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([league.orientation])
    writer.writerows(league.cells(digits=digits))
    return out.getvalue()


def as_latex(league: League, *, digits: int = 2) -> str:
    """A tabular with the orientation below it; needs no package."""
    cells = league.cells(digits=digits)
    n = len(cells)
    body = " \\\\\n".join(
        " & ".join(rf"\textbf{{{_tex(cell)}}}" if i == j else _tex(cell) for j, cell in enumerate(row))
        for i, row in enumerate(cells)
    )
    note = rf"\multicolumn{{{n}}}{{l}}{{\footnotesize {_tex(league.orientation)}}}"
    return f"\\begin{{tabular}}{{{'l' * n}}}\n\\hline\n{body} \\\\\n\\hline\n{note}\n\\end{{tabular}}\n"


def as_html(league: League, *, digits: int = 2) -> str:
    """A table element with the orientation as its caption."""
    rows = []
    for i, row in enumerate(league.cells(digits=digits)):
        cells = [
            f'<th scope="row">{html.escape(cell)}</th>' if i == j else f"<td>{html.escape(cell)}</td>"
            for j, cell in enumerate(row)
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    caption = f"<caption>{html.escape(_heading(league))}. {html.escape(league.orientation)}</caption>"
    return "<table>\n" + caption + "\n" + "\n".join(rows) + "\n</table>\n"


def as_xlsx(leagues: Sequence[tuple[str, League]], *, digits: int = 2) -> bytes:
    """A workbook: the printed table and the long one of each league, named by the strings given."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    book.properties.created = book.properties.modified = EPOCH
    for name, league in leagues:
        sheet = book.create_sheet(_sheet(name))
        sheet.append([f"{_heading(league)}. {league.orientation}"])
        for i, row in enumerate(league.cells(digits=digits)):
            for j, cell in enumerate(row):
                placed = sheet.cell(row=i + 3, column=j + 1)
                # As text, so that a treatment called "=A" is no formula.
                placed.value, placed.data_type = cell, "s"
                placed.font, placed.alignment = Font(bold=i == j), Alignment(horizontal="center")
        for j in range(len(league.treatments)):
            sheet.column_dimensions[get_column_letter(j + 1)].width = 20
        long = book.create_sheet(_sheet(f"{name} long"))
        rows = league.rows()
        long.append(list(rows[0]))
        for row_number, record in enumerate(rows, start=2):
            for j, value in enumerate(record.values(), start=1):
                cell_at = long.cell(row=row_number, column=j)
                if isinstance(value, str):
                    cell_at.value, cell_at.data_type = value, "s"
                elif value == value:
                    cell_at.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_files(league: League) -> dict[str, str]:
    """Each form that is text, by the name of its file."""
    return {
        "league.txt": as_text(league),
        "league.csv": as_csv(league),
        "league_long.csv": as_long_csv(league),
        "league_matrix.csv": as_matrix_csv(league),
        "league.tex": as_latex(league),
        "league.html": as_html(league),
    }


def _heading(league: League) -> str:
    return f"League table, {league.title}" if league.title else "League table"


def _tex(text: str) -> str:
    return "".join(LATEX.get(ch, ch) for ch in text)


def _sheet(name: str) -> str:
    """A sheet name Excel takes: 31 characters, none of ``[]:*?/\\``."""
    return "".join("-" if ch in "[]:*?/\\" else ch for ch in name)[:31]
