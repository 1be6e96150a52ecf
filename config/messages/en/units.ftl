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

error-config-units = The program's words for units are wrong: { $reason }
advice-config-units = Install yumsync again.
