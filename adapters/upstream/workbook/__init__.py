"""An upstream without a network: `upstream` writes import workbooks and confirms them from exports. `sheets` is their
layout, `folders` where files are, `exports` what officers bring back, `matching` what that says of an operation."""

from adapters.upstream.workbook.upstream import Handover, WorkbookUpstream

__all__ = ["Handover", "WorkbookUpstream"]
