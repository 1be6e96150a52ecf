"""Reports written as workbooks, for officers to read and to fill in."""

from adapters.reports.corrections import Written, write_corrections
from adapters.reports.rejected import write_rejected
from adapters.reports.workbook import Choice, Table, write_workbook

__all__ = ["Choice", "Table", "Written", "write_corrections", "write_rejected", "write_workbook"]
