"""The review workbook: a plan written out for an officer, and their answers read back.

Ids decide and not positions: rows may be sorted and filtered. What the plan says is never read back; where it was
changed the workbook is refused, because whoever changed it meant something by it.
"""
