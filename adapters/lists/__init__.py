"""Officers' lists: workbooks, CSV files, folders of them, and databases, read as tables of raw rows."""

from adapters.lists.source import open_list
from adapters.lists.spec import ListSpec, ReadLimits

__all__ = ["ListSpec", "ReadLimits", "open_list"]
