### Reconciliation: the lists, what the centre last confirmed, what it shows now.

field-status = standing

reconcile-title = The lists, what was last confirmed, and the centre now
reconcile-title-centre = What was last confirmed, and the centre now (the lists were not read)

reconcile-standing-in-step = in step
reconcile-standing-ours-newer = list is newer
reconcile-standing-theirs-changed = centre changed
reconcile-standing-both-changed = both changed
reconcile-standing-only-here = only here
reconcile-standing-only-there = only at the centre
reconcile-standing-removed-there = removed there
reconcile-standing-two-codes = two codes
reconcile-means-in-step = every side says the same
reconcile-means-ours-newer = the centre does not have it yet
reconcile-means-theirs-changed = not by the list
reconcile-means-both-changed = each says something else
reconcile-means-only-here = not yet at the centre
reconcile-means-only-there = unknown here
reconcile-means-removed-there = confirmed before, gone now
reconcile-means-two-codes = the centre changed the code, or holds them as two

reconcile-line = { $standing }: { $means }
reconcile-units = Units not in step: { $differing } of { $units }
reconcile-more-units = { $count } more units not in step
reconcile-differences = What differs (before → list | centre):
reconcile-differences-centre = What differs (before → centre):
reconcile-more = { $count } more people. All of them: --all; as a workbook: --workbook FILE.xlsx
reconcile-more-page = { $count } more people, who are not on this page. As a workbook: --workbook FILE.xlsx
reconcile-code = code { $code }
reconcile-field = { $name }: { $base } → { $ours } | { $theirs }
reconcile-field-centre = { $name }: { $base } → { $theirs }
reconcile-kept = (as before)
reconcile-absent = (not there)
reconcile-other-codes = other codes at the centre: { $codes }
reconcile-settled = explained by: { $by }
reconcile-by-upsert = a change on its way, not answered yet
reconcile-place = in the list: { $place }
progress-compare = Compare with the centre
progress-compared = compared { $count } people

reconcile-empty = There is nobody to compare.
reconcile-in-step-but = In step in the fields that were compared: nobody differs there.
reconcile-left-out = Not fully compared: { $fields }. The centre did not show them; look at a few people there yourself.
reconcile-in-step = In step: nobody differs.
reconcile-next-sync = { $sigils }  yumsync sync will send them; to look first: yumsync plan
reconcile-next-fix = { $sigils }  Put the list right, or decide person by person: yumsync reconcile --fix
reconcile-unguarded = The centre gives no version of anybody, so --fix cannot see a fresh edit there and overwrites it. Ask everybody to stop editing there first.
fix-unguarded = The centre gives no version of anybody: what somebody edited there while this ran may be overwritten. Ask those who edit there; put it into the list where it was.
reconcile-unread = Some lists could not be read; their people are compared by what was last confirmed:
reconcile-stopped = It stopped after { $people } people; the figures above are not whole.
reconcile-page-written = Wrote { $file }; the file is yours alone to read.
reconcile-book-written = Wrote { $file }, { $rows } rows; the file is yours alone to read.

error-reconcile-nobody = No side has anybody like that.
advice-reconcile-nobody = Write the whole name, the member code or the national ID.

## The page and the workbook

reconcile-sheet-overview = Overview
reconcile-sheet-units = Units
reconcile-sheet-differences = Differences
reconcile-column-sigil = Sigil
reconcile-column-standing = Standing
reconcile-column-count = People
reconcile-column-means = Meaning
reconcile-column-unit = Unit
reconcile-column-differing = Not in step
reconcile-column-name = Full name
reconcile-column-born = Birth date
reconcile-column-code = Member code
reconcile-column-field = Field
reconcile-column-base = Last confirmed
reconcile-column-ours = List
reconcile-column-theirs = Centre
reconcile-column-changed = Changed by
reconcile-column-place = List › row
reconcile-column-note = Remarks
reconcile-changed-ours = the list
reconcile-changed-theirs = the centre
reconcile-changed-both = both
reconcile-changed-alike = both, alike
reconcile-made = At { $when }
reconcile-personal = This file holds personal data: keep it closed, and delete it when done.

## The workbook to correct a list by

correction-sheet = To correct
correction-sheet-people = To add
correction-column-number = No.
correction-column-file = File
correction-column-sheet = Sheet
correction-column-row = Row
correction-column-unit = Unit
correction-column-name = Full name
correction-column-task = What to do
correction-column-field = Field
correction-column-old = It says
correction-column-new = It must say
correction-column-done = Done
correction-task-changed-there = write what the centre has
correction-task-removed-there = take the row off the list

event-reconcile-begun = Comparing the three sides began
audit-fact-left-out = not fully compared
audit-fact-ours-newer = list is newer
audit-fact-theirs-changed = centre changed
audit-fact-both-changed = both changed
audit-fact-only-here = only here
audit-fact-only-there = only at the centre
audit-fact-removed-there = removed there
audit-fact-two-codes = two codes

help-reconcile =
    Compare the lists, the last confirmation and the centre.

    Who changed what, person by person and cell by cell. Without --fix it only looks: nothing is sent or changed. Who looked is written to the journal.
help-reconcile-unit = Only one unit and those under it: a code or a name.
help-reconcile-person = Only one person: member code, national ID or name. A dash reads it from standard input.
help-reconcile-no-lists = Do not read the lists: only whether the centre changed since it last confirmed.
help-reconcile-html = Write it as a page too, for a browser or a printer; the file is yours alone to read.
help-reconcile-workbook = Write it as a workbook too, one row for each cell that differs; the file is yours alone to read.
help-reconcile-force = Replace a file that is there.
help-reconcile-all = Tell everybody and every unit; the table comes last.
