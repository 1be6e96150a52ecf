"""An upstream without a network: `upstream` writes import workbooks and confirms them from exports. `sheets` is their
layout, `folders` where files are, `exports` what officers bring back, `matching` what that says of an operation, and
`handover` what is left to be carried."""

from adapters.upstream.workbook.handover import Handover
from adapters.upstream.workbook.upstream import WorkbookUpstream

__all__ = ["Handover", "WorkbookUpstream"]
