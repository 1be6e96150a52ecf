### The tree of units: a row's unit, lists of units, the verb units.

## The unit of a row

finding-unit-ambiguous = It is not clear which unit “{ $found }” is. It may be: { $candidates }. Write the unit and those above it, parted by commas, or its code.
finding-unit-closed = The unit “{ $found }” is no longer (or not yet) there{ $count ->
    [0] , and nothing says what it went into. Write the unit of today.
   *[other] . It went into: { $candidates }. Write the unit of today.
}
finding-unit-name-only = “{ $found }” is a name alone, which does not say which unit. Write those above it too, such as: “{ $proposed }”.
finding-unit-unknown = There is no unit “{ $found }” in the tree of units. { $count ->
    [0] See the units with “yumsync units”.
   *[other] The nearest is: “{ $proposed }”.
}
finding-unit-succeeded = “{ $found }” is a name or a place of before; today it is “{ $proposed }”.
step-unit-resolved = written as in the tree of units
step-unit-completed = completed with the list's own unit

error-config-units = The program's words for units are wrong: { $reason }
advice-config-units = Install yumsync again.

## Lists of units

finding-unit-no-name = This row has no unit's name (it says “{ $found }”).
finding-unit-ends-first = The unit ends before it begins.
finding-unit-code-sign = The code “{ $found }” has an @ in it. Write the code in one column and its numbering in another.
finding-unit-two-units = The codes of this row belong to several units: { $names }. Write a row for each.
finding-unit-duplicate-code = The code “{ $found }” was given to “{ $name }” in row { $row }. This row is not used.
finding-unit-repeated = This unit stands in row { $row } already, with the same content.
finding-unit-parent-ambiguous = It is not clear which unit above “{ $found }” is: { $candidates }. Write its code.
finding-unit-orphan = There is no unit “{ $found }” to stand under, or its row cannot be used{ $count ->
    [0] . Add that unit, or mend this row.
   *[other] . The nearest is: “{ $proposed }”.
}
finding-unit-circle = These units stand under themselves: { $names }. Mend the column of the unit above.
finding-unit-two-roots = “{ $found }” has no unit above it, like “{ $other }”. If it has one, write it.
finding-unit-under-closed = “{ $name }” still stands under “{ $found }”, which is no longer there. Write the unit above it today.
finding-unit-open-with-successor = “{ $found }” went into another unit and has no last day, so it counts as still there.
finding-unit-link-unclear = { $count ->
    [0] The unit “{ $found }” was not found; the two are not linked.
   *[other] It is not clear which unit “{ $found }” is: { $candidates }; the two are not linked.
}
finding-unit-not-listed = “{ $found }” is no longer on the list of units. It is kept; if it was dissolved, write its last day.

field-unit-name = unit's name
field-unit-code = unit's code
field-unit-vintage = numbering
field-unit-level = level
field-unit-parent = unit above
field-unit-valid_from = valid from
field-unit-valid_to = valid to
field-unit-old_code = old code
field-unit-old_vintage = old numbering
field-unit-successors = merged into
field-unit-predecessors = merged from
field-unit-row_no = row number

## From the upstream

error-profile-no-units = The profile “{ $profile }” does not say how the upstream's tree of units is read.
error-profile-not-a-path = { $key } must begin with a slash.
advice-profile-no-units = Import the units from a list: [[list]] with kind = "units".

## yumsync units

help-units =
    Show the tree of units, or bring it up to date.

    Without anything: the whole tree. With a code or a path (“Chi đoàn 1, Đoàn phường Phú Thủy”): that unit with its codes, validity, predecessors and successors.

    “yumsync units import” reads the lists of kind = "units" in the configuration; with --upstream, the upstream's own tree. A unit keeps the codes, names and places it had before; no unit is removed.
help-metavar-unit = [import | CODE | PATH]
help-units-what = import, or the code or path of a unit.
help-units-upstream = Import from the upstream, not from lists.
help-units-closed = Units that are no longer there, too.

units-none = There is no tree of units yet. Put a list of kind = "units" into yumsync.toml and run “yumsync units import”, or run “yumsync units import --upstream”.
units-closed-too = { $count } units are no longer (or not yet) there; see them with --closed.
units-size = { $count } units are there.
units-path = Path: { $path }
units-whole-path = In full: { $path }
units-level = Level: { $level }
units-codes = Codes: { $codes }
units-valid = Valid: { $from } – { $to }
units-open-end = now
units-no-start = not known
units-closed = No longer (or not yet) there today.
units-children = Units under it: { $count }
units-predecessors = From: { $path }
units-successors = Went into: { $path }
units-today = Today: { $path }
units-former = Before: { $path }
units-tree-closed = (closed)
units-source = Says: { $source }
units-code-of = { $code } (numbering { $vintage })
units-source-upstream = the upstream

units-imported = The tree has { $size } units; { $changed } are new or changed.
units-read = { $name }: { $rows } rows
units-set-aside = Rows set aside: { $reasons }
units-read-unread = Nothing of this source is used; the tree stays as it was.
units-count-new = new units
units-count-changed = units changed
units-count-same = units as before
units-count-repeated = rows said again
units-count-in_error = rows in error, not used
report-units = Units

error-unit-unknown = There is no unit “{ $found }”. The nearest: { $proposed }
error-unit-ambiguous = “{ $found }” may be several units: { $candidates }
error-config-no-units = { $key }: there is no list of units (kind = "units").
advice-unit = See the whole tree with “yumsync units”.
advice-config-no-units = Add a list of units, or import them from the upstream: yumsync units import --upstream
