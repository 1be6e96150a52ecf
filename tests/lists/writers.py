"""Write the same rows as a list in every format the program reads, and read a list back whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from adapters.lists import ListSpec, ReadLimits, open_list
from config.headers import load_headers
from sync.ports import Table as ListTable
from sync.values import Cell, Finding, ListKind
from tests.lists.xlsb import write_xlsb

Rows = Sequence[Sequence[Cell]]


def write_xlsx(
    path: Path, rows: Rows, *, top: int = 0, left: int = 0, merges: Sequence[tuple[int, ...]] = ()
) -> Path:
    """Write rows from the cell (top, left) on; empty cells are left out, so that the used range starts there."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for first_row, first_column, last_row, last_column in merges:
            sheet.merge_range(first_row, first_column, last_row, last_column, "")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell not in ("", None):
                    sheet.write(top + number, left + column, cell)
    return path


def write_xls(path: Path, rows: Rows) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Danh sách")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell not in ("", None):
                sheet.write(number, column, cell)
    book.save(str(path))
    return path


def write_ods(path: Path, rows: Rows) -> Path:
    """Write text cells, and the long tail of repeated empty rows that office programs write."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Danh sách")
    for row in rows:
        line = TableRow()
        for cell in row:
            box = TableCell(valuetype="string") if cell not in ("", None) else TableCell()
            if cell not in ("", None):
                box.addElement(P(text=str(cell)))
            line.addElement(box)
        line.addElement(TableCell(numbercolumnsrepeated=16000))
        table.addElement(line)
    tail = TableRow(numberrowsrepeated=1_000_000)
    tail.addElement(CoveredTableCell(numbercolumnsrepeated=16000))
    table.addElement(tail)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def csv_text(rows: Rows, delimiter: str = ",", end: str = "\n") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return text.getvalue()


def write_csv(path: Path, rows: Rows, delimiter: str = ",", end: str = "\n", encoding: str = "utf-8") -> Path:
    path.write_bytes(csv_text(rows, delimiter, end).encode(encoding))
    return path


def write_sqlite(path: Path, rows: Rows) -> Path:
    names = [f'"{name}"' for name in rows[0]]
    engine = sqlalchemy.create_engine(f"sqlite:///{path}", poolclass=sqlalchemy.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE TABLE people ({', '.join(names)})")
        for row in rows[1:]:
            marks = ", ".join("?" for _ in row)
            connection.exec_driver_sql(f"INSERT INTO people VALUES ({marks})", tuple(row))  # noqa: S608 (a fixture)
    engine.dispose()
    return path


FORMATS: dict[str, Callable[[Path, Rows], Path]] = {
    "list.xlsx": write_xlsx,
    "list.xlsm": write_xlsx,
    "list.xls": write_xls,
    "list.xlsb": write_xlsb,
    "list.ods": write_ods,
    "comma.csv": write_csv,
    "bom.csv": lambda path, rows: write_csv(path, rows, encoding="utf-8-sig"),
    "semicolon.csv": lambda path, rows: write_csv(path, rows, ";", "\r\n"),
    "tab-utf16.csv": lambda path, rows: write_csv(path, rows, "\t", "\r\n", "utf-16"),
    "old-mac.csv": lambda path, rows: write_csv(path, rows, end="\r"),
    "list.db": write_sqlite,
}
"""How to write a list, by the name of the file; `list.db` is read with a query."""


def spec(base: Path, path: str, *, query: str | None = None, limits: ReadLimits | None = None) -> ListSpec:
    """A list of the folder `base`."""
    return ListSpec(
        "thử", ListKind.MEMBERS, path, None, True, query, base, load_headers(), limits=limits or ReadLimits()
    )


def spec_for(path: Path) -> ListSpec:
    """The list a file of `FORMATS` is."""
    if path.suffix == ".db":
        return spec(path.parent, f"sqlite:///{path.name}", query="SELECT * FROM people")
    return spec(path.parent, path.name)


def read(of: ListSpec) -> tuple[list[ListTable], list[Finding]]:
    """The list's tables and findings."""
    tables: list[ListTable] = []
    findings: list[Finding] = []
    for found in open_list(of).tables():
        if isinstance(found, Finding):
            findings.append(found)
        else:
            tables.append(found)
            findings.extend(found.findings)
    return tables, findings


def data(table: ListTable) -> list[tuple[int, list[Cell]]]:
    """The table's rows below the header, with their numbers; nothing as the empty text."""
    return [
        (chunk.numbers[i], ["" if cell is None else cell for cell in chunk.cells(i)])
        for chunk in table.chunks()
        for i in range(len(chunk.raws))
    ]


def raws(table: ListTable) -> list[bytes]:
    """The table's raw rows."""
    return [raw for chunk in table.chunks() for raw in chunk.raws]


def errors(findings: Sequence[Finding]) -> list[str]:
    """The codes of the findings that are errors."""
    return [finding.code for finding in findings if finding.severity == "error"]
