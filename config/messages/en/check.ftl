### Screens of check, saved layouts, the annotated copy.

## What was recognised in a file

check-list = List { $name }
check-header-rows = Column headers in row { $rows }.
check-header-names = The headers are the query's column names.
check-unit = Unit named above the table: { $unit }
check-units = Units of the rows:
check-units-more = … and { $count } more units
check-sum = { $rows } rows = { $records } people + { $aside } set aside
check-refused = This table is not used, because of the errors below. What was recognised:
check-column = Col
check-column-header = Header in the file
check-column-field = Read as
check-column-match = Why
check-aside = Rows set aside, not people:
check-aside-rows = { $reason }: row { $rows }
check-match-exact = exact words
check-match-saved = by the saved layout
check-match-unmarked = exact words, other marks: “{ $meant }”
check-match-loose = words that say as much: “{ $meant }”
check-match-data = guessed from what stands below — please look
check-match-typo = close to “{ $meant }” — please look
check-match-unknown = not recognised
check-match-unnamed = no header
check-match-unread = the centre keeps no such thing
check-match-ignored = left out
check-proposed = Proposed: “{ $proposed }”.
check-field-none = (not used)
check-field-implies = { $field }, { $value }
check-field-value = { $field } = { $value }
check-counts = Found: errors { $errors }, warnings { $warnings }, notes { $notes }.
check-layout-written = The layout is saved in { $file }. Look through it in a text editor, then write layout = "{ $name }" under the list's [[list]] in yumsync.toml.
check-annotated = The annotated copy is { $file }: { $cells } cells coloured, { $corrections } corrections proposed.
check-annotated-next = Open it in Excel, do as the sheet in front says, save it, and copy it over the list's old file.
check-annotated-next-new = Open it in Excel, do as the sheet in front says, save it, and use it instead of the old file: take that out of the folder of lists.
check-annotated-macros = The file's macros were not copied.

## Saved layouts

layout-file-head =
    Layout “{ $name }”: what each column of the file is. yumsync reads by this; correct it by hand where needed.
    To use it: in yumsync.toml, under [[list]], write   layout = "{ $name }"
    Where a header in the file differs from the one here (column added, moved, renamed) the list is refused, not guessed.
    A column that is read wrong: mend its field. A column that is not used: put ignore = true instead of field.
layout-file-sheets = The sheets laid out like this. Delete the line sheets if all sheets of all files are.
layout-file-rows = The rows of the column headers, numbered as Excel shows them.
layout-file-unit = The unit of all rows that name none. Without a line unit, the unit above the header counts.
layout-file-columns =
    letter: the column in Excel · header: the header in the file · field: what it is read as
    value: what an x in the column means · group: columns that are marked instead of each other
    implies: what else a filled cell says, such as the gender
layout-file-ignored = not used

error-config-layout-name = { $key }: the name of a layout has letters, digits, spaces, dots and hyphens only.
error-config-layout-missing = There is no saved layout { $file }.
error-config-layout-exists = There is a layout { $file } already, and it differs from the one just recognised.
error-config-layout-nothing = No table was recognised whose layout could be saved.
error-config-layout-differs = Two files have a sheet “{ $sheet }” and lay it out differently.
error-config-layout-version = { $key }: the layout is of another version (version { $known } can be read).
error-config-layout-sheet-twice = { $key }: this sheet is named at { $other } already.
error-config-layout-rows = { $key } must be consecutive rows, ascending, from 1 to { $limit }, such as [5, 6].
error-config-layout-letter = { $key } must be the letters of a column in Excel, such as "A" or "AB".
error-config-layout-column-twice = { $key }: this column stands at { $other } already.
error-config-layout-field = { $key }: there is no such field.
error-config-layout-field-near = { $key }: there is no such field; is { $nearest } meant?
error-config-layout-field-or-ignore = { $key } must have field, or ignore = true, and only one of the two.
error-config-layout-implies = { $key } can say one thing only.
error-config-layout-no-name = { $key }: no column is the full name (full_name, or family_name and given_name).
error-config-layout-no-identity = { $key }: no column is the birth date, the national ID or the member code.
advice-config-layout-name = Choose a short name, such as: --save-layout ward-1
advice-config-layout-missing = Make it with: yumsync check FILE --save-layout { $name }
advice-config-layout-exists = To replace it add --force; else choose another name.
advice-config-layout-nothing = Add a row of headers (Họ và tên, Ngày sinh…) to the file and run again.
advice-config-layout-differs = Save the layouts one file at a time: yumsync check FILE --save-layout NAME

error-usage-one-file = { $name } goes with exactly one file.
advice-usage-one-file = Run it with one file: yumsync check FILE { $name } …

