"""Kinds of files: text, old and free office programs, macros, databases."""

from __future__ import annotations

import contextlib
import csv
import io
import sqlite3
from datetime import date
from pathlib import Path

import xlwt  # type: ignore[import-untyped]
from odf.opendocument import OpenDocumentSpreadsheet  # type: ignore[import-untyped]
from odf.table import Table as OdfTable  # type: ignore[import-untyped]
from odf.table import (
    TableCell,  # type: ignore[import-untyped]
    TableRow,  # type: ignore[import-untyped]
)
from odf.text import P  # type: ignore[import-untyped]

from examples.making.headers import header_in_row_1
from examples.making.people import BRANCH, HEADER, PEOPLE
from examples.making.tools import LISTS, fill, repack, replaced, table, workbook, write_csv


@LISTS.makes("bom.csv")
def bom(path: Path) -> None:
    """What Excel calls CSV UTF-8: a byte order mark in front."""
    write_csv(path, [HEADER, *PEOPLE], encoding="utf-8-sig")


@LISTS.makes("semicolons.csv")
def semicolons(path: Path) -> None:
    """What Excel writes where the comma is a decimal sign."""
    write_csv(path, [HEADER, *PEOPLE], comma=";")


@LISTS.makes("utf-16.csv")
def utf_16(path: Path) -> None:
    """What Excel calls Unicode text: UTF-16 and tabs."""
    write_csv(path, [HEADER, *PEOPLE], comma="\t", encoding="utf-16")


@LISTS.makes("question-marks.csv")
def question_marks(path: Path) -> None:
    """Saved in a code without Vietnamese letters: each is a "?" now, and nothing brings it back."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([HEADER, *PEOPLE])
    path.write_bytes(text.getvalue().encode("ascii", "replace"))


@LISTS.makes("old-excel.xls")
def old_excel(path: Path) -> None:
    """A workbook of Excel 97; the birth dates are real dates."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Danh sách")
    shown = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for column, text in enumerate(HEADER):
        sheet.write(0, column, text)
    for number, row in enumerate(PEOPLE, 1):
        for column, cell in enumerate(row):
            if HEADER[column] == "Ngày sinh":
                day, month, year = map(int, str(cell).split("/"))
                sheet.write(number, column, date(year, month, day), shown)
            else:
                sheet.write(number, column, cell)
    book.save(str(path))


@LISTS.makes("libreoffice.ods")
def libreoffice(path: Path) -> None:
    """A sheet of LibreOffice, with its long tail of empty rows."""
    document = OpenDocumentSpreadsheet()
    table = OdfTable(name="Danh sách")
    for row in (HEADER, *PEOPLE):
        line = TableRow()
        for cell in row:
            if isinstance(cell, int):
                box = TableCell(valuetype="float", value=str(cell))
            else:
                box = TableCell(valuetype="string")
            box.addElement(P(text=str(cell)))
            line.addElement(box)
        table.addElement(line)
    tail = TableRow(numberrowsrepeated=1_048_000)
    tail.addElement(TableCell(numbercolumnsrepeated=16_000))
    table.addElement(tail)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    repack(path)


@LISTS.makes("macro-workbook.xlsm")
def macro_workbook(path: Path) -> None:
    """A workbook that may hold macros; none is needed to read it."""
    header_in_row_1(path)
    kinds = {
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": (
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        )
    }
    repack(path, lambda _, data: replaced(data, kinds))


@LISTS.makes("database.sqlite")
def database(path: Path) -> None:
    """A school's database; what is not known is NULL in one row and empty text in another."""
    path.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "CREATE TABLE students (masv TEXT PRIMARY KEY, hoten TEXT NOT NULL, ngaysinh TEXT, gioitinh TEXT,"
            " sdt TEXT, email TEXT, lop TEXT)"
        )
        rows = (
            ("2151000117", "Nguyễn Văn An", "2004-05-17", "Nam", "0901000117", "an@example.test", "Chi đoàn 21DTH1"),
            ("2151000218", "Trần Thị Bích", "2005-09-02", "Nữ", None, "", "Chi đoàn 21DTH1"),
            ("2151000319", "Lê Hoàng Châu", "2003-11-30", "Nam", "", None, "Chi đoàn 21DTH1"),
            ("2151000420", "Phạm Thúy Diễm", "2006-03-08", "Nữ", "0901000420", None, "Chi đoàn 21DTH2"),
            ("2151000725", "Tôn Nữ Hoàng My", None, "Nữ", "0901000725", None, "Chi đoàn 21DTH2"),
        )
        connection.executemany("INSERT INTO students VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


@LISTS.makes("youth.xlsx")
def youth(path: Path) -> None:
    """Young people of a quarter, most of them no members of the Union."""
    with workbook(path) as book:
        sheet = book.add_worksheet("Thanh niên")
        fill(sheet, [("DANH SÁCH THANH NIÊN TỪ 16 ĐẾN 30 TUỔI",), (f"Đơn vị: {BRANCH}",)])
        header = ("TT", "Họ và tên", "Ngày sinh", "Giới tính", "CCCD", "Nghề nghiệp", "Hội", "Địa chỉ")
        rows = table("""\
1|Bùi Ngọc Ánh|14/07/2008|Nữ|060308000831|Học sinh||21 Trần Phú
2|Cao Minh Bảo|03/02/2001|Nam|060201000932|Khác|Hội LHTN|5 Lê Lợi
3|Dương Thị Cúc|29/02/2000|Nữ|060300001033|Chưa có việc làm|Hội LHTN|16 Võ Thị Sáu
4|Đỗ Quang Duy|11/11/1999|Nam|060099001134|SV|Hội Sinh viên|30 Hùng Vương
5|Giáp Thị Én|2003|Nữ||Khác||""")
        fill(sheet, [header, *rows], top=4)
