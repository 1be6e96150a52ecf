"""Reports written as workbooks, for officers to read and to fill in."""

from adapters.reports.rejected import write_rejected
from adapters.reports.workbook import Choice, Table, write_workbook

__all__ = ["Choice", "Table", "write_rejected", "write_workbook"]