finding-list-layout-changed = Column { $column }: the saved layout “{ $layout }” says “{ $saved }”, the file now says “{ $header }”. The file is not used.
finding-list-layout-sheet = The sheet “{ $sheet }” looks like a list and is not in the layout “{ $layout }”. The file is not used.
finding-list-layout-no-sheet = There is no sheet “{ $sheet }”, which the layout “{ $layout }” speaks of.
error-list-layout-changed = The column headers are no longer those of the saved layout.
error-list-layout-sheet = There is a sheet that is not in the saved layout.
error-list-layout-no-sheet = A sheet the saved layout speaks of is missing.
advice-list-layout-changed = If the file is right, save its layout again: yumsync check FILE --save-layout { $layout } --force
advice-list-layout-sheet = If the file is right, save its layout again: yumsync check FILE --save-layout { $layout } --force
advice-list-layout-no-sheet = Mend the sheet's name, or save the layout again: yumsync check FILE --save-layout { $layout } --force

## Help

help-check-save-layout = Save the recognised layout as layouts/NAME.toml, to correct it by hand and bind it to a list.
help-check-layout = Read the files by this saved layout.
help-check-annotate = Write a copy with colours, comments and a table of proposed corrections.
help-check-force = Overwrite a layout or an annotated copy that is there. The file itself is never overwritten.
help-metavar-name = NAME
help-metavar-out = COPY.xlsx

## An annotated copy put back: what the officer agreed to

finding-correction-accepted = { $field }: “{ $proposed }”, which the officer agreed to, is used instead of “{ $found }”.
finding-correction-changed = “{ $proposed }” is not used though agreed to: the cell held “{ $before }” then and holds “{ $found }” now.
finding-correction-namesake = “{ $proposed }” is not used though agreed to: several people called { $person } have “{ $before }” here. Change the cell by hand.
finding-correction-person = “{ $proposed }” is not used though agreed to: this row is no longer that of { $person }.
finding-correction-twice = Two different values were agreed to for this cell; neither is used (“{ $proposed }”).
finding-correction-empty = A correction of cell { $found } was agreed to, but no new value is written there.
finding-correction-unclear = “{ $found }” may mean yes or no: write x to agree, leave it empty otherwise.
finding-correction-no-sheet = A correction on the sheet “{ $found }” was agreed to, but the file has no such sheet.
finding-correction-version = This table of corrections was made by another version of yumsync; what was agreed to in it is not used.
step-accepted = corrected with the officer's agreement

## The annotated copy: the summary sheet in front

annotate-title = yumsync has read the file { $file }
annotate-how =
    1. Go through the table at the bottom. Where you agree with “Proposed”, put an x under “Agreed (x)”.
    2. For another value, type it over the proposed one and put an x. Or mend the coloured cell on the list's own sheet.
    3. Save, and use this file instead of the list's old one. This sheet is not read as a list; leave its hidden row 1 as it is.
annotate-how-by-hand =
    1. No cell has a value to propose. Where a cell on the list's own sheet is coloured, mend it there.
    2. Save, and use this file instead of the list's old one. This sheet is not read as a list; leave its hidden row 1 as it is.
annotate-colour-error = Error: the whole row waits until this cell is mended.
annotate-colour-warning = Worth a look: this cell alone is not sent, or there is something to know about it.
annotate-colour-note = Note: to know, nothing to mend.
annotate-kept = The copy keeps cells, formulas, formats, merged cells, widths and other sheets; not macros, drawings or charts.
annotate-made-new = The file is no .xlsx, so this is a new workbook with the same rows and columns, without its formats.
annotate-read = What was read
annotate-refused = this table is not used, because of the errors below
annotate-counts = What was found (how often, an example)
annotate-nothing = Nothing to look at.
annotate-column-sheet = Sheet
annotate-column-cell = Cell
annotate-column-person = Person
annotate-column-found = Found
annotate-column-proposed = Proposed
annotate-column-agreed = Agreed (x)
annotate-column-reason = Reason
annotate-column-code = Code

error-file-not-xlsx = An annotated copy must end in .xlsx, not as { $file } does.
error-file-is-input = { $file } is the very file that is read; it is never overwritten.
error-file-exists = There is a { $file } already; it is not overwritten.
error-file-copy-too-large = The file is too large to annotate (beyond { $limit } cells, or the rows of a sheet).
error-file-copy-failed = This workbook cannot be copied ({ $reason }).
error-file-copy-differs = This workbook cannot be copied: the cell { $cell } on sheet “{ $sheet }” would read otherwise.
advice-file-not-xlsx = Such as: --annotate copy.xlsx
advice-file-is-input = Give the annotated copy another name.
advice-file-exists = Choose another name, or add --force.
advice-file-copy-too-large = Split the file into smaller ones and run again.
advice-file-copy-failed = Open it in Excel, save it as .xlsx and run again.
advice-file-copy-differs = Open it in Excel, save it as .xlsx and run again.
