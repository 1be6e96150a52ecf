"""The officer's own file back: a copy with colours, comments and a table of corrections, and what he agreed to in it.

`writing` makes the copy; `form` is the table both sides know; `accepted` reads it when the copy is put back.
"""
