### What an officer should know of a whole sheet: group rows, totals, what is hidden.

finding-group-count = The group row “{ $found }” states { $stated } people, but { $counted } were read below it. Check that nobody is missing.
finding-total-count = The total states { $stated } people, but { $counted } were read above it. Check that nobody is missing.
finding-group-unit = The cell names the unit “{ $found }”, but the group row above says “{ $unit }” ({ $rows } such rows). The cell counts.
finding-list-filtered = A filter is on in this sheet ({ $rows } hidden rows). Hidden rows were read as well. If the file was exported from a filtered sheet, people may be missing: clear the filter and export again.
finding-list-hidden-rows = { $rows } rows are hidden, from this one on. They were read as well; if that is not wanted, delete them in Excel.
finding-list-hidden-columns = Columns { $columns } are hidden; they are read.
finding-list-sheet-other-unit = The sheet is called “{ $sheet }”, but its title names the unit “{ $found }”. The file is not used; make the two agree.
finding-list-sheet-unit = The sheet name “{ $sheet }” does not say for certain which unit this is (a copy, an old one, a name cut short?). Write the unit above the table, such as “Đơn vị: Chi đoàn 1”, or add a unit column.
finding-list-of-departed = It says “{ $found }”: these are not active members; it is not read. A register of movements belongs into a file of its own with kind = "movements".
finding-list-other-kind = It says “{ $found }”, another kind of list than was configured; it is not read. Put it into a file of its own with its own kind in yumsync.toml.

error-list-query-column-twice = The query gives these columns more than once: { $columns }.
advice-list-query-column-twice = Name the columns in the query instead of *, or give one of them another name with AS.
error-list-side-by-side = Two tables stand side by side on one sheet.
advice-list-side-by-side = Move the right table below the left one, or to a sheet of its own.
